"""An e-mail message, or a mailbox of many -> a record for each message and for each message inside it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from email.message import Message
from typing import BinaryIO

from msgspec import Struct

from generator.ingest.decode import decode
from generator.ingest.readers import mail_headers
from generator.ingest.readers.inside import Given, Inside
from generator.ingest.readers.mail_body import Body, body, charset_of
from generator.ingest.readers.unknown import is_text
from generator.ingest.readers.unpack import whole
from generator.types import Problem, Raw, Signal

NAME = "e-mail"

_LINE = rb"[!-9;-~]{1,70}[ \t]?:[^\n]{0,2000}\r?\n(?:[ \t][^\n]{0,2000}\r?\n){0,40}"
_SURE = (
    rb"(?:received|return-path|mime-version|message-id|x-mozilla-status|delivered-to|content-transfer-encoding|"
    rb"content-type):"
)
_MESSAGE = re.compile(rb"\A(?:>From [^\n]{0,300}\n)?(?:" + _LINE + rb"){0,60}?" + _SURE, re.I)
_SENT = re.compile(rb"\A(?:" + _LINE + rb"){0,8}?from:[^\n]{0,200}@[^\n]{0,200}\n", re.I)
_POSTED = re.compile(rb"\A(?:" + _LINE + rb"){0,8}?(?:to|newsgroups):[^\n]{0,400}\n", re.I)
_HEADER = re.compile(rb"[!-9;-~]{1,70}[ \t]?:")
_FROM = re.compile(rb"From (?P<who>\S[^\n]{0,300}?)\s+(?P<date>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b[^\n]{10,60})\r?\n?")
_OPENING = re.compile(rb"\AFrom [^\n]{5,400}\n(?:>From [^\n]{0,300}\n)?[!-9;-~]{1,70}[ \t]?:")
_SPACED = re.compile(rb"^([!-9;-~]{1,70})[ \t]{1,200}:", re.M)
_ESCAPED = re.compile(rb"^>(>*From )", re.M)
_LONGEST = 64_000_000
_DEEPEST = 5
_ARRIVED = "saved on the day of its message"
"""Evidence for the date of an attached file: it is not newer."""


class _Letter(Struct):
    """A message of a mailbox: its bytes and the date of the line before it."""

    data: bytes
    stamp: str
    whole: bool = True


def sniff(name: str, head: bytes) -> bool:
    """Header lines that only mail has, or a From and a To line; a "From " line before them; or a name like .eml."""
    if not head.strip() or not is_text(head):
        return False
    if _is_box(head) or _MESSAGE.match(head) or (_SENT.match(head) and _POSTED.match(head)):
        return True
    return name.lower().endswith((".eml", ".mbox", ".mbx"))


def read(name: str, stream: BinaryIO) -> Iterator[Raw | Problem | Inside]:
    """The message, or each message of a mailbox as `name#1`, `name#2`; the mailbox is never held as a whole."""
    first = stream.readline(_LONGEST)
    second = stream.readline(_LONGEST)
    if not _is_box(first + second + b"\n"):
        rest = whole(name, stream)
        if isinstance(rest, Problem):
            yield rest
        else:
            yield from _safely(first + second + rest, name)
        return
    number = 0
    for letter in _letters(first, second, stream):
        number += 1
        where = f"{name}#{number}"
        if not letter.whole:
            yield Problem("error", where, f"a message of more than {_LONGEST:,} bytes: not read")
            continue
        yield from _safely(letter.data, where, letter.stamp)


def _is_box(head: bytes) -> bool:
    return bool(_OPENING.match(head)) and bool(_FROM.match(head))


def _letters(first: bytes, second: bytes, stream: BinaryIO) -> Iterator[_Letter]:
    """Split a mailbox at "From " lines that stand at its beginning or after an empty line, before a header line.

    mboxo and mboxrd write ">From " where a line of a message began with "From " (RFC 4155 and its appendix).
    """
    stamp, lines, size = _stamp(first), [second], len(second)
    blank, held = False, b""
    while line := held or stream.readline(_LONGEST):
        held = b""
        if blank and line.startswith(b"From ") and (match := _FROM.fullmatch(line)):
            held = stream.readline(_LONGEST)
            if _HEADER.match(held) or held.startswith(b">From "):
                yield _letter(lines, stamp, size)
                stamp, lines, size, blank = match["date"].decode("ascii", "replace"), [], 0, False
                continue
        blank = not line.strip(b"\r\n")
        size += len(line)
        if size <= _LONGEST:
            lines.append(line)
    yield _letter(lines, stamp, size)


def _stamp(line: bytes) -> str:
    match = _FROM.match(line)
    return match["date"].decode("ascii", "replace") if match else ""


def _letter(lines: list[bytes], stamp: str, size: int) -> _Letter:
    return _Letter(_ESCAPED.sub(rb"\1", b"".join(lines)), stamp, size <= _LONGEST)


def _safely(data: bytes, origin: str, stamp: str = "") -> Iterator[Raw | Problem | Inside]:
    """The records of one message; where the library breaks on it, its bytes as one text and a Problem."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        message = message_from_bytes(_tidied(data), policy=policy.compat32)
        records = list(_records(message, origin, digest, stamp, 0))
    except Exception as error:  # the parser raises many kinds; RecursionError on nested parts
        problem = Problem("error", origin, f"a message that cannot be taken apart: {type(error).__name__}")
        yield Raw(origin, digest, "text/plain", decode(data).text, problems=(problem,))
        return
    yield from records


