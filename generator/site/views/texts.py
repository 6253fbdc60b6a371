"""One struct for each template of a file that is no page: feed, sitemap, robots.txt."""

from __future__ import annotations

from msgspec import Struct


class FeedEntry(Struct, frozen=True):
    """An entry of the feed."""

    title: str
    url: str
    updated: str
    """RFC 3339."""
    published: str
    summary: str
    authors: tuple[str, ...]


class FeedView(Struct, frozen=True):
    """feed.xml (Atom, RFC 4287)"""

    title: str
    subtitle: str
    author: str
    url: str
    """Of the site."""
    self_url: str
    updated: str
    language: str
    entries: tuple[FeedEntry, ...]


class Place(Struct, frozen=True):
    """A page in the sitemap."""

    url: str
    lastmod: str = ""


class SitemapView(Struct, frozen=True):
    """sitemap.xml"""

    pages: tuple[Place, ...]


class SitemapIndexView(Struct, frozen=True):
    """sitemap-index.xml: the parts of a sitemap of more than 50,000 pages"""

    parts: tuple[Place, ...]


class RobotsView(Struct, frozen=True):
    """robots.txt"""

    sitemap: str
    """Full URL, or ""."""
