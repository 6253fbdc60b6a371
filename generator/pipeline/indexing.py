"""The documents of the site -> the tree of the search index, shard by shard, while pages are being rendered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from generator.edge import search
from generator.edge.cache import digest_of
from generator.edge.work import Work
from generator.render.document import document
from generator.render.facets import Row, facets, manifest
from generator.site.shards import Shard
from generator.types import Digest, Problem, Tree


class _Indexed(Struct, frozen=True):
    """What is remembered of a shard: search.Bundle, with digests in the place of files."""

    files: dict[str, Digest]
    program: dict[str, Digest]
    count: int
    words: int
    hash: str
    wasm: str
    missing: tuple[str, ...]


class Indexing:
    """Shards on their way through Pagefind, as many at a time as there are workers."""

    def __init__(
        self, shards: Sequence[Shard], language: str, work: Work, folder: Path, threads: ThreadPoolExecutor
    ) -> None:
        self._shards, self._language, self._work = shards, language, work
        self._known = work.recall("index", shards)
        self._running = {
            place: threads.submit(
                search.index, folder / str(place), self._written(shard, folder / str(place)), language
            )
            for place, shard in enumerate(shards)
            if self._known[place] is None
        }

    def _written(self, shard: Shard, site: Path) -> frozenset[str]:
        pages = ((item.address, document(item, self._work.cache.blob(item.body))) for item in shard.documents)
        return search.write(pages, site)

    def tree(self) -> tuple[Tree, list[Problem]]:
        """All files below pagefind/, when all shards are done, and what cannot be found. Stop if one fails."""
        tree: dict[str, Digest] = {}
        rows = []
        problems = []
        for place, shard in enumerate(self._shards):
            data = self._known[place] or self._kept(shard, self._running.pop(place))
            done = msgspec.msgpack.decode(data, type=_Indexed)
            tree |= {f"pagefind/{shard.name}/{path}": digest for path, digest in done.files.items()}
            tree |= {f"pagefind/{path}": digest for path, digest in done.program.items()}
            hint = "Its page is there all the same."
            problems += [Problem("note", f"/{way}", "has no word that search can find", hint) for way in done.missing]
            dates = [item.date for item in shard.documents if item.date] or [""]
            if done.count:
                tag = digest_of(data)[:12]
                rows.append(Row(shard.name, dates[0], dates[-1], done.count, done.words, done.hash, done.wasm, tag))
        tree["pagefind/shards.json"] = self._work.cache.keep([(b"", manifest(self._language, rows))])[0]
        return tree, problems

    def _kept(self, shard: Shard, running: Future[search.Bundle]) -> bytes:
        self._work.tick("Indexing", len(self._shards) - len(self._running) - 1, len(self._shards))
        made, cache = running.result(), self._work.cache
        files = made.files | ({"facets.json": facets(shard.documents, made.places)} if made.files else {})
        done = _Indexed(
            dict(zip(files, cache.keep((b"", data) for data in files.values()), strict=True)),
            dict(zip(made.program, cache.keep((b"", data) for data in made.program.values()), strict=True)),
            len(made.places),
            made.words,
            made.hash,
            made.wasm,
            tuple(sorted(made.missing)),
        )
        data = msgspec.msgpack.encode(done)
        self._work.remember("index", shard, data)
        return data


@contextmanager
def indexing(shards: Sequence[Shard], language: str, work: Work, place: Path) -> Iterator[Indexing]:
    """Begin to index the shards that are not known; their tree can be asked for once the caller has done other work."""
    with search.folder(place) as folder, ThreadPoolExecutor(work.jobs) as threads:
        try:
            yield Indexing(shards, language, work, folder, threads)
        finally:
            threads.shutdown(wait=True, cancel_futures=True)
