"""What programs ask of the page of an entry: what is wrong with it, none if it is valid."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import html
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from generator.site.cite import plain
from tests.formats.published import Published

SCHEMA = Namespace("https://schema.org/")
CONTEXT = {"@vocab": str(SCHEMA), **{name: {"@type": "@id"} for name in ("isBasedOn", "archivedAt", "url")}}
"""What schema.org's own context says of the names that fonds uses."""
ARTICLE = frozenset("headline author datePublished inLanguage isBasedOn archivedAt".split())
"""Properties of NewsArticle and of what it inherits from, that fonds writes."""
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def opengraph(site: Published, path: str) -> Iterator[str]:
    """ogp.me: title, type, image and url of each page, read as RDFa says it; the picture is one of the site.

    In RDFa (RDFa in HTML, 3.1) the value of a property is the content of its element, or else what its href leads to.
    """
    page = html.fromstring(site.files[path])
    told: dict[str, list[str]] = {}
    for node in page.xpath("//head/*[@property]"):
        told.setdefault(node.get("property"), []).append(
            node.get("content") or urljoin(site.base + path, node.get("href"))
        )
    yield from (f"{name} is missing" for name in ("og:title", "og:type", "og:image", "og:url") if not told.get(name))
    yield from (f"{name} is there {len(all_)} times" for name, all_ in told.items() if len(all_) > 1)
    if told.get("og:type") not in (["article"], ["website"]):
        yield f"og:type: {told.get('og:type')}"
    for name, ends in (("og:url", "index.html"), ("og:image", ".svg")):
        for url in told.get(name, ()):
            found = site.path(url) or ""
            if not found.endswith(ends) or (name == "og:url" and found != path):
                yield f"{name}: {url}"


def jsonld(site: Published, path: str) -> Iterator[str]:
    """JSON-LD 1.1, read as triples; schema.org/NewsArticle with the names it knows, and the facts of the entry."""
    page, record = html.fromstring(site.files[path]), site.records[path]
    (block,) = page.xpath("//script[@type='application/ld+json']/text()")
    said = json.loads(block)
    if said.pop("@context", "") != "https://schema.org":
        yield "its context is not schema.org"
    graph = Graph().parse(data=json.dumps({"@context": CONTEXT, **said}), format="json-ld", base=site.base + path)
    kind = SCHEMA.NewsArticle if record["source"] else SCHEMA.Article
    found = list(graph.subjects(RDF.type, kind))
    if len(found) != 1:
        yield f"there are {len(found)} {kind}"
        return
    used = {str(name).removeprefix(SCHEMA) for name in graph.predicates(found[0]) if name != RDF.type}
    yield from (f"schema.org has no {name} here" for name in sorted(used - ARTICLE))
    people = list(graph.objects(found[0], SCHEMA.author))
    if any((one, RDF.type, SCHEMA.Person) not in graph for one in people):
        yield "an author is no Person"
    names = sorted(str(name) for one in people for name in graph.objects(one, SCHEMA.name))
    wanted = [
        (SCHEMA.headline, [Literal(plain(record["title"]))]),
        (SCHEMA.datePublished, [Literal(record["date"])] if record["date"] else []),
        (SCHEMA.inLanguage, [Literal(record["language"])] if record["language"] else []),
        (SCHEMA.archivedAt, [URIRef(urljoin(site.base, record["address"]))]),
        (SCHEMA.isBasedOn, [URIRef(record["original"])] if record["original"] else []),
    ]
    for name, values in wanted:
        if list(graph.objects(found[0], name)) != values:
            yield f"{name}: {list(graph.objects(found[0], name))}, wanted {values}"
    if names != sorted(plain(name) for name in record["authors"]):
        yield f"authors: {names}"
    if record["date"] and not DATE.fullmatch(record["date"]):
        yield f"no date of ISO 8601: {record['date']}"


def zotero(site: Published, path: str) -> Iterator[str]:
    """Zotero's translator "Embedded Metadata", and Google Scholar's rules for the names of Highwire Press.

    The translator takes title, authors and date from citation_*, what is not there from Dublin Core, and the type of
    the item from DC.type. It makes several authors of a citation_author with a semicolon, or with a comma between
    names of two words; what stands there must be one name each.
    """
    page, record = html.fromstring(site.files[path]), site.records[path]
    told: dict[str, list[str]] = {}
    for node in page.xpath("//head/meta[@name]"):
        told.setdefault(node.get("name"), []).append(node.get("content"))
    authors = told.get("citation_author", []) + told.get("DC.creator", [])
    cut = [name for name in told.get("citation_author", ()) if ";" in name or re.search(r" \S+, \S+ ", name)]
    yield from (f"Zotero makes two of {name!r}" for name in cut)
    wanted = {
        "title": (told.get("citation_title"), [plain(record["title"])]),
        "authors": (authors, [plain(name) for name in record["authors"]]),
        "date": (
            told.get("citation_publication_date", []) + told.get("DC.date", []),
            [found] if (found := plain(record["date_text"]) or record["date"]) else [],
        ),
        "type": (told.get("DC.type"), ["newspaperArticle" if record["source"] else "webpage"]),
    }
    yield from (f"{name}: {seen}, wanted {want}" for name, (seen, want) in wanted.items() if seen != want)
    if record["source"] and told.get("DC.source") != [plain(record["source"])]:
        yield f"source: {told.get('DC.source')}"
    if page.xpath("//link[@rel='canonical']/@href") != [record["url"]]:
        yield "it does not name its own address"
