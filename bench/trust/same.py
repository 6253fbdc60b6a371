"""Promise 3: an incremental build equals a clean build byte for byte; so does one elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figures import Figure, tested


def figures(shared: Path) -> Iterator[Figure]:
    """500 random edit sequences, and the demo's heap in another time zone, locale, order and so on. Needs no data."""
    yield from tested("tests/property/test_warm.py", "tests/acceptance/test_anywhere.py")
