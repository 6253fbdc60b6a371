"""The words of many parts -> packs: what the browser loads of a shard for one word of a query, in one request.

Pagefind ends the chunks of each index at other words. Here all words of the archive are cut into ranges at the same
places, whatever the shard, so that a table of them is needed once, and a pack holds a range of all parts of a shard.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from generator.search import cbor
from generator.search.part import words

_LEVEL = 4
"""Of compression: 6 takes three times as long and saves 4 per cent."""
RANGE = 15_000
"""Numbers in a range in all shards together, about 20,000 bytes of pack."""
RANGES = 1_500
"""Ranges of a large archive: each is a file of each shard. Beyond, the ranges grow."""
CHUNK = 20_000
"""Numbers in a chunk of Pagefind's own index: its default."""
_CELL, _ANCHOR = 8, 512
"""Of so many words one may begin a range, and one always does: a word more moves only the ranges near it."""


class Chunk(Struct, frozen=True, array_like=True):
    """Words that Pagefind would load together of one whole index."""

    first: str
    last: str


def ranges(sizes: Mapping[str, int]) -> list[str]:
    """Words of the archive, each with its size (part.py) -> where ranges begin, in the order of words; first ""."""
    cells: list[tuple[str, int]] = []
    for word in sorted(sizes):
        if not cells or not zlib.crc32(word.encode()) % _CELL:
            cells.append((word if cells else "", 0))
        cells[-1] = (cells[-1][0], cells[-1][1] + sizes[word])
    enough = max(RANGE, sum(sizes.values()) // RANGES)
    begins = []
    held = enough
    for first, size in cells:
        if held + size > enough or not zlib.crc32(first.encode()) % _ANCHOR:
            begins.append(first)
            held = 0
        held += size
    return begins


def chunks(sizes: Mapping[str, int]) -> list[Chunk]:
    """The chunks in which Pagefind would put the words if they were one index.

    It matches words that begin as the one in a query does, but only within the chunks that it loads; the browser does
    so too, whatever else was loaded, and so finds what one whole index finds.
    """
    made: list[Chunk] = []
    first, held = "", 0
    words = sorted(sizes)
    for word in words:
        first = first or word
        held += sizes[word]
        if held >= CHUNK or word is words[-1]:
            made.append(Chunk(first, word))
            first, held = "", 0
    return made


def packs(parts: Sequence[Sequence[bytes]], begins: Sequence[str]) -> Iterator[bytes]:
    """The parts of a shard, each a sequence of packed index chunks -> a pack for each range, in order.

    It is gzip of: for each part its size in bytes (four, the lowest first) and the entries of its words that are in the
    range (cbor.entries). One chunk of each part is in memory at a time.
    """
    if not begins:
        return
    limits = [begin.encode() for begin in begins[1:]]
    for pieces in zip(*(_pieces(part, limits) for part in parts), strict=True):
        yield gzip.compress(b"".join(len(piece).to_bytes(4, "little") + piece for piece in pieces), _LEVEL, mtime=0)


def _pieces(part: Sequence[bytes], limits: Sequence[bytes]) -> Iterator[bytes]:
    """The entries of a part, range by range."""
    entries = (entry for packed in part for entry in words(packed))
    entry = next(entries, None)
    for limit in (*limits, None):
        some = []
        while entry is not None and (limit is None or cbor.word(entry) < limit):
            some.append(entry)
            entry = next(entries, None)
        yield b"".join(some)
