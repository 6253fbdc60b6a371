"""Folders of a site -> the files in them as values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.edge import disk
from generator.edge.cache import digest_of
from generator.edge.disk import Found
from generator.edge.work import Work
from generator.types import Problem, Stop, TextFile

Files = Sequence[tuple[TextFile, Found]]
Walked = tuple[Sequence[Found], Sequence[Problem]]


class Contents(NamedTuple):
    """The content files of a site."""

    entries: Files
    notes: Files
    copies: Files


class Seen:
    """The folders of content files as a run sees them: each is looked through once, unless something was written."""

    def __init__(self) -> None:
        self._walked: dict[Path, Walked] = {}
        self._found: dict[Path, tuple[Files, Sequence[Problem]]] = {}

    def walk(self, folder: Path) -> Walked:
        """As disk.walk."""
        if folder not in self._walked:
            self._walked[folder] = disk.walk(folder)
        return self._walked[folder]

    def files(self, folder: Path, work: Work, paranoid: bool = False) -> tuple[Files, Sequence[Problem]]:
        """As `text_files`."""
        if folder not in self._found:
            self._found[folder] = _texts(self.walk(folder), work, paranoid)
        return self._found[folder]

    def forget(self) -> None:
        """Something was written into the folders."""
        self._walked.clear()
        self._found.clear()


def text_files(folder: Path, work: Work, paranoid: bool = False) -> tuple[Files, Sequence[Problem]]:
    """The Markdown files below a folder with their digests, and where each really is; and what cannot be read."""
    return _texts(disk.walk(folder), work, paranoid)


def _texts(walked: Walked, work: Work, paranoid: bool) -> tuple[Files, Sequence[Problem]]:
    found = [file for file in walked[0] if file.path.lower().endswith((".md", ".markdown"))]
    digests, unreadable = disk.digests(found, work.cache, paranoid)
    files = [(TextFile(file.path, digests[file.path]), file) for file in found if file.path in digests]
    return files, [*walked[1], *unreadable]


def reading(files: Sequence[tuple[TextFile, Found]]) -> Callable[[TextFile], bytes]:
    """What brings the bytes of one of these files. It raises Stop if they are not those that were found."""
    real = {file.path: found.real for file, found in files}

    def data(file: TextFile) -> bytes:
        text = disk.read(real[file.path])
        if digest_of(text) != file.digest:
            hint = "Let it be, and build again."
            raise Stop(Problem("error", file.path, "was changed while it was being read", hint))
        return text

    return data
