"""Pagefind's CBOR <-> values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search import cbor

SAMPLES = [
    (b"\x00", 0), (b"\x17", 23), (b"\x18\x18", 24), (b"\x19\x03\xe8", 1000), (b"\x1a\x00\x0f\x42\x40", 1000000),
    (b"\x20", -1), (b"\x38\x63", -100), (b"\x60", ""), (b"\x64IETF", "IETF"), (b"\x62\xc3\xbc", "\u00fc"),
    (b"\x80", []), (b"\x83\x01\x82\x02\x03\x82\x04\x05", [1, [2, 3], [4, 5]]),
    (b"\x98\x19" + bytes(25), [0] * 25), (b"\x78\x18" + b"a" * 24, "a" * 24),
]  # fmt: skip
"""From appendix A of RFC 8949."""


@pytest.mark.parametrize(("data", "value"), SAMPLES)
def test_values_are_read(data: bytes, value: cbor.Value) -> None:
    assert cbor.read(data) == value
    for size in range(len(data)):
        with pytest.raises(ValueError):
            cbor.read(data[:size])


@pytest.mark.parametrize("data", [b"\xf5", b"\xa0", b"\x41a", b"\x9f\xff"])
def test_other_kinds_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        cbor.read(data)


def head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    size = 1 if number < 256 else 2 if number < 65_536 else 4
    return bytes([kind << 5 | {1: 24, 2: 25, 4: 26}[size]]) + number.to_bytes(size)


def shown(value: object) -> bytes:
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    assert isinstance(value, list)
    return head(4, len(value)) + b"".join(map(shown, value))


NUMBERS = st.integers(-300, 65_000) | st.sampled_from([0x83, 0x8361, 0x6183, -0x83])
"""Those whose bytes look like the beginning of a word are among them."""
PAGES = st.lists(
    st.tuples(st.integers(0, 65_000), st.lists(NUMBERS, max_size=4), st.lists(NUMBERS, max_size=3)).map(list)
)
WORDS = st.text(min_size=1, max_size=40) | st.sampled_from(["\u03c3a", "\u0443z"])
ENTRIES = st.tuples(WORDS, PAGES, st.lists(st.tuples(WORDS, PAGES).map(list), max_size=2)).map(list)


@given(st.lists(ENTRIES, max_size=30))
def test_the_entries_of_a_chunk_are_found_whatever_their_bytes(entries: list[list[object]]) -> None:
    some = [(word.decode(), rest) for word, rest in cbor.entries(shown([entries]))]
    assert some == [(word, b"".join(map(shown, rest))) for word, *rest in entries]


def test_a_chunk_that_is_cut_is_refused() -> None:
    whole = shown([[["harbour", [[1, [2], []]], []], ["wall", [[1, [3], []]], []]]])
    for size in range(whole.index(b"wall")):
        with pytest.raises(ValueError):
            list(cbor.entries(whole[:size]))
