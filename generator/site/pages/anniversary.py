"""Days of the year -> "on this day": what is dated the same day, in all years, by month and day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from msgspec.structs import replace

from generator import phrases
from generator.phrases import Words, say
from generator.site.arrange import Site
from generator.site.lines import days
from generator.site.pages.frame import Planned, head, page
from generator.site.parts import HARD, part_address, parts, piece, split, spread
from generator.site.views import AnniversariesView, AnniversaryView, Day, Group, Section, SiteView, Way

BASE = "on-this-day/"
FEW = 3
"""Entries of a day that stand in the list of all years; the day's own page has the others."""


def anniversary_address(site: Site, date: str) -> str:
    """Of the list that holds the day of this date in other years; "" if only its own year has entries on that day.

    It is the place in the page of the month, wherever the list itself stands: it stays as the archive grows.
    """
    found = site.anniversaries.get(date[5:], ())
    years = {site.entries[found[0]].date[:4], site.entries[found[-1]].date[:4]} if found else set()
    return f"{BASE}{date[5:7]}/#d{date[8:]}" if len(years) > 1 else ""


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """The page of all days, a page for each month, and for each day of a month that has too many entries for one."""
    if not site.anniversaries:
        return
    months = {month: tuple(found) for month, found in groupby(site.anniversaries, key=lambda day: day[:2])}
    rows = tuple(row(site, month, found) for month, found in months.items())
    long = {month for month, found in months.items() if is_long(site, found)}
    places = {day: place(day, month in long) for month, found in months.items() for day in found}
    frame = head(site, say(site.info.words, "On this day"), BASE, "years/")
    yield page(BASE, "anniversaries.html", AnniversariesView(cover, frame, len(site.anniversaries), rows))
    for month, found in months.items():
        yield month_page(site, cover, month, found, sides({month: f"{BASE}{month}/" for month in months}, month))
        if month in long:
            for day in found:
                yield from day_pages(site, cover, day, sides(places, day))


def row(site: Site, month: str, found: Sequence[str]) -> Group:
    """A month: its days as links."""
    ways = tuple(Way(day[3:].lstrip("0"), place(day, False), len(site.anniversaries[day])) for day in found)
    return Group(f"m{month}", month, f"{BASE}{month}/", sum(way.count for way in ways), ways)


def is_long(site: Site, found: Sequence[str]) -> bool:
    """Whether a month has too many entries for one page."""
    places = [place for day in found for place in site.anniversaries[day]]
    if len(places) <= HARD:
        return False
    dates = Counter([site.entries[place].date for place in places])
    return sum([min(FEW, count) for count in dates.values()]) > HARD


def place(day: str, long: bool) -> str:
    """Where a day is: a page of its own in a long month, else its place in the page of the month."""
    return f"{BASE}{day[:2]}/{day[3:]}/" if long else f"{BASE}{day[:2]}/#d{day[3:]}"


def sides(places: Mapping[str, str], key: str) -> tuple[Way | None, Way | None]:
    """Links to the month or day before and after that has entries; `places`: the addresses of all, in order."""
    keys = list(places)
    at = keys.index(key)
    beside = (keys[at - 1] if at else "", keys[at + 1] if at + 1 < len(keys) else "")
    first, last = (Way(key, places[key]) if key else None for key in beside)
    return first, last


def month_page(
    site: Site, cover: SiteView, month: str, found: Sequence[str], beside: tuple[Way | None, Way | None]
) -> Planned:
    """The days of one month, with their entries or, if these are many, with links to them."""
    address, long = f"{BASE}{month}/", is_long(site, found)

    def view() -> AnniversaryView:
        words = site.info.words
        links = (Way(day[3:], place(day, True), len(site.anniversaries[day])) for day in found)
        return AnniversaryView(
            site=cover,
            head=head(site, say(words, "On this day: {date}", date=name(words, month)), address, "years/"),
            date=month,
            count=sum(len(site.anniversaries[day]) for day in found),
            earlier=beside[0],
            later=beside[1],
            days=tuple(links) if long else (),
            sections=() if long else tuple(on_day(site, day, site.anniversaries[day]) for day in found),
            parts=None,
        )

    reads = () if long else [place for day in found for place in site.anniversaries[day]]
    return page(address, "anniversary.html", view, reads=reads)


def on_day(site: Site, day: str, members: Sequence[int]) -> Section:
    """A day in all years, or in some of them, with a few entries of each."""
    shown = tuple(one for _, found in by_year(site, members) for one in few(site, found))
    return Section(f"d{day[3:]}", day, len(members), shown)


def by_year(site: Site, members: Sequence[int]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The entries of a day of the year, by year."""
    grouped = groupby(members, key=lambda place: site.entries[place].date[:4])
    return ((year, tuple(found)) for year, found in grouped)


def few(site: Site, members: Sequence[int]) -> tuple[Day, ...]:
    """The first entries of one day, and how many more there are."""
    *before, last = days(site, members[:FEW])
    return (*before, replace(last, more=len(members[FEW:])))


def day_pages(site: Site, cover: SiteView, day: str, beside: tuple[Way | None, Way | None]) -> Iterator[Planned]:
    """One day in all years, in parts of whole years where there are many entries."""
    members, base, words = site.anniversaries[day], f"{BASE}{day.replace('-', '/')}/", site.info.words
    years = dict(by_year(site, members))
    chunks = split([(year, found[:FEW]) for year, found in years.items()])
    labels = [spread(words, [piece(words, one.key, one.piece) for one in (part[0], part[-1])]) for part in chunks]

    def view(number: int, address: str, shown: Sequence[int]) -> AnniversaryView:
        title = say(words, "On this day: {date}", date=name(words, day))
        title = f"{title}, {labels[number - 1]}" if len(chunks) > 1 else title
        return AnniversaryView(
            site=cover,
            head=head(site, title, address, "years/"),
            date=day,
            count=len(members),
            earlier=beside[0],
            later=beside[1],
            days=(),
            sections=(on_day(site, day, shown),),
            parts=parts(base, labels, number),
        )

    for number, part in enumerate(chunks, 1):
        address, shown = part_address(base, number), [place for chunk in part for place in years[chunk.key]]
        yield page(address, "anniversary.html", partial(view, number, address, shown), reads=shown)


def name(words: Words, day: str) -> str:
    """ "03" -> "March", "03-14" -> "14 March"."""
    month = phrases.month(words, f"2000-{day}")
    return say(words, "{day} {month}", day=day[3:].lstrip("0"), month=month) if day[3:] else month
