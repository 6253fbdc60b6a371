"""What stands between two letters in two copies -> what should stand there, and what one has more than the other."""

from __future__ import annotations

import re

QUOTES = frozenset("'\"‘’‚‛“”„‟«»‹›′″`´")
MARKS = frozenset(",.;:!?…–—-()¿¡%$€£&/·•") | QUOTES
"""What may be taken over. Marks of Markdown (* _ # [ ] < > | ~ \\) mean something else in another text."""

EQUAL = str.maketrans("‘’‚‛′´`“”„‟″–", "'''''''\"\"\"\"\"-")
"""Two marks that are one and the same, written differently."""


def kinds(old: str, new: str) -> frozenset[str]:
    """What `new` has more: "quotes", "punctuation"; with a minus, what it has less."""
    return frozenset(
        [sign + _kind(mark) for sign, x, y in (("", new, old), ("-", old, new)) for mark in _more(_marks(x), _marks(y))]
    )


def _kind(mark: str) -> str:
    return "quotes" if mark in QUOTES else "punctuation"


def _marks(text: str) -> str:
    return "".join(char for char in text.translate(EQUAL) if char in MARKS)


def _more(many: str, few: str) -> list[str]:
    left = list(many)
    for mark in few:
        if mark in left:
            left.remove(mark)
    return left


_BLANKS = re.compile(r"\s+")
_DASHES = frozenset("—–-…/")


def merged(old: str, new: str) -> str | None:
    """The copy's marks in the base's white space; None if the base has marks of its own or would be torn apart."""
    had, has = _marks(old), _marks(new)
    if any(not char.isspace() and char not in MARKS for char in old) or not _within(had, has):
        return None
    here, there = _BLANKS.findall(old), _BLANKS.findall(new)
    if not here:
        return new if not there or had or not _DASHES.isdisjoint(new) else None
    if not there:
        return None
    blank = max(here, key=lambda run: (run.count("\n"), len(run)))
    chosen = max(range(len(there)), key=lambda k: (there[k].count("\n"), k)) if "\n" in blank else -1
    parts = _BLANKS.split(new)
    blanks = [blank if k == chosen else " " for k in range(len(there))] if len(there) > 1 else [blank]
    return "".join(part + gap for part, gap in zip(parts, [*blanks, ""], strict=True))


def _within(few: str, many: str) -> bool:
    rest = iter(many)
    return all(mark in rest for mark in few)
