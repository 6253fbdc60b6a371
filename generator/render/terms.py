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
_LATIN = "A-Za-z\xaa\xb2\xb3\xb5\xb9\xba\xbc-\xbe\xc0-\xd6\xd8-\xf6\xf8-\xff"
"""The same letters up to U+00FF: told one by one they are found four times as fast."""
_LATIN_WORD = re.compile(f"[{_LATIN}]++(?:[-’'][{_LATIN}]++)*+")
_OTHERS = re.compile("[^\0-\xff\u2010-\u203a\u20ac]")
"""What no text in a western language has, but for a few: letters past U+00FF."""
_UNSPACED = re.compile(
    "[\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0eff\U00020000-\U0003ffff]"
)
"""Scripts that put no blanks between words, or endings onto them: two letters side by side are the unit."""


_CAPITAL = re.compile(r" ([^\W\d_a-z]" + _LETTERS + ")")
"""A word after a blank, its first letter no small one of ASCII: all names, and little else."""


def terms(text: str) -> tuple[str, ...]:
    """At most KEPT words, the most telling first: names as they are written, others in lower case.

    Without knowledge of other texts a word is judged by its look: a name (with a capital inside a sentence, never in
    lower case, no day and no month) weighs twice, a long word more than a short one, one said again more than one said
    once. What the whole archive speaks of is told apart later, by those who see all entries.
    """
    looked_at = text[:TEXT]
    within = _within(looked_at)
    often: dict[str, int] = {}
    lower: set[str] = set()
    word_of = _WORD if _OTHERS.search(looked_at) else _LATIN_WORD
    for word, times in Counter(word_of.findall(looked_at)).items():
        if word.isascii():
            if len(word) < SHORTEST and word.removesuffix("'s").lower() not in within:
                continue  # most words: too short to tell anything, and no name
            parts: Iterable[str] = (word.removesuffix("'s"),) if len(word) <= LONGEST else ()
        else:
            parts = _parts(word)
        for part in parts:
            key = part.casefold()
            often[key] = often.get(key, 0) + times
            if part.islower():
                lower.add(key)
    weights = [(_weight(key, times, key in within and key not in lower), key) for key, times in often.items()]
    ranked = sorted([(-weight, key) for weight, key in weights if weight])
    return tuple([key if key in lower else within.get(key, key) for _, key in ranked[:KEPT]])


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
    if _UNSPACED.match(word):
        return (word[n : n + 2] for n in range(len(word) - 1))
    return (word.removesuffix("’s").removesuffix("'s"),) if len(word) <= LONGEST else ()


def _weight(key: str, times: int, name: bool) -> int:
    """0 if the word tells nothing."""
    often = times if times < OFTEN else OFTEN
    if not name and key.isascii():
        return often * min(len(key), 12) if len(key) >= SHORTEST else 0
    if not key.isascii() and _UNSPACED.match(key):
        return 4 * often
    if len(key) < (SHORTEST_NAME if name else SHORTEST) or (name and (is_weekday(key) or month_number(key))):
        return 0
    return (1 + name) * often * min(len(key), 12)
