"""The fields of a base and of a copy -> the fields of the entry: the better known ones."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from generator.types import Evidence, Meta

FIELDS = ("title", "date", "url", "source", "authors", "language")
"""The fields that a copy may give, and each with its evidence."""

GUESSED = re.compile(r"\b(?:first|opening) (?:words?|lines?|sentences?)\b", re.I)
"""A title made of the text's own beginning: any title that was found elsewhere is better."""

_RANKS: Mapping[str, int] = {"certain": 3, "worked out": 2, "unknown": 1}


def fill(base: Meta, other: Meta) -> tuple[Meta, tuple[str, ...]]:
    """The base's fields completed from the other's, and the names of the fields that were taken.

    A field is taken where the base has none or the other's evidence is stronger; a date also where it says the same
    more exactly. Its evidence then reads "copy: ..." and is as sure as it was there. People, tags and unknown keys are
    joined.
    """
    taken = tuple(field for field in FIELDS if _better(field, base, other))
    evidence = dict(base.evidence) | {
        field: Evidence(other.evidence[field].sure, f"copy: {other.evidence[field].how}")
        if field in other.evidence
        else Evidence("worked out", "copy")
        for field in taken
    }
    words = {"date_text": other.date_text} if "date" in taken else {}
    meta = replace(
        base,
        people=tuple(dict.fromkeys(base.people + other.people)),
        tags=tuple(dict.fromkeys(base.tags + other.tags)),
        extra={**other.extra, **base.extra},
        evidence={key: evidence[key] for key in sorted(evidence)},
        **{field: getattr(other, field) for field in taken},
        **words,
    )
    return meta, taken


def _better(field: str, base: Meta, other: Meta) -> bool:
    mine, theirs = getattr(base, field), getattr(other, field)
    if not theirs or mine == theirs:
        return False
    if field == "date" and mine and not base.date_text and str(theirs).startswith(mine):
        return True
    return _rank(field, other) > _rank(field, base)


def _rank(field: str, meta: Meta) -> float:
    """How well a field is known: 0 not at all, 3 certain."""
    if not getattr(meta, field):
        return 0
    known = meta.evidence.get(field)
    if known is None:
        return 1.0
    return _RANKS[known.sure] - (0.5 if GUESSED.search(known.how) else 0)
