"""The name of a member of an archive, and its bytes -> what may be read of it, within limits."""

from __future__ import annotations

import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

from generator.ingest.decode import plain
from generator.ingest.readers.unpack import MOST_BYTES, MOST_TIMES, Bomb
from generator.types import Problem, Raw

Inner = Callable[[str, BinaryIO, Sequence[bytes]], Iterator[Raw | Problem]]
"""Reads a member under its full name with whatever reader knows it, with the bytes of its companions."""

DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the libraries raise on damaged, locked and odd members."""

_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SYSTEM = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)", re.I)


class Budget:
    """How many bytes may still come out of an archive and of those inside it."""

    def __init__(self, packed: Callable[[], int]) -> None:
        self._packed = packed
        self._given = 0
        self.spent = False

    def spend(self, size: int) -> None:
        """Count bytes that came out; raises Bomb where they are more than a heap of texts can hold.

        `packed`, given above, tells how many bytes of the outermost file they came from.
        """
        self._given += size
        if self._given > MOST_BYTES and self._given > MOST_TIMES * max(1, self._packed()):
            self.spent = True
            raise Bomb(f"unpacks to more than {MOST_BYTES:,} bytes and {MOST_TIMES} times its size")


class Member(io.RawIOBase):
    """The bytes of one member. Damage ends them and is told by `trouble`."""

    def __init__(self, inner: Any, budget: Budget) -> None:
        self._inner = inner
        self._budget = budget
        self.trouble = ""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.trouble:
            return 0
        try:
            data = self._inner.read(min(len(buffer), 1 << 20))
        except DAMAGE as error:
            self.trouble = str(error)[:200] or type(error).__name__
            return 0
        buffer[: len(data)] = data
        self._budget.spend(len(data))
        return len(data)


class Names:
    """The names that an archive's members go by: each once, none that leads out of the archive."""

    def __init__(self, archive: str) -> None:
        self._archive = archive
        self._seen: Counter[str] = Counter()
        self.system = 0
        """Files of the operating system that were passed over."""

    def safe(self, given: str) -> str | Problem:
        """The full name under which a member is read; "" for a file of the operating system; a Problem if refused."""
        name = _CONTROL.sub("\ufffd", plain(given)).removeprefix("./")
        where = f"{self._archive}/{name[:300]}"
        if name.startswith(("/", "\\")) or _DRIVE.match(name) or ".." in re.split(r"[/\\]", name):
            hint = "Such names are made to write outside of a folder. Nothing of it was read."
            return Problem("error", where, "a member whose name leads out of the archive: refused", hint)
        if _SYSTEM.search(name):
            self.system += 1
            return ""
        self._seen[name] += 1
        count = self._seen[name]
        return f"{self._archive}/{name}" if count == 1 else f"{self._archive}/{name} ({count})"


def read_member(name: str, member: Member, inner: Inner, companions: Sequence[bytes] = ()) -> Iterator[Raw | Problem]:
    """The records of a member under its full name, and what was damaged in it."""
    yield from inner(name, io.BufferedReader(member, 65_536), companions)
    if member.trouble:
        hint = "What could be read before the damage is kept. Fetch the archive again if you can."
        yield Problem("error", name, f"the packed data are damaged: {member.trouble}", hint)


def told(name: str, names: Names) -> Iterator[Problem]:
    """A note on what was passed over."""
    if names.system:
        yield Problem("note", name, f"{names.system} files of the operating system are passed over")
