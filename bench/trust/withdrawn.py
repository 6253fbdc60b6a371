"""Promise 8: a withdrawn document is nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figures import Figure, tested


def figures(shared: Path) -> Iterator[Figure]:
    """Random withdrawals, every byte of site, content, cache and bag searched, packed ones unpacked. Needs no data."""
    yield from tested("tests/property/test_withdrawn.py", "tests/acceptance/test_index_traces.py")
