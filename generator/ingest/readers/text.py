"""A plain text -> one record without its header lines, and what these said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import BinaryIO, Literal

from generator.ingest.decode import decode
from generator.ingest.readers import columns
from generator.ingest.readers.flatten import flat
from generator.ingest.readers.frontmatter import Front, front
from generator.ingest.readers.headers import DEEPEST, Header, header
from generator.ingest.readers.unknown import foreign
from generator.ingest.readers.unpack import whole
from generator.types import Cut, Problem, Raw, Signal

NAME = "plain text"

Media = Literal["text/plain", "text/html", "text/markdown"]

_LISTED = re.compile(r"\s*(https?://[^\s<>\"]+?)(?:\t|\s*&\|&>)(.*)")
_HEADING = re.compile(r"^#{1,6} +\S", re.M)
_MARKS = re.compile(r"\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)|\*\*[^*\n]{1,200}\*\*|^```", re.M)
_SHORT = 1 << 16
_LONGEST_CUT = 2_000


def sniff(name: str, head: bytes) -> bool:
    """Anything that is text and not of a format with a reader of its own."""
    return foreign(head) is None


def read(name: str, stream: BinaryIO) -> Iterator[Raw | Problem]:
    """One record; a file in which each line is an address, a tab and a text holds one a line."""
    data = _data(name, stream)
    if isinstance(data, Problem):
        yield data
        return
    decoded = decode(data)
    problems = (Problem("warning", name, decoded.problem),) if decoded.problem else ()
    listed = _listed(name, decoded.text)
    if listed:
        yield from problems
        yield from listed
        return
    yield record(name, hashlib.sha256(data).hexdigest(), decoded.text, _media(decoded.text), problems)


def _data(name: str, stream: BinaryIO) -> bytes | Problem:
    """All bytes of a stream; for the few of most texts no room is made that would hold the longest."""
    data = stream.read(_SHORT)
    rest = whole(name, stream) if len(data) == _SHORT else b""
    return rest if isinstance(rest, Problem) else data + rest


def record(name: str, digest: str, text: str, media: Media, problems: tuple[Problem, ...]) -> Raw:
    """The record of a text: front matter or header lines are taken off and become signals."""
    opening = front(text, name)
    if opening:
        return _fronted(name, digest, text, "text/markdown" if media == "text/plain" else media, problems, opening)
    start = len(text) - len(text.lstrip())
    start = text.rfind("\n", 0, start) + 1  # the first line keeps its indentation
    lines = text[start : start + 100_000].split("\n", DEEPEST)[:DEEPEST]
    found = header(lines) if lines[0].strip() else None
    if not found:
        return Raw(origin=name, digest=digest, media=media, text=text, problems=problems)
    body, gone = _without(text, start, lines, found)
    return Raw(
        origin=name,
        digest=digest,
        media=media,
        text=body,
        signals=found.signals,
        extra=found.extra,
        cuts=(cut(gone),) if gone else (),
        problems=problems,
    )


def cut(gone: str) -> Cut:
    """Header lines that were taken off the beginning of a body."""
    short = gone if len(gone) <= _LONGEST_CUT else gone[:_LONGEST_CUT] + "…"
    return Cut("header-line", short, at=0, words=len(gone.split()) if short != gone else 0)


def _without(text: str, start: int, lines: list[str], found: Header) -> tuple[str, str]:
    """The body, and the header lines that went."""
    if not found.lines:
        return text, ""
    end = start + sum(len(line) + 1 for line in lines[: found.lines]) - 1
    end -= len(found.rest)
    return text[end:].lstrip("\n"), text[start:end].strip("\n")


def _fronted(name: str, digest: str, text: str, media: Media, problems: tuple[Problem, ...], opening: Front) -> Raw:
    said = columns.told(flat(opening.values), "front matter", name, 0.95 if opening.end else 0.7)
    body = text[opening.end :].lstrip("\n")
    return Raw(
        origin=name,
        digest=digest,
        media=media,
        text=body if body or not said.text else said.text,
        signals=said.signals,
        extra=_extra(said, bool(body)),
        cuts=(cut(text[: opening.end].strip("\n")),) if opening.end else (),
        problems=problems + opening.problems + said.problems,
    )


def _extra(said: columns.Told, has_body: bool) -> dict[str, str]:
    """A front matter may hold a text of its own ("content: ..."): kept beside the body."""
    return {**said.extra, "text": said.text} if said.text and has_body else dict(said.extra)


def _listed(name: str, text: str) -> list[Raw]:
    """The records of a file whose lines are all `URL<tab>text`; none if it is something else."""
    lines = [line for line in text.split("\n", 3)[:3] if line.strip()]
    if len(lines) < 2 or not all(map(_LISTED.fullmatch, lines)):
        return []
    found: list[Raw] = []
    for line in filter(str.strip, text.split("\n")):
        match = _LISTED.fullmatch(line)
        if not match:
            return []
        signal = Signal("url", match[1], "header line", 0.95)
        digest = hashlib.sha256(line.encode()).hexdigest()
        cuts = (cut(line[: match.start(2)].strip()),)
        found.append(Raw(f"{name}#{len(found) + 1}", digest, "text/plain", match[2], (signal,), cuts=cuts))
    return found


def _media(text: str) -> Media:
    """Markdown in a file that does not say so: two headings, or one and a link, bold words or a code block."""
    head = text[:20_000]
    headings = len(_HEADING.findall(head)) if "#" in head else 0
    return "text/markdown" if headings > 1 or (headings and _MARKS.search(head)) else "text/plain"
