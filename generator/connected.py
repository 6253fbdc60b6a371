"""Links between numbered things -> what hangs together over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def connected(links: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """The connected components of a graph given by its edges: each with its members sorted, in order of the first."""
    beside: dict[int, set[int]] = {}
    for one, other in links:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    seen: set[int] = set()
    for start in sorted(beside):
        if start in seen:
            continue
        members = [start]
        seen.add(start)
        for member in members:
            fresh = beside[member] - seen
            seen |= fresh
            members += fresh
        yield sorted(members)
