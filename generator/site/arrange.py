"""Heads of entries -> the site as a value: order, addresses, shelves, neighbours, what is wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from generator.site import addresses, dates, related
from generator.site.alphabet import Filing
from generator.site.crosslinks import Crosslinks, Linked, crosslinks
from generator.site.filed import KINDS, Filed, file, line_of
from generator.site.names import allot, fold, natural
from generator.site.room import shortened
from generator.site.stories import Told, stories
from generator.site.views import DataFile, Line
from generator.types import Digest, Entry, Problem, SiteInfo
from generator.withdrawals import Withdrawal

FOLDERS = MappingProxyType({"source": "sources", "person": "people", "tag": "tags", "language": "languages"})


class Shelf(Struct, frozen=True):
    """The entries that share a source, person, tag or language."""

    kind: str
    name: str
    """The commonest spelling."""
    address: str
    spellings: tuple[tuple[str, int], ...]
    """Each spelling and its entries, commonest first."""
    members: tuple[int, ...]
    """Places among the site's entries, oldest first, undated last."""


Shelves = Mapping[str, Shelf]


class Site(Struct, frozen=True, dict=True):
    """All that pages are made from."""

    info: SiteInfo
    entries: tuple[Filed, ...]
    """By date, its words, then address; what has no day after the days of its month, what has no date last."""
    notes: tuple[Filed, ...]
    """Pages of the keeper's own: "about/"."""
    years: Mapping[str, tuple[int, ...]]
    """"2021" -> places of its entries; in order, years without entries left out."""
    months: Mapping[str, tuple[int, ...]]
    """"2021-03" -> places; entries of which only the year is known are not in it."""
    days: Mapping[str, tuple[int, ...]]
    """"2021-03-14" -> places."""
    anniversaries: Mapping[str, tuple[int, ...]]
    """"03-14" -> places of the entries of that day of any year; in order of the calendar, oldest first."""
    collections: Mapping[str, Shelves]
    """Kind -> folded name -> shelf, in the order of names."""
    undated: tuple[int, ...]
    related: tuple[tuple[related.Kin, ...], ...]
    """For each entry, by its place."""
    latest: str = ""
    """Date of the newest entry."""
    compared: Mapping[tuple[int, int], Digest] = {}
    """Place of an entry and number of one of its copies, from 1 -> the encoded Comparison of the two."""
    data: tuple[DataFile, ...] = ()
    """Files of the whole archive, for programs."""
    versions: Mapping[int, tuple[int, ...]] = {}
    """Place of an entry that is a version -> places of all versions of its story, in order of date."""
    crosslinks: Crosslinks = Crosslinks({}, {})
    """Links between entries."""
    aliases: tuple[tuple[str, str], ...] = ()
    """File of a former address -> the address that it leads to."""
    withdrawn: tuple[Withdrawal, ...] = ()
    raw: Mapping[str, str] = {}
    """Path of a raw file -> its address in the site, where raw files are published."""
    pictures: Mapping[int, tuple[tuple[str, str, int, int], ...]] = {}
    """Place of an entry -> its pictures that the site shows: address in the text, file, width and height."""
    problems: tuple[Problem, ...] = ()

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Each entry as a line of a list."""
        told = self.versions
        return tuple(line_of(one, self.info, told.get(i, (i,))[-1] != i) for i, one in enumerate(self.entries))

    @cached_property
    def short(self) -> Mapping[int, tuple[str, ...]]:
        """Place of an entry -> the lists that have no room on its page."""
        return shortened(self)

    @cached_property
    def titles(self) -> tuple[tuple[Filing, int], ...]:
        """All titles in the order of the alphabet, with the places of their entries; equal ones as these are."""
        return tuple(sorted((one.filing, place) for place, one in enumerate(self.entries)))

    @cached_property
    def first_year(self) -> int:
        """Of the dated entries; 0 without any."""
        return int(next(iter(self.years), 0))

    @cached_property
    def last_year(self) -> int:
        """The same."""
        return max(map(int, self.years), default=0)

    def shelf(self, kind: str, name: str) -> Shelf:
        """The shelf on which entries with this spelling stand."""
        return self.collections[kind][fold(name)]

    def newest(self, count: int) -> tuple[int, ...]:
        """Places of the newest dated entries, newest first; a date known less exactly counts as its earliest day."""
        dated = range(len(self.entries) - len(self.undated))
        return tuple(sorted(dated, key=lambda i: (self.entries[i].date, i), reverse=True)[:count])


def arrange(
    info: SiteInfo, entries: Sequence[Entry], notes: Sequence[Entry] = (), kin: related.Relate = related.kin
) -> Site:
    """The site of these entries. Troubles with addresses, dates and base_url are in `Site.problems`; none stops it.

    `kin`: what finds the related ones, or remembers them.
    """
    places, trouble = addresses.places([e.path for e in entries], [n.path for n in notes])
    texts = {e.path: e for e in entries}
    made = (file(e, places[e.path]) for e in entries)
    filed = sorted(made, key=lambda f: (dates.order(f.date), f.date_text, natural(f.address)))
    pages = tuple(Filed(n, places[addresses.NOTE + n.path], "") for n in notes)
    collections = {kind: shelves(kind, filed) for kind in KINDS}
    aliases, astray = addresses.aliases([(f.entry, f.address) for f in (*filed, *pages)])
    undated = tuple(i for i, f in enumerate(filed) if not f.date)
    told = stories([Told(f.entry.meta, f.date, f.address) for f in filed])
    return Site(
        info=info,
        entries=tuple(filed),
        notes=pages,
        years=by_prefix(filed, 4),
        months=by_prefix(filed, 7),
        days=by_prefix(filed, 10),
        anniversaries=by_anniversary(filed),
        collections=collections,
        undated=undated,
        related=relate(filed, texts, told, kin),
        latest=max((f.date for f in filed), default=""),
        versions=told,
        crosslinks=_crosslinks(filed, info),
        aliases=aliases,
        problems=(*trouble, *astray, *wrong_dates(filed), *nowhere(info)),
    )


def swapped(site: Site, entries: Mapping[str, Entry]) -> Site | None:
    """The site after some of its files were edited (path -> entry), without a look at any other entry.

    None if an entry would stand elsewhere, be filed under other names or hang together with others in another way.
    What is related stays as it was, for that depends on all texts.
    """
    filed = list(site.entries)
    places = {one.entry.path: place for place, one in enumerate(filed)}
    for path, entry in entries.items():
        place = places.get(path)
        if place is None:
            return None
        new = file(entry, filed[place].address)
        if _standing(new) != _standing(filed[place]):
            return None
        if place in site.versions and entry.meta.id != filed[place].entry.meta.id:
            return None  # of a file that names no id it is its digest, and matters to versions alone
        filed[place] = new
    return replace(site, entries=tuple(filed), crosslinks=_crosslinks(filed, site.info))


def _standing(one: Filed) -> tuple[object, ...]:
    meta = one.entry.meta
    return one.date, one.date_text, one.names, meta.aliases, meta.versions, meta.copies, meta.draft


def _crosslinks(filed: Sequence[Filed], info: SiteInfo) -> Crosslinks:
    return crosslinks([Linked(f.entry.meta, f.date, f.address, f.entry.links) for f in filed], info.base_url)


def by_prefix(filed: Sequence[Filed], length: int) -> dict[str, tuple[int, ...]]:
    """Places by the first characters of the date: 4 for years, 7 for months, 10 for days."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(filed):
        if len(one.date) >= length:
            found[one.date[:length]].append(place)
    return {key: tuple(members) for key, members in found.items()}


