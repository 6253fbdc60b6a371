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
from generator.sketch import letters
from generator.types import Draft, Evidence

LEAST = 0.6
"""Least share of the longer text's words that must agree: below it one may be a digest that holds the other."""

_ALIEN = 0.25
"""Longest passage on one side alone, as a share of the longer text, if the titles differ."""

_FRAME = 32
"""Words at the beginning or the end that may be exchanged: the header or footer of another page."""

_WORD = re.compile(r"[^\W_]+")
_INSIDE = re.compile(r"(?<=\w)['’ʼ](?=\w)")
_ACCENTS = re.compile("[\u0300-\u036f]")


class Reading:
    """A draft's words, folded, read when they are first asked for."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    @cached_property
    def words(self) -> list[str]:
        text = _INSIDE.sub("", self.draft.body)
        if not text.isascii():
            text = _ACCENTS.sub("", normalize("NFKD", text))
        return _WORD.findall(text.casefold())

    @cached_property
    def kinds(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(word for word in self.kinds if word.isdigit())


def same(a: Reading, b: Reading) -> bool:
    """True if the two are copies of one document."""
    if _clearly_apart(a, b):
        return False
    tally = _Tally(a.words, b.words)
    longer = max(len(a.words), len(b.words))
    if tally.agreed + tally.garbled < LEAST * longer:
        return False
    if _titles_differ(a.draft, b.draft) and tally.alien > _ALIEN * longer:
        return False
    if _dates_differ(a.draft, b.draft):
        return tally.numbers == 0 and tally.exchanged <= 0.005 * tally.agreed
    numbers = min(len(a.numbers), len(b.numbers))
    if tally.garbled >= 0.01 * tally.agreed:
        return tally.exchanged <= 2 + 0.04 * tally.agreed and tally.numbers <= 1 + 0.3 * numbers
    return tally.exchanged <= 1 + 0.004 * tally.agreed and tally.numbers <= 0.1 * numbers


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
    """Both are certain, and neither says the same less exactly."""
    unknown = Evidence("unknown", "")
    certain = all(draft.meta.evidence.get("date", unknown).sure == "certain" for draft in (a, b))
    one, two = a.meta.date, b.meta.date
    return certain and not one.startswith(two) and not two.startswith(one)


def _solid(runs: list[Run]) -> list[Run]:
    """Without the few words that agree by chance in the midst of passages that do not."""
    kept: list[Run] = []
    done = (0, 0)
    for index, (i, j, n) in enumerate(runs):
        x, y, _ = runs[index + 1] if index + 1 < len(runs) else (i + n, j + n, 0)
        around = min(i - done[0], j - done[1]) + min(x - i - n, y - j - n)
        if n > 3 or around < 3 * n:
            kept.append((i, j, n))
            done = (i + n, j + n)
    return kept


class _Tally:
    """How the words of two texts compare, in words."""

    def __init__(self, a: list[str], b: list[str]) -> None:
        runs = _solid(agreeing_runs(a, b))
        self.agreed = sum(n for _, _, n in runs)
        self.garbled = self.exchanged = self.numbers = self.alien = 0
        i = j = 0
        for x, y, n in [*runs, (len(a), len(b), 0)]:
            self._count(a[i:x], b[j:y], within=i + j > 0 and n > 0)
            i, j = x + n, y + n

    def _count(self, left: list[str], right: list[str], within: bool) -> None:
        """One gap: what stands on the left stands for what is on the right."""
        self.alien = max(self.alien, abs(len(left) - len(right)))
        if not left or not right:
            return
        one, two = "".join(left), "".join(right)
        if one == two:
            self.agreed += max(len(left), len(right))
        elif len(left) != len(right):
            self._unequal(left, right, _near(one, two), within)
        else:
            for word, other in zip(left, right, strict=True):
                self._pair(word, other, within or len(left) > _FRAME)

    def _unequal(self, left: list[str], right: list[str], near: bool, within: bool) -> None:
        fewer = min(len(left), len(right))
        if near:
            self.garbled += fewer
        elif within or fewer > _FRAME:
            self.exchanged += fewer
            self.numbers += min(sum(map(str.isdigit, left)), sum(map(str.isdigit, right)))

    def _pair(self, word: str, other: str, within: bool) -> None:
        if word == other:
            self.agreed += 1
        elif word.isdigit() and other.isdigit():
            self.numbers += within
        elif _near(word, other):
            self.garbled += 1
        else:
            self.exchanged += within


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
