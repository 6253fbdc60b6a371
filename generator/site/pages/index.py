"""Sources, people, tags, languages -> an index of each, by letters where there are many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from generator.phrases import Words, say
from generator.site.alphabet import filing, label
from generator.site.arrange import FOLDERS, Shelf, Site
from generator.site.names import allot
from generator.site.pages.frame import Planned, head, page
from generator.site.pages.home import shelf_label
from generator.site.views import Beside, Group, IndexView, SiteView, Way

MOST = 12
"""Names at the top, with bars."""
ONE_PAGE = 600
"""Names that one page holds; more are spread over a page for each letter."""

FEW = 40
"""Names that stand in one row, without letters."""

Letters = Mapping[str, list[Shelf]]


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """An index of each kind that the archive has, and a page for each letter of a long one."""
    for kind, shelves in site.collections.items():
        if len(shelves) > (kind == "language"):
            yield from index(site, cover, kind, arranged(list(shelves.values()), site.info.words))


def index(site: Site, cover: SiteView, kind: str, letters: Letters) -> Iterator[Planned]:
    """The pages of one index."""
    base = f"{FOLDERS[kind]}/"
    count = sum(len(found) for found in letters.values())
    slugs = allot(letters)
    homes = {letter: f"{base}letters/{slugs[letter]}/" if count > ONE_PAGE else "" for letter in letters}
    words = site.info.words
    groups = rows(letters, slugs, homes, count, words)
    name = say(site.info.words, FOLDERS[kind].capitalize())
    frame = head(site, name, base, base)
    yield page(base, "index.html", IndexView(cover, frame, kind, count, "", most(letters, words), groups))
    for letter, address in homes.items():
        if address:
            said, found = label(words, letter), letters[letter]
            names = Group(f"l-{slugs[letter]}", said, "", len(found), links(found, words))
            frame = head(site, f"{name}: {said}", address, base)
            yield page(address, "index.html", IndexView(cover, frame, kind, len(found), said, (), (names,)))


def rows(
    letters: Letters, slugs: Mapping[str, str], homes: Mapping[str, str], count: int, words: Words
) -> tuple[Group, ...]:
    """A row of names for each letter, or one row of links to the letters' pages."""
    if any(homes.values()):
        ways = tuple(Way(label(words, letter), homes[letter], len(found)) for letter, found in letters.items())
        return (Group("letters", say(words, "By letter"), "", count, ways),)
    made = ((f"l-{slugs[letter]}", label(words, letter), found) for letter, found in letters.items())
    return tuple(Group(name, said, "", len(found), links(found, words)) for name, said, found in made)


def links(shelves: list[Shelf], words: Words) -> tuple[Way, ...]:
    """A link to each shelf, with its number of entries."""
    return tuple(Way(shelf_label(s, words), s.address, len(s.members)) for s in shelves)


def most(letters: Letters, words: Words) -> tuple[Beside, ...]:
    """The fullest shelves, if there are enough to make a choice."""
    every = [shelf for found in letters.values() for shelf in found]
    ranked = sorted(every, key=lambda s: (-len(s.members), s.name))[:MOST]
    if not ranked or len(every) <= 3 or len(ranked[0].members) == 1:
        return ()
    full = len(ranked[0].members)
    return tuple(
        Beside(shelf_label(s, words), s.address, len(s.members), round(len(s.members) / full * 100)) for s in ranked
    )


def arranged(shelves: list[Shelf], words: Words) -> dict[str, list[Shelf]]:
    """Shelves by letter, or all in one row if they are few."""
    letters = by_letter(shelves, words)
    return (
        letters if len(shelves) > FEW else {say(words, "All"): [shelf for found in letters.values() for shelf in found]}
    )


def by_letter(shelves: list[Shelf], words: Words) -> dict[str, list[Shelf]]:
    """Shelves in the order of their names, by first letter or by writing, as titles are (alphabet.py)."""
    ranked = sorted((filing(shelf_label(shelf, words)), shelf.name, shelf.address, shelf) for shelf in shelves)
    return {letter: [one[-1] for one in found] for letter, found in groupby(ranked, key=lambda one: one[0].letter)}
