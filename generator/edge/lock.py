"""One run at a time in one site, and one change at a time of what stands in a folder: the second waits."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes], wait: bool) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return wait and _take(file, wait)
        return True
else:
    import fcntl

    def _take(file: IO[bytes], wait: bool) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True


@contextmanager
def alone(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of a folder; if another process holds it, call `waiting` once and wait. A kill frees it.

    Whoever holds it may delete the folder: who waits then takes the lock of the new one.
    """
    said = False
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("ab") as file:
            if not _take(file, wait=False):
                if not said:
                    waiting()
                said = _take(file, wait=True)
            if _is_still(file, folder / "lock"):
                yield
                return


@contextmanager
def within(folder: Path) -> Iterator[None]:
    """Hold the lock of what stands in a folder, whichever site it is of; who holds it already is waited for.

    The folder itself is locked, so that no file of ours lies beside what others publish there. Where the system or its
    file system has no such lock (Windows, some network drives), nothing is held.
    """
    if sys.platform == "win32":
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    place = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)


def _is_still(file: IO[bytes], path: Path) -> bool:
    """Whether a path still leads to the file that was opened."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
