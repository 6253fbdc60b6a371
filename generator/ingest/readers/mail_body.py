"""The parts of an e-mail message -> its text, what is attached, and the messages inside it."""

from __future__ import annotations

import base64
import codecs
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from email.message import Message
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from generator.ingest.readers.mail_headers import mail_text, readable
from generator.types import Problem

_TAG = re.compile(r"<[^<>]{0,4000}>")
_OPENS = re.compile(r"<(style|script|title)\b", re.I)
_CLOSES = MappingProxyType({name: re.compile(f"</{name}", re.I) for name in ("style", "script", "title")})
_LETTER = re.compile(r"[^\W_]")
_SIGNATURE = "-- "
_ENOUGH = 0.3
"""A plain text with less than this share of the letters of the HTML beside it only says that there is HTML."""

_MOST_PARTS = 1_000
_TEXTS = frozenset(
    "text/plain text/html application/xhtml+xml text/markdown text/x-markdown text/csv "
    "text/tab-separated-values".split()
)
_UNTOLD = frozenset(("application/octet-stream", "application/download", "application/force-download"))
_TEXT_NAMES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".eml", ".mht", ".mhtml", ".csv", ".mbox")
_ENDINGS: Mapping[str, str] = {"text/html": "page.html", "application/xhtml+xml": "page.html", "text/csv": "table.csv"}
"""What attached texts are called that have no name."""


class Piece(Struct, frozen=True):
    """A part that is shown: its text, and what it is written in."""

    media: Literal["text/plain", "text/html"]
    text: str


class File(Struct, frozen=True):
    """An attached file that holds a text."""

    name: str
    data: bytes
    """In UTF-8 with a mark where the message declares another charset: the file alone does not say so."""


class Parts(Struct):
    """What was found in a message so far."""

    attached: list[str] = []
    files: list[File] = []
    messages: list[tuple[str, Message]] = []
    troubles: list[str] = []
    count: int = 0


class Body(Struct, frozen=True):
    """The text of a message and what stood beside it."""

    media: Literal["text/plain", "text/html"]
    text: str
    attached: tuple[str, ...]
    """Names of attached files that hold no text."""
    files: tuple[File, ...]
    messages: tuple[tuple[str, Message], ...]
    """The messages inside it with the names of their files, to be read as records of their own."""
    problems: tuple[Problem, ...]


def body(message: Message, where: str) -> Body:
    """The text of a message: of its plain and HTML versions the plain one, if it is a real text (RFC 2046, 5.1.4).

    `where` names the record in problems. Nothing is raised.
    """
    parts = Parts()
    pieces = [piece for piece in _pieces(message, parts) if piece.text.strip()]
    problems = [Problem("warning", where, trouble) for trouble in dict.fromkeys(parts.troubles)]
    if parts.attached:
        shown = ", ".join(parts.attached[:20]) + (" …" if len(parts.attached) > 20 else "")
        hint = "They are in the raw file. Turn those that hold texts into text or HTML and put them beside it."
        problems.append(Problem("note", where, f"{len(parts.attached)} attached files are not read: {shown}", hint))
    media, text = _joined(pieces)
    return Body(media, text, tuple(parts.attached), tuple(parts.files), tuple(parts.messages), tuple(problems))


def _pieces(part: Message, parts: Parts) -> list[Piece]:
    parts.count += 1
    if parts.count > _MOST_PARTS:
        parts.troubles.append(f"more than {_MOST_PARTS:,} parts: the others are not read")
        return []
    kind = part.get_content_type()
    inside = part.get_payload()
    if kind == "message/rfc822" or (kind == "message/global" and isinstance(inside, list)):
        return _forwarded(part, inside, parts)
    if isinstance(inside, list):
        children = [(child, _pieces(child, parts)) for child in inside if isinstance(child, Message)]
        if kind == "multipart/alternative":
            return _best([pieces for _, pieces in children])
        return [piece for _, pieces in children for piece in pieces]
    if kind.startswith("multipart/"):
        parts.troubles.append("the boundary between the parts is missing: read as one text")
        return [_text(part, "text/plain", parts)]
    return _leaf(part, kind, parts)


def _forwarded(part: Message, inside: object, parts: Parts) -> list[Piece]:
    """A message inside: taken apart by the library, unless it is packed in base 64, which RFC 2046 forbids."""
    if not isinstance(inside, list):
        return [_text(part, "text/plain", parts)]
    name = _file_name(part)
    messages = [each for each in inside if isinstance(each, Message)]
    if messages and str(part.get("content-transfer-encoding", "")).strip().lower() == "base64":
        try:
            data = base64.b64decode(messages[0].as_bytes().strip(), validate=False)
        except ValueError:
            parts.troubles.append("a message inside cannot be decoded")
            return [_text(messages[0], "text/plain", parts)]
        parts.files.append(File(name or "message.eml", data))
        return []
    parts.messages += [(name, each) for each in messages]
    return []


