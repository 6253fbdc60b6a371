"""Bookmarks of a browser or a service, in the form that Netscape began -> a record for each: address, title, note."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from generator.ingest.decode import decode, plain
from generator.ingest.readers.unknown import is_text
from generator.ingest.readers.unpack import whole
from generator.types import Problem, Raw, Signal
from generator.written import epoch, exact

NAME = "bookmarks"

_DOCTYPE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}<!DOCTYPE\s+NETSCAPE-Bookmark", re.I)
_LISTED = re.compile(rb"<DT>\s{0,200}<(?:A|H3)\s[^>]{0,5000}\bADD_DATE\s?=", re.I)
_POCKET = re.compile(rb"<title>\s{0,20}Pocket Export\s{0,20}</title>", re.I)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,15})\b(?P<rest>[^<>]*)>")
_ATTRIBUTE = re.compile(r"([a-zA-Z_][\w-]{0,40})\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_INNER = re.compile(r"<[^<>]{0,4000}>")
_OPENED = re.compile(r"<[DU]L\b", re.I)
_CLOSED = re.compile(r"</(?:DL|UL|html)\b", re.I)
_WEB = re.compile(r"https?://[^\s<>\"]{1,8000}", re.I)
_PASSED = frozenset(("href", "add_date", "time_added", "tags", "icon", "icon_uri", "last_modified", "last_visit"))
_MINE = re.compile(r"(?:javascript|place|data|about|chrome):", re.I)


class Mark(Struct):
    """One bookmark while it is read."""

    attributes: dict[str, str]
    folder: str
    title: str = ""
    note: str = ""


def sniff(name: str, head: bytes) -> bool:
    """The form's own document type, a list of addresses with ADD_DATE, or the export of Pocket."""
    return is_text(head) and bool(_DOCTYPE.match(head) or _LISTED.search(head) or _POCKET.search(head[:2_000]))


def read(name: str, stream: BinaryIO) -> Iterator[Raw | Problem]:
    """Each address as `name#1`, `name#2`; programs and queries of the browser itself are counted in a note."""
    data = whole(name, stream)
    if isinstance(data, Problem):
        yield data
        return
    decoded = decode(data, html=True)
    if decoded.problem:
        yield Problem("warning", name, decoded.problem)
    number = passed = 0
    for mark in _marks(decoded.text):
        if _MINE.match(mark.attributes.get("href", "").strip()):
            passed += 1
            continue
        number += 1
        yield _record(f"{name}#{number}", mark)
    if _OPENED.search(decoded.text) and not _CLOSED.search(decoded.text[-500:]):
        yield Problem("warning", name, "the end of the list is missing: the file may be cut", "Export it again.")
    if passed:
        yield Problem("note", name, f"{passed} bookmarks are programs or queries of the browser: passed over")
    if not number:
        yield Problem("warning", name, "bookmarks without an address", "Nothing is to be read here.")


def _marks(text: str) -> Iterator[Mark]:
    """Walk over the tags: an A behind DT or LI is a bookmark, DD its note, H3 (or H1 of Pocket) names a folder."""
    folders: list[str] = []
    named, before = "", ""
    mark: Mark | None = None
    at = 0
    for tag in _TAG.finditer(text):
        name, ends = tag["name"].lower(), bool(tag["end"])
        if name in ("dt", "dl", "ul", "li") or (name in ("h1", "h3") and not ends):
            if mark:
                mark.note = text[at : tag.start()] if before == "dd" else mark.note
                yield mark
            mark = None
        if name in ("dl", "ul"):
            folders = folders[:-1] if ends else [*folders, named][:50]
            named = ""
        elif name in ("h3", "h1") and ends:
            named = _words(text[at : tag.start()]) if name == "h3" or "<ul" in text[tag.end() : tag.end() + 20] else ""
        elif name == "a" and not ends and before in ("dt", "li"):
            mark = Mark(_attributes(tag["rest"]), " / ".join(filter(None, folders)))
        elif name == "a" and ends and mark and before == "a":
            mark.title = _words(text[at : tag.start()])
        if before == "dd" and name not in ("dt", "dl", "ul", "li", "h3", "h1"):
            continue  # markup inside a note
        at, before = tag.end(), name
    if mark:
        mark.note = text[at:] if before == "dd" else mark.note
        yield mark


def _attributes(rest: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(rest):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found


def _words(markup: str) -> str:
    return " ".join(html.unescape(_INNER.sub(" ", markup)).split())


def _record(origin: str, mark: Mark) -> Raw:
    found = mark.attributes
    address = found.get("href", "").strip()
    signals = [Signal("url", address, "bookmark", 0.95)] if _WEB.fullmatch(address) else []
    if mark.title and mark.title != address:
        signals.append(Signal("title", mark.title[:2_000], "bookmark", 0.8))
    stamp = found.get("add_date") or found.get("time_added") or ""
    if day := epoch(stamp[:10] if stamp.isdigit() else stamp) or exact(stamp):
        signals.append(Signal("date", day, "saved on", 0.2))
    tags = dict.fromkeys(tag.strip() for tag in found.get("tags", "").split(","))
    signals += [Signal("tag", tag[:200], "bookmark", 0.9) for tag in tags if tag]
    extra = {name: plain(value)[:500] for name, value in found.items() if name not in _PASSED and value.strip()}
    extra |= {"folder": plain(mark.folder)[:500]} if mark.folder else {}
    extra |= {"href": plain(address)[:2_000]} if address and not _WEB.fullmatch(address) else {}
    note = plain(html.unescape(_INNER.sub("", mark.note))).strip()
    digest = hashlib.sha256(repr((sorted(found.items()), mark.title, note)).encode("utf-8", "replace")).hexdigest()
    return Raw(origin, digest, "text/plain", note, tuple(signals), extra)
