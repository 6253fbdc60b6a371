"""The head of a page (meta tags, title, links, saving notes) turned into signals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from ...types import Signal

MAX_VALUE = 2_000

_META: Any = etree.XPath("//meta[@content or @value]")
_LINKS: Any = etree.XPath("//link[@href and (@rel='canonical' or @rel='shortlink' or @rel='author')]")

# field, weight, and the names of meta tags (lower case; of name, property, itemprop or http-equiv)
_TABLE = """
date 0.93 article:published_time og:article:published_time article:published og:published_time
date 0.90 parsely-pub-date sailthru.date cxenseparse:recs:publishtime citation_publication_date citation_online_date
date 0.90 datepublished dc.date.issued dcterms.issued dcterms.date.issued dc.issued prism.publicationdate bt:pubdate
date 0.88 pubdate publishdate publish-date publish_date publication_date publicationdate published published_date ptime
date 0.88 date.issued displaydate article.published rnews:datepublished
date 0.88 shareaholic:article_published_time citation_date analyticsattributes.articledate
date 0.88 iso-8601-publish-date pub_date
date 0.94 dcsext.articlefirstpublished originalpublicationdate article_date_original firstpublished
date 0.85 date_published article:post_date vr:published_time news_publish_date xss:pubdate
date 0.65 date dc.date dcterms.date dc.date.created dcterms.created datecreated date.created article:create cdate
modified 0.10 article:modified_time og:updated_time og:article:modified_time datemodified dcterms.modified
modified 0.10 dc.date.modified last-modified lastmod modified revision_date revised cxenseparse:recs:modifiedtime
modified 0.10 dc.modified sailthru.modified lastpublished
title 0.75 og:title citation_title
title 0.70 dc.title dcterms.title parsely-title sailthru.title headline hdl twitter:title title article:title
source 0.90 og:site_name
source 0.75 citation_journal_title application-name dc.publisher dcterms.publisher al:ios:app_name publisher
source 0.70 apple-mobile-web-app-title
author 0.75 author parsely-author sailthru.author byl dc.creator dcterms.creator citation_author
author 0.75 article:author_name cxenseparse:author
author 0.70 article:author og:article:author authors dc.contributor rbauthors creator
language 0.55 og:locale dc.language dcterms.language language content-language citation_language
summary 0.70 og:description description
summary 0.60 twitter:description dc.description dcterms.abstract sailthru.description abstract
tag 0.70 article:tag og:article:tag parsely-tags sailthru.tags news_keywords article:section keywords dc.subject
tag 0.70 citation_keywords
url 0.75 og:url
url 0.55 twitter:url parsely-link al:web:url citation_fulltext_html_url identifier-url
"""
_KNOWN = MappingProxyType(
    {
        name: (row[0], float(row[1]))
        for row in (line.split() for line in _TABLE.strip().splitlines())
        for name in row[2:]
    }
)
_BETWEEN = re.compile(r",|;(?!\S)")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=(?:\(\d{1,6}\))?\s*(\S{1,2000})\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,2000})\s+saved date:\s*([^\n]{1,100})", re.IGNORECASE
)
_ARCHIVED = re.compile(r"FILE ARCHIVED ON (\d\d:\d\d:\d\d \w{3} \d\d?, \d{4})")


def signals_from_head(tree: HtmlElement) -> list[Signal]:
    """Signals of meta tags, links, `<title>` and `<html lang>`; the tree is not changed."""
    found = [signal for element in _META(tree)[:400] for signal in _of_meta(element)]
    for link in _LINKS(tree)[:10]:
        kind = "canonical link" if link.get("rel") == "canonical" else link.get("rel") + " link"
        if link.get("rel") != "author":
            found.append(Signal("url", link.get("href"), kind, 0.8 if kind == "canonical link" else 0.3))
    title = tree.findtext(".//title") or ""
    if title.strip():
        found.append(Signal("title", title[:MAX_VALUE], "<title>", 0.5))
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang")
    if language:
        found.append(Signal("language", language, "html lang", 0.7))
    return found


def _of_meta(element: HtmlElement) -> Iterator[Signal]:
    value = (element.get("content") or element.get("value") or "").strip()[:MAX_VALUE]
    names = {(element.get(key) or "").strip().lower() for key in ("property", "name", "itemprop", "http-equiv")}
    for name in sorted(names & _KNOWN.keys()):
        field, weight = _KNOWN[name]
        if not element.get("content") and field != "date":
            continue
        if not value or (field == "author" and value.startswith("http")):
            continue
        if field == "modified":
            yield Signal("date", value, f"modified date (meta {name})", weight)
        elif field == "tag":
            yield from (Signal("tag", word, f"meta {name}", weight) for word in keywords(value))
        else:
            yield Signal(field, value, f"meta {name}", weight)  # type: ignore[arg-type]


def keywords(value: str) -> list[str]:
    """A list of keywords, parted by commas or, as Dublin Core does it, by semicolons: at most 50."""
    return [word.strip() for word in _BETWEEN.split(value)[:50] if word.strip()]


def signals_from_notes(text: str) -> list[Signal]:
    """What programs that save pages write into them: the address ("saved from url", SingleFile) and the saving time.

    text: the source of the page (a parsed tree may have lost its comments), of which the first and
    the last 20,000 characters are read.
    """
    head = text[:20_000]
    found = [Signal("url", match[1], "saved from url", 0.85) for match in _SAVED_FROM.finditer(head)]
    for match in _SINGLE_FILE.finditer(head):
        found += [Signal("url", match[1], "SingleFile note", 0.9), Signal("date", match[2], "capture time", 0.05)]
    archived = _ARCHIVED.search(text[-20_000:])
    return found + ([Signal("date", archived[1], "capture time", 0.05)] if archived else [])
