"""Paths and digests <-> manifest-sha256.txt, as BagIt writes it (RFC 8493, 2.1.3) and `sha256sum -c` reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.types import Digest

NAME = "manifest-sha256.txt"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_UNSAFE = re.compile(r"[%\x00-\x1f\x7f-\x9f\u2028\u2029]|\s+(?=/|$)")
_CODED = re.compile(r"%(0[AaDd]|25)")


def show(digests: Mapping[str, Digest]) -> str:
    """A line for each file, in the order of paths."""
    return "".join(f"{digests[path]}  {coded(path)}\n" for path in sorted(digests))


def parse(text: str) -> dict[str, Digest] | None:
    """What `show` wrote; None if it is not just that: a line is damaged, missing its end, or out of order."""
    lines = (_LINE.fullmatch(line) for line in text.split("\n")[:-1])
    found = {plain(line[2]): line[1] for line in lines if line}
    return found if show(found) == text else None


def coded(path: str) -> str:
    """A path as a manifest holds it: only per cent signs and line ends are encoded (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def plain(path: str) -> str:
    """The path that a manifest means."""
    return _CODED.sub(lambda found: chr(int(found[1], 16)), path)


def tame(paths: Iterable[str]) -> dict[str, str]:
    """Each path -> a path that all tools read alike: without per cent signs, controls, and blanks at the end of a name.

    bagit-python 1.9 does not decode %25, as RFC 8493 asks, and takes U+2028 and the like for the end of a line. What
    changes gets "_", and a number if another file is called so.
    """
    ordered = sorted(paths, key=lambda path: (bool(_UNSAFE.search(path)), path))
    taken: set[str] = set()
    found = {}
    for path in ordered:
        wish = name = _UNSAFE.sub("_", path)
        number = 2
        while name in taken:
            name, number = f"{wish}_{number}", number + 1
        taken.add(name)
        found[path] = name
    return found


def compare(told: Mapping[str, Digest], there: Mapping[str, Digest]) -> list[tuple[str, str]]:
    """(path, "changed", "missing" or "extra") for each file that is not as the manifest tells it, by path."""
    paths = sorted(told.keys() | there.keys())
    return [(path, _state(told.get(path), there.get(path))) for path in paths if told.get(path) != there.get(path)]


def _state(told: Digest | None, there: Digest | None) -> str:
    if told is None:
        return "extra"
    return "missing" if there is None else "changed"
