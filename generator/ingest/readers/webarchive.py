"""A page that Safari saved in one file (webarchive, a property list) -> one record: the page and its address."""

from __future__ import annotations

import hashlib
import plistlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from generator.ingest.decode import decode
from generator.ingest.readers.unpack import whole
from generator.pictures import ending
from generator.types import Problem, Raw, Signal
from generator.weburl import link_key

NAME = "webarchive"

_LIST = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<\?xml[^>]{0,200}\?>)?\s{0,200}(?:<!DOCTYPE\s+plist\b[^>]{0,300}>)?\s{0,200}<plist\b"
)
_WEB = re.compile(r"https?://[^\s<>\"]{3,4000}", re.I)
_HINT = "Save the page as HTML."


def sniff(name: str, head: bytes) -> bool:
    """A property list, binary or XML, with a main resource of a page, or called .webarchive."""
    if not head.startswith(b"bplist0") and not _LIST.match(head):
        return False
    return b"WebMainResource" in head or name.lower().endswith(".webarchive")


def read(name: str, stream: BinaryIO) -> Iterator[Raw | Problem]:
    """The main resource of the page; its frames and other resources are counted in a note."""
    data = whole(name, stream)
    if isinstance(data, Problem):
        yield data
        return
    try:
        found = plistlib.loads(data)  # refuses documents that declare entities
        main = found["WebMainResource"]
        page, kind = bytes(main["WebResourceData"]), str(main.get("WebResourceMIMEType", ""))
    except Exception as error:  # expat, struct, KeyError, RecursionError ...: the library raises many kinds
        told = f"a property list that is damaged or no saved page: {type(error).__name__}: {error}"
        yield Problem("error", name, told[:300], _HINT)
        return
    if kind and kind not in ("text/html", "application/xhtml+xml", "text/plain"):
        yield Problem("warning", name, f"unknown format: a saved file of type {kind[:60]}", _HINT)
        return
    yield _record(name, hashlib.sha256(data).hexdigest(), found, page, plain=kind == "text/plain")


def pictures(stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """The pictures among the other resources of the page: the key of the address, and the bytes."""
    for each in plistlib.loads(stream.read()).get("WebSubresources") or ():
        key, data = link_key(str(each.get("WebResourceURL", ""))), bytes(each.get("WebResourceData", b""))
        if key and ending(data):
            yield key, data


def _record(name: str, digest: str, found: Mapping[str, Any], page: bytes, plain: bool) -> Raw:
    main = found["WebMainResource"]
    decoded = decode(page, str(main.get("WebResourceTextEncodingName", "")), html=not plain)
    problems = [Problem("warning", name, decoded.problem)] if decoded.problem else []
    frames, others = (len(found.get(key) or ()) for key in ("WebSubframeArchives", "WebSubresources"))
    if frames or others:
        told = f"{frames} frames and {others} pictures, styles and scripts of the page are not read"
        problems.append(Problem("note", name, told))
    match = _WEB.match(str(main.get("WebResourceURL", "")))
    signals = (Signal("url", match[0], "saved page", 0.95),) if match else ()
    return Raw(name, digest, "text/plain" if plain else "text/html", decoded.text, signals, problems=tuple(problems))
