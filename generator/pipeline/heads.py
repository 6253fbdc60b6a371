"""Content files -> the heads of their entries; their bodies stay in the cache."""

from __future__ import annotations

from sys import intern

import msgspec
from msgspec.structs import replace

from generator.edge.work import Work
from generator.pipeline import steps
from generator.pipeline.privacy import Source
from generator.types import Entry


def heads_of(source: Source, work: Work) -> list[Entry]:
    """The entries of content files: in memory are their heads, their bodies stay in the cache."""
    files, data = source
    texts = [file for file, _ in files]
    heads = work.memo_map(
        steps.entry, texts, fetch=lambda file: (data(file),), fallback=steps.plain, label="Converting"
    )
    found = {digest: _shared(msgspec.msgpack.decode(blob, type=Entry)) for digest, blob in work.cache.read(heads)}
    return [found[digest] for digest in heads]


def _shared(entry: Entry) -> Entry:
    """The same, in half the memory: each word, name and tag that many entries have is there once."""
    meta = entry.meta
    names = {"people": meta.people, "tags": meta.tags, "authors": meta.authors}
    once = {kind: tuple(map(intern, some)) for kind, some in names.items()}
    meta = replace(meta, source=intern(meta.source), language=intern(meta.language), **once)
    return replace(entry, meta=meta, terms=tuple(map(intern, entry.terms)))
