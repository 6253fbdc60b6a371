"""The site -> every page of it, before rendering: one module for each kind of page."""

from __future__ import annotations

from collections.abc import Iterator

from generator.site.arrange import Site
from generator.site.pages import (
    about,
    alias,
    anniversary,
    compare,
    data,
    day,
    entry,
    feed,
    home,
    index,
    lists,
    llms,
    missing,
    opensearch,
    record,
    search,
    shelf,
    sitemap,
    titles,
    withdrawn,
    year,
    years,
)
from generator.site.pages.frame import Planned, cover
from generator.types import Page

KINDS = (home, entry, years, year, day, anniversary, titles, index, shelf, lists, about, data, search, withdrawn)
"""Kinds of page that the sitemap names."""
OTHERS = (missing, alias, feed, compare, record, opensearch, llms)


def pages(site: Site) -> Iterator[Page]:
    """All pages of a site. The order is that of the kinds, and within a kind that of the site: oldest first."""
    return (one.page() for one in plan(site))


def page_at(site: Site, path: str) -> Page | None:
    """The page that is this file of the site, if one is."""
    return next((one.page() for one in plan(site) if one.path == path), None)


def plan(site: Site) -> Iterator[Planned]:
    """The same pages before their views are made."""
    frame = cover(site)
    made: list[str] = []
    for kind in KINDS:
        for page in kind.pages(site, frame):
            made.append(page.path.removesuffix("index.html"))
            yield page
    for other in OTHERS:
        yield from other.pages(site, frame)
    yield from data.package_pages(site, frame)
    yield from withdrawn.tombstones(site, frame)
    yield from sitemap.pages(site, made)
