"""A draft and its copies -> one draft: the base's words, with the marks and fields that only a copy has kept.

The copies are aligned on their letters and digits. Between two letters that both sides have, what stands there (quotes,
apostrophes, dashes, blanks) is compared; where the base has lost marks that the copy kept, the copy's are taken. Words
are never taken and never lost.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from generator.ingest.fill import fill
from generator.ingest.marks import EQUAL, MARKS, kinds, merged
from generator.runs import Run, agreeing_runs
from generator.sketch import letters
from generator.types import Copy, Cut, Draft, RawRef

_WORD = re.compile(r"[^\W_]+")
_AFTER = 24
_WIDEST = 200
"""A seam of more characters than this is no punctuation."""

_SURPLUS = 4
"""A copy is believed if it has a mark that the base lacks this many times as often as the other way round."""


class Lettered(Struct, frozen=True):
    """A text by its words: pieces of letters and digits, and where they stand."""

    words: list[str]
    spans: list[tuple[int, int]]


class Seam(Struct, frozen=True):
    """body[start:end], which stands between two letters that both sides have, and what stands there in the copy."""

    start: int
    end: int
    old: str
    new: str
    kinds: frozenset[str]
    """What the copy has more ("quotes", "punctuation")."""


def combine(base: Draft, others: Sequence[Draft]) -> Draft:
    """The base with what its copies have kept better, and a record of each of them.

    The words of the base stay as they are, so letters, sketch and size hold. Copies are taken in the order of their
    origins, so that the order of `others` does not matter.
    """
    whole = base
    for other in sorted(others, key=_order):
        edits, gave, alike = _better(whole.body, other.body)
        body = _edited(whole.body, edits)
        meta, fields = fill(whole.meta, other.meta)
        copy = _copy(other, alike, gave + fields)
        cuts = _moved(whole.meta.cuts, whole.body, edits, body)
        meta = replace(meta, cuts=cuts, copies=(*meta.copies, copy, *other.meta.copies))
        whole = replace(whole, meta=meta, body=body, problems=tuple(dict.fromkeys(whole.problems + other.problems)))
    copies = tuple(_different(copy, whole) for copy in whole.meta.copies)
    return replace(whole, meta=replace(whole.meta, copies=copies))


def _order(draft: Draft) -> tuple[str, ...]:
    raw = draft.meta.raw or RawRef("", "")
    return (raw.origin, raw.sha256, draft.body)


def _copy(other: Draft, alike: float, gave: tuple[str, ...]) -> Copy:
    raw = other.meta.raw or RawRef("", "")
    return Copy(raw.origin, raw.sha256, alike, other.meta.url, other.meta.date, gave)


def _different(copy: Copy, whole: Draft) -> Copy:
    """A copy's address and date are worth a line only where they are not the entry's own."""
    url = "" if copy.url == whole.meta.url else copy.url
    date = "" if copy.date == whole.meta.date else copy.date
    return replace(copy, url=url, date=date)


# --- the marks ------------------------------------------------------------------------------------------------


class Unit(Struct, frozen=True):
    """Letters that both sides have: a[start:end] and b[other:other_end]."""

    start: int
    end: int
    other: int
    other_end: int
    joins: bool
    """No letter of either side stands between this unit and the one before."""


Edit = tuple[int, int, str]
"""body[start:end] becomes this."""


def _better(body: str, other: str) -> tuple[list[Edit], tuple[str, ...], float]:
    """The edits that bring the marks which only the other has kept, their kinds, and the share of equal letters."""
    a, b = _lettered(body), _lettered(other)
    runs = agreeing_runs(a.words, b.words)
    units = list(_units(a, b, runs))
    alike = _share(a, b, runs)
    cased = _cased(body, other, units)
    seams = list(_seams(body, other, units, a, b))
    believed = _believed(seams)
    taken = [s for s in seams if s.kinds and s.kinds <= believed and s.new != s.old]
    edits = sorted([(seam.start, seam.end, seam.new) for seam in taken] + cased)
    given = sorted({kind for seam in taken for kind in seam.kinds}, reverse=True) + ["capitals"] * bool(cased)
    return edits, tuple(given), alike


def _lettered(body: str) -> Lettered:
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(body):
        word = letters(match[0])
        if word:
            words.append(word)
            spans.append(match.span())
    return Lettered(words, spans)


def _share(a: Lettered, b: Lettered, runs: Sequence[Run]) -> float:
    """Agreeing letters in all letters of the longer side, rounded to a ten-thousandth."""
    most = max(sum(map(len, a.words)), sum(map(len, b.words)))
    same = sum(len(word) for i, _, n in runs for word in a.words[i : i + n])
    same += sum(_same_letters(a.words[i:x], b.words[j:y]) for i, x, j, y in _gaps(a, b, runs))
    return round(same / most, 4) if most else 1.0


def _same_letters(left: Sequence[str], right: Sequence[str]) -> int:
    one, two = "".join(left), "".join(right)
    if len(one) * len(two) > 40_000:
        return 0
    return sum(n for _, _, n in agreeing_runs(one, two) if n > 1 or len(one) == len(two))


def _gaps(a: Lettered, b: Lettered, runs: Sequence[Run]) -> Iterator[tuple[int, int, int, int]]:
    """Where the words differ: a[i:x] stands for b[j:y]."""
    i = j = 0
    for x, y, n in [*runs, (len(a.words), len(b.words), 0)]:
        if x > i or y > j:
            yield i, x, j, y
        i, j = x + n, y + n


def _units(a: Lettered, b: Lettered, runs: Sequence[Run]) -> Iterator[Unit]:
    """The letters that agree, word by word; words that are only parted differently ("Were", "We're") in pieces."""
    joins = True
    i = j = 0
    for x, y, n in [*runs, (len(a.words), len(b.words), 0)]:
        if x > i or y > j:
            pieces = list(_pieces(a, b, (i, x, j, y)))
            yield from (replace(piece, joins=joins or k > 0) for k, piece in enumerate(pieces))
            joins = bool(pieces)
        for k in range(n):
            yield Unit(*a.spans[x + k], *b.spans[y + k], joins)
            joins = True
        i, j = x + n, y + n


def _pieces(a: Lettered, b: Lettered, gap: tuple[int, int, int, int]) -> Iterator[Unit]:
    """The pieces between all word ends of both sides, if the letters are the same."""
    i, x, j, y = gap
    if "".join(a.words[i:x]) != "".join(b.words[j:y]):
        return
    left, right = _places(a, i, x), _places(b, j, y)
    if len(left) != len(right):
        return
    start = 0
    for end in range(1, len(left) + 1):
        if end == len(left) or left[end] != left[end - 1] + 1 or right[end] != right[end - 1] + 1:
            yield Unit(left[start], left[end - 1] + 1, right[start], right[end - 1] + 1, True)
            start = end


def _places(side: Lettered, first: int, last: int) -> list[int]:
    """Where each letter of some words stands; nothing if a character stands for two letters."""
    spans = side.spans[first:last]
    if any(end - start != len(word) for (start, end), word in zip(spans, side.words[first:last], strict=True)):
        return []
    return [at for start, end in spans for at in range(start, end)]


def _seams(body: str, other: str, units: Sequence[Unit], a: Lettered, b: Lettered) -> Iterator[Seam]:
    """What stands between neighbouring units; before the first and behind the last too, if both sides agree there."""
    at = there = 0
    for unit in units:
        if unit.joins:
            yield _seam(body, at, unit.start, other[there : unit.other])
        at, there = unit.end, unit.other_end
    if units and at == a.spans[-1][1] and there == b.spans[-1][1]:
        yield _seam(body, at, len(body), other[there:])


def _seam(body: str, start: int, end: int, new: str) -> Seam:
    old = body[start:end]
    if old == new or max(len(old), len(new)) > _WIDEST:
        return Seam(start, end, old, old, frozenset())
    both = merged(old, "".join(char for char in new if char.isspace() or char in MARKS))
    return Seam(start, end, old, old if both is None else both, kinds(old, new))


def _believed(seams: Sequence[Seam]) -> frozenset[str]:
    """The kinds of marks that the copy kept and the base lost: they are missing in one direction only."""
    counts = dict.fromkeys(("quotes", "punctuation", "-quotes", "-punctuation"), 0)
    for seam in seams:
        for kind in seam.kinds:
            counts[kind] += 1
    least = {"quotes": 1, "punctuation": 1 if counts["quotes"] >= 3 else 3}
    return frozenset(k for k, n in least.items() if counts[k] >= max(n, _SURPLUS * counts["-" + k]))


def _cased(body: str, other: str, units: Sequence[Unit]) -> list[Edit]:
    """The copy's capitals, if the base has lost (nearly) all of its own, or has nothing else."""
    pairs = [(u.start, u.end, body[u.start : u.end], other[u.other : u.other_end]) for u in units]
    words = [(mine, theirs) for _, _, mine, theirs in pairs if len(mine) == len(theirs) and mine[:1].isalpha()]
    flat = max(sum(mine.islower() for mine, _ in words), sum(mine.isupper() for mine, _ in words))
    theirs = max(sum(word.islower() for _, word in words), sum(word.isupper() for _, word in words))
    if len(words) < 20 or flat < 0.99 * len(words) or theirs > 0.97 * len(words):
        return []
    return [(s, e, new) for s, e, old, new in pairs if len(old) == len(new) and old != new]


