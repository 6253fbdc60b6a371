"""Words of parts -> packs: each word is in one range, and in it are all parts."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search import cbor
from generator.search import packs as module
from generator.search.packs import chunks, packs, ranges

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
    some = [entries[at : at + 2] for at in range(0, len(entries), 2)]
    return [gzip.compress(SIGNATURE + b"\x81" + bytes([0x80 | len(two)]) + b"".join(two)) for two in some]


def unpacked(data: bytes, parts: int) -> list[list[bytes]]:
    framed, found = gzip.decompress(data), []
    for _ in range(parts):
        size = int.from_bytes(framed[:4], "little")
        piece = framed[4 : 4 + size]
        count = piece.count(b"\x81\x83\x00\x98")
        found.append([cbor.word(one) for one in cbor.entries(b"\x81\x98" + bytes([count]) + piece)])
        framed = framed[4 + size :]
    assert framed == b""
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
    entries = [[entry(word, one[word]) for word in sorted(one)] for one in parts]
    begins = ranges(total(parts))
    made = list(packs([packed(some) for some in entries], begins))
    assert len(made) == len(begins)
    assert begins == sorted(set(begins))
    found = [unpacked(pack, len(parts)) for pack in made]
    for number, one in enumerate(parts):
        assert [word for pack in found for word in pack[number]] == sorted(word.encode() for word in one)
    for begin, end, some in zip(begins, [*begins[1:], "\U0010ffff"][: len(begins)], found, strict=True):
        assert all(begin.encode() <= word < end.encode() for part in some for word in part)


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
    some = [packed([entry(word, 30) for word in ("a", "b", "c")])]
    assert list(packs(some, ["", "b"])) == list(packs(some, ["", "b"]))
