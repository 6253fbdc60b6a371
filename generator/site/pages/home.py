"""The site -> its cover: what the archive holds, its time line, the newest entries, the ways in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from generator import phrases
from generator.phrases import Words, say
from generator.site.arrange import Shelf, Site
from generator.site.charts import Frame
from generator.site.filed import clip
from generator.site.lines import LONG_SUMMARY, lines
from generator.site.pages import anniversary, titles
from generator.site.pages.frame import Planned, head, line_of_time, page
from generator.site.views import Group, HomeView, SiteView, Way
from generator.site.words import NONE, language_name

NEWEST = 5
COPIED = 5
ROWS = (
    ("sources", "Sources", "source"),
    ("people", "People", "person"),
    ("tags", "Tags", "tag"),
    ("languages", "Languages", "language"),
)
MOST = 7
"""Names in a row of the ways in."""


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """One page."""
    yield page("", "home.html", partial(home, site, cover))


def home(site: Site, cover: SiteView) -> HomeView:
    """All that it shows."""
    years = list(site.years)
    dated = [one.date for one in site.entries if one.date]
    return HomeView(
        site=cover,
        head=head(site, "", "", about=site.info.description, kind="website"),
        count=len(site.entries),
        first=min(dated, default=""),
        last=max(dated, default=""),
        sources=len(site.collections["source"]),
        people=len(site.collections["person"]),
        undated=len(site.undated),
        chart=line_of_time(site, Frame(230, 36)),
        newest=lines(site, site.newest(NEWEST) or site.undated[:NEWEST], summary=LONG_SUMMARY),
        year=years[-1] if years else "",
        copied=most_copied(site),
        groups=tuple(groups(site)),
    )


def most_copied(site: Site) -> tuple[Way, ...]:
    """The entries that were found most often, with the number of their records; of equals, the newer first."""
    found = [place for place, one in enumerate(site.entries) if one.entry.meta.copies]
    ranked = sorted(found, key=lambda place: (len(site.entries[place].entry.meta.copies), place), reverse=True)
    best = [site.entries[place] for place in ranked[:COPIED]]
    return tuple(Way(clip(one.name, 240), one.address, len(one.entry.meta.copies) + 1) for one in best)


def groups(site: Site) -> Iterator[Group]:
    """The rows of the ways in; what the archive has none of is absent."""
    words = site.info.words
    for id_, label, kind in ROWS:
        address = f"{id_}/"
        shelves = site.collections[kind]
        if len(shelves) > (kind == "language"):
            rest = say(words, "all {n}", len(shelves)) if len(shelves) > MOST else ""
            row = commonest(shelves.values(), MOST, words)
            yield Group(id_, say(words, label), address, len(shelves), row, rest)
    if site.entries:
        letters = titles.letters(site, site.titles)
        row = tuple(Way(one.label, one.address or f"{titles.BASE}#{one.id}", one.count) for one in letters)
        yield Group("titles", say(words, titles.NAME), titles.BASE, len(site.entries), row)
    if site.anniversaries:
        yield Group("on-this-day", say(words, "On this day"), anniversary.BASE, len(site.anniversaries), by_month(site))
    if site.undated:
        first = (Way(say(words, "entries that still need a date"), "undated/"),)
        yield Group("undated", say(words, "Undated shelf"), "undated/", len(site.undated), first)


def by_month(site: Site) -> tuple[Way, ...]:
    """Links to the months of "on this day"."""
    counts: Counter[str] = Counter()
    for day, members in site.anniversaries.items():
        counts[day[:2]] += len(members)
    words = site.info.words
    return tuple(Way(phrases.month(words, f"2000-{m}"), f"{anniversary.BASE}{m}/", n) for m, n in counts.items())


def commonest(shelves: object, count: int, words: Words = NONE) -> tuple[Way, ...]:
    """Links to the fullest shelves, fullest first."""
    found: list[Shelf] = sorted(shelves, key=lambda s: (-len(s.members), s.name))  # type: ignore[call-overload]
    return tuple(Way(shelf_label(s, words), s.address, len(s.members)) for s in found[:count])


def shelf_label(shelf: Shelf, words: Words = NONE) -> str:
    """What readers call a shelf: a language by its name, all else as it is spelled."""
    return language_name(shelf.name, words) if shelf.kind == "language" else shelf.name
