"""The site and one page's own facts -> the frame that all pages have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import sqrt
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from generator.phrases import say
from generator.site.arrange import Shelf, Site
from generator.site.charts import MONTHS, Frame, Span, Tally, chart, no_link, span
from generator.site.style import PATH
from generator.site.views import Chart, Head, Ruler, SiteView, Way
from generator.site.words import direction
from generator.types import Digest, Page

ENCODE = msgspec.msgpack.Encoder()
FEED = "feed.xml"
OPENSEARCH = "opensearch.xml"
POSSIBLE = (
    ("Years", "years/", ""),
    ("People", "people/", "person"),
    ("Sources", "sources/", "source"),
    ("Tags", "tags/", "tag"),
)
"""Ways into the archive: label, address, and the kind of shelf that it leads to."""
ENOUGH_TO_FOLLOW = 5
"""Dated entries from which on a source or a person has a feed: a name found once is not followed."""
LONGEST_RULER = 120
"""Ticks that still stand apart on the spine."""


def cover(site: Site) -> SiteView:
    """What all pages of the site share: no counts, so that one entry more changes few pages."""
    info = site.info
    menu = tuple(Way(label, address, outside="://" in address) for label, address in info.menu)
    return SiteView(
        title=info.title,
        description=info.description,
        language=info.language,
        direction=direction(info.language),
        keeper=info.keeper,
        style=PATH if info.styled else "",
        logo=info.logo,
        footer=tuple(Way(label, address, outside="://" in address) for label, address in info.footer),
        span=year_span(site),
        base=info.base_path,
        ways=(*ways(site), *menu),
        search="search/" if info.search else "",
        about="about/",
        feed=FEED if info.base_url else "",
        opensearch=OPENSEARCH if info.base_url and info.search else "",
        data_page="data/" if site.data else "",
        images=info.images,
    )


def own_feed(site: Site, shelf: Shelf) -> str:
    """Address of the feed of a source or a person, or ""."""
    dated = sum(bool(site.entries[place].date) for place in shelf.members)
    follows = site.info.base_url and shelf.kind in ("source", "person") and dated >= ENOUGH_TO_FOLLOW
    return f"{shelf.address}{FEED}" if follows else ""


def json_name(feed: str) -> str:
    """ "feed.xml" -> "feed.json"."""
    return f"{feed.removesuffix('.xml')}.json"


def ways(site: Site) -> tuple[Way, ...]:
    """The ways into the archive that lead somewhere."""
    held = {"": site.years, **site.collections}
    return tuple(Way(say(site.info.words, label), address) for label, address, kind in POSSIBLE if held[kind])


def year_span(site: Site) -> str:
    """ "1998–2024", "2021" or ""."""
    years = list(site.years)
    return "–".join(dict.fromkeys((years[0], years[-1]))) if years else ""


def absolute(site: Site, address: str) -> str:
    """The full URL of a page, "" if the site's is not known."""
    return f"{site.info.base_url}/{quote(address)}" if site.info.base_url else ""


def ruler(site: Site, first: str, last: str = "") -> Ruler | None:
    """Where a page stands among the years; None without a year, or in an archive of a few years."""
    if not first or site.last_year - site.first_year < 3:
        return None
    start, count = site.first_year, site.last_year - site.first_year + 1
    ticks = span(site.first_year, site.last_year).step if count > LONGEST_RULER else 1
    step = round(100 * sqrt(2) * ticks / count, 3)
    wide = int(last or first) - int(first) + 1
    at = round((int(first) - start) / count * 100, 2)
    return Ruler(step, at, max(round(wide / count * 100, 2), 0.4))


def head(
    site: Site,
    title: str,
    address: str,
    here: str = "",
    *,
    about: str = "",
    at: str = "",
    listing: bool = True,
    feed: str = "",
    kind: str = "",
) -> Head:
    """The frame of one page; `at` is the year that the ruler shows; a listing names the newest entry at its foot.

    A page that says nothing else `about` itself to search engines names the archive.
    """
    return Head(
        title=title,
        address=address,
        about=about or " · ".join(filter(None, (title, site.info.title, site.info.description))),
        canonical=absolute(site, address),
        here=here,
        ruler=ruler(site, at),
        newest=site.latest if listing else "",
        feed=feed,
        kind=kind,
    )


