"""A date as somebody wrote it -> the date by which it sorts, and its own words where these say it less exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from .calendar import OLDEST, valid
from .exact import LONGEST, exact


class Said(NamedTuple):
    """What a text says of a date."""

    date: str
    """"2021", "2021-03", "2021-03-14": what is known and no more, of a span its beginning; "" if it is no date."""
    text: str = ""
    """The words as written, where they say something else than `date` does: "c. 1923", "1914-1918", "1920s"."""
    last: str = ""
    """The end of the span that the text names: "1918", "1929"; else as `date`."""


NOTHING = Said("")

_ABOUT = (
    r"circa|cca|ca|c|about|abt|around|approx(?:imately)?|roughly|prob(?:ably)?|poss(?:ibly)?|perhaps|maybe|likely"
    r"|presumably|um|etwa|gegen|ungefähr|wohl|vermutlich|wahrscheinlich|vielleicht|vers|environ|peut-être|hacia"
    r"|alrededor de|aproximadamente|cerca de|por volta de|verso|intorno al?|omstreeks|ongeveer|rond|omkring|około|okolo"
    r"|около|примерно"
)
_PART = (
    r"early|late|mid|middle of|beginning of|start of|end of|anfang|mitte|ende|frühe[sn]?|späte[sn]?|début|milieu|fin"
    r"|principios de|mediados de|finales de|spring|summer|autumn|fall|winter|easter|christmas|michaelmas|frühjahr"
    r"|frühling|sommer|herbst|ostern|weihnachten|printemps|été|automne|hiver|primavera|verano|otoño|invierno|estate"
    r"|autunno|inverno"
)
_LIMIT = (
    r"before|after|since|until|till|not before|not after|prior to|no later than|no earlier than|by|vor|nach|seit|bis"
    r"|frühestens|spätestens|avant|après|depuis|antes de|después de|desde|prima del?|dopo(?: il)?|voor|före|efter"
    r"|до|после"
)
_JOINING = r"(?:(?:in|of|the|dem?|der|des|die|den|year|jahre?|del?|el|los|les|l['’])\s+){0,2}"
_LEADING = re.compile(r"(?:(?:in|im|the|am|dated)\s+){1,2}", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:{_ABOUT}|{_PART}|{_LIMIT})(?:\.\s*|\s+|-|(?=\d)){_JOINING}", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:[?~%]|\(\?\)|\(?(?:approx\.?|circa|ca\.?|est(?:\.|imated)?|or (?:later|earlier|before|after)"
    r"|and (?:later|after)|oder (?:später|früher|danach))\)?)\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"(?:between|from|zwischen|von|vom|entre|desde|de|du|van|tussen|tra|dal)\s+{_JOINING}", re.IGNORECASE
)
_TO = re.compile(
    r"\s*[–—/]\s*|\s*\.\.\s*|\s*-\s*|\s+(?:to|till?|until|through|thru|bis(?: zum)?|and|or|und|oder|à|au|a|al|et|ou|y|o"
    r"|tot|en|e)\s+",
    re.IGNORECASE,
)
_DECADE = re.compile(
    r"(?:the\s+|die\s+|den\s+)?(?P<a>\d{3})0(?:['’]?s|er(?:n)?(?:[\s-]jahren?)?|-?[ехі]+\.?(?:\s(?:годы|гг\.?|роки))?"
    r"|-(?:talet|tallet|luku|luvulla))|(?:(?:les|los)\s)?(?:années|años|anos|anni|jaren)\s(?P<b>\d{3})0|(?P<c>\d{3})[Xxu-]",
    re.IGNORECASE,
)
_CENTURY = re.compile(
    r"(?:the\s+)?(?P<n>\d{2})(?:st|nd|rd|th)[\s-](?:century|cent\.?|c\.)|(?P<d>\d{2})\.\s?(?:jahrhunderts?|jh(?:dt|s)?\.?)"
    r"|(?P<r>[xvi]{2,5})e?\s(?:siècle|secolo|век|wiek)|(?:siglo|século)\s(?P<s>[xvi]{2,5})",
    re.IGNORECASE,
)
_HUNDRED = re.compile(r"(?P<h>\d{2})(?:XX|xx|uu|--)")
_ROMAN = ("xv", "xvi", "xvii", "xviii", "xix", "xx", "xxi")
_SEASON = re.compile(r"(?P<y>\d{4})-2[1-4]")
_OPEN_END = re.compile(r"(?P<a>\d{4}(?:-\d\d){0,2})(?:/|/?\.\.)|(?:/|\.\./?)(?P<b>\d{4}(?:-\d\d){0,2})")
_HINT = re.compile(r"\d{4}|\d{3}[Xxu-]|\d\d(?:st|nd|rd|th|XX|xx|uu|--|\. ?[Jj])|[XVIxvi]{2}e? |o [XVIxvi]{2}")
_SHORT_YEAR = re.compile(r"\d\d")
_LAST_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)(?!.*\d{4})")
_FIRST_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th|\.)?(?=\s)")
_LAST_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?\Z")
_MOST_WORDS = 12


def said(text: str, order: str = "", language: str = "") -> Said:
    """What a text that is one date says: exactly, about, as a span, or before or after; NOTHING if it is none.

    Forms that are read: "c. 1923", "um 1923", "1914-1918", "1914/15", "March-April 1921", "between 1890 and 1895",
    "1920s", "19th century", "before 1850", "Spring 1921", and those of EDTF (Library of Congress, 2019): "1923~",
    "1984?", "2004-06/2006-08", "192X". The date of a century is its first year, that of "before 1850" is 1850: the year
    that is named. A date whose order nobody can tell (3/4/2021) has its year, and its words.
    """
    return _said(" ".join(text.split()), order, language) if len(text) <= 2 * LONGEST else NOTHING


@lru_cache(maxsize=4096)
def _said(words: str, order: str, language: str) -> Said:
    if not 4 <= len(words) <= LONGEST or not _HINT.search(words) or words.count(" ") >= _MOST_WORDS:
        return NOTHING
    date = exact(words, order, language)
    if date:
        bare = len(date) > 4 or sum(map(str.isdigit, words)) == 4 or _nothing_more(words)
        return Said(date, "" if bare else words, date)
    core = words.strip("[]()" if words[:1] in "[(" else " ")
    found = _loose(_LEADING.sub("", core), order, language)
    return found._replace(text=words) if found.date else NOTHING


def _nothing_more(words: str) -> bool:
    """Whether a year has zeros or X for the month and day that nobody knows."""
    return bool(re.match(r"\d{4}-(?:00|XX|xx|uu)", words))


def _loose(words: str, order: str, language: str) -> Said:
    """A date with words that make it less exact, or a span."""
    core, marks = _bare(words)
    span = _span(core)
    if not span.date and marks:
        date = exact(core, order, language)
        span = Said(date, "", date)
    return span if span.date else _range(core, order, language)


def _bare(words: str) -> tuple[str, int]:
    """The text without the words before and after it that make it less exact, and how many these were."""
    marks = 0
    while marks < 4:
        before, after = _BEFORE.match(words), _AFTER.search(words)
        if before and before.end() < len(words):
            words = words[before.end() :]
        elif after and after.start():
            words = words[: after.start()]
        else:
            break
        marks += 1
    return words, marks


def _span(words: str) -> Said:
    """A decade, a century, a season or an open end, in one expression."""
    if match := _DECADE.fullmatch(words):
        first = 10 * int(match["a"] or match["b"] or match["c"])
        return _years(first, first + (99 if first % 100 == 0 else 9))
    if match := _CENTURY.fullmatch(words):
        roman = (match["r"] or match["s"] or "").lower()
        number = int(match["n"] or match["d"] or 0) or (_ROMAN.index(roman) + 15 if roman in _ROMAN else 0)
        return _years(100 * number - 99, 100 * number)
    if match := _HUNDRED.fullmatch(words):
        return _years(100 * int(match["h"]), 100 * int(match["h"]) + 99)
    if match := _SEASON.fullmatch(words):
        return _years(int(match["y"]), int(match["y"]))
    match = _OPEN_END.fullmatch(words)
    date = exact(match["a"] or match["b"]) if match else ""
    return Said(date, "", date)


def _years(first: int, last: int) -> Said:
    date = valid(first, earliest=OLDEST)
    return Said(date, "", valid(last, earliest=OLDEST) or date) if date else NOTHING


def _range(words: str, order: str, language: str) -> Said:
    """From a date to a later one."""
    between = _BETWEEN.match(words)
    words = words[between.end() :] if between else words
    for match in _TO.finditer(words):
        for one, other in _sides(words[: match.start()].strip(), words[match.end() :].strip()):
            first, last = _side(one, order, language), _side(other, order, language)
            if first.date and last.date and first.date < last.last and last.last[:4] >= first.date[:4]:
                return Said(first.date, "", last.last)
    return NOTHING


def _sides(one: str, other: str) -> Iterator[tuple[str, str]]:
    """The two sides of a range, each with what it leaves to the other to say: "14" and "16 March 2021"."""
    if not one or not other:
        return
    if _SHORT_YEAR.fullmatch(other) and len(one) >= 4 and one[-4:].isdigit():
        yield one, one[-4:-2] + other
        return
    yield one, other
    year = _LAST_YEAR.search(other)
    if not year or _LAST_YEAR.search(one):
        return
    yield f"{one} {year[0]}", other
    if day := _FIRST_DAY.match(other):
        yield f"{one}{other[day.end() :]}", other
    if day := _LAST_DAY.search(one):
        yield f"{one} {year[0]}", f"{one[: day.start()]}{other}"


def _side(words: str, order: str, language: str) -> Said:
    core, _ = _bare(words)
    date = exact(core, order, language)
    return Said(date, "", date) if date else _span(core)
