"""A folder -> the digest of each file in it, read now: what verify compares with a manifest."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from generator.types import Digest


def digests(folder: Path) -> dict[str, Digest]:
    """Path -> sha256 of every file below a folder, hidden ones and links too; of what cannot be read the digest is "".

    Nothing that is remembered is trusted: each byte is read.
    """
    found = {}
    for at, _, names in os.walk(folder):
        for name in names:
            real = Path(at, name)
            path = real.relative_to(folder).as_posix().encode("utf-8", "surrogateescape")
            found[path.decode("utf-8", "backslashreplace")] = _digest(real)
    return found


def _digest(path: Path) -> Digest:
    if path.is_symlink():
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
