"""The bytes of a raw file -> its records, and Problems for what could not be read.

A reader is a module with `NAME`, `sniff` and `read`; `READERS` lists them. To add one, write the module and put it into
the list before the readers that would take its files, too.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import partial
from typing import BinaryIO, Protocol

from msgspec import Struct
from msgspec.structs import replace

from generator.ingest.readers import (
    bookmarks,
    csv,
    enex,
    feed,
    html,
    json,
    jsonl,
    mail,
    markdown,
    mhtml,
    omnivore,
    slack_file,
    tarred,
    text,
    warc,
    webarchive,
    zipped,
)
from generator.ingest.readers.inside import Inside, told
from generator.ingest.readers.members import Budget, Inner
from generator.ingest.readers.unknown import HEAD, foreign
from generator.ingest.readers.unpack import Bomb, Counted, Unpacked, Watched, kind
from generator.types import Problem, Raw

_DEEPEST = 2
"""How often a file may be packed, and how many archives may stand around an archive."""
_TOLD = 1000
"""Problems of a file that are told one by one: one with a million of them must not fill the report and the memory."""
_PACKED = (".gz", ".bz2", ".xz", ".gzip", ".lzma", ".z", ".zst")


class Reader(Protocol):
    """What a module of this package offers."""

    NAME: str
    """What the format is called in messages."""

    def sniff(self, name: str, head: bytes) -> bool:
        """Whether the file is this reader's: by its first bytes (at most HEAD), then by its name."""

    def read(self, name: str, stream: BinaryIO) -> Iterator[Raw | Problem | Inside]:
        """The records of the file, in order; `origin` is the name, or `name#1`, `name#2` where it holds several."""


class Archive(Protocol):
    """What a module offers that reads files of files."""

    NAME: str
    """What the format is called in messages."""

    def sniff(self, name: str, head: bytes) -> bool:
        """Whether the file is this module's, by its first bytes."""

    def read(self, name: str, stream: BinaryIO, inner: Inner, budget: Budget) -> Iterator[Raw | Problem]:
        """The records of all members, which `inner` reads; `origin` is `name/path of the member`."""


ARCHIVES: tuple[Archive, ...] = (zipped, tarred)
"""Asked before the readers."""

READERS: tuple[Reader, ...] = (
    slack_file,
    jsonl,
    json,
    warc,
    mhtml,
    mail,
    webarchive,
    bookmarks,
    feed,
    enex,
    markdown,
    html,
    csv,
    text,
)
"""In the order in which they are asked; the last takes every text."""
_BINARY: tuple[Reader, ...] = (warc, webarchive)
"""Zero bytes are nothing odd in these."""


class _Nest(Struct, frozen=True):
    """How many archives stand around a file, and what may still come out of them."""

    depth: int = 0
    budget: Budget | None = None
    beside: tuple[bytes, ...] = ()
    """The companions of the file."""


def read(name: str, stream: BinaryIO, beside: Sequence[bytes] = ()) -> Iterator[Raw | Problem]:
    """The records of a raw file, packed with gzip, bzip2, xz or Zstandard or not.

    `name` is the file's path relative to the raw folder; `stream` its bytes from the beginning; `beside` the bytes of
    its companions (beside.py), if the heap has any. Nothing is raised: what cannot be read is a Problem that names the
    file, or the line or record in it; what was read before it is kept. Each file gives at least one Raw or Problem.
    """
    told = 0
    for item in _read(_Nest(), name, stream, beside):
        told += isinstance(item, Problem)
        if isinstance(item, Raw) or told <= _TOLD:
            yield item
    if told > _TOLD:
        hint = "Is it what its name says? Mend what is told first, and read it again."
        yield Problem("error", name, f"{told - _TOLD:,} more problems of this file are not told one by one", hint)


def _read(nest: _Nest, name: str, stream: BinaryIO, beside: Sequence[bytes] = ()) -> Iterator[Raw | Problem]:
    nest, last = replace(nest, beside=tuple(beside)), ""
    try:
        for item in _opened(name, stream, nest):
            last = item.origin if isinstance(item, Raw) else last
            yield item
    except Bomb as bomb:
        yield Problem("error", name, f"a decompression bomb: {bomb}", "Unpack it by hand if it is meant.")
    except MemoryError:
        yield Problem("error", name, "too large for the memory: not read on", "Split it.")
    except Exception as error:  # a bug of a reader, or a stream that fails: the other files must go on
        after = f" after {last}" if last else ""
        yield Problem(
            "error", name, f"cannot be read{after}: {type(error).__name__}: {error}"[:400], "Report this file."
        )


