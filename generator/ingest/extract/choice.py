"""The evidence for each block -> which blocks are the article."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress
from typing import Final

from lxml import html

from generator.ingest.extract.blocks import Block, inside
from generator.ingest.extract.features import Columns
from generator.ingest.extract.names import AUTHOR_BOX, LEAD_BOX
from generator.ingest.extract.said import heading_level, is_title

_GROUPS: Final = frozenset(("table", "dl", "ul", "ol"))
_ITEMS: Final = frozenset(("li", "dt", "dd", "figcaption"))
"""What holds the words of a list's items: of a list of pictures, their captions."""
_INNER: Final = frozenset(("pre", "blockquote"))
_FIGURES: Final = frozenset(("figure", "figcaption"))
_NEAR: Final = 3
_INNER_LIMIT: Final = -2.0
_POST: Final = re.compile(
    r"(?:^|\s)(?:twitter-(?:tweet|video)|bluesky-embed|tiktok-embed|fb-xfbml-parse-ignore)(?:\s|$)"
)
"""The class of a quotation with the words of a post of a social network, as these hand it out for other pages."""
_AGAINST: Final = -1.0
_MANY_LINKS: Final = 10
"""So many links in one block, and nothing else, are a menu or a cloud of tags."""
_LEAD_LIMIT: Final = -1.0
_SURE: Final = 2.0
_PARAGRAPH: Final = 50
_INSIDE: Final = 1.5
"""What it is worth to a list or table that is no menu to stand between paragraphs of the article, or in one element
with them; both are worth twice as much."""
_VIEWED: Final = 4.0
"""What it is worth to a list or table between paragraphs of the article, or beside them, that the reader view shows it
too."""
_AGREED, _VOTED = 0.2, 0.5
_LONG: Final = 100
_LONGEST_HEADING: Final = 160
"""A longer heading is a paragraph in the type of one: the lead of an article."""
_NEARLY_ALL: Final = 0.9
_MOSTLY_LINKS: Final = 0.5
_MANY_CELLS_CHARS: Final = 150
_WHOLE_PAGE: Final = 0.6


def choose(found: Sequence[Block], scores: Sequence[float], title: str, columns: Columns) -> list[bool]:
    """Whether each block is part of the article.

    `scores` above 0 speak for a block, `title` is the page's (see title_key), `columns` tell which blocks a reader view
    shows ("r") and which are the page's description ("summary"). Cells of a table are judged together, and so are the
    items of a list: half of one is worth less than the whole or none of it. One that the reader view shows among the
    paragraphs of the article is part of it. Code and quotes between the article's first and last paragraph belong to
    it; a heading belongs to it if what follows it does. Of a page without a main text, a list of short ones, all stays
    that the reader view shows. A single block that is most of the page (a page that is one `pre`) is the article.
    """
    viewed = columns["r"]
    value = _weighed(found, scores, viewed)
    first, last = _span(found, value)
    spoken = [found[i].owner for i in range(first, last + 1) if _speaks(found[i], value[i])]
    beside = {node for owner in spoken for node in (owner, owner.getparent())}
    for group, members in _grids(found).items():
        weight = sum(math.sqrt(len(found[i].text)) for i in members)
        mean = sum(value[i] * math.sqrt(len(found[i].text)) for i in members) / weight
        if first < members[0]:
            is_beside = _wrapper(group).getparent() in beside
            if _is_plain(found, members):
                mean += _INSIDE * ((members[-1] < last) + is_beside)
            is_among = is_beside or members[-1] < last
            if is_among and sum(viewed[i] for i in members) > _NEARLY_ALL * len(members):
                mean += _VIEWED
        if mean > 0 or not _is_layout(found, value, members):
            for i in members:
                value[i] = mean
    keep = [each > 0 for each in value]
    if not any(keep):
        whole = sum(len(block.text) for block in found)
        keep = [len(block.text) > _WHOLE_PAGE * whole for block in found]
    if _is_scattered(found, keep, columns):
        value = [max(each, _SURE + 1) if yes else each for each, yes in zip(value, viewed, strict=True)]
        keep = [each > 0 for each in value]
    keep = _without_openings(found, _with_lead(found, title, _with_inner(found, value, keep, viewed)))
    return _with_headings(found, title, value, keep, columns)


