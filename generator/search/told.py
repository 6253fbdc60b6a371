"""The published search index <-> the texts it was made from: whether it knows a word that none of them has.

An index tells for each word in which pages and at which places it stands. So it can be held against the texts of these
pages, which are published beside it: a word of a document that was taken out has no place left.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import cast

import msgspec
from msgspec import Struct

from generator.search import cbor

_SIGNATURE = 12
"""Bytes of Pagefind's signature, before a text."""
_BLANKS = re.compile("[\\s\u200b]+")
"""Between words; Pagefind puts U+200B between those of languages that are written without blanks."""

_MARKS = re.compile(r"[\W_]+")


class Text(Struct, frozen=True):
    """What the index holds of a page beside its words."""

    url: str
    content: str = ""
    meta: dict[str, str] = {}


class PartTold(Struct, frozen=True):
    """A part in the index's table."""

    name: str
    fields: tuple[str, ...]
    lengths: tuple[int, ...]


class ShardTold(Struct, frozen=True):
    """A shard in the index's table."""

    name: str
    parts: tuple[PartTold, ...]


class TableTold(Struct, frozen=True):
    """The index's table, as far as it names words and files."""

    shards: tuple[ShardTold, ...]
    ranges: tuple[str, ...]
    chunks: tuple[tuple[str, str], ...]


def table(data: bytes) -> TableTold:
    """The table of a published index. ValueError if it cannot be read."""
    try:
        return msgspec.json.decode(gzip.decompress(data), type=TableTold)
    except (OSError, EOFError, msgspec.DecodeError) as error:
        raise ValueError(str(error)) from error


def text(data: bytes) -> Text:
    """The text of a page, as the index has it. ValueError if it cannot be read."""
    try:
        return msgspec.json.decode(gzip.decompress(data)[_SIGNATURE:], type=Text)
    except (OSError, EOFError, msgspec.DecodeError) as error:
        raise ValueError(str(error)) from error


def pieces(pack: bytes, parts: int) -> list[bytes]:
    """The entries of each part in a pack (packs.py). ValueError if it cannot be read."""
    data = gzip.decompress(pack)
    found, at = [], 0
    for _ in range(parts):
        end = at + 4 + int.from_bytes(data[at : at + 4], "little")
        found.append(data[at + 4 : end])
        at = end
    if at != len(data):
        raise ValueError("a pack does not end where its last part ends")
    return found


class Said:
    """The words of the texts of a part, by their places."""

    def __init__(self, texts: Sequence[Text], fields: Sequence[str]) -> None:
        self._texts = [_words(one.content) for one in texts]
        self._fields = [[_words(one.meta.get(name, "")) for name in fields] for one in texts]
        self.heads: set[str] = set()
        """The words that the index knows of the part."""

    def astray(self, entries: bytes) -> Iterator[tuple[int, str]]:
        """Page number and word of what the index knows, and the text of that page does not have at that place."""
        for value in cbor.values(entries):
            word, pages, spellings = cast("tuple[str, list[Page], list[tuple[str, list[Page]]]]", value)
            self.heads.add(word)
            for form, where in ((word, pages), *((form, more) for form, more in spellings)):
                yield from ((page, form) for page in self._wrong(word, form, where))

    def _wrong(self, word: str, form: str, pages: list[Page]) -> Iterator[int]:
        begin = {_begin(word), _begin(form)}
        page = 0
        for step, places, named in pages:
            page += step
            if page >= len(self._texts):
                yield page
                continue
            said = [(self._texts[page], place) for place, _ in _places(places, 25)]
            for place, field in _places(named, 0):
                own = self._fields[page]
                said.append((own[field] if field < len(own) else [], place))
            if any(place >= len(words) or not any(one in words[place] for one in begin) for words, place in said):
                yield page


Page = tuple[int, list[int], list[int]]
"""How many numbers after the last page, places in the text, places in fields."""


def _places(numbers: Sequence[int], common: int) -> Iterator[tuple[int, int]]:
    """Places, each with what they have in common: a number below zero sets it (shards-worker.js reads the same)."""
    last = 0
    for number in numbers:
        if number < 0:
            common, last = -1 - number, 0
        else:
            last += number
            yield last, common


def _words(said: str) -> list[str]:
    return [_plain(word) for word in _BLANKS.split(said) if word]


def _begin(word: str) -> str:
    """What a stem has in common with the words of a text: their ends differ ("carri" of carrying, "use" of using)."""
    plain = _plain(word)
    return plain[: min(3, max(1, len(plain) - 1))]


def _plain(word: str) -> str:
    """Without case, accents and marks of punctuation; y is i, for "die" is the stem of dying."""
    bare = word.lower() if word.isascii() else unicodedata.normalize("NFKD", word.lower())
    return _MARKS.sub("", bare).replace("y", "i")
