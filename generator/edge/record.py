"""What a published folder held when it was finished: by this it is known again without reading it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from generator.types import Digest

MARK = ".fonds"
"""The file by which an output folder is known as ours; GitHub's upload leaves dot files out."""
UNFINISHED = "unfinished"
"""What the mark of a folder says until it is whole."""


class Stat(NamedTuple):
    """A published file."""

    digest: Digest
    size: int
    mtime: int
    """Nanoseconds."""


class Record(Struct, frozen=True):
    """What a folder held when it was finished: by this it is known again without reading it."""

    tree: Digest = ""
    """As in the folder's mark."""
    files: dict[str, Stat] = {}
    folders: dict[str, int] = {}
    """Their mtimes (nanoseconds), which change as files come and go."""


def is_as_recorded(folder: Path, known: Record) -> bool:
    """Whether a folder's mark, and the sizes and times of its files and folders, are as its record tells."""
    if not known.tree or marked(folder) != known.tree:
        return False
    there = f"{folder}/"
    stat = os.stat
    try:
        for path, mtime in known.folders.items():
            if stat(there + path).st_mtime_ns != mtime:
                return False
        for path, one in known.files.items():
            found = stat(there + path)
            if found.st_mtime_ns != one.mtime or found.st_size != one.size:
                return False
    except OSError:
        return False
    return True


def spare_of(record: Path) -> Path:
    """Where the record of the spare site is."""
    return record.with_name(f"spare-{record.name}")


def beside(out: Path) -> tuple[Path, Path]:
    """Where a site is that is being replaced, and where the next one is, or the spare."""
    return out.with_name(f"{out.name}.old"), out.with_name(f"{out.name}.next")


def is_ours(folder: Path) -> bool:
    """Whether fonds made a folder."""
    return (folder / MARK).is_file() and not folder.is_symlink()


def marked(out: Path) -> str:
    """What the mark of a folder says: the digest of its tree, or UNFINISHED; "" if it is not ours."""
    mark = out / MARK
    return mark.read_text("utf-8").strip() if is_ours(out) else ""


def recorded(record: Path) -> Record:
    """A record that was written; an empty one if there is none, or a damaged one."""
    try:
        return msgspec.msgpack.decode(record.read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError):
        return Record()


def size_and_mtime(path: str) -> tuple[int, int]:
    """Of a file; OSError if it is not there."""
    stat = os.stat(path)  # noqa: PTH116
    return stat.st_size, stat.st_mtime_ns
