"""The bytes of a raw file -> the pictures in it, each with the name by which a text may call it.

A second walk over the heap, for sites that show pictures: what is wrong with a file was told when it was read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, BinaryIO

from generator.ingest.decode import decode
from generator.ingest.readers import ARCHIVES, bare_name, html, mhtml, warc, webarchive
from generator.ingest.readers.members import Budget
from generator.ingest.readers.unknown import HEAD
from generator.ingest.readers.unpack import Counted, Unpacked, kind
from generator.pictures import HEAP, MOST, ending, inline, name_of

Named = tuple[str, bytes]
"""The name of a picture (generator/pictures.py), and its bytes."""
_DEEPEST = 2
"""As in the reading of texts."""


def pictures(name: str, stream: BinaryIO) -> Iterator[Named]:
    """The pictures of a raw file: the file itself, those in a saved page, a web archive or an archive of files.

    `name` is the file's path relative to the raw folder. Nothing is raised: a damaged file gives what comes before.
    """
    try:
        yield from _opened(name, stream, 0, None)
    except Exception:  # bombs, damage, faults of libraries: told by the reader of the texts
        return


def _opened(name: str, stream: BinaryIO, depth: int, budget: Budget | None) -> Iterator[Named]:
    outer, layers, bare = Counted(stream), 0, name
    inner: io.BufferedReader = io.BufferedReader(outer, HEAD)
    while (packing := kind(inner.peek(16))) and layers < _DEEPEST:
        inner = io.BufferedReader(Unpacked(inner, packing[1], lambda: outer.count), HEAD)
        layers, bare = layers + 1, bare_name(bare)
    head = inner.peek(HEAD)[:HEAD]
    archive = next((each for each in ARCHIVES if each.sniff(bare, head)), None)
    if archive and depth <= _DEEPEST:
        left = budget or Budget(lambda: outer.count)
        found: Any = archive.read(
            name, stream if not layers and stream.seekable() else inner, partial(_member, depth + 1, left), left
        )
        yield from (each for each in found if isinstance(each, tuple))
    elif warc.sniff(bare, head):
        yield from warc.pictures(inner)
    elif not archive:
        yield from _of_file(name, bare, head, inner)


def _member(depth: int, budget: Budget, name: str, stream: BinaryIO, _: Sequence[bytes]) -> Any:
    return _opened(name, stream, depth, budget)


def _of_file(name: str, bare: str, head: bytes, stream: BinaryIO) -> Iterator[Named]:
    if ending(head):
        data = stream.read(MOST + 1)
        yield f"{HEAP}{name}", data
    elif mhtml.sniff(bare, head):
        yield from mhtml.pictures(stream)
    elif webarchive.sniff(bare, head):
        yield from webarchive.pictures(stream)
    elif html.sniff(bare, head):
        text = decode(stream.read(), html=True).text
        yield from ((name_of(data), data) for data in inline(text))
