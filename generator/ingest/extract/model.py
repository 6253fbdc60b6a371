"""The evidence for each block -> a score above 0 if it speaks for the article: the sum of small decision trees."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from generator.ingest.extract.features import Columns
from generator.ingest.extract.trees import NAMES, TREES

DEPTH: Final = 3
LEAVES: Final = 2**DEPTH
SCALE: Final = 1000
"""Leaves are written as whole numbers, whose sum does not depend on the order in which they are added."""
_AT_ONCE: Final = 1000
"""Blocks weighed together: bounds the memory that a large page takes."""


class Forest(NamedTuple):
    """A row for each tree: its splits from the top, each as the number of a column and a threshold, and its leaves."""

    columns: NDArray[np.intp]
    thresholds: NDArray[np.float64]
    leaves: NDArray[np.int64]


def read(text: str) -> Forest:
    """The trees of a table: on each line `column:threshold` for each split, then the leaves."""
    lines = [line.split() for line in text.split("\n") if line.strip()]
    splits = [[split.split(":") for split in line[: LEAVES - 1]] for line in lines]
    return Forest(
        np.array([[int(column) for column, _ in tree] for tree in splits], dtype=np.intp),
        np.array([[float(threshold) for _, threshold in tree] for tree in splits]),
        np.array([[int(leaf) for leaf in line[LEAVES - 1 :]] for line in lines], dtype=np.int64),
    )


@lru_cache(maxsize=1)
def _forest() -> Forest:
    return read(TREES)


def scores(columns: Columns) -> list[float]:
    """The score of each block."""
    return weighed(columns, NAMES, _forest())


def weighed(columns: Columns, names: Sequence[str], forest: Forest) -> list[float]:
    """The score of each block by the trees of `forest`, which ask the columns of these `names`."""
    rows = np.array([columns[name] for name in names]).T
    parts = (sums(rows[i : i + _AT_ONCE], forest) for i in range(0, len(rows), _AT_ONCE))
    return [leaves / SCALE for part in parts for leaves in part]


def sums(rows: ArrayLike, forest: Forest) -> list[int]:
    """The leaves that each row of columns leads to, added; a number above the threshold of a split leads right."""
    table = np.asarray(rows).T
    size, blocks = table.shape[1], np.arange(table.shape[1])
    firsts = (np.arange(len(forest.leaves)) * (LEAVES - 1))[:, None]
    columns, thresholds = forest.columns.ravel() * size, forest.thresholds.ravel()
    at = np.zeros((len(firsts), size), dtype=np.intp)
    for _ in range(DEPTH):
        split = firsts + at
        is_right = table.ravel().take(columns.take(split) + blocks) > thresholds.take(split)
        at = 2 * at + 1 + is_right
    leaf = at - (LEAVES - 1) + np.arange(0, forest.leaves.size, LEAVES)[:, None]
    totals: list[int] = forest.leaves.ravel().take(leaf).sum(axis=0).tolist()
    return totals
