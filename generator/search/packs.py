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

from generator.search.postings import Columns, columns

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
AT_ONCE = 500_000
"""Bytes of index chunks of which the packs are made at a time."""
CHUNK = 20_000
"""Numbers in a chunk of Pagefind's own index: its default."""
_SURROGATES = "\ud800"
"""A range begins with letters below: browsers, which order texts by UTF-16, have all others above them too."""
_CELL, _ANCHOR = 8, 512
"""Of so many words one may begin a range, and one always does: a word more moves only the ranges near it."""


Chunks = tuple[Sequence[bytes], Sequence[int]]
"""The packed index chunks of a part (part.py), in order, and other numbers for its fields (postings.columns)."""


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


def packed(parts: Sequence[Chunks], sizes: Sequence[int], begins: Sequence[str]) -> Iterator[bytes]:
    """The index chunks of the parts of a shard, each part with its number of pages -> as `packs` of all their words.

    Some ranges are made at a time: as columns of numbers an index takes forty times its room.
    """
    times = -(-sum(len(chunk) for chunks, _ in parts for chunk in chunks) // AT_ONCE)
    step = -(-len(begins) // max(1, times))
    ends = begins[step::step]
    pieces = zip(*(columns(chunks, ends, names) for chunks, names in parts), strict=True)
    for number, some in enumerate(pieces):
        yield from packs(some, sizes, begins[number * step : (number + 1) * step])


def packs(parts: Sequence[Columns], sizes: Sequence[int], begins: Sequence[str]) -> Iterator[bytes]:
    """The words of the parts of a shard, each part with its number of pages -> what the pack of each range holds.

    These are four counts (four bytes each, the lowest first: bytes of words, pages, places in texts, places in
    fields), of the words, a line each, a spelling behind a tab, and of columns, one after the other: how many pages
    each word has; of each page how much its number is above the one before, how many places it has in its text and in
    its fields; of each place in a text how much it is above the one before, and its weight; of each in a field the
    field and the place. Numbers have three bytes, each in a column of its own, the lowest first: alike bytes stand
    together so, and compress to two thirds of what they take one beside the other.
    """
    first = [sum(sizes[:number]) for number in range(len(parts))]
    limits = [(begin.encode(), b"") for begin in begins[1:]]
    ends = [[*(bisect_left(part.rows, limit) for limit in limits), len(part.rows)] for part in parts]
    offsets = [_offsets(part) for part in parts]
    for number in range(len(begins)):
        some = []
        for part, begin, cuts, offset in zip(parts, first, ends, offsets, strict=True):
            some.append(_cut(part, begin, cuts[number - 1] if number else 0, cuts[number], offset))
        yield _pack(some)


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


def _offsets(part: Columns) -> tuple[Numbers, ...]:
    """Where the pages of each row begin, and the places of each page; last the end."""
    import numpy as np

    return tuple(np.concatenate(([0], np.cumsum(column))) for column in (part.held, part.texts, part.fields))


def _cut(part: Columns, begin: int, low: int, high: int, offsets: tuple[Numbers, ...]) -> Columns:
    """Some rows of a part, its pages counted from `begin` on."""
    pages = slice(offsets[0][low], offsets[0][high])
    texts, fields = (slice(some[pages.start], some[pages.stop]) for some in offsets[1:])
    return Columns(
        part.rows[low:high],
        part.held[low:high],
        part.page[pages] + begin,
        part.texts[pages],
        part.fields[pages],
        part.place[texts],
        part.weight[texts],
        part.field[fields],
        part.named[fields],
    )


def _pack(parts: Sequence[Columns]) -> bytes:
    """The rows of all parts, those of one word together."""
    import numpy as np

    known = {row for part in parts for row in part.rows}
    rows = sorted(known | {(word, b"") for word, _ in known}) or [(b"", b"")]
    number = {row: at for at, row in enumerate(rows)}
    owner = np.repeat(
        np.array([number[row] for part in parts for row in part.rows], np.int64), _all(parts, "held").astype(np.int64)
    )
    order = np.argsort(owner, kind="stable")
    texts, fields = _all(parts, "texts"), _all(parts, "fields")
    at_text, at_field = _gathered(texts, order), _gathered(fields, order)
    texts, fields = texts[order], fields[order]
    held = np.bincount(owner, minlength=len(rows))
    words = b"\n".join(b"\t" + form if form else word for word, form in rows)
    columns = (
        held,
        _gaps(_all(parts, "page")[order], held),
        texts,
        fields,
        _gaps(_all(parts, "place")[at_text], texts),
        _all(parts, "weight")[at_text],
        _all(parts, "field")[at_field],
        _all(parts, "named")[at_field],
    )
    counts = (len(words), len(order), len(at_text), len(at_field))
    return b"".join([*(count.to_bytes(4, "little") for count in counts), words, *map(_bytes, columns)])


def _all(parts: Sequence[Columns], name: str) -> Numbers:
    import numpy as np

    found: Numbers = np.concatenate([getattr(part, name) for part in parts])
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


def _bytes(numbers: Numbers) -> bytes:
    """A column for each byte of the numbers. OverflowError if one needs more than three."""
    import numpy as np

    whole = np.asarray(numbers, np.int64)
    if len(whole) and (whole.min() < 0 or whole.max() >> 24):
        raise OverflowError("a number of the index needs more than three bytes")
    return b"".join((whole >> 8 * at & 255).astype(np.uint8).tobytes() for at in range(3))
