"""What entries have in common (names, words, passages) -> pairs of entries, with the weight of what they share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[np.int64]]

REACH = 6
"""How many places before and after, among those that share one thing, are looked at: keeps the work linear and the
result local."""
WHOLE = 100_000
"""The weight of one thing that two entries share, before it is divided: whole numbers add up alike in any order."""
BAND = 4
"""Values of a sketch that must agree before two are compared: of texts half alike 1 in 16 of their bands agree."""
ALIKE = 0.25
"""Of two sketches, from which on their texts share passages and not by chance alone."""
STEP = 20_000
"""Places, or pairs, that are looked at at once."""


class Pairs(NamedTuple):
    """Pairs of places, the lower one first; each pair once, in order."""

    one: Numbers
    other: Numbers
    weight: Numbers
    units: Numbers
    """Of the things that they share, added up."""


class Postings(NamedTuple):
    """Which place has which thing: sorted by thing, then place."""

    thing: Numbers
    place: Numbers
    holders: Numbers
    """How many places have the thing."""


@lru_cache(maxsize=1 << 17)
def number_of(name: str) -> int:
    """A number for a word, the same on every machine; two words in a million share one."""
    return crc32(name.encode("utf-8", "surrogatepass"))


def postings(things: Sequence[Sequence[int]], most: int = 0) -> Postings:
    """The things of each place, turned round, without those that one place has, or more than `most` (0: no limit)."""
    import numpy as np  # takes 0.1 s: only those who need it

    sizes = np.fromiter(map(len, things), np.int64, len(things))
    flat = np.fromiter(chain.from_iterable(things), np.int64, int(sizes.sum()))
    place = np.repeat(np.arange(len(things), dtype=np.int64), sizes)
    order = np.argsort(flat, kind="stable")
    flat, place = flat[order], place[order]
    again = np.concatenate(([False], (flat[1:] == flat[:-1]) & (place[1:] == place[:-1])))
    flat, place = flat[~again[: len(flat)]], place[~again[: len(flat)]]
    _, counts = np.unique(flat, return_counts=True)
    holders = np.repeat(counts, counts)
    kept = (holders > 1) & ((holders <= most) if most else True)
    return Postings(flat[kept], place[kept], holders[kept])


def pairs(found: Postings, units: Numbers, total: int, least: int = 1) -> Pairs:
    """The pairs of places, of `total`, that share things of `least` units and stand near each other among the holders.

    `units` says of each posting how much its thing tells. It weighs less the more places have it (by the number of
    binary digits of that count, so that one place more rarely changes anything elsewhere).
    """
    import numpy as np

    weights = units * WHOLE // (np.floor(np.log2(np.maximum(found.holders, 1))).astype(np.int64) + 1)
    blocks = [_block(found, units, weights, start, total, least) for start in range(0, max(total, 1), STEP)]
    return Pairs(*map(np.concatenate, zip(*blocks, strict=True)))


def _block(found: Postings, units: Numbers, weights: Numbers, start: int, total: int, least: int) -> Pairs:
    """Those whose lower place is one of the STEP from `start` on: all at once would take much memory."""
    import numpy as np

    keys, values, told = [], [], []
    inside = (found.place >= start) & (found.place < start + STEP)
    for step in range(1, REACH + 1):
        same = (found.thing[:-step] == found.thing[step:]) & inside[:-step]
        keys.append(found.place[:-step][same] * total + found.place[step:][same])
        values.append(weights[:-step][same])
        told.append(units[:-step][same])
    key, value, unit = (np.concatenate(column) for column in (keys, values, told))
    enough = _may_do(key, unit, least)
    summed = _summed(key[enough], value[enough], unit[enough], total)
    return Pairs(*(column[summed.units >= least] for column in summed))


def _may_do(key: Numbers, units: Numbers, least: int) -> Any:
    """Which can come to `least` units: most pairs share one thing, and to add up only the others takes a fifth."""
    import numpy as np

    ranked = np.sort(key)
    again = ranked[1:][ranked[1:] == ranked[:-1]]
    if not len(again):
        return units >= least
    at = np.minimum(np.searchsorted(again, key), len(again) - 1)
    return (units >= least) | (again[at] == key)


def joined(parts: Sequence[Pairs], total: int) -> Pairs:
    """The pairs of all parts, their weights added."""
    import numpy as np

    key = np.concatenate([part.one * total + part.other for part in parts])
    weight, units = (np.concatenate([part[at] for part in parts]) for at in (2, 3))
    return _summed(key, weight, units, total)


def _summed(key: Numbers, weight: Numbers, units: Numbers, total: int) -> Pairs:
    import numpy as np

    if not len(key):
        return Pairs(key, key, weight, units)
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    one, other = np.divmod(key[starts], total)
    return Pairs(one, other, np.add.reduceat(weight[order], starts), np.add.reduceat(units[order], starts))


def passages(sketches: Sequence[bytes], unit: int) -> Pairs:
    """Pairs of texts that share long passages, by their sketches (sketch.py; a text too short for one has none).

    Those are compared of which a whole band agrees (locality-sensitive hashing: Indyk and Motwani 1998). The weight is
    `unit` times the share of values that agree.
    """
    import numpy as np

    held = [place for place, sketch in enumerate(sketches) if sketch]
    total = len(sketches)
    nothing = np.zeros(0, np.int64)
    if len(held) < 2:
        return Pairs(nothing, nothing, nothing, nothing)
    values = np.frombuffer(b"".join(sketches[place] for place in held), "<u2").reshape(len(held), -1)
    keys = [nothing]
    for band in range(values.shape[1] // BAND):
        thing = np.ascontiguousarray(values[:, band * BAND : (band + 1) * BAND]).view("<i8")[:, 0].astype(np.int64)
        order = np.argsort(thing, kind="stable")
        for step in range(1, REACH + 1):
            same = thing[order][:-step] == thing[order][step:]
            keys.append(order[:-step][same] * total + order[step:][same])
    one, other = np.divmod(np.unique(np.concatenate(keys)), total)
    alike = _alike(values, one, other)
    good, where = alike >= ALIKE, np.array(held, np.int64)
    weight = (unit * WHOLE * alike[good]).astype(np.int64)
    return Pairs(where[one[good]], where[other[good]], weight, np.full(len(weight), unit, np.int64))


def _alike(values: Any, one: Numbers, other: Numbers) -> Any:
    import numpy as np

    cuts = range(0, len(one), STEP)
    shares = [(values[one[at : at + STEP]] == values[other[at : at + STEP]]).mean(axis=1) for at in cuts]
    return np.concatenate([np.zeros(0), *shares])
