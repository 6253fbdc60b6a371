"""The documents of the site -> the tree of the search index, part by part, while pages are being rendered."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import msgspec
from msgspec import Struct

from generator.edge import search
from generator.edge.cache import digest_of
from generator.edge.work import Work
from generator.search.document import LETTERS, NO_LETTER, document
from generator.search.packs import chunks, compressed, packed, ranges
from generator.search.part import NONE, Part, part
from generator.search.table import PartRow, ShardRow, facets, row, table, ways
from generator.site.shards import Lot, Shard
from generator.types import Digest, Document, Problem, Tree

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]")


class _Indexed(Struct, frozen=True):
    """What is remembered of a part: search.part.Part, with digests in the place of bytes."""

    row: PartRow
    addresses: tuple[str, ...]
    pages: tuple[Digest, ...]
    fields: tuple[str, ...]
    chunks: Digest
    sizes: Digest
    program: dict[str, Digest]
    wasm: str
    missing: tuple[str, ...]


class _Packed(Struct, frozen=True):
    """What is remembered of a shard."""

    packs: tuple[Digest, ...]
    facets: Digest


class _Sizes(Struct, frozen=True):
    """The sizes of all words of an index."""

    parts: tuple[Digest, ...]
    """Of the encoded sizes of its parts."""
    words: dict[str, int]


class Indexing:
    """Parts on their way through Pagefind, as many at a time as there are workers; then their shards."""

    def __init__(
        self, shards: Sequence[Shard], language: str, work: Work, folder: Path, threads: ThreadPoolExecutor
    ) -> None:
        self._shards, self._language, self._work, self._threads = shards, language, work, threads
        self._apart = not search.parts_words(language)
        self._lots = [lot for shard in shards for lot in shard.parts]
        self._known = work.recall("part", self._lots)
        self._running = {
            number: threads.submit(_indexed, folder / str(number), self._written(lot, folder / str(number)))
            for number, lot in enumerate(self._lots)
            if self._known[number] is None
        }

    def _written(self, lot: Lot, place: Path) -> frozenset[str]:
        """The addresses of the documents that are written down for Pagefind."""
        pages = (
            (item.address, document(item, self._work.cache.blob(item.body), self._apart)) for item in lot.documents
        )
        found = {address: html for address, html in pages if _has_words(html)}
        search.write(found.items(), self._language, place)
        return frozenset(found)

    def tree(self) -> tuple[Tree, list[Problem]]:
        """All files below pagefind/, when all parts are done, and what cannot be found. Stop if one fails."""
        parts = dict(zip((lot.name for lot in self._lots), self._parts(), strict=True))
        sizes = self._sizes(parts.values())
        begins = ranges(sizes)
        tree: dict[str, Digest] = {}
        for one in parts.values():
            tree |= {f"pagefind/{path}": digest for path, digest in one.program.items()}
            tree |= {f"pagefind/{one.row.name}/{number}.pf_meta": digest for number, digest in enumerate(one.pages)}
        fields = sorted({name for one in parts.values() for name in one.fields})
        packed = self._packed(parts, begins, fields)
        rows = []
        for shard, made in zip(self._shards, packed, strict=True):
            tree |= {f"pagefind/{shard.name}/{number}.pf_index": digest for number, digest in enumerate(made.packs)}
            tree[f"pagefind/{shard.name}/facets.pf_filter"] = made.facets
            tag = digest_of(msgspec.msgpack.encode(made))[:8]
            rows.append(ShardRow(shard.name, tag, tuple(parts[lot.name].row for lot in shard.parts)))
        wasm = next((one.wasm for one in parts.values() if one.wasm), "")
        apart = LETTERS if self._apart else NO_LETTER
        first = table(self._language, apart, wasm, fields, chunks(sizes), begins, rows)
        tree["pagefind/table.pf_meta"] = self._keep([first])[0]
        hint = "Its page is there all the same."
        missing = [way for one in parts.values() for way in one.missing]
        return tree, [Problem("note", f"/{way}", "has no word that search can find", hint) for way in missing]

    def _parts(self) -> Iterator[_Indexed]:
        for number, lot in enumerate(self._lots):
            data = self._known[number] or self._kept(lot, self._running.pop(number))
            yield msgspec.msgpack.decode(data, type=_Indexed)

    def _kept(self, lot: Lot, running: Future[Part]) -> bytes:
        self._work.tick("Indexing", len(self._lots) - len(self._running) - 1, len(self._lots))
        made = running.result()
        words, sizes = self._keep([msgspec.msgpack.encode(made.chunks), msgspec.msgpack.encode(made.sizes)])
        by_address = {item.address: item for item in lot.documents}
        documents = [by_address[address] for address in made.addresses]
        told = self._keep(ways(documents))
        data = msgspec.msgpack.encode(
            _Indexed(
                row(lot.name, digest_of("".join(told).encode())[:8], made.lengths, documents),
                made.addresses,
                tuple(told),
                made.fields,
                words,
                sizes,
                dict(zip(made.program, self._keep(made.program.values()), strict=True)),
                made.wasm,
                made.missing,
            )
        )
        self._work.remember("part", lot, data)
        return data

    def _packed(self, parts: Mapping[str, _Indexed], begins: Sequence[str], fields: Sequence[str]) -> list[_Packed]:
        """What each shard publishes of its parts."""
        keys = [(shard, [parts[lot.name].chunks for lot in shard.parts], begins, fields) for shard in self._shards]
        known = self._work.recall("shard", keys)
        missing = [number for number, data in enumerate(known) if data is None]
        for start in range(0, len(missing), self._work.jobs):  # not all at once: each needs all words of its parts
            some = missing[start : start + self._work.jobs]
            running = [
                self._threads.submit(
                    _made, *self._words(self._shards[number], parts, fields), begins, self._held(number)
                )
                for number in some
            ]
            for number, future in zip(some, running, strict=True):
                packed = self._published(number, *future.result())
                known[number] = data = msgspec.msgpack.encode(packed)
                self._work.remember("shard", keys[number], data)
        return [msgspec.msgpack.decode(data or b"", type=_Packed) for data in known]

    def _held(self, number: int) -> Mapping[bytes, Digest]:
        """What the packs of a shard held the last time (its digest), and those packs."""
        data = self._work.last(f"packs {self._shards[number].name}")
        return msgspec.msgpack.decode(data, type=dict[bytes, Digest]) if data else {}

    def _published(self, number: int, made: Sequence[tuple[bytes, bytes]], columns: bytes) -> _Packed:
        """The files of a shard: its packs, by what they hold, those empty that are as they were."""
        before = self._held(number)
        fresh = dict(zip((held for held, pack in made if pack), self._keep(p for _, p in made if p), strict=True))
        packs = {held: fresh.get(held) or before[held] for held, _ in made}
        self._work.keep_last(f"packs {self._shards[number].name}", msgspec.msgpack.encode(packs))
        return _Packed(tuple(packs[held] for held, _ in made), self._keep([columns])[0])

    def _words(
        self, shard: Shard, parts: Mapping[str, _Indexed], fields: Sequence[str]
    ) -> tuple[list[tuple[bytes, list[int]]], list[list[Document]]]:
        """Of each part of a shard its index chunks and the numbers of its fields; its documents by page number."""
        known = [parts[lot.name] for lot in shard.parts]
        chunks = [(self._work.cache.blob(one.chunks), [fields.index(name) for name in one.fields]) for one in known]
        by_address = {item.address: item for lot in shard.parts for item in lot.documents}
        return chunks, [[by_address[address] for address in one.addresses] for one in known]

    def _sizes(self, parts: Iterable[_Indexed]) -> Counter[str]:
        """The sizes of all words of the archive: of those of the last time, only what parts changed is added up."""
        data = self._work.last("sizes")
        last = msgspec.msgpack.decode(data, type=_Sizes) if data else _Sizes((), {})
        now, before = Counter(one.sizes for one in parts), Counter(last.parts)
        if now == before:
            return Counter(last.words)
        gone, come = before - now, now - before
        kept = gone.total() < len(last.parts) // 2
        found = Counter(last.words if kept else {})
        for some, add in ((gone, found.subtract), (come, found.update)) if kept else ((now, found.update),):
            for data in map(self._work.cache.blob, some.elements()):
                add(msgspec.msgpack.decode(data, type=dict[str, int]))
        found = +found
        self._work.keep_last("sizes", msgspec.msgpack.encode(_Sizes(tuple(now.elements()), found)))
        return found

    def _keep(self, blobs: Iterable[bytes]) -> list[Digest]:
        return self._work.cache.keep((b"", data) for data in blobs)


def _has_words(html: bytes) -> bool:
    """Whether Pagefind may find a word: it leaves out what has none, and that would be missed."""
    return bool(_WORD.search(unescape(_TAG.sub("", html.decode()))))


def _indexed(place: Path, addresses: frozenset[str]) -> Part:
    if not addresses:
        return NONE
    made = part(search.index(place), addresses)
    place.unlink()
    return made


def _made(
    parts: Sequence[tuple[bytes, list[int]]],
    documents: Sequence[Sequence[Document]],
    begins: Sequence[str],
    known: Mapping[bytes, Digest],
) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Of each pack the digest of what it holds and, unless that is `known`, the pack; and the facets of a shard."""
    found = [(msgspec.msgpack.decode(chunks, type=list[bytes]), fields) for chunks, fields in parts]
    made = []
    for held in packed(found, [len(some) for some in documents], begins):
        named = hashlib.sha256(held).digest()
        made.append((named, b"" if named in known else compressed(held)))
    return made, facets([one for some in documents for one in some])


@contextmanager
def indexing(shards: Sequence[Shard], language: str, work: Work, place: Path) -> Iterator[Indexing]:
    """Begin to index the parts that are not known; the tree can be asked for once the caller has done other work."""
    with search.folder(place) as folder, ThreadPoolExecutor(work.jobs) as threads:
        try:
            yield Indexing(shards, language, work, folder, threads)
        finally:
            threads.shutdown(wait=True, cancel_futures=True)
