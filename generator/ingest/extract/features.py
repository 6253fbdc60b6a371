"""Blocks and votes -> the evidence for and against each block, as columns of numbers for the trees in model.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from lxml import html

from generator.ingest.extract.blocks import Block
from generator.ingest.extract.said import looks, said_around

Columns = dict[str, list[float]]
"""By the name of the evidence: a number for each block."""

GROUPS: Final = frozenset(("ul", "ol", "table", "dl", "menu"))
LONG: Final = 60
"""Characters of a block that is likelier a paragraph than a label."""
_FAR: Final = 30
_AROUND: Final = 3
"""How many blocks on each side are near."""
_MOST: Final = 0.7
"""The core of the page is the smallest element that holds this share of the text that got votes."""
_BESIDE: Final = ("size", "linked", "head", "ends", "votes", "lead_words", "asks", "up", "title")
"""Evidence that also speaks for or against the block before and after."""

Chain = tuple[html.HtmlElement, ...]
"""An element and those around it, from the inside to the outside."""


class _Sum:
    """What an element holds: characters, those in links, those weighted by votes, blocks."""

    __slots__ = ("away", "blocks", "chars", "linked", "voted")

    def __init__(self) -> None:
        self.chars = self.linked = self.blocks = self.away = 0
        self.voted = 0.0

    def add(self, block: Block, votes: float) -> None:
        """Count a block within."""
        size = len(block.text)
        self.chars += size
        self.linked += block.linked
        self.away += block.away
        self.voted += votes * size
        self.blocks += 1

    def include(self, held: _Sum) -> None:
        """Count all that an element within holds."""
        self.chars += held.chars
        self.linked += held.linked
        self.away += held.away
        self.voted += held.voted
        self.blocks += held.blocks


def features(
    found: Sequence[Block],
    ballots: Sequence[Sequence[float]],
    title: str,
    summary: str = "",
) -> Columns:
    """The evidence for each of the blocks, of which there is at least one.

    `ballots` tell whether trafilatura, the reader view and schema.org chose each block; `title` and `summary` are the
    keys of what the page says of itself.
    """
    known: dict[html.HtmlElement, Chain] = {}
    chains = [_chain(block.owner, known) for block in found]
    got = [sum(each) for each in zip(*ballots, strict=True)]
    sums = _sums(found, known, got)
    columns = looks(found, title, summary)
    columns |= said_around(chains, {node: held.chars for node, held in sums.items()})
    for name, ballot in zip("trj", ballots, strict=True):
        columns |= _vote(name, ballot, found)
    columns["votes"] = got
    columns |= _places(found, chains, sums)
    columns |= _kin(found, got)
    columns["articles"] = [float(sum(node.tag == "article" for node in chain)) for chain in chains]
    columns |= _order(found, columns)
    for name in _BESIDE:
        column = columns[name]
        columns[name + "-1"] = [-1.0, *column[:-1]]
        columns[name + "+1"] = [*column[1:], -1.0]
    return columns


def _chain(node: html.HtmlElement, known: dict[html.HtmlElement, Chain]) -> Chain:
    path: list[html.HtmlElement] = []
    each: html.HtmlElement | None = node
    while each is not None and each not in known:
        path.append(each)
        each = each.getparent()
    chain = known[each] if each is not None else ()
    for each in reversed(path):
        chain = known[each] = (each, *chain)
    return chain


def _vote(name: str, vote: Sequence[float], found: Sequence[Block]) -> Columns:
    """One extractor's vote: on the block, around it, where its first and last paragraph stand."""
    n = len(found)
    long = [i for i in range(n) if vote[i] and len(found[i].text) > LONG]
    first, last = (long[0], long[-1]) if long else (n, -1)
    chars = sum(len(block.text) for block in found)
    share = sum(len(block.text) for block, yes in zip(found, vote, strict=True) if yes) / max(1, chars)
    sums, places = np.concatenate([[0.0], np.cumsum(vote)]), np.arange(n)
    low, high = np.maximum(0, places - _AROUND), np.minimum(n, places + _AROUND + 1)
    return {
        name: list(vote),
        name + "_near": ((sums[high] - sums[low] - vote) / np.maximum(1, high - low - 1)).tolist(),
        name + "_share": [share] * n,
        name + "_from": np.clip(places - float(first), -_FAR, _FAR).tolist(),
        name + "_to": np.clip(float(last) - places, -_FAR, _FAR).tolist(),
    }


def _sums(
    found: Sequence[Block], chains: Mapping[html.HtmlElement, Chain], got: Sequence[float]
) -> dict[html.HtmlElement, _Sum]:
    """What each element around a block holds: its own blocks, and what the elements within it hold, innermost first."""
    sums = {node: _Sum() for node in chains}
    for block, votes in zip(found, got, strict=True):
        sums[block.owner].add(block, votes)
    for node, chain in sorted(chains.items(), key=lambda each: -len(each[1])):
        if len(chain) > 1:
            sums[chain[1]].include(sums[node])
    return sums


