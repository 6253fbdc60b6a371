"""A page -> its parts as a reader view reads them: without what is hidden or unlikely, loose text made paragraphs.

The rules are those of Mozilla's Readability. The tree is not changed: a part points to the elements that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from lxml import html

from generator.ingest.extract.passed_over import NEVER_THERE, PassedOver
from generator.ingest.markup import SKIP

Text = tuple[int, bool, bool, int, int]
"""Text that stands directly in an element: its characters without blanks at the ends and with one between words,
whether blanks stand at its beginning and end, its commas, its commas of any script."""

BLOCKS: Final = frozenset("blockquote dl div img ol p pre table ul".split())
"""Elements that make a division around them more than a paragraph."""
_PHRASES: Final = frozenset(
    "abbr audio b bdo br button cite code data datalist dfn em embed i img input kbd label mark math meter object "
    "output progress q ruby samp select small span font strong sub sup textarea time var wbr".split()
)
_LIKE_THEIR_TEXT: Final = frozenset(("a", "del", "ins"))
"""Elements that are part of a sentence if all in them is."""
_LEAVES: Final = SKIP - NEVER_THERE
_PARAGRAPH_LINKED: Final = 0.25
_WITHIN: Final = 0.3
"""What a character in a link to the same page counts for."""
_COMMAS: Final = re.compile("[,\u060c\ufe50\ufe10\ufe11\u2e41\u2e34\u2e32\uff0c]")
_BLANK: Final[Text] = (0, True, True, 0, 0)


class Run:
    """Text with that of what stands in it: its characters, and whether blanks stand at its beginning and end."""

    __slots__ = ("chars", "closes", "linked", "opens")

    chars: int
    linked: float
    opens: bool
    closes: bool

    def join(self, chars: int, opens: bool, closes: bool) -> None:
        """Count text after that which was counted, with one blank between them where there are any."""
        if not chars:
            if self.chars:
                self.closes = True
            else:
                self.opens = True
        elif self.chars:
            self.chars += chars + (self.closes or opens)
            self.closes = closes
        else:
            self.chars, self.opens, self.closes = chars, self.opens or opens, closes

    def in_links(self) -> float:
        """The share of the text that stands in links."""
        return self.linked / self.chars if self.chars else 0.0


class Part(Run):
    """An element and what is in it, or loose text that reads as a paragraph."""

    __slots__ = ("commas", "elements", "has_block", "inside", "is_gone", "is_phrase", "names", "tag")

    def __init__(self, tag: str, *elements: html.HtmlElement, names: tuple[str, str] = ("", "")) -> None:
        self.chars = self.commas = 0
        self.linked = 0.0
        self.opens = self.closes = self.is_gone = self.has_block = False
        self.tag = tag
        self.elements = elements
        """The elements that are shown if the part is."""
        self.names = names
        """Its class and its id."""
        self.inside: list[Part | Text] = []
        self.is_phrase = tag in _PHRASES

    def take(self, items: Sequence[Part | Text]) -> None:
        """Put parts and text in it, but for parts that are gone."""
        for item in items:
            if isinstance(item, tuple):
                chars, opens, closes, _, commas = item
            else:
                self.has_block = self.has_block or item.has_block or item.tag in BLOCKS
                if item.is_gone:
                    continue
                chars, opens, closes, commas = item.chars, item.opens, item.closes, item.commas
                self.linked += weight(item) * chars if item.tag == "a" else item.linked
            self.commas += commas
            if chars or opens:
                self.join(chars, opens, closes)
            self.inside.append(item)

    def parts(self) -> list[Part]:
        """The parts directly in it."""
        return [item for item in self.inside if isinstance(item, Part)]

    def walk(self) -> Iterator[tuple[Part, list[Part]]]:
        """It and all in it, in reading order, each with the parts directly in it."""
        rest = [self]
        while rest:
            part = rest.pop()
            within = part.parts()
            yield part, within
            rest += reversed(within)


def weight(link: Part) -> float:
    """What a character in a link counts for."""
    return _WITHIN if (href := link.elements[0].get("href") or "") != "#" and href.startswith("#") else 1.0


class Reading:
    """One reading of a page: `part` makes the tree of it, without what `passed` passes over."""

    def __init__(self, passed: PassedOver) -> None:
        self.passed = passed

    def part(self, node: html.HtmlElement, names: tuple[str, str] = ("", "")) -> Part:
        """An element, and what of it is read."""
        tag = str(node.tag)
        part = Part(tag, node, names=names)
        if tag in _LEAVES:
            return part
        items, breaks = self._items(node)
        if tag in _LIKE_THEIR_TEXT:
            part.is_phrase = all(isinstance(item, tuple) or item.is_phrase for item in items)
        if breaks > 1 and tag != "div":
            items, made = grouped(items, is_division=False)
            part.tag = tag = "div" if made and tag == "p" else tag
        if tag == "div":
            items = grouped(items, is_division=True)[0]
        part.take(items)
        return _division(part, items) if tag == "div" else part

    def _items(self, node: html.HtmlElement) -> tuple[list[Part | Text], int]:
        """Text and parts in an element, and how many of them are line breaks."""
        items: list[Part | Text] = [measured(node.text)] if node.text else []
        breaks = 0
        is_paragraph = node.tag == "div" and _is_one_paragraph(node)
        for child in node:
            tag = child.tag
            if not isinstance(tag, str):
                items.append(_gone(""))
            elif tag not in NEVER_THERE or (tag == "noscript" and _is_picture(child)):
                breaks += tag == "br"
                said = dict(child.items())
                names = (said.get("class", ""), said.get("id", ""))
                if is_paragraph or not self.passed.goes(child, tag, names, said):
                    items.append(self.part(child, names))
                elif tag not in _PHRASES:
                    items.append(_gone(tag))
            if child.tail:
                items.append(measured(child.tail))
        return items, breaks


def measured(text: str) -> Text:
    """What there is to know of a text."""
    if text.isspace():
        return _BLANK
    words = text.split()
    commas = text.count(",")
    more = commas if text.isascii() else len(_COMMAS.findall(text))
    return sum(map(len, words)) + len(words) - 1, text[0].isspace(), text[-1].isspace(), commas, more


def grouped(items: Sequence[Part | Text], is_division: bool) -> tuple[list[Part | Text], bool]:
    """Loose text made paragraphs, and whether any was made: all in a division, else what follows two line breaks."""
    out: list[Part | Text] = []
    runs: list[tuple[Part, list[Part | Text]]] = []
    target, breaks, is_open = out, 0, False
    for item in items:
        if isinstance(item, Part) and not item.is_phrase:
            target, breaks, is_open = out, 0, False
        elif isinstance(item, Part) and item.tag == "br":
            breaks += 1
            if breaks > 1:
                target, is_open = out, False
        elif isinstance(item, Part) or item[0]:
            if not is_open and (is_division or breaks > 1):
                runs.append((Part("p"), []))
                out.append(runs[-1][0])
                target, is_open = runs[-1][1], True
            breaks = 0
        target.append(item)
    for part, found in runs:
        part.take(found)
    return out, bool(runs)


def _division(part: Part, items: Sequence[Part | Text]) -> Part:
    """A division, or the paragraph that it is: the only one in it, or itself if nothing larger is in it."""
    kids = [item for item in items if isinstance(item, Part) and item.tag]
    only = kids[0] if len(kids) == 1 else None
    if only is not None and only.tag == "p" and not only.is_gone and part.in_links() < _PARAGRAPH_LINKED:
        only.elements = (*part.elements, *only.elements)
        return only
    if not part.has_block:
        part.tag = "p"
    return part


def _gone(tag: str) -> Part:
    part = Part(tag)
    part.is_gone, part.is_phrase = True, False
    return part


def _is_one_paragraph(node: html.HtmlElement) -> bool:
    """Whether a division holds one paragraph and no other text."""
    return len(node) == 1 and node[0].tag == "p" and not ((node.text or "") + (node[0].tail or "")).strip()


def _is_picture(node: html.HtmlElement) -> bool:
    """Whether a `noscript` holds the picture of the element before it."""
    before = node.getprevious()
    return before is not None and _is_one_picture(node) and _is_one_picture(before)


def _is_one_picture(node: html.HtmlElement) -> bool:
    while node.tag != "img":
        if len(node) != 1 or ((node.text or "") + (node[0].tail or "")).strip():
            return False
        node = node[0]
    return True
