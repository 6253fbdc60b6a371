"""The words of many parts -> packs: what the browser loads of a shard for one word of a query, in one request.

Pagefind ends the chunks of each index at other words. Here all words of the archive are cut into ranges at the same
places, whatever the shard, so that a table of them is needed once, and a pack holds a range of all parts of a shard.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.search.postings import Columns, pieces

if TYPE_CHECKING:
    from generator.search.postings import Numbers

_LEVEL = 7
"""9 saves a hundredth, in four times the time."""
_HEADER = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
"""Of gzip (RFC 1952): deflate, no name, no time, unknown system."""
RANGE = 15_000
"""Numbers in a range in all shards together, about 20,000 bytes of pack."""
RANGES = 1_500
"""Ranges of a large archive: each is a file of each shard. Beyond, the ranges grow."""
AT_ONCE = 1_000_000
"""Bytes of the words of parts of which the packs are made at a time."""
CHUNK = 20_000
"""Numbers in a chunk of Pagefind's own index: its default."""
_SURROGATES = "\ud800"
"""A range begins with letters below: browsers, which order texts by UTF-16, have all others above them too."""
_CELL, _ANCHOR = 8, 512
"""Of so many words one may begin a range, and one always does: a word more moves only the ranges near it."""


_KINDS = (0, 0, 0, 1, 1, 2, 2)
"""Which of the counts of a pack behind that of words is how long each column behind the first is."""
_EMPTY = bytes(16 + 3)
"""A pack of no words: one line, of no pages."""


Words = tuple[bytes, Sequence[int]]
"""Of a part its words and where they stand, and other numbers for its fields (postings.pieces)."""


class Chunk(Struct, frozen=True, array_like=True):
    """Words that Pagefind would load together of one whole index."""

    first: str
    last: str


def ranges(sizes: Mapping[str, int]) -> list[str]:
    """Words of the archive, each with its size (part.py) -> where ranges begin, in the order of words; first ""."""
    cells: list[tuple[str, int]] = []
    for word in sorted(sizes):
        if not cells or (not zlib.crc32(word.encode()) % _CELL and max(word) < _SURROGATES):
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


