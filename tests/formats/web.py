"""What search engines, browsers and readers of feeds ask of a file: what is wrong with it, none if it is valid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.robotparser import RobotFileParser

from lxml import etree

from tests.formats.published import Published, grammar

ATOM = "{http://www.w3.org/2005/Atom}"


def sitemap(site: Published, path: str) -> Iterator[str]:
    """sitemaps.org, protocol 0.9: each address is full, of this site, and there."""
    tree, wrong = grammar("sitemap.xsd", site.files[path])
    yield from wrong
    for loc in tree.iterfind(".//{*}loc"):
        if not site.path(loc.text or ""):
            yield f"{loc.text} is not published"


def robots(site: Published, path: str) -> Iterator[str]:
    """RFC 9309: pages may be read, and the sitemap is named."""
    said = RobotFileParser()
    said.parse(site.files[path].decode().splitlines())
    if not said.can_fetch("*", site.base):
        yield "the home page is forbidden"
    if said.site_maps() != [f"{site.base}sitemap.xml"]:
        yield f"sitemaps: {said.site_maps()}"


def opensearch(site: Published, path: str) -> Iterator[str]:
    """OpenSearch 1.1, draft 6: the search page and the picture are there."""
    tree, wrong = grammar("opensearch.xsd", site.files[path])
    yield from wrong
    for url in (tree.find("{*}Url").get("template").partition("?")[0], tree.findtext("{*}Image")):
        if not site.path(url):
            yield f"{url} is not published"


def atom(site: Published, path: str) -> Iterator[str]:
    """RFC 4287: authors (4.1.1), ids (4.2.6), what an entry without content has (4.1.2), its own (4.2.7.2)."""
    tree, wrong = grammar("atom.rng", site.files[path])
    yield from wrong
    entries = tree.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len({*ids, tree.findtext(f"{ATOM}id")}) != len(ids) + 1:
        yield "an id is there twice"
    if tree.find(f"{ATOM}author") is None and any(entry.find(f"{ATOM}author") is None for entry in entries):
        yield "an entry has no author"
    for one in (tree, *entries):
        ways = [(link.get("type"), link.get("hreflang")) for link in links(one, "alternate")]
        if len(ways) != len(set(ways)) or (one is not tree and not ways and one.find(f"{ATOM}content") is None):
            yield f"{one.findtext(f'{ATOM}id')}: it has no alternate link, or two of one type"
    if [link.get("href") for link in links(tree, "self")] != [f"{site.base}{path}"]:
        yield "it does not say where it is"
    yield from (f"{url} is not published" for url in ids if not site.path(url))


def links(node: Any, rel: str) -> list[Any]:
    """The links of a feed or an entry, of one relation; without `rel` it is "alternate"."""
    return [link for link in node.findall(f"{ATOM}link") if link.get("rel", "alternate") == rel]


def jsonfeed(site: Published, path: str) -> Iterator[str]:
    """jsonfeed.org, version 1.1; it has what the Atom feed has."""
    told, wrong = grammar("jsonfeed.json", site.files[path])
    yield from wrong
    ids = [item.get("id") for item in told.get("items", ())]
    if len(ids) != len(set(ids)):
        yield "an id is there twice"
    if told.get("feed_url") != f"{site.base}{path}" or not site.path(told.get("home_page_url", "")):
        yield "it does not say where it is, or of what page it is"
    twin = etree.fromstring(site.files[path.replace(".json", ".xml")])
    if ids != [entry.findtext(f"{ATOM}id") for entry in twin.iterfind(f"{ATOM}entry")]:
        yield "the Atom feed has other entries"
