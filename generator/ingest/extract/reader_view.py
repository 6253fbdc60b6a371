"""A page -> the part of its tree that a browser's reader view would show.

Paragraphs give points to the elements around them. The element with most points for text that is not in links, and
those of its neighbours that are like it, are the article; boxes within it go (see boxes.py). If too little is left, the
names of elements are trusted less. The method and its numbers are those of Mozilla's Readability, written anew for a
tree that is not changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from lxml import html

from generator.ingest.extract.boxes import Cleaning, name_points
from generator.ingest.extract.parts import Part, Reading
from generator.ingest.extract.passed_over import PassedOver

Elements = frozenset[html.HtmlElement]

NOTHING: Final[Elements] = frozenset()
_ENOUGH: Final = 500
"""Characters of an article; with fewer, the page is read once more."""
_LEAST: Final = 25
"""Characters of a paragraph that gives points."""
_GIVES: Final = frozenset("section h2 h3 h4 h5 h6 p td pre".split())
_SHARES: Final = (1, 2, 6, 9, 12)
"""By what the points are divided for the element around a paragraph, the one around that, and so on."""
_START: Final[Mapping[str, int]] = MappingProxyType(
    {
        **dict.fromkeys(("div",), 5),
        **dict.fromkeys(("pre", "td", "blockquote"), 3),
        **dict.fromkeys("address ol ul dl dd dt li form".split(), -3),
        **dict.fromkeys("h1 h2 h3 h4 h5 h6 th".split(), -5),
    }
)
"""Points of an element for what it is."""
_BEST: Final = 5
_NEARLY, _SEVERAL = 0.75, 3
_ALIKE, _ALIKE_POINTS = 0.2, 10.0
_LINKED: Final = 0.25
_PARAGRAPH: Final = 80
_SENTENCE: Final = re.compile(r"\.(?: |$)")
_AUTHOR: Final = re.compile(
    r"\s*(?:(?:dc|dcterm|og|twitter|parsely|weibo:(?:article|webpage))\s*[-.:]\s*)?(?:author|creator)\s*", re.I
)
_TOLD: Final = re.compile(r'"author"\s*:\s*[\[{\s]*[^\]}]*"name"\s*:\s*"[^"]')


class _Trust(NamedTuple):
    """What a reading of the page lets the names of elements and the looks of boxes decide."""

    strip: bool = True
    names: bool = True
    boxes: bool = True


_READINGS: Final = (_Trust(), _Trust(strip=False), _Trust(False, names=False), _Trust(False, False, boxes=False))


def reader_view(tree: html.HtmlElement) -> Elements:
    """The elements that are shown, each with the text that stands directly in it; `tree` is not changed."""
    found = tree.find("body")
    body: html.HtmlElement = tree if found is None else found
    title, has_author = _title(tree), _names_author(tree)
    best, most, page = NOTHING, 0, Part("body")
    for i, trust in enumerate(_READINGS):
        if i < 2:
            page = Reading(PassedOver(title, has_author, trust.strip)).part(body)
        cleaning = Cleaning(_Points(page, trust.names).article(), trust.names)
        cleaning.run(trust.boxes)
        shown, chars = cleaning.shown()
        if chars > most:
            best, most = frozenset(shown), chars
        if chars >= _ENOUGH:
            break
    return best


class _Points:
    """The parts of a page with their points."""

    def __init__(self, page: Part, names: bool) -> None:
        self.page = page
        self.names = names
        self.points: dict[Part, float] = {}
        self.owners: dict[Part, Part] = {}
        for part, within in page.walk():
            for each in within:
                self.owners[each] = part
            if part.tag in _GIVES and part.chars >= _LEAST:
                self._give(part)
        for part in self.points:
            self.points[part] *= 1 - part.in_links()

    def _give(self, paragraph: Part) -> None:
        """Give the points of a paragraph to the parts around it."""
        points = 2 + paragraph.commas + min(paragraph.chars // 100, 3)
        for part, share in zip(self._around(paragraph), _SHARES, strict=False):
            if part not in self.points:
                self.points[part] = self._start(part)
            self.points[part] += points / share

    def _start(self, part: Part) -> float:
        return _START.get(part.tag, 0) + (name_points(part) if self.names else 0)

    def article(self) -> list[Part]:
        """The best part, and those of its neighbours that are like it, in reading order."""
        best = sorted(self.points, key=lambda part: -self.points[part])[:_BEST]
        if not best or best[0] is self.page:
            return [self.page]
        top = self._wider(self._shared(best))
        for part in self._within_page(top):
            if len(part.parts()) != 1:
                break
            top = part
        beside = self.owners[top].parts()
        return [part for part in beside if part is top or self._is_alike(part, top)]

    def _shared(self, best: list[Part]) -> Part:
        """The first, or the part around it that also holds three others that are nearly as good."""
        others = [
            set(self._within_page(part)) for part in best[1:] if self.points[part] >= _NEARLY * self.points[best[0]]
        ]
        holds = (part for part in self._within_page(best[0]) if sum(part in each for each in others) >= _SEVERAL)
        return next(holds, best[0])

    def _wider(self, top: Part) -> Part:
        """The first part around this one that has more points, if those between do not fall too low."""
        last = self.points.setdefault(top, self._start(top))
        least = last / 3
        for part in self._within_page(top):
            points = self.points.get(part)
            if points is not None and points < least:
                break
            if points is not None and points > last:
                return part
            last = last if points is None else points
        return top

    def _around(self, part: Part) -> Iterator[Part]:
        """The parts around one, from the inside to the outside."""
        owner = self.owners.get(part)
        while owner is not None:
            yield owner
            owner = self.owners.get(owner)

    def _within_page(self, part: Part) -> Iterator[Part]:
        """The parts around one, the page left out."""
        return (each for each in self._around(part) if each is not self.page)

    def _is_alike(self, part: Part, top: Part) -> bool:
        """Whether a neighbour of the best part belongs to it."""
        best = self.points.setdefault(top, self._start(top))
        is_same = part.names[0] != "" and part.names[0] == top.names[0]
        points = self.points.get(part, 0.0) + (_ALIKE * best if is_same else 0)
        if part in self.points and points >= max(_ALIKE_POINTS, _ALIKE * best):
            return True
        return part.tag == "p" and _reads_on(part)


def _reads_on(part: Part) -> bool:
    """Whether a paragraph is prose: long with few links, or a sentence without any."""
    if part.chars > _PARAGRAPH:
        return part.in_links() < _LINKED
    return part.linked == 0 < part.chars and any(
        _SENTENCE.search("".join(map(str, element.itertext()))) for element in part.elements[-1:]
    )


def _title(tree: html.HtmlElement) -> str:
    """What the page says its title is."""
    return next((node.text or "" for node in tree.iter("title")), "")


def _names_author(tree: html.HtmlElement) -> bool:
    """Whether the head of the page names its author."""
    for node in tree.iter("meta"):
        name, content = node.get("name") or node.get("property") or "", (node.get("content") or "").strip()
        if content and (_AUTHOR.fullmatch(name) or (name == "article:author" and "://" not in content)):
            return True
    scripts = (node.text or "" for node in tree.iter("script") if node.get("type") == "application/ld+json")
    return any(_TOLD.search(text) for text in scripts)
