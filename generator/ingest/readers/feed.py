"""A feed (RSS, Atom) or the export of a WordPress site (WXR) -> a record for each of its entries."""

from __future__ import annotations

import hashlib
import html
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, Literal

from msgspec import Struct

from generator.ingest.decode import decode
from generator.ingest.readers import xmlrecords
from generator.ingest.readers.mail_headers import day_of
from generator.ingest.readers.unpack import whole
from generator.ingest.readers.wordpress import hidden, paragraphs, passed_over, said_by_wordpress
from generator.ingest.readers.wordpress_comments import section
from generator.ingest.readers.xmlrecords import Element
from generator.types import Problem, Raw, Signal
from generator.written import exact

NAME = "feed"

_ROOTS = frozenset(("rss", "feed", "rdf:rdf", "atom:feed"))
_WEB = re.compile(r"https?://[^\s<>\"]{3,4000}", re.I)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|&(?:#\d|[a-z]{2,8};)")
_ENTITY = re.compile(rb"<!ENTITY\b")
_AGAIN = "Fetch it again if you can."
_PUBLISH = "It is kept and not published. Take `draft: true` out of its front matter to publish it."
_WIDE = (b"\xff\xfe", b"\xfe\xff")

Media = Literal["text/plain", "text/html"]


class Site(Struct):
    """What the feed says about all of its entries."""

    charset: str = ""
    title: str = ""
    author: str = ""
    language: str = ""


def sniff(name: str, head: bytes) -> bool:
    """An XML file whose outermost element is that of a feed."""
    return xmlrecords.root(_bytes(head)).lower() in _ROOTS


def _bytes(data: bytes) -> bytes:
    """UTF-16 as UTF-8."""
    return decode(data).text.encode() if data.startswith(_WIDE) else data


def read(name: str, stream: BinaryIO) -> Iterator[Raw | Problem]:
    """Each entry as `name#1`, `name#2`; of a WordPress export, posts and pages as `name#post-17` by their number."""
    head = stream.read(65_536)
    if head.startswith(_WIDE):
        rest = whole(name, stream)
        if isinstance(rest, Problem):
            yield rest
            return
        head, stream = _bytes(head + rest), io.BytesIO()
    site = Site(charset=xmlrecords.encoding(head))
    tag = _tag(xmlrecords.root(head).lower(), head)
    number, passed, last = 0, Counter[str](), b""
    for piece in xmlrecords.pieces(_Chained(head, stream), tag):
        last = b"" if piece.is_record and piece.whole else piece.data[-500:]
        if not piece.is_record:
            yield from _about(name, piece.data, site)
            continue
        number += 1
        source = decode(piece.data, site.charset).text
        entry = (xmlrecords.element(source).children or [Element("")])[0]
        if kind := passed_over(entry):
            passed[kind] += 1
            continue
        yield _record(name, number, entry, source, piece, site)
    if passed:
        listed = ", ".join(f"{count} {kind}" for kind, count in passed.most_common(10))
        yield Problem("note", name, f"{sum(passed.values())} of {number} entries are no texts: {listed}")
    if not number:
        yield Problem("warning", name, "a feed without entries", "Nothing is to be read here.")
    if not xmlrecords.is_closed(last, xmlrecords.root(head)):
        yield Problem("warning", name, f"the end of the file is missing behind entry {number}: it may be cut", _AGAIN)


def _tag(root: str, head: bytes) -> str:
    if root == "atom:feed":
        return "atom:entry"
    if root == "feed":
        return "entry"
    return "rss:item" if b"<rss:item" in head else "item"


class _Chained(io.BytesIO):
    """The first bytes, then the rest of the stream."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        super().__init__(first)
        self._rest = rest

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(size) or self._rest.read(-1 if size is None else size)


def _about(name: str, data: bytes, site: Site) -> Iterator[Problem]:
    """What stands before and between the entries: the title of the site, and what is refused."""
    if _ENTITY.search(data):
        told = "the file declares entities of its own: they are not expanded"
        yield Problem("warning", name, told, "Feeds need none. Such files are made to read or fill other places.")
    for top in xmlrecords.element(decode(data, site.charset).text).children:
        for channel in (top, *top.all("channel")):
            if channel.name in ("channel", "feed", "atom:feed"):
                site.title = site.title or channel.first("title", "atom:title")
                site.language = site.language or channel.first("language", "dc:language")
                site.language = site.language or channel.attributes.get("xml:lang", "")
                site.author = site.author or _author(channel)


def _record(name: str, number: int, entry: Element, source: str, piece: xmlrecords.Piece, site: Site) -> Raw:
    media, text, spare = _text(entry, source)
    signals = [*_signals(entry, site, bool(text)), *said_by_wordpress(entry)]
    where = f"{name}#post-{post}" if (post := entry.first("wp:post_id")).isdigit() else f"{name}#{number}"
    problems = [] if piece.whole else [Problem("error", where, "the file is cut within this entry", "Fetch it again.")]
    comments = section(entry)
    if comments.html:
        above = text if media == "text/html" else paragraphs(html.escape(text, quote=False))
        media, text = "text/html", f"{above}\n{comments.html}"
    if comments.left_out:
        problems.append(Problem("note", where, f"comments that are left out: {comments.left_out}"))
    if why := hidden(entry):
        problems.append(Problem("note", where, f"the site did not show it to everybody ({why}): a draft", _PUBLISH))
    extra = {key: value for key, value in _extra(entry, spare).items() if value}
    digest = hashlib.sha256(piece.data).hexdigest()
    return Raw(
        where, digest, media, text, tuple(signals), extra, problems=tuple(problems), article=media == "text/html"
    )


def _text(entry: Element, source: str) -> tuple[Media, str, str]:
    """The fullest text of an entry, and the description if it is another one."""
    full = entry.first("content:encoded", "xhtml:body")
    short = entry.first("description", "excerpt:encoded", "rss:description")
    for content in entry.all("content", "atom:content", "summary", "atom:summary"):
        media, text = _atom(content, source)
        if text and not content.name.endswith("summary"):
            return media, text, short or entry.first("summary", "atom:summary")
        short = short or text
    if full:
        text = paragraphs(full) if entry.all("wp:post_type") else full
        return "text/html", text, short
    return ("text/html" if _MARKUP.search(short) else "text/plain"), short, ""


def _atom(content: Element, source: str) -> tuple[Media, str]:
    """RFC 4287, section 3.1.1: text, escaped HTML, or XHTML as it stands in the source."""
    kind = content.attributes.get("type", "text")
    if kind in ("xhtml", "application/xhtml+xml"):
        return "text/html", source[content.inner[0] : content.inner[1]].strip()
    if kind in ("html", "text/html") or (kind == "text" and _MARKUP.search(content.text) and not content.children):
        return "text/html", content.text
    return "text/plain", content.text


def _signals(entry: Element, site: Site, has_text: bool) -> Iterator[Signal]:
    if title := entry.first("title", "atom:title", "rss:title", "dc:title"):
        yield Signal(
            "title", " ".join(html.unescape(re.sub(r"<[^<>]{0,200}>", "", title)).split())[:2_000], "feed", 0.95
        )
    if url := _address(entry):
        yield Signal("url", url, "feed", 0.95)
    for names, weight in ((("pubDate", "published", "atom:published", "dc:date", "issued"), 0.95), (("updated",), 0.4)):
        value = entry.first(*names)
        if day := exact(value) or day_of(value):
            yield Signal("date", day, "feed", weight)
            break
    if day := exact(entry.first("updated", "atom:updated", "wp:post_modified")[:60]):
        yield Signal("date", day, "modified (feed)", 0.1)
    if author := _author(entry) or site.author:
        yield Signal("author", author[:300], "feed", 0.9)
    if site.title:
        yield Signal("source", site.title[:300], "feed title", 0.8)
    if language := (entry.first("dc:language") or site.language).replace("_", "-").lower():
        yield Signal("language", language[:40], "feed", 0.6)
    for tag in _tags(entry):
        yield Signal("tag", tag, "feed", 0.9)


def _address(entry: Element) -> str:
    """The link to the entry's page; a guid that is an address and does not deny it."""
    links = entry.all("link", "atom:link", "rss:link")
    kinds = [(link.attributes.get("rel", "alternate"), link.attributes.get("href", "") or link.text) for link in links]
    found = [value for rel, value in kinds if rel == "alternate"]
    found += [guid.text for guid in entry.all("guid") if guid.attributes.get("isPermaLink", "true") == "true"]
    found += [entry.first("id", "atom:id")]
    return next((match[0] for value in found if (match := _WEB.fullmatch(value.strip()))), "")


def _author(entry: Element) -> str:
    for author in entry.all("author", "atom:author"):
        if name := author.first("name", "atom:name"):
            return name
    name = entry.first("dc:creator", "author", "itunes:author")
    match = re.fullmatch(r"\S+@\S+\s+\((.{1,200})\)", name)  # RSS: an address, and the name in brackets
    return match[1] if match else name


def _tags(entry: Element) -> list[str]:
    found = []
    for each in entry.all("category", "atom:category", "dc:subject"):
        domain = each.attributes.get("domain", "")
        if domain in ("", "category", "post_tag", "tag") or not entry.all("wp:post_type"):
            found.append(each.text or each.attributes.get("label", "") or each.attributes.get("term", ""))
    return [tag[:200] for tag in dict.fromkeys(found) if tag and tag.lower() != "uncategorized"]


def _extra(entry: Element, spare: str) -> dict[str, str]:
    status = entry.first("wp:status")
    kind = entry.first("wp:post_type")
    return {
        "guid": entry.first("guid", "id", "atom:id")[:500],
        "status": "" if status == "publish" else status[:60],
        "draft": "true" if hidden(entry) else "",
        "post_type": "" if kind in ("", "post") else kind[:60],
        "description": spare[:4_000],
        "updated": entry.first("updated", "atom:updated")[:60],
    }
