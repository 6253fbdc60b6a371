"""Entries and the shelves they share -> for each entry the few others worth reading beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct

from generator.phrases import Words, say

WEIGHTS = MappingProxyType({"text": 8, "person": 3, "tag": 2})
REACH = 4
"""How many places before and after, on one shelf, are looked at: keeps the work linear and the result local."""
BAND = 8
"""Bytes of a sketch, four of its numbers, that must agree: of two texts half alike, 1 in 16 of their bands agree."""
SHOWN = 3
LONG = "Shares long passages with this page"
SAME = MappingProxyType(
    {"person": ("Same person: {names}", "Same people: {names}"), "tag": ("Same tag: {names}", "Same tags: {names}")}
)
NEVER = 12 * 99_999
"""The month of an entry without a date: far from all others."""


class Kin(Struct, frozen=True):
    """Another entry, and why it is shown."""

    other: int
    """Its place among the site's entries."""
    reason: str
    """Its English words, "Same people: {names}"; `words` fills them in."""
    names: str = ""

    def words(self, words: Words) -> str:
        """Why, in the site's language: "Same people: Marit Oakes"."""
        return say(words, self.reason, names=self.names)


class Group(NamedTuple):
    """Entries that share one thing, oldest first."""

    kind: str
    name: str
    members: Sequence[int]


Shared = dict[int, list[Group]]


def kin(count: int, groups: Iterable[Group], dates: Sequence[str]) -> tuple[tuple[Kin, ...], ...]:
    """For each of `count` entries up to three others, best first.

    A shared thing counts for more the fewer share it (by the number of binary digits of that count, so that one more
    entry rarely changes the order elsewhere); of equals, the nearer in date wins.
    """
    shared: list[Shared] = [defaultdict(list) for _ in range(count)]
    for group in groups:
        for place, one in enumerate(group.members):
            for other in group.members[max(0, place - REACH) : place + REACH + 1]:
                if other != one:
                    shared[one][other].append(group)
    months = [int(d[:4]) * 12 + int(d[5:7] or 6) if d else NEVER for d in dates]
    return tuple(_best(one, others, months) for one, others in enumerate(shared))


def passages(sketches: Sequence[bytes]) -> Iterable[Group]:
    """Groups of entries whose sketches agree in a whole band (locality-sensitive hashing, Indyk and Motwani 1998)."""
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for one, sketch in enumerate(sketches):
        for at in range(0, len(sketch) - BAND + 1, BAND):
            buckets[at, sketch[at : at + BAND]].append(one)
    return (Group("text", "", members) for members in buckets.values() if len(members) > 1)


def _best(one: int, others: Mapping[int, list[Group]], months: Sequence[int]) -> tuple[Kin, ...]:
    ranked = sorted((-_score(groups), abs(months[one] - months[other]), other) for other, groups in others.items())
    return tuple(Kin(other, *_reason(others[other])) for _, _, other in ranked[:SHOWN])


def _score(groups: Sequence[Group]) -> int:
    """In whole parts of a hundred thousand, so that the order of addition does not matter."""
    return sum(WEIGHTS[g.kind] * 100_000 // len(g.members).bit_length() for g in groups)


def _reason(groups: Sequence[Group]) -> tuple[str, str]:
    if any(g.kind == "text" for g in groups):
        return LONG, ""
    for kind, (one, several) in SAME.items():
        names = sorted({g.name for g in groups if g.kind == kind})
        if names:
            return several if len(names) > 1 else one, ", ".join(names[:3])
    return "", ""
