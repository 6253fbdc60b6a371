"""Years, months and days <-> "2021", "2021-03", "2021-03-14": what the calendar has, and how dates compare."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

EARLIEST = 1450
"""Nothing that was printed is older."""
OLDEST = 1000
"""The oldest year that is read where a person says that it is one."""
LATEST = 2199
DAY = len("2021-03-14")

_KNOWN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_EPOCH = re.compile(r"([0-9]{9,10})(?:[0-9]{3}|\.[0-9]{1,9})?")
_YMD = frozenset(("hu", "zh", "ja", "ko", "lt", "mn", "sv-fi"))
_MDY = frozenset(("en-us", "en-ph", "es-us", "en-pr"))


def valid(year: int, month: int = 0, day: int = 0, earliest: int = EARLIEST) -> str:
    """The date as text, with a month or a day only if they are not 0; "" if the calendar has no such date."""
    if not earliest <= year <= LATEST:
        return ""
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return ""
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")


@lru_cache(maxsize=65536)
def known(text: str) -> str:
    """The text if it is "YYYY", "YYYY-MM" or "YYYY-MM-DD" and exists in the calendar, else ""."""
    match = _KNOWN.fullmatch(text)
    if not match:
        return ""
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return ""
    return text


def epoch(text: str) -> str:
    """The day, in UTC, of a Unix time in seconds or milliseconds between 1990 and 2100; else ""."""
    match = _EPOCH.fullmatch(text.strip())
    seconds = int(match[1]) if match else 0
    if not 631_152_000 <= seconds < 4_102_444_800:
        return ""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def order_of(language: str) -> str:
    """ "mdy", "dmy", "ymd" or "" (not known: "en" alone is both) for a BCP 47 tag. Source: CLDR short date patterns."""
    tag = language.lower().replace("_", "-")
    if tag in _MDY:
        return "mdy"
    base = tag.split("-")[0]
    if base in _YMD:
        return "ymd"
    return "" if tag in ("", "en") else "dmy"


def compatible(one: str, other: str) -> bool:
    """Whether two dates can be the same: one begins with the other ("2021" and "2021-03-14")."""
    return one.startswith(other) or other.startswith(one)


def days_between(one: str, other: str) -> int:
    """Days between two full dates; 0 if they are compatible; a large number if their months or years differ."""
    if compatible(one, other):
        return 0
    if len(one) == len(other) == DAY:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    return 9999
