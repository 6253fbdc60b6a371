"""Two texts by their words -> are they copies of one document?

A copy may have lost or gained whole passages (a header, a footer, some paragraphs) and may be garbled letter by
letter; another document of the same kind (a form letter, a weather report, a later version) has other words and other
numbers in the places of the first one's. So what is only on one side hardly counts, and what is exchanged counts most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from unicodedata import normalize

from generator.runs import Run, agreeing_runs
from generator.sketch import MARKS, has_plain_letters, letters
from generator.types import Draft, Evidence

LEAST = 0.6
"""Least share of the longer text's words that must agree: below it one may be a digest that holds the other."""

_ALIEN = 0.25
"""Longest passage on one side alone, as a share of the longer text, if the titles differ."""

_FRAME = 32
"""Words at the beginning or the end that may be exchanged: the header or footer of another page."""

_CHANCE = 3
"""Longest run of words that two passages may have in common by chance."""

_AROUND = 5
"""Words at each end that are more than a heading and a word cut short."""

_PASSAGE = 8
"""Words that a passage has at least that was moved."""

_WORD = re.compile(r"[^\W_]+")
_INSIDE = re.compile(r"['’ʼ](?<=\w.)(?=\w)")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_PARTED = bytes(ord(chr(b).lower()) if b < 128 and chr(b).isalnum() else 32 for b in range(256))
"""Letters and digits in lower case, a blank for each other byte."""