def _tidied(data: bytes) -> bytes:
    """The blanks that RFC 822 allowed before the colon of a header line: the library takes such a line for the text."""
    end = re.search(rb"\n\r?\n", data)
    head = data[: end.start()] if end else data
    return _SPACED.sub(rb"\1:", head) + data[len(head) :]


def _records(message: Message, origin: str, digest: str, stamp: str, depth: int) -> Iterator[Raw | Problem | Inside]:
    """The message; each message inside it and each attached text are records of their own: `name#1/notes.txt`."""
    signals, extra = mail_headers.said(mail_headers.values(message, charset_of(message)), stamp)
    found = body(message, origin)
    names = [*found.attached, *(file.name for file in found.files)]
    if names:
        extra["attachments"] = ", ".join(names)
    problems = found.problems
    if not message.keys():
        problems += (Problem("warning", origin, "no header lines of a message are found"),)
    if any(type(defect).__name__ == "CloseBoundaryNotFoundDefect" for defect in message.defects):
        problems += (Problem("warning", origin, "the end of the message is missing: it may be cut", "Fetch it again."),)
    deep = bool(found.messages) and depth >= _DEEPEST
    if deep:
        problems += (Problem("warning", origin, f"messages nested deeper than {_DEEPEST} are not read"),)
    if found.text.strip() or signals or deep or not (found.messages or found.files):
        problems += () if found.text.strip() else (Problem("note", origin, "a message without text"),)
        alone = found.media == "text/html"  # a message has no page around it: half a letter was taken for furniture
        yield Raw(origin, digest, found.media, found.text, signals, extra, problems=problems, article=alone)
    else:
        yield from problems
    given = Given(origin)
    for number, (name, each) in enumerate(() if deep else found.messages, 1):
        yield from _records(each, given.name(name or f"message-{number}"), _digest(each), "", depth + 1)
    yield from _attached(found, given, signals, extra)


def _attached(found: Body, given: Given, signals: tuple[Signal, ...], extra: Mapping[str, str]) -> Iterator[Inside]:
    """The attached texts, with the day of the message, which they are not newer than, and its list."""
    about = [Signal("date", each.value, _ARRIVED, 0.2) for each in signals if each.field == "date"][:1]
    about += [Signal("source", each.value, "its message", 0.3) for each in signals if each.field == "source"][:1]
    kept = {"attached_to": extra["message_id"]} if "message_id" in extra else {}
    for file in found.files:
        stem = " ".join(file.name.rpartition(".")[0].replace("_", " ").split())
        named = (Signal("title", stem, "attachment name", 0.3),) if stem else ()
        yield Inside(given.name(file.name), file.data, (*about, *named), kept)


def _digest(message: Message) -> str:
    """Of a message inside another, written out again: its own bytes are not kept by the parser."""
    try:
        data = message.as_bytes()
    except Exception:  # headers that the library reads but cannot write
        data = repr(message.raw_items()).encode("utf-8", "replace") + str(message.get_payload()).encode(
            "utf-8", "replace"
        )
    return hashlib.sha256(data).hexdigest()
