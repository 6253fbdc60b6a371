"""The bytes of a published or cached file -> all text that is in it: unpacked, out of databases, without markup."""

from __future__ import annotations

import gzip
import html
import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress

import msgspec

_TAG = re.compile(r"<[^<>]{0,2000}>")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|[nrtbf\"/\\])")
_LONG = 64
_DEEPEST = 3
"""Packed in packed in packed: nothing of ours is deeper."""


def unpacked(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes themselves and, of gzip, bare deflate and SQLite, what is packed in them.

    A damaged file gives what is readable of it.
    """
    if data[:2] == b"\x1f\x8b" and depth < _DEEPEST:
        yield from unpacked(_gunzipped(data), depth + 1)
    elif data[:16] == b"SQLite format 3\0":
        yield from _cells(data)
    else:
        yield data
        loose = _inflated(data)
        if loose:
            yield loose


def parts(data: bytes) -> Iterator[bytes]:
    """An encoded value of the cache, and the long strings of bytes within it."""
    yield data
    try:
        waiting: list[object] = [msgspec.msgpack.decode(data)]
    except (msgspec.DecodeError, ValueError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, bytes) and len(value) > _LONG:
            yield value


def text(data: bytes) -> str:
    """What a reader or a program would take for words: JSON's escapes and HTML's are undone, tags are blanks."""
    said = data.decode("utf-8", "replace")
    if "\\" in said:
        said = _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else " ", said)
    if "<" in said:
        said = _TAG.sub(" ", said)
    return html.unescape(said) if "&" in said else said


def _gunzipped(data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        # What a cut file still gives.
        with suppress(zlib.error):
            return zlib.decompressobj(31).decompress(data)
    return b""


def _inflated(data: bytes) -> bytes:
    """A bare deflate stream, as pieces of data files are kept; nothing if it is none."""
    try:
        made = zlib.decompressobj(-15).decompress(data)
    except zlib.error:
        return b""
    return made if len(made) > len(data) // 2 else b""


def _cells(data: bytes) -> Iterator[bytes]:
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(data)
        tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in tables:
            quoted = name.replace('"', '""')
            with suppress(sqlite3.Error):
                for row in base.execute(f'SELECT * FROM "{quoted}"'):
                    yield from (cell.encode("utf-8", "replace") for cell in row if isinstance(cell, str))
                    yield from (cell for cell in row if isinstance(cell, bytes))
    yield data
