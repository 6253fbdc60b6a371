"""Filed entries -> the stories that several of them are versions of, each in order of date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from generator.connected import connected
from generator.site import dates
from generator.types import Meta


class Told(Struct, frozen=True):
    """What of an entry says that it is a version."""

    meta: Meta
    date: str
    address: str


def stories(told: Sequence[Told]) -> Mapping[int, tuple[int, ...]]:
    """For each place of an entry that is a version the places of all versions of its story, in order of date.

    It is enough that one of two entries names the other: a file that was edited by hand is not written again when a
    version joins. An id that no entry has (a draft, a file that was deleted) is passed over. Of one date, that which
    stands first in the longest list is the earlier one.
    """
    places: dict[str, int] = {}
    for place, one in enumerate(told):
        places.setdefault(one.meta.id, place)
    links = [
        (place, places[key])
        for place, one in enumerate(told)
        for key in one.meta.versions
        if key in places and places[key] != place
    ]
    found: dict[int, tuple[int, ...]] = {}
    for members in connected(links):
        found |= dict.fromkeys(members, _in_order(told, members))
    return found


def _in_order(told: Sequence[Told], members: Sequence[int]) -> tuple[int, ...]:
    listed = max((told[one].meta.versions for one in sorted(members)), key=len)
    rank = {key: number for number, key in enumerate(listed)}
    last = len(listed)
    return tuple(
        sorted(
            members,
            key=lambda one: (dates.order(told[one].date), rank.get(told[one].meta.id, last), told[one].address),
        )
    )
