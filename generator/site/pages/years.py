"""The years -> one page that leads to each of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator.phrases import say
from generator.site.arrange import Site
from generator.site.charts import Frame
from generator.site.pages import anniversary
from generator.site.pages.frame import Planned, head, line_of_time, page
from generator.site.views import Group, SiteView, Way, YearsView


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """One page, if any entry has a date."""
    if not site.years:
        return
    view = YearsView(
        site=cover,
        head=head(site, say(site.info.words, "Years"), "years/", "years/"),
        count=len(site.entries) - len(site.undated),
        chart=line_of_time(site, Frame(180, 30)),
        decades=tuple(decades(site)),
        undated=len(site.undated),
        on_this_day=anniversary.BASE if site.anniversaries else "",
    )
    yield page("years/", "years.html", view)


def decades(site: Site) -> Iterator[Group]:
    """A row for each ten years: "1990s"."""
    for decade, years in groupby(site.years, key=lambda year: int(year) // 10 * 10):
        ways = tuple(Way(year, f"{year}/", len(site.years[year])) for year in years)
        yield Group(
            f"d{decade}", say(site.info.words, "{decade}s", decade=decade), "", sum(w.count for w in ways), ways
        )
