"""A folder -> the digests of each file in it, read now: what verify compares with a manifest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from generator.types import Digest

_BLOCK = 1 << 20


def digests(folder: Path) -> dict[str, Digest]:
    """Path -> sha256 of every file below a folder, hidden ones and links too; of what cannot be read the digest is "".

    Nothing that is remembered is trusted: each byte is read.
    """
    return {path: found[0] for path, (found, _) in sums(folder, ["sha256"]).items()}


def sums(folder: Path, algorithms: Sequence[str]) -> dict[str, tuple[tuple[Digest, ...], int]]:
    """The same by several algorithms of hashlib at once, and the size of each file in bytes."""
    found = {}
    for at, folders, names in os.walk(folder):
        links = [name for name in folders if Path(at, name).is_symlink()]
        for name in (*names, *links):
            real = Path(at, name)
            path = real.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
            found[path.decode("utf-8", "backslashreplace")] = _sums(real, algorithms)
    return found


def _sums(path: Path, algorithms: Sequence[str]) -> tuple[tuple[Digest, ...], int]:
    nothing = ("",) * len(algorithms), 0
    if path.is_symlink() or not path.is_file():
        return nothing
    made = [hashlib.new(name) for name in algorithms]
    size = 0
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                size += len(block)
                for one in made:
                    one.update(block)
    except OSError:
        return nothing
    return tuple(one.hexdigest() for one in made), size
