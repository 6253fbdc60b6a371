"""All titles from A to Z -> one page, or in a large archive a page for each letter, in parts where there are many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from zlib import crc32

from generator.phrases import Words, say
from generator.site.alphabet import Filing, label
from generator.site.arrange import Site
from generator.site.lines import line
from generator.site.names import allot
from generator.site.pages.frame import Planned, head, page
from generator.site.parts import part_address, parts, spread
from generator.site.views import Letter, Row, SiteView, TitlesView

BASE = "a-z/"
NAME = "A to Z"
ONE_PAGE = 600
"""Titles that one page holds."""
FEWEST, MOST = 150, 400
"""Titles in a part."""
SELDOM = 100
"""One title in so many ends a part that has enough."""

Filed = Sequence[tuple[Filing, int]]
"""Titles in order, with the places of their entries."""


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """The page of all titles, and a page for each letter if these are many."""
    if not site.entries:
        return
    found = site.titles
    groups = letters(site, found)
    title, count = say(site.info.words, NAME), len(site.entries)
    frame = head(site, title, BASE, BASE)
    yield page(BASE, "titles.html", TitlesView(cover, frame, count, "", groups, None))
    for group, (_, named) in zip(groups, by_letter(found), strict=True):
        if group.address:
            yield from letter_pages(site, cover, group, list(named))


def by_letter(found: Filed) -> Iterator[tuple[str, Iterable[tuple[Filing, int]]]]:
    """Titles by the letter under which they stand."""
    return groupby(found, key=lambda one: one[0].letter)


def letters(site: Site, found: Filed) -> tuple[Letter, ...]:
    """The letters under which there are titles: with them if they are few, else with the addresses of their pages."""
    titles = {letter: list(named) for letter, named in by_letter(found)}
    slugs = allot(titles)
    long = len(found) > ONE_PAGE
    return tuple(
        Letter(
            id=f"l-{slugs[letter]}",
            label=label(site.info.words, letter),
            address=f"{BASE}{slugs[letter]}/" if long else "",
            count=len(named),
            rows=() if long else rows(site, named),
        )
        for letter, named in titles.items()
    )


def rows(site: Site, named: Filed) -> tuple[Row, ...]:
    """Titles by their first letters."""
    grouped = groupby(named, key=lambda one: one[0].begin)
    return tuple(Row(begin, tuple(line(site, place) for _, place in members)) for begin, members in grouped)


def letter_pages(site: Site, cover: SiteView, group: Letter, named: Filed) -> Iterator[Planned]:
    """The parts of one letter."""
    words = site.info.words
    cuts = cut(named)
    labels = list(map(str, names(words, cuts)))

    def view(number: int, address: str) -> TitlesView:
        title = f"{say(words, NAME)}: {group.label}" + (f", {labels[number - 1]}" if len(cuts) > 1 else "")
        here = Letter(group.id, group.label, "", len(named) if number == 1 else 0, rows(site, cuts[number - 1]))
        return TitlesView(
            cover,
            head(site, title, address, BASE),
            here.count,
            group.label,
            (here,),
            parts(group.address, labels, number),
        )

    for number in range(1, len(cuts) + 1):
        address = part_address(group.address, number)
        reads = [place for _, place in cuts[number - 1]]
        yield page(address, "titles.html", partial(view, number, address), reads=reads, also=(labels, len(named)))


def cut(named: Filed) -> list[list[tuple[Filing, int]]]:
    """Titles in parts whose ends the titles themselves choose: one title more changes one part, and seldom the next."""
    found: list[list[tuple[Filing, int]]] = [[]]
    for one in named:
        enough = len(found[-1]) >= FEWEST and crc32(one[0].key.encode("utf-8", "surrogatepass")) % SELDOM == 0
        if enough or len(found[-1]) == MOST:
            found.append([])
        found[-1].append(one)
    return found


def names(words: Words, cuts: Sequence[Filed]) -> Iterator[str]:
    """What parts hold, as far as it tells them apart: "Sad to Ses"."""
    for members in cuts:
        yield spread(words, [members[at][0].key[:3].strip().capitalize() for at in (0, -1)])