def _leaf(part: Message, kind: str, parts: Parts) -> list[Piece]:
    if kind in ("text/plain", "text/html") and (parts.count == 1 or not _is_attached(part)):
        return [_text(part, "text/html" if kind == "text/html" else "text/plain", parts)]
    if kind in ("text/enriched", "text/richtext") and not _is_attached(part):
        piece = _text(part, "text/plain", parts)
        return [Piece("text/plain", _TAG.sub("", piece.text))]
    if kind == "message/delivery-status":
        return [_text(part, "text/plain", parts)]
    name = _file_name(part)
    data = _data(part, parts) if kind in _TEXTS or (kind in _UNTOLD and name.lower().endswith(_TEXT_NAMES)) else b""
    if data.strip():
        parts.files.append(File(name or _ENDINGS.get(kind, "file.txt"), _declared(data, charset_of(part))))
    else:
        parts.attached.append(f"{name} ({kind})" if name else kind)
    return []


def _data(part: Message, parts: Parts) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except Exception as error:  # a transfer encoding that the library cannot undo
        parts.troubles.append(f"a part cannot be decoded: {type(error).__name__}")
        data = None
    return data if isinstance(data, bytes) else b""


def _declared(data: bytes, charset: str) -> bytes:
    """The bytes of a file as they are, or as UTF-8 where only the message says what they are written in."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return codecs.BOM_UTF8 + mail_text(data, charset).text.encode() if charset else data
    return codecs.BOM_UTF8 + mail_text(data, charset).text.encode() if charset.startswith("iso-2022") else data


def _is_attached(part: Message) -> bool:
    disposition = str(part.get("content-disposition", "")).strip().lower()
    return disposition.startswith("attachment") or (not disposition.startswith("inline") and bool(_file_name(part)))


def _file_name(part: Message) -> str:
    try:
        return readable(part.get_filename() or "")[:200]
    except Exception:  # broken parameters (RFC 2231)
        return "a file with a broken name"


def _text(part: Message, media: Literal["text/plain", "text/html"], parts: Parts) -> Piece:
    decoded = mail_text(_data(part, parts), charset_of(part), html=media == "text/html")
    if decoded.problem:
        parts.troubles.append(decoded.problem)
    if media == "text/plain" and str(part.get_param("format", "")).lower() == "flowed":
        return Piece(media, flowed(decoded.text, str(part.get_param("delsp", "")).lower() == "yes"))
    return Piece(media, decoded.text)


def charset_of(part: Message) -> str:
    """The label of the charset that a part declares; "" if there is none that can be read."""
    try:
        return part.get_content_charset() or ""
    except Exception:  # broken parameters (RFC 2231)
        return ""


def flowed(text: str, without_space: bool = False) -> str:
    """The lines of format=flowed (RFC 3676): one that ends with a space goes on in the next of the same quote depth."""
    out: list[str] = []
    depth_before, soft = 0, False
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        fixed = words == _SIGNATURE
        if soft and depth == depth_before and not fixed:
            out[-1] = (out[-1][:-1] if without_space else out[-1]) + words
        else:
            out.append("> " * depth + words if depth else words)
        soft, depth_before = words.endswith(" ") and not fixed, depth
    return "\n".join(line.rstrip(" ") if line != _SIGNATURE else line for line in out)


def _best(versions: Sequence[list[Piece]]) -> list[Piece]:
    """Of the versions of one text: the plain one if it is real, else the HTML, else whatever there is."""
    filled = [pieces for pieces in versions if any(piece.text.strip() for piece in pieces)]
    plain = [pieces for pieces in filled if all(piece.media == "text/plain" for piece in pieces)]
    marked = [pieces for pieces in filled if pieces not in plain]
    if not plain or not marked:
        return (plain or marked or [[]])[0]
    most = max(map(_letters, marked))
    best = max(plain, key=_letters)
    return best if _letters(best) >= _ENOUGH * most else max(marked, key=_letters)


def _letters(pieces: Sequence[Piece]) -> int:
    """Letters and digits that are seen."""
    return sum(len(_LETTER.findall(_seen(piece))) for piece in pieces)


def _seen(piece: Piece) -> str:
    if piece.media == "text/plain":
        return piece.text
    return html.unescape(_TAG.sub(" ", _shown(piece.text)))


def _shown(markup: str) -> str:
    """Without styles, scripts and the title; each is looked for once where it is never closed, so this is linear."""
    out: list[str] = []
    at, open_for_ever = 0, set[str]()
    for tag in _OPENS.finditer(markup):
        name = tag[1].lower()
        if tag.start() < at or name in open_for_ever:
            continue
        end = _CLOSES[name].search(markup, tag.end())
        if end:
            out.append(markup[at : tag.start()])
            at = end.end()
        else:
            open_for_ever.add(name)
    return " ".join((*out, markup[at:]))


def _joined(pieces: Sequence[Piece]) -> tuple[Literal["text/plain", "text/html"], str]:
    """One text: plain parts with an empty line between them; among HTML parts, plain ones become paragraphs."""
    if all(piece.media == "text/plain" for piece in pieces):
        return "text/plain", "\n\n".join(piece.text.strip("\n") for piece in pieces)
    if len(pieces) == 1:
        return "text/html", pieces[0].text
    return "text/html", "\n".join(_as_html(piece) for piece in pieces)


def _as_html(piece: Piece) -> str:
    return piece.text if piece.media == "text/html" else "\n".join(_paragraphs(piece.text))


def _paragraphs(text: str) -> Iterator[str]:
    for block in re.split(r"\n[ \t]*\n", text):
        if block.strip():
            yield f"<p>{html.escape(block.strip(), quote=False)}</p>".replace("\n", "<br>\n")