class Reading:
    """A draft's words, folded, read when they are first asked for."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    @cached_property
    def words(self) -> list[str]:
        text = self.draft.body
        text = _INSIDE.sub("", text) if any(mark in text for mark in "'’ʼ") else text
        if not has_plain_letters(text):
            text = _ACCENTS.sub("", normalize("NFKD", MARKS.sub(" ", text)))
            if not text.isascii():
                return _WORD.findall(text.casefold())
        return text.encode("utf-8", "surrogatepass").translate(_PARTED).decode().split()

    @cached_property
    def kinds(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(filter(str.isdigit, self.kinds))


SAME, LITTLE, OTHER = "same", "little", "other"
"""Verdicts: copies of one document; too little in common to tell; the one says something else than the other."""


def same(a: Reading, b: Reading) -> bool:
    """True if the two are copies of one document."""
    return compared(a, b) == SAME


def compared(a: Reading, b: Reading) -> str:
    """What two texts are to each other: SAME, LITTLE or OTHER."""
    if _clearly_apart(a, b):
        return LITTLE
    tally = _Tally(a.words, b.words)
    longer = max(len(a.words), len(b.words))
    if tally.agreed + tally.garbled < LEAST * longer:
        return LITTLE
    if _titles_differ(a.draft, b.draft) and tally.alien > _ALIEN * longer:
        return LITTLE
    return SAME if _says_the_same(a, b, tally) else OTHER


def _says_the_same(a: Reading, b: Reading, tally: _Tally) -> bool:
    """Whether no more is exchanged than damage accounts for."""
    if _dates_differ(a.draft, b.draft):
        return tally.numbers == 0 and tally.exchanged <= 0.005 * tally.agreed
    numbers = min(len(a.numbers), len(b.numbers))
    if tally.garbled >= 0.01 * tally.agreed:
        return tally.exchanged <= 2 + 0.04 * tally.agreed and tally.numbers <= 1 + 0.3 * numbers
    return tally.exchanged <= 1 + 0.002 * tally.agreed and tally.numbers <= 0.1 * numbers


def _clearly_apart(a: Reading, b: Reading) -> bool:
    """Too few words in common, or most numbers differ on both sides: cheap, for crowds of forms."""
    if min(len(a.words), len(b.words)) < LEAST * max(len(a.words), len(b.words)):
        return True
    fewer = min(len(a.numbers), len(b.numbers))
    if fewer >= 4 and min(len(a.numbers - b.numbers), len(b.numbers - a.numbers)) > 0.6 * fewer:
        return True
    return len(a.kinds & b.kinds) < 0.5 * min(len(a.kinds), len(b.kinds))


def _titles_differ(a: Draft, b: Draft) -> bool:
    titles = letters(a.meta.title), letters(b.meta.title)
    return all(titles) and titles[0] != titles[1]


def _dates_differ(a: Draft, b: Draft) -> bool:
    """Both are certain and exact, and neither says the same less exactly."""
    unknown = Evidence("unknown", "")
    certain = all(draft.meta.evidence.get("date", unknown).sure == "certain" for draft in (a, b))
    one, two = a.meta.date, b.meta.date
    return (
        certain and not (a.meta.date_text or b.meta.date_text) and not one.startswith(two) and not two.startswith(one)
    )


def _solid(runs: list[Run], ends: tuple[int, int]) -> list[Run]:
    """Without the few words that agree by chance in passages that do not agree.

    Runs of at most _CHANCE words are kept where they are half of what stands there on the shorter side: garbled words
    part a text into such runs, and other words have fewer in common.
    """
    kept: list[Run] = []
    weak: list[Run] = []
    for run in [*runs, (*ends, 0)]:
        if 0 < run[2] <= _CHANCE:
            weak.append(run)
            continue
        i, j = (kept[-1][0] + kept[-1][2], kept[-1][1] + kept[-1][2]) if kept else (0, 0)
        if _dense(weak, min(run[0] - i, run[1] - j)):
            kept += weak
        kept.append(run)
        weak = []
    return kept[:-1]


def _dense(weak: list[Run], room: int) -> bool:
    """Whether short runs are half of the words there, and no more than thinly strewn over a longer passage."""
    if not weak:
        return False
    total = sum(n for _, _, n in weak)
    span = max(weak[-1][side] + weak[-1][2] - weak[0][side] for side in (0, 1))
    return 2 * total >= room and span <= 3 * total


def _moved(a: list[str], b: list[str], runs: list[Run]) -> tuple[set[int], set[int]]:
    """The places, on each side, of words of passages that only stand elsewhere: that is no exchange."""
    moved: tuple[set[int], set[int]] = set(), set()
    rest = _between(runs, 0, len(a)), _between(runs, 1, len(b))
    while min(map(len, rest)) >= _PASSAGE:
        left, right = [a[at] for at in rest[0]], [b[at] for at in rest[1]]
        if frozenset(_triples(left)).isdisjoint(_triples(right)):
            break
        found = agreeing_runs(left, right)
        long = [run for run in found if run[2] >= _PASSAGE]
        if not long:
            break
        for side in (0, 1):
            moved[side].update(at for run in long for at in rest[side][run[side] : run[side] + run[2]])
        rest = [at for at in rest[0] if at not in moved[0]], [at for at in rest[1] if at not in moved[1]]
    return moved


def _triples(words: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(words, words[1:], words[2:], strict=False)


def _between(runs: list[Run], side: int, end: int) -> list[int]:
    """The places on one side that are in no run."""
    places: list[int] = []
    start = 0
    for run in runs:
        places += range(start, run[side])
        start = run[side] + run[2]
    return [*places, *range(start, end)]


_Gap = tuple[list[str], list[str]]
"""What stands on the left where the right has something else; the first and the last may be empty on both sides."""


class _Tally:
    """How the words of two texts compare, in words."""

    def __init__(self, a: list[str], b: list[str]) -> None:
        runs = _solid(agreeing_runs(a, b), (len(a), len(b)))
        self.agreed = sum(n for _, _, n in runs)
        self.garbled = self.exchanged = self.numbers = self.alien = 0
        moved = _moved(a, b, runs)
        self.agreed += len(moved[0])
        gaps: list[_Gap] = []
        i = j = 0
        for x, y, n in [*runs, (len(a), len(b), 0)]:
            gaps.append((_staying(a, i, x, moved[0]), _staying(b, j, y, moved[1])))
            i, j = x + n, y + n
        frame = _frame(gaps)
        for index, (left, right) in enumerate(gaps):
            self._count(left, right, 0 if 0 < index < len(gaps) - 1 else frame)

    def _count(self, left: list[str], right: list[str], free: int) -> None:
        """One gap: what stands on the left stands for what is on the right; `free` words are no exchange."""
        self.alien = max(self.alien, abs(len(left) - len(right)))
        if not left or not right:
            return
        one, two = "".join(left), "".join(right)
        if one == two:
            self.agreed += max(len(left), len(right))
        elif len(left) != len(right):
            self._unequal(left, right, _near(one, two), free)
        else:
            for word, other in zip(left, right, strict=True):
                self._pair(word, other, len(left) > free)

    def _unequal(self, left: list[str], right: list[str], near: bool, free: int) -> None:
        fewer = min(len(left), len(right))
        if near:
            self.garbled += fewer
        elif fewer > free:
            self.exchanged += fewer
            self.numbers += min(sum(map(str.isdigit, left)), sum(map(str.isdigit, right)))

    def _pair(self, word: str, other: str, counts: bool) -> None:
        if word == other:
            self.agreed += 1
        elif word.isdigit() and other.isdigit():
            self.numbers += counts
        elif _near(word, other):
            self.garbled += 1
        else:
            self.exchanged += counts


def _staying(words: list[str], start: int, end: int, moved: set[int]) -> list[str]:
    """The words of a gap that were not moved."""
    return [words[at] for at in range(start, end) if at not in moved] if moved else words[start:end]


def _frame(gaps: list[_Gap]) -> int:
    """Words that may be exchanged at each end: more, if one text has words of its own at both, as a page's frame is."""
    (left, right), (left_end, right_end) = gaps[0], gaps[-1]
    around = max(min(len(left), len(left_end)), min(len(right), len(right_end)))
    return 2 * _FRAME if len(gaps) > 1 and around >= _AROUND else _FRAME


def _near(one: str, two: str) -> bool:
    """The same letters but for two in a row, or a few more in a long stretch: what a bad scan does to a word."""
    longest = max(len(one), len(two))
    if min(len(one), len(two)) < longest - 2 - longest // 12:
        return False
    common = sum(1 for _ in _prefix(one, two))
    common += sum(1 for _ in _prefix(one[common:][::-1], two[common:][::-1]))
    if longest > 12 and common < longest - 2:
        common = sum(n for _, _, n in agreeing_runs(one, two))
    return common >= longest - 2 - longest // 12 and 2 * common >= longest


def _prefix(one: str, two: str) -> Iterator[str]:
    for x, y in zip(one, two, strict=False):
        if x != y:
            return
        yield x
