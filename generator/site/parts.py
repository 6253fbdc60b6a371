"""Long listings -> parts, numbered from the oldest, so that a new entry changes one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.phrases import Words, say
from generator.site.views import Part, Parts

SOFT = 150
"""Entries on a page of whole months or years."""
HARD = 300
"""Entries of one month or year on a page, before it is cut itself."""
NEAR = 2
"""Parts named on each side of the page's own, if they are many."""
MANY = 12
STEP = "part-"


class Chunk(NamedTuple):
    """A month or a year, or a piece of one."""

    key: str
    members: tuple[int, ...]
    piece: int = 0
    """1, 2 ... if the month or year is cut; 0 if it is whole."""


def split(groups: Iterable[tuple[str, Sequence[int]]], soft: int = SOFT, hard: int = HARD) -> list[list[Chunk]]:
    """Whole groups, oldest first, packed into pages of about `soft` entries; a group of more than `hard` is cut."""
    pages: list[list[Chunk]] = []
    size = soft
    for key, members in groups:
        cut = len(members) > hard
        for start in range(0, len(members), hard):
            chunk = Chunk(key, tuple(members[start : start + hard]), start // hard + 1 if cut else 0)
            if cut or size + len(chunk.members) > soft:
                pages.append([])
                size = 0
            pages[-1].append(chunk)
            size = soft if cut else size + len(chunk.members)
    return pages


def piece(words: Words, name: str, number: int) -> str:
    """The name of a chunk, and which piece of it, if it is cut: "March, part 2"."""
    return say(words, "{name}, part {number}", name=name, number=number) if number else name


def spread(words: Words, names: Sequence[str]) -> str:
    """From the first name to the last: "January to March", "March"."""
    first, last = names[0], names[-1]
    return say(words, "{first} to {last}", first=first, last=last) if first != last else first


def part_address(base: str, number: int, step: str = STEP) -> str:
    """Of the part with this number, counted from 1, the oldest; `step` stands before the number."""
    return base if number == 1 else f"{base}{step}{number}/"


def parts(base: str, labels: Sequence[str], number: int, step: str = STEP) -> Parts | None:
    """The list of parts as the part `number` shows it; None if there is only one."""
    count = len(labels)
    if count < 2:
        return None
    shown = [n for n in range(1, count + 1) if count <= MANY or n in (1, count) or abs(n - number) <= NEAR]
    return Parts(
        count=count,
        shown=tuple(Part(labels[n - 1], part_address(base, n, step), n == number) for n in shown),
        earlier=part_address(base, number - 1, step) if number > 1 else "",
        later=part_address(base, number + 1, step) if number < count else "",
    )
