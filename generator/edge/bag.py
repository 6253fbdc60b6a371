"""Files -> a bag that archives of other houses can take in and check (BagIt 1.0, RFC 8493)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.edge import disk
from generator.types import Digest, Problem, Stop

DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS = ("sha256", "sha512")
"""Those that every tool must know (RFC 8493, 2.4)."""
_BLOCK = 1 << 20
Show = Callable[[Mapping[str, Digest]], str]
"""Paths and digests -> the text of a manifest."""


def write(target: Path, payload: Mapping[str, Path], tags: Mapping[str, str], show: Show) -> tuple[int, int]:
    """Make a bag of files, each at its path below data/; gives their number and their bytes.

    It is made beside `target` and gets its name when it is whole. Stop if `target` holds anything; OSError if a file
    cannot be read or written. `tags`: the texts of tag files, such as bag-info.txt, by name; Payload-Oxum is reckoned
    here and added to that.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Stop(Problem("error", str(target), "is not an empty folder", "Name a folder that is not there yet."))
    part = target.with_name(f"{target.name}.part")
    digests: dict[str, tuple[Digest, ...]] = {}
    size = 0
    for path, source in sorted(payload.items()):
        digests[f"data/{path}"], count = _copied(source, disk.inside(part, f"data/{path}"))
        size += count
    (part / "data").mkdir(parents=True, exist_ok=True)
    tags = {"bagit.txt": DECLARATION, **tags}
    tags["bag-info.txt"] = f"{tags.get('bag-info.txt', '')}Payload-Oxum: {size}.{len(payload)}\n"
    for place, name in enumerate(ALGORITHMS):
        tags[f"manifest-{name}.txt"] = show({path: found[place] for path, found in digests.items()})
    named = dict(tags)
    for name in ALGORITHMS:
        of_tags = {path: hashlib.new(name, text.encode()).hexdigest() for path, text in named.items()}
        tags[f"tagmanifest-{name}.txt"] = show(of_tags)
    for path, text in tags.items():
        disk.write(part, path, text.encode())
    disk.sync(part)
    part.replace(target)
    return len(payload), size


def _copied(source: Path, target: Path) -> tuple[tuple[Digest, ...], int]:
    """Copy a file; gives its digests, of the very bytes that were copied, and how many there are."""
    target.parent.mkdir(parents=True, exist_ok=True)
    sums = [hashlib.new(name) for name in ALGORITHMS]
    size = 0
    with source.open("rb") as old, target.open("wb") as new:
        while block := old.read(_BLOCK):
            new.write(block)
            size += len(block)
            for one in sums:
                one.update(block)
    return tuple(one.hexdigest() for one in sums), size
