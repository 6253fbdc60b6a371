"""Written dates turned into "2021", "2021-03" or "2021-03-14": only what stands there, never a part more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from .months import month_number

EARLIEST = "1450-01-01"
"""Nothing that was printed is older."""
LATEST_YEAR = 2199

_SPACE = r"[ \t\n\u00a0\u202f]"
_S = rf"{_SPACE}{{1,3}}"
_O = rf"{_SPACE}{{0,3}}"
_YEAR = r"(?P<y>1[4-9]\d\d|2[01]\d\d)(?!\d)"
_WORD = r"(?P<m>[^\W\d_]{3,14})"
_DAY = r"(?P<d>\d{1,2})"
_SUFFIX = r"(?:st|nd|rd|th|er|re|ero|º|ª|°|\.|\.?e|-?го|-го|η|ης)?"
_OF = r"(?:(?:of|de|del|di|day of|a)[ \u00a0]|d['’])?"
_BEFORE_YEAR = rf"(?:\.?,?{_S}(?:de{_S}|del{_S}|do{_S}|d['’])?|[-/.,])"


class Found(NamedTuple):
    """A date in a text: where it begins and ends, in characters, and what it says ("" = not a date of the calendar)."""

    start: int
    end: int
    date: str


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_FULL = (
    # 2021-03-14, 2021/3/14, 2021.03.14, with or without a time and a zone
    _pattern(rf"(?<![\d.,])(?P<y>\d{{4}})(?P<sep>[-/.\u2010\u2011])(?P<n>\d{{1,2}})(?P=sep){_DAY}(?!\d)"),
    # 2021. 03. 14. (Hungarian, Korean)
    _pattern(rf"(?<![\d.,])(?P<y>\d{{4}})\.{_S}(?P<n>\d{{1,2}})\.{_S}{_DAY}(?!\d)"),
    # 20210314, 20210314T101500, 20210314101500
    _pattern(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<n>\d\d)(?P<d>\d\d)(?=T|\D|$|(?:\d{4}|\d{6})(?!\d))(?![./]\d)"),
    # 2021年3月14日, 2021년 3월 14일
    _pattern(rf"(?P<y>\d{{4}}){_O}[年년]{_O}(?P<n>\d{{1,2}}){_O}[月월]{_O}{_DAY}{_O}[日일號号]"),
    # 14 March 2021, 14. März 2021, 14 de marzo del 2021, 14th day of March, 2021, 14-Mar-2021
    _pattern(rf"(?<![\w.:]){_DAY}{_SUFFIX}(?:,?{_S}|[-/.]){_OF}{_WORD}{_BEFORE_YEAR}{_YEAR}"),
    # March 14, 2021; Mar. 14th 2021; Mar-14-2021
    _pattern(rf"(?<!\w){_WORD}\.?(?:{_S}|[-/])(?:the{_S})?{_DAY}(?:st|nd|rd|th)?(?:\.?,?{_S}|,|[-/]){_YEAR}"),
    # Sun Mar 14 20:15:22 EST 2021 (ctime, mail, Twitter)
    _pattern(rf"(?<!\w){_WORD}{_S}{_DAY}{_S}\d\d:\d\d(?::\d\d)?{_S}(?:[A-Z]{{1,5}}{_S}|[+-]\d{{4}}{_S})?{_YEAR}"),
    # 2021. március 14., 2021 m. kovo 14 d., 2021, March 14
    _pattern(
        rf"(?<![\d.])(?P<y>1[4-9]\d\d|2[01]\d\d)(?:\.|,|{_S}m\.|\.?{_S}gada)?"
        rf"{_O}[- ]?{_WORD}\.?[- ]{_DAY}(?!\d)"
    ),
    # ngày 14 tháng 3 năm 2021
    _pattern(rf"(?<!\d){_DAY}{_S}tháng{_S}(?P<n>\d{{1,2}}),?{_S}(?:năm{_S})?{_YEAR}"),
)
_NUMERIC = _pattern(rf"(?<![\d.,/-])(?P<a>\d{{1,2}})(?P<sep>{_O}[./-]{_O})(?P<b>\d{{1,2}})(?P=sep){_YEAR}(?![/-]\d)")
_MONTHS = (
    _pattern(r"(?<![\w./-])(?P<y>\d{4})[-/](?P<n>0[1-9]|1[0-2])(?![\d/.-])"),
    _pattern(rf"(?P<y>\d{{4}}){_O}[年년]{_O}(?P<n>\d{{1,2}}){_O}[月월]"),
    _pattern(rf"(?<!\w){_WORD}\.?,?{_S}(?:of{_S}|de{_S}|del{_S})?{_YEAR}"),
)
_YEAR_ALONE = _pattern(rf"(?:c\.|ca\.|circa|©|\(c\)|[\[(])?{_O}{_YEAR}{_O}[\])年.]?")
_RANGE = _pattern(rf"\d{{1,2}}\.?{_O}[-–/]{_O}\Z")
_YMD = frozenset(("hu", "zh", "ja", "ko", "lt", "mn", "sv-fi"))
_MDY = frozenset(("en-us", "en-ph", "es-us", "en-pr"))


def order_of(language: str) -> str:
    """ "mdy", "dmy", "ymd" or "" (not known: "en" alone is both) for a BCP 47 tag. Source: CLDR short date patterns."""
    tag = language.lower().replace("_", "-")
    if tag in _MDY:
        return "mdy"
    base = tag.split("-")[0]
    if base in _YMD:
        return "ymd"
    return "" if tag in ("", "en") else "dmy"


def valid(year: int, month: int = 0, day: int = 0) -> str:
    """The date as text, with a month or a day only if they are not 0; "" if the calendar has no such date."""
    if not int(EARLIEST[:4]) <= year <= LATEST_YEAR:
        return ""
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return ""
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")


def _named(match: re.Match[str], language: str) -> tuple[int, int]:
    """Month and day of a match; month 0 if the word is not the name of a month."""
    parts = match.groupdict()
    month = int(parts["n"]) if parts.get("n") else month_number(parts.get("m") or "", language)
    return month, int(parts.get("d") or 0)


def _full(text: str, language: str) -> Iterator[Found]:
    for pattern in _FULL:
        for match in pattern.finditer(text):
            month, day = _named(match, language)
            if not month and match.groupdict().get("m"):
                continue
            year = int(match["y"])
            if match.groupdict().get("m") and _RANGE.search(text[max(0, match.start() - 6) : match.start()]):
                day = 0
            elif not day:
                month = 99
            yield Found(match.start(), match.end(), valid(year, month or 99, day))


def _numeric(text: str, order: str) -> Iterator[Found]:
    for match in _NUMERIC.finditer(text):
        first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
        use = order or ("dmy" if "." in match["sep"] else "")
        if first > 12 or first == second:
            use = "dmy"
        elif second > 12:
            use = "mdy"
        if use == "mdy":
            found = valid(year, first or 99, second or 99)
        elif use:
            found = valid(year, second or 99, first or 99)
        else:
            found = valid(year)
        yield Found(match.start(), match.end(), found)


def _months(text: str, language: str) -> Iterator[Found]:
    for pattern in _MONTHS:
        for match in pattern.finditer(text):
            month, _ = _named(match, language)
            if month or match.groupdict().get("n"):
                yield Found(match.start(), match.end(), valid(int(match["y"]), month or 99))


def dates_in(text: str, order: str = "", language: str = "") -> list[Found]:
    """All dates with a month that stand in the text, in their order, those that overlap a fuller one left out.

    order: "dmy", "mdy" or "ymd" for 03/04/2021 (without it such a date gives its year only); language: a BCP 47 tag
    for names that are different months in different languages. Dates that the calendar does not have are left out,
    and so is what overlaps them: 2021-02-30 is not February 2021.
    """
    order = order or order_of(language)
    taken: list[Found] = []
    for source in (_full(text, language), _numeric(text, order), _months(text, language)):
        fresh = [found for found in source if not _overlaps(found, taken)]
        taken = sorted({*taken, *fresh})
    return _first_of_overlapping([found for found in taken if found.date])


def _overlaps(found: Found, taken: list[Found]) -> bool:
    at = _bisect(taken, lambda other: other.end > found.start)
    return at < len(taken) and taken[at].start < found.end


def _bisect(items: list[Found], holds: Callable[[Found], bool]) -> int:
    """The first index for which the test holds, in a list where it holds from some place on."""
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(items[middle]) else (middle + 1, high)
    return low


def _first_of_overlapping(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def parse_date(text: str, order: str = "", language: str = "") -> str:
    """The date that a short text states, no more precise than it is; "" if it states none.

    The first full date wins, else the first with a month, else the year if the text is a year alone. A date and time
    with a zone gives the day as written, not the day in UTC. order, language: as in `dates_in`.
    """
    text = _digits(text[:400]).strip()
    found = dates_in(text, order, language)
    if found:
        return max(found, key=lambda one: (len(one.date), -one.start)).date
    alone = _YEAR_ALONE.fullmatch(text)
    return valid(int(alone["y"])) if alone else ""


def _digits(text: str) -> str:
    """Arabic, Devanagari and full-width digits as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(int(c)) if not c.isascii() and c.isdecimal() else c for c in text)


def compatible(one: str, other: str) -> bool:
    """Whether two dates can be the same: one begins with the other ("2021" and "2021-03-14")."""
    return one.startswith(other) or other.startswith(one)


def days_between(one: str, other: str) -> int:
    """Days between two full dates; 0 if they are compatible; a large number if their months or years differ."""
    if compatible(one, other):
        return 0
    if len(one) == len(other) == len("2021-03-14"):
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    return 9999
