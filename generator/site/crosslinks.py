"""Entries and the addresses that they link to -> which links lead to other entries, and what links to each entry."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import urljoin

from msgspec import Struct

from generator.site.addresses import alias_file
from generator.types import Meta
from generator.weburl import link_key


class Linked(Struct, frozen=True):
    """What of an entry matters to links."""

    meta: Meta
    date: str
    address: str
    links: tuple[str, ...]
    """As in Body."""


class Crosslinks(Struct, frozen=True):
    """Links between entries, by the places of the entries."""

    leads: Mapping[int, tuple[tuple[str, int], ...]]
    """Place of an entry -> (key of an outside address that it links to, place of the entry that has this address)."""
    linked: Mapping[int, tuple[int, ...]]
    """Place of an entry -> places of the entries that link to it, in order."""


def crosslinks(entries: Sequence[Linked], base_url: str) -> Crosslinks:
    """Each link that leads to an entry: to its original address, that of a copy, an alias, or its address here.

    Several entries can have one address (versions, a front page saved again and again): then the one nearest in date is
    meant. An entry that links to its own address means the original.
    """
    known, here = _keys(entries, base_url), _places(entries)
    leads: dict[int, tuple[tuple[str, int], ...]] = {}
    linked: dict[int, dict[int, None]] = defaultdict(dict)
    for place, one in enumerate(entries):
        out = []
        for link in one.links:
            outside = link.startswith("//")
            found = _nearest(entries, known.get(link, ()), place) if outside else here.get(_path(one, link), place)
            if found != place:
                linked[found][place] = None
                out += [(link, found)] if outside else []
        if out:
            leads[place] = tuple(out)
    return Crosslinks(leads, {place: tuple(linked[place]) for place in sorted(linked)})


def _keys(entries: Sequence[Linked], base_url: str) -> Mapping[str, list[int]]:
    """Key of an address -> places of the entries that have it, in order."""
    found: dict[str, list[int]] = defaultdict(list)
    home = link_key(base_url)
    for place, one in enumerate(entries):
        for key in dict.fromkeys(_own(one, home)):
            if key:
                found[key].append(place)
    return found


def _own(one: Linked, home: str) -> Iterator[str]:
    """The keys of its original address, of those of its copies, and of its own in the site, whose key is `home`."""
    yield link_key(one.meta.url)
    yield from (link_key(copy.url) for copy in one.meta.copies if copy.url)
    if home:
        yield f"{home}/{one.address.rstrip('/')}"
        yield from (link_key(f"https:{home}/{file}") for file in filter(None, map(alias_file, one.meta.aliases)))


def _places(entries: Sequence[Linked]) -> Mapping[str, int]:
    """Address in the site -> place of the entry that answers there."""
    found: dict[str, int] = {}
    for place, one in enumerate(entries):
        for file in filter(None, map(alias_file, one.meta.aliases)):
            found.setdefault(file.removesuffix("index.html").rstrip("/"), place)
    return found | {one.address.rstrip("/"): place for place, one in enumerate(entries)}


def _path(one: Linked, link: str) -> str:
    """Where in the site a relative link of a page leads."""
    try:
        return urljoin(f"/{one.address}", link).strip("/").removesuffix("index.html").rstrip("/")
    except ValueError:
        return ""


def _nearest(entries: Sequence[Linked], candidates: Sequence[int], place: int) -> int:
    """Of candidates in order of date the nearest to the entry at `place`; itself if there is none, or if it is one."""
    if not candidates or len(candidates) == 1:
        return candidates[0] if candidates else place
    at = bisect_left(candidates, place)
    beside = candidates[max(0, at - 1) : at + 1]
    if place in beside:
        return place
    return min(beside, key=lambda one: (_days(entries[one].date, entries[place].date), one))


def _days(one: str, other: str) -> int:
    return abs(_day(one) - _day(other))


def _day(text: str) -> int:
    """The number of a date's first day; far from all others if it is not known."""
    return date.fromisoformat(f"{text}-01-01"[:10]).toordinal() if text else -(10**7)
