"""The hunks of a comparison -> what differs, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from generator.phrases import Words, say
from generator.site.views import Hunk
from generator.site.words import NONE, listed

_WORDS = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_APOSTROPHES = re.compile(r"(?<=[^\W_])['’ʼ](?=[^\W_])")
_QUOTES = re.compile("['\"‘’‚‛“”„‟«»‹›]")
_OTHERS = re.compile(r"[^\w\s'\"‘’‚‛“”„‟«»‹›ʼ]")
_SENTENCES = re.compile(r"[.!?…。！？]+[\"'’”»)]*(?:\s|$)|\n")
_NUMBER = re.compile(r"[$€£]?\d[\d.,:]*%?")
_BEFORE = re.compile(r"[$€£]?[\d.,:]{0,20}\Z")
_AFTER = re.compile(r"[\d.,:]{0,20}%?")
SAME = "The two texts are the same, letter for letter."
QUOTES = "{n} quotation mark|{n} quotation marks"
ALL_QUOTES = "all {n} quotation marks"
APOSTROPHES = "{n} apostrophe|{n} apostrophes"
OTHER_MARKS = "{n} other mark|{n} other marks"
CHANGED_WORDS = "{n} word changed.|{n} words changed."
OTHER_WORDS = "{n} other word changed.|{n} other words changed."
TOO_LONG = "The two texts are too long to be compared word by word."
_NAMED = 3
"""So many changed numbers are named."""
_SHORTEST = 4
"""Words of a sentence: fewer are a name, a heading, a number."""


class Change(Struct, frozen=True):
    """What stands on the two sides between two passages that agree."""

    a: str
    b: str


def deck(letter: str, header_a: str, header_b: str, hunks: Sequence[Hunk], words: Words = NONE) -> str:
    """What copy `letter` has otherwise than copy A, in a few sentences; `hunks` are of the texts below the headers."""
    changes = list(_changes(hunks))
    lost = [say(words, "its header line")] if header_a and not header_b else []
    more = [say(words, "a header line")] if header_b and not header_a else []
    left = any(_QUOTES.search(text) for text in _texts_of(hunks, "b"))
    for count, name in _marks(changes):
        every = name == QUOTES and count > 1 and not left
        (lost if count > 0 else more).append(say(words, ALL_QUOTES if every else name, abs(count)))
    only_a = sum(max(0, _sentences(change.a) - _sentences(change.b)) for change in changes)
    only_b = sum(max(0, _sentences(change.b) - _sentences(change.a)) for change in changes)
    headers = header_a.split() != header_b.split()
    if not headers and not changes:
        return say(words, SAME)
    lacks = "Copy {letter} has {n} sentence that copy A lacks.|Copy {letter} has {n} sentences that copy A lacks."
    has = "Copy A has {n} sentence that copy {letter} lacks.|Copy A has {n} sentences that copy {letter} lacks."
    said = [
        say(words, "The header lines differ.") if header_a and header_b and headers else "",
        say(words, "Copy {letter} has lost {what}.", letter=letter, what=listed(tuple(lost), words)) if lost else "",
        say(words, "Copy {letter} has {what} that copy A lacks.", letter=letter, what=listed(tuple(more), words))
        if more
        else "",
        _exchanged(changes, words),
        say(words, "The paragraphs end at other places.") if any(_moved(change) for change in changes) else "",
        say(words, has, only_a, letter=letter) if only_a else "",
        say(words, lacks, only_b, letter=letter)
        if only_b
        else say(words, "Copy {letter} has no sentence that copy A lacks.", letter=letter),
    ]
    return " ".join(filter(None, said))


def revised(hunks: Sequence[Hunk], words: Words = NONE) -> str:
    """What was changed from one version of a text to the next, in a few sentences: numbers first, for they matter."""
    changes = list(_changes(hunks))
    sentences = [(_sentences(change.a), _sentences(change.b)) for change in changes]
    fresh = sum(max(0, b - a) for a, b in sentences)
    gone = sum(max(0, a - b) for a, b in sentences)
    numbers = [say(words, "{old} became {new}", old=a, new=b) for hunk in hunks for a, b in _numbers(hunk)]
    more = len(numbers) - _NAMED
    shown = numbers[:_NAMED] + [say(words, "{n} more number changed|{n} more numbers changed", more)] * (more > 0)
    others = sum(max(_short(one.a), _short(one.b)) for one in changes if _other_words(one)) - len(numbers)
    marks = sum(not _other_words(change) for change in changes)
    said = [
        f"{listed(tuple(shown), words)}." if numbers else "",
        say(words, OTHER_WORDS if numbers else CHANGED_WORDS, others) if others > 0 else "",
        say(words, "{n} sentence is new.|{n} sentences are new.", fresh) if fresh else "",
        say(words, "{n} sentence is gone.|{n} sentences are gone.", gone) if gone else "",
        say(words, "Only marks and the ends of paragraphs changed.") if marks == len(changes) and marks else "",
    ]
    return " ".join(filter(None, said)) or say(words, SAME)


def _numbers(hunk: Hunk) -> Iterator[tuple[str, str]]:
    """Numbers in whose place another stands, whole: what both sides have of them stands in the pieces around."""
    runs = [
        (common, "".join(p.text for p in found if p.side != "b"), "".join(p.text for p in found if p.side != "a"))
        for common, pieces in groupby(hunk.pieces, key=lambda piece: piece.side == "both")
        for found in [list(pieces)]
    ]
    for at, (common, a, b) in enumerate(runs):
        if not common:
            first = _found(_BEFORE.search(runs[at - 1][1])) if at else ""
            last = _found(_AFTER.match(runs[at + 1][1])) if at + 1 < len(runs) else ""
            one, two = f"{first}{a}{last}".rstrip(".,:"), f"{first}{b}{last}".rstrip(".,:")
            if a and b and _NUMBER.fullmatch(one) and _NUMBER.fullmatch(two):
                yield one, two


def _found(match: re.Match[str] | None) -> str:
    return match[0] if match else ""


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
    found = ((quotes, QUOTES), (apostrophes, APOSTROPHES), (others, OTHER_MARKS))
    return (pair for pair in found if pair[0])


def _exchanged(changes: Sequence[Change], words: Words) -> str:
    """How many words and how many marks stand for others."""
    others = sum(max(_short(change.a), _short(change.b)) for change in changes if _other_words(change))
    marks = sum(_exchanged_marks(change) for change in changes)
    said = [say(words, "{n} word|{n} words", others)] * bool(others)
    said += [say(words, "{n} mark|{n} marks", marks)] * bool(marks)
    return say(words, "{what} differs.|{what} differ.", others + marks, what=listed(tuple(said), words)) if said else ""


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
