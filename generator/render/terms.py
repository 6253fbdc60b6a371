"""The plain text of an entry -> the few words that tell it from other texts: names first, then long words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from generator.written.names import is_weekday, month_number

KEPT = 32
"""Words of one text: memory holds those of all entries."""
LONGEST = 24
SHORTEST_NAME, SHORTEST = 3, 7
"""Letters. Short words in lower case are mostly those of grammar, in all languages with letters."""
OFTEN = 3
"""How often a word must stand to weigh most: it is the matter of the text; ten times are no more than three."""
TEXT = 200_000
"""Characters that are looked at."""
_LETTERS = r"[^\W\d_]*+(?:[-’'][^\W\d_]++)*+"
_WORD = re.compile(r"[^\W\d_]" + _LETTERS)
_UNSPACED = re.compile(
    "[\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0eff\U00020000-\U0003ffff]"
)
"""Scripts that put no blanks between words, or endings onto them: two letters side by side are the unit."""


_CAPITAL = re.compile(r" ([^\W\d_a-z]" + _LETTERS + ")")
"""A word after a blank, its first letter no small one of ASCII: all names, and little else."""


class _Seen:
    """How a text writes a word."""

    __slots__ = ("lower", "often", "within")

    def __init__(self, within: str) -> None:
        self.often = 0
        self.lower = False
        self.within = within
        """With a capital inside a sentence, where it stands so first."""


def terms(text: str) -> tuple[str, ...]:
    """At most KEPT words, the most telling first: names as they are written, others in lower case.

    Without knowledge of other texts a word is judged by its look: a name (with a capital inside a sentence, never in
    lower case, no day and no month) weighs twice, a long word more than a short one, one said again more than one said
    once. What the whole archive speaks of is told apart later, by those who see all entries.
    """
    looked_at = text[:TEXT]
    within = _within(looked_at)
    found: dict[str, _Seen] = {}
    for word, often in Counter(_WORD.findall(looked_at)).items():
        if len(word) < SHORTEST and word.isascii() and word.removesuffix("'s").lower() not in within:
            continue  # most words: too short to tell anything, and no name
        for part in _parts(word):
            key = part.casefold()
            seen = found.get(key) or found.setdefault(key, _Seen(within.get(key, "")))
            seen.often += often
            seen.lower |= part.islower()
    ranked = sorted((-weight, key) for key, seen in found.items() if (weight := _weight(key, seen)))
    return tuple(key if found[key].lower else found[key].within or key for _, key in ranked[:KEPT])


def _within(text: str) -> dict[str, str]:
    """The words that stand with a capital inside a sentence, as they do so first; the key is in lower case."""
    found: dict[str, str] = {}
    for match in _CAPITAL.finditer(text, 1):
        word, before = match[1], text[match.start() - 1]
        if word[0].isupper() and not word[1:].isupper() and (before.islower() or before == ","):
            for part in _parts(word):
                found.setdefault(part.casefold(), part)
    return found


def _parts(word: str) -> Iterable[str]:
    """What of a word is counted: the word without a genitive's ending, two letters at a time, or nothing."""
    if not word.isascii() and _UNSPACED.match(word):
        return (word[n : n + 2] for n in range(len(word) - 1))
    return (word.removesuffix("’s").removesuffix("'s"),) if len(word) <= LONGEST else ()


def _weight(key: str, seen: _Seen) -> int:
    """0 if the word tells nothing."""
    often = min(seen.often, OFTEN)
    if not key.isascii() and _UNSPACED.match(key):
        return 4 * often
    name = bool(seen.within) and not seen.lower
    if len(key) < (SHORTEST_NAME if name else SHORTEST) or (name and (is_weekday(key) or month_number(key))):
        return 0
    return (1 + name) * often * min(len(key), 12)
