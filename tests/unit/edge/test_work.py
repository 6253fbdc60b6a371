"""A step over many values: each distinct one is computed once."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.edge import limits
from generator.edge.cache import Cache, digest_of
from generator.edge.work import Work


def shout(item: str, *more: bytes) -> bytes:
    return b"|".join((item.upper().encode(), *more))


def deep(item: str) -> bytes:
    return deep(item) + b"." if item == "deep" else item.encode()


def endless(item: str) -> bytes:
    while item == "endless":
        pass
    return item.encode()


def deadly(item: int) -> bytes:
    if item == 30:
        os.abort()
    return b"%d" % item


def wrong(item: str) -> bytes:
    raise ZeroDivisionError(item)


def large(item: str) -> bytes:
    return b"%d" % len(bytearray(2 * 10**9 if item.startswith("large") else 1))


def stuck(item: str) -> bytes:
    """What a library in C may do: no signal is seen, no allocation refused gracefully."""
    if item.startswith("stuck"):
        hashlib.pbkdf2_hmac("sha256", b"x", b"y", 100_000_000)
    return b"free"


def worker(item: int) -> bytes:
    return b"%d" % os.getpid()


def instead(item: object, *more: bytes, why: str = "") -> bytes:
    return f"instead of {str(item)[:5]}: {why}".encode()


@pytest.fixture
def cache() -> Iterator[Cache]:
    made = Cache(None)
    yield made
    made.close()


def results(work: Work, digests: list[str]) -> list[bytes]:
    return [work.cache.blob(digest) for digest in digests]


def test_results_come_in_order_and_fetch_is_called_for_misses_only(cache: Cache) -> None:
    fetched: list[str] = []

    def fetch(item: str) -> tuple[bytes, ...]:
        fetched.append(item)
        return (item.encode(),)

    with Work(cache, "code", 1) as work:
        first = work.memo_map(shout, ["b", "a", "b"], fetch=fetch, shared=(b"s",))
        assert results(work, first) == [b"B|b|s", b"A|a|s", b"B|b|s"]
        assert work.memo_map(shout, ["c", "a"], fetch=fetch, shared=(b"s",))[1] == first[1]
    assert fetched == ["b", "a", "c"]


def test_other_code_or_another_step_computes_anew(cache: Cache) -> None:
    calls: list[str] = []

    def fetch(item: str) -> tuple[bytes, ...]:
        calls.append(item)
        return ()

    for code, step in (("one", shout), ("two", shout), ("two", instead), ("two", shout)):
        with Work(cache, code, 1) as work:
            work.memo_map(step, ["a"], fetch=fetch)
    assert len(calls) == 3


def test_nothing_to_do_is_done(cache: Cache) -> None:
    with Work(cache, "code", 1) as work:
        assert work.memo_map(shout, []) == []


def test_progress_counts_what_is_missing(cache: Cache) -> None:
    said: list[tuple[str, int, int]] = []
    with Work(cache, "code", 1, lambda *told: said.append(told)) as work:
        work.memo_map(shout, [str(number) for number in range(40)], label="Shouting")
        work.memo_map(shout, ["1"], label="Shouting")
    assert said == [("Shouting", 32, 40), ("Shouting", 40, 40)]


def test_an_item_that_comes_again_much_later_is_computed_once(cache: Cache) -> None:
    said: list[tuple[str, int, int]] = []
    with Work(cache, "code", 1, lambda *told: said.append(told)) as work:
        found = work.memo_map(shout, (str(number % 5) for number in range(1200)), label="Shouting")
    assert len(found) == 1200
    assert found[:5] * 240 == found
    assert said == [("Shouting", 5, 5)]


@pytest.mark.parametrize("count", [1, 40])
def test_a_step_that_overflows_the_stack_gives_way(cache: Cache, count: int) -> None:
    items = ["deep", *(str(number) for number in range(count - 1))]
    with Work(cache, "code", 2) as work:
        found = results(work, work.memo_map(deep, items, fallback=instead))
    assert found == [b"instead of deep: is nested too deeply", *(item.encode() for item in items[1:])]


def test_a_step_that_takes_too_long_gives_way(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CPU", 0.05)
    with Work(cache, "code", 1) as work:
        found = results(work, work.memo_map(endless, ["a", "endless", "b"], fallback=instead))
    assert found == [b"a", b"instead of endle: took more than 0.05 CPU seconds", b"b"]


def test_a_step_that_kills_its_worker_gives_way_and_the_others_go_on(cache: Cache) -> None:
    with Work(cache, "code", 2) as work:
        found = results(work, work.memo_map(deadly, range(40), fallback=instead))
    assert found == [b"instead of 30: ended its worker" if n == 30 else b"%d" % n for n in range(40)]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is bounded on Linux only")
@pytest.mark.parametrize("count", [1, 40])
def test_a_step_that_takes_too_much_memory_gives_way(cache: Cache, count: int) -> None:
    items = ["large", *(str(number) for number in range(count - 1))]
    with Work(cache, "code", 2) as work:
        found = results(work, work.memo_map(large, items, fallback=instead))
    assert found == [b"instead of large: took more than 1 GB", *(b"1" for _ in items[1:])]


@pytest.mark.skipif(sys.platform == "win32", reason="the system ends no process for its time on Windows")
def test_a_step_that_hangs_in_foreign_code_gives_way(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CPU", 0.5)
    with Work(cache, "code", 2) as work:
        found = results(work, work.memo_map(stuck, ["stuck", "b"], fallback=instead))
    assert found == [b"instead of stuck: ended its worker", b"free"]


def test_what_takes_too_long_in_a_stream_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def items() -> Iterator[str]:
        yield "a"
        while True:
            pass

    monkeypatch.setattr(limits, "CPU", 0.05)
    assert list(limits.each(items(), lambda why: f"it {why}")) == ["a", "it took more than 0.05 CPU seconds"]


def test_renewed_workers_are_others(cache: Cache) -> None:
    with Work(cache, "code", 2) as work:
        first, again = (set(results(work, work.memo_map(worker, some, large=True))) for some in ([1], [2]))
        work.renew()
        assert first == again != set(results(work, work.memo_map(worker, [3], large=True)))


def test_a_fault_of_the_program_is_not_hidden(cache: Cache) -> None:
    with Work(cache, "code", 1) as work, pytest.raises(ZeroDivisionError):
        work.memo_map(wrong, ["a"])


def test_what_was_remembered_is_recalled(cache: Cache) -> None:
    with Work(cache, "code", 1) as work:
        work.remember("name", ["a", 1], b"data")
        assert work.recall("name", [["a", 1], ["a", 2]]) == [b"data", None]
        assert work.recall("other", [["a", 1]]) == [None]
    with Work(cache, "new code", 1) as work:
        assert work.recall("name", [["a", 1]]) == [None]


def test_the_digest_is_that_of_the_bytes(cache: Cache) -> None:
    with Work(cache, "code", 1) as work:
        assert work.memo_map(shout, ["a"]) == [digest_of(b"A")]
