"""The header lines of an e-mail message -> what they say about it: signals, and what is kept beside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate
from types import MappingProxyType

from generator.ingest.decode import Decoded, decode, plain
from generator.types import Signal
from generator.written import exact

_LONGEST = 10_000
"""Characters of one header line that are read: a message has no limit, the parser of the library is not linear."""

_KEPT = MappingProxyType(
    {
        "message-id": "message_id",
        "in-reply-to": "in_reply_to",
        "references": "references",
        "from": "from",
        "sender": "sender",
        "reply-to": "reply_to",
        "to": "to",
        "cc": "cc",
        "bcc": "bcc",
        "resent-from": "resent_from",
        "resent-date": "resent_date",
        "organization": "organization",
        "newsgroups": "newsgroups",
        "followup-to": "followup_to",
        "list-id": "list_id",
        "list-post": "list_post",
        "list-archive": "list_archive",
        "comments": "comments",
        "thread-topic": "thread_topic",
        "x-mailer": "x_mailer",
        "user-agent": "user_agent",
    }
)
"""Header lines that are kept. Those of the transport (Received, signatures, marks of filters) stay in the raw file."""

_ADDRESS = re.compile(r"[^\s<>@\"]{1,200}@[^\s<>@\"]{1,200}")
_MAILTO = re.compile(r"<?\s*mailto:([^>?\s]{3,300})", re.I)
_LIST = re.compile(r"(?P<name>[^<]*)<(?P<id>[^<>\s]{1,300})>")
_WEB = re.compile(r"https?://[^\s<>\"]{3,2000}", re.I)
_ZONED = re.compile(r"\s*\([^()]*\)\s*$")
_RAW = re.compile("[\udc80-\udcff]")
"""How the parser of the library gives bytes beyond ASCII."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")

HOW = "mail header"


def values(message: Message, charset: str = "") -> dict[str, list[str]]:
    """Each header's values as a person reads them, by its name in lower case, in the order of the message.

    `charset` is the one that its text declares: bytes beyond ASCII that stand in a header are mostly in it, too.
    """
    found: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        found.setdefault(name.lower().strip(), []).append(readable(value, charset))
    return found


def readable(value: object, charset: str = "") -> str:
    """One header's value: unfolded, its encoded words (RFC 2047) decoded; as it stands where they are broken."""
    raw = " ".join(str(value)[:_LONGEST].split())
    if "=?" not in raw:
        return _bytes(raw, charset)
    bare = _RAW.sub(lambda found: chr(ord(found[0]) - 0xDC00), raw)  # the library would write them as \\udcxx
    try:
        parts = decode_header(bare)
    except Exception:  # the library raises several kinds on broken encoded words: the words are kept as they stand
        return _bytes(raw, charset)
    if not all(isinstance(text, bytes) for text, _ in parts) or max(bare) > "\xff":
        return _bytes(raw, charset)
    return " ".join("".join(mail_text(text, (label or charset).split("*")[0]).text for text, label in parts).split())


def mail_text(data: bytes, label: str, html: bool = False) -> Decoded:
    """Bytes of a message under their charset label. UTF-7 (RFC 2152) is for mail alone: no browser reads it."""
    if label.strip().lower() in ("utf-7", "unicode-1-1-utf-7", "x-unicode-2-0-utf-7") and data.isascii():
        text = data.decode("utf-7", "replace")
        return Decoded(plain(text), "utf-7", "some bytes are not UTF-7" if "\ufffd" in text else "")
    return decode(data, label, html=html)


def _bytes(text: str, charset: str) -> str:
    """Bytes beyond ASCII that stand in a header as they are."""
    if text.isascii():
        return plain(text)
    return decode(text.encode("utf-8", "surrogateescape"), charset).text


def said(found: Mapping[str, Sequence[str]], stamp: str = "") -> tuple[tuple[Signal, ...], dict[str, str]]:
    """Signals and extra fields of a message.

    `found`: from `values`; `stamp`: the date of the line that opens it in a mailbox. The day is the one that the
    sender wrote, in the sender's time zone (RFC 5322, section 3.6.1): it is not shifted.
    """
    extra = {key: ", ".join(found[name]) for name, key in _KEPT.items() if any(found.get(name, ()))}
    signals = [*_title(found), *_authors(found), *_dates(found, stamp), *_sources(found), *_rest(found)]
    if found.get("date") and not any(signal.how == f"{HOW} Date" for signal in signals):
        extra["date"] = found["date"][0]
    return tuple(signals), extra


