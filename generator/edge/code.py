"""The program itself -> one digest: part of the key of every step, so that a changed program computes anew."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from generator.types import Digest

_SHAPING = (
    "Markdown", "Jinja2", "PyYAML", "pagefind-bin", "nh3", "lxml", "trafilatura", "htmldate", "courlan",
    "charset-normalizer", "ftfy", "py3langid", "numpy", "dateparser", "justext", "brotli", "rjsmin",
    "zstandard", "pagefind-bin-extended",
)  # fmt: skip
"""Libraries whose versions shape what steps compute."""
_LEFT = (".dist-info", ".egg-info")
"""PyPA, "Recording installed projects": name, with underscores, and version."""


def digest() -> Digest:
    """Changes with any source file of the package and with the version of any library that shapes results."""
    total = hashlib.sha256()
    home = Path(__file__).parents[1]
    for path in sorted(home.rglob("*.py")):
        total.update(f"{path.relative_to(home).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    known = installed()
    for name in _SHAPING:
        total.update(f"{name} {known.get(_plain(name), 'none')}\0".encode())
    return total.hexdigest()


def installed() -> dict[str, str]:
    """Versions of libraries by plain name, as installers call the folders that they leave beside them.

    importlib.metadata would read and parse a file of each, and takes a tenth of an unchanged build to load.
    """
    found: dict[str, str] = {}
    for folder in map(Path, sys.path):
        names = [path.stem for ending in _LEFT for path in folder.glob(f"*{ending}")] if folder.is_dir() else []
        for name in names:
            plain, _, version = name.partition("-")
            found.setdefault(_plain(plain), version)
    return found


def _plain(name: str) -> str:
    """The name as all spellings of it are compared."""
    return name.lower().replace("-", "_").replace(".", "_")
