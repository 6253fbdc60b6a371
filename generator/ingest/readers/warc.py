"""A web archive (WARC, ARC) -> a record for each page and text in it, and what of it is damaged."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Literal

from msgspec import Struct

from generator.ingest.decode import decode
from generator.ingest.readers import html, http
from generator.ingest.readers.mail_headers import day_of
from generator.ingest.readers.unpack import MOST_WHOLE
from generator.pictures import ending
from generator.types import Problem, Raw, Signal
from generator.weburl import link_key
from generator.written import exact

NAME = "WARC"

_HTML = frozenset(("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"))
_TEXT = frozenset(("text/plain", "text/markdown", "text/x-markdown"))
_UNTOLD = frozenset(("", "unk", "no-type", "application/octet-stream", "application/unknown"))
_BEGINS = re.compile(rb"WARC/\d", re.I)
_ARC = re.compile(
    rb"(?P<url>[a-zA-Z][a-zA-Z0-9+.-]{0,20}:.*) (?P<ip>[0-9a-fA-F.:-]{1,60}) (?P<date>\d{8,17})"
    rb" (?P<kind>[^\n]{0,200}?) ?(?P<size>\d{1,15})\s*"
)
_WEB = re.compile(r"https?://[^\s<>\"]{3,4000}", re.I)
_ROBOTS = re.compile(r"https?://[^/]{1,300}/robots\.txt(?:\?|$)", re.I)
_LONGEST_LINE = 65_536
_SERIOUS = re.compile(r"\bis cut\b|\bmay be cut\b|end mark|damaged|bomb|broken")
_CHUNK = 1 << 16


class Record(Struct, frozen=True):
    """One record of the archive: its header and its block, which is shorter than stated where the file is cut."""

    number: int
    headers: Mapping[str, str]
    block: bytes
    stated: int
    problems: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """What the record is: "response", "revisit" ..."""
        return self.headers.get("warc-type", "").lower()


Skipped = Counter[str]


def sniff(name: str, head: bytes) -> bool:
    """A file that begins like a WARC record or an ARC file."""
    return bool(_BEGINS.match(head)) or head.startswith(b"filedesc:")


def read(name: str, stream: BinaryIO) -> Iterator[Raw | Problem]:
    """Pages and texts with status 200, as `name#N` where N counts all records; the others are counted in one note.

    The lengths, end marks and digests of all records are checked here (ISO 28500, section 4 to 6): libraries that read
    WARC end in silence where a file is cut.
    """
    skipped: Skipped = Counter()
    number = 0
    for item in _records(name, stream):
        if isinstance(item, Problem):
            yield item
            continue
        number = item.number
        yield from _found(name, item, skipped)
    if skipped:
        listed = ", ".join(f"{count} {what}" for what, count in skipped.most_common(12))
        more = f" and {len(skipped) - 12} other kinds" if len(skipped) > 12 else ""
        yield Problem("note", name, f"{sum(skipped.values())} of {number} records are no texts: {listed}{more}")
    if not number:
        yield Problem("error", name, "a web archive without a whole record", "Fetch the file again.")


def pictures(stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """The pictures with status 200: the key of the address, and the bytes."""
    for item in _records("", stream):
        if not isinstance(item, Problem):
            what, sent = _answered(item)
            key = "" if what else link_key(item.headers.get("warc-target-uri", "").strip("<> "))
            if key and ending(sent.body):
                yield key, sent.body


def _records(name: str, stream: BinaryIO) -> Iterator[Record | Problem]:
    """Each record with what is wrong with it; after damage, reading goes on at the next line that begins a record."""
    number = lost = 0
    held = b""
    while line := held or stream.readline(_LONGEST_LINE):
        held = b""
        headers = _head(line, stream)
        if headers is None:
            lost += len(line) if line.strip() else 0
            continue
        if lost:
            yield _garbage(name, number, lost)
        lost = 0
        number += 1
        size = headers.get("content-length", "")
        if not (size.isascii() and size.isdigit() and len(size) < 16):
            yield Problem("error", f"{name}#{number}", f"a record whose length cannot be read: {size[:40]!r}")
            continue
        record, held = _record(number, headers, int(size), stream)
        yield record
    if lost:
        yield _garbage(name, number, lost)


def _garbage(name: str, number: int, lost: int) -> Problem:
    after = f"{name}#{number}" if number else name
    hint = "A length may be wrong, or the file damaged. Fetch it again if you can."
    return Problem("error", after, f"{lost:,} bytes after this record belong to no record: passed over", hint)


def _head(line: bytes, stream: BinaryIO) -> dict[str, str] | None:
    """The header of the record that begins with `line`, its names in lower case; None if none begins here."""
    if _BEGINS.match(line):
        lines: list[bytes] = []
        while (more := stream.readline(_LONGEST_LINE)).strip() and len(lines) < 1_000:
            lines.append(more)
        return http.fields(b"".join(lines))
    match = _ARC.fullmatch(line) if len(line) < 10_000 else None
    if not match:
        return None
    url, kind = match["url"].decode("utf-8", "replace"), match["kind"].decode("latin-1")
    of = "warcinfo" if url.startswith("filedesc:") else "response"
    day = match["date"].decode()
    return {
        "arc": "1",
        "warc-type": of,
        "warc-target-uri": url,
        "warc-date": f"{day[:4]}-{day[4:6]}-{day[6:8]}",
        "content-type": kind,
        "content-length": match["size"].decode(),
    }


def _record(number: int, headers: Mapping[str, str], size: int, stream: BinaryIO) -> tuple[Record, bytes]:
    """The record of a header, and the line after it if that was read already."""
    block = _read(stream, min(size, MOST_WHOLE))
    problems: list[str] = []
    if len(block) < min(size, MOST_WHOLE):
        problems.append(f"the record is cut: {len(block):,} of {size:,} bytes are there")
    elif size > MOST_WHOLE:
        _pass(stream, size - MOST_WHOLE)
        problems.append(f"a record of {size:,} bytes: only the first {MOST_WHOLE:,} are read")
    wrong, held = ("", b"") if problems or "arc" in headers else _ended(stream)
    problems += [wrong] if wrong else []
    if not problems:
        problems += _digest_of(block, headers.get("warc-block-digest", ""), "block")
    if cause := headers.get("warc-truncated"):
        problems.append(f"the crawler cut the record ({cause[:60]})")
    return Record(number, headers, block, size, tuple(problems)), held


def _pass(stream: BinaryIO, size: int) -> None:
    while size and (passed := stream.read(min(_CHUNK, size))):
        size -= len(passed)


def _read(stream: BinaryIO, size: int) -> bytes:
    pieces: list[bytes] = []
    while size and (piece := stream.read(min(size, 1 << 20))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _ended(stream: BinaryIO) -> tuple[str, bytes]:
    """Two line ends stand after each block: what is wrong if they do not, and the line that stands there instead.

    Some writers (node-warc) leave one of them out before the next record: no harm is done.
    """
    for _ in range(2):
        line = stream.readline(_LONGEST_LINE)
        if line in (b"\r\n", b"\n"):
            continue
        if not line:
            return "the file ends within the end mark of the record: it may be cut", b""
        if _BEGINS.match(line):
            return "", line
        return "the end mark of the record is missing: its length is wrong, or the file was changed", line
    return "", b""


def _digest_of(data: bytes, stated: str, what: str) -> list[str]:
    """What is wrong with a digest: "sha1:" and base 32, or hexadecimal digits."""
    algorithm, mark, value = stated.partition(":")
    algorithm = algorithm.strip().lower().replace("-", "")
    if not mark or algorithm not in ("sha1", "md5", "sha256", "sha512"):
        return []
    return [] if _equal(data, algorithm, value.strip()) else [f"the {what} digest does not fit: the record is damaged"]


def _equal(data: bytes, algorithm: str, value: str) -> bool:
    found = hashlib.new(algorithm, data, usedforsecurity=False).digest()
    return value.lower() == found.hex() or value.upper().rstrip("=") == base64.b32encode(found).decode().rstrip("=")


# --- what is in a record --------------------------------------------------------------------------------------


class Page(Struct, frozen=True):
    """The text in a record, still in bytes."""

    kind: str
    charset: str
    data: bytes
    headers: Mapping[str, str]
    problems: tuple[str, ...] = ()


def _found(name: str, record: Record, skipped: Skipped) -> Iterator[Raw | Problem]:
    where = f"{name}#{record.number}"
    page = _page(record, skipped)
    problems = record.problems + (page.problems if isinstance(page, Page) else ())
    told = tuple(Problem("error" if _SERIOUS.search(text) else "warning", where, text) for text in problems)
    if not isinstance(page, Page):
        yield from told
        return
    decoded = decode(page.data, page.charset, html=page.kind == "html")
    if decoded.problem:
        told += (Problem("warning", where, decoded.problem),)
    media: Literal["text/html", "text/plain"] = "text/html" if page.kind == "html" else "text/plain"
    digest = hashlib.sha256(record.block).hexdigest()
    yield Raw(where, digest, media, decoded.text, _signals(record, page), _extra(record, page), problems=told)


def _page(record: Record, skipped: Skipped) -> Page | None:
    """The page or text of a record; None, and counted, if it holds none."""
    what, http_answer = _answered(record)
    if what:
        skipped[what] += 1
        return None
    problems = list(http_answer.problems)
    kind = _kind(http_answer)
    if kind not in ("html", "text"):
        skipped[kind] += 1
        return None
    if not record.problems:
        problems += _payload(record, http_answer)
    return Page(kind, http_answer.charset, http_answer.body, http_answer.headers, tuple(problems))


def _answered(record: Record) -> tuple[str, http.Answer]:
    """Why a record holds no text, or "" and what the server sent."""
    bare = http.Answer(200, record.headers, record.block, (record.block,))
    if record.kind == "revisit":
        return "revisit (the page is in another record)", bare
    if record.kind not in ("response", "resource", "conversion"):
        return record.kind or "without a type", bare
    if record.headers.get("warc-segment-number", "1") != "1":
        return "segment of a larger record", bare
    url = record.headers.get("warc-target-uri", "").strip("<> ")
    if url.startswith("metadata:"):
        return "note of the crawler", bare
    if record.kind != "response" or not _WEB.match(url):
        return "", bare
    sent = http.answer(record.block)
    if _ROBOTS.match(url):
        return "robots.txt", sent
    if sent.status and sent.status != 200:
        return f"with status {sent.status}", sent
    return ("" if sent.status else "answer without a status line"), sent


def _kind(sent: http.Answer) -> str:
    """ "html", "text", or the media type of something else."""
    kind = sent.kind
    if kind in _HTML:
        return "html"
    if kind in _TEXT:
        return "text"
    if kind in _UNTOLD and html.sniff("", sent.body[:4096]):
        return "html"
    return kind[:60] or "of unknown type"


def _payload(record: Record, sent: http.Answer) -> list[str]:
    """The payload digest: archives take it of the body as it came, or joined from its chunks, or unpacked."""
    stated = record.headers.get("warc-payload-digest", "")
    wrong = [_digest_of(data, stated, "payload") for data in dict.fromkeys((*sent.wire, sent.body))]
    return wrong[0] if wrong and all(wrong) else []


def _signals(record: Record, page: Page) -> tuple[Signal, ...]:
    signals: list[Signal] = []
    url = record.headers.get("warc-target-uri", "").strip("<> ")
    if match := _WEB.match(url.replace(" ", "%20")):
        signals.append(Signal("url", match[0], "web archive", 0.95))
    if day := exact(record.headers.get("warc-date", "")[:10]):
        signals.append(Signal("date", day, "capture time", 0.1))
    if day := day_of(page.headers.get("last-modified", "")):
        signals.append(Signal("date", day, "HTTP Last-Modified", 0.1))
    return tuple(signals)


def _extra(record: Record, page: Page) -> dict[str, str]:
    """What tells the capture from others of the same page."""
    named = {
        "captured": record.headers.get("warc-date", ""),
        "warc_record_id": record.headers.get("warc-record-id", ""),
        "http_last_modified": page.headers.get("last-modified", ""),
    }
    return {key: value[:500] for key, value in named.items() if value}
