"""A web page -> one record: the page decoded; what it says about itself is read elsewhere."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec.structs import replace

from generator.ingest.decode import decode
from generator.ingest.readers.headers import DEEPEST, comments
from generator.ingest.readers.text import record
from generator.ingest.readers.typed import typed
from generator.ingest.readers.unknown import foreign, is_text
from generator.ingest.readers.unpack import whole
from generator.types import Problem, Raw, Signal

NAME = "HTML"

_WORD = re.compile(r"\w+")

_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s{0,500}(?:<\?xml[^>]{0,300}\?>|<!--(?:[^-]|-(?!->)){0,20000}-->)){0,40}\s{0,500}"
    rb"<(?:!doctype\s+html|(?:html|head|body|title|meta|link|script|style|base|div|p|h[1-6]|table|article|section|main|"
    rb"header|center|font|span|ul|ol|dl|blockquote|pre|form|nav|img|br|b|i|a|noscript|iframe)[\s>/])",
    re.I,
)


def sniff(name: str, head: bytes) -> bool:
    """A text that begins with a tag of HTML, or that is called .html."""
    if not is_text(head):
        return False
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    if _PAGE.match(head.replace(b"\0", b"")[2:] if wide else head):
        return True
    return name.lower().endswith((".html", ".htm", ".xhtml", ".shtml")) and foreign(head) is None


def read(name: str, stream: BinaryIO) -> Iterator[Raw | Problem]:
    """The whole page; comments of a mailing list archive at its top become signals."""
    data = whole(name, stream)
    if isinstance(data, Problem):
        yield data
        return
    decoded = decode(data, html=True)
    problems = (Problem("warning", name, decoded.problem),) if decoded.problem else ()
    digest = hashlib.sha256(data).hexdigest()
    if found := typed(decoded.text):
        yield _titled(record(name, digest, found.text, "text/plain", problems), found.title)
        return
    top = comments(decoded.text[:20_000].split("\n", DEEPEST)[:DEEPEST])
    yield Raw(
        origin=name,
        digest=digest,
        media="text/html",
        text=decoded.text,
        signals=top.signals if top else (),
        extra=top.extra if top else {},
        problems=problems,
    )


def _titled(raw: Raw, title: str) -> Raw:
    """The record with the page's title, unless that is what a header line of the text says: the volume it is of."""
    header = frozenset(_WORD.findall(" ".join(cut.text for cut in raw.cuts).casefold()))
    words = frozenset(_WORD.findall(title.casefold()))
    if not words or len(words & header) > 0.7 * len(words):
        return raw
    return replace(raw, signals=(*raw.signals, Signal("title", title, "<title>", 0.7)))
