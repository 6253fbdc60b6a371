"""One struct for each template of a file that is no page: feeds, sitemap, robots.txt, llms.txt, OpenSearch."""

from __future__ import annotations

from msgspec import Struct

from generator.site.views.blocks import Way


class FeedEntry(Struct, frozen=True):
    """An entry of the feed."""

    title: str
    url: str
    updated: str
    """RFC 3339."""
    published: str
    """RFC 3339, "" if its date is not known."""
    summary: str
    authors: tuple[str, ...]


class FeedView(Struct, frozen=True):
    """feed.xml (Atom, RFC 4287)"""

    title: str
    subtitle: str
    author: str
    url: str
    """Of the page whose feed it is."""
    self_url: str
    updated: str
    language: str
    entries: tuple[FeedEntry, ...]


class FeedAuthor(Struct, frozen=True):
    """An author in feed.json."""

    name: str


class FeedItem(Struct, frozen=True, omit_defaults=True):
    """An entry of feed.json."""

    id: str
    url: str
    content_text: str
    title: str = ""
    date_published: str = ""
    date_modified: str = ""
    authors: tuple[FeedAuthor, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""


class FeedJson(Struct, frozen=True, omit_defaults=True, rename={"entries": "items"}):
    """A JSON feed: write it with `|json`."""

    version: str
    title: str
    home_page_url: str
    feed_url: str
    entries: tuple[FeedItem, ...]
    description: str = ""
    language: str = ""
    authors: tuple[FeedAuthor, ...] = ()


class FeedJsonView(Struct, frozen=True):
    """feed.json (JSON Feed 1.1, jsonfeed.org)"""

    feed: FeedJson


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


class OpenSearchView(Struct, frozen=True):
    """opensearch.xml (OpenSearch 1.1): how a browser searches the archive"""

    name: str
    """At most 16 characters."""
    long_name: str
    """At most 48 characters."""
    description: str
    search_url: str
    """With `{searchTerms}` in it."""
    icon_url: str
    language: str


class LlmsView(Struct, frozen=True):
    """llms.txt (llmstxt.org): what the site holds and where, for language models"""

    title: str
    description: str
    facts: tuple[str, ...]
    """Sentences."""
    ways: tuple[Way, ...]
    """Ways in, with full URLs."""
    files: tuple[Way, ...]
    """Feeds and data files, with full URLs."""
