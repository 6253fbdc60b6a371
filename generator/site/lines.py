"""Filed entries -> lines of lists, by day, by month or year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from generator.phrases import Words
from generator.site.arrange import Filed, Site, clip
from generator.site.dates import weekday
from generator.site.parts import Chunk
from generator.site.views import Day, Line, Near, Section, Way
from generator.site.words import NONE, how_known, language_name
from generator.types import Evidence, Sure

LONG_SUMMARY, SHORT_SUMMARY = 300, 120
"""Characters of a summary in a list of a few entries, and in one of many."""


def evidence(filed: Filed) -> Evidence | None:
    """How the date is known; None if nobody says."""
    return filed.entry.meta.evidence.get("date")


def guessed(filed: Filed) -> bool:
    """Whether the date comes from other evidence than the document's own words."""
    said = evidence(filed)
    return bool(filed.date) and said is not None and said.sure != "certain"


def mark(filed: Filed, words: Words = NONE) -> tuple[Sure | None, str]:
    """What lists say of the date: nothing if it is certain."""
    sure, how = how_known(filed.date, evidence(filed), bool(filed.date_text), words)
    return (None, "") if sure == "certain" else (sure, how)


def line(site: Site, place: int, summary: int = 0) -> Line:
    """An entry as a line, with so many characters of its `summary` as the list has room for."""
    one = site.entries[place]
    meta = one.entry.meta
    sure, how = mark(one, site.info.words)
    foreign = meta.language and meta.language.partition("-")[0] != site.info.language.partition("-")[0].lower()
    return Line(
        title=clip(one.name, 240),
        address=one.address,
        date=one.date,
        date_text=one.date_text,
        sure=sure,
        how=how,
        summary=clip(opening(one), summary) if summary else "",
        source=meta.source,
        people=meta.people[:3],
        language=language_name(meta.language, site.info.words) if foreign else "",
        outdated=site.versions.get(place, (place,))[-1] != place,
    )


def opening(filed: Filed) -> str:
    """The summary, without the title if it begins with it: a list shows the title just above."""
    said, title = filed.entry.summary, filed.name.rstrip("…")
    again = said.casefold().startswith(title.casefold()) and len(said) > len(title) + 20
    return said[len(title) :].lstrip(" .:;,") if again and filed.entry.meta.title else said


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
    one = site.entries[place]
    return Near(clip(one.name, 120), one.address, one.date, reason, one.date_text)


def way(site: Site, kind: str, name: str) -> Way:
    """A link to the shelf on which the name stands, in the entry's own spelling."""
    return Way(" ".join(name.split()), site.shelf(kind, name).address)