def _edited(body: str, edits: Sequence[Edit]) -> str:
    parts: list[str] = []
    done = 0
    for start, end, new in edits:
        parts += (body[done:start], new)
        done = end
    return "".join([*parts, body[done:]])


def _moved(cuts: Sequence[Cut], old: str, edits: Sequence[Edit], new: str) -> tuple[Cut, ...]:
    """The cuts with their places in the new body."""
    starts = [start for start, _, _ in edits]
    shifts = list(accumulate((len(text) - (end - start) for start, end, text in edits), initial=0))
    moved: list[Cut] = []
    for cut in cuts:
        if cut.at < 0:
            moved.append(cut)
            continue
        before = bisect_right(starts, cut.at)
        at = cut.at + shifts[before]
        if before and edits[before - 1][1] >= cut.at:
            start, _, text = edits[before - 1]
            at = start + shifts[before - 1] + _inside(old[start : cut.at], text)
        moved.append(replace(cut, at=at, after=new[max(0, at - _AFTER) : at]))
    return tuple(moved)


def _inside(begins: str, text: str) -> int:
    """Where the end of `begins` is in a text that holds its characters in the same order, among others."""
    at = 0
    for char in begins.translate(EQUAL):
        at = max(at, text.translate(EQUAL).find(char, at) + 1)
    return at
