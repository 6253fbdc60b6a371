"""The documents of the site -> the tree of the search index: parts, then the shards that readers load."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape

import msgspec
from msgspec import Struct

from generator.edge import search
from generator.edge.cache import digest_of
from generator.edge.work import Job, Work
from generator.search import places
from generator.search.document import LETTERS, NO_LETTER, document
from generator.search.lexicon import Lexicon
from generator.search.packs import chunks, compressed, packed, ranges
from generator.search.part import Part, part
from generator.search.table import PartRow, ShardRow, facets, row, table, ways
from generator.site.shards import Lot, Shard
from generator.types import Digest, Document, Problem, Tree

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]")
_HELD = "packs "
"""Before the name of a shard: what its packs held the last time."""
TOGETHER = 64_000_000
"""Bytes of words of the shards that are packed at the same time: while they are, they take several times that."""
_NONE_HELD = msgspec.msgpack.encode({})


class _Indexing(Struct, frozen=True):
    """All that the index of a part depends on."""

    lot: Lot
    language: str
    apart: bool
    """Whether letters that are words each are set apart (document.py)."""


class _Indexed(Struct, frozen=True):
    """What is remembered of a part: search.part.Part, with digests in the place of bytes."""

    row: PartRow
    addresses: tuple[str, ...]
    pages: tuple[Digest, ...]
    fields: tuple[str, ...]
    words: Digest
    sizes: Digest
    program: dict[str, Digest]
    wasm: str
    missing: tuple[str, ...]


class _Packing(Struct, frozen=True):
    """All that the files of a shard depend on."""

    name: str
    documents: tuple[tuple[Document, ...], ...]
    """Of each part, by their page numbers."""
    words: tuple[Digest, ...]
    """Of each part."""
    fields: tuple[tuple[int, ...], ...]
    """Of each part the numbers of its fields among those of the archive."""
    begins: Digest
    """Where ranges begin."""


class _Packed(Struct, frozen=True):
    """What is remembered of a shard."""

    packs: tuple[tuple[bytes, Digest], ...]
    """Of each what it holds (its digest), and itself."""
    facets: Digest


class _Sizes(Struct, frozen=True):
    """The sizes of all words of an index."""

    parts: tuple[Digest, ...]
    """Of the encoded sizes of its parts."""
    words: dict[str, int]


def indexing(shards: Sequence[Shard], language: str, work: Work) -> Callable[[], tuple[Tree, list[Problem]]]:
    """Begin to index the parts that are not known; what is given back waits for all files below pagefind/, and what
    cannot be found.

    Stop if Pagefind fails.
    """
    if not shards:
        return lambda: ({}, [])
    apart = not search.parts_words(language)
    lots = [_Indexing(lot, language, apart) for shard in shards for lot in shard.parts]

    def bodies(one: _Indexing) -> tuple[bytes, ...]:
        return tuple(work.cache.each(item.body for item in one.lot.documents))

    begun = work.begin(Job(_part, None, (), large=True), lots, bodies, "Indexing")
    return lambda: _tree(shards, dict(zip((one.lot.name for one in lots), begun(), strict=True)), language, apart, work)


def _tree(
    shards: Sequence[Shard], made: Mapping[str, Digest], language: str, apart: bool, work: Work
) -> tuple[Tree, list[Problem]]:
    """`made`: the encoded _Indexed of each part, by its name."""
    parts = {name: msgspec.msgpack.decode(work.cache.blob(digest), type=_Indexed) for name, digest in made.items()}
    sizes = _sizes(parts.values(), work)
    begins = ranges(sizes)
    tree: dict[str, Digest] = {}
    for one in parts.values():
        tree |= {f"pagefind/{path}": digest for path, digest in one.program.items()}
        tree |= {f"pagefind/{one.row.name}/{number}.pf_meta": digest for number, digest in enumerate(one.pages)}
    fields = sorted({name for one in parts.values() for name in one.fields})
    rows = []
    for shard, files in zip(shards, _packed(shards, parts, begins, fields, work), strict=True):
        tree |= {f"pagefind/{shard.name}/{number}.pf_index": pack for number, (_, pack) in enumerate(files.packs)}
        tree[f"pagefind/{shard.name}/facets.pf_filter"] = files.facets
        tag = digest_of(msgspec.msgpack.encode(files))[:8]
        rows.append(ShardRow(shard.name, tag, tuple(parts[lot.name].row for lot in shard.parts)))
    wasm = next((one.wasm for one in parts.values() if one.wasm), "")
    letters = LETTERS if apart else NO_LETTER
    first = table(language, letters, wasm, fields, chunks(sizes), begins, rows)
    tree["pagefind/table.pf_meta"] = work.cache.keep([(b"", first)])[0]
    hint = "Its page is there all the same."
    missing = [way for one in parts.values() for way in one.missing]
    return tree, [Problem("note", f"/{way}", "has no word that search can find", hint) for way in missing]


def _part(item: _Indexing, *bodies: bytes) -> tuple[bytes, ...]:
    """The encoded _Indexed of a part, and what it names; `bodies` are those of its documents."""
    by_address = {one.address: one for one in item.lot.documents}
    pages = zip(by_address, map(document, by_address.values(), bodies, [item.apart] * len(bodies)), strict=True)
    found = {address: html for address, html in pages if _has_words(html)}
    made = _counted(found, item) or part(search.index(found.items(), item.language) if found else {}, found.keys())
    documents = [by_address[address] for address in made.addresses]
    told, sizes = ways(documents), msgspec.msgpack.encode(made.sizes)
    indexed = _Indexed(
        row(item.lot.name, digest_of("".join(map(digest_of, told)).encode())[:8], made.lengths, documents),
        made.addresses,
        tuple(map(digest_of, told)),
        made.fields,
        digest_of(made.words),
        digest_of(sizes),
        {path: digest_of(data) for path, data in made.program.items()},
        made.wasm,
        made.missing,
    )
    return msgspec.msgpack.encode(indexed), made.words, sizes, *told, *made.program.values()


def _counted(found: Mapping[str, bytes], item: _Indexing) -> Part | None:
    """The part of these documents, if Pagefind need not see them; it parts words only at blanks then."""
    return places.part(found, _lexicon(item.language)) if item.apart and found else None


@lru_cache(1)
def _lexicon(language: str) -> Lexicon:
    """What this process knows of words. It can be lost at any time: only how long things take depends on it."""
    return Lexicon(lambda html: search.index([("", html)], language))


def _has_words(html: bytes) -> bool:
    """Whether Pagefind may find a word: it leaves out what has none, and that would be missed."""
    return bool(_WORD.search(unescape(_TAG.sub("", html.decode()))))


def _packed(
    shards: Sequence[Shard], parts: Mapping[str, _Indexed], begins: Sequence[str], fields: Sequence[str], work: Work
) -> list[_Packed]:
    """What each shard publishes of its parts."""
    said = msgspec.msgpack.encode(begins)
    items = [_packing(shard, parts, fields, digest_of(said)) for shard in shards]

    def fetch(item: _Packing) -> tuple[bytes, ...]:
        return work.last(_HELD + item.name) or _NONE_HELD, *work.cache.each(item.words)

    digests: list[Digest] = []
    for some in _together(items, work):
        if len(some) < len(items):
            work.renew()
        digests += work.memo_map(_shard, some, fetch=fetch, shared=(said,), large=True)
        work.tick("Packing", len(digests), len(items))
    found = [msgspec.msgpack.decode(data, type=_Packed) for data in work.cache.each(digests)]
    for item, one in zip(items, found, strict=True):
        data = msgspec.msgpack.encode(dict(one.packs))
        if data != work.last(_HELD + item.name):
            work.keep_last(_HELD + item.name, data)
    return found


def _together(items: Sequence[_Packing], work: Work) -> Iterator[list[_Packing]]:
    """Shards of which the words have room in memory at the same time: those of a large archive one by one."""
    sizes = work.cache.sizes(digest for item in items for digest in item.words)
    some: list[_Packing] = []
    held = 0
    for item in items:
        size = sum(sizes[digest] for digest in item.words)
        if some and held + size > TOGETHER:
            yield some
            some, held = [], 0
        some.append(item)
        held += size
    if some:
        yield some


def _packing(shard: Shard, parts: Mapping[str, _Indexed], fields: Sequence[str], begins: Digest) -> _Packing:
    known = [parts[lot.name] for lot in shard.parts]
    by_address = {item.address: item for lot in shard.parts for item in lot.documents}
    return _Packing(
        shard.name,
        tuple(tuple(by_address[address] for address in one.addresses) for one in known),
        tuple(one.words for one in known),
        tuple(tuple(fields.index(name) for name in one.fields) for one in known),
        begins,
    )


def _shard(item: _Packing, held: bytes, *words: bytes) -> tuple[bytes, ...]:
    """The encoded _Packed of a shard, and what it names, but for packs that are known.

    `held`: of packs what they hold (its digest) and themselves, encoded; of these none is compressed again. `words` are
    those of its parts (postings.encoded), and last where ranges begin.
    """
    known = msgspec.msgpack.decode(held, type=dict[bytes, Digest])
    begins = msgspec.msgpack.decode(words[-1], type=list[str])
    parts = [*zip(words[:-1], item.fields, strict=True)]
    packs, fresh = [], []
    for pack in packed(parts, [len(some) for some in item.documents], begins):
        named = hashlib.sha256(pack).digest()
        if named not in known:
            fresh.append(compressed(pack))
            known[named] = digest_of(fresh[-1])
        packs.append((named, known[named]))
    columns = facets([one for some in item.documents for one in some])
    return msgspec.msgpack.encode(_Packed(tuple(packs), digest_of(columns))), columns, *fresh


def _sizes(parts: Iterable[_Indexed], work: Work) -> Counter[str]:
    """The sizes of all words of the archive: of those of the last time, only what parts changed is added up."""
    data = work.last("sizes")
    last = msgspec.msgpack.decode(data, type=_Sizes) if data else _Sizes((), {})
    now, before = Counter(one.sizes for one in parts), Counter(last.parts)
    if now == before:
        return Counter(last.words)
    gone, come = before - now, now - before
    kept = gone.total() < len(last.parts) // 2
    found = Counter(last.words if kept else {})
    for some, add in ((gone, found.subtract), (come, found.update)) if kept else ((now, found.update),):
        for data in map(work.cache.blob, some.elements()):
            add(msgspec.msgpack.decode(data, type=dict[str, int]))
    found = +found
    work.keep_last("sizes", msgspec.msgpack.encode(_Sizes(tuple(now.elements()), found)))
    return found
