"""A parsed page turned into the places where its signals are: headings, dates, bylines, the frame of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from .titles import fold

MAX_TEXT = 300
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DATE_MARKS = tuple("date Date time Time publi Publi posted meta datum info byline Byline author".split())
_AUTHOR_MARKS = ("author", "Author", "byline", "Byline", "autor")
_HOME = re.compile(r"(?:.*(?=https?:))?(?:https?:)?(?://[^/?#]+)?/?(?:index\.(?:html?|php))?(?:#.*)?")
_NOT_A_PLACE = frozenset("script style link meta body html head main article section img svg input form".split())
_COMMENTS = re.compile(r"comment|kommentar|respon", re.IGNORECASE)
_ASIDE = re.compile(
    r"comment|kommentar|related|recommend|sidebar|side-bar|widget|teaser|footer|breaking|latest|most-?read|popular|trending"
    r"|newsletter|promo|also-like|more-?stories|read-?next|readmore|carousel|disqus|respond|\bnav|menu|ticker|slider|calendar",
    re.IGNORECASE,
)


class Page(NamedTuple):
    """What one walk over a page finds."""

    language: str
    titles: Sequence[str]
    headings: list[HtmlElement]
    places: list[HtmlElement]
    """Headings, times and elements named for dates, in the order of the page."""
    items: list[HtmlElement]
    bylines: list[HtmlElement]
    main: HtmlElement | None
    spine: frozenset[HtmlElement]

    def beside(self, element: HtmlElement) -> bool:
        """Whether an element is marked as something beside the article."""
        return _aside(element, self.spine)


def page_of(tree: HtmlElement, language: str, titles: Sequence[str]) -> Page:
    """One walk over a parsed page, which is not changed.

    language: BCP 47 or ""; titles: as the page's data give them, to know the article's heading among the others.
    """
    headings: list[HtmlElement] = []
    places: list[HtmlElement] = []
    items: list[HtmlElement] = []
    bylines: list[HtmlElement] = []
    paragraphs: list[HtmlElement] = []
    kinds = {"p": (paragraphs,), "time": (places,), "abbr": (places,)} | dict.fromkeys(HEADINGS, (headings, places))
    for element in tree.iter(etree.Element):
        tag = element.tag
        for kind in kinds.get(tag, ()):
            kind.append(element)
        if tag in _NOT_A_PLACE:
            continue
        classes, id_ = element.get("class", ""), element.get("id", "")
        dated, authored = _marked(classes, id_) if classes or id_ else (False, False)
        if dated and (tag == "p" or tag not in kinds):
            places.append(element)
        if authored or element.get("rel") == "author":
            bylines.append(element)
        if element.get("itemprop"):
            items.append(element)
    titles = (tree.findtext(".//title") or "", *titles)
    main = _main_heading(headings, titles)
    return Page(language, titles, headings, places, items, bylines, main, _spine(paragraphs, main))


@lru_cache(maxsize=4096)
def _marked(classes: str, id_: str) -> tuple[bool, bool]:
    """Whether a class or an id speaks of a date, and of an author (pages repeat the same few hundred marks)."""
    mark = f"{classes[:200]} {id_[:100]}"
    return any(word in mark for word in _DATE_MARKS), any(word in mark for word in _AUTHOR_MARKS)


def text_of(element: HtmlElement, limit: int = MAX_TEXT) -> str:
    """The text of an element with white space folded; "" if it is longer than the limit (then it is no label)."""
    parts: list[str] = []
    size = 0
    if not isinstance(element.tag, str):
        return ""
    for part in element.itertext():
        size += len(part.strip())
        if size > limit:
            return ""
        parts.append(part)
    return " ".join(" ".join(parts).split())


def _spine(paragraphs: Sequence[HtmlElement], main: HtmlElement | None) -> frozenset[HtmlElement]:
    """The elements around the heading and around the bulk of the paragraphs: whatever they are called, the article
    is inside them (pages name the frame of all "with-sidebar" or "widget")."""
    weights: dict[HtmlElement, int] = {}
    for paragraph in paragraphs[:2000]:
        parent = paragraph.getparent()
        if not _COMMENTS.search(f"{parent.get('class', '')} {parent.get('id', '')}"):
            weights[parent] = weights.get(parent, 0) + len(paragraph.text or "") + 40
    bulk = max(weights, key=lambda e: weights[e]) if weights else None
    around = {element for element in (bulk, main) if element is not None}
    return frozenset(around.union(*(element.iterancestors() for element in around)))


def _aside(element: HtmlElement, spine: frozenset[HtmlElement]) -> bool:
    """Whether the element or one of its nearest ancestors is marked as something beside the article."""
    for _ in range(12):
        if element is None or element in spine or element.tag in ("body", "html"):
            return False
        if element.tag in ("aside", "footer", "nav"):
            return True
        mark = f"{element.get('class', '')} {element.get('id', '')}"
        if element.tag != "article" and len(mark) < 200 and _names_aside(mark):
            return True
        element = element.getparent()
    return False


@lru_cache(maxsize=4096)
def _names_aside(mark: str) -> bool:
    return bool(_ASIDE.search(mark))


def _main_heading(headings: Sequence[HtmlElement], titles: Sequence[str]) -> HtmlElement | None:
    """The article's heading: the one that the page's titles repeat most closely, an h1 before others.

    A heading that leads to the front page is the site's name (observed on blogs).
    """
    best: HtmlElement | None = None
    most = 0.0
    for element in sorted(headings[:60], key=lambda h: h.tag != "h1"):
        share = alike(text_of(element, 400), titles)
        if leads_home(element) or (share < 0.3 and _aside(element, frozenset())):
            continue
        if (share if element.tag == "h1" else share - 0.45) > most:
            best, most = element, share
    return best


def alike(text: str, titles: Sequence[str]) -> float:
    """1 if a title holds the text or the other way round, else the share of words that they have in common."""
    key, words = fold(text), set(text.lower().split())
    if not key:
        return 0.0
    most = 0.1
    for title in titles:
        other = fold(title[:500])
        if (len(key) >= 8 and key in other) or (len(other) >= 15 and other in key) or key == other:
            return 1.0
        common = words & set(title[:500].lower().split())
        most = max(most, 0.9 * len(common) / len(words))
    return most


def leads_home(heading: HtmlElement) -> bool:
    """Whether a heading is a link to the front page of its site."""
    links = heading.findall(".//a[@href]")
    parent = heading.getparent()
    links += [parent] if parent is not None and parent.tag == "a" and parent.get("href") else []
    return any(_HOME.fullmatch((link.get("href") or "").strip()[:300]) for link in links[:2])