def _weighed(found: Sequence[Block], scores: Sequence[float], viewed: Sequence[float]) -> list[float]:
    """The scores, but against clouds of links, and against boxes about the author of a text that is longer."""
    boxed = inside(found, _is_of_author)
    told = [len(block.text) if score > 0 else 0 for block, score in zip(found, scores, strict=True)]
    known = 2 * sum(compress(told, boxed)) <= sum(told)
    return [
        min(score, _AGAINST) if (known and box) or _is_cloud(block, shown) else score
        for block, score, shown, box in zip(found, scores, viewed, boxed, strict=True)
    ]


def _is_of_author(node: html.HtmlElement) -> bool:
    """Whether an element is a box that tells of the author."""
    name = f"{node.get('class') or ''} {node.get('id') or ''}"
    return len(name) > 1 and node.tag not in ("body", "html") and _names_author(name)


@lru_cache(maxsize=20_000)
def _names_author(name: str) -> bool:
    return AUTHOR_BOX.search(name) is not None


def _is_cloud(block: Block, viewed: float) -> bool:
    """Whether a block is a row of many links on the page's own site and nothing else, and no reader view shows it."""
    links = sum(node.tag == "a" and not is_tail for node, is_tail in block.places)
    menu = block.linked - block.within - block.away + links
    return links >= _MANY_LINKS and not viewed and menu >= _NEARLY_ALL * len(block.text)


def _is_layout(found: Sequence[Block], value: Sequence[float], members: Sequence[int]) -> bool:
    """Whether a list or table that is mostly none of the article holds paragraphs of it: the page stands in it."""
    return sum(value[i] > _SURE and len(found[i].text) > _LONG for i in members) > 1


def _is_scattered(found: Sequence[Block], keep: Sequence[bool], columns: Columns) -> bool:
    """Whether trafilatura keeps little of what is chosen, and next to nothing of what is chosen and the reader view
    shows."""
    rows = list(zip((len(block.text) for block in found), keep, columns["r"], columns["t"], strict=True))
    chosen, shown = (sum(row[0] for row in rows if row[i]) for i in (1, 2))
    voted = sum(size for size, yes, _, vote in rows if yes and vote)
    return voted < _VOTED * chosen and sum(row[0] for row in rows if all(row)) < _AGREED * shown


def _span(found: Sequence[Block], value: Sequence[float]) -> tuple[int, int]:
    """The first and the last paragraph that the evidence speaks for."""
    kept = [i for i, each in enumerate(value) if _speaks(found[i], each)]
    return (kept[0], kept[-1]) if kept else (0, -1)


def _speaks(block: Block, value: float) -> bool:
    """Whether a block is a paragraph that the evidence speaks for."""
    return value > 0 and len(block.text) > _PARAGRAPH and not _is_heading(block)


def _is_plain(found: Sequence[Block], members: Sequence[int]) -> bool:
    """Whether the items are no menu: words, contents of the page itself, or references to other places."""
    menu = sum(found[i].linked - found[i].within - found[i].away for i in members)
    return menu <= _MOSTLY_LINKS * sum(len(found[i].text) for i in members)


def _with_inner(
    found: Sequence[Block], value: Sequence[float], keep: Sequence[bool], viewed: Sequence[float]
) -> list[bool]:
    """Add code, quotes and posts within the article, and captions with links that the reader view shows there.

    Measured on saved pages: captions without links are as often no part of an article as they are, those with are one.
    """
    first, last = _span(found, value)
    out, is_quoted = list(keep), inside(found, lambda node: node.tag in _INNER)
    for i in range(first + 1, last):
        is_inner = is_quoted[i] and (value[i] > _INNER_LIMIT or _is_post(found[i]))
        out[i] = out[i] or is_inner or (found[i].linked > 0 and viewed[i] > 0 and _is_caption(found[i]))
    return out


def _is_post(block: Block) -> bool:
    """Whether a block stands in a quotation that is a post of a social network."""
    quote = next((each for each in _up(block.owner) if each.tag == "blockquote"), None)
    return quote is not None and _POST.search(quote.get("class") or "") is not None


