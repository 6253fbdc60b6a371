"""Promise 5: nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figures import Figure, tested


def figures(shared: Path) -> Iterator[Figure]:
    """Cuts of all WARC, gzip and JSON Lines files of the public data, and sections planted into pages."""
    yield from tested("tests/acceptance/test_loss.py")
