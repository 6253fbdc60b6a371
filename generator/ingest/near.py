"""Sketches -> the pairs that are likely near copies, without comparing each with each.

Locality-sensitive hashing (Indyk and Motwani 1998) in bands (Leskovec, Rajaraman and Ullman, "Mining of Massive
Datasets", ch. 3): two sketches that agree in all rows of one band are a pair, if they agree enough on the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Ints = np.ndarray[Any, np.dtype[np.int64]]
    Values = np.ndarray[Any, np.dtype[np.uint32]]
    Shares = np.ndarray[Any, np.dtype[np.float64]]
    Keys = np.ndarray[Any, np.dtype[np.uint64]]

ROWS = 4
BANDS = 32
"""A pair of Jaccard similarity j shares a band with probability 1-(1-j**ROWS)**BANDS: 0.99 at 0.6, 0.003 at 0.1."""

LIKELY = 0.42
"""Least estimated similarity of a pair; the estimate errs by 0.04 (one standard deviation)."""

CROWD = 12
"""In a row of equal bands each sketch is paired with its next CROWD neighbours: work stays linear in a crowd."""


def likely_pairs(sketches: Sequence[tuple[int, ...]]) -> list[tuple[int, int, float]]:
    """The pairs (i, j, estimated similarity), i < j, each once, sorted; no sketch may be empty."""
    import numpy as np

    if len(sketches) < 2:
        return []
    values = np.array(sketches, dtype=np.uint32)
    keys = [_keys(values[:, band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)]
    found = np.empty(0, dtype=np.int64)
    for band in range(BANDS):
        codes = [_coded(pairs, len(values)) for pairs in _neighbours(keys[band], keys[(band + 1) % BANDS])]
        fresh = np.setdiff1d(np.concatenate([found[:0], *codes]), found)
        alike = _alike(values, np.stack(np.divmod(fresh, len(values)), axis=1))
        found = np.union1d(found, fresh[alike >= LIKELY])
    pairs = np.stack(np.divmod(found, len(values)), axis=1)
    return list(zip(*pairs.T.tolist(), _alike(values, pairs).tolist(), strict=True))


def _keys(rows: Values) -> Keys:
    """One number for each band (FNV-1a over its values)."""
    import numpy as np

    keys = np.full(len(rows), 0xCBF29CE484222325, dtype=np.uint64)
    for column in rows.T:
        keys = (keys ^ column.astype(np.uint64)) * np.uint64(0x100000001B3)
        keys ^= keys >> np.uint64(29)
    return keys


def _neighbours(keys: Keys, then: Keys) -> Iterator[Ints]:
    """Pairs of equal keys; within a crowd those stand close that agree in the next band too."""
    import numpy as np

    order = np.lexsort((then, keys))
    ranked = keys[order]
    for step in range(1, min(CROWD + 1, len(keys))):
        equal = np.flatnonzero(ranked[step:] == ranked[:-step])
        if not len(equal):
            return
        yield np.stack([order[equal], order[equal + step]], axis=1)


def _coded(pairs: Ints, count: int) -> Ints:
    codes: Ints = pairs.min(axis=1) * count + pairs.max(axis=1)
    return codes


def _alike(values: Values, pairs: Ints) -> Shares:
    """The share of values in which each pair agrees, a block at a time to spare memory."""
    import numpy as np

    shares = np.zeros(len(pairs))
    for start in range(0, len(pairs), 100_000):
        block = pairs[start : start + 100_000]
        shares[start : start + 100_000] = (values[block[:, 0]] == values[block[:, 1]]).mean(axis=1)
    return shares