def _with_lead(found: Sequence[Block], title: str, keep: Sequence[bool]) -> list[bool]:
    """Add what is named the lead of an article, between its title and its first paragraph, and is longer than a line.

    Measured on saved pages: a shorter one is a second title, as often as not the page's description of itself.
    """
    out = list(keep)
    first = next((i for i, yes in enumerate(keep) if yes and len(found[i].text) > _PARAGRAPH), 0)
    after = max((i for i in range(first) if _is_heading(found[i]) and is_title(found[i], title)), default=first)
    for i in range(after + 1, first):
        block = found[i]
        is_prose = len(block.text) > _LONGEST_HEADING and block.linked <= _MOSTLY_LINKS * len(block.text)
        names = (each.get("class") or "" for each in _up(block.owner)[:_NEAR])
        out[i] = out[i] or (is_prose and not _is_caption(block) and any(map(LEAD_BOX.search, names)))
    return out


def _is_caption(block: Block) -> bool:
    around = _up(block.owner)[:_NEAR]
    return any(each.tag in _FIGURES or "caption" in (each.get("class") or "").lower() for each in around)


def _without_openings(found: Sequence[Block], keep: Sequence[bool]) -> list[bool]:
    """Leave out a line that announces what went: "Read more:" before a list of links."""
    out, stays, in_figure = list(keep), True, inside(found, _is_figure)
    for i in reversed(range(len(found))):
        if keep[i] and not stays and len(found[i].text) <= _PARAGRAPH and found[i].text.endswith((":", "：")):
            out[i] = False
        if not in_figure[i]:
            stays = keep[i]
    return out


def _with_headings(
    found: Sequence[Block], title: str, value: Sequence[float], keep: Sequence[bool], columns: Columns
) -> list[bool]:
    """Keep a heading that stands right before what is kept of the article, drop one that nothing kept follows.

    A figure that the reader view shows counts as kept. Before the article stands its title, or a heading that is its
    description: neither is part of the body.
    """
    out, viewed, in_figure = list(keep), columns["r"], inside(found, _is_figure)
    kept = [i for i, yes in enumerate(keep) if yes and len(found[i].text) > _PARAGRAPH and not _is_heading(found[i])]
    first = kept[0] if kept else len(found)
    next_kept = any_kept = False
    for i in reversed(range(len(found))):
        block = found[i]
        if not _is_heading(block):
            next_kept = keep[i] or (viewed[i] > 0 and in_figure[i])
            any_kept = (any_kept and not (i + 1 < len(found) and _is_heading(found[i + 1]))) or next_kept
        elif i < first and (is_title(block, title) or (columns["summary"][i] > 0 and not viewed[i])):
            out[i] = False
        else:
            shown = viewed[i] > 0 and (i > first or (heading_level(block) > 1 and value[i] > _LEAD_LIMIT))
            out[i] = (keep[i] and (any_kept or value[i] > _SURE)) or (
                next_kept and (shown or (i > first and value[i] > _INNER_LIMIT))
            )
    return out


def _is_figure(node: html.HtmlElement) -> bool:
    return bool(node.tag == "figure")


def _is_heading(block: Block) -> bool:
    return heading_level(block) > 0 and len(block.text) <= _LONGEST_HEADING


def _grids(found: Sequence[Block]) -> dict[html.HtmlElement, list[int]]:
    """The blocks of each list or table that is one thing; of those in each other, the outermost that is one."""
    within: dict[html.HtmlElement, list[int]] = {}
    for i, block in enumerate(found):
        for node in reversed(_up(block.owner)):
            if node.tag in _GROUPS:
                within.setdefault(node, []).append(i)
    out: dict[html.HtmlElement, list[int]] = {}
    taken: set[int] = set()
    for group, members in within.items():
        if members[0] not in taken and _is_grid(group, found, members):
            out[group] = members
            taken.update(members)
    return out


def _is_grid(group: html.HtmlElement, found: Sequence[Block], members: list[int]) -> bool:
    """Whether nearly all items or cells are short, the items of a list hold nothing but words, or a table has heads."""
    if all(found[i].owner.tag in _ITEMS for i in members):
        return True
    if len(members) > 3 and next(group.iter("th", "caption", "thead"), None) is not None:
        return True
    long = sum(len(found[i].text) > _MANY_CELLS_CHARS for i in members)
    return len(members) > 3 and long <= len(members) / 5


def _wrapper(node: html.HtmlElement) -> html.HtmlElement:
    """The outermost element that holds nothing but this one."""
    owner = node.getparent()
    while owner is not None and len(owner) == 1 and not (owner.text or "").strip() and not (node.tail or "").strip():
        node, owner = owner, owner.getparent()
    return node


def _up(node: html.HtmlElement) -> list[html.HtmlElement]:
    return [node, *node.iterancestors()]
