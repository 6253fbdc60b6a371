"""Promise 11: hostile requests to the preview server (tests/unit/edge/test_serve.py lists them)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figures import Figure, tested


def figures(shared: Path) -> Iterator[Figure]:
    """The figures of the tests of the preview."""
    yield from tested("tests/unit/edge/test_serve.py")
