"""What an element holds -> whether it is a box beside the article: of links, of pictures, of a form."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from lxml import html

from generator.ingest.extract.names import ADVERT, NOT_ARTICLE, OF_ARTICLE

LARGER: Final = frozenset("blockquote dl div img ol p pre table ul".split())
"""Elements that make a division around them more than a paragraph."""
_BOXES: Final = frozenset(("table", "ul", "ol", "div"))
_HEADS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_FRAMES: Final = frozenset(("iframe", "embed", "object"))
_WORDY: Final = LARGER | {"span", "li", "td"}
_OTHER_COMMAS: Final = ("，", "、", "،")
_NAMED: Final = 25
"""What the name of an element is worth."""
_PROSE: Final = 10
"""Commas of an element that nobody takes for a box."""
_LITTLE, _SHORT = 25, 75
"""Characters of what is no text, and of what explains a film."""
_LINKED, _WELL_NAMED_LINKED = 0.2, 0.5
_WITHIN: Final = 0.3
"""What a character in a link to the same page counts for."""
_LIST: Final = 0.9
_MANY_ITEMS: Final = 100


class Held:
    """What an element holds, without what has gone."""

    __slots__ = (
        "chars",
        "commas",
        "frames",
        "heads",
        "images",
        "inputs",
        "is_nested",
        "items",
        "larger",
        "linked",
        "listed",
        "paragraphs",
        "wordy",
    )  # fmt: skip

    def __init__(self, text: str | None = None) -> None:
        self.chars = self.commas = self.frames = self.heads = self.images = self.inputs = self.items = 0
        self.listed = self.paragraphs = 0
        self.linked = 0.0
        self.is_nested = self.larger = self.wordy = False
        self.text(text)

    def text(self, text: str | None) -> None:
        """Count text that stands directly in the element."""
        if text and (words := text.strip()):
            self.chars += len(words)
            self.commas += words.count(",")
            if not words.isascii():
                self.commas += sum(map(words.count, _OTHER_COMMAS))

    def add(self, node: html.HtmlElement, held: Held) -> None:
        """Count an element within, and what it holds."""
        tag = node.tag
        self.chars += held.chars
        self.commas += held.commas
        self.frames += held.frames
        self.images += held.images + (tag == "img")
        self.inputs += held.inputs
        self.items += held.items + (tag == "li")
        self.heads += held.chars if tag in _HEADS else held.heads
        self.listed += held.chars if tag in ("ul", "ol") else held.listed
        self.paragraphs += held.paragraphs + (tag == "p" or (tag == "div" and not held.larger))
        if tag == "a":
            self.linked += held.chars * (_WITHIN if (node.get("href") or "").startswith("#") else 1.0)
        else:
            self.linked += held.linked
        self.larger = self.larger or held.larger or tag in LARGER
        self.wordy = self.wordy or held.wordy or (held.chars > 0 and tag in _WORDY)
        self.is_nested = self.is_nested or len(node) > 1

    def after(self, node: html.HtmlElement) -> None:
        """Count the text after an element within, and the element itself if it is a frame or a field to fill in."""
        self.frames += node.tag in _FRAMES
        self.inputs += node.tag == "input"
        self.text(node.tail)

    def in_links(self) -> float:
        """The share of its text that stands in links."""
        return min(1.0, self.linked / self.chars) if self.chars else 0.0


def name_points(node: html.HtmlElement) -> int:
    """Points for and against an element by its class and by its id."""
    return sum(_points(name) for name in (node.get("class"), node.get("id")) if name)


@lru_cache(maxsize=20_000)
def _points(name: str) -> int:
    return _NAMED * (bool(OF_ARTICLE.search(name)) - bool(NOT_ARTICLE.search(name)))


def is_box(node: html.HtmlElement, held: Held, points: int) -> bool:
    """Whether a table, list or division within the article is none of it; `points` are those of its name."""
    if node.tag not in _BOXES or (node.tag == "div" and not held.larger):
        return False
    if points < 0:
        return True
    if held.commas >= _PROSE:
        return False
    if held.chars <= _LITTLE and ADVERT.fullmatch("".join(map(str, node.itertext())).strip()):
        return True
    is_list = node.tag in ("ul", "ol") or held.listed > _LIST * held.chars > 0
    if is_list and not held.is_nested and held.images == held.items:
        return False
    return (
        held.inputs > held.paragraphs // 3
        or held.frames > 1
        or (held.frames == 1 and held.chars < _SHORT)
        or (held.images == 0 and not held.wordy)
        or (points >= _NAMED and held.in_links() > _WELL_NAMED_LINKED)
        or (not _in_figure(node) and held.images > 1 and 2 * held.paragraphs < held.images)
        or (not is_list and _is_loose(node, held, points))
    )


def _is_loose(node: html.HtmlElement, held: Held, points: int) -> bool:
    """Whether what is no list holds mostly items, hardly a word, or too many links."""
    if held.items - _MANY_ITEMS > held.paragraphs or (points < _NAMED and held.in_links() > _LINKED):
        return True
    is_empty = held.chars < _LITTLE and held.heads < _LIST * held.chars and held.images not in (1, 2)
    return is_empty and held.linked > 0 and not _in_figure(node)


def _in_figure(node: html.HtmlElement) -> bool:
    return any(each.tag == "figure" for each in node.iterancestors())
