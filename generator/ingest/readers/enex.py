"""Notes exported from Evernote (ENEX) -> a record for each note."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from generator.ingest.decode import decode
from generator.ingest.readers import xmlrecords
from generator.ingest.readers.xmlrecords import Element
from generator.types import Problem, Raw, Signal
from generator.written import exact

NAME = "Evernote"

_WEB = re.compile(r"https?://[^\s<>\"]{3,4000}", re.I)
_PROLOG = re.compile(r"<\?xml[^>]{0,300}\?>|<!DOCTYPE[^>\[]{0,500}>", re.I)
_MEDIA = re.compile(r"<en-media\b[^<>]{0,20000}>|</en-media\s*>", re.I)
_TODO = re.compile(r"<en-todo\b(?P<rest>[^<>]{0,500})>(?:\s{0,20}</en-todo\s*>)?", re.I)
_TICKED = re.compile(
    r"<li\b[^<>]{0,2000}?--en-checked:\s{0,5}(?P<on>true|false)[^<>]{0,2000}>(?:\s{0,20}<div\b[^<>]{0,500}>)?", re.I
)
_NOTE = re.compile(r"<(/?)en-note\b([^<>]{0,2000})>", re.I)
_LOCKED = re.compile(r"<en-crypt\b", re.I)
_ENTITY = re.compile(rb"<!ENTITY\b")
_DATA = re.compile(rb"<data\b[^<>]{0,300}>[^<]*</data>|<recognition\b[^<>]{0,300}>")
"""Attached files: left out before the note is taken apart."""

_KEPT = ("updated", "source", "source-application", "reminder-time")
"""Where its author was (latitude, longitude) is nobody's business: it stays in the raw file."""


def sniff(name: str, head: bytes) -> bool:
    """An XML file whose outermost element is `en-export`."""
    return xmlrecords.root(head).lower() == "en-export"


def read(name: str, stream: BinaryIO) -> Iterator[Raw | Problem]:
    """Each note as `name#1`, `name#2`; the files attached to it are named, not read."""
    number, last = 0, b""
    for piece in xmlrecords.pieces(stream, "note"):
        last = b"" if piece.is_record and piece.whole else piece.data[-500:]
        if piece.is_record:
            number += 1
            yield _record(f"{name}#{number}", piece)
        elif _ENTITY.search(piece.data):
            yield Problem("warning", name, "the file declares entities of its own: they are not expanded")
    if not number:
        yield Problem("warning", name, "an export of Evernote without notes", "Nothing is to be read here.")
    if not xmlrecords.is_closed(last, "en-export"):
        told = f"the end of the file is missing behind note {number}: it may be cut"
        yield Problem("warning", name, told, "Export it again.")


def _record(where: str, piece: xmlrecords.Piece) -> Raw:
    decoded = decode(_DATA.sub(b"", piece.data))
    note = (xmlrecords.element(decoded.text).children or [Element("")])[0]
    about = (note.all("note-attributes") or [Element("")])[0]
    content = note.first("content")
    problems = [Problem("warning", where, decoded.problem)] if decoded.problem else []
    if not piece.whole:
        problems.append(Problem("error", where, "the file is cut within this note", "Export it again."))
    if _LOCKED.search(content):
        problems.append(Problem("warning", where, "a part of the note is locked by a password and stays so"))
    extra = {key.replace("-", "_"): value[:500] for key in _KEPT if (value := about.first(key) or note.first(key))}
    if attached := _attached(note):
        extra["attachments"] = attached
        problems.append(Problem("note", where, f"attached files are not read: {attached}"[:500]))
    digest = hashlib.sha256(piece.data).hexdigest()
    return Raw(
        where,
        digest,
        "text/html",
        page(content),
        tuple(_signals(note, about)),
        extra,
        problems=tuple(problems),
        article=True,
    )


def page(content: str) -> str:
    """The note's own markup (ENML 2) as HTML: boxes to tick become signs, pictures and files go."""
    text = _MEDIA.sub("", _PROLOG.sub("", content))
    text = _TODO.sub(lambda box: "☑ " if re.search(r"checked\s?=\s?[\"']true", box["rest"], re.I) else "☐ ", text)
    text = _TICKED.sub(lambda item: item[0] + ("☑ " if item["on"].lower() == "true" else "☐ "), text)
    return _NOTE.sub(lambda tag: f"<{tag[1]}div>", text).strip()


def _attached(note: Element) -> str:
    """ "plan.pdf, 3 image/png": by name where there is one, else counted by type."""
    files: Counter[str] = Counter()
    for resource in note.all("resource"):
        named = next((each.first("file-name") for each in resource.all("resource-attributes")), "")
        files[named[:200] or resource.first("mime") or "a file"] += 1
    return ", ".join(what if count == 1 else f"{count} {what}" for what, count in files.items())[:2_000]


def _signals(note: Element, about: Element) -> Iterator[Signal]:
    if title := " ".join(note.first("title").split()):
        yield Signal("title", title[:2_000], "note title", 0.95)
    url = _WEB.fullmatch(about.first("source-url"))
    if url:
        yield Signal("url", url[0], "note source", 0.9)
    if day := exact(note.first("created")):
        yield Signal("date", day, "saved on" if url else "note created", 0.2 if url else 0.8)
    if (day := exact(note.first("updated"))) and not url:  # of a clipping: when somebody changed the note
        yield Signal("date", day, "modified (note updated)", 0.1)
    if author := about.first("author"):
        yield Signal("author", author[:300], "note author", 0.3 if url else 0.7)  # of a clipping: who clipped it
    for tag in dict.fromkeys(each.text for each in note.all("tag")):
        if tag:
            yield Signal("tag", tag[:200], "note tag", 0.95)
