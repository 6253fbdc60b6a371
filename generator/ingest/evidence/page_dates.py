"""The dates that a page shows turned into signals: near its heading, in places made for dates, next to a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from ...types import Signal
from ...written import dates_in, days_between, parse_date
from .page import HEADINGS, MAX_TEXT, Page, text_of

MAX_FOUND = 80
NEAR = 200
"""Characters of short texts around the heading in which a date is taken for the article's."""
CLOSE = 100
"""Characters after the heading within which a date that stands alone is nearly always the article's (159 of 160 saved
pages); farther on 3 of 20 were of what is told."""
UNDER = 0.94
FARTHER = 0.68
"""Of a date farther on, or above the heading."""
BESIDE = 0.62
"""Of a date near the heading in what is marked as beside the article: a little more than what htmldate finds."""

_AFTER: Any = etree.XPath(
    "following::text()[not(parent::script or parent::style)][normalize-space()][position() <= 25]"
)
_BEFORE: Any = etree.XPath(
    "preceding::text()[not(parent::script or parent::style)][normalize-space()][position() <= 8]"
)
_TEXTS: Any = etree.XPath(
    "//body//text()[not(parent::script or parent::style or parent::noscript)][string-length() > 7]"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT_YEAR = re.compile(
    r"(?<![\d.,:])(\d{1,2}\.\d{1,2}\.|\d{1,2}\.? [^\W\d_]{3,12}\.? ['’]?)(\d\d)(?![\d:h%]|[.,]\d| ?Uhr)"
)
_FIRST_CLASS = re.compile(r"publi|entry-date|post-date|posted|article-?date|pubdate|veröff|created", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"publi(?:shed|cation|é|cado|cada|ziert|kation)|posted|veröffentlicht|erstellt|erschienen|geschrieben|verfasst"
    r"|eingestellt|pubblicat|notizia del|gepubliceerd|geplaatst|publicerad|publisert|udgivet|julkaistu|opublikowan"
    r"|dodano|опубликован|\bdated?\b|datum|fecha|mis en ligne|rédigé",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"modif|updat|aktualis|geändert|zuletzt|mise? à jour|actualiz|atualiz|aggiorn|bijgewerkt|обновл|edited|bearbeitet"
    r"|päivitetty|uppdater|oppdater|opdater|stand:|last change|expire|valid until|gültig bis",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"regist(?:riert|ered)|mitglied seit|dabei seit|joined|member since|\bborn\b|geboren|expire|läuft ab|gültig"
    r"|deadline|copyright|©|\bbis\b|\buntil\b|accessed|abgerufen|zugriff",
    re.IGNORECASE,
)


def dates_shown(page: Page) -> list[Signal]:
    """The dates around the heading of the article, nearest first; those of changes are named so."""
    before: list[Signal] = []
    after: list[Signal] = []
    passed = False
    for element in page.places[:2000]:
        passed = passed or element is page.main
        side = after if passed else before
        heading = element.tag in HEADINGS and "date" not in element.get("class", "")
        if not heading and len(side) < MAX_FOUND and not page.beside(element):
            side.extend(_of_place(element, page.language))
    near = _near(page.main, page) if page.main is not None else []
    return _ranked(after, 0.0) + _ranked(before[::-1], 0.1) + near


def dates_in_text(tree: HtmlElement, page: Page) -> list[Signal]:
    """The first date of the page that a word such as "published" stands next to, and the first date of its text.

    Reads all of the text, so it is slower: for pages on which no place made for a date has one.
    """
    labelled: list[Signal] = []
    first: list[Signal] = []
    for text in _TEXTS(tree)[:20_000]:
        if len(text) > 2_000 or not _YEAR.search(text) or page.beside(text.getparent()):
            continue
        line = _line(text)
        for found in dates_in(line, language=page.language):
            around = line[max(0, found.start - 60) : found.start] + " | " + line[found.end : found.end + 40]
            if len(found.date) < 10 or _OTHERS.search(around) or _LATER.search(around):
                continue
            if _PUBLISHED.search(around) and not labelled:
                labelled.append(Signal("date", found.date, "labelled date", 0.65))
            if not first and len(line) < 150:
                first.append(Signal("date", found.date, "first date on the page", 0.4))
    return labelled + first


def _line(text: Any) -> str:
    """A piece of text with what stands before it in the same element."""
    parent = text.getparent()
    element = parent.getparent() if text.is_tail and parent is not None else parent
    whole = text_of(element, 400) if element is not None else ""
    return whole or " ".join(text.split())


def _ranked(signals: list[Signal], less: float) -> list[Signal]:
    """Dates nearest to the heading weigh most; only the three nearest are kept."""
    good = [s for s in signals if not s.how.startswith("modified")][:3]
    late = [s for s in signals if s.how.startswith("modified")][:1]
    return [Signal(s.field, s.value, s.how, max(0.1, s.weight - less - 0.2 * i)) for i, s in enumerate(good)] + late


def _of_place(element: HtmlElement, language: str) -> Iterator[Signal]:
    stamp = element.get("datetime") or element.get("title" if element.tag == "abbr" else "data-datetime") or ""
    text = text_of(element)
    if not (any(c.isdigit() for c in text) or stamp):
        return
    mark = f"{element.get('class', '')} {element.get('id', '')}"
    if element.tag in ("time", "abbr"):
        shown = parse_date(text, language=language)
        date = _stamped(parse_date(stamp, language=language), shown)
        late = _LATER.search(f"{mark} {text}") or (element.getparent() is not None and _late_label(element))
        if len(date) >= 7:
            yield Signal(
                "date", date, "modified date (time element)" if late else "time element", 0.1 if late else 0.75
            )
        return
    weight = 0.75 if _FIRST_CLASS.search(mark) else 0.65
    yield from _of_text(text, language, "date on the page", weight, bool(_LATER.search(mark)))


def _stamped(stamp: str, shown: str) -> str:
    """The machine's date of a time element, but the shown one if they differ by a day: machines often write UTC."""
    return shown if shown and (not stamp or days_between(stamp, shown) == 1 or shown.startswith(stamp)) else stamp


def _late_label(element: HtmlElement) -> bool:
    previous = element.getprevious()
    before = (
        (previous.tail or "") + " " + text_of(previous, 60) if previous is not None else element.getparent().text or ""
    )
    return bool(_LATER.search(before[-60:]))


def _of_text(text: str, language: str, how: str, weight: float, late: bool = False) -> Iterator[Signal]:
    return (signal for _, signal in _placed(text, language, how, weight, late))


def _placed(text: str, language: str, how: str, weight: float, late: bool = False) -> Iterator[tuple[int, Signal]]:
    """The dates of a text, each with where it begins, in characters."""
    text = _SHORT_YEAR.sub(_full_year, text)
    end = 0
    for found in dates_in(text, language=language):
        label = text[max(end, found.start - 60) : found.start]
        if _OTHERS.search(label[-30:]):
            continue
        modified = late or bool(_LATER.search(label))
        named, sure = (f"modified date ({how})", 0.1) if modified else (how, weight)
        value = found.date if len(found.date) > 4 else text[found.start : found.end]  # 3/4/2021: others tell the order
        yield found.start, Signal("date", value, named, sure)
        end = found.end


def _full_year(match: re.Match[str]) -> str:
    """30.10.23 -> 30.10.2023: a page of the web is younger than 1970 (POSIX strptime: 69 to 99 are 19xx)."""
    return f"{match[1]}{'19' if match[2] >= '69' else '20'}{match[2]}"


def _near(heading: HtmlElement, page: Page) -> list[Signal]:
    """The dates in the words just after and before the heading, whatever element holds them.

    Only where there are none, words that are marked as beside the article are looked at too.
    """
    sides = ((_AFTER(heading), True, UNDER), (_BEFORE(heading), False, FARTHER))
    found: list[Signal] = []
    for texts, after, weight in sides:
        found += _nearest([text for text in texts if not page.beside(text.getparent())], page, after, weight)
    return found or [signal for texts, after, _ in sides for signal in _nearest(texts, page, after, BESIDE)]


def _nearest(texts: Sequence[str], page: Page, after: bool, weight: float) -> list[Signal]:
    lines = (" ".join(text.split())[:MAX_TEXT] for text in texts)
    short = " ".join(line for line in lines if len(line) < 80)
    short = short[: 2 * NEAR] if after else short[-NEAR:]
    full = [
        pair
        for pair in _placed(short, page.language, "line beside the heading", weight)
        if pair[1].value.count("-") != 1
    ]
    at, best = (full[0] if after else full[-1]) if full else (0, None)
    if best and best.weight > FARTHER and at >= CLOSE:
        best = Signal(best.field, best.value, best.how, FARTHER)
    return [best] if best else []
