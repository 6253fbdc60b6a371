"""Pagefind's files, which are CBOR (RFC 8949: whole numbers, texts, lists) -> values; the words of an index chunk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

Value = int | str | list["Value"]

_WORD = re.compile(rb"\x83(?=[\x61-\x7b])")
_NUMBER, _NEGATIVE, _TEXT, _LIST = 0, 1, 3, 4


def read(data: bytes) -> Value:
    """The first value in the bytes. ValueError if they are cut short, or hold another kind of value."""
    return _value(data, 0)[0]


def entries(chunk: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The entries of an index chunk, in order: of each its word, in UTF-8, and its pages and other spellings as they
    stand.

    Only entries are lists of three that begin with a text; bytes within a number or a text can look like the beginning
    of one, so if there are more than the chunk says, each value is read (fifty times slower). ValueError if there are
    fewer.
    """
    if chunk[:1] != b"\x81":
        raise ValueError("no list of words")
    count, start = argument(chunk, 1)
    starts = [found.start() for found in _WORD.finditer(chunk, start)]
    if len(starts) != count:
        starts = list(_walked(chunk, start, count))
    for here, after in pairwise([*starts, len(chunk)]):
        size = chunk[here + 1] - 0x60
        if size < 24:  # most words are short, and there are many
            begin = here + 2
        else:
            size, begin = argument(chunk, here + 1)
        yield chunk[begin : begin + size], chunk[begin + size : after]


def _walked(data: bytes, at: int, count: int) -> Iterator[int]:
    for _ in range(count):
        yield at
        at = _value(data, at)[1]
    if at != len(data):
        raise ValueError("the chunk does not end where its last word ends")


def _value(data: bytes, at: int) -> tuple[Value, int]:
    """A value and where it ends."""
    kind = data[at] >> 5 if at < len(data) else -1
    number, at = argument(data, at)
    if kind == _NUMBER:
        return number, at
    if kind == _NEGATIVE:
        return -1 - number, at
    if kind == _TEXT and at + number <= len(data):
        return data[at : at + number].decode(), at + number
    if kind != _LIST:
        raise ValueError("no number, text or list")
    items: list[Value] = []
    for _ in range(number):
        item, at = _value(data, at)
        items.append(item)
    return items, at


def argument(data: bytes, at: int) -> tuple[int, int]:
    """The number in the head of the value at a place, and where the head ends. ValueError if it is cut short."""
    small = data[at] & 31 if at < len(data) else 31
    if small < 24:
        return small, at + 1
    end = at + 1 + (1 << (small - 24) if small < 28 else len(data))
    if end > len(data):
        raise ValueError("cut short")
    return int.from_bytes(data[at + 1 : end]), end
