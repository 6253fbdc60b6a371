"""Sources, people, tags, languages -> a page for each of their names, in parts of whole years where there are many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import chain, groupby

from msgspec.structs import replace

from generator.phrases import say
from generator.site.arrange import FOLDERS, Shelf, Site
from generator.site.charts import Frame, chart, span
from generator.site.lines import near, section
from generator.site.names import fold
from generator.site.pages.frame import Planned, head, own_feed, page, tally
from generator.site.pages.home import shelf_label
from generator.site.parts import Chunk, part_address, parts, piece, split, spread
from generator.site.views import Beside, Chart, ShelfView, Shelved, SiteView, Way

NAMES = 8
"""Names beside the shelf's own."""
BARE = 300
"""Entries of a shelf beyond which its list has titles and dates alone: in a large archive each stands in many lists."""
ENOUGH = 4
"""Entries from which on a time line says more than the list."""


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """The parts of each shelf; languages only if there are several."""
    for kind, shelves in site.collections.items():
        if kind != "language" or len(shelves) > 1:
            for shelf in shelves.values():
                yield from shelf_pages(site, cover, shelf)


def shelf_pages(site: Site, cover: SiteView, shelf: Shelf) -> Iterator[Planned]:
    """The pages of one shelf."""
    chunks = split([(year, tuple(m)) for year, m in groupby(shelf.members, key=lambda p: site.entries[p].date[:4])])
    labels = [label(site, part) for part in chunks]
    sizes = Counter(site.entries[m].date[:4] for m in shelf.members)
    first = cache(partial(opening, site, shelf, chunks))
    feed = own_feed(site, shelf)

    def view(number: int, address: str) -> ShelfView:
        return ShelfView(
            site=cover,
            head=head(
                site,
                title(site, shelf, labels, number),
                address,
                f"{FOLDERS[shelf.kind]}/",
                feed=feed,
            ),
            sections=tuple(section(site, chunk, sizes[chunk.key]) for chunk in chunks[number - 1]),
            parts=parts(shelf.address, labels, number),
            shelf=first() if number == 1 else replace(first(), chart=None, spellings=(), beside=(), tags=()),
        )

    for number in range(1, len(chunks) + 1):
        address = part_address(shelf.address, number)
        yield page(address, "shelf.html", partial(view, number, address), reads=shelf.members)


def opening(site: Site, shelf: Shelf, chunks: Sequence[Sequence[Chunk]]) -> Shelved:
    """What a shelf says before its lists; parts after the first only name and count it."""
    dated = [m for m in shelf.members if site.entries[m].date]
    return Shelved(
        kind=shelf.kind,
        name=shelf_label(shelf, site.info.words),
        count=len(shelf.members),
        first=near(site, dated[0]) if dated else None,
        last=near(site, dated[-1]) if len(dated) > 1 else None,
        undated=len(shelf.members) - len(dated),
        bare=len(shelf.members) > BARE,
        chart=drawn(site, shelf, chunks) if len(dated) >= ENOUGH and len(site.years) > 1 else None,
        spellings=tuple(Way(name, "", n) for name, n in shelf.spellings) if len(shelf.spellings) > 1 else (),
        beside=beside(site, shelf, "person"),
        tags=tuple(Way(b.label, b.address, b.count) for b in beside(site, shelf, "tag")),
    )


def drawn(site: Site, shelf: Shelf, chunks: Sequence[Sequence[Chunk]]) -> Chart:
    """The shelf's time line over the years of the whole archive."""
    years = [int(year) for year in site.years]
    return chart(
        tally(site, shelf.members), span(years[0], years[-1]), Frame(120, 24), linked(shelf, chunks), gaps=False
    )


def linked(shelf: Shelf, chunks: Sequence[Sequence[Chunk]]) -> Callable[[int, int], str]:
    """From a bar to the first of its years on the shelf's own pages."""
    where: dict[str, str] = {}
    for number, part in enumerate(chunks, 1):
        for chunk in part:
            where.setdefault(chunk.key, f"{part_address(shelf.address, number)}#y{chunk.key}")

    def link(first: int, last: int) -> str:
        return next((where[f"{y:04}"] for y in range(first, last + 1) if f"{y:04}" in where), "")

    return link


def beside(site: Site, shelf: Shelf, kind: str) -> tuple[Beside, ...]:
    """The names most often found in the shelf's entries, and how often."""
    counts = Counter(chain.from_iterable([site.entries[place].keys[kind] for place in shelf.members]))
    if shelf.kind == kind:
        counts.pop(fold(shelf.name), None)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:NAMES]
    shelves = site.collections[kind]
    return tuple(Beside(shelves[k].name, shelves[k].address, n, round(n / ranked[0][1] * 100)) for k, n in ranked)


def title(site: Site, shelf: Shelf, labels: Sequence[str], number: int) -> str:
    """For the window: "Marit Oakes", "Marit Oakes, 2011 to 2018"."""
    name = shelf_label(shelf, site.info.words)
    return f"{name}, {labels[number - 1]}" if len(labels) > 1 else name


def label(site: Site, part: Sequence[Chunk]) -> str:
    """What a part holds: "2003 to 2010", "2011, part 2", "no date"."""
    words = site.info.words
    return spread(words, [piece(words, c.key or say(words, "no date"), c.piece) for c in (part[0], part[-1])])
