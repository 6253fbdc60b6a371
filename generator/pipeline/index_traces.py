"""A published search index -> what it knows and no page beside it has: what of a withdrawn document is left in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from generator.edge import disk
from generator.search import told
from generator.search.told import ShardTold, TableTold
from generator.types import Problem

_HINT = "`fonds clean` and `fonds build` make the index anew."
_TABLE = "table.pf_meta"
_FACETS = "facets.pf_filter"


def index_traces(output: Path, name: str) -> Iterator[Problem]:
    """Hold the index of a site (`output`, called `name` in problems) against its pages.

    Each page that it knows must be published and have the words that it tells of it; each word, name and file of the
    index must belong to one.
    """
    folder = output / "pagefind"
    if not (folder / _TABLE).is_file():
        return
    where = f"{name}/pagefind"
    try:
        table = told.read(disk.read(folder / _TABLE), TableTold)
        heads: set[str] = set()
        for shard in table.shards:
            yield from _of_shard(output, where, table, shard, heads)
    except (OSError, ValueError) as error:
        yield Problem("error", where, f"cannot be read: {error}", _HINT)
        return
    known = {*table.ranges, *(word for chunk in table.chunks for word in chunk)} - {""}
    for word in sorted(known - heads):
        yield _left(f"{where}/{_TABLE}", f"knows the word {word!r}, which no page has")
    for path in sorted({file.path for file in disk.walk(folder)[0] if "/" in file.path} - _files(table)):
        yield _left(f"{where}/{path}", "belongs to no part of the index")


def _of_shard(output: Path, where: str, table: TableTold, shard: ShardTold, heads: set[str]) -> Iterator[Problem]:
    folder = output / "pagefind"
    texts: list[str] = []
    for path in _ways(table, shard):
        for address, *facts in told.read(disk.read(folder / path), list[tuple[str, str, str]]):
            page = output / unquote(address) / "index.html"
            if not page.is_file():
                yield _left(f"{where}/{path}", f"tells of /{address}, a page that is not published")
            texts.append(told.page(disk.read(page).decode("utf-8", "replace")) if page.is_file() else "")
            if not told.names(texts[-1], " ".join(facts)):
                yield _left(f"{where}/{path}", f"tells of /{address} a source or a person that it does not name")
    for number in range(len(table.ranges)):
        wrong: dict[str, None] = {}
        for word, form, pages in told.rows(disk.read(folder / shard.name / f"{number}.pf_index")):
            heads.add(word)
            if any(page >= len(texts) or not told.has(texts[page], word, form) for page in pages):
                wrong[form] = None
        if wrong:
            words = ", ".join(repr(word) for word in list(wrong)[:5])
            path = f"{where}/{shard.name}/{number}.pf_index"
            yield _left(path, f"knows {len(wrong):,} words of pages that do not have them ({words})")
    yield from _of_facets(folder / shard.name / _FACETS, f"{where}/{shard.name}/{_FACETS}", shard)


def _of_facets(file: Path, where: str, shard: ShardTold) -> Iterator[Problem]:
    columns = told.read(disk.read(file), dict[str, list[object]])
    names = columns.pop("names", [])
    documents = sum(len(part.lengths) for part in shard.parts)
    used = {number for column in columns.values() for row in column if isinstance(row, list) for number in row}
    if any(len(column) != documents for column in columns.values()) or used != {*range(len(names))}:
        yield _left(where, "has names of more documents than the index")


def _ways(table: TableTold, shard: ShardTold) -> list[str]:
    """The files that say where the pages of a shard are, in the order of their numbers."""
    return [
        f"{part.name}/{number}.pf_meta"
        for part in shard.parts
        for number in range(-(-len(part.lengths) // table.block))
    ]


def _files(table: TableTold) -> set[str]:
    """The files of parts and shards; those of the program lie beside their folders."""
    packs = (f"{shard.name}/{number}.pf_index" for shard in table.shards for number in range(len(table.ranges)))
    facets = (f"{shard.name}/{_FACETS}" for shard in table.shards)
    return {*packs, *facets, *(path for shard in table.shards for path in _ways(table, shard))}


def _left(where: str, what: str) -> Problem:
    return Problem("error", where, what, _HINT)
