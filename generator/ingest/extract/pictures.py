"""A page whose article is chosen -> the same page without the pictures and rules of its furniture."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from itertools import islice
from typing import Final

from lxml import etree, html

from generator.ingest.extract.blocks import Block
from generator.ingest.extract.prune import remove

_LEAD: Final = 4
"""How many blocks before the article's first a picture may stand and still be its lead picture."""
_SMALL: Final = 60
_GROUPS: Final = frozenset(("ul", "ol", "table"))
_BESIDE: Final = 3
"""How far out the text beside a linked picture is looked for."""
_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:[?#]|$)", re.IGNORECASE)
_FURNITURE: Final = re.compile(
    r"related|recirc|share|social|author|avatar|byline|bio\b|comment|promo|advert|sponsor|newsletter|logo|icon|sidebar|"
    r"recommend|teaser|nav|footer|emoji|gravatar|widget",
    re.IGNORECASE,
)


def drop_pictures(
    page: html.HtmlElement, found: Sequence[Block], keep: Sequence[bool], viewed: Set[html.HtmlElement]
) -> None:
    """Take out of `page`, in place, the pictures and rules that stand outside of the article.

    `viewed` are the elements that a reader view shows: its pictures stay up to the end of the article.
    """
    order = {place[0]: i for i, block in reversed(list(enumerate(found))) for place in block.places[:1]}
    kept = [i for i, yes in enumerate(keep) if yes]
    first, last = (kept[0], kept[-1]) if kept else (0, len(found))
    texts = _texts(found, keep)
    position = -1
    doomed: list[html.HtmlElement] = []
    for event, node in etree.iterwalk(page, events=("start", "end")):
        if event == "start" and node.tag == "hr" and not first <= position < last:
            doomed.append(node)
        if event == "start" and node.tag == "img":
            seen = node in viewed and position <= last + 1
            is_teaser = position >= first and _is_teaser(node, texts)
            if is_teaser or not (seen or _belongs(node, position, first, last, keep)):
                doomed.append(node)
        if node in order and (event == "end") == _starts_in_tail(found[order[node]]):
            position = order[node]
    for node in doomed:
        remove(node)


def _texts(found: Sequence[Block], keep: Sequence[bool]) -> dict[html.HtmlElement, bool]:
    """Each element that holds text, with whether any of it is kept."""
    out: dict[html.HtmlElement, bool] = {}
    for block, yes in zip(found, keep, strict=True):
        node: html.HtmlElement | None = block.owner
        while node is not None and (node not in out or (yes and not out[node])):
            out[node] = yes
            node = node.getparent()
    return out


def _is_teaser(node: html.HtmlElement, texts: Mapping[html.HtmlElement, bool]) -> bool:
    """Whether a picture without a caption leads to another page, and the text beside it, or all of its list, went."""
    figure = next((each for each in node.iterancestors() if each.tag == "figure"), None)
    if figure is not None and (texts.get(figure, False) or next(figure.iter("figcaption"), None) is not None):
        return False
    if any("caption" in (each.get("class") or "").lower() for each in islice(node.iterancestors(), _BESIDE)):
        return False
    link = next((each for each in node.iterancestors() if each.tag == "a"), None)
    if link is None or not link.get("href") or _PICTURE.search(link.get("href") or ""):
        return False
    for each in (link, *islice(link.iterancestors(), _BESIDE)):
        if each in texts or each.tag in _GROUPS:
            return not texts.get(each, False)
    return False


def _starts_in_tail(block: Block) -> bool:
    return block.places[0][1]


def _belongs(node: html.HtmlElement, position: int, first: int, last: int, keep: Sequence[bool]) -> bool:
    """Whether a picture after the block at `position` is the article's: within it, or just before its first words."""
    if _is_small(node) or any(_FURNITURE.search(each.get("class") or "") for each in _near(node)):
        return False
    if position < first:
        return position >= first - _LEAD
    if position >= last:
        return False
    beside = keep[max(0, position - 1) : position + 3]
    return any(beside)


def _near(node: html.HtmlElement) -> list[html.HtmlElement]:
    out = [node]
    for each in node.iterancestors():
        if each.tag in ("body", "article", "main") or len(out) > 3:
            break
        out.append(each)
    return out


def _is_small(node: html.HtmlElement) -> bool:
    sides = [node.get(name) or "" for name in ("width", "height")]
    return any(side.isascii() and side.isdigit() and int(side[:6]) < _SMALL for side in sides)
