"""The parts of an article -> the same without the boxes beside it: of links, of pictures, of forms.

The rules and their numbers are those of Mozilla's Readability: tables, then lists, then divisions are looked at from
the inside to the outside, each without what went before.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from lxml import html

from generator.ingest.extract.names import ADVERT, NOT_ARTICLE, OF_ARTICLE, SHARING, VIDEO
from generator.ingest.extract.parts import BLOCKS, Part, Run, Text, weight

_HEADS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_FRAMES: Final = frozenset(("iframe", "embed", "object"))
_WORDY: Final = BLOCKS | {"span", "font", "li", "td"}
_NEVER: Final = frozenset("footer aside link input textarea select button".split())
_STAY: Final = frozenset("div article section p ol ul".split())
"""What is shown of other kinds beside each other is looked at as divisions."""
_NAMED: Final = 25
"""What the name of an element is worth."""
_PROSE: Final = 10
"""Commas of an element that nobody takes for a box."""
_LITTLE, _SHORT, _SHARING_CHARS = 25, 75, 500
"""Characters of what is no text, of what explains a film, of what is named after sharing."""
_LINKED, _WELL_NAMED_LINKED = 0.2, 0.5
_LIST: Final = 0.9
_MANY_ITEMS: Final = 100
_NEAR: Final = 4


class Held(Run):
    """What a part holds, without what has gone."""

    __slots__ = (
        "commas", "frames", "has_data", "has_video", "heads", "images", "inputs", "items", "listed", "paragraphs",
        "wordy",
    )  # fmt: skip

    def __init__(self) -> None:
        self.chars = self.commas = self.frames = self.heads = self.images = self.inputs = self.items = 0
        self.listed = self.paragraphs = 0
        self.linked = 0.0
        self.opens = self.closes = self.has_data = self.has_video = self.wordy = False

    def add(self, part: Part, held: Held) -> None:
        """Count a part within, and what it holds."""
        tag, chars = part.tag, held.chars
        if chars or held.opens:
            self.join(chars, held.opens, held.closes)
        self.commas += held.commas
        self.frames += held.frames + (tag in _FRAMES)
        self.images += held.images + (tag == "img")
        self.inputs += held.inputs + (tag == "input")
        self.items += held.items + (tag == "li")
        self.paragraphs += held.paragraphs + (tag == "p")
        self.heads += held.heads + (chars if tag in _HEADS else 0)
        self.listed += held.listed + (chars if tag in ("ul", "ol") else 0)
        self.linked += weight(part) * chars if tag == "a" else held.linked
        self.wordy = self.wordy or held.wordy or (chars > 0 and tag in _WORDY)
        self.has_data = self.has_data or held.has_data
        self.has_video = self.has_video or held.has_video


class Cleaning:
    """The roots of an article while boxes are taken out: `gone` are the parts that went."""

    def __init__(self, roots: Sequence[Part], names: bool) -> None:
        self.roots = [(root, root.tag if root.tag in _STAY else "div") for root in roots]
        self.names = names
        """Whether the names of elements count."""
        self.gone: set[Part] = set()
        self.data: set[Part] = set()
        self.tags: set[str] = set()
        for root, _ in self.roots:
            for part, _ in root.walk():
                self.tags.add(part.tag)
                if part.tag == "table" and is_data(part.elements[-1]):
                    self.data.add(part)

    def points(self, part: Part) -> int:
        """Points for and against a part by its names."""
        return name_points(part) if self.names else 0

    def run(self, boxes: bool) -> None:
        """Take out what is never shown, and with `boxes` what looks like a box."""
        for kind in ("form", "fieldset") if boxes else ():
            self._without(kind)
        for root, tag in self.roots:
            if tag in _NEVER:
                self.gone.add(root)
            self._never(root)
        for kind in ("table", "ul", "div") if boxes else ():
            self._without(kind)

    def shown(self) -> tuple[set[html.HtmlElement], int]:
        """The elements that are left, and the characters of their text."""
        held, out = Held(), set[html.HtmlElement]()
        for root, _ in self.roots:
            self._collect(root, held, out)
        return out, held.chars

    def _collect(self, part: Part, held: Held, out: set[html.HtmlElement]) -> None:
        if part in self.gone:
            return
        out.update(part.elements)
        for item in part.inside:
            if isinstance(item, tuple):
                held.join(*item[:3])
            else:
                self._collect(item, held, out)

    def _never(self, part: Part) -> None:
        for each in part.parts():
            name = " ".join(each.names)
            if (
                each.tag in _NEVER
                or (each.tag in _FRAMES and not is_video(each))
                or (each.tag in ("h1", "h2") and self.points(each) < 0)
                or (len(name) > 1 and each.chars < _SHARING_CHARS and is_sharing(name))
            ):
                self.gone.add(each)
            else:
                self._never(each)

    def _without(self, kind: str) -> None:
        """Take out the parts of a kind that are boxes."""
        if kind in self.tags or (kind == "div" and any(tag == "div" for _, tag in self.roots)):
            for root, tag in self.roots:
                self._held(root, tag, kind, is_fixed=False, near=0)

    def _held(self, part: Part, tag: str, kind: str, *, is_fixed: bool, near: int) -> Held | None:
        """What a part holds without boxes; None if it is one.

        `is_fixed`: it stands in data or code, which stay; `near`: above 0 if it stands a few steps within a figure.
        """
        if part in self.gone:
            return None
        held, is_data = Held(), part in self.data
        stays = is_fixed or is_data or tag == "code"
        nearer = _NEAR if tag == "figure" else near - 1
        for item in part.inside:
            if isinstance(item, tuple):
                _count(held, item)
            elif (within := self._held(item, item.tag, kind, is_fixed=stays, near=nearer)) is not None:
                held.add(item, within)
        held.has_video = held.has_video or (tag in _FRAMES and is_video(part))
        if tag == kind and not (is_fixed or is_data or held.has_data) and self._is_box(part, held, kind, near > 0):
            self.gone.add(part)
            return None
        held.has_data = held.has_data or is_data
        return held

    def _is_box(self, part: Part, held: Held, kind: str, in_figure: bool) -> bool:
        points = self.points(part)
        if points < 0 or held.commas >= _PROSE or held.has_video:
            return points < 0
        if held.chars <= _LITTLE and ADVERT.fullmatch(_words(part)):
            return True
        is_list = kind == "ul" or held.listed > _LIST * held.chars
        return is_box(held, points, is_list, in_figure) and not (is_list and self._is_gallery(part, held))

    def _is_gallery(self, part: Part, held: Held) -> bool:
        """Whether each item of a list is one picture."""
        single = all(sum(each not in self.gone for each in item.parts()) < 2 for item in part.parts())
        return single and held.images == held.items


def _count(held: Held, text: Text) -> None:
    held.join(*text[:3])
    held.commas += text[3]


def name_points(part: Part) -> int:
    """Points for and against a part by its class and by its id."""
    return sum(_points(name) for name in part.names if name)


@lru_cache(maxsize=20_000)
def _points(name: str) -> int:
    return _NAMED * (bool(OF_ARTICLE.search(name)) - bool(NOT_ARTICLE.search(name)))


@lru_cache(maxsize=20_000)
def is_sharing(name: str) -> bool:
    """Whether an element is named after sharing."""
    return SHARING.search(name) is not None


def is_video(part: Part) -> bool:
    """Whether a frame shows a film of a site that shows films."""
    return any(VIDEO.search(value) for value in part.elements[-1].values())


def is_box(held: Held, points: int, is_list: bool, in_figure: bool) -> bool:
    """Whether a form, table, list or division with few commas is no part of an article; `points` are of its names."""
    linked = held.in_links()
    return (
        (not in_figure and held.images > 1 and 2 * held.paragraphs < held.images)
        or (not is_list and held.items - _MANY_ITEMS > held.paragraphs)
        or held.inputs > held.paragraphs // 3
        or (not is_list and not in_figure and _is_nearly_empty(held))
        or (not is_list and points < _NAMED and linked > _LINKED)
        or (points >= _NAMED and linked > _WELL_NAMED_LINKED)
        or held.frames > 1
        or (held.frames == 1 and held.chars < _SHORT)
        or (held.images == 0 and not held.wordy)
    )


def _is_nearly_empty(held: Held) -> bool:
    is_short = held.chars < _LITTLE and held.heads < _LIST * held.chars
    return is_short and held.images not in (1, 2) and held.linked > 0


def _words(part: Part) -> str:
    return " ".join("".join(map(str, part.elements[-1].itertext())).split())


def is_data(table: html.HtmlElement) -> bool:
    """Whether a table shows data in rows and columns, and is not used to lay out the page."""
    if table.get("role") == "presentation" or table.get("datatable") == "0":
        return False
    if table.get("summary") or any(len(each) or each.text for each in table.iter("caption")):
        return True
    if next(table.iter("col", "colgroup", "tfoot", "thead", "th"), None) is not None:
        return True
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = list(table.iter("tr"))
    high = sum(_span(row, "rowspan") for row in rows)
    wide = max((sum(_span(cell, "colspan") for cell in row.iter("td")) for row in rows), default=0)
    return high != 1 and wide != 1 and (high >= 10 or wide > 4 or high * wide > 10)


def _span(node: html.HtmlElement, name: str) -> int:
    given = node.get(name) or ""
    return max(1, int(given[:4])) if given.isascii() and given.isdigit() else 1
