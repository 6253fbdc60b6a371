"""Documents -> parts, counted or by Pagefind; shards are packed together as far as their words have room in memory."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from generator.edge import search
from generator.pipeline import indexing
from generator.site.shards import Lot
from generator.types import Document


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


def documents(*titles: str) -> tuple[Document, ...]:
    return tuple(Document(f"{title}/", title, "", "en", "2021-03-14", source="The Post") for title in titles)


@pytest.mark.parametrize(
    ("bodies", "apart", "counted"),
    [
        ((b"<p>quay and gull</p>", b"<p>Well-known caf\xc3\xa9</p>"), True, True),
        ((b"<p>quay and gull</p>", b"<h2>one<h3>within</h3></h2>"), True, False),
        ((b"<p>quay and gull</p>", b"<p>Well-known caf\xc3\xa9</p>"), False, False),
    ],
    ids=["plain", "odd", "parted by Pagefind"],
)
def test_a_part_is_the_same_whether_it_was_counted_or_made_by_pagefind(
    bodies: tuple[bytes, ...], apart: bool, counted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def index(pages: Any, language: str) -> dict[str, bytes]:
        some = list(pages)
        asked.append([address for address, _ in some])
        return whole(some, language)

    whole = search.index
    monkeypatch.setattr(search, "index", index)
    indexing._lexicon.cache_clear()
    item = indexing._Indexing(Lot("2021", documents("Herring", "Gulls")), "en", apart)
    made = indexing._part(item, *bodies)
    assert (["Herring/", "Gulls/"] in asked) == (not counted)
    monkeypatch.setattr(indexing, "_counted", lambda found, item: None)
    assert indexing._part(item, *bodies) == made


def test_what_has_no_word_is_left_out() -> None:
    item = indexing._Indexing(Lot("2021", documents("Herring", "–")), "en", True)
    assert b"Herring/" in indexing._part(item, b"", b"")[0]
    assert "–/".encode() not in indexing._part(item, b"", b"")[0]
