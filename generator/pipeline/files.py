"""Folders of a site -> the files in them as values."""

from __future__ import annotations

from pathlib import Path

from generator.edge import disk
from generator.edge.disk import Found
from generator.edge.work import Work
from generator.types import Problem, TextFile


def text_files(folder: Path, work: Work, paranoid: bool = False) -> tuple[list[tuple[TextFile, Found]], list[Problem]]:
    """The Markdown files below a folder with their digests, and where each really is."""
    found, trouble = disk.walk(folder)
    found = [file for file in found if file.path.lower().endswith((".md", ".markdown"))]
    digests, unreadable = disk.digests(found, work.cache, paranoid)
    files = [(TextFile(file.path, digests[file.path]), file) for file in found if file.path in digests]
    return files, [*trouble, *unreadable]
