"""Words of parts -> packs: each word is in one range, and in it are all parts."""

from __future__ import annotations

import gzip
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search import cbor
from generator.search import packs as module
from generator.search.packs import packs, ranges
from generator.search.part import Cell, _cells

SIGNATURE = b"pagefind_dcd"


def entry(word: str, size: int) -> bytes:
    name = word.encode()
    return (
        b"\x83"
        + bytes([0x60 | len(name)])
        + name
        + b"\x81\x83\x00"
        + b"\x98"
        + bytes([size])
        + bytes(size)
        + b"\x80\x80"
    )


def packed(entries: Sequence[bytes]) -> list[bytes]:
    """Index chunks of two words each, as Pagefind packs them."""
    chunks = [entries[at : at + 2] for at in range(0, len(entries), 2)]
    return [gzip.compress(SIGNATURE + cbor.chunk(some)) for some in chunks]


def unpacked(data: bytes, parts: int) -> list[list[bytes]]:
    framed, found = gzip.decompress(data), []
    for _ in range(parts):
        size = int.from_bytes(framed[:4], "little")
        found.append([cbor.word(entry) for entry in cbor.entries(framed[4 : 4 + size])])
        framed = framed[4 + size :]
    assert framed == b""
    return found


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RANGE", 300)


WORDS = st.text("abcde\u00e9\u4e2d", min_size=1, max_size=4)
PARTS = st.lists(st.dictionaries(WORDS, st.integers(24, 200), max_size=60), min_size=1, max_size=4)


@given(PARTS)
def test_each_word_of_each_part_is_in_the_range_that_is_named_for_it(parts: list[dict[str, int]]) -> None:
    entries = [[entry(word, one[word]) for word in sorted(one, key=str.encode)] for one in parts]
    begins = ranges(cell for some in entries for cell in _cells(some))
    made = list(packs([packed(some) for some in entries], begins))
    assert len(made) == len(begins)
    assert begins == sorted(set(begins), key=str.encode)
    found = [unpacked(pack.data, len(parts)) for pack in made]
    for number, one in enumerate(parts):
        assert [word for pack in found for word in pack[number]] == sorted(word.encode() for word in one)
    for pack, begin, end, some in zip(made, begins, [*begins[1:], "\U0010ffff"][: len(begins)], found, strict=True):
        inside = [word for part in some for word in part]
        assert all(begin.encode() <= word < end.encode() for word in inside)
        assert max(inside, default=b"") == pack.last.encode()


def test_ranges_hold_much_but_not_too_much() -> None:
    cells = [Cell(f"{number:05}", 100) for number in range(5_000)]
    begins = ranges(cells)
    assert 5_000 / 3 <= len(begins) <= 5_000 / 3 + 5_000 / 512 * 4
    assert ranges([*cells, Cell("02500", 1_000)]) != begins


def test_a_word_more_moves_the_ranges_near_it_alone() -> None:
    cells = [Cell(f"{number:05}", 100 + number % 7) for number in range(20_000)]
    before, after = set(ranges(cells)), set(ranges([Cell("00000a", 250), *cells]))
    assert before != after
    assert len(before ^ after) < len(before) / 4


def test_a_large_archive_has_larger_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RANGES", 50)
    assert len(ranges(Cell(f"{number:05}", 100) for number in range(5_000))) <= 50 + 5_000 / 512 * 4


def test_the_same_words_give_the_same_bytes() -> None:
    some = [packed([entry(word, 30) for word in ("a", "b", "c")])]
    assert list(packs(some, ["", "b"])) == list(packs(some, ["", "b"]))
