"""A text and what its page says of its language turned into a BCP 47 tag in lower case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

FEWEST_LETTERS = 20
SAMPLE = 900
"""Characters: three times as many change no answer on 231 texts and take three times as long."""
SURE_FROM = 250
"""Letters from which the text's own language wins over what the page says."""

_TAG = re.compile(r"([a-z]{2,3})(?:[-_](?:[a-z]{4}[-_]?)?([a-z]{2}|\d{3})?)?(?:[-_.@].*)?", re.IGNORECASE)
_OLD: Mapping[str, str] = MappingProxyType(
    dict(pair.split("/") for pair in "iw/he in/id ji/yi gr/el dk/da se/sv cz/cs jp/ja ua/uk".split())
)
"""Withdrawn codes (RFC 5646), and codes of countries that pages give for the language."""
_NAMES: Mapping[str, str] = MappingProxyType(
    dict(
        pair.split("/")
        for pair in "english/en german/de deutsch/de french/fr français/fr spanish/es español/es italian/it "
        "italiano/it dutch/nl portuguese/pt russian/ru swedish/sv polish/pl".split()
    )
)
_CLOSE = (
    frozenset(("no", "nb", "nn", "da")), frozenset(("hr", "sr", "bs", "sh", "sl")), frozenset(("id", "ms")),
    frozenset(("cs", "sk")), frozenset(("gl", "pt", "es")), frozenset(("de", "lb", "gsw", "nds")),
)  # fmt: skip
_LETTER = re.compile(r"[^\W\d_]")
_NOISE = re.compile(r"https?://\S+|\S+@\S+|[\[\](){}<>#*_`|=~^]|&\w{1,10};|\d+")


def tidy_tag(value: str) -> str:
    """ "de_DE", "en-US,en", "English" -> "de-de", "en-us", "en"; "" if it is not a language tag (RFC 5646)."""
    value = re.split(r"[,;\s]", value.strip().lower())[0]
    if value in _NAMES:
        return _NAMES[value]
    match = _TAG.fullmatch(value)
    if not match or match[1] in ("und", "zxx", "mul", "xx"):
        return ""
    base = _OLD.get(match[1], match[1])
    return f"{base}-{match[2]}" if match[2] else base


def detect(text: str) -> str:
    """The language that a text is written in, or "" below 20 letters. Looks at 900 characters of the text."""
    sample = _NOISE.sub(" ", _middle(text))
    if len(_LETTER.findall(sample)) < FEWEST_LETTERS:
        return ""
    return _classified(sample)


@lru_cache(64)
def _classified(sample: str) -> str:
    """Remembered, for a record's text and its body ask the same."""
    from py3langid.langid import classify  # its model takes a second to load

    return str(classify(sample)[0])


def letters(text: str) -> int:
    """Letters in the sample that `detect` looks at."""
    return len(_LETTER.findall(_NOISE.sub(" ", _middle(text))))


def _middle(text: str) -> str:
    """The beginning without its first tenth: a head often holds names and menus in another language."""
    start = min(len(text) // 10, 500)
    return text[start : start + SAMPLE]


def same(one: str, other: str) -> bool:
    """Whether two tags name one language, or two that no short text tells apart (Danish and Norwegian)."""
    a, b = one.split("-")[0], other.split("-")[0]
    return a == b or any(a in close and b in close for close in _CLOSE)
