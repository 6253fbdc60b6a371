"""Every entry, and those without a date -> lists in parts, numbered from the oldest.

In a large archive the list of everything is that of its months: they have each title, and so do their days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from generator.phrases import number as counted
from generator.phrases import say
from generator.site.arrange import Site
from generator.site.lines import LONG_SUMMARY, lines
from generator.site.pages.frame import Planned, head, page
from generator.site.parts import part_address, parts
from generator.site.views import Group, ListView, SiteView, Way

LONG = 200
"""Entries on a page."""
ONE_LIST = 600
"""Entries from which on all of them are listed by month, as titles from A to Z are by letter."""


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """The list of all entries, then the undated shelf if anything stands on it."""
    dated = len(site.entries) - len(site.undated)
    if dated > ONE_LIST:
        yield overview(site, cover)
    else:
        yield from listing(site, cover, "all", say(site.info.words, "All entries"), range(len(site.entries)))
    if site.undated:
        yield from listing(site, cover, "undated", say(site.info.words, "Undated shelf"), site.undated)


def overview(site: Site, cover: SiteView) -> Planned:
    """The months of all years, and the undated shelf, as links."""
    months = {year: tuple(found) for year, found in groupby(site.months, key=lambda month: month[:4])}
    groups = [
        Group(
            f"y{year}",
            year,
            f"{year}/",
            len(places),
            tuple(Way(month, f"{month.replace('-', '/')}/", len(site.months[month])) for month in months.get(year, ())),
        )
        for year, places in site.years.items()
    ]
    if site.undated:
        groups.append(Group("undated", "", "undated/", len(site.undated), ()))
    view = ListView(
        site=cover,
        head=head(site, say(site.info.words, "All entries"), "all/"),
        kind="all",
        count=len(site.entries),
        groups=tuple(groups),
        lines=(),
        parts=None,
    )
    return page("all/", "list.html", view)


def listing(site: Site, cover: SiteView, kind: str, name: str, places: Sequence[int]) -> Iterator[Planned]:
    """The parts of one list; an empty list has one empty page."""
    base = f"{kind}/"
    cuts = [places[at : at + LONG] for at in range(0, max(len(places), 1), LONG)]
    labels = [label(site, cut, number) for number, cut in enumerate(cuts)]

    def view(number: int, address: str) -> ListView:
        title = f"{name}, {labels[number - 1]}" if len(cuts) > 1 else name
        return ListView(
            site=cover,
            head=head(site, title, address, "years/" if kind == "undated" and site.years else ""),
            kind=kind,
            count=len(places),
            groups=(),
            lines=lines(site, cuts[number - 1], summary=LONG_SUMMARY if kind == "undated" else 0),
            parts=parts(base, labels, number),
        )

    for number in range(1, len(cuts) + 1):
        address = part_address(base, number)
        yield page(address, "list.html", partial(view, number, address), reads=cuts[number - 1])


def label(site: Site, cut: Sequence[int], number: int) -> str:
    """What a part holds: its numbers, and the years of its dated entries."""
    first = number * LONG + 1
    words = site.info.words
    last = first + len(cut) - 1
    numbers = say(words, "{first} to {last}", first=counted(words, first), last=counted(words, last))
    years = [site.entries[place].date[:4] for place in cut if site.entries[place].date]
    return f"{numbers} ({'–'.join(dict.fromkeys((years[0], years[-1])))})" if years else numbers
