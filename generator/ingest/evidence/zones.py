"""A time in UTC and the language of its page -> the day on which people read it there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

_UTC = re.compile(
    r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::\d\d(?:[.,]\d{1,9})?)?\s?(?:Z|(?:GMT|UTC)?[+-]00:?00|GMT|UTC)\s*$"
)
_OFFSET = re.compile(
    r"\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?\s?(?:GMT|UTC)?(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>[0-5]\d)\s*$"
)
_ZONES: Mapping[str, tuple[int, bool]] = MappingProxyType(
    {
        **dict.fromkeys("de it nl fr pl cs sk hu sl hr sr bs da sv nb nn no es-es ca eu sq mk mt".split(), (60, True)),
        **dict.fromkeys("el fi ro bg uk et lv lt".split(), (120, True)),
        **dict.fromkeys("tr ru be".split(), (180, False)),
        **dict.fromkeys("ja ko".split(), (540, False)),
        **dict.fromkeys("zh ms fil".split(), (480, False)),
        **dict.fromkeys("th vi".split(), (420, False)),
        **dict.fromkeys("hi ta te mr gu".split(), (330, False)),
        "bn": (360, False),
        "fa": (210, False),
    }
)
"""Minutes ahead of UTC, and whether clocks go forward in summer, for languages read mostly in one zone (IANA)."""
_ELSEWHERE = frozenset("fr-ca fr-sn fr-ci nl-sr nl-cw ru-kz".split())
"""The same languages far away."""


def hour_in_utc(text: str) -> int:
    """The hour of a time that is given in UTC; -1 if the text gives none."""
    match = _UTC.search(text[:100])
    return int(match["hour"]) if match else -1


def offset(texts: Iterable[str]) -> int | None:
    """The minutes ahead of UTC of the first time that is given with a zone of its own; None if none is."""
    found = (match for text in texts if (match := _OFFSET.search(text[:100])))
    sizes = (int(f"{one['sign']}1") * (60 * int(one["hours"]) + int(one["minutes"])) for one in found)
    return next((size for size in sizes if 0 < abs(size) <= 14 * 60), None)


def local_day(day: str, text: str, language: str, ahead: int | None = None) -> str:
    """The day where a page was read, for a full date that `text` gives with a time in UTC.

    ahead: minutes from UTC, if the page has times with a zone; else the language tells. English, Spanish of no country
    and others are read all over the world: their days stay. A midnight in UTC is a day without a time.
    """
    match = _UTC.search(text[:100])
    tag = language.lower().replace("_", "-")
    spoken = _ZONES.get(tag) or _ZONES.get("" if tag in _ELSEWHERE else tag.split("-")[0])
    zone = (ahead, False) if ahead is not None else spoken
    if not match or not zone or len(day) != len("2021-03-14") or (match["hour"], match["minute"]) == ("00", "00"):
        return day
    minutes, summer = zone
    moment = datetime.fromisoformat(day) + timedelta(hours=int(match["hour"]), minutes=int(match["minute"]))
    return (moment + timedelta(minutes=minutes + 60 * (summer and _is_summer(moment)))).date().isoformat()


def _is_summer(moment: datetime) -> bool:
    """Whether clocks in Europe are an hour ahead (2000/84/EC: from and to a last Sunday, 1:00 UTC)."""
    first, last = (_last_sunday(moment.year, month) for month in (3, 10))
    return first <= moment - timedelta(hours=1) < last


def _last_sunday(year: int, month: int) -> datetime:
    end = date(year, month, 31)
    return datetime.fromisoformat((end - timedelta(days=(end.weekday() + 1) % 7)).isoformat())
