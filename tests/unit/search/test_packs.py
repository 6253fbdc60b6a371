"""Words of parts -> packs: each word is in one range, and in it are all parts."""

from __future__ import annotations

import gzip
import struct
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.search import packs as module
from generator.search.packs import chunks, compressed, packed, packs, ranges
from generator.search.postings import Columns, columns, encoded, pieces
from tests.unit.search.test_cbor import shown

Pages = dict[int, tuple[dict[int, int], dict[tuple[int, int], None]]]
"""Page -> places in its text with their weights, (field, place) of those in fields."""


def part(words: dict[str, int]) -> Columns:
    """Words, each on one page in as many places as said."""
    entries = [[word, [[0, [-2, *[1] * size], []]], []] for word, size in words.items()]
    return columns(chunked([shown(entry) for entry in sorted(entries)]))[0]


def chunked(entries: Sequence[bytes]) -> list[bytes]:
    """Index chunks of two words each."""
    some = [entries[at : at + 2] for at in range(0, len(entries), 2)]
    return [b"\x81" + bytes([0x80 | len(two)]) + b"".join(two) for two in some]


def unpacked(data: bytes) -> dict[tuple[str, str], Pages]:
    """What assets/shards-worker.js reads in a pack."""
    raw = gzip.decompress(data)
    letters, pages, places, named = struct.unpack_from("<4I", raw)
    rows = raw[16 : 16 + letters].decode().split("\n")
    at, columns = 16 + letters, []
    for count in (len(rows), pages, pages, pages, places, places, named, named):
        low, middle, high = (raw[at + count * n : at + count * (n + 1)] for n in range(3))
        columns.append(iter([a | b << 8 | c << 16 for a, b, c in zip(low, middle, high, strict=True)]))
        at += 3 * count
    assert at == len(raw)
    held, gap, texts, fields, step, weight, field, within = columns
    found: dict[tuple[str, str], Pages] = {}
    word = ""
    for row in rows:
        word = word if row.startswith("\t") else row
        own = found.setdefault((word, row.strip() if row.startswith("\t") else ""), {})
        page = 0
        for _ in range(next(held)):
            page += next(gap)
            sizes, place, some = (next(texts), next(fields)), 0, {}
            for _ in range(sizes[0]):
                place += next(step)
                some[place] = next(weight)
            own[page] = (some, {(next(field), next(within)): None for _ in range(sizes[1])})
    assert not any(list(column) for column in columns)
    return found


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RANGE", 300)


WORDS = st.text("abcde\u00e9\u4e2d", min_size=1, max_size=4)
PARTS = st.lists(st.dictionaries(WORDS, st.integers(24, 200), max_size=60), min_size=1, max_size=4)


def total(parts: Sequence[dict[str, int]]) -> dict[str, int]:
    return dict(sum((Counter(one) for one in parts), Counter()))


@given(PARTS)
def test_each_word_of_each_part_is_in_the_range_that_is_named_for_it(parts: list[dict[str, int]]) -> None:
    begins = ranges(total(parts))
    made = list(map(compressed, packs([part(one) for one in parts], [1] * len(parts), begins)))
    assert len(made) == len(begins)
    assert begins == sorted(set(begins))
    found = [unpacked(pack) for pack in made]
    held = [
        (word, page, len(texts))
        for pack in found
        for (word, _), some in pack.items()
        for page, (texts, _) in some.items()
    ]
    assert held == sorted((word, number, one[word]) for number, one in enumerate(parts) for word in one)
    for begin, end, some in zip(begins, [*begins[1:], "\U0010ffff"][: len(begins)], found, strict=True):
        assert all(begin <= word < end for word, _ in some if word)


@given(PARTS)
def test_each_word_is_in_the_chunk_of_a_whole_index(parts: list[dict[str, int]]) -> None:
    sizes = total(parts)
    made = chunks(sizes)
    inside = [[word for word in sorted(sizes) if chunk.first <= word <= chunk.last] for chunk in made]
    assert [word for words in inside for word in words] == sorted(sizes)
    for words in inside[:-1]:
        assert sum(sizes[word] for word in words) >= module.CHUNK > sum(sizes[word] for word in words[:-1])


def test_ranges_hold_much_but_not_too_much() -> None:
    sizes = {f"{number:05}": 20 for number in range(20_000)}
    assert len(ranges(sizes)) <= 20_000 / 15 * 3
    assert max(map(len, ranges(sizes))) == 5


def test_a_word_more_moves_the_ranges_near_it_alone() -> None:
    sizes = {f"{number:05}": 20 + number % 7 for number in range(20_000)}
    before, after = set(ranges(sizes)), set(ranges({"00000a": 250, **sizes}))
    assert before != after
    assert len(before ^ after) < len(before) / 4


def test_a_large_archive_has_larger_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RANGES", 50)
    assert len(ranges({f"{number:05}": 20 for number in range(5_000)})) <= 50 * 2 + 5_000 / 512 * 4


