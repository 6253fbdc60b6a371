"""Documents of the search index -> shards of bounded size, in order of time.

One index of everything would have to be made anew for each changed entry; a shard has an index of its own. Which shard
an entry is in depends on the entries alone, and one more entry moves at most the entries of one shard.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.types import Document

LEAST = 1_000
"""Entries in a shard: indexing so many takes Pagefind 2.7 s and 0.3 GB (field measurement, two cores)."""
MANY = 24
"""Shards that a reader's browser should ask at most; a larger archive has larger shards."""
_TIME, _TIE = 24, 24
"""Bits of a key: the date (0 to 9999, month, day, one more for undated), then a digest for those of one day."""


class Shard(Struct, frozen=True):
    """Documents that are indexed together."""

    name: str
    """Where its time begins: "2016", "2021-08", "2021-08-16", with a number if a day has several; or "undated"."""
    documents: tuple[Document, ...]


def shards(documents: Sequence[Document]) -> list[Shard]:
    """All documents in shards, the oldest first, those without a date last.

    Time is halved, and the halves again, until no piece holds too many (the leaves of a binary trie over the dates).
    The limit doubles only when the archive has outgrown MANY full shards.
    """
    limit = LEAST
    while len(documents) > limit * MANY:
        limit *= 2
    keyed = sorted(((_key(document), document) for document in documents), key=lambda pair: pair[0])
    return [Shard(_name(start), tuple(some)) for start, some in _split(keyed, 0, _TIME + _TIE, limit)]


def _key(document: Document) -> int:
    """Time first: a year before its months, a month before its days; undated last."""
    tie = int.from_bytes(hashlib.sha256(document.address.encode()).digest()[: _TIE // 8])
    if not document.date:
        return (1 << (_TIME + _TIE - 1)) | tie
    year, month, day = (*map(int, document.date.split("-")), 0, 0)[:3]
    return ((year << 9 | month << 5 | day) << _TIE) | tie


Keyed = Sequence[tuple[int, Document]]


def _split(keyed: Keyed, start: int, bits: int, limit: int) -> Iterator[tuple[int, list[Document]]]:
    """(first key of its time, documents) of each leaf below the prefix `start`, which leaves `bits` open."""
    if len(keyed) <= limit or not bits:
        if keyed:
            yield start, [document for _, document in keyed]
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
