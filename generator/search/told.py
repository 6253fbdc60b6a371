"""The published search index <-> the pages that it was made from: whether it knows a word that none of them has.

An index tells for each word the pages that have it. So it can be held against these pages, which are published beside
it: a word of a document that was taken out is told of a page that does not have it, or of none.
"""

from __future__ import annotations

import gzip
import html
import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec
from msgspec import Struct

T = TypeVar("T")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ASIDE = re.compile(r'<(del|a) class="?(?:cut|caret|out)\b.*?</\1>', re.DOTALL)
"""What stands in the middle of a text and is none of it: cuts, their numbers, ways to the originals of links."""
_MARKS = re.compile(r"[\W_]+")
_END = 3
"""Letters by which the end of a stem may differ from that of the word: "possibl" of possibility, "constant" of
constamment."""


class PartTold(Struct, frozen=True):
    """A part in the index's table."""

    name: str
    lengths: tuple[int, ...]


class ShardTold(Struct, frozen=True):
    """A shard in the index's table."""

    name: str
    parts: tuple[PartTold, ...]


class TableTold(Struct, frozen=True):
    """The index's table (table.py), as far as it names words and files."""

    shards: tuple[ShardTold, ...]
    ranges: tuple[str, ...]
    chunks: tuple[tuple[str, str], ...]
    block: int


def read(data: bytes, kind: type[T]) -> T:
    """A packed JSON file of the index. ValueError if it cannot be read."""
    try:
        return msgspec.json.decode(gzip.decompress(data), type=kind)
    except (OSError, EOFError, zlib.error, msgspec.DecodeError) as error:
        raise ValueError(str(error)) from error


def rows(pack: bytes) -> Iterator[tuple[str, str, list[int]]]:
    """Of a pack (packs.py) each word, how texts spell it, and the numbers of the pages of its shard that have it.

    ValueError if it cannot be read.
    """
    try:
        data = gzip.decompress(pack)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(str(error)) from error
    letters, pages = (int.from_bytes(data[at : at + 4], "little") for at in (0, 4))
    words = data[16 : 16 + letters].decode().split("\n")
    held = _column(data, 16 + letters, len(words))
    gaps = iter(_column(data, 16 + letters + 3 * len(words), pages))
    for row, count in zip(words, held, strict=True):
        word, _, form = row.partition("\t")
        page, found = 0, []
        for _ in range(count):
            page += next(gaps, 0)
            found.append(page)
        yield word, form or word, found


def page(markup: str) -> str:
    """What a page says (`said`), also in the facts for programs: tags may stand between words or within one, what looks
    like a tag may be text, and what is set into a text may part a word."""
    bare = _ASIDE.sub("", markup)
    return "".join(said(html.unescape(one)) for one in (_TAG.sub(" ", markup), _TAG.sub("", bare), markup))


def said(text: str) -> str:
    """The words of a text, without case, accents and marks of punctuation, a blank before each; `has` looks in it."""
    return "".join(f" {_plain(word)}" for word in text.split())


def has(text: str, word: str, form: str) -> bool:
    """Whether a page (`said`) has a word that the index knows as `word` and the text spells as `form`.

    The end of a stem is not looked at, nor where a word begins: parts of joined words are in the index, too.
    """
    return any(_begin(_plain(one)) in text for one in (form, word))


def names(text: str, some: str) -> bool:
    """Whether a page (`said`) has all the words of some names, from where they begin."""
    return all((f" {word}" if word.isascii() else word) in text for word in said(some).split())


def _begin(plain: str) -> str:
    return plain[: max(len(plain) - _END, min(3, max(1, len(plain) - 1)))]


def _column(data: bytes, at: int, count: int) -> Sequence[int]:
    """A column of numbers of three bytes, each byte in a column of its own, the lowest first."""
    if at + 3 * count > len(data):
        raise ValueError("a pack is cut short")
    low, middle, high = (data[at + count * number : at + count * (number + 1)] for number in range(3))
    return [a | b << 8 | c << 16 for a, b, c in zip(low, middle, high, strict=True)]


def _plain(word: str) -> str:
    """y is i, for "die" is the stem of dying."""
    bare = word.lower() if word.isascii() else unicodedata.normalize("NFKD", word.lower())
    return _MARKS.sub("", bare).replace("y", "i")
