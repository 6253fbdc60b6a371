"""A name in any script -> a short ASCII slug that every file system and every URL can hold."""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST = 60
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "OE", "ð": "d", "Ð": "D", "þ": "th",
        "Þ": "TH", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ħ": "h", "ŋ": "n",
        "’": "", "‘": "", "'": "", "ʼ": "", "`": "",
    }
)  # fmt: skip
_CYRILLIC = str.maketrans(
    dict(
        zip(
            "абвгдежзийклмнопрстуфхцчшщъыьэюяєіїґ",
            "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya ye i yi g".split(" "),
            strict=True,
        )
    )
)
_GREEK = str.maketrans(
    dict(
        zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(" "), strict=True)
    )
)
_OTHER = re.compile(r"[^a-z0-9]+")
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)))
)
"""Names that Windows does not let a file have."""


def slug(text: str, longest: int = LONGEST) -> str:
    """A name -> a-z, 0-9 and single hyphens, at most `longest` characters, cut at a word, never empty.

    Latin letters lose their marks (NFKD), Cyrillic and Greek are transliterated, apostrophes vanish. A name of which
    nothing is left (another script, an emoji), or that Windows reserves, gets a short digest of itself.
    """
    folded = text.casefold().translate(_LETTERS)
    parted = unicodedata.normalize("NFKD", folded.translate(_CYRILLIC)).casefold()
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter))
    plain = bare.translate(_GREEK).translate(_LETTERS)
    whole = _OTHER.sub("-", plain).strip("-")
    name = _shorten(whole, longest)
    if not name or name in _RESERVED or _mostly_lost(folded, name):
        mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return f"{name[: longest - 9].rstrip('-')}-{mark}" if name else mark
    return name


def unique(name: str, taken: frozenset[str] | set[str], start: int = 2) -> str:
    """`name`, or `name-2`, `name-3` ... : the first that is not taken; `start`: those below it are known to be."""
    if name not in taken:
        return name
    number = start
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def _shorten(name: str, longest: int) -> str:
    if len(name) <= longest:
        return name
    cut = name[: longest + 1].rpartition("-")[0]
    return (cut if len(cut) > longest // 2 else name[:longest]).strip("-")


def _mostly_lost(text: str, name: str) -> bool:
    """Whether most letters have no ASCII form here: then two different names would look alike."""
    letters = sum(letter.isalnum() for letter in text[:200])
    return letters > 3 * max(1, len(name.replace("-", ""))) and len(name) < 20
