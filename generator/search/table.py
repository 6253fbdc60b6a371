"""The documents of an index in parts -> what a browser knows before it searches, and by which it narrows."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from itertools import pairwise
from urllib.parse import quote

import msgspec
from msgspec import Struct

from generator.search.packs import Chunk
from generator.types import Digest, Document

BLOCK = 32
"""Documents in a file that says where pages are, about a kilobyte: the ten best of a search stand in ten of them."""


class PartRow(Struct, frozen=True):
    """A part as the browser knows it before it loads anything of it. Lists have an item for each page number."""

    name: str
    """Of its folder in pagefind/, in which <number>.pf_meta says where the pages are."""
    tag: Digest
    """Changes with what is in there: what is asked for under it may be kept by the browser for ever."""
    lengths: tuple[int, ...]
    """Words, by which pages are ranked."""
    dates: tuple[int, ...]
    """Sort keys: year * 512 + month * 32 + day, 0 where there is no date; each less the one before."""
    how: Mapping[int, str]
    """Page number -> how its date is known, in words, where it is not certain."""
    written: Mapping[int, str]
    """Page number -> the date in the document's words, where they say it less exactly."""


class ShardRow(Struct, frozen=True):
    """A shard: its words are in pagefind/<name>/<number of the range>.pf_index, what narrows in facets.pf_filter."""

    name: str
    tag: Digest
    """Changes with its packs and facets."""
    parts: tuple[PartRow, ...]


def table(
    language: str,
    apart: str,
    wasm: str,
    fields: Sequence[str],
    chunks: Sequence[Chunk],
    ranges: Sequence[str],
    shards: Sequence[ShardRow],
) -> bytes:
    """Packed JSON; `wasm` is the file of the program, `ranges` where packs begin, `shards` are by time.

    `apart` are the letters that are words each, as a class of a regular expression (document.py); `fields` names what
    is found as words are but stands outside of the text, by its number in the packs.
    """
    return _packed(
        {
            "language": language,
            "apart": apart,
            "wasm": wasm,
            "fields": fields,
            "block": BLOCK,
            "chunks": chunks,
            "ranges": ranges,
            "shards": shards,
        }
    )


def row(name: str, tag: Digest, lengths: Sequence[int], documents: Sequence[Document]) -> PartRow:
    """The row of a part; `documents` in the order of their page numbers."""
    keys = [sort_key(document.date) for document in documents]
    return PartRow(
        name,
        tag,
        tuple(lengths),
        tuple(after - before for before, after in pairwise([0, *keys])),
        {number: document.how for number, document in enumerate(documents) if document.how},
        {number: document.date_text for number, document in enumerate(documents) if document.date_text},
    )


def ways(documents: Sequence[Document]) -> list[bytes]:
    """Where the pages of a part are and what is shown beside their texts, which stand nowhere but in them.

    Packed JSON of [address, source, people] for each of BLOCK documents in the order of their page numbers.
    """
    told = [(quote(one.address, safe="/~"), one.source, ", ".join(one.people)) for one in documents]
    return [_packed(told[at : at + BLOCK]) for at in range(0, len(told), BLOCK)]


def sort_key(date: str) -> int:
    """ "2021-03-14", "2021-03" or "2021" -> a number in the order of time, a year before its months; "" -> 0."""
    year, month, day = (*map(int, date.split("-") if date else ()), 0, 0, 0)[:3]
    return year << 9 | month << 5 | day


def facets(documents: Sequence[Document]) -> bytes:
    """Packed JSON of columns, an item for each document of a shard in the order of parts and page numbers.

    `source`, `person`, `tag` and `language` hold lists of indices into `names`, so that each name stands once. Pagefind
    has filters of its own, but a filter is a file to be loaded for each kind, and its counts are those of one search:
    with the columns, one search serves all.
    """
    names: dict[str, int] = {}

    def numbers(some: Sequence[str]) -> list[int]:
        return [names.setdefault(name, len(names)) for name in some if name]

    columns = {
        "source": [numbers([one.source]) for one in documents],
        "person": [numbers(one.people) for one in documents],
        "tag": [numbers(one.tags) for one in documents],
        "language": [numbers([one.language]) for one in documents],
    }
    return _packed({**columns, "names": list(names)})


def _packed(said: object) -> bytes:
    return gzip.compress(msgspec.json.encode(said), 9, mtime=0)
