"""The files that Pagefind made of some documents -> what is needed of them, each unpacked and checked."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping, Set
from typing import NamedTuple, cast

from msgspec import Struct

from generator.search import cbor
from generator.search.postings import Columns, columns, encoded
from generator.types import Problem, Stop

_WORKER, _REST = "pagefind-worker.js", b'"use strict";(()=>{'
_SIGNATURE = b"pagefind_dcd"


class Part(Struct, frozen=True):
    """What Pagefind made of a part's documents. Its page numbers count them, from 0."""

    addresses: tuple[str, ...]
    """Of the documents, in the order of their page numbers."""
    lengths: tuple[int, ...]
    """Their words."""
    fields: tuple[str, ...]
    """Names of what is found as words are but stands outside of the text."""
    words: bytes
    """Words and where they stand (postings.encoded)."""
    sizes: Mapping[str, int]
    """Of the words (postings.columns)."""
    program: Mapping[str, bytes]
    """What searches in it, the same for all parts: path in pagefind/ -> bytes."""
    wasm: str = ""
    """The name of the program that knows the word forms of the language."""
    missing: tuple[str, ...] = ()
    """Addresses that Pagefind left out, for it found no word in them."""


NONE = Part((), (), (), b"", {}, {})


class Index(NamedTuple):
    """What Pagefind's files say. Page numbers count the documents, from 0."""

    addresses: tuple[str, ...]
    lengths: tuple[int, ...]
    fields: tuple[str, ...]
    columns: Columns
    sizes: dict[str, int]
    program: dict[str, bytes]
    wasm: str


def part(files: Mapping[str, bytes], addresses: Set[str]) -> Part:
    """What of Pagefind's files (path -> bytes) readers need, for the documents with these addresses.

    Stop if a file is damaged or missing, or more than a hundredth of the documents: of a few odd ones it may know no
    word.
    """
    if not addresses:
        return NONE
    found = read(files)
    missing = addresses - set(found.addresses)
    if len(missing) > max(3, len(addresses) // 100) or not addresses >= set(found.addresses):
        raise _broken(f"{len(addresses)} documents went in, {len(found.addresses)} came out")
    return Part(
        found.addresses,
        found.lengths,
        found.fields,
        encoded(found.columns),
        found.sizes,
        found.program,
        found.wasm,
        tuple(sorted(missing)),
    )


def read(files: Mapping[str, bytes]) -> Index:
    """Pagefind's files (path -> bytes), which are of one language. Stop if one is damaged or missing."""
    try:
        return _read(files)
    except (KeyError, ValueError, OSError, EOFError, zlib.error) as error:
        raise _broken(f"a file of the index is damaged: {error}") from error


def _read(files: Mapping[str, bytes]) -> Index:
    (one,) = json.loads(files["pagefind-entry.json"])["languages"].values()
    name, wasm = f"pagefind.{one['hash']}.pf_meta", f"wasm.{one['wasm'] or 'unknown'}.pagefind"
    _, pages, chunks, _, _, fields = cast("list[list[list[str]]]", cbor.read(_unpacked(name, files[name])))
    _unpacked(wasm, files[wasm])
    texts = [json.loads(_unpacked("a fragment", files[f"fragment/{hash_}.pf_fragment"])) for hash_, _ in pages]
    found, sizes = columns(_unpacked("an index chunk", files[f"index/{hash_}.pf_index"]) for _, _, hash_ in chunks)
    return Index(
        addresses=tuple(text["url"].removeprefix("/") for text in texts),
        lengths=tuple(int(count) for _, count in pages),
        fields=tuple(map(str, fields)),
        columns=found,
        sizes=sizes,
        program={"program.js": _glue(files[_WORKER]), wasm: files[wasm]},
        wasm=wasm,
    )


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
