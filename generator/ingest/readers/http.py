"""A stored answer of a web server -> its status, headers and body as a browser would see it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from generator.ingest.readers.coding import unpacked

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b|(?:ICY)\s+(\d{3})\b", re.I)
_CHUNK = re.compile(rb"\s{0,10}([0-9a-fA-F]{1,15})[^\r\n]{0,200}\r?\n")
_CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([^\s;\"',]{1,40})", re.I)
_LONGEST_HEAD = 1_000_000


class Answer(Struct, frozen=True):
    """What a server sent. `status` is 0 where there is no status line."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    """Joined from its chunks and unpacked."""
    wire: tuple[bytes, ...] = ()
    """The body as it came, and joined from its chunks: digests are taken of one or the other."""
    problems: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The media type, in lower case, without parameters."""
        return media_type(self.headers.get("content-type", ""))

    @property
    def charset(self) -> str:
        """The charset that the header declares; "" if none."""
        return charset(self.headers.get("content-type", ""))


def media_type(value: str) -> str:
    """The type of a Content-Type value, in lower case, without parameters."""
    return value.split(";")[0].split(",")[0].strip().lower()


def charset(value: str) -> str:
    """The charset parameter of a Content-Type value; "" if there is none."""
    match = _CHARSET.search(value[:1_000])
    return match[1] if match else ""


def answer(block: bytes) -> Answer:
    """Take an HTTP response apart (RFC 9112). Nothing is raised: what does not fit is kept as it is, and told."""
    match = _STATUS.match(block)
    if not match:
        return Answer(0, {}, block, (block,))
    head, body = _parted(block)
    headers = fields(head.split(b"\n", 1)[-1])
    problems: list[str] = []
    joined = body
    if "chunked" in headers.get("transfer-encoding", "").lower():
        joined = _dechunked(body, problems)
    whole, wrong = unpacked(joined, headers.get("content-encoding", ""))
    return Answer(int(match[1] or match[2]), headers, whole, (body, joined), (*problems, *wrong))


def _parted(block: bytes) -> tuple[bytes, bytes]:
    """The head and the body: an empty line stands between them, also with bare line feeds."""
    match = re.compile(rb"\r?\n\r?\n").search(block, 0, _LONGEST_HEAD)
    return (block[: match.start()], block[match.end() :]) if match else (block, b"")


def fields(lines: bytes) -> dict[str, str]:
    """Header lines by their name in lower case; the first of a name wins; folded lines are joined."""
    found: dict[str, str] = {}
    for line in re.sub(rb"\r?\n[ \t]+", b" ", lines).split(b"\n"):
        name, mark, value = line.partition(b":")
        if mark and 0 < len(name) <= 100:
            found.setdefault(name.strip().lower().decode("latin-1"), _text(value))
    return found


def _text(value: bytes) -> str:
    try:
        return value.strip().decode("utf-8")
    except UnicodeDecodeError:
        return value.strip().decode("cp1252", "replace")


def _dechunked(body: bytes, problems: list[str]) -> bytes:
    """RFC 9112, section 7.1. Many archives keep the header and store the body joined: that is no damage."""
    pieces: list[bytes] = []
    at = 0
    while match := _CHUNK.match(body, at):
        size = int(match[1], 16)
        at = match.end()
        if not size:
            return b"".join(pieces)
        pieces.append(body[at : at + size])
        if at + size > len(body):
            problems.append("the body is cut: its last chunk is not whole")
            return b"".join(pieces)
        at += size
        if body[at : at + 2] == b"\r\n":
            at += 2
        elif body[at : at + 1] == b"\n":
            at += 1
        elif at < len(body):
            break
    if not pieces:
        return body
    whole = at < len(body)
    problems.append("the chunks of the body are broken" if whole else "the body is cut: its last chunk is missing")
    return b"".join([*pieces, body[at:]])
