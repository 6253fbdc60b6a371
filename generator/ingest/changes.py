"""Two texts -> how far they agree, and which of their words say something else: what parts a version from a copy.

A damaged copy has lost passages, marks or letters. A version says something else in the same place: another number,
another name, a "not"; or it has a note that it was corrected. Only what stands in prose counts, between words that
agree: the numbers of a menu or a share bar are no part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from generator.runs import Run, agreeing_runs
from generator.sketch import letters

STEADY = 8
"""Words that a run must have to be more than the words of a form between its blanks."""

_SHORT = 4
"""Words at most that stand on each side where a number, a name or a "not" was changed."""
_FLANK = 3
"""Words that agree on both sides of such a place."""
_PROSE = 60
"""Characters of a paragraph at least: less is a heading, a caption, a line of a menu."""
_NEAR = 200
"""Characters around a place in which the ends of its paragraph are looked for."""
_SENTENCE = 8
"""Words that a passage must have to be a sentence that was added."""

_WORD = re.compile(r"[^\W_]+")
_TARGETS = re.compile(r"\]\([^)\n]{0,500}\)|<?https?://\S+")
_ENDS = ".!?…:\"'“”‘’„»«()[]*_#>-–—•"
_NOT = frozenset(
    "not no never none nor without cannot neither cant wont dont isnt wasnt arent werent didnt doesnt couldnt wouldnt "
    "shouldnt hasnt havent hadnt nicht kein keine keinen keiner keinem nie niemals ohne pas jamais sans nunca jamas "
    "sin non mai senza niet geen nooit zonder nao nunca".split()
)
_NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion zwei drei vier "
    "funf sechs sieben acht neun zehn elf zwolf hundert tausend million millionen deux trois quatre cinq sept huit "
    "neuf dix vingt cent mille dos tres cuatro cinco seis siete ocho nueve diez twee drie vijf zes zeven negen "
    "tien".split()
)
_NOTE = re.compile(
    r"(?:^|\n)[\W_]*(?:corrections?|clarification|updates?|updated|editor['’]?s note|erratum|corrigendum|korrektur"
    r"|berichtigung|aktualisierung|nachtrag|anmerkung der redaktion|rectificatif|mise à jour|corrección|fe de errores"
    r"|actualización|rectificatie|correctie|naschrift)\b[^\n]{0,60}[:.–—]"
    r"|\b(?:earlier|previous) versions? of (?:this|the) (?:article|story|report|post|column|page|item|notice)"
    r"|\b(?:has been|have been|was|were) (?:corrected|amended|updated) (?:to|on|at|since|after|because|with)\b"
    r"|frühere[nr]? (?:version|fassung) (?:dieses|des)|version précédente de (?:cet|l)|versión anterior de (?:este|la)"
    r"|eerdere versie van (?:dit|het)",
    re.IGNORECASE,
)


class Text(Struct, frozen=True):
    """A body by its words, folded, and where they stand; the addresses of links are no words."""

    body: str
    words: list[str]
    spans: list[tuple[int, int]]


class Changed(Struct, frozen=True):
    """How two texts compare, in words."""

    shorter: int
    longer: int
    agreed: int
    steady: int
    """Of these, in runs of at least STEADY words."""
    garbled: int
    """Words whose letters differ as a bad scan or a typing error makes them differ."""
    exchanged: int
    told: tuple[tuple[str, str], ...] = ()
    """What says something else: a number, a name, a "not", on each side."""
    added: tuple[int, int] = (0, 0)
    """Words of whole sentences that only the one has, and only the other."""
    noted: tuple[bool, bool] = (False, False)
    """One has a note of a correction that the other lacks."""


@lru_cache(maxsize=64)
def text(body: str) -> Text:
    """The words of a body. Linear; a text is compared with several others one after another."""
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(_TARGETS.sub(lambda found: " " * len(found[0]), body)):
        word = match[0].lower() if match[0].isascii() else letters(match[0])
        if word:
            words.append(word)
            spans.append(match.span())
    return Text(body, words, spans)


def changed(a: Text, b: Text) -> Changed:
    """What differs between two texts. n log n, as runs.py is."""
    runs = _solid(agreeing_runs(a.words, b.words))
    tally = _Tally(a, b)
    i = j = before = 0
    for x, y, n in [*runs, (len(a.words), len(b.words), 0)]:
        tally.gap((i, x, j, y), min(before, n) >= _FLANK)
        i, j, before = x + n, y + n, n
    return Changed(
        shorter=min(len(a.words), len(b.words)),
        longer=max(len(a.words), len(b.words)),
        agreed=sum(n for _, _, n in runs) + tally.agreed,
        steady=sum(n for _, _, n in runs if n >= STEADY),
        garbled=tally.garbled,
        exchanged=tally.exchanged,
        told=tuple(tally.told),
        added=(tally.added[0], tally.added[1]),
        noted=(tally.noted[0], tally.noted[1]),
    )


def material(found: Changed) -> bool:
    """Whether two near copies are versions: their letters are sound, and a word says something else, or a note does."""
    sound = found.garbled <= 1 + 0.005 * found.agreed
    return sound and (bool(found.told) or found.noted[0] != found.noted[1])


def has_note(body: str) -> bool:
    """Whether a text says that it was corrected or updated."""
    return bool(_NOTE.search("\n" + body))


def _solid(runs: Sequence[Run]) -> list[Run]:
    """Without single words that agree by chance between passages that do not."""
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
    """The gaps between agreeing words, counted."""

    def __init__(self, a: Text, b: Text) -> None:
        self.a, self.b = a, b
        self.agreed = self.garbled = self.exchanged = 0
        self.told: list[tuple[str, str]] = []
        self.added = [0, 0]
        self.noted = [False, False]

    def gap(self, at: tuple[int, int, int, int], flanked: bool) -> None:
        """One gap: a's words i to x stand for b's words j to y."""
        i, x, j, y = at
        left, right = self.a.words[i:x], self.b.words[j:y]
        one, two = "".join(left), "".join(right)
        if one == two:
            self.agreed += max(len(left), len(right))
            return
        self._passages(at)
        said = self._said(at) if flanked and max(len(left), len(right)) <= _SHORT else False
        if said:
            self.told.append((_raw(self.a, i, x), _raw(self.b, j, y)))
        elif left and right and _alike(one, two):
            self.garbled += min(len(left), len(right))
        else:
            self.exchanged += min(len(left), len(right))

    def _passages(self, at: tuple[int, int, int, int]) -> None:
        """Whole sentences and notes that stand on one side alone."""
        i, x, j, y = at
        for side, (found, start, end, other) in enumerate(((self.a, i, x, y - j), (self.b, j, y, x - i))):
            if end - start - other >= _SENTENCE:
                raw = _raw(found, start, end, 2)
                self.added[side] += (end - start - other) * any(mark in raw for mark in ".!?。")
                before = found.body[max(0, found.spans[start][0] - 8) : found.spans[start][0]]
                self.noted[side] = self.noted[side] or bool(_NOTE.search((before if start else "\n") + raw))

    def _said(self, at: tuple[int, int, int, int]) -> bool:
        i, x, j, y = at
        left, right = self.a.words[i:x], self.b.words[j:y]
        if not (_in_prose(self.a, i, x) and _in_prose(self.b, j, y)):
            return False
        if _negations(left) != _negations(right):
            return True
        if len(left) == len(right):
            return any(self._other(here, there) for here, there in zip(range(i, x), range(j, y), strict=True))
        return bool(left and right) and self._names((i, x, j, y))

    def _other(self, here: int, there: int) -> bool:
        """Whether a word says something else than the word in its place."""
        one, two = self.a.words[here], self.b.words[there]
        if one.isdigit() and two.isdigit():
            return one.strip("0") != two.strip("0")
        if one in _NUMBERS and two in _NUMBERS:
            return one != two
        return self._names((here, here + 1, there, there + 1))

    def _names(self, at: tuple[int, int, int, int]) -> bool:
        """Names on both sides, not at the beginning of a sentence, and neither the short form of the other."""
        i, x, j, y = at
        if not all(_capital(self.a, k) for k in range(i, x)) or not all(_capital(self.b, k) for k in range(j, y)):
            return False
        return not _short_for(self.a.words[i:x], self.b.words[j:y])


def _raw(found: Text, start: int, end: int, more: int = 0) -> str:
    """The words start to end as they are written, and `more` characters behind them."""
    return found.body[found.spans[start][0] : found.spans[end - 1][1] + more] if end > start else ""


def _in_prose(found: Text, start: int, end: int) -> bool:
    """The paragraph around some words is long enough, and no heading or row of a table."""
    last = len(found.spans) - 1
    here = found.spans[min(start, last)][0]
    there = found.spans[max(start, end - 1) if end > start else min(start, last)][1]
    before = found.body[max(0, here - _NEAR) : here].rpartition("\n\n")[2]
    after = found.body[there : there + _NEAR].partition("\n\n")[0]
    paragraph = before + found.body[here:there] + after
    return len(paragraph) >= _PROSE and "|" not in paragraph and not before.startswith("#")


def _negations(words: Sequence[str]) -> int:
    """How often "not" is said; "isn't" is two words here, the second of which is "t"."""
    pairs = zip(words, [*words, ""][1:], strict=True)
    return sum(word in _NOT or (word.endswith("n") and after == "t") for word, after in pairs) + (words[:1] == ["t"])


def _capital(found: Text, at: int) -> bool:
    """The word is written with a capital, and not because a sentence begins with it."""
    start, end = found.spans[at]
    word = found.body[start:end]
    before = found.body[max(0, start - 4) : start]
    begins = not before.strip() or "\n" in before or before.strip()[-1] in _ENDS
    return word[:1].isupper() and word[1:].islower() and len(word) > 2 and not begins


def _short_for(left: Sequence[str], right: Sequence[str]) -> bool:
    """Each word of the one begins or ends a word of the other, or is much like one: "Sen" for "Senator"."""
    few, many = sorted((left, right), key=len)
    return any(one[:3] == two[:3] or _alike(one, two) for one in few for two in many)


def _alike(one: str, two: str) -> bool:
    """The same letters but for two in a row, or a few more in a long stretch: what a bad scan does to a word."""
    longest = max(len(one), len(two))
    allowed = 2 + longest // 12
    if min(len(one), len(two)) < longest - allowed:
        return False
    common = _prefix(one, two)
    common += _prefix(one[common:][::-1], two[common:][::-1])
    if longest > 12 and common < longest - allowed:
        common = sum(n for _, _, n in agreeing_runs(one, two))
    return common >= longest - allowed and 2 * common >= longest


def _prefix(one: str, two: str) -> int:
    return next((k for k, (x, y) in enumerate(zip(one, two, strict=False)) if x != y), min(len(one), len(two)))
