"""Heads of entries -> the site as a value: order, addresses, shelves, neighbours, what is wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from generator.site import addresses, dates, related
from generator.site.crosslinks import Crosslinks, Linked, crosslinks
from generator.site.names import allot, fold, natural
from generator.site.stories import Told, stories
from generator.site.views import DataFile
from generator.types import Digest, Entry, Problem, SiteInfo
from generator.withdrawals import Withdrawal

KINDS = ("source", "person", "tag", "language")
FOLDERS = MappingProxyType({"source": "sources", "person": "people", "tag": "tags", "language": "languages"})


class Filed(Struct, frozen=True):
    """An entry at its place."""

    entry: Entry
    address: str
    """Relative to the site, with a slash at its end: "2021/03/14/slug/"."""
    date: str
    """As far as it is known and exists in the calendar, else ""."""

    @property
    def date_text(self) -> str:
        """The words in which the document says its date, where these are less exact than it; else ""."""
        return self.entry.meta.date_text.strip() if self.date else ""

    @property
    def name(self) -> str:
        """The title, else the first words, else the last part of the address: never empty."""
        return (
            self.entry.meta.title.strip() or clip(self.entry.summary, 80) or self.address.rstrip("/").rpartition("/")[2]
        )


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


class Site(Struct, frozen=True):
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

    def shelf(self, kind: str, name: str) -> Shelf:
        """The shelf on which entries with this spelling stand."""
        return self.collections[kind][fold(name)]

    def newest(self, count: int) -> tuple[int, ...]:
        """Places of the newest dated entries, newest first; a date known less exactly counts as its earliest day."""
        dated = range(len(self.entries) - len(self.undated))
        return tuple(sorted(dated, key=lambda i: (self.entries[i].date, i), reverse=True)[:count])


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words, with an ellipsis if anything went."""
    flat = " ".join(text[: limit * 8].split())
    return flat if len(flat) <= limit else (flat[:limit].rpartition(" ")[0] or flat[: limit - 1]).rstrip(" ,;:.") + "…"


def arrange(info: SiteInfo, entries: Sequence[Entry], notes: Sequence[Entry] = ()) -> Site:
    """The site of these entries. Troubles with addresses, dates and base_url are in `Site.problems`; none stops it."""
    places, trouble = addresses.places([e.path for e in entries], [n.path for n in notes])
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
        related=relate(filed, told),
        latest=max((f.date for f in filed), default=""),
        versions=told,
        crosslinks=crosslinks([Linked(f.entry.meta, f.date, f.address, f.entry.links) for f in filed], info.base_url),
        aliases=aliases,
        problems=(*trouble, *astray, *wrong_dates(filed), *nowhere(info)),
    )


def file(entry: Entry, address: str) -> Filed:
    """The entry at its address, with its date if that exists in the calendar."""
    return Filed(entry, address, dates.known(entry.meta.date))


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


def names_of(entry: Entry, kind: str) -> tuple[str, ...]:
    """What the entry says of this kind, empty names and repetitions left out."""
    meta = entry.meta
    if kind in ("source", "language"):
        name = meta.source if kind == "source" else meta.language
        return (name,) if fold(name) else ()
    found: dict[str, str] = {}
    for name in meta.people if kind == "person" else meta.tags:
        found.setdefault(fold(name), name)
    found.pop("", None)
    return tuple(found.values())


def shelves(kind: str, filed: Sequence[Filed]) -> dict[str, Shelf]:
    """All shelves of a kind, by folded name, in the order of names."""
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    members: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(filed):
        for name in names_of(one.entry, kind):
            spelled[fold(name)][" ".join(name.split())] += 1
            members[fold(name)].append(place)
    slugs = allot(sorted(spelled))
    folder = FOLDERS[kind]
    return {
        key: Shelf(kind, ranked[0][0], f"{folder}/{slugs[key]}/", ranked, tuple(members[key]))
        for key in slugs
        for ranked in [tuple(sorted(spelled[key].items(), key=lambda pair: (-pair[1], pair[0])))]
    }


def relate(filed: Sequence[Filed], told: Mapping[int, tuple[int, ...]]) -> tuple[tuple[related.Kin, ...], ...]:
    """For each entry the few others worth reading beside it."""
    traits = [
        related.Traits(
            date=one.date,
            people=names_of(one.entry, "person"),
            terms=one.entry.terms,
            sketch=one.entry.sketch,
        )
        for one in filed
    ]
    return related.kin(traits, told)


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
