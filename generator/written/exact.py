"""A short text -> the one date that it states: as a whole, or somewhere in it."""

from __future__ import annotations

import re

from .calendar import DAY, OLDEST, valid
from .found import dates_in, plain_digits
from .names import is_weekday

LONGEST = 80
"""A longer text is not a date and what belongs to it."""

_YEAR_ALONE = re.compile(
    r"(?:©|\(c\)|[\[(]|พ\.?\s?ศ\.?|ค\.?\s?ศ\.?)?\s{0,3}(?P<y>1\d{3}|2[01]\d\d)\s{0,3}[\])年.]?", re.IGNORECASE
)
_CLOCK = re.compile(
    r"T?\d{1,2}[:.h]\d{2}(?::?\d{2}(?:[.,]\d{1,9})?)?(?:[ap]\.?m\.?)?(?:Z|[A-Z]{2,5}|[+-]\d{1,2}:?(?:\d{2})?)?|T?\d{6}Z?",
    re.IGNORECASE,
)
_ZONE = re.compile(r"[A-Z]{1,5}(?:[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d{1,2}(?::?\d{2})?|[ap]\.?m\.?|uhr|hrs", re.IGNORECASE)
_SMALL = frozenset("on the am de r г р года року d - – — . ' t".split())
_AT = frozenset("at um à às kl klo".split())
"""Words before a clock time; without one, "um 1923" means about that year."""
_UNKNOWN = re.compile(r"(?P<y>\d{4})(?:-(?P<n>0[1-9]|1[0-2]))?(?:-(?:00|XX|xx|uu)){1,2}(?:[T ]00:00.{0,12})?")
_GAPS = re.compile(r"[\s,;|()\[\]]+")


def exact(text: str, order: str = "", language: str = "") -> str:
    """The date that the text as a whole says, with at most a weekday, a clock time and a zone besides; else "".

    The time and the zone are passed over, the day is never shifted. What a form leaves open ("2021-03-00",
    "2021-XX-XX") is not known. Days that do not exist give "".
    """
    said = _open(plain_digits(text.strip(), language)) if len(text) <= LONGEST else ""
    if len(said) < 4:
        return ""
    alone = _YEAR_ALONE.fullmatch(said)
    if alone:
        return valid(int(alone["y"]), earliest=OLDEST)
    found = dates_in(said, order, language)
    if not found:
        return ""
    return found[0].date if len(found) == 1 and _beside(said[: found[0].start], said[found[0].end :]) else ""


def parse_date(text: str, order: str = "", language: str = "") -> str:
    """The date that stands in a short text, no more precise than it is; "" if there is none.

    The first full date wins, else the first with a month, else the year if the text is a year alone. A date and time
    with a zone gives the day as written, not the day in UTC. order, language: as in `dates_in`.
    """
    text = _open(plain_digits(text[:400], language).strip())
    found = dates_in(text, order, language)
    if found:
        return max(found, key=lambda one: (len(one.date), -one.start)).date
    alone = _YEAR_ALONE.fullmatch(text)
    return valid(int(alone["y"])) if alone else ""


def is_day(text: str) -> bool:
    """Whether a line is nothing but a date with a day: "Wednesday, July 20, 2005"."""
    return len(exact(text)) == DAY


def _open(text: str) -> str:
    """The text without the parts of a date that it names as unknown."""
    match = _UNKNOWN.fullmatch(text)
    return f"{match['y']}-{match['n']}" if match and match["n"] else match["y"] if match else text


def _beside(before: str, after: str) -> bool:
    """Whether the words around a date only belong to it."""
    words = [word for word in _GAPS.split(f"{before} {after}") if word]
    if len(words) > 8:
        return False
    clock = any(_CLOCK.fullmatch(word) for word in words)
    return all(
        word.lower() in _SMALL
        or is_weekday(word)
        or (clock and (word.lower() in _AT or bool(_CLOCK.fullmatch(word) or _ZONE.fullmatch(word))))
        for word in words
    )