class Planned(NamedTuple):
    """A page whose view is made when the page is wanted."""

    path: str
    template: str
    view: msgspec.Struct | Callable[[], msgspec.Struct]
    body: Digest
    difference: Digest
    reads: Sequence[int] | None
    """Places of the entries of which more is shown than `skeleton` holds; None: it may be any."""
    also: object
    """What else is shown that `skeleton` does not hold."""

    def page(self) -> Page:
        """The page itself."""
        view = self.view() if callable(self.view) else self.view
        return Page(self.path, self.template, ENCODE.encode(view), self.body, self.difference)


def page(
    address: str,
    template: str,
    view: msgspec.Struct | Callable[[], msgspec.Struct],
    body: Digest = "",
    difference: Digest = "",
    reads: Sequence[int] | None = None,
    also: object = None,
) -> Planned:
    """A page at its file: "2021/" -> "2021/index.html"; an address without a slash at its end is the file itself.

    `view`, or what makes it: of the pages of a large site a preview wants one, and a build those that changed.
    """
    path = f"{address}index.html" if not address or address.endswith("/") else address
    return Planned(path, template, view, body, difference, reads, also)


def skeleton(site: Site) -> object:
    """What pages show of the site as a whole: all but the heads of the entries, what is related, and the data files.

    As long as it stays, a page changes only with the heads of the entries that it `reads`, and with what it shows
    `also`.
    """
    return (
        site.info,
        [(one.address, one.date) for one in site.entries],
        site.notes,
        site.collections,
        bool(site.data),
        site.versions,
        site.crosslinks,
        sorted(site.compared.items()),
        site.aliases,
        site.withdrawn,
        site.raw,
        site.pictures,
    )


def tally(site: Site, places: Iterable[int]) -> dict[int, Tally]:
    """Entries by year, and how many of them are dated by other evidence."""
    found: dict[int, Tally] = {}
    for place in places:
        one = site.entries[place]
        if one.date:
            year = int(one.date[:4])
            last = found.get(year, Tally(0))
            found[year] = Tally(last.count + 1, last.guessed + one.guessed)
    return found


def line_of_time(site: Site, frame: Frame) -> Chart | None:
    """The time line of the whole archive, by month if it is short and each date has its month; None without dates."""
    shelf = Tally(len(site.undated)) if site.undated else None
    if not site.months or sum(map(len, site.months.values())) + len(site.undated) < len(site.entries):
        return whole(site, frame, undated=True, peak=True)
    numbers = {int(month[:4]) * 12 + int(month[5:]) - 1: month for month in site.months}
    over = Span(min(numbers), max(numbers), 1, months=True)
    if over.last - over.first >= MONTHS:
        return whole(site, frame, undated=True, peak=True)
    tallies = {number: counted(site, site.months[month]) for number, month in numbers.items()}
    return chart(
        tallies, over, frame, lambda month, _: f"{numbers[month].replace('-', '/')}/" if month in numbers else "", shelf
    )


def whole(site: Site, frame: Frame, *, link: bool = True, undated: bool = False, peak: bool = False) -> Chart | None:
    """The time line of the whole archive by year; None if nothing is dated."""
    shelf = Tally(len(site.undated)) if undated and site.undated else None
    if not site.years:
        return None
    years = {int(year): counted(site, places) for year, places in site.years.items()}
    return chart(years, span(min(years), max(years)), frame, year_link(site) if link else no_link, shelf, peak)


def counted(site: Site, places: Sequence[int]) -> Tally:
    """The entries of a year or a month."""
    return Tally(len(places), sum(site.entries[p].guessed for p in places))


def year_link(site: Site) -> Callable[[int, int], str]:
    """From a bar to its year, or to the list of years if the bar holds several; nowhere if it holds none."""

    def link(first: int, last: int) -> str:
        inside = [year for year in range(first, last + 1) if f"{year:04}" in site.years]
        if len(inside) == 1:
            return f"{inside[0]:04}/"
        return f"years/#d{inside[0] // 10 * 10}" if inside else ""

    return link
