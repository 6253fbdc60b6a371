"""Content files -> the heads of their entries; their bodies stay in the cache."""

from __future__ import annotations

import msgspec

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
    blobs = dict(work.cache.read(heads))
    return [msgspec.msgpack.decode(blobs[digest], type=Entry) for digest in heads]
