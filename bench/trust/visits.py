"""Promise 7: requests to anywhere else while every page of an archive is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figures import Figure, tested


def figures(shared: Path) -> Iterator[Figure]:
    """The figures of the browser test."""
    yield from tested("tests/browser/test_visits.py")
