"""A date as somebody wrote it -> YYYY, YYYY-MM or YYYY-MM-DD: what it says and no more."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from types import MappingProxyType

_NAMES = (
    "january jan enero janvier januar jänner gennaio janeiro januari",
    "february feb febrero février fevrier februar febbraio fevereiro februari",
    "march mar marzo mars märz maerz março marco maart",
    "april apr abril avril aprile",
    "may mayo mai maggio maio mei",
    "june jun junio juin juni giugno junho",
    "july jul julio juillet juli luglio julho",
    "august aug agosto août aout augustus",
    "september sep sept septiembre septembre settembre setembro",
    "october oct octubre octobre oktober okt ottobre outubro",
    "november nov noviembre novembre novembro",
    "december dec diciembre décembre decembre dezember dez dicembre dezembro",
)
_MONTHS = MappingProxyType({name: at for at, names in enumerate(_NAMES, 1) for name in names.split()})
_MONTH = r"(?P<month>[A-Za-zäéûçÄÉ]{3,12})\.?"
_WEEKDAY = (
    r"(?:(?i:mon|tue|wed|thu|fri|sat|sun|die|mit|don|fre|sam|son|lun|mar|mer|mié|mie|jeu|jue|ven|vie|sáb|dim|dom"
    r"|seg|ter|qua|qui|sex|maa|din|woe|vri|zat|zon|gio|sab|mo|di|mi|do|fr|sa|so)[^\W\d_]{0,9}\.?,?\s+)?"
)
_CLOCK = r"\d{1,2}[:.h]\d{2}(?::?\d{2}(?:[.,]\d{1,9})?)?\s?(?:[AaPp]\.?\s?[Mm]\.?)?"
_ZONE = r"(?:\s?\(?(?:Z|[A-Z]{2,5}|[+-]\d{1,2}(?::?\d{2})?)\)?){0,2}"
_TIME = rf"(?:(?:\s*[T,]\s*|\s+(?:at\s+)?|\s+[-–|]\s+){_CLOCK}{_ZONE})?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>1[0-9]\d\d|20\d\d)"

_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}",
        rf"{_YEAR}-(?P<number>\d\d)",
        rf"{_YEAR}(?P<gap>[-/.])(?P<number>\d{{1,2}})(?P=gap){_DAY}{_TIME}",
        rf"{_YEAR}(?P<number>[01]\d)(?P<day>[0-3]\d)(?:T?\d{{6}}Z?)?",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_DAY}(?:st|nd|rd|th|\.|er|º)?[\s-]+(?:of\s+|de\s+)?{_MONTH},?[\s-]+(?:de\s+)?{_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+{_CLOCK}{_ZONE}\s+{_YEAR}",
        rf"{_MONTH},?\s+(?:de\s+)?{_YEAR}",
        rf"(?P<day>\d{{1,2}})\.(?P<number>\d{{1,2}})\.{_YEAR}{_TIME}",
    )
)
_SLASHED = re.compile(rf"(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/{_YEAR}{_TIME}")
_EPOCH = re.compile(r"(?P<seconds>\d{9,10})(?:\d{3}|\.\d{1,9})?")


def written(text: str) -> str:
    """The date that `text`, as a whole, says: "2021", "2021-03", "2021-03-14", or "" if it says none for certain.

    The time of day and the zone are passed over, the day is never shifted. Days that do not exist (30 February) and
    orders that cannot be told apart (3/4/2021) give "". Own patterns, because dateparser makes up the missing day.
    """
    said = text.strip()
    if not 4 <= len(said) <= 60:
        return ""
    for form in _FORMS:
        match = form.fullmatch(said)
        if match:
            parts = match.groupdict()
            month = parts.get("number") or str(_MONTHS.get((parts.get("month") or "").lower(), ""))
            if parts.get("month") and not month:
                continue
            return _joined(parts["year"], month, parts.get("day") or "")
    match = _SLASHED.fullmatch(said)
    return _slashed(match) if match else ""


def epoch(text: str) -> str:
    """The day, in UTC, of a Unix time in seconds or milliseconds between 1990 and 2100; else ""."""
    match = _EPOCH.fullmatch(text.strip())
    seconds = int(match["seconds"]) if match else 0
    if not 631_152_000 <= seconds < 4_102_444_800:
        return ""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def is_day(text: str) -> bool:
    """Whether a line is nothing but a date with a day: "Wednesday, July 20, 2005"."""
    return len(written(text)) == 10


def _joined(year: str, month: str, day: str) -> str:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return "-".join((year, *(part.zfill(2) for part in (month, day) if part)))


def _slashed(match: re.Match[str]) -> str:
    first, second = match["first"], match["second"]
    if int(first) == int(second) or int(second) > 12:
        return _joined(match["year"], first, second)
    return _joined(match["year"], second, first) if int(first) > 12 else ""
