"""A text -> the dates with a month that stand in it: only what is written, never a part more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from .calendar import order_of, valid
from .names import NAMES, month_number

_SPACE = r"[ \t\n\u00a0\u202f]"
_S = rf"{_SPACE}{{1,3}}"
_O = rf"{_SPACE}{{0,3}}"
_YEAR = r"(?P<y>1[4-9]\d\d|2[01]\d\d)(?!\d)"
# The signs of vowels in Devanagari, Bengali and Thai are no letters to Python; Thai short names have dots in them.
_WORD = r"(?P<m>[^\W\d_]{3,14}|[\u0620-\u064a\u0671-\u06d3\u0900-\u0963\u0980-\u09e3\u0e01-\u0e4e.]{2,14})"
_DAY = r"(?P<d>\d{1,2})"
_SUFFIX = r"(?:st|nd|rd|th|er|re|ero|º|ª|°|\.|\.?e|-?го|-го|η|ης|ই|লা|রা|ঠা|শে)?"
_OF = r"(?:(?:of|de|del|di|day of|a)[ \u00a0]|d['’])?"
_BEFORE_YEAR = rf"(?:\.?,?{_S}(?:de{_S}|del{_S}|do{_S}|d['’]|[พค]\.?{_O}ศ\.?{_O})?|[-/.,])"


class Found(NamedTuple):
    """A date in a text: where it begins and ends, in characters, and what it says ("" = not a date of the calendar)."""

    start: int
    end: int
    date: str


Windows = Sequence[tuple[int, int]]
"""Parts of a text: where each begins and ends."""


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
    _pattern(rf"(?<!\w){_WORD}\.?,?{_S}(?:of{_S}|de{_S}|del{_S}|[พค]\.?{_O}ศ\.?{_O})?{_YEAR}"),
)
_RANGE = _pattern(rf"\d{{1,2}}\.?{_O}[-–/]{_O}\Z")
_FOUR = re.compile(r"\d{4}")
"""All of the patterns ask for a year of four digits; most texts have none."""
_AHEAD, _BEHIND = 48, 40
"""Characters before and after its year in which the rest of a date stands."""
_NUMBERS = re.compile(r"\d\s{0,3}[-/.]\s{0,3}\d|\d{8}")
_WORDS = re.compile(r"[A-Za-z]{3,14}")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_THAI = re.compile(r"[\u0e01-\u0e4e]")
_BUDDHIST = re.compile(r"(?<!\d)2[456]\d\d(?!\d)")
_BUDDHA = 543
"""Years from the Buddhist era, by which Thailand counts, to the common one."""


def plain_digits(text: str, language: str = "") -> str:
    """Digits of all scripts as 0 to 9, and years of the Buddhist era in Thai as common ones; each at its place."""
    if text.isascii() and language != "th":
        return text
    text = _FOREIGN_DIGIT.sub(lambda match: str(int(match[0])), text)
    if language == "th" or _THAI.search(text):
        return _BUDDHIST.sub(lambda match: str(int(match[0]) - _BUDDHA), text)
    return text


def _named(match: re.Match[str], language: str) -> tuple[int, int]:
    """Month and day of a match; month 0 if the word is not the name of a month."""
    parts = match.groupdict()
    month = int(parts["n"]) if parts.get("n") else month_number(parts.get("m") or "", language)
    return month, int(parts.get("d") or 0)


def _windows(text: str) -> list[tuple[int, int]]:
    """The parts of the text in which a date can stand: around years, with a month's name or numbers beside them."""
    wide: list[tuple[int, int]] = []
    for year in _FOUR.finditer(text):
        start, end = max(0, year.start() - _AHEAD), year.end() + _BEHIND
        if wide and start <= wide[-1][1]:
            start = wide.pop()[0]
        wide.append((start, end))
    return [window for window in wide if _may_hold(text[slice(*window)])]


def _may_hold(part: str) -> bool:
    if not part.isascii() or _NUMBERS.search(part):
        return True
    return any(word.lower() in NAMES for word in _WORDS.findall(part))


def _full(text: str, windows: Windows, language: str) -> Iterator[Found]:
    for pattern in _FULL:
        for match in _matches(pattern, text, windows):
            month, day = _named(match, language)
            if not month and match.groupdict().get("m"):
                continue
            year = int(match["y"])
            if match.groupdict().get("m") and _RANGE.search(text[max(0, match.start() - 6) : match.start()]):
                day = 0
            elif not day:
                month = 99
            yield Found(match.start(), match.end(), valid(year, month or 99, day))


def _matches(pattern: re.Pattern[str], text: str, windows: Windows) -> Iterator[re.Match[str]]:
    return (match for window in windows for match in pattern.finditer(text, *window))


def _numeric(text: str, windows: Windows, order: str, dotted: str) -> Iterator[Found]:
    for match in _matches(_NUMERIC, text, windows):
        first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
        use = order or (dotted if "." in match["sep"] else "")
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


def _months(text: str, windows: Windows, language: str) -> Iterator[Found]:
    for pattern in _MONTHS:
        for match in _matches(pattern, text, windows):
            month, _ = _named(match, language)
            if month or match.groupdict().get("n"):
                yield Found(match.start(), match.end(), valid(int(match["y"]), month or 99))


def dates_in(text: str, order: str = "", language: str = "") -> list[Found]:
    """All dates with a month that stand in the text, in their order, those that overlap a fuller one left out.

    order: "dmy", "mdy" or "ymd" for 03/04/2021 (without it such a date gives its year only); language: a BCP 47 tag
    for names that are different months in different languages. Dates that the calendar does not have are left out,
    and so is what overlaps them: 2021-02-30 is not February 2021.
    """
    if not _FOUR.search(text):
        return []
    text = plain_digits(text, language)
    windows = _windows(text)
    if not windows:
        return []
    order = order or order_of(language)
    taken: list[Found] = []
    dotted = "" if language.startswith("en") else "dmy"
    sources = (
        _full(text, windows, language),
        _numeric(text, windows, order, dotted),
        _months(text, windows, language),
    )
    for source in sources:
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
