"""Promise 12: what is installed is pinned by digest, actions by commit; a build and its workers open no connection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figures import Figure, tested


def figures(shared: Path) -> Iterator[Figure]:
    """The figures of the tests of the locks, the workflows and the network."""
    yield from tested("tests/test_project.py", "tests/fault/test_network.py")
