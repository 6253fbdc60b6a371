"""Folders and files: what is there, its digests without reading it twice, and writes that are whole or not at all."""

from __future__ import annotations

import ctypes
import fnmatch
import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from generator.edge.cache import Cache
from generator.types import Digest, Problem, Stop


class Found(Struct, frozen=True):
    """A file in a folder."""

    path: str
    """Relative to the folder, with forward slashes; bytes that are not UTF-8 are shown as \\xNN."""
    real: str
    size: int
    mtime: int
    """Nanoseconds."""
    inode: int


def walk(root: Path, ignore: Sequence[str] = ()) -> tuple[list[Found], list[Problem]]:
    """All files below `root`, by path; dot files and those that match `ignore` are left out.

    A link is not followed (it may lead out of the folder) and is reported, as is a folder that cannot be read.
    """
    found: list[Found] = []
    problems: list[Problem] = []
    waiting = [(str(root), "")]
    while waiting:
        folder, prefix = waiting.pop()
        try:
            items = list(os.scandir(folder))
        except OSError as error:
            if prefix or not isinstance(error, FileNotFoundError):
                problems.append(_unreadable(prefix or root.name, error))
            continue
        for item in items:
            path = prefix + (item.name if item.name.isascii() else _clean(item.name))
            if item.name.startswith(".") or (ignore and any(fnmatch.fnmatch(path, pattern) for pattern in ignore)):
                continue
            if item.is_file(follow_symlinks=False):
                stat = item.stat(follow_symlinks=False)
                found.append(Found(path, item.path, stat.st_size, stat.st_mtime_ns, stat.st_ino))
            elif item.is_dir(follow_symlinks=False):
                waiting.append((item.path, f"{path}/"))
            elif item.is_symlink():
                hint = "Put the file itself into the folder."
                problems.append(Problem("warning", path, "a link is not followed", hint))
    found.sort(key=attrgetter("path"))
    return found, problems


def digests(found: Sequence[Found], cache: Cache, paranoid: bool = False) -> tuple[dict[str, Digest], list[Problem]]:
    """The digest of each file that can be read, by path; only files whose size, mtime or inode changed are read.

    As git's index does; a file changed within two seconds of now is not trusted next time, for a second change in the
    same tick of the clock would not show. `paranoid` reads all.
    """
    known = {} if paranoid else cache.stats()
    result: dict[str, Digest] = {}
    fresh = []
    problems = []
    for file in found:
        if (old := known.get(file.real)) and old[:3] == (file.size, file.mtime, file.inode):
            result[file.path] = old[3]
            continue
        try:
            result[file.path] = _digest(file.real)
        except OSError as error:
            problems.append(_unreadable(file.path, error))
            continue
        fresh.append((file.real, file.size, file.mtime, file.inode, result[file.path]))
    if fresh:
        newest = _now(cache)
        cache.keep_stats(row for row in fresh if row[2] < newest - 2_000_000_000)
    return result, problems


def read(path: str | Path) -> bytes:
    """The bytes of a file."""
    with open(path, "rb") as file:  # noqa: PTH123 - of an archive's files Path takes longer than reading them
        return file.read()


def open_file(path: str) -> BinaryIO:
    """A file to be read in a stream."""
    return Path(path).open("rb")


def write(root: Path, path: str, data: bytes, *, sync: bool = True) -> None:
    """Write a file below `root`, whole or not at all: to a temporary name, to the disk (`sync`), then renamed."""
    target = inside(root, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name[:200]}.new")
    with temporary.open("wb") as file:
        file.write(data)
        if sync:
            file.flush()
            os.fsync(file.fileno())
    temporary.replace(target)


def remove(root: Path, path: str) -> None:
    """Take a file below `root` away, and the folders that are empty then."""
    target = inside(root, path)
    target.unlink(missing_ok=True)
    parent = target.parent
    while parent != root and not any(parent.iterdir()):
        parent.rmdir()
        parent = parent.parent


def sync(folder: Path) -> None:
    """Bring all that was written to the disk that holds `folder`, where the system can.

    OSError if it did not arrive. Only syncfs(2) of Linux tells; sync(2) starts the same and says nothing.
    """
    library = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    if hasattr(library, "syncfs"):
        assert library is not None
        place = os.open(folder, os.O_RDONLY)
        try:
            if library.syncfs(place) != 0:
                code = ctypes.get_errno()
                raise OSError(code, os.strerror(code))
        finally:
            os.close(place)
    elif hasattr(os, "sync"):
        os.sync()


def inside(root: Path, path: str) -> Path:
    """The real place of `path` below `root`. Stop if it would lie elsewhere: through .., an absolute path or a link."""
    target = root / path
    if (
        not target.parent.resolve().is_relative_to(root.resolve())
        or target.name in ("", ".", "..")
        or target.is_symlink()
    ):
        raise Stop(
            Problem("error", path, f"would be written outside {root.name}/", "This is a fault of fonds: report it.")
        )
    return target


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a text file; none if it is not there."""
    text = path.read_text("utf-8") if path.exists() else ""
    if text:
        yield from text.removesuffix("\n").split("\n")  # splitlines would also end a line at U+2028 within a name


def _now(cache: Cache) -> int:
    """The clock of the file system that holds the cache, in nanoseconds."""
    if cache.path is None:
        return 0
    probe = cache.path.with_name("clock")
    probe.write_bytes(b"")
    return probe.stat().st_mtime_ns


def _digest(path: str) -> Digest:
    with open(path, "rb") as file:  # noqa: PTH123
        return hashlib.file_digest(file, "sha256").hexdigest()


def _clean(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _unreadable(path: str, error: OSError) -> Problem:
    return Problem("error", path, f"cannot be read: {error.strerror}", "Check its rights and its disk.")
