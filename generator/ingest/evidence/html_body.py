"""The body of a page (headings, microdata, bylines, dates shown) turned into signals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from lxml import etree

from ...types import Signal
from ...written import parse_date
from .authors import names_in
from .page import Page, alike, leads_home, text_of
from .page_dates import MAX_FOUND, dates_shown

Field = Literal["title", "date", "author"]
_BY = re.compile(r"(?:^|\s)[Bb]y\s+(?=[A-ZÀ-Þ])|^(?:Von|Par)\s+(?=[A-ZÀ-Þ])")
_LINE_BY = re.compile(r"(?:By|BY|Von|Par|Por|Door)\s+[A-ZÀ-Þ]")
_BELOW: Any = etree.XPath("(following::text()[normalize-space()])[position() <= 12]")
_REST = re.compile(
    r"\s+(?:last|more|follow|twitter|facebook|watch|view|see|updated|published|posted|aktualisiert|veröffentlicht"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{2,4})\b.*",
    re.IGNORECASE,
)
_ITEM_FIELDS: Mapping[str, tuple[Field, str, float]] = MappingProxyType(
    {
        "datepublished": ("date", "microdata datePublished", 0.88),
        "datecreated": ("date", "microdata dateCreated", 0.87),
        "uploaddate": ("date", "microdata uploadDate", 0.86),
        "datemodified": ("date", "modified date (microdata)", 0.1),
        "headline": ("title", "microdata headline", 0.7),
        "author": ("author", "microdata author", 0.7),
    }
)


def signals_from_body(page: Page) -> list[Signal]:
    """Signals of the visible page; what stands in comments, side columns and lists of other articles is left out."""
    return _items(page) + _titles(page) + dates_shown(page) + _bylines(page)


def _items(page: Page) -> list[Signal]:
    found: list[Signal] = []
    for element in page.items[:500]:
        name = next((n for n in element.get("itemprop", "").lower().split() if n in _ITEM_FIELDS), "")
        if not name or page.beside(element):
            continue
        value = element.get("content") or element.get("datetime") or text_of(element)
        field, how, weight = _ITEM_FIELDS[name]
        once = field == "author" or not any(s.field == field and s.weight == weight for s in found)
        if field == "date" and weight > 0.5:
            found += _dated(value, page.language, how, weight) if once else []
        elif value and once:
            found.append(Signal(field, value, how, weight))
    return found[:MAX_FOUND]


def _dated(value: str, language: str, how: str, weight: float) -> list[Signal]:
    date = parse_date(value, language=language)
    return [Signal("date", date, how, weight)] if date else []


def _titles(page: Page) -> list[Signal]:
    texts = [text_of(h, 400) for h in page.headings if h.tag == "h1" and not page.beside(h)][:5]
    found = [Signal("title", text, "one of several h1", 0.35) for text in texts if text and len(texts) > 1]
    found += [Signal("source", text_of(h, 100), "heading", 0.3) for h in page.headings[:10] if leads_home(h)][:1]
    if page.main is None:
        return found
    text = text_of(page.main, 400)
    weight = 0.93 if alike(text, page.titles) >= 0.5 else 0.6
    return [Signal("title", text, "h1" if page.main.tag == "h1" else "heading", weight), *found]


def _bylines(page: Page) -> list[Signal]:
    found: list[Signal] = []
    for element in page.bylines[:200]:
        text = text_of(element, 120)
        if (
            not text
            or len(found) >= 5
            or any(text in s.value or s.value in text for s in found)
            or page.beside(element)
        ):
            continue
        if element.get("rel") == "author":
            found.append(Signal("author", text, "author link", 0.6))
        elif len(text) < 80:
            found.append(Signal("author", _who(text), "byline", 0.5))
    return found or _line_by(page)


def _line_by(page: Page) -> list[Signal]:
    """The line below the heading that begins with "By" and names somebody, whatever element holds it."""
    texts = () if page.main is None else _BELOW(page.main)
    for text in texts:
        line = " ".join(text[:200].split())
        names = names_in(line) if _LINE_BY.match(line) and len(line) < 120 else ()
        if names:
            return [Signal("author", ", ".join(names), "line below the heading", 0.5)]
    return []


def _who(text: str) -> str:
    """The names of a byline that holds more: what stands before "by", and what comes after the names, is left out."""
    after = _BY.split(text, maxsplit=1)[-1]
    return _REST.split(after, maxsplit=1)[0] or text
