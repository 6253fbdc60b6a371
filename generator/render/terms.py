"""The plain text of an entry -> the few words that tell it from other texts: names first, then long words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

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
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_UNSPACED = re.compile(
    "[\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0eff\U00020000-\U0003ffff]"
)
"""Scripts that put no blanks between words, or endings onto them: two letters side by side are the unit."""


class _Seen:
    """How a text writes a word."""

    def __init__(self) -> None:
        self.often = 0
        self.lower = False
        self.within = ""
        """With a capital inside a sentence."""


def terms(text: str) -> tuple[str, ...]:
    """At most KEPT words, the most telling first: names as they are written, others in lower case.

    Without knowledge of other texts a word is judged by its look: a name (with a capital inside a sentence, never in
    lower case, no day and no month) weighs twice, a long word more than a short one, one said again more than one said
    once. What the whole archive speaks of is told apart later, by those who see all entries.
    """
    found: dict[str, _Seen] = defaultdict(_Seen)
    for word, within in _words(text[:TEXT]):
        seen = found[word.casefold()]
        seen.often += 1
        seen.lower |= word.islower()
        seen.within = seen.within or (word if within else "")
    ranked = sorted((-weight, key) for key, seen in found.items() if (weight := _weight(key, seen)))
    return tuple(key if found[key].lower else found[key].within or key for _, key in ranked[:KEPT])


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """Each word, and whether it stands with a capital inside a sentence."""
    for match in _WORD.finditer(text):
        word, at = match[0], match.start()
        if _UNSPACED.match(word):
            yield from ((word[n : n + 2], False) for n in range(len(word) - 1))
        elif len(word) <= LONGEST:
            within = at > 1 and text[at - 1] == " " and (text[at - 2].islower() or text[at - 2] == ",")
            yield word.removesuffix("’s").removesuffix("'s"), within and word[0].isupper() and not word[1:].isupper()


def _weight(key: str, seen: _Seen) -> int:
    """0 if the word tells nothing."""
    often = min(seen.often, OFTEN)
    if _UNSPACED.match(key):
        return 4 * often
    name = bool(seen.within) and not seen.lower
    if len(key) < (SHORTEST_NAME if name else SHORTEST) or (name and (is_weekday(key) or month_number(key))):
        return 0
    return (1 + name) * often * min(len(key), 12)
