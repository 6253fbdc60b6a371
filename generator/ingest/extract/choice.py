"""The evidence for each block -> which blocks are the article."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from lxml import html

from generator.ingest.extract.blocks import Block
from generator.ingest.extract.features import Row
from generator.ingest.extract.weights import START, WEIGHTS

_GROUPS: Final = frozenset(("table", "dl", "ul", "ol"))
_INNER: Final = frozenset(("pre", "blockquote"))
_INNER_LIMIT: Final = -2.0
_SURE: Final = 2.0
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PARAGRAPH: Final = 60
_INSIDE: Final = 1.0
"""What it is worth to a list or table without links to stand between paragraphs of the article."""
_MOSTLY_LINKS: Final = 0.5
_MANY_CELLS_CHARS: Final = 150
_WHOLE_PAGE: Final = 0.6


def scores(rows: Sequence[Row]) -> list[float]:
    """The weighted sum of the evidence for each block; above 0 speaks for the article."""
    worth = tuple(WEIGHTS.items())  # in one order: sums of floats depend on it
    return [START + sum(weight * row[name] for name, weight in worth if name in row) for row in rows]


def choose(found: Sequence[Block], rows: Sequence[Row]) -> list[bool]:
    """Whether each block is part of the article.

    Cells of a table are judged together, and so are the items of a list: half of one is worth less than the whole or
    none of it. Code and quotes between the article's first and last paragraph belong to it; a heading belongs to it if
    what follows it does. A single block that is most of the page (a page that is one `pre`) is the article.
    """
    value = scores(rows)
    first, last = _span(found, value)
    for members in _grids(found).values():
        weight = sum(math.sqrt(len(found[i].text)) for i in members)
        mean = sum(value[i] * math.sqrt(len(found[i].text)) for i in members) / weight
        inside = first < members[0] and members[-1] < last and _is_plain(found, members)
        for i in members:
            value[i] = mean + (_INSIDE if inside else 0.0)
    keep = [each > 0 for each in value]
    if not any(keep):
        whole = sum(len(block.text) for block in found)
        keep = [len(block.text) > _WHOLE_PAGE * whole for block in found]
    return _with_headings(found, rows, value, _with_inner(found, value, keep))


def _span(found: Sequence[Block], value: Sequence[float]) -> tuple[int, int]:
    """The first and the last paragraph that the evidence speaks for."""
    kept = [
        i for i, each in enumerate(value) if each > 0 and len(found[i].text) > _PARAGRAPH and not _is_heading(found[i])
    ]
    return (kept[0], kept[-1]) if kept else (0, -1)


def _is_plain(found: Sequence[Block], members: Sequence[int]) -> bool:
    """Whether the items of a list are words rather than links."""
    return sum(found[i].linked for i in members) <= _MOSTLY_LINKS * sum(len(found[i].text) for i in members)


def _with_inner(found: Sequence[Block], value: Sequence[float], keep: Sequence[bool]) -> list[bool]:
    """Add code and quotes that stand within the article."""
    first, last = _span(found, value)
    return [
        yes
        or (first < i < last and value[i] > _INNER_LIMIT and any(each.tag in _INNER for each in _up(found[i].owner)))
        for i, yes in enumerate(keep)
    ]


def _with_headings(
    found: Sequence[Block], rows: Sequence[Row], value: Sequence[float], keep: Sequence[bool]
) -> list[bool]:
    """Keep a heading that stands right before a kept block of the article, drop one that nothing kept follows."""
    out = list(keep)
    kept = [i for i, yes in enumerate(keep) if yes and len(found[i].text) > _PARAGRAPH and not _is_heading(found[i])]
    first = kept[0] if kept else len(found)
    next_kept = any_kept = False
    for i in reversed(range(len(found))):
        if not _is_heading(found[i]):
            next_kept = keep[i]
            any_kept = (any_kept and not (i + 1 < len(found) and _is_heading(found[i + 1]))) or keep[i]
        elif rows[i]["title"] and i < first:
            out[i] = False
        else:
            out[i] = (keep[i] and (any_kept or value[i] > _SURE)) or (
                next_kept and i > first and value[i] > _INNER_LIMIT
            )
    return out


def _is_heading(block: Block) -> bool:
    return block.owner.tag in _HEADINGS


def _grids(found: Sequence[Block]) -> dict[html.HtmlElement, list[int]]:
    """The blocks of each innermost table whose cells are all short."""
    out: dict[html.HtmlElement, list[int]] = {}
    for i, block in enumerate(found):
        table = next((each for each in _up(block.owner) if each.tag in _GROUPS), None)
        if table is not None:
            out.setdefault(table, []).append(i)
    return {table: members for table, members in out.items() if _is_grid(found, members)}


def _is_grid(found: Sequence[Block], members: list[int]) -> bool:
    long = sum(len(found[i].text) > _MANY_CELLS_CHARS for i in members)
    return len(members) > 3 and long <= len(members) / 5


def _up(node: html.HtmlElement) -> list[html.HtmlElement]:
    return [node, *node.iterancestors()]
