"""A tar archive -> the records of its members, each read as if it were a file of the heap."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from generator.ingest.readers.members import DAMAGE, Budget, Inner, Member, Names, read_member, told
from generator.types import Problem, Raw

NAME = "tar"

_KINDS = (
    ("issym", "a link to another file"),
    ("islnk", "a link to another file"),
    ("isdev", "a device"),
)

_AGAIN = "The members before the damage are kept. Fetch it again if you can."


def sniff(name: str, head: bytes) -> bool:
    """A file with the mark of POSIX tar, or of the form before it with a header that adds up."""
    return head[257:262] == b"ustar" or (name.lower().endswith(".tar") and _adds_up(head[:512]))


def _adds_up(header: bytes) -> bool:
    """The header's sum of bytes stands in it as an octal number."""
    digits = header[148:156].strip(b" \0")
    if len(header) < 512 or not digits or digits.strip(b"01234567"):
        return False
    return int(digits, 8) == sum(header[:148]) + sum(header[156:]) + 8 * 32


def read(name: str, stream: BinaryIO, inner: Inner, budget: Budget) -> Iterator[Raw | Problem]:
    """The records of the members in their order, under `archive.tar/inner/path`, as the stream brings them.

    `inner` reads a member; `budget` is that of the outermost file. Links and devices, and members named to
    lead out of the archive, are refused by name. Nothing is written to the disk.
    """
    names = Names(name)
    number = 0
    watched = _Watched(stream)
    try:
        archive = tarfile.open(fileobj=io.BufferedReader(watched, 65_536), mode="r|", errorlevel=1)  # noqa: SIM115 - the stream is the caller's
        for info in archive:
            number += 1
            yield from _member(archive, info, names, inner, budget)
            if budget.spent:
                yield Problem("error", name, f"a decompression bomb: not read on after {number} members")
                return
    except DAMAGE as error:
        yield Problem("error", name, f"the archive is damaged after {number} members: {error}"[:300], _AGAIN)
        return
    if wrong := watched.wrong(archive.offset):
        yield Problem("error", name, f"the archive is damaged after {number} members: {wrong}", _AGAIN)
    elif not number:
        yield Problem("warning", name, "an empty archive", "Take it out.")
    yield from told(name, names)


class _Watched(io.RawIOBase):
    """A stream that knows where its last byte that is not zero stands, and where it ends."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        self._size = 0
        self._last = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        bare = data.rstrip(b"\0")
        self._last = self._size + len(bare) if bare else self._last
        self._size += len(data)
        return len(data)

    def wrong(self, end: int) -> str:
        """What is wrong behind the last member, where only zeros may stand: the library ends there in silence."""
        while self.read(1 << 16):
            pass
        if self._last > end:
            return f"{self._last - end:,} bytes are no member"
        return "its end mark is missing" if self._size < end + 512 else ""


def _member(
    archive: tarfile.TarFile, info: tarfile.TarInfo, names: Names, inner: Inner, budget: Budget
) -> Iterator[Raw | Problem]:
    if info.isdir():
        return
    full = names.safe(info.name)
    if isinstance(full, Problem):
        yield full
        return
    if not full:
        return
    if what := next((what for test, what in _KINDS if getattr(info, test)()), ""):
        yield Problem("error", full, f"{what}: refused", "Put the file itself into the archive.")
        return
    opened = archive.extractfile(info)
    if opened:
        yield from read_member(full, Member(opened, budget), inner)
