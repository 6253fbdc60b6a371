"""A page that a browser saved in one file (MHTML) -> one record: the page, its address, when it was saved."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from typing import BinaryIO

from generator.ingest.readers import mail_headers
from generator.ingest.readers.mail_body import charset_of
from generator.ingest.readers.unknown import is_text
from generator.ingest.readers.unpack import whole
from generator.pictures import ending
from generator.types import Problem, Raw, Signal
from generator.weburl import link_key

NAME = "MHTML"

_SAVED = re.compile(rb"^(?:Snapshot-Content-Location:|From: *\"?<?Saved by )", re.I | re.M)
_HEADER = re.compile(rb"\s{0,20}[!-9;-~]{1,70}[ \t]?:")
_TYPE = re.compile(rb"^Content-Type:[ \t]*(?:multipart/related|text/html)", re.I | re.M)
_WEB = re.compile(r"https?://[^\s<>\"]{3,4000}", re.I)


def sniff(name: str, head: bytes) -> bool:
    """Header lines of mail that a browser wrote; or those of a page in a file called .mht or .mhtml."""
    if not is_text(head) or not _HEADER.match(head):
        return False
    lines = re.split(rb"\r?\n\r?\n", head.lstrip(), maxsplit=1)[0]
    named = name.lower().endswith((".mht", ".mhtml"))
    return bool((named or _SAVED.search(lines)) and _TYPE.search(lines))


def read(name: str, stream: BinaryIO) -> Iterator[Raw | Problem]:
    """The root part of the page (RFC 2557, section 8); its frames, pictures and styles are counted in a note."""
    data = whole(name, stream)
    if isinstance(data, Problem):
        yield data
        return
    try:
        message = message_from_bytes(data.lstrip(), policy=policy.compat32)
        leaves = [part for part in message.walk() if not part.is_multipart()]
        root = _root(message, leaves)
        yield _page(name, hashlib.sha256(data).hexdigest(), message, root, leaves)
    except Exception as error:  # the parser raises many kinds; RecursionError on nested parts
        yield Problem(
            "error", name, f"a saved page that cannot be taken apart: {type(error).__name__}", "Save it as HTML."
        )


def pictures(stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """The pictures among the parts of the page: the key of the address (RFC 2557, section 4.2), and the bytes."""
    for part in message_from_bytes(stream.read().lstrip(), policy=policy.compat32).walk():
        data = None if part.is_multipart() else part.get_payload(decode=True)
        key = link_key(str(part.get("content-location", "")))
        if key and isinstance(data, bytes) and ending(data):
            yield key, data


def _root(message: Message, leaves: list[Message]) -> Message:
    """The part that `start` names, else the first page, else the first part."""
    start = str(message.get_param("start", "") or "").strip("<> ")
    named = [part for part in leaves if start and str(part.get("content-id", "")).strip("<> ") == start]
    pages = [part for part in leaves if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    return (named or pages or leaves)[0]


def _page(name: str, digest: str, message: Message, root: Message, leaves: list[Message]) -> Raw:
    inside = root.get_payload(decode=True)
    decoded = mail_headers.mail_text(inside if isinstance(inside, bytes) else b"", charset_of(root), html=True)
    problems = [Problem("warning", name, decoded.problem)] if decoded.problem else []
    if message.defects and len(leaves) == 1 and message.get_content_maintype() == "multipart":
        problems.append(Problem("error", name, "the parts of the page are not found: it may be cut", "Save it again."))
    elif any("Close" in type(defect).__name__ for defect in message.defects):
        problems.append(Problem("error", name, "the end of the saved page is missing: it is cut", "Save it again."))
    others = Counter(part.get_content_type() for part in leaves if part is not root)
    if others:
        listed = ", ".join(f"{count} {kind}" for kind, count in others.most_common(8))
        problems.append(Problem("note", name, f"{sum(others.values())} parts of the page are not read: {listed}"))
    if not decoded.text.strip():
        problems.append(Problem("warning", name, "a saved page without text"))
    signals = tuple(_signals(mail_headers.values(message), mail_headers.values(root)))
    return Raw(name, digest, "text/html", decoded.text, signals, problems=tuple(problems))


def _signals(outer: dict[str, list[str]], root: dict[str, list[str]]) -> Iterator[Signal]:
    places = (outer.get("snapshot-content-location"), root.get("content-location"), outer.get("content-location"))
    address = next((match[0] for place in places if place and (match := _WEB.search(place[0]))), "")
    if address:
        yield Signal("url", address, "saved page", 0.95)
    if title := outer.get("subject", [""])[0]:
        yield Signal("title", title[:1_000], "saved page", 0.6)
    if day := mail_headers.day_of(outer.get("date", [""])[0]):
        yield Signal("date", day, "capture time", 0.1)
