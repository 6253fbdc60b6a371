"""Content files -> what stands in them that may be private, counted; and the same files with it masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from generator import content, private
from generator.edge.disk import Found
from generator.edge.work import Work
from generator.pipeline.files import reading, text_files
from generator.pipeline.place import Place
from generator.types import Copy, Meta, Problem, RawRef, TextFile

Record = TypeVar("Record", RawRef, Copy)
Files = Sequence[tuple[TextFile, Found]]
Source = tuple[Files, Callable[[TextFile], bytes]]
"""Content files, and what brings the bytes of one."""


class Masking(Struct, frozen=True):
    """All that a masked content file depends on."""

    file: TextFile
    kinds: tuple[str, ...]


def lint(place: Place, work: Work) -> tuple[str, list[Problem]]:
    """How many e-mail addresses, phone numbers and IBANs stand in the texts, as a line; and a note for each file."""
    files = text_files(place.entries, work)[0]
    data = reading(files)
    texts = [file for file, _ in files]
    keys = work.memo_map(count, texts, fetch=lambda file: (data(file),), label="Looking for private data")
    blobs = dict(work.cache.read(keys))
    each = [msgspec.msgpack.decode(blobs[key], type=dict[str, int]) for key in keys]
    total: Counter[str] = Counter()
    for one in each:
        total.update(one)
    notes = [
        Problem("note", f"entries/{file.path}", f"holds {_said(one)}")
        for file, one in zip(texts, each, strict=True)
        if one
    ]
    said = _said({kind: total[kind] for kind in private.KINDS})
    return f"In the texts: {said}; in {len(notes):,} {'entry' if len(notes) == 1 else 'entries'}.", notes


def masks(files: Files, kinds: Sequence[str], work: Work) -> Source:
    """The content files as they are to be published, and what brings the bytes of one.

    Without kinds to mask they are the files themselves. A masked file has the digest of its masked text, so that all
    that is made of it is remembered under that.
    """
    data = reading(files)
    if not kinds:
        return files, data
    items = [Masking(file, tuple(kinds)) for file, _ in files]
    made = work.memo_map(mask, items, fetch=lambda item: (data(item.file),), label="Masking")
    shown = [(TextFile(file.path, key), found) for (file, found), key in zip(files, made, strict=True)]
    return shown, lambda file: work.cache.blob(file.digest)


def count(file: TextFile, data: bytes) -> bytes:
    """The encoded counts of a content file, its title and its text. Pure; a step."""
    found = content.read(data, file.path)
    return msgspec.msgpack.encode(private.counts(f"{found.meta.title}\n{found.meta.summary}\n{found.body}"))


def mask(item: Masking, data: bytes) -> bytes:
    """A content file with what is private in its text, its title and its cuts masked. Pure; a step."""
    text = content.decoded(data)
    if not any(True for _ in private.found(text, item.kinds)):
        return data
    found = content.parse(text, item.file.path)
    if any(problem.level == "error" for problem in found.problems):
        return private.masked(text, item.kinds).encode()
    return content.show(_meta(found.meta, item.kinds), private.masked(found.body, item.kinds)).encode()


def _meta(meta: Meta, kinds: Sequence[str]) -> Meta:
    def plain(text: str) -> str:
        return private.masked(text, kinds)

    def record(one: Record) -> Record:
        return replace(one, origin=plain(one.origin))

    return replace(
        meta,
        title=plain(meta.title),
        date_text=plain(meta.date_text),
        url=plain(meta.url),
        source=plain(meta.source),
        summary=plain(meta.summary),
        authors=tuple(map(plain, meta.authors)),
        people=tuple(map(plain, meta.people)),
        tags=tuple(map(plain, meta.tags)),
        raw=record(meta.raw) if meta.raw else None,
        copies=tuple(replace(record(one), url=plain(one.url)) for one in meta.copies),
        evidence={key: replace(one, how=plain(one.how)) for key, one in meta.evidence.items()},
        cuts=tuple(replace(cut, text=plain(cut.text), after=plain(cut.after)) for cut in meta.cuts),
        extra={key: plain(value) for key, value in meta.extra.items()},
    )


def _said(numbers: dict[str, int]) -> str:
    said = [f"{n:,} {private.NAMES[kind][n != 1]}" for kind, n in numbers.items()]
    return f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]
