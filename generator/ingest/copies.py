"""Copies of a document -> the files of content/copies, for the pages that compare a copy with its entry."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from generator import content
from generator.ingest.marks import EQUAL
from generator.types import Change, Digest, Draft, Meta, Problem, TextFile

_STAMP = re.compile(r"(?m)^as_written: sha-([0-9a-f]{16})\n")
_BLANKS = re.compile(r"\s+")


class CopyFile(Struct, frozen=True):
    """A file that content/copies is to hold."""

    id: str
    """Of the entry."""
    path: str
    text: str


class Shelved(Struct, frozen=True):
    """A file that content/copies holds."""

    path: str
    digest: Digest
    ours: bool
    """It is just as ingest wrote it."""


def copy_files(entry_id: str, body: str, others: Sequence[Draft]) -> Iterator[CopyFile]:
    """A file for each copy that reads otherwise than the entry (`body`) does with what it took from its copies.

    White space and the shape of quotation marks are no difference. A file is named after the digest of its record; it
    has the record's own facts, its header line as a cut, and a digest of itself that tells whether somebody edited it.
    """
    entry = _plain(body) if others else ""
    for other in others:
        raw = other.meta.raw
        if raw and _plain(other.body) != entry:
            cuts = tuple(replace(cut, at=-1, after="") for cut in other.meta.cuts if cut.rule == "header-line")
            meta = Meta(title=other.meta.title, date=other.meta.date, url=other.meta.url, raw=raw, cuts=cuts)
            text = content.show(replace(meta, extra={"of": entry_id}), other.body)
            yield CopyFile(entry_id, copy_path(raw.sha256), _stamped(text))


def copy_path(sha256: Digest) -> str:
    """Where the text of a copy lies below content/copies."""
    return f"{sha256[:12]}.md"


def stamped(file: TextFile, data: bytes) -> bytes:
    """Something if a file of content/copies is just as it was written, else nothing. Pure; a step."""
    text = data.decode("utf-8", "replace")
    stamp = _STAMP.search(text)
    return b"ours" if stamp and stamp[1] == _digest(_STAMP.sub("", text, count=1))[:16] else b""


def plan_copies(
    wanted: Sequence[CopyFile], there: Sequence[Shelved], kept: Set[str]
) -> tuple[list[Change], list[Problem]]:
    """What is to happen to content/copies, by path.

    A file that is not as it was written is left, and named. One that is not wanted is taken away, unless its path is in
    `kept`: all records of its entry are gone, and the entry stays too.
    """
    on_disk = {file.path: file for file in there}
    files = {file.path: file for file in reversed(wanted)}
    changes = [_change(files[path], on_disk.get(path)) for path in sorted(files)]
    gone = (file for file in there if file.ours and file.path not in files and file.path not in kept)
    changes += [Change("", file.path, "", "copy is gone") for file in gone]
    hint = "Delete it to have it written again; remarks on a copy belong into the entry."
    edited = [change for change in changes if change.reason == "edited by hand"]
    return changes, [
        Problem("note", f"copies/{one.path}", "is not as ingest wrote it; it stays", hint) for one in edited
    ]


def _change(wanted: CopyFile, file: Shelved | None) -> Change:
    if file and file.digest == _digest(wanted.text):
        return Change(wanted.id, wanted.path, None, "unchanged")
    if file and not file.ours:
        return Change(wanted.id, wanted.path, None, "edited by hand")
    return Change(wanted.id, wanted.path, wanted.text, "updated" if file else "new")


def _plain(body: str) -> str:
    return _BLANKS.sub("", body.translate(EQUAL))


def _stamped(text: str) -> str:
    return text.replace("---\n", f"---\nas_written: sha-{_digest(text)[:16]}\n", 1)


def _digest(text: str) -> Digest:
    return hashlib.sha256(text.encode()).hexdigest()
