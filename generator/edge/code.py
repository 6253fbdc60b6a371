"""The program itself -> one digest: part of the key of every step, so that a changed program computes anew."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator.types import Digest

_SHAPING = (
    "Markdown", "Jinja2", "PyYAML", "pagefind-bin", "nh3", "lxml", "trafilatura", "htmldate", "courlan",
    "charset-normalizer", "ftfy", "py3langid", "numpy", "dateparser", "justext", "brotli", "rjsmin",
    "zstandard", "pagefind-bin-extended",
)  # fmt: skip
"""Libraries whose versions shape what steps compute."""


def digest() -> Digest:
    """Changes with any source file of the package and with the version of any library that shapes results."""
    total = hashlib.sha256()
    home = Path(__file__).parents[1]
    for path in sorted(home.rglob("*.py")):
        total.update(f"{path.relative_to(home).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    for name in _SHAPING:
        try:
            total.update(f"{name} {version(name)}\0".encode())
        except PackageNotFoundError:
            total.update(f"{name} none\0".encode())
    return total.hexdigest()
