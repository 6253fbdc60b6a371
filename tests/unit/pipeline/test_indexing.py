"""The shards of an index are packed together as far as their words have room in memory."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from generator.pipeline import indexing


def shard(name: str) -> Any:
    return indexing._Packing(name, (), (name, f"more of {name}"), (), "")


@pytest.mark.parametrize(
    ("sizes", "groups"),
    [
        ({"a": 10, "b": 12, "c": 10, "d": 40, "e": 1}, [["a", "b", "c"], ["d"], ["e"]]),
        ({"a": 40, "b": 40}, [["a"], ["b"]]),
        ({"a": 32, "b": 1}, [["a"], ["b"]]),
        ({}, []),
    ],
)
def test_shards_are_packed_together_as_far_as_there_is_room(
    sizes: dict[str, int], groups: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "TOGETHER", 64)
    words = {digest: size for name, size in sizes.items() for digest in (name, f"more of {name}")}
    asked: Any = SimpleNamespace(cache=SimpleNamespace(sizes=lambda digests: {one: words[one] for one in digests}))
    some = list(indexing._together([shard(name) for name in sizes], asked))
    assert [[one.name for one in group] for group in some] == groups
