"""Promise 2: a build replaces the whole site or nothing, whatever fails and whenever it is killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figures import Figure, tested


def figures(shared: Path) -> Iterator[Figure]:
    """Every Nth write fails, kill -9 at points and moments, a full disk, two at once. Needs no data."""
    yield from tested("tests/fault")
