"""Sketches -> the pairs that are likely near copies, without comparing each with each.

Locality-sensitive hashing (Indyk and Motwani 1998) in bands (Leskovec, Rajaraman and Ullman, "Mining of Massive
Datasets", ch. 3): two sketches that agree in all rows of one band are a pair, if they agree enough on the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from generator.sketch import VALUES

if TYPE_CHECKING:
    import numpy as np

    Ints = np.ndarray[Any, np.dtype[np.int64]]
    Values = np.ndarray[Any, np.dtype[np.uint16]]
    Counts = np.ndarray[Any, np.dtype[np.int64]]
    Bools = np.ndarray[Any, np.dtype[np.bool_]]
    Keys = np.ndarray[Any, np.dtype[np.uint64]]

ROWS = 4
"""Values in a band: 64 bits, compared as one number."""

STRIDES = (1, 8, 32)
"""Ways to deal the values to bands: those of a band stand so far apart. Each way gives VALUES / ROWS bands.

A pair of Jaccard similarity j shares one of n bands with probability 1-(1-j**4)**n, somewhat less for n above 32,
as the ways share the values. For 96: 0.998 at 0.5, 0.95 at 0.42, 0.80 at 0.36, 0.0006 at 0.05.
"""

LIKELY = 46
"""Least values in which a pair agrees: 0.36 of all; the estimate errs by 0.04 (one standard deviation)."""

CROWD = 4
"""In a row of equal bands each sketch is paired with its next CROWD neighbours: work stays linear in a crowd."""

BLOCK = 1_000
"""Pairs that are compared at a time: they stay in the processor's cache."""


def likely_pairs(sketches: Sequence[bytes]) -> list[tuple[int, int, float]]:
    """The pairs (i, j, estimated similarity), i < j, each once, sorted; no sketch may be empty."""
    import numpy as np

    if len(sketches) < 2:
        return []
    values = np.frombuffer(b"".join(sketches), dtype="<u2").reshape(-1, VALUES)
    found = np.empty(0, dtype=np.int64)
    for codes in _candidates(values):
        fresh = codes[~_among(codes, found)]
        kept = fresh[_agreeing(values, fresh) >= LIKELY]
        found = np.sort(np.concatenate([found, kept]))
    first, second = np.divmod(found, len(values))
    alike = _agreeing(values, found) / VALUES
    return list(zip(first.tolist(), second.tolist(), alike.tolist(), strict=True))


def _candidates(values: Values) -> Iterator[Ints]:
    """For each band the pairs that agree in it, each as one number (i * len(values) + j), i < j."""
    import numpy as np

    for stride in STRIDES:
        keys = _keys(values, stride)
        for band in range(len(keys)):
            pairs = _neighbours(keys[band], keys[(band + 1) % len(keys)])
            yield np.concatenate([np.empty(0, dtype=np.int64), *pairs])


def _keys(values: Values, stride: int) -> Keys:
    """Each band's numbers, a row for each band: the values of a band stand `stride` apart."""
    import numpy as np

    dealt = values.reshape(len(values), -1, ROWS, stride).swapaxes(2, 3)
    keys = np.ascontiguousarray(dealt).reshape(len(values), VALUES).view("<u8")
    return np.ascontiguousarray(keys.T)


def _neighbours(keys: Keys, then: Keys) -> Iterator[Ints]:
    """Pairs of equal keys; within a crowd those stand close that agree in the next band too."""
    import numpy as np

    order = np.argsort(keys)
    ranked = keys[order]
    equal = ranked[1:] == ranked[:-1]
    crowd = np.sort(order[np.concatenate([equal, [False]]) | np.concatenate([[False], equal])])  # few have an equal
    order = crowd[np.lexsort((then[crowd], keys[crowd]))]
    ranked = keys[order]
    for step in range(1, min(CROWD + 1, len(order))):
        equal = np.flatnonzero(ranked[step:] == ranked[:-step])
        if not len(equal):
            return
        one, other = order[equal], order[equal + step]
        yield np.minimum(one, other) * len(keys) + np.maximum(one, other)


def _among(codes: Ints, found: Ints) -> Bools:
    """Which codes are found already; `found` is sorted."""
    import numpy as np

    if not len(found):
        return np.zeros(len(codes), dtype=np.bool_)
    places = np.minimum(np.searchsorted(found, codes), len(found) - 1)
    known: Bools = found[places] == codes
    return known


def _agreeing(values: Values, codes: Ints) -> Counts:
    """In how many values each pair agrees."""
    import numpy as np

    counts = np.zeros(len(codes), dtype=np.int64)
    ones = np.uint64(0x0101010101010101)
    for start in range(0, len(codes), BLOCK):
        one, other = np.divmod(codes[start : start + BLOCK], len(values))
        eights = (values[one] == values[other]).view(np.uint64).sum(axis=1)  # eight counts in one number, none above 16
        counts[start : start + BLOCK] = eights * ones >> np.uint64(56)
    return counts