def _title(found: Mapping[str, Sequence[str]]) -> Iterator[Signal]:
    subject = next((value for value in found.get("subject", ()) if value), "")
    if subject:
        yield Signal("title", subject[:1_000], f"{HOW} Subject", 0.95)


def _authors(found: Mapping[str, Sequence[str]]) -> Iterator[Signal]:
    """The names of the senders; an address only where there is no name."""
    for line in found.get("from", ())[:3]:
        for name, address in _addresses(line)[:20]:
            if name:
                yield Signal("author", name, f"{HOW} From", 0.95)
            elif address:
                yield Signal("author", address, f"{HOW} From", 0.5)


def _addresses(line: str) -> list[tuple[str, str]]:
    try:
        pairs = getaddresses([line[:2_000]])
    except Exception:  # deep comments and odd quotes
        pairs = []
    tidy = [(_name(name, address), address.strip()) for name, address in pairs]
    good = [(name, address) for name, address in tidy if name or _ADDRESS.fullmatch(address)]
    if good:
        return good
    bare = " ".join(_ADDRESS.sub(" ", line[:2_000]).replace("<", " ").replace(">", " ").split()).strip("\"'() ")
    return [(bare, "")] if bare else []


def _name(name: str, address: str) -> str:
    """A display name; "" if it is only the address once more."""
    name = " ".join(name.split()).strip("\"' ")
    return "" if name.lower() == address.lower() or _ADDRESS.fullmatch(name) else name[:300]


def _dates(found: Mapping[str, Sequence[str]], stamp: str) -> Iterator[Signal]:
    for value in found.get("date", ())[:1]:
        if day := day_of(value):
            yield Signal("date", day, f"{HOW} Date", 0.95)
    for value in found.get("received", ())[:1]:  # the first is the last relay
        if day := day_of(value.rpartition(";")[2]):
            yield Signal("date", day, f"{HOW} Received", 0.3)
    if day := day_of(stamp):
        yield Signal("date", day, "line of the mailbox", 0.4)


def day_of(value: str) -> str:
    """The day that a date of a message says, "2003-01-31"; "" if it says none."""
    short = _ZONED.sub("", value[:200]).strip()
    if day := exact(short):
        return day if len(day) == 10 else ""
    try:
        parts = parsedate(short)
    except Exception:  # IndexError and others on odd dates
        parts = None
    return exact(f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}") if parts else ""


def _sources(found: Mapping[str, Sequence[str]]) -> Iterator[Signal]:
    """The mailing list or newsgroup."""
    for value in found.get("list-id", ())[:1]:
        match = _LIST.search(value)
        called = match["name"].strip("\"' ") if match else value
        if name := called or (match["id"] if match else ""):
            # Programs that send newsletters write an identifier of their own and no name.
            sure = called or found.get("list-post") or not found.get("list-unsubscribe")
            yield Signal("source", name[:300], f"{HOW} List-Id", 0.9 if sure else 0.2)
    for value in found.get("list-post", ())[:1]:
        if match := _MAILTO.search(value):
            yield Signal("source", match[1], f"{HOW} List-Post", 0.7)
    if found.get("list-unsubscribe") and not found.get("list-post"):  # a newsletter, and who sends it
        for name in [name for line in found.get("from", ())[:1] for name, _ in _addresses(line) if name][:1]:
            yield Signal("source", name, f"{HOW} From", 0.7)
    for value in found.get("newsgroups", ())[:1]:
        if value:
            yield Signal("source", value.split(",")[0].strip()[:300], f"{HOW} Newsgroups", 0.8)


def _rest(found: Mapping[str, Sequence[str]]) -> Iterator[Signal]:
    for name, weight in (("archived-at", 0.9), ("content-location", 0.8), ("x-url", 0.5)):
        for value in found.get(name, ())[:1]:
            if match := _WEB.search(value):
                yield Signal("url", match[0], f"{HOW} {name.title()}", weight)
    for value in found.get("keywords", ())[:5]:
        yield from (
            Signal("tag", tag.strip(), f"{HOW} Keywords", 0.8) for tag in value[:2_000].split(",") if tag.strip()
        )
    for value in found.get("content-language", ())[:1]:
        if match := _LANGUAGE.fullmatch(value.split(",")[0].strip()):
            yield Signal("language", match[0].lower(), f"{HOW} Content-Language", 0.8)