def packed(parts: Sequence[Words], sizes: Sequence[int], begins: Sequence[str]) -> Iterator[bytes]:
    """The words of the parts of a shard, each part with its number of pages -> what the pack of each range holds.

    Some ranges are made at a time: as values an index takes many times its room.
    """
    times = -(-sum(len(words) for words, _ in parts) // AT_ONCE)
    step = -(-len(begins) // max(1, times))
    ends = begins[step::step]
    some = zip(*(pieces(words, ends, names) for words, names in parts), strict=True)
    for number, columns in enumerate(some):
        yield from packs(columns, sizes, begins[number * step : (number + 1) * step])


def packs(parts: Sequence[Columns], sizes: Sequence[int], begins: Sequence[str]) -> Iterator[bytes]:
    """The same of some ranges, whose words the parts hold, and no others.

    These are four counts (four bytes each, the lowest first: bytes of words, pages, places in texts, places in
    fields), of the words, a line each, a spelling behind a tab, and of columns, one after the other: how many pages
    each word has; of each page how much its number is above the one before, how many places it has in its text and in
    its fields; of each place in a text how much it is above the one before, and its weight; of each in a field the
    field and the place. Numbers have three bytes, each in a column of its own, the lowest first: alike bytes stand
    together so, and compress to two thirds of what they take one beside the other.
    """
    rows, columns, ends = _joined(parts, sizes)
    cuts = [0, *(bisect_left(rows, (begin.encode(), b"")) for begin in begins[1:]), len(rows)]
    for low, high in pairwise(cuts[: len(begins) + 1]):
        if low == high:
            yield _EMPTY
            continue
        words = b"\n".join([b"\t" + form if form else word for word, form in rows[low:high]])
        spans = [(end[low], end[high]) for end in ends]
        counts = (len(words), *(last - first for first, last in spans))
        made = [int(count).to_bytes(4, "little") for count in counts]
        spans = [(low, high), *(spans[kind] for kind in _KINDS)]
        yield b"".join(
            [
                *made,
                words,
                *(column[:, first:last].tobytes() for column, (first, last) in zip(columns, spans, strict=True)),
            ]
        )


def compressed(held: bytes) -> bytes:
    """A pack, as it is published.

    It is gzipped with codes of their own for the words, for the bytes in which numbers differ most (the lowest of pages
    and of places in texts), and for what is between: a fourteenth less than with the same codes for all.
    """
    letters, pages, places, _ = (int.from_bytes(held[at : at + 4], "little") for at in range(0, 16, 4))
    words = 16 + letters
    page = words + 3 * (held.count(b"\n", 16, words) + 1)
    place = page + 9 * pages
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    made = [_HEADER]
    for begin, end in pairwise((0, words, page, page + pages, place, place + places)):
        made += (packer.compress(held[begin:end]), packer.flush(zlib.Z_BLOCK))
    made += (packer.compress(held[place + places :]), packer.flush())
    return b"".join([*made, zlib.crc32(held).to_bytes(4, "little"), len(held).to_bytes(4, "little")])


def _joined(
    parts: Sequence[Columns], sizes: Sequence[int]
) -> tuple[list[tuple[bytes, bytes]], list[Numbers], list[Numbers]]:
    """The rows of all parts; their columns in bytes, those of one word together; where the pages, the places in texts
    and the places in fields of each row begin, and where the last end."""
    import numpy as np

    known = {row for part in parts for row in part.rows}
    rows = sorted(known | {(word, b"") for word, _ in known})
    number = {row: at for at, row in enumerate(rows)}
    owner = np.repeat(np.array([number[row] for part in parts for row in part.rows], np.int64), _all(parts, "held"))
    order = np.argsort(owner, kind="stable")
    texts, fields = _all(parts, "texts"), _all(parts, "fields")
    at_text, at_field = _gathered(texts, order), _gathered(fields, order)
    texts, fields = texts[order], fields[order]
    held = np.bincount(owner, minlength=len(rows))
    pages = np.repeat(np.cumsum([0, *sizes[:-1]]), [len(part.page) for part in parts]) + _all(parts, "page")
    columns = (
        held,
        _gaps(pages[order], held),
        texts,
        fields,
        _gaps(_all(parts, "place")[at_text], texts),
        _all(parts, "weight")[at_text],
        _all(parts, "field")[at_field],
        _all(parts, "named")[at_field],
    )
    ends = _ends(held)
    return rows, [_bytes(column) for column in columns], [ends, _ends(texts)[ends], _ends(fields)[ends]]


def _all(parts: Sequence[Columns], name: str) -> Numbers:
    import numpy as np

    found: Numbers = np.concatenate([getattr(part, name) for part in parts]).astype(np.int64)
    return found


def _ends(sizes: Numbers) -> Numbers:
    """Where each of some groups begins, and where the last ends."""
    import numpy as np

    found: Numbers = np.concatenate(([0], np.cumsum(sizes)))
    return found


def _gathered(sizes: Numbers, order: Numbers) -> Numbers:
    """Where the items of groups stand, group after group in that order."""
    import numpy as np

    starts, some = (np.cumsum(sizes) - sizes)[order], sizes[order]
    found: Numbers = np.arange(some.sum()) + np.repeat(starts - (np.cumsum(some) - some), some)
    return found


def _gaps(numbers: Numbers, sizes: Numbers) -> Numbers:
    """Of each number of a group how much it is above the one before; the first as it is."""
    import numpy as np

    found = np.diff(numbers, prepend=0)
    first = (np.cumsum(sizes) - sizes)[sizes > 0]
    found[first] = numbers[first]
    return found


def _bytes(numbers: Numbers) -> Numbers:
    """A row for each byte of the numbers, the lowest first. OverflowError if one needs more than three."""
    import numpy as np

    if len(numbers) and (numbers.min() < 0 or numbers.max() >> 24):
        raise OverflowError("a number of the index needs more than three bytes")
    return np.ascontiguousarray(numbers.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3].T)
