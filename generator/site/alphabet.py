"""A title -> the letter under which it is found, the place among others, and the first letters that head its row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from generator.address import slug
from generator.phrases import Words, say

DIGITS, OTHER = "0–9", "Other"
SCRIPTS: Mapping[str, str] = MappingProxyType(
    {
        "ARABIC": "Arabic", "ARMENIAN": "Armenian", "BENGALI": "Bengali", "CJK": "Chinese characters",
        "CYRILLIC": "Cyrillic", "DEVANAGARI": "Devanagari", "ETHIOPIC": "Ethiopic", "GEORGIAN": "Georgian",
        "GREEK": "Greek", "GUJARATI": "Gujarati", "GURMUKHI": "Gurmukhi", "HANGUL": "Hangul", "HEBREW": "Hebrew",
        "HIRAGANA": "Kana", "KANGXI": "Chinese characters", "KATAKANA": "Kana", "KHMER": "Khmer", "LAO": "Lao",
        "MALAYALAM": "Malayalam", "MYANMAR": "Burmese", "SINHALA": "Sinhala", "TAMIL": "Tamil", "TELUGU": "Telugu",
        "THAI": "Thai", "TIBETAN": "Tibetan",
    }
)  # fmt: skip
"""First word of the Unicode name of a letter -> the writing to which it belongs."""
_PLAIN = re.compile(r"[\W_]+")
LATIN = "LATIN"
LOOKED_AT = 120
"""Letters of a title that decide its place: two that agree so far are sorted by their addresses."""


class Filing(NamedTuple):
    """Where a title stands; sorts as titles do: A to Z, other writings by name, numbers, what has no letter."""

    group: int
    letter: str
    """"A", "Cyrillic", "0–9", "Other"."""
    key: str
    """The title without accents, case and marks."""

    @property
    def begin(self) -> str:
        """The first two letters of the title: "Sa"; one of a writing in which one is a word."""
        return self.key[: 1 if self.letter in (SCRIPTS["CJK"], SCRIPTS["HANGUL"]) else 2].strip().capitalize()


def label(words: Words, letter: str) -> str:
    """A letter, or the name of a writing in the site's language."""
    return letter if len(letter) == 1 or letter == DIGITS else say(words, letter)


def filing(title: str) -> Filing:
    """Where a title stands. Articles ("The") count: they are a part of the title as it is cited."""
    bare = title[: 2 * LOOKED_AT].casefold()
    if not bare.isascii():
        apart = unicodedata.normalize("NFKD", title[: 2 * LOOKED_AT]).casefold()
        bare = "".join(mark for mark in apart if not unicodedata.combining(mark))
    key = unicodedata.normalize("NFC", _PLAIN.sub(" ", bare).strip()[:LOOKED_AT])
    return Filing(*_group(key[:1]), key)


@lru_cache(maxsize=4096)
def _group(first: str) -> tuple[int, str]:
    if not first:
        return 3, OTHER
    if not first.isalpha():
        return 2, DIGITS
    writing = unicodedata.name(first, "").split(" ")[0].split("-")[0]
    if writing != LATIN:
        return (1, SCRIPTS.get(writing, writing.capitalize())) if writing else (3, OTHER)
    plain = slug(first)  # of a letter that has no ASCII form it is a digest
    return (0, plain[0].upper()) if len(plain) <= 4 else (3, OTHER)
