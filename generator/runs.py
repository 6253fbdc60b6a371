"""Two sequences of words or letters -> the runs in which they agree, in the order of both.

Anchors are items that stand exactly once on each side ("patience", after B. Cohen), the longest rising chain of them is
kept (Fredman 1975), and each gap between anchors is treated the same way. What is then left is compared exactly if it
is small. n log n, at most ROUNDS times.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence, Set
from difflib import SequenceMatcher
from itertools import compress

ROUNDS = 6
"""How often a gap is searched for anchors of its own."""

_TINY = 64
"""Largest product up to which that takes less without SequenceMatcher's tables; most gaps are so small."""

_STEP = 16
"""Items that are compared at a time."""

SMALL = 2_500
"""Largest product of two gaps' lengths that is compared exactly."""

Run = tuple[int, int, int]
"""a[i:i+n] == b[j:j+n]: (i, j, n)."""


def agreeing_runs(a: Sequence[str], b: Sequence[str]) -> list[Run]:
    """The runs in which two sequences agree: disjoint, rising on both sides, neighbours joined."""
    found: list[Run] = []
    _between(a, b, (0, len(a), 0, len(b)), ROUNDS, found)
    found.sort()
    joined: list[Run] = []
    for i, j, n in found:
        if joined and joined[-1][0] + joined[-1][2] == i and joined[-1][1] + joined[-1][2] == j:
            joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + n)
        else:
            joined.append((i, j, n))
    return joined


_Gap = tuple[int, int, int, int]


def _between(a: Sequence[str], b: Sequence[str], gap: _Gap, rounds: int, found: list[Run]) -> None:
    """Add the runs inside a[i:i_end] and b[j:j_end] to `found`."""
    ends, gap = _ends(a, b, gap)
    found += ends
    i, i_end, j, j_end = gap
    if i == i_end or j == j_end:
        return
    if (i_end - i) * (j_end - j) <= SMALL:
        _exactly(a, b, gap, found)
        return
    for x, y in _rising(_single(a, b, gap)) if rounds else []:
        if x < i or y < j:
            continue  # within the run of the anchor before
        if x > i and y > j:
            _between(a, b, (i, x, j, y), rounds - 1, found)
        n = _length(a, b, (x, i_end, y, j_end))
        found.append((x, y, n))
        i, j = x + n, y + n
    if (i, j) != gap[::2] and i < i_end and j < j_end:
        _between(a, b, (i, i_end, j, j_end), rounds - 1, found)


def _length(a: Sequence[str], b: Sequence[str], gap: _Gap) -> int:
    """How many items agree at the beginning of a gap."""
    i, i_end, j, j_end = gap
    most = min(i_end - i, j_end - j)
    n = 0
    while n + _STEP <= most and a[i + n : i + n + _STEP] == b[j + n : j + n + _STEP]:
        n += _STEP
    while n < most and a[i + n] == b[j + n]:
        n += 1
    return n


def _ends(a: Sequence[str], b: Sequence[str], gap: _Gap) -> tuple[list[Run], _Gap]:
    """What agrees at the beginning and at the end of a gap, and the gap without it."""
    i, i_end, j, j_end = gap
    first, last = _length(a, b, gap), 0
    most = min(i_end - i, j_end - j) - first
    while last + _STEP <= most and a[i_end - last - _STEP : i_end - last] == b[j_end - last - _STEP : j_end - last]:
        last += _STEP
    while last < most and a[i_end - 1 - last] == b[j_end - 1 - last]:
        last += 1
    runs = [(i, j, first), (i_end - last, j_end - last, last)]
    return [run for run in runs if run[2]], (i + first, i_end - last, j + first, j_end - last)


def _single(a: Sequence[str], b: Sequence[str], gap: _Gap) -> list[tuple[int, int]]:
    """Where the items stand that each side of a gap has exactly once, in the order of `a`."""
    i, i_end, j, j_end = gap
    left, right = a[i:i_end], b[j:j_end]
    found = _once(left) & _once(right)
    if not found:
        return []
    kept = [*map(found.__contains__, left)]
    there = dict(zip(right, range(j, j_end), strict=True))
    return [*zip(compress(range(i, i_end), kept), map(there.__getitem__, compress(left, kept)), strict=True)]


def _once(items: Sequence[str]) -> Set[str]:
    """The items that stand once."""
    counts = Counter(items)
    return counts.keys() if len(counts) == len(items) else {item for item, count in counts.items() if count == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs that rises on both sides; `pairs` rise on the first."""
    others = [y for _, y in pairs]
    if others == sorted(others):
        return list(pairs)
    tails: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for index, (_, y) in enumerate(pairs):
        place = bisect_left(tails, y)
        before.append(holders[place - 1] if place else -1)
        tails[place : place + 1] = [y]
        holders[place : place + 1] = [index]
    chain: list[tuple[int, int]] = []
    at = holders[-1] if holders else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _exactly(a: Sequence[str], b: Sequence[str], gap: _Gap, found: list[Run]) -> None:
    i, i_end, j, j_end = gap
    left, right = a[i:i_end], b[j:j_end]
    if set(left).isdisjoint(right):
        return
    if len(left) * len(right) <= _TINY:
        _tiny(a, b, gap, found)
        return
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    found += [(i + x, j + y, n) for x, y, n in matcher.get_matching_blocks() if n]


def _tiny(a: Sequence[str], b: Sequence[str], gap: _Gap, found: list[Run]) -> None:
    """As SequenceMatcher does it, without its tables: the longest run, the first of several, then what is around it."""
    i, i_end, j, j_end = gap
    best = (i, j, 0)
    for x in range(i, i_end):
        for y in range(j, j_end):
            if a[x] == b[y] and (n := _length(a, b, (x, i_end, y, j_end))) > best[2]:
                best = (x, y, n)
    x, y, n = best
    if n:
        found.append(best)
        _tiny(a, b, (i, x, j, y), found)
        _tiny(a, b, (x + n, i_end, y + n, j_end), found)
