"""Drafts and withdrawals -> which drafts may not become entries: records that were withdrawn, and copies of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from msgspec import Struct

from generator.sketch import alike
from generator.types import Digest, Draft, Known, Problem
from generator.withdrawals import Withdrawal, digest

LEAST = 60
"""Letters of a text whose digest tells a copy: shorter ones, such as "No picture", are in many documents."""
ALIKE = 0.6
"""Share of a sketch from which on a new record is taken for the withdrawn text: two reports of one event reach 0.3."""


class Held(Struct, frozen=True):
    """A draft that is held back."""

    place: int
    """Among the drafts."""
    id: str
    """Of the withdrawal."""
    how: str
    """"" for a record that is listed; else how it is known to be one."""


def held_back(drafts: Sequence[Draft], found: Sequence[Withdrawal], ledger: Sequence[Known]) -> list[Held]:
    """The drafts that were withdrawn or are copies of what was.

    A record is known by its digest, an exact copy by its letters. A record that the ledger does not know yet is held
    back, too, if its sketch is much like a withdrawn one, or if it is a file in the place of a withdrawn file: a text
    comes back as another capture of the same page. Linear in the drafts for a given number of withdrawals.
    """
    if not found:
        return []
    index = _Index(found)
    known = frozenset(raw for line in ledger for raw in line.raws)
    judged = ((place, index.judge(draft, known)) for place, draft in enumerate(drafts))
    return [Held(place, *said) for place, said in judged if said]


def problems(held: Sequence[Held], drafts: Sequence[Draft], dates: Mapping[str, str]) -> list[Problem]:
    """A warning for each copy that is held back; where: its origin below the raw folder."""
    hint = "If it is another document, give the raw file another name or `fonds withdraw --undo {}`."
    return [
        Problem(
            "warning",
            drafts[one.place].meta.raw.origin,  # type: ignore[union-attr]
            f"{one.how} the entry {one.id}, withdrawn on {dates[one.id]}: it is left out",
            hint.format(one.id),
        )
        for one in held
        if one.how and drafts[one.place].meta.raw
    ]


class _Index:
    """Withdrawals by what they are known by."""

    def __init__(self, found: Sequence[Withdrawal]) -> None:
        self.records = {key: one.id for one in found for key in one.records}
        self.letters = {key: one.id for one in found for key in one.letters}
        self.origins = {key: one.id for one in found for key in one.origins}
        self.sketches = [(bytes.fromhex(key), one.id) for one in found for key in one.sketches]

    def judge(self, draft: Draft, known: Set[Digest]) -> tuple[str, str] | None:
        """Id of the withdrawal and how it is known; None if the draft is free."""
        raw = draft.meta.raw
        if raw and raw.sha256 in self.records:
            return self.records[raw.sha256], ""
        if draft.size >= LEAST and draft.letters in self.letters:
            return self.letters[draft.letters], "has the very text of"
        if not raw or raw.sha256 in known:
            return None
        near = next((key for sketch, key in self.sketches if draft.sketch and alike(sketch, draft.sketch) > ALIKE), "")
        if near:
            return near, "has much the same text as"
        there = self.origins.get(digest(raw.origin))
        return (there, "stands in the place of the raw file of") if there else None
