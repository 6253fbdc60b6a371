"""A published search index -> what it knows and no text beside it has: what of a withdrawn document is left in it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import msgspec

from generator.edge import disk
from generator.search import told
from generator.search.told import PartTold, Said, ShardTold, TableTold
from generator.types import Problem

_HINT = "`fonds clean` and `fonds build` make the index anew."


def index_traces(output: Path, name: str) -> Iterator[Problem]:
    """Hold the index of a site (`output`, called `name` in problems) against its texts and pages.

    Each text must be that of a published page, each word stand in a text at the place that the index tells.
    """
    folder = output / "pagefind"
    if not (folder / "table.pf_meta").is_file():
        return
    where = f"{name}/pagefind"
    try:
        table = told.table(disk.read(folder / "table.pf_meta"))
        heads: set[str] = set()
        for shard in table.shards:
            yield from _of_shard(output, where, table, shard, heads)
    except (OSError, ValueError, EOFError) as error:
        yield Problem("error", where, f"cannot be read: {error}", _HINT)
        return
    known = {*table.ranges, *(word for chunk in table.chunks for word in chunk)} - {""}
    for word in sorted(known - heads):
        yield _left(f"{where}/table.pf_meta", f"knows the word {word!r}, which no text has")
    for path in sorted(_files(folder) - _expected(table)):
        yield _left(f"{where}/{path}", "belongs to no part of the index")


def _of_shard(output: Path, where: str, table: TableTold, shard: ShardTold, heads: set[str]) -> Iterator[Problem]:
    folder = output / "pagefind"
    parts = []
    for part in shard.parts:
        texts = [told.text(disk.read(folder / path)) for path in _fragments(part)]
        parts.append(Said(texts, part.fields))
        for path, text in zip(_fragments(part), texts, strict=True):
            if not (output / text.url.strip("/") / "index.html").is_file():
                yield _left(f"{where}/{path}", f"is the text of {text.url}, a page that is not published")
    for number in range(len(table.ranges)):
        path = f"{shard.name}/{number}.pf_index"
        wrong: dict[str, None] = {}
        for said, piece in zip(parts, told.pieces(disk.read(folder / path), len(parts)), strict=True):
            wrong |= {word: None for _, word in said.astray(piece)}
        if wrong:
            words = ", ".join(repr(word) for word in list(wrong)[:5])
            yield _left(f"{where}/{path}", f"knows {len(wrong):,} words where no text has them ({words})")
    heads |= {word for said in parts for word in said.heads}
    yield from _of_facets(folder / shard.name / "facets.pf_filter", f"{where}/{shard.name}/facets.pf_filter", shard)


def _of_facets(file: Path, where: str, shard: ShardTold) -> Iterator[Problem]:
    columns = msgspec.json.decode(gzip.decompress(disk.read(file)), type=dict[str, list[object]])
    names = columns.pop("names")
    documents = sum(len(part.lengths) for part in shard.parts)
    used = {number for column in columns.values() for row in column if isinstance(row, list) for number in row}
    if any(len(column) != documents for column in columns.values()) or used != {*range(len(names))}:
        yield _left(where, "has names of more documents than the index")


def _fragments(part: PartTold) -> list[str]:
    return [f"{part.name}/{number}.pf_fragment" for number in range(len(part.lengths))]


def _expected(table: TableTold) -> set[str]:
    """The files of parts and shards; the program's lie beside them."""
    packs = (f"{shard.name}/{number}.pf_index" for shard in table.shards for number in range(len(table.ranges)))
    facets = (f"{shard.name}/facets.pf_filter" for shard in table.shards)
    return {*packs, *facets, *(path for shard in table.shards for part in shard.parts for path in _fragments(part))}


def _files(folder: Path) -> set[str]:
    """The files below the folder of the index that are not the program's."""
    return {file.path for file in disk.walk(folder)[0] if "/" in file.path}


def _left(where: str, what: str) -> Problem:
    return Problem("error", where, what, _HINT)