def _places(found: Sequence[Block], chains: Sequence[Chain], sums: Mapping[html.HtmlElement, _Sum]) -> Columns:
    """Where a block stands to the core of the page, and what the elements around it hold."""
    height = {node: i for i, node in enumerate(_core(chains, sums))}
    columns: Columns = {"up": [], "down": []}
    branches: list[html.HtmlElement | None] = []
    for chain in chains:
        down = next((i for i, node in enumerate(chain) if node in height), 0)
        columns["down"].append(float(down))
        columns["up"].append(float(height.get(chain[down], 9)))
        branches.append(chain[max(0, down - 1)])
    whole = max(1, sum(len(block.text) for block in found))
    for name, nodes in (
        ("parent", [chain[min(1, len(chain) - 1)] for chain in chains]),
        ("grand", [chain[min(2, len(chain) - 1)] for chain in chains]),
        ("branch", branches),
        ("group", [next((node for node in chain if node.tag in GROUPS), None) for chain in chains]),
    ):
        columns |= _holds(name, [sums[node] if node is not None else None for node in nodes], whole)
    return columns


def _core(chains: Sequence[Chain], sums: Mapping[html.HtmlElement, _Sum]) -> Chain:
    """The smallest element that holds most of the text with votes, and those around it."""
    total = sums[chains[0][-1]].voted
    if not total:
        return ()
    chain = max(chains, key=lambda each: sums[each[0]].voted)
    return next((chain[i:] for i, node in enumerate(chain) if sums[node].voted >= _MOST * total), ())


def _holds(name: str, held: Sequence[_Sum | None], whole: int) -> Columns:
    """What an element around each block holds; -1 where there is none."""
    return {
        name + "_linked": [each.linked / each.chars if each else -1.0 for each in held],
        name + "_away": [each.away / max(1, each.linked) if each else -1.0 for each in held],
        name + "_voted": [each.voted / each.chars if each else -1.0 for each in held],
        name + "_part": [each.chars / whole if each else -1.0 for each in held],
        name + "_blocks": [float(each.blocks) if each else -1.0 for each in held],
        name + "_mean": [each.chars / each.blocks if each else -1.0 for each in held],
    }


def _kin(found: Sequence[Block], got: Sequence[float]) -> Columns:
    """The votes for blocks of the same kind: those whose element and its parent have the same tags and classes."""
    sums: dict[tuple[str, ...], _Sum] = {}
    kinds = [_kind(block.owner) for block in found]
    for block, kind, votes in zip(found, kinds, got, strict=True):
        sums.setdefault(kind, _Sum()).add(block, votes)
    return {
        "kin_voted": [sums[kind].voted / sums[kind].chars for kind in kinds],
        "kin_blocks": [float(sums[kind].blocks) for kind in kinds],
    }


def _kind(node: html.HtmlElement) -> tuple[str, ...]:
    owner = node.getparent()
    above = ("", "") if owner is None else (str(owner.tag), owner.get("class") or "")
    return (str(node.tag), node.get("class") or "", *above)


def _order(found: Sequence[Block], columns: Columns) -> Columns:
    """How far a block is from paragraphs that two extractors chose, from a heading, from the title."""
    n = len(found)
    sure = [votes >= 2 and len(block.text) > LONG for block, votes in zip(found, columns["votes"], strict=True)]
    above = _last_before(bool(each) for each in columns["head"])
    titles = _last_before(bool(each) for each in columns["title"])
    seen = Counter(block.key for block in found)
    before, after = _last_before(sure), _last_before(reversed(sure))
    return {
        "gap_before": [_steps(i, j) for i, j in enumerate(before)],
        "gap_after": [_steps(i, j) for i, j in enumerate(after)][::-1],
        "above_asks": [max(columns["lead_words"][j], columns["asks"][j]) if j >= 0 else 0.0 for j in above],
        "above_votes": [columns["votes"][j] if j >= 0 else -1.0 for j in above],
        "above_steps": [_steps(i, j) for i, j in enumerate(above)],
        "title_steps": [_steps(i, j) for i, j in enumerate(titles)],
        "place": [i / n for i in range(n)],
        "blocks": [float(n)] * n,
        "again": [float(seen[block.key] > 1) for block in found],
    }


def _last_before(marks: Iterable[bool]) -> list[int]:
    """For each place the last marked one before it, or -1."""
    out: list[int] = []
    last = -1
    for i, yes in enumerate(marks):
        out.append(last)
        last = i if yes else last
    return out


def _steps(i: int, j: int) -> float:
    return float(min(_FAR, i - j)) if j >= 0 else _FAR + 1.0