def _opened(name: str, stream: BinaryIO, nest: _Nest) -> Iterator[Raw | Problem]:
    """Unpack, at most twice, and hand over to the reader; then tell what was damaged in the packing."""
    outer = Counted(stream)
    layers: list[Unpacked] = []
    inner: io.BufferedReader = io.BufferedReader(outer, HEAD)
    bare = name
    while (packing := kind(inner.peek(16))) and len(layers) < _DEEPEST:
        layers.append(Unpacked(inner, packing[1], lambda: outer.count))
        inner = io.BufferedReader(layers[-1], HEAD)
        bare = bare_name(bare)
    digest = ""
    bottom = stream if not layers and not nest.depth and stream.seekable() else None
    nest = nest if nest.budget else replace(nest, budget=Budget(lambda: outer.count))
    for item in _chosen(name, bare, inner, bottom, nest):
        if layers and isinstance(item, Raw) and item.origin == name:
            digest = digest or outer.digest()  # of the file as it lies on the disk
            yield replace(item, digest=digest)
        else:
            yield item
    for layer in layers:
        if layer.trouble:
            hint = "The records before the damage are kept. Fetch the file again if you can."
            yield Problem("error", name, f"the packed data are damaged: {layer.trouble}", hint)


def bare_name(name: str) -> str:
    """The name of a packed file without the ending of its packing."""
    return name.rsplit(".", 1)[0] if name.lower().endswith(_PACKED) else name


def _chosen(
    name: str, bare: str, stream: io.BufferedReader, bottom: BinaryIO | None, nest: _Nest
) -> Iterator[Raw | Problem]:
    """`name` is what records are called by, `bare` the name without .gz, by which the format may be known.

    `bottom` is the file itself, if it is neither packed nor inside an archive: it can be read from its end.
    """
    head = _head(stream)
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf"):
        yield Problem("warning", name, "an empty file" if not head else "a file without text", "Take it out.")
        return
    archive = next((archive for archive in ARCHIVES if archive.sniff(bare, head)), None)
    if archive:
        yield from _renamed(name, bare, _members(archive, bare, (archive is zipped and bottom) or stream, nest))
        return
    reader = next((reader for reader in READERS if reader.sniff(bare, head)), None)
    if reader is None:
        what, hint = foreign(head) or ("an unknown format", "Save it as text, HTML, Markdown, JSON or CSV.")
        yield Problem("warning", name, f"unknown format: {what}", hint)
        return
    watched = Watched(stream)
    text = stream if reader in _BINARY else io.BufferedReader(watched, HEAD)
    items = slack_file.read(bare, text, nest.beside) if reader is slack_file else reader.read(bare, text)
    if nest.beside and reader is not slack_file:
        items = told(Inside(bare, b"", *omnivore.said(bare, nest.beside)), _with_inner(items, nest))
    yield from _renamed(name, bare, _with_inner(items, nest))
    if watched.holes:
        hint = "A disk or a transfer has lost a part of it. Fetch it again if you can."
        yield Problem("warning", name, "stretches of zero bytes stand where a text should be", hint)


def _with_inner(items: Iterator[Raw | Problem | Inside], nest: _Nest) -> Iterator[Raw | Problem]:
    """Files inside a record (attachments) are read as members of an archive are."""
    for item in items:
        if not isinstance(item, Inside):
            yield item
        elif nest.depth > _DEEPEST:
            yield Problem("error", item.name, f"a file inside more than {_DEEPEST} others: not read", "Put it beside.")
        else:
            yield from told(item, _read(_Nest(nest.depth + 1, nest.budget), item.name, io.BytesIO(item.data)))


def _members(archive: Archive, name: str, stream: BinaryIO, nest: _Nest) -> Iterator[Raw | Problem]:
    if nest.depth > _DEEPEST:
        hint = "Unpack it into the raw folder by hand if it is meant."
        yield Problem("error", name, f"an archive inside more than {_DEEPEST} others: not read", hint)
        return
    budget = nest.budget
    if budget is None or (not nest.depth and archive is zipped and stream.seekable()):
        size = stream.seek(0, io.SEEK_END)
        budget = Budget(lambda: size)
    yield from archive.read(name, stream, partial(_read, _Nest(nest.depth + 1, budget)), budget)


def _renamed(name: str, bare: str, items: Iterator[Raw | Problem]) -> Iterator[Raw | Problem]:
    """The packed file's own name in place of the one that told its format."""
    for item in items:
        if bare == name:
            yield item
        elif isinstance(item, Raw):
            problems = tuple(_at(name, bare, problem) for problem in item.problems)
            yield replace(item, origin=name + item.origin[len(bare) :], problems=problems)
        else:
            yield _at(name, bare, item)


def _at(name: str, bare: str, problem: Problem) -> Problem:
    return replace(problem, where=name + problem.where[len(bare) :]) if problem.where.startswith(bare) else problem


def _head(stream: io.BufferedReader) -> bytes:
    """The first bytes, still to be read: a peek gives what one read brought, so ask until it no longer grows."""
    return stream.peek(HEAD)[:HEAD]
