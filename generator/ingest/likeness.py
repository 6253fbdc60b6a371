"""Two drafts -> can they be versions of one story? The texts of one address, and texts of different ones."""

from __future__ import annotations

import re
from collections.abc import Set
from datetime import date

from generator.ingest import changes
from generator.ingest.changes import changed
from generator.ingest.fill import GUESSED
from generator.sketch import letters
from generator.types import Draft, Evidence

_DAYS = 4
"""Days between two versions under different addresses: the week's column comes after seven."""
_LEAST = 40
"""Words that a text must have."""
_CHANGED = 3
"""So many words that say something else a correction has, or one in 200; more are a form that was filled in again."""
_OTHER_NUMBERS = 0.6
"""Share of the fewer numbers that the other text lacks, from which on both are filled-in forms."""
_WORD = re.compile(r"\w+")
_UPDATE = re.compile(r"\s*update\s*\d+\W")
_REPLY = re.compile(r"\s*(?:re|aw|fwd?|wg|antw|tr|rv)\s*(?:\[\d+\])?:", re.IGNORECASE)


def one_address(a: Draft, b: Draft) -> bool:
    """Whether two texts of one address are versions: they agree in part, or title and day do; and are no forms."""
    if min(a.size, b.size) == 0 or _forms(a, b):
        return False
    found = changed(changes.text(a.body), changes.text(b.body))
    same_day = bool(a.meta.date) and a.meta.date == b.meta.date
    return found.steady >= 0.3 * max(found.shorter, 1) or (same_day and _same_title(a, b))


def together(a: Draft, b: Draft, series: Set[str]) -> bool:
    """Whether two texts of different addresses can be of one story: near in time, of one title or one source.

    `series` are titles that many documents have. Where a day is not known, one of two texts of one title must say that
    it was corrected.
    """
    if not _same_people(a, b) or bool(_REPLY.match(a.meta.title)) != bool(_REPLY.match(b.meta.title)):
        return False
    titled = _same_title(a, b) and title_of(a) not in series
    days = days_between(a, b)
    if days is None:
        return titled and changes.has_note(a.body) != changes.has_note(b.body)
    return days <= _DAYS and (titled or (_same_source(a, b) and _shares_title(a, b)))


def updated(a: Draft, b: Draft) -> bool:
    """Whether most of the shorter text is in the longer one, in long runs of words, and neither is a form."""
    if _forms(a, b):
        return False
    found = changed(changes.text(a.body), changes.text(b.body))
    whole = found.shorter >= _LEAST and found.shorter >= 0.3 * found.longer
    return whole and found.steady >= 0.6 * found.shorter and len(found.told) <= max(_CHANGED, found.shorter // 200)


def _forms(a: Draft, b: Draft) -> bool:
    """Both have numbers, and most of them differ: a form that was filled in twice."""
    one, two = (frozenset(word for word in changes.text(draft.body).words if word.isdigit()) for draft in (a, b))
    fewer = min(len(one), len(two))
    return fewer >= 4 and min(len(one - two), len(two - one)) > _OTHER_NUMBERS * fewer


def days_between(a: Draft, b: Draft, certain: bool = False) -> int | None:
    """Days between two dates that are known to the day; None if one is not, or not `certain`."""
    unknown = Evidence("unknown", "")
    if certain and any(draft.meta.evidence.get("date", unknown).sure != "certain" for draft in (a, b)):
        return None
    try:
        return abs((date.fromisoformat(a.meta.date) - date.fromisoformat(b.meta.date)).days)
    except ValueError:
        return None


def title_of(draft: Draft) -> str:
    """The letters of a title that somebody wrote as one; "" if it was made of the text's first words."""
    known = draft.meta.evidence.get("title")
    return "" if known and GUESSED.search(known.how) else letters(draft.meta.title)


def _same_title(a: Draft, b: Draft) -> bool:
    return bool(title_of(a)) and title_of(a) == title_of(b)


def _shares_title(a: Draft, b: Draft) -> bool:
    """At least a third of the words of both titles, but for the smallest, are in both; and their numbers are the same.

    "Issue 45" and "Issue 46" are two issues, but "UPDATE 1" and "UPDATE 2" of a wire story are versions.
    """
    words = [_WORD.findall(_UPDATE.sub("", draft.meta.title.casefold())) for draft in (a, b)]
    one, two = ({word for word in side if len(word) > 3 and not word.isdigit()} for side in words)
    numbers, others = ({word for word in side if any(map(str.isdigit, word))} for side in words)
    return bool(title_of(a) and title_of(b)) and numbers == others and 3 * len(one & two) >= len(one | two) > 0


def _same_source(a: Draft, b: Draft) -> bool:
    return bool(a.meta.source) and a.meta.source.casefold() == b.meta.source.casefold()


def _same_people(a: Draft, b: Draft) -> bool:
    """False if both name their writers, and none is named by both."""
    one, two = ({letters(name) for name in draft.meta.authors} for draft in (a, b))
    return not one or not two or not one.isdisjoint(two)
