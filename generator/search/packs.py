"""The words of many parts -> packs: what the browser loads of a shard for one word of a query, in one request.

Pagefind ends the chunks of each index at other words. Here all words of the archive are cut into ranges at the same
places, whatever the shard, so that a table of them is needed once, and a pack holds a range of all parts of a shard.
"""

from __future__ import annotations

import gzip
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.search import cbor
from generator.search.part import Cell, words

RANGE = 48_000
"""Bytes of a range in all shards together, about 21,000 of them packed (Pagefind's own chunks have 28,000)."""
RANGES = 1_500
"""Ranges of a large archive: each is a file of each shard. Beyond, the ranges grow."""
_ANCHOR = 512
"""Of so many words one begins a range in any case, so that a word more does not move all ranges after it."""


class Pack(NamedTuple):
    """The words of a shard that are in a range."""

    last: str
    """The last of them, "" if there are none."""
    data: bytes


def ranges(cells: Iterable[Cell]) -> list[str]:
    """The cells of all parts, in any order -> where the ranges of the archive's words begin, in the order of UTF-8."""
    sizes: dict[bytes, int] = defaultdict(int)
    for cell in cells:
        sizes[cell.first.encode()] += cell.size
    enough = max(RANGE, sum(sizes.values()) // RANGES)
    begins = []
    held = enough
    for first in sorted(sizes):
        if held + sizes[first] > enough or not zlib.crc32(first) % _ANCHOR:
            begins.append(first.decode())
            held = 0
        held += sizes[first]
    return begins


def packs(parts: Sequence[Sequence[bytes]], begins: Sequence[str]) -> Iterator[Pack]:
    """The parts of a shard, each a sequence of packed index chunks -> a pack for each range, in order.

    Its data is gzip of: for each part its size in bytes (four, the lowest first) and the index chunk of its words that
    are in the range. One chunk of each part is in memory at a time.
    """
    if not begins:
        return
    limits = [begin.encode() for begin in begins[1:]]
    for pieces in zip(*(_pieces(part, limits) for part in parts), strict=True):
        last = max((cbor.word(entries[-1]) for entries in pieces if entries), default=b"")
        chunks = [cbor.chunk(entries) for entries in pieces]
        framed = b"".join(len(chunk).to_bytes(4, "little") + chunk for chunk in chunks)
        yield Pack(last.decode(), gzip.compress(framed, 6, mtime=0))


def _pieces(part: Sequence[bytes], limits: Sequence[bytes]) -> Iterator[list[bytes]]:
    """The entries of a part, range by range."""
    entries = (entry for packed in part for entry in words(packed))
    entry = next(entries, None)
    for limit in (*limits, None):
        some = []
        while entry is not None and (limit is None or cbor.word(entry) < limit):
            some.append(entry)
            entry = next(entries, None)
        yield some
