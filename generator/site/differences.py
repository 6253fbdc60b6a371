"""The hunks of a comparison -> what differs, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from generator.site.views import Hunk
from generator.site.words import listed

_WORDS = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_APOSTROPHES = re.compile(r"(?<=[^\W_])['’ʼ](?=[^\W_])")
_QUOTES = re.compile("['\"‘’‚‛“”„‟«»‹›]")
_OTHERS = re.compile(r"[^\w\s'\"‘’‚‛“”„‟«»‹›ʼ]")
_SENTENCES = re.compile(r"[.!?…。！？]+[\"'’”»)]*(?:\s|$)|\n")
_SHORTEST = 4
"""Words of a sentence: fewer are a name, a heading, a number."""


class Change(Struct, frozen=True):
    """What stands on the two sides between two passages that agree."""

    a: str
    b: str


def deck(letter: str, header_a: str, header_b: str, hunks: Sequence[Hunk]) -> str:
    """What copy `letter` has otherwise than copy A, in a few sentences; `hunks` are of the texts below the headers."""
    changes = list(_changes(hunks))
    lost = ["its header line"] if header_a and not header_b else []
    more = ["a header line"] if header_b and not header_a else []
    left = any(_QUOTES.search(text) for text in _texts_of(hunks, "b"))
    for count, name in _marks(changes):
        whole = "all " if name.startswith("quot") and count > 1 and not left else ""
        (lost if count > 0 else more).append(_counted(abs(count), name, whole))
    only_a = sum(max(0, _sentences(change.a) - _sentences(change.b)) for change in changes)
    only_b = sum(max(0, _sentences(change.b) - _sentences(change.a)) for change in changes)
    headers = header_a.split() != header_b.split()
    said = [
        "The header lines differ." if header_a and header_b and headers else "",
        f"Copy {letter} has lost {listed(tuple(lost))}." if lost else "",
        f"Copy {letter} has {listed(tuple(more))} that copy A lacks." if more else "",
        _exchanged(changes),
        "The paragraphs end at other places." if any(_moved(change) for change in changes) else "",
        f"Copy A has {_counted(only_a, 'sentence')} that copy {letter} lacks." if only_a else "",
        f"Copy {letter} has {_counted(only_b, 'sentence')} that copy A lacks."
        if only_b
        else f"Copy {letter} has no sentence that copy A lacks.",
    ]
    if headers or changes:
        return " ".join(filter(None, said))
    return "The two texts are the same, letter for letter."


def _changes(hunks: Sequence[Hunk]) -> Iterator[Change]:
    for hunk in hunks:
        for common, found in groupby(hunk.pieces, key=lambda piece: piece.side == "both"):
            if not common:
                pieces = list(found)
                yield Change(*("".join(piece.text for piece in pieces if piece.side == side) for side in ("a", "b")))


def _texts_of(hunks: Sequence[Hunk], side: str) -> Iterator[str]:
    for hunk in hunks:
        yield from hunk.same
        yield from (piece.text for piece in hunk.pieces if piece.side in ("both", side))


def _marks(changes: Sequence[Change]) -> Iterator[tuple[int, str]]:
    """How many marks of each kind side A has more, but for those of whole sentences; less is below 0."""
    quotes = apostrophes = others = 0
    for change in changes:
        if not _other_words(change) or not _sentences(change.a) + _sentences(change.b):
            inside = len(_APOSTROPHES.findall(change.a)) - len(_APOSTROPHES.findall(change.b))
            apostrophes += inside
            quotes += len(_QUOTES.findall(change.a)) - len(_QUOTES.findall(change.b)) - inside
        if not _other_words(change):
            others += len(_OTHERS.findall(change.a)) - len(_OTHERS.findall(change.b))
    found = ((quotes, "quotation mark"), (apostrophes, "apostrophe"), (others, "other mark"))
    return (pair for pair in found if pair[0])


def _exchanged(changes: Sequence[Change]) -> str:
    """How many words and how many marks stand for others."""
    words = sum(max(_short(change.a), _short(change.b)) for change in changes if _other_words(change))
    marks = sum(_exchanged_marks(change) for change in changes)
    said = [_counted(words, "word")] * bool(words) + [_counted(marks, "mark")] * bool(marks)
    return f"{listed(tuple(said)).capitalize()} {'differs' if words + marks == 1 else 'differ'}." if said else ""


def _exchanged_marks(change: Change) -> int:
    """Marks in whose place another stands: a typewriter's quotation mark, a hyphen for a dash."""
    if _other_words(change):
        return 0
    a, b = (sum(not char.isalnum() and not char.isspace() for char in text) for text in (change.a, change.b))
    return min(a, b)


def _moved(change: Change) -> bool:
    return not _other_words(change) and "\n" in change.a + change.b


def _other_words(change: Change) -> bool:
    return _letters(change.a) != _letters(change.b)


def _short(text: str) -> int:
    """Words that are no sentence of their own."""
    return len(_WORDS.findall(text)) if not _sentences(text) else 0


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _sentences(text: str) -> int:
    """Sentences of at least _SHORTEST words."""
    return sum(len(_WORDS.findall(part)) >= _SHORTEST for part in _SENTENCES.split(text))


def _counted(count: int, name: str, whole: str = "") -> str:
    return f"{whole}{count:,} {name}{'' if count == 1 else 's'}"
