"""Documents of a shard and their places in its index -> the table by which the browser narrows, counts and sorts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from generator.types import Digest, Document


class Row(Struct, frozen=True):
    """A shard as the browser knows it before it loads anything of it."""

    name: str
    """Of its folder in pagefind/."""
    first: str
    last: str
    """Its earliest and latest date, "" where no document has one."""
    count: int
    """Documents that can be found."""
    words: int
    """Words of all of them: ranking needs the mean length over the whole archive."""
    hash: str
    """In the name of the file of its index that is loaded first."""
    wasm: str
    """In the name of the program that searches in it."""
    tag: Digest
    """Changes with its files: what is asked for under it may be kept by the browser for ever."""


def facets(documents: Sequence[Document], places: Mapping[str, str]) -> bytes:
    """JSON of columns, a row for each document that the index holds, in order of time.

    `places`: address -> name of the document's fragment in the index. `source`, `person`, `tag` and `language` hold
    indices into `names`, so that each name stands once. Pagefind has filters of its own, but a filter is a file to be
    loaded for each kind and shard, and its counts are those of one search: with the table, one search serves all.
    """
    names: dict[str, int] = {}

    def number(name: str) -> int:
        return names.setdefault(name, len(names))

    rows = [document for document in documents if document.address in places]
    table = {
        "id": [places[row.address] for row in rows],
        "date": [row.date for row in rows],
        "source": [[number(row.source)] if row.source else [] for row in rows],
        "person": [[number(name) for name in row.people] for row in rows],
        "tag": [[number(name) for name in row.tags] for row in rows],
        "language": [[number(row.language)] if row.language else [] for row in rows],
        "how": [row.how for row in rows],
        "written": [row.date_text for row in rows],
    }
    return msgspec.json.encode({**table, "names": list(names)})


def manifest(language: str, rows: Sequence[Row]) -> bytes:
    """JSON: the language of the index, and its shards in order of time."""
    return msgspec.json.encode({"language": language, "shards": rows})
