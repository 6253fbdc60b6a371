"""Signals of a document turned into the day of its last change, as far as it or its page states one."""

from __future__ import annotations

from collections.abc import Sequence

from ...types import Signal, Sure
from ...written import DAY, compatible, parse_date
from .choice import NOTHING, Choice

STATED = "modified ("
"""How a container's own word for it begins: "modified (front matter lastmod)"."""
_OF_PAGE = ("modified date (JSON-LD", "modified date (meta", "modified date (microdata")


def choose_lastmod(signals: Sequence[Signal], date: str, latest: str = "") -> Choice:
    """The day of the last change: the container's, unless it is before the date; else the page's, if it is after it.

    date: the document's own, "" = not known; latest: no change is later, "" = no bound. What a page only shows as its
    update is left to the date.
    """
    places: tuple[tuple[tuple[str, ...], Sure], ...] = (((STATED,), "certain"), (_OF_PAGE, "worked out"))
    for begins, sure in places:
        found = [(parse_date(s.value), s.how) for s in signals if s.field == "date" and s.how.startswith(begins)]
        days = [one for one in found if len(one[0]) == DAY and one[0] >= date and (not latest or one[0] <= latest)]
        day, how = max(days, default=("", ""))
        if day and (sure == "certain" or not compatible(day, date)):
            return Choice(day, sure, how)
    return NOTHING
