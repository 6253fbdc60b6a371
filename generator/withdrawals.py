"""content/withdrawn.jsonl <-> withdrawals: what was taken out, when and why, and by which digests it is known again.

A line holds no title, no text and no name of a raw file: only digests of them, so that the list itself tells nothing
that was to be forgotten. Its address is there unless that, too, is to be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from generator.sketch import letters
from generator.types import Digest, Problem

NAME = "withdrawn.jsonl"
RUN = 8
"""Words of a mark: so many that no other text has them by chance, and nobody finds them by trying."""
MARKS = 48
"""Marks of one text at most."""
QUARTER = 0.25
_SHORTEST = 4
"""Words of a text or a title that is marked at all."""
_WORD = re.compile(r"[^\W_]+")


class Withdrawal(Struct, frozen=True, omit_defaults=True):
    """One entry that was withdrawn."""

    id: str
    date: str
    """"2026-11-22": the day of the withdrawal."""
    reason: str
    """As the public log shows it."""
    by: str = ""
    """Who asked for it or decided it, as the public log shows it."""
    addresses: tuple[str, ...] = ()
    """Where it stood: "2021/03/14/slug/", former addresses behind it; none if they are to be forgotten."""
    file: Digest = ""
    """Of the path of its content file, for an entry that has no id."""
    records: tuple[Digest, ...] = ()
    """Of its raw records and all their copies: these are never read again."""
    letters: tuple[Digest, ...] = ()
    """Of their bare letters (sketch.py): exact copies under another name are known by them."""
    sketches: tuple[str, ...] = ()
    """In hexadecimal digits: near copies are known by them."""
    origins: tuple[Digest, ...] = ()
    """Of the names of raw files: a file that was changed in place is known by them."""
    marks: tuple[str, ...] = ()
    """Digests of runs of words, by which `fonds verify --withdrawn` looks for the text without having it."""


def parse(text: str, where: str) -> tuple[tuple[Withdrawal, ...], tuple[Problem, ...]]:
    """Read withdrawn.jsonl; a line that cannot be read is an error with path:line."""
    found: list[Withdrawal] = []
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            found += [msgspec.json.decode(line, type=Withdrawal)] if line.strip() else []
        except msgspec.DecodeError as error:
            hint = "Bring the file back from version control: without the line the text would come back."
            problems.append(Problem("error", f"{where}:{number}", f"cannot be read: {error}", hint))
    return tuple(found), tuple(problems)


def show(found: Iterable[Withdrawal]) -> str:
    """The text of withdrawn.jsonl, in order of date and id, as `parse` reads it."""
    ordered = sorted(found, key=lambda one: (one.date, one.id))
    return "".join(msgspec.json.encode(one).decode() + "\n" for one in ordered)


def digest(text: str) -> Digest:
    """sha256 of a text, as 64 hexadecimal digits."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def records(found: Iterable[Withdrawal]) -> frozenset[Digest]:
    """The digests of all withdrawn records."""
    return frozenset(record for one in found for record in one.records)


# --- marks ----------------------------------------------------------------------------------------------------


def words(text: str) -> list[str]:
    """The words of a text, folded: without case, accents and marks. Linear."""
    return [word.lower() if word.isascii() else letters(word) for word in _WORD.findall(text)]


def marks(texts: Iterable[str], told: Iterable[str] = ()) -> tuple[str, ...]:
    """Up to MARKS marks of each text: those runs of its words whose digests are lowest, a shorter text as a whole.

    The lowest digests are a fair sample that does not depend on where a text begins (Broder 1997). A mark is the digest
    of the first word, cut to three digits, the number of words, and the digest of the run cut to 16: "a3f.8.0123…".
    Runs of words that `told`, the addresses that stay known, have in them are no marks: they are made of titles.
    """
    known = {mark(run) for text in told for run in _runs(words(text))}
    found: list[str] = []
    for text in texts:
        said = words(text)
        length = min(RUN, len(said))
        if length >= _SHORTEST:
            runs = {mark(said[at : at + length]) for at in range(len(said) - length + 1)}
            found += sorted(runs - known, key=lambda one: one.rpartition(".")[2])[:MARKS]
    return tuple(dict.fromkeys(found))


def _runs(said: Sequence[str]) -> Iterator[Sequence[str]]:
    """All runs of a few words that could be marks."""
    return (said[at : at + length] for length in range(_SHORTEST, RUN + 1) for at in range(len(said) - length + 1))


def mark(run: Sequence[str]) -> str:
    """The mark of one run of words."""
    return f"{first(run[0])}.{len(run)}.{digest(' '.join(run))[:16]}"


def first(word: str) -> str:
    """What a mark says of its first word: too little to tell which it is, enough to pass over most words."""
    return digest(word)[:3]


def its_own(one: Withdrawal, versions: Iterable[str], others: Iterable[str]) -> Withdrawal:
    """The withdrawal without the marks that other texts have too and may keep: a version, a sign-off, a quotation.

    A text that is no version and has more than a QUARTER of the marks is no quotation: its marks stay, so it is found.
    """
    seeker = Seeker([one])
    shared = {found for text in versions for found in seeker.marks(text)}
    for text in others:
        found = {*seeker.marks(text)}
        shared |= found if len(found) <= QUARTER * len(one.marks) else set()
    return replace(one, marks=tuple(found for found in one.marks if found not in shared))


class Seeker:
    """Looks for the marks of many withdrawals in texts; remembers which words may begin one."""

    def __init__(self, found: Iterable[Withdrawal]) -> None:
        """`found`: the withdrawals whose texts must not be anywhere."""
        self._owners = {one: withdrawal.id for withdrawal in found for one in withdrawal.marks}
        self._lengths: dict[str, set[int]] = {}
        for one in self._owners:
            start, length, _ = one.split(".")
            self._lengths.setdefault(start, set()).add(int(length))
        self._words: dict[str, tuple[int, ...]] = {}

    def seek(self, text: str) -> Iterator[str]:
        """The ids of the withdrawals of which a run of words stands in a text; each as often as a run does. Linear."""
        return (self._owners[one] for one in self.marks(text))

    def marks(self, text: str) -> Iterator[str]:
        """The marks that stand in a text."""
        said = words(text) if self._owners else []
        for at, word in enumerate(said):
            for length in self._begins(word):
                found = mark(said[at : at + length])
                if found in self._owners and at + length <= len(said):
                    yield found

    def _begins(self, word: str) -> tuple[int, ...]:
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = tuple(sorted(self._lengths.get(first(word), ())))
        return known
