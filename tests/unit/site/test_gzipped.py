"""Texts compressed apart make one gzip member."""

from __future__ import annotations

import gzip
import zlib

from hypothesis import given
from hypothesis import strategies as st

from generator.site.gzipped import combined, joined, piece


@given(st.lists(st.binary(max_size=3000), max_size=8))
def test_the_pieces_unpack_to_the_texts_in_order(texts: list[bytes]) -> None:
    made = joined(piece(text) for text in texts)
    assert gzip.decompress(made) == b"".join(texts)
    reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
    reader.decompress(made)
    assert reader.eof and not reader.unused_data, "one member, and nothing after it"


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_a_check_sum_is_that_of_both_texts(one: bytes, two: bytes) -> None:
    assert combined(zlib.crc32(one), zlib.crc32(two), len(two)) == zlib.crc32(one + two)


def test_no_time_is_in_it() -> None:
    assert joined([piece(b"tide")])[4:8] == bytes(4)
