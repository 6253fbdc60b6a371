"""Raw files of this machine -> their records, read in a process apart, where none of them can stop the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from generator.edge import disk
from generator.edge.disk import Found
from generator.edge.work import Work
from generator.ingest import readers
from generator.ingest.readers import beside
from generator.types import Digest, Problem, Raw, RawFile


class Task(NamedTuple):
    """A raw file that is to be read."""

    raw: RawFile
    real: str
    beside: tuple[tuple[Digest, str], ...]
    """Of the files that say more about it the digests, and where they are."""


def tasks(files: Sequence[tuple[RawFile, Found]]) -> list[Task]:
    """The reading of each of these files, among which are those that say more about others."""
    named = {raw.path: (raw.digest, found.real) for raw, found in files}
    folders = beside.by_folder(named)
    more = (tuple(named[name] for name in beside.companions(raw.path, folders)) for raw, _ in files)
    return [Task(raw, found.real, each) for (raw, found), each in zip(files, more, strict=True)]


def records(some: Sequence[Task], work: Work) -> Iterator[tuple[int, Raw | Problem]]:
    """What each file holds, after its number, in order; each gives at least one Raw or Problem."""
    return work.stream(_read, some, _unread)


def _read(task: Task) -> Iterator[Raw | Problem]:
    with disk.open_file(task.real) as stream:
        for item in readers.read(task.raw.path, stream, [disk.read(real) for _, real in task.beside]):
            yield _kept(task.raw, item) if isinstance(item, Problem) and item.level == "error" else item


def _unread(task: Task, why: str) -> Raw | Problem:
    hint = "Split it, or save it in another format."
    return _kept(task.raw, Problem("error", task.raw.path, f"reading it {why}: not read on", hint))


def _kept(raw: RawFile, problem: Problem) -> Problem:
    """What could not be read is where it was: its digest tells which bytes are meant, wherever they move."""
    said = f"The raw file has sha256 {raw.digest}." if raw.digest else ""
    return msgspec.structs.replace(problem, hint=f"{problem.hint} {said}".strip())
