"""The text of a record, the body made of it and what was cut -> how many of its words are in neither."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from generator.types import Cut, Problem

LOST = " words of the record are neither in the entry nor among its cuts"
"""By this the problem is known: before it stands how many, of how many."""
_FEW = 10
"""So many words may go astray in any record: Markdown parts words ("half**time**") and joins them."""
_SHARE = 0.03
"""The share of its words that a record may lose without a word about it."""
_WORD = re.compile(r"[^\W_]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
"""Characters that part no words: soft hyphens, joiners, marks of direction."""
_NUMBER = re.compile(r"(\d+) of \d+" + LOST)


def words(text: str) -> Counter[str]:
    """Each word with its count: runs of letters and digits, without case and form; entities are read."""
    if "&" in text:
        text = html.unescape(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    return Counter(_WORD.findall(text.casefold()))


def lost(seen: str, body: str, cuts: Sequence[Cut]) -> tuple[int, int]:
    """How many words of `seen` are neither in `body` nor in `cuts`, and how many words `seen` has.

    Of a cut whose text is shortened the words that it does not show count as found, whatever they were; a cut counts
    words between blanks, of which "don't" holds one and this module two, so that they are weighed as in the whole.
    """
    whole = words(seen)
    missing = whole - words(body)
    if not missing:
        return 0, whole.total()
    shown = words("\n".join(cut.text for cut in cuts))
    untold = sum(max(0, cut.words - len(cut.text.split())) for cut in cuts if cut.words)
    weight = max(1.0, whole.total() / max(1, len(seen.split())))
    return max(0, (missing - shown).total() - round(weight * untold)), whole.total()


def doubt(seen: str, body: str, cuts: Sequence[Cut]) -> tuple[Problem, ...]:
    """A warning, without a `where`, if more words went astray than the forms of Markdown can explain."""
    gone, whole = lost(seen, body, cuts)
    if gone <= max(_FEW, _SHARE * whole):
        return ()
    return (Problem("warning", "", f"{gone} of {whole}{LOST}", "Compare the entry with its raw record."),)


def told(message: str) -> int:
    """How many words the message of such a problem says are lost; -1 if it is another message."""
    match = _NUMBER.fullmatch(message)
    return int(match[1]) if match else -1
