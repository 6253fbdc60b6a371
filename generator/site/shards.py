"""Documents of the search index -> shards in order of time, and parts of them.

One index of everything would have to be made anew for each changed entry, and would take memory without bound: each
part has a Pagefind run of its own. A browser would have to ask for something of each part: it loads shards. Where an
entry belongs depends on the entries alone, and one more entry moves at most the entries of one part or shard.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.types import Document

PART = 250
"""Documents in a part: indexing so many takes 0.1 to 0.4 CPU s, by how many of their words are known from other parts;
Pagefind alone would take 0.7 and 0.09 GB. Both grow in step with the number: with twice as many an edit takes twice as
long."""
LEAST = 2_500
"""Documents in a shard, at most."""
MANY = 8
"""Full shards that a browser should have to ask; a larger archive has larger shards."""
_TIME, _TIE = 24, 24
"""Bits of a key: the date (0 to 9999, month, day, one more for undated), then a digest for those of one day."""


class Lot(Struct, frozen=True):
    """Documents that are indexed together: a part."""

    name: str
    """Where its time begins: "2016", "2021-08", "2021-08-16", with a number if a day has several; or "undated"."""
    documents: tuple[Document, ...]


class Shard(Struct, frozen=True):
    """Parts that are loaded together."""

    name: str
    """As of a part; its first part may have the same."""
    parts: tuple[Lot, ...]


def shards(documents: Sequence[Document]) -> list[Shard]:
    """All documents in shards, the oldest first, those without a date last.

    Time is halved, and the halves again, until no piece holds too many (the leaves of a binary trie over the dates);
    halved further, shards become parts. The limit of shards doubles only when the archive has outgrown MANY full ones.
    """
    limit = LEAST
    while len(documents) > limit * MANY:
        limit *= 2
    keyed = sorted(((_key(document), document) for document in documents), key=lambda pair: pair[0])
    return [
        Shard(_name(start), tuple(_lots(some, start, bits)))
        for start, bits, some in _split(keyed, 0, _TIME + _TIE, limit)
    ]


def _key(document: Document) -> int:
    """Time first: a year before its months, a month before its days; undated last."""
    tie = int.from_bytes(hashlib.sha256(document.address.encode()).digest()[: _TIE // 8])
    if not document.date:
        return (1 << (_TIME + _TIE - 1)) | tie
    year, month, day = (*map(int, document.date.split("-")), 0, 0)[:3]
    return ((year << 9 | month << 5 | day) << _TIE) | tie


Keyed = Sequence[tuple[int, Document]]


def _lots(keyed: Keyed, start: int, bits: int) -> Iterator[Lot]:
    for begin, _, some in _split(keyed, start, bits, PART):
        yield Lot(_name(begin), tuple(document for _, document in some))


def _split(keyed: Keyed, start: int, bits: int, limit: int) -> Iterator[tuple[int, int, Keyed]]:
    """(first key of its time, bits left open, documents) of each leaf below the prefix `start`, which leaves `bits`."""
    if len(keyed) <= limit or not bits:
        if keyed:
            yield start, bits, keyed
        return
    middle = start + (1 << (bits - 1))
    low = [pair for pair in keyed if pair[0] < middle]
    yield from _split(low, start, bits - 1, limit)
    yield from _split(keyed[len(low) :], middle, bits - 1, limit)


def _name(start: int) -> str:
    time, tie = start >> _TIE, start & ((1 << _TIE) - 1)
    if time >> (_TIME - 1):
        date = "undated"
    else:
        year, month, day = time >> 9, time >> 5 & 15, time & 31
        date = f"{year:04}" + (f"-{month:02}" if month or day else "") + (f"-{day:02}" if day else "")
    return f"{date}-{tie:06x}" if tie else date
