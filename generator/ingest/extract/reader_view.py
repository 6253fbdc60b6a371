"""A page -> the part of its tree that a browser's reader view would show.

Paragraphs give points to the elements around them. The element with most points for text that is not in links, and
those of its neighbours that are like it, are the article; boxes within it go (see boxes.py). If too little is left, the
names of elements are trusted less. The method is that of Mozilla's Readability, written anew for a tree that is not
changed: what goes is left out of the counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from lxml import html

from generator.ingest.extract.boxes import LARGER, Held, is_box, name_points
from generator.ingest.extract.names import BYLINE, MAYBE_ARTICLE, SHARING, UNLIKELY
from generator.ingest.markup import SKIP

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
_NEVER: Final = frozenset("footer aside link object embed iframe input textarea select button form fieldset".split())
_APART: Final = LARGER | frozenset("section article header footer aside main figure form".split())
_ROLES: Final = frozenset("menu menubar complementary navigation alert alertdialog dialog".split())
_NEARLY: Final = 0.75
_ALIKE, _ALIKE_POINTS = 0.2, 10.0
_LINKED: Final = 0.25
_PARAGRAPH: Final = 80
_BYLINE_CHARS: Final = 100
_SENTENCE: Final = re.compile(r"\.(?: |$)")


class _Trust(NamedTuple):
    """What a reading of the page lets the names of elements and the looks of boxes decide."""

    strip: bool = True
    names: bool = True
    boxes: bool = True


_READINGS: Final = (_Trust(), _Trust(strip=False), _Trust(False, names=False), _Trust(False, False, boxes=False))


def reader_view(tree: html.HtmlElement) -> Elements:
    """The elements that are shown, each with the text that stands directly in it; `tree` is not changed."""
    best, most = NOTHING, 0
    for trust in _READINGS:
        shown, chars = _Reading(tree, trust).article()
        if chars > most:
            best, most = shown, chars
        if chars >= _ENOUGH:
            break
    return best


class _Reading:
    """The elements of a page with what they hold and their points."""

    def __init__(self, tree: html.HtmlElement, trust: _Trust) -> None:
        body = tree.find("body")
        self.body: html.HtmlElement = tree if body is None else body
        self.trust = trust
        self.held: dict[html.HtmlElement, Held] = {}
        self.points: dict[html.HtmlElement, float] = {}
        self._hold(self.body, is_fixed=False)
        for node, held in self.held.items():
            if node.tag in _GIVES or _is_paragraph(node, held):
                self._give(node.getparent(), held.chars, held.commas)
            elif node.tag == "div":
                for text in _runs(node):
                    self._give(node, len(text), text.count(","))
        for node in self.points:
            self.points[node] *= 1 - self.held[node].in_links()

    def _hold(self, node: html.HtmlElement, is_fixed: bool) -> Held:
        """Measure an element and all in it that is likely; `is_fixed`: in a table or code, which stay whole."""
        held = self.held[node] = Held(node.text)
        is_fixed = is_fixed or node.tag in ("table", "code")
        for child in node:
            if isinstance(child.tag, str) and child.tag not in SKIP and not self._is_unlikely(child, is_fixed):
                held.add(child, self._hold(child, is_fixed))
            held.after(child)
        return held

    def _is_unlikely(self, node: html.HtmlElement, is_fixed: bool) -> bool:
        name = _name(node)
        is_byline, is_unlikely = _told(name) if name else (False, False)
        if is_byline and _is_short(node):
            return True
        if not self.trust.strip or is_fixed or node.tag == "a":
            return False
        return is_unlikely or node.get("role") in _ROLES

    def _give(self, node: html.HtmlElement | None, chars: int, commas: int) -> None:
        """Give the points of a paragraph to the elements around it, `node` first."""
        points = 2 + commas + min(chars // 100, 3)
        for share in _SHARES if chars >= _LEAST else ():
            if node is None or node not in self.held:
                return
            if node not in self.points:
                self.points[node] = _START.get(str(node.tag), 0) + self._name_points(node)
            self.points[node] += points / share
            node = node.getparent()

    def _name_points(self, node: html.HtmlElement) -> int:
        return name_points(node) if self.trust.names else 0

    def article(self) -> tuple[Elements, int]:
        """The elements that are shown, and the characters of their text."""
        shown: set[html.HtmlElement] = set()
        top = self._top()
        roots = [top] if top is self.body else [top, *self._neighbours(top)]
        chars = sum(self._show(root, shown, is_fixed=False).chars for root in roots)
        return frozenset(shown), chars

    # --- which part

    def _top(self) -> html.HtmlElement:
        """The best element, or one around it that holds more."""
        best = sorted(self.points, key=lambda node: -self.points[node])[:5]
        if not best or best[0] is self.body:
            return self.body
        top = self._wider(self._shared(best))
        for node in self._around(top):
            if sum(child in self.held for child in node) != 1:
                break
            top = node
        return top

    def _shared(self, best: list[html.HtmlElement]) -> html.HtmlElement:
        """The first, or the element around it that also holds three others that are nearly as good."""
        others = [set(self._around(node)) for node in best[1:] if self.points[node] >= _NEARLY * self.points[best[0]]]
        holds = (node for node in self._around(best[0]) if sum(node in each for each in others) >= 3)
        return next(holds, best[0])

    def _wider(self, top: html.HtmlElement) -> html.HtmlElement:
        """The first element around this one that has more points, if those between do not fall too low."""
        last = self.points.get(top, 0.0)
        least = last / 3
        for node in self._around(top):
            points = self.points.get(node)
            if points is not None and points < least:
                break
            if points is not None and points > last:
                return node
            last = last if points is None else points
        return top

    def _around(self, node: html.HtmlElement) -> Iterator[html.HtmlElement]:
        """The elements around one, the body left out."""
        for each in node.iterancestors():
            if each is self.body:
                return
            yield each

    def _neighbours(self, top: html.HtmlElement) -> Iterator[html.HtmlElement]:
        """The elements beside the best that are like it."""
        best = self.points.get(top, 0.0)
        owner = top.getparent()
        for node in owner if owner is not None else ():
            held = self.held.get(node)
            if node is top or held is None:
                continue
            is_same = bool(node.get("class")) and node.get("class") == top.get("class")
            points = self.points.get(node, 0.0) + (_ALIKE * best if is_same else 0)
            is_alike = node in self.points and points >= max(_ALIKE_POINTS, _ALIKE * best)
            if is_alike or ((node.tag == "p" or _is_paragraph(node, held)) and _reads_on(node, held)):
                yield node

    # --- what of it

    def _show(self, node: html.HtmlElement, shown: set[html.HtmlElement], is_fixed: bool) -> Held:
        """What an element holds without its boxes; all that stays is added to `shown`."""
        held, mine = Held(node.text), {node}
        is_fixed = is_fixed or node.tag == "code" or (node.tag == "table" and is_data(node))
        for child in node:
            if child in self.held and not self._goes(child):
                held.add(child, self._show(child, mine, is_fixed))
            held.after(child)
        if self.trust.boxes and not is_fixed and is_box(node, held, self._name_points(node)):
            return Held()
        shown |= mine
        return held

    def _goes(self, node: html.HtmlElement) -> bool:
        if node.tag in _NEVER or (node.tag in ("h1", "h2") and self._name_points(node) < 0):
            return True
        name = _name(node)
        return bool(name and self.held[node].chars < _ENOUGH and SHARING.search(name))


def _name(node: html.HtmlElement) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}".strip()


@lru_cache(maxsize=20_000)
def _told(name: str) -> tuple[bool, bool]:
    """Whether an element with such a name is a byline, and whether it is unlikely to be of the article."""
    return bool(BYLINE.search(name)), bool(UNLIKELY.search(name) and not MAYBE_ARTICLE.search(name))


def _is_short(node: html.HtmlElement) -> bool:
    """Whether an element holds no more text than a byline."""
    chars = 0
    for text in node.itertext():
        chars += len(text.strip())
        if chars >= _BYLINE_CHARS:
            return False
    return True


def _is_paragraph(node: html.HtmlElement, held: Held) -> bool:
    """Whether a division is nothing but a paragraph."""
    return node.tag == "div" and not held.larger


def _reads_on(node: html.HtmlElement, held: Held) -> bool:
    """Whether a paragraph is prose: long with few links, or a sentence without any."""
    if held.chars > _PARAGRAPH:
        return held.in_links() < _LINKED
    return held.linked == 0 < held.chars and bool(_SENTENCE.search("".join(map(str, node.itertext()))))


def _runs(node: html.HtmlElement) -> Iterator[str]:
    """The runs of text that stand directly in an element, between its blocks."""
    run = [node.text or ""]
    for child in node:
        if child.tag in _APART:
            yield " ".join("".join(run).split())
            run = []
        elif isinstance(child.tag, str) and child.tag not in SKIP:
            run.extend(map(str, child.itertext()))
        run.append(child.tail or "")
    yield " ".join("".join(run).split())


def is_data(table: html.HtmlElement) -> bool:
    """Whether a table shows data in rows and columns, and is not used to lay out the page."""
    if table.get("role") == "presentation" or table.get("datatable") == "0":
        return False
    if table.get("summary") or next(table.iter("caption", "col", "colgroup", "tfoot", "thead", "th"), None) is not None:
        return True
    rows = list(table.iter("tr"))
    columns = max((len(row) for row in rows), default=0)
    if len(rows) < 2 or columns < 2 or next(table.iterdescendants("table"), None) is not None:
        return False
    return len(rows) >= 10 or columns > 4 or len(rows) * columns > 10