def by_anniversary(filed: Sequence[Filed]) -> dict[str, tuple[int, ...]]:
    """Places by month and day."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(filed):
        if len(one.date) == 10:
            found[one.date[5:]].append(place)
    return {key: tuple(found[key]) for key in sorted(found)}


def shelves(kind: str, filed: Sequence[Filed]) -> dict[str, Shelf]:
    """All shelves of a kind, by folded name, in the order of names."""
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    members: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(filed):
        for key, name in zip(one.keys[kind], one.names[kind], strict=True):
            spelled[key][" ".join(name.split())] += 1
            members[key].append(place)
    slugs = allot(sorted(spelled))
    folder = FOLDERS[kind]
    return {
        key: Shelf(kind, ranked[0][0], f"{folder}/{slugs[key]}/", ranked, tuple(members[key]))
        for key in slugs
        for ranked in [tuple(sorted(spelled[key].items(), key=lambda pair: (-pair[1], pair[0])))]
    }


def relate(
    filed: Sequence[Filed], texts: Mapping[str, Entry], told: Mapping[int, tuple[int, ...]], kin: related.Relate
) -> tuple[tuple[related.Kin, ...], ...]:
    """For each entry the few others worth reading beside it; `texts` has the words and sketch of each, by its path."""
    traits = [
        related.Traits(
            date=one.date,
            people=one.names["person"],
            terms=texts[one.entry.path].terms,
            sketch=texts[one.entry.path].sketch,
        )
        for one in filed
    ]
    return kin(traits, told)


def wrong_dates(filed: Iterable[Filed]) -> tuple[Problem, ...]:
    """A warning for each date that is not in the calendar."""
    return tuple(
        Problem(
            "warning",
            f"entries/{f.entry.path}",
            f"the date {f.entry.meta.date!r} does not exist",
            "write YYYY, YYYY-MM or YYYY-MM-DD",
        )
        for f in filed
        if f.entry.meta.date and not f.date
    )


def nowhere(info: SiteInfo) -> tuple[Problem, ...]:
    """A note if the site's own address is not known."""
    if info.base_url:
        return ()
    missing = "no feed, no sitemap and no canonical links: they need the site's full address"
    return (Problem("note", "site.yaml", missing, "set base_url"),)
