"""A memoised step gives what the step gives, whatever the cache holds and wherever it runs."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.edge.cache import Cache
from generator.edge.work import Work

ITEMS = st.lists(st.integers(0, 20) | st.text(max_size=3) | st.tuples(st.integers(0, 3), st.text("ab", max_size=2)))


def step(item: object, *more: bytes) -> bytes:
    return repr((item, more)).encode()


@settings(max_examples=100)
@given(st.lists(ITEMS, min_size=1, max_size=4))
def test_memo_map_is_map(rounds: list[list[object]]) -> None:
    cache = Cache(None)
    try:
        with Work(cache, "code", executor="inline") as work:
            for items in rounds:
                digests = work.memo_map(step, items, fetch=lambda item: (repr(item).encode(),), shared=(b"s",))
                expected = [step(item, repr(item).encode(), b"s") for item in items]
                assert digests == [hashlib.sha256(data).hexdigest() for data in expected]
                assert [cache.blob(digest) for digest in digests] == expected
    finally:
        cache.close()


@pytest.mark.parametrize("jobs", [1, 2])
def test_workers_give_what_one_process_gives(jobs: int) -> None:
    cache = Cache(None)
    items = [number % 70 for number in range(150)]
    with Work(cache, "code", jobs) as work:
        work.memo_map(step, list(range(0, 70, 3)))
        assert [cache.blob(digest) for digest in work.memo_map(step, items)] == [step(item) for item in items]
    cache.close()
