"""The newest entries -> an Atom feed (RFC 4287), if the site's full address is known."""

from __future__ import annotations

from collections.abc import Iterator

from generator.site.arrange import Filed, Site, clip
from generator.site.pages.frame import FEED, absolute, page
from generator.site.views import FeedEntry, FeedView, SiteView
from generator.types import Page

NEWEST = 50
LONG_AGO = "1970-01-01"
"""For a feed without dated entries: RFC 4287 demands a date."""


def pages(site: Site, cover: SiteView) -> Iterator[Page]:
    """One feed, or none: ids and links of a feed are full URLs."""
    if not site.info.base_url:
        return
    newest = [site.entries[place] for place in site.newest(NEWEST)]
    view = FeedView(
        title=site.info.title,
        subtitle=site.info.description,
        author=site.info.keeper or site.info.title,
        url=absolute(site, ""),
        self_url=absolute(site, FEED),
        updated=moment(max([site.info.updated, *(changed(one) for one in newest)]) or LONG_AGO),
        language=site.info.language,
        entries=tuple(feed_entry(site, one) for one in newest),
    )
    yield page(FEED, "feed.xml", view)


def feed_entry(site: Site, one: Filed) -> FeedEntry:
    """One entry; its id is its URL."""
    meta = one.entry.meta
    return FeedEntry(
        title=clip(one.name, 240),
        url=absolute(site, one.address),
        updated=moment(changed(one)),
        published=moment(one.date),
        summary=one.entry.summary,
        authors=tuple(a for a in meta.authors if a.strip()),
    )


def changed(one: Filed) -> str:
    """When the entry was last changed: its `lastmod` if that is a date, else its own."""
    from generator.site.dates import known

    return known(one.entry.meta.lastmod[:10]) or one.date


def moment(date: str) -> str:
    """A date as a time (RFC 3339): what is not known is taken as the first."""
    return f"{date}{'-01-01'[len(date) - 4 :]}T00:00:00Z"
