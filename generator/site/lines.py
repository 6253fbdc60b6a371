"""Filed entries -> lines of lists, by day, by month or year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec.structs import replace

from generator.site.arrange import Site
from generator.site.dates import weekday
from generator.site.filed import clip, opening
from generator.site.parts import Chunk
from generator.site.views import Day, Line, Near, Section, Way

LONG_SUMMARY, SHORT_SUMMARY = 300, 120
"""Characters of a summary in a list of a few entries, and in one of many."""


def line(site: Site, place: int, summary: int = 0) -> Line:
    """An entry as a line, with so many characters of its `summary` as the list has room for."""
    found = site.lines[place]
    return replace(found, summary=clip(opening(site.entries[place]), summary)) if summary else found


def lines(site: Site, places: Iterable[int], summary: int = 0) -> tuple[Line, ...]:
    """Entries as lines, in the order given."""
    return tuple(line(site, place, summary) for place in places)


def days(site: Site, places: Sequence[int]) -> tuple[Day, ...]:
    """Entries in order, put together by date."""
    grouped = groupby(places, key=lambda place: (site.entries[place].date, site.entries[place].date_text))
    return tuple(Day(date, weekday(date), lines(site, members), words) for (date, words), members in grouped)


def section(site: Site, chunk: Chunk, count: int) -> Section:
    """A month or year of a listing; `count` is that of the whole month or year."""
    name = {7: f"m{chunk.key[5:].lstrip('0')}", 4: f"y{chunk.key}"}.get(len(chunk.key), "undated")
    return Section(name, chunk.key, count, days(site, chunk.members))


def near(site: Site, place: int, reason: str = "") -> Near:
    """An entry as a neighbour: a short title and its date."""
    found = site.entries[place].near
    return replace(found, reason=reason) if reason else found


def way(site: Site, kind: str, name: str) -> Way:
    """A link to the shelf on which the name stands, in the entry's own spelling."""
    return Way(" ".join(name.split()), site.shelf(kind, name).address)
