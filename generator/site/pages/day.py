"""Days -> pages of their entries, in parts where there are many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from generator import phrases
from generator.site.arrange import Site
from generator.site.dates import weekday
from generator.site.lines import SHORT_SUMMARY, lines
from generator.site.pages.anniversary import anniversary_address
from generator.site.pages.frame import Planned, head, page
from generator.site.pages.lists import LONG
from generator.site.pages.year import beside, place
from generator.site.parts import part_address, parts
from generator.site.views import DayView, SiteView, Way

FEW = 8
"""Entries of a day that are shown with their first words and their people; more make a dense list."""
STEP = "parts/"
"""Before the number of a part: entries stand under the address of their day, and one may be called "Part 2"."""


def day_address(date: str) -> str:
    """Of the page of a date's day; "" if its day is not known."""
    return place(date) if len(date) == 10 else ""


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """The parts of each day that has entries."""
    days = list(site.days)
    for at, day in enumerate(days):
        yield from day_pages(site, cover, day, beside(site.days, days, at))


def day_pages(site: Site, cover: SiteView, day: str, sides: Sequence[Way | None]) -> Iterator[Planned]:
    """The pages of one day."""
    members, base, name = site.days[day], place(day), phrases.date(site.info.words, day)
    cuts = [members[at : at + LONG] for at in range(0, len(members), LONG)]
    labels = [f"{number * LONG + 1:,}–{number * LONG + len(cut):,}" for number, cut in enumerate(cuts)]

    def view(number: int) -> DayView:
        title = f"{name}, {labels[number - 1]}" if len(cuts) > 1 else name
        return DayView(
            site=cover,
            head=head(site, title, part_address(base, number, STEP), "years/", at=day[:4]),
            date=day,
            weekday=weekday(day),
            count=len(members),
            earlier=sides[0],
            later=sides[1],
            other_years=anniversary_address(site, day),
            lines=lines(site, cuts[number - 1], summary=SHORT_SUMMARY if len(members) <= FEW else 0),
            dense=len(members) > FEW,
            parts=parts(base, labels, number, STEP),
        )

    for number in range(1, len(cuts) + 1):
        yield page(part_address(base, number, STEP), "day.html", partial(view, number), reads=cuts[number - 1])
