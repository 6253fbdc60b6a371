"""The newest entries of all, of each source, of each person -> Atom feeds (RFC 4287) and JSON feeds (jsonfeed.org)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from generator.site.arrange import Shelf, Site
from generator.site.cite import plain
from generator.site.dates import known
from generator.site.filed import Filed, clip
from generator.site.pages.frame import FEED, Planned, absolute, json_name, own_feed, page
from generator.site.views import FeedAuthor, FeedEntry, FeedItem, FeedJson, FeedJsonView, FeedView, SiteView

NEWEST = 50
"""Entries in a feed of everything or of a source."""
NEWEST_OF = MappingProxyType({"source": NEWEST, "person": 10})
"""People are many, and each has two files."""
SHORT = 140
"""Characters of a summary in the feed of a source or a person."""
LONG_AGO = "1970-01-01"
"""For a feed without dated entries: RFC 4287 demands a date."""


class Channel(NamedTuple):
    """What a feed is of."""

    title: str
    subtitle: str
    address: str
    """Of the page that lists the same."""
    feed: str
    places: Sequence[int]
    """Of its entries, newest first."""
    short: int
    """Characters of a summary; 0 for all of it."""


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """Two files for each feed, or none: ids and links of a feed are full URLs."""
    if not site.info.base_url:
        return
    for channel in channels(site):
        yield page(channel.feed, "feed.xml", partial(atom, site, channel), reads=channel.places, also=channel)
        view = partial(json_feed, site, channel)
        yield page(json_name(channel.feed), "feed.json", view, reads=channel.places, also=channel)


def channels(site: Site) -> Iterator[Channel]:
    """The feed of all, then those of the sources and people who have one."""
    info = site.info
    yield Channel(info.title, info.description, "", FEED, site.newest(NEWEST), 0)
    for kind, count in NEWEST_OF.items():
        for shelf in site.collections[kind].values():
            if feed := own_feed(site, shelf):
                name = f"{shelf.name} ({info.title})"
                yield Channel(name, "", shelf.address, feed, newest(site, shelf, count), SHORT)


def newest(site: Site, shelf: Shelf, count: int) -> list[int]:
    """The newest dated entries of a shelf, newest first; a date known less exactly counts as its earliest day."""
    dated = [place for place in shelf.members if site.entries[place].date]
    return sorted(dated, key=lambda place: (site.entries[place].date, place), reverse=True)[:count]


def atom(site: Site, channel: Channel) -> FeedView:
    """An Atom feed."""
    entries = [site.entries[place] for place in channel.places]
    stated = max([site.info.updated, *map(changed, entries)]) or LONG_AGO
    return FeedView(
        title=channel.title,
        subtitle=channel.subtitle,
        author=site.info.keeper or site.info.title,
        url=absolute(site, channel.address),
        self_url=absolute(site, channel.feed),
        updated=moment(stated),
        language=site.info.language,
        entries=tuple(feed_entry(site, one, channel.short) for one in entries),
    )


def feed_entry(site: Site, one: Filed, short: int) -> FeedEntry:
    """One entry; its id is its URL."""
    return FeedEntry(
        title=clip(one.name, 240),
        url=absolute(site, one.address),
        updated=moment(changed(one)),
        published=moment(one.date),
        summary=summary(one, short),
        authors=authors(one),
    )


def json_feed(site: Site, channel: Channel) -> FeedJsonView:
    """A JSON feed with the same entries."""
    made = FeedJson(
        version="https://jsonfeed.org/version/1.1",
        title=plain(channel.title) or "Feed",
        home_page_url=absolute(site, channel.address),
        feed_url=absolute(site, json_name(channel.feed)),
        entries=tuple(feed_item(site, site.entries[place], channel.short) for place in channel.places),
        description=channel.subtitle,
        language=site.info.language,
        authors=(FeedAuthor(site.info.keeper or site.info.title),),
    )
    return FeedJsonView(made)


def feed_item(site: Site, one: Filed, short: int) -> FeedItem:
    """One entry of a JSON feed, which must have some text."""
    url = absolute(site, one.address)
    return FeedItem(
        id=url,
        url=url,
        content_text=summary(one, short) or one.name,
        title=clip(one.name, 240),
        date_published=moment(one.date),
        date_modified=moment(changed(one)) if changed(one) != one.date else "",
        authors=tuple(FeedAuthor(name) for name in authors(one)),
        tags=one.names["tag"],
        language=one.entry.meta.language if one.entry.meta.language != site.info.language else "",
    )


def authors(one: Filed) -> tuple[str, ...]:
    """Names that are not blank."""
    return tuple(name for name in one.entry.meta.authors if name.strip())


def summary(one: Filed, short: int) -> str:
    """The summary, cut to `short` characters if that is not 0; before it a date in words, for feeds have none."""
    text = clip(one.entry.summary, short) if short else one.entry.summary
    return f"{one.date_text}: {text}" if one.date_text else text


def changed(one: Filed) -> str:
    """When the entry was last changed: its `lastmod` if that is a date, else its own."""
    return known(one.entry.meta.lastmod[:10]) or one.date


def moment(date: str) -> str:
    """A date as a time (RFC 3339): what is not known is taken as the first."""
    return f"{date}{'-01-01'[len(date) - 4 :]}T00:00:00Z"
