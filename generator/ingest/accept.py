"""What `accept` in overrides.yaml says of an entry -> which doubts a person has looked at and found to be none."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import MappingProxyType

from generator.yamltext import Value

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "date": "this date, however it was found; '' if no date is known",
        "title": "this title, however it was found; '' if there is none",
        "cuts": "so many words that were cut, and up to a tenth more",
        "words": "so many words that went astray, and up to a tenth more",
        "copies": "these records as copies: digests (until the record changes) or names (whatever it holds)",
        "versions": "this record as a version of another, by the name of the other",
        "address": "so many texts with this address",
        "trouble": "this trouble in reading, by its message",
        "refused": "this reason for which a raw record gives no entry",
    }
)
"""What can be accepted, and what it is accepted for."""
Accepted = Mapping[str, tuple[str, ...]]
"""Kind -> the values it is accepted for; no value at all: whatever comes."""
_NUMBERS = frozenset(("cuts", "words"))
_MORE = 1.1
"""So much more may be cut before somebody should look again: rules get better, and texts get longer by a word."""
_DIGEST_LEAST = 8
_LONGEST = 160
"""Characters of a message by which it is known."""


def read(value: Value) -> Accepted | str:
    """The kinds of an `accept`, each with its values; else what is wrong, in words.

    A list of kinds accepts whatever comes; a mapping accepts each kind for a value or several.
    """
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if isinstance(value, list):
        value = {item: [] for item in value if isinstance(item, str)}
    found: dict[str, tuple[str, ...]] = {}
    for kind, item in value.items():
        items = [item] if isinstance(item, str) else item
        if kind not in KINDS:
            near = difflib.get_close_matches(kind[:40], KINDS, n=1, cutoff=0.5)
            guess = f"; did you mean `{near[0]}`?" if near else f"; known are {', '.join(KINDS)}"
            return f"`{kind[:40]}` is no kind of doubt{guess}"
        if not isinstance(items, list) or not all(isinstance(one, str) for one in items):
            return f"`{kind}`: expected a text or a list of texts"
        if kind in _NUMBERS and not all(str(one).isdecimal() for one in items):
            return f"`{kind}`: expected a number of words"
        found[kind] = tuple(plain(str(one)) for one in items)
    return found


def holds(accepted: Accepted, kind: str, mark: str, origin: str = "") -> bool:
    """Whether a doubt of this kind is accepted; `mark` is its value as rows have it, `origin` the record it names."""
    if kind not in accepted:
        return False
    values = accepted[kind]
    if not values or mark in values:
        return True
    if kind in _NUMBERS:
        return int(mark) <= _MORE * max(map(int, values))
    if kind == "copies":
        return origin in values or any(len(one) >= _DIGEST_LEAST and mark.startswith(one[:12]) for one in values)
    return False


def plain(text: str) -> str:
    """A text as a value of `accept`: one line of characters that can be seen, not too long."""
    line = "".join(char for char in " ".join(text.split()) if char.isprintable())
    return line[:_LONGEST].rstrip()
