"""feed.xml by the rules of RFC 4287, sitemap.xml by the protocol of sitemaps.org."""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import urlsplit

import pytest
from lxml import etree

from generator.render.page import render
from generator.site.pages import pages
from generator.types import Entry
from tests.unit.site.tidewater import INFO, entry, rich, site, theme

ATOM, MAPS = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ONCE = ("id", "title", "updated")
"""Exactly one of each, in a feed and in an entry (RFC 4287, 4.1.1 and 4.1.2)."""
AT_MOST_ONCE = ("subtitle", "generator", "published", "summary", "content", "rights", "icon", "logo", "source")
FEED_PARTS = frozenset(("id", "title", "updated", "subtitle", "link", "author", "generator", "entry"))
ENTRY_PARTS = frozenset(("id", "title", "updated", "published", "link", "author", "summary"))
ODD = [
    *rich(),
    entry("year.md", "1931", title="A <b> & 'c' \"d\" ]]> \U0001f6f6"),
    entry("control.md", "2020-02-29", title="bell\x07 tab\x0b end", authors=("A\x00B",)),
    entry("none.md", title="No date"),
]


def root(name: str, entries: list[Entry]) -> etree._Element:
    """The root of an XML file of a site with these entries."""
    found = next(p for p in pages(site(entries)) if p.path == name)
    return etree.fromstring(render(found.template, found.view, "", theme()))


def absolute(address: str) -> bool:
    """Is it a full address of the site, in ASCII as RFC 3986 wants it or with letters as RFC 3987 allows?"""
    parts = urlsplit(address)
    return bool(parts.scheme == "https" and parts.netloc) and not re.search(r"[\s<>\"{}|\\^`]", address)


def moment(text: str | None) -> datetime:
    """A time by RFC 3339, as RFC 4287, 3.3, wants it."""
    assert text and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text), text
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("entries", [ODD, rich(), []], ids=["odd", "rich", "empty"])
def test_the_feed_is_an_atom_feed(entries: list[Entry]) -> None:
    feed = root("feed.xml", entries)
    assert feed.tag == f"{ATOM}feed" and feed.get(LANGUAGE) == INFO.language
    found = feed.findall(f"{ATOM}entry")
    for node, parts in [(feed, FEED_PARTS), *((one, ENTRY_PARTS) for one in found)]:
        names = [str(child.tag).removeprefix(ATOM) for child in node]
        assert set(names) <= parts
        assert all(names.count(name) == 1 for name in ONCE)
        assert all(names.count(name) <= 1 for name in AT_MOST_ONCE)
        assert (node.findtext(f"{ATOM}title") or "").strip()
        assert absolute(node.findtext(f"{ATOM}id") or "")
        assert all(moment(when.text) for when in node.iterfind(f"{ATOM}updated"))
        assert all(moment(when.text) for when in node.iterfind(f"{ATOM}published"))
        links = [(link.get("rel"), link.get("type"), link.get("href") or "") for link in node.findall(f"{ATOM}link")]
        assert all(absolute(href) for _, _, href in links)
        assert len({link[:2] for link in links if link[0] == "alternate"}) == 1
        for person in node.findall(f"{ATOM}author"):
            assert [child.tag for child in person] == [f"{ATOM}name"] and (person[0].text or "").strip()
    assert feed.find(f"{ATOM}author") is not None, "an entry without an author needs that of the feed"
    assert [link.get("href") for link in feed.findall(f"{ATOM}link[@rel='self']")] == [f"{INFO.base_url}/feed.xml"]
    ids = [one.findtext(f"{ATOM}id") for one in found]
    assert len(set(ids)) == len(ids)
    newest = max([moment(one.findtext(f"{ATOM}updated")) for one in found], default=None)
    assert newest is None or moment(feed.findtext(f"{ATOM}updated")) >= newest


@pytest.mark.parametrize("entries", [ODD, rich(), []], ids=["odd", "rich", "empty"])
def test_the_sitemap_follows_its_protocol(entries: list[Entry]) -> None:
    urls = root("sitemap.xml", entries)
    assert urls.tag == f"{MAPS}urlset" and len(urls) > 0
    places = []
    for url in urls:
        names = [str(child.tag) for child in url]
        assert url.tag == f"{MAPS}url" and names in ([f"{MAPS}loc"], [f"{MAPS}loc", f"{MAPS}lastmod"])
        places.append(url.findtext(f"{MAPS}loc") or "")
        assert absolute(places[-1]) and places[-1].startswith(INFO.base_url) and len(places[-1]) < 2048
        assert all(date.fromisoformat(when.text or "") for when in url.iterfind(f"{MAPS}lastmod"))
    assert len(set(places)) == len(places)
