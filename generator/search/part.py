"""The files that Pagefind made of some documents -> what is needed of them, each unpacked and checked."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Mapping, Set
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from generator.search import cbor
from generator.types import Problem, Stop

_WORKER, _REST = "pagefind-worker.js", b'"use strict";(()=>{'
_LONG = re.compile(rb"[\x18\x38\x98].|[\x19\x39\x99]..|[\x1a\x3a\x9a]....", re.DOTALL)
"""Numbers and heads of lists of more than one byte; scanned from the first on, nothing else can look like them."""
_SHORT = bytes((*range(0x18), *range(0x20, 0x38), *range(0x80, 0x98)))
"""Those of one byte."""
_SIGNATURE = b"pagefind_dcd"


class Part(Struct, frozen=True):
    """What Pagefind made of a part's documents. Its page numbers count them, from 0."""

    addresses: tuple[str, ...]
    """Of the documents, in the order of their page numbers."""
    lengths: tuple[int, ...]
    """Their words."""
    fields: tuple[str, ...]
    """Names of what is found as words are but stands outside of the text."""
    chunks: tuple[bytes, ...]
    """Words and where they stand, packed, in the order of the words."""
    sizes: Mapping[str, int]
    """Word -> how many numbers say where it stands: by their sum Pagefind ends the chunks of an index."""
    program: Mapping[str, bytes]
    """What searches in it, the same for all parts: path in pagefind/ -> bytes."""
    wasm: str = ""
    """The name of the program that knows the word forms of the language."""
    missing: tuple[str, ...] = ()
    """Addresses that Pagefind left out, for it found no word in them."""


NONE = Part((), (), (), (), {}, {})


def part(files: Mapping[str, bytes], addresses: Set[str]) -> Part:
    """What of Pagefind's files (path -> bytes) readers need, for the documents with these addresses.

    Stop if a file is damaged or missing, or more than a hundredth of the documents: of a few odd ones it may know no
    word.
    """
    if not addresses:
        return NONE
    try:
        found = _read(files)
    except (KeyError, ValueError, OSError, EOFError, zlib.error) as error:
        raise _broken(f"a file of the index is damaged: {error}") from error
    missing = addresses - set(found.addresses)
    if len(missing) > max(3, len(addresses) // 100) or not addresses >= set(found.addresses):
        raise _broken(f"{len(addresses)} documents went in, {len(found.addresses)} came out")
    return replace(found, missing=tuple(sorted(missing)))


def words(packed: bytes) -> list[bytes]:
    """The entries of a packed index chunk, in order (cbor.entries)."""
    return cbor.entries(_unpacked("an index chunk", packed))


def _read(files: Mapping[str, bytes]) -> Part:
    (one,) = json.loads(files["pagefind-entry.json"])["languages"].values()
    name, wasm = f"pagefind.{one['hash']}.pf_meta", f"wasm.{one['wasm'] or 'unknown'}.pagefind"
    _, pages, chunks, _, _, fields = cast("list[list[list[str]]]", cbor.read(_unpacked(name, files[name])))
    _unpacked(wasm, files[wasm])
    texts = [json.loads(_unpacked("a fragment", files[f"fragment/{hash_}.pf_fragment"])) for hash_, _ in pages]
    index = [files[f"index/{hash_}.pf_index"] for _, _, hash_ in chunks]
    return Part(
        addresses=tuple(text["url"].removeprefix("/") for text in texts),
        lengths=tuple(int(count) for _, count in pages),
        fields=tuple(map(str, fields)),
        chunks=tuple(index),
        sizes={cbor.word(entry).decode(): _size(entry) for packed in index for entry in words(packed)},
        program={"program.js": _glue(files[_WORKER]), wasm: files[wasm]},
        wasm=wasm,
    )


def _size(entry: bytes) -> int:
    """The numbers of an entry without those of other spellings: its pages, and for each the places in text and fields.

    A page is three lists (itself and two of places) and numbers. A regular expression takes away what is longer than a
    byte, for a part has a million of them; if a text is left, there are other spellings, and each value is read.
    """
    count, start = cbor.argument(entry, 2 + len(cbor.word(entry)) + (entry[1] > 0x77) + (entry[1] > 0x78))
    short, long = _LONG.subn(b"", entry[start:])
    if short.translate(None, _SHORT):
        _, pages, _ = cast("tuple[str, list[tuple[int, list[int], list[int]]], object]", cbor.read(entry))
        return sum(1 + len(places) + len(named) for _, places, named in pages)
    return len(short) + long - 1 - 3 * count


def _glue(worker: bytes) -> bytes:
    """Of Pagefind's script, what ties its program to JavaScript; what follows speaks to one index only."""
    glue, rest, _ = worker.partition(_REST)
    if not rest:
        raise ValueError(f"{_WORKER} is another one")
    return glue


def _unpacked(name: str, data: bytes) -> bytes:
    text = gzip.decompress(data)
    if not text.startswith(_SIGNATURE):  # of an empty file it makes an empty text
        raise EOFError(f"{name} has no signature")
    return text.removeprefix(_SIGNATURE)


def _broken(message: str) -> Stop:
    return Stop(Problem("error", "search", message, "Nothing was published."))
