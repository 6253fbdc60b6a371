"""Promise 1: a raw byte that came in can always be got out, and every damage is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figures import Figure, tested


def figures(shared: Path) -> Iterator[Figure]:
    """All public data exported again, and a thousand planted damages."""
    yield from tested(
        "tests/acceptance/test_export.py", "tests/acceptance/test_damages.py", "tests/acceptance/test_bags.py"
    )
