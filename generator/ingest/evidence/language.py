"""A text and what its page says of its language turned into a BCP 47 tag in lower case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from generator.sketch import beyond_ascii

FEWEST_LETTERS = 20
SAMPLE = 900
"""Characters: three times as many change no answer on 231 texts and take three times as long."""
_FOR_MODEL = 600
"""Characters of the sample that the model is asked about: of 1,154 texts all 900 changed the answer for none that is
prose."""
SURE_FROM = 250
"""Letters from which the text's own language wins over what the page says."""

_NONE = frozenset(("und", "zxx", "mul", "xx"))
"""Tags that name no language: undetermined, no linguistic content, several."""
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
_FOREIGN_LETTER = re.compile(r"[^\W\d_\x00-\x7f]")
_NO_LETTERS = bytes(b for b in range(256) if b > 127 or not chr(b).isalpha())
_NOISE = (
    ("://", re.compile(r"https?://\S+")),
    ("](", re.compile(r"\]\([^()\s]{1,500}\)")),
    ("@", re.compile(r"\S+@\S+")),
    ("&", re.compile(r"&\w{1,10};")),
)
"""Addresses, links of Markdown, entities, and what a text must have for them: most have none."""
_MARKS = re.compile(r"[\[\](){}<>#*_`|=~^\d]+")
_ENGLISH = frozenset(
    "the of and to is that was for with as it by are this be from have has which were not had they their at on his he "
    "been who will would but or she her more said there when what its about could into than them these we our you "
    "if".split()
)
_ENGLISH_SHARE = 0.25
"""Of 12,805 texts and pieces of texts of 20 languages the model gave another answer for one, and it was English."""
_FEWEST_WORDS = 40


def tidy_tag(value: str) -> str:
    """ "de_DE", "en-US,en", "English" -> "de-de", "en-us", "en"; "" if it is not a language tag (RFC 5646)."""
    value = re.split(r"[,;\s]", value.strip().lower())[0]
    if value in _NAMES:
        return _NAMES[value]
    match = _TAG.fullmatch(value)
    if not match or match[1] in _NONE:
        return ""
    base = _OLD.get(match[1], match[1])
    return f"{base}-{match[2]}" if match[2] else base


def detect(text: str) -> str:
    """The language that a text is written in, or "" below 20 letters. Looks at 900 characters of the text.

    A quarter of such words as "the" and "of" make it English; for all else the model of py3langid is asked.
    """
    sample, count = _sample(_middle(text))
    return _classified(sample) if count >= FEWEST_LETTERS else ""


@lru_cache(64)
def _classified(sample: str) -> str:
    """Remembered, for a record's text and its body ask the same."""
    words = sample.lower().split()
    if len(words) >= _FEWEST_WORDS and sum(map(_ENGLISH.__contains__, words)) >= _ENGLISH_SHARE * len(words):
        return "en"
    from generator.ingest.evidence.language_model import classified  # its model takes a second to load

    found = classified(sample[:_FOR_MODEL])
    return "" if found in _NONE else found


def letters(text: str) -> int:
    """Letters in the sample that `detect` looks at."""
    return _sample(_middle(text))[1]


@lru_cache(64)
def _sample(middle: str) -> tuple[str, int]:
    """The text without addresses, marks and digits, and how many letters it has."""
    sample = middle
    for sign, noise in _NOISE:
        sample = noise.sub(" ", sample) if sign in sample else sample
    sample = _MARKS.sub(" ", sample)
    plain = len(sample.encode("utf-8", "surrogatepass").translate(None, _NO_LETTERS))
    return sample, plain if sample.isascii() else plain + len(_FOREIGN_LETTER.findall(beyond_ascii(sample)))


def _middle(text: str) -> str:
    """The beginning without its first tenth: a head often holds names and menus in another language."""
    start = min(len(text) // 10, 500)
    return text[start : start + SAMPLE]


def same(one: str, other: str) -> bool:
    """Whether two tags name one language, or two that no short text tells apart (Danish and Norwegian)."""
    a, b = one.split("-")[0], other.split("-")[0]
    return a == b or any(a in close and b in close for close in _CLOSE)