def test_the_same_words_give_the_same_bytes() -> None:
    some = [part({"a": 30, "b": 30, "c": 30})]
    assert list(map(compressed, packs(some, [1], ["", "b"]))) == list(map(compressed, packs(some, [1], ["", "b"])))


# --- what Pagefind writes, read and packed --------------------------------------------------------------------

NUMBERS = st.integers(0, 30) | st.integers(0, 70_000) | st.sampled_from([24, 25, 26, 0x1818, 0x1919, 0x1A18, 0x9838])
"""Those whose bytes look like the heads of others are among them."""
RUNS = st.lists(st.tuples(st.none() | st.integers(0, 200), st.lists(NUMBERS, min_size=1, max_size=5)), max_size=3)
PAGES = st.dictionaries(st.integers(0, 70_000), st.tuples(RUNS, RUNS), max_size=6)
SPELLINGS = st.dictionaries(st.text("ab\u00e9\u4e2d", min_size=1, max_size=3), PAGES, max_size=2)
ENTRIES = st.dictionaries(st.text("abc\u00e9", min_size=1, max_size=30), st.tuples(PAGES, SPELLINGS), max_size=8)


def told(runs: list[tuple[int | None, list[int]]]) -> list[int]:
    """A list of places as Pagefind has it."""
    return [number for common, steps in runs for number in [*([] if common is None else [-1 - common]), *steps]]


def meant(runs: list[tuple[int | None, list[int]]], common: int) -> list[tuple[int, int]]:
    """(place, what it has in common) of each place."""
    found, place = [], 0
    for own, steps in runs:
        place, common = (place, common) if own is None else (0, own)
        for step in steps:
            place += step
            found.append((place, common))
    return sorted(found, key=lambda pair: pair[0])


def raw(pages: Any) -> list[Any]:
    numbers = sorted(pages)
    gaps = [after - before for before, after in pairwise([0, *numbers])]
    return [[gap, *map(told, pages[page])] for gap, page in zip(gaps, numbers, strict=True)]


NAMES = [2, *range(200)]
"""Other numbers for the fields of a part."""


def found(part: dict[str, Any]) -> tuple[Columns, dict[str, int]]:
    """What Pagefind says of a part, read."""
    return columns(
        chunked(
            [
                shown([word, raw(part[word][0]), [[form, raw(pages)] for form, pages in part[word][1].items()]])
                for word in sorted(part)
            ]
        )
    )


def named(part: dict[str, Any]) -> Columns:
    return next(pieces(encoded(found(part)[0]), names=NAMES))


@settings(deadline=None)
@given(ENTRIES)
def test_the_size_of_a_word_is_what_pagefind_counts(part: dict[str, Any]) -> None:
    assert found(part)[1] == {
        word: sum(1 + len(texts) + len(fields) for _, texts, fields in raw(pages)) for word, (pages, _) in part.items()
    }


@given(ENTRIES)
def test_what_is_kept_of_a_part_is_what_was_found(part: dict[str, Any]) -> None:
    made = found(part)[0]
    (kept,) = pieces(encoded(made))
    assert kept.rows == made.rows
    for one, other in zip(kept[1:], made[1:], strict=True):
        assert one.tolist() == other.tolist()


@settings(deadline=None)
@given(st.lists(ENTRIES, min_size=1, max_size=3), st.integers(1, 300), st.data())
def test_packs_made_some_at_a_time_are_those_made_at_once(
    parts: list[dict[str, Any]], size: int, data: st.DataObject
) -> None:
    known = sorted({word for part in parts for word in part})
    begins = [
        "",
        *sorted(data.draw(st.sets(st.sampled_from(known) | st.text(max_size=3)) if known else st.just(set())) - {""}),
    ]
    some = [named(part) for part in parts]
    sizes = [70_001] * len(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.search.packs.AT_ONCE", size)
        made = list(packed([(encoded(found(part)[0]), NAMES) for part in parts], sizes, begins))
    assert made == list(packs(some, sizes, begins))


@settings(deadline=None)
@given(st.lists(ENTRIES, min_size=1, max_size=3))
def test_a_pack_says_what_pagefind_said(parts: list[dict[str, Any]]) -> None:
    some = [named(part) for part in parts]
    (pack,) = map(compressed, packs(some, [70_001] * len(parts), [""]))
    said = unpacked(pack)
    expected: dict[tuple[str, str], Pages] = {}
    for number, one in enumerate(parts):
        for word, (pages, others) in one.items():
            expected.setdefault((word, ""), {})
            for form, own in (("", pages), *others.items()):
                row = expected.setdefault((word, form), {})
                for page, (texts, fields) in own.items():
                    names = {(2 if name == 0 else name - 1, place): None for place, name in meant(fields, 0)}
                    row[page + number * 70_001] = (dict(meant(texts, 25)), names)
    assert {
        row: {page: (dict(some), names) for page, (some, names) in own.items()} for row, own in said.items() if row[0]
    } == expected
