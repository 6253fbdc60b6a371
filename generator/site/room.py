"""What an entry tells of itself -> the lists that have no room on its page.

The page of a text is to stay light, however much is told of the text: of what is related one entry is shown then, each
other list stands whole on a second page, and last goes the one that is related. What a page will weigh is reckoned from
what it says, for which pages there are must be known before any is made. tests/test_looks.py holds the pages to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from generator.site.related import Kin
from generator.types import Cut, Meta

if TYPE_CHECKING:
    from generator.site.arrange import Site
    from generator.site.filed import Filed

ROOM = 4_096
"""Bytes of HTML around the text of an entry."""
FRAME = 1_910
"""Bytes of a page that say nothing of its entry, with the words between facts."""
LONGER = 100
"""Bytes by which the same words are longer in other languages: in German, at least."""
LINE, NAME, NUMBER = 60, 25, 25
"""Bytes around a rule, a copy or another entry; around a name; of a link to a cut."""
RAW = 250
"""Bytes around the name of a raw file, with its digest."""
DATED, SPOKEN, FOREIGN = 150, 20, 100
"""Bytes of what is said of a date and where it leads; of a language; and of one that is not the site's."""
WAY, SWITCH = 100, 240
"""Bytes of a way to the second page; with what shows the cuts."""
RELATED, NO_RELATED = "related", "all related"
"""One related entry is shown; none is."""
NAMES = 3
"""People, tags and links to an entry that stay on its page if there is no room for all."""
CLIPPED = 80
"""Characters of the title of another entry that are shown."""


def shortened(site: Site) -> dict[int, tuple[str, ...]]:
    """Place of an entry -> the lists that are short on its page, in the order in which they were shortened."""
    info = site.info
    links = (*info.menu, *info.footer)
    frame = FRAME + 3 * _size(info.title) + sum(LINE + _size(label + address) for label, address in links)
    frame += 0 if info.language.startswith("en") else LONGER
    base = len(info.base_url)
    found = {}
    for place, one in enumerate(site.entries):
        meta = one.entry.meta
        lists = list(_lists(site, place, meta))
        whole = frame + 2 * (base + len(one.address)) + _said(site, one, meta) + _beside(site, place, one)
        whole += sum([size for name, size, _ in lists if name != NO_RELATED])
        short = []
        for name, size, left in lists:
            if whole > ROOM and size > left:
                whole -= size - left
                short.append(name)
        if short:
            found[place] = tuple(short)
    return found


def record_address(one: Filed, short: Sequence[str]) -> str:
    """Of the second page of an entry; "" if it has none."""
    return f"{one.address}record/" if any(name != RELATED for name in short) else ""


def _said(site: Site, one: Filed, meta: Meta) -> int:
    """Bytes of the facts of an entry, each as often as a page says it, and of how its date is known."""
    title, date = _size(one.name), meta.evidence.get("date")
    found = 5 * title + 3 * (_size(meta.url) + _size(meta.source)) + _size(meta.summary)
    found += sum([4 * _size(name) + 3 * NAME for name in meta.authors])
    if meta.language:
        found += SPOKEN if meta.language.lower() == site.info.language.lower() else SPOKEN + FOREIGN
    return found + (DATED if one.date else 0) + (_size(date.how) if date else 0)


def _beside(site: Site, place: int, one: Filed) -> int:
    """Bytes of the entries before and after."""
    near = (place - 1, place + 1) if one.date else ()
    return sum([_entry(site.entries[other]) for other in near if 0 <= other < len(site.entries)])


def _entry(one: Filed) -> int:
    """Bytes of another entry in a list."""
    return LINE + _size(one.name[:CLIPPED]) + len(one.address)


def _lists(site: Site, place: int, meta: Meta) -> Iterator[tuple[str, int, int]]:
    """The lists of an entry, the bytes of each, and how many are left if it is short; what goes first comes first."""
    related = [_related(site, kin) for kin in site.related[place]]
    yield RELATED, sum(related), sum(related[:1])
    rules = [_rule(name, list(cuts)) for name, cuts in groupby(sorted(meta.cuts, key=_of), key=_of)]
    known = [_size(said.how) + NAME for said in meta.evidence.values() if said.sure == "worked out"]
    yield "made", sum(rules) + sum(known) + (RAW + _size(meta.raw.origin) if meta.raw else 0), SWITCH
    if place in site.versions:
        yield "versions", sum([2 * LINE + _entry(site.entries[other]) for other in site.versions[place]]), WAY
    if meta.copies:
        yield "copies", sum([3 * LINE + _size(copy.origin) for copy in meta.copies]), WAY
    linked = [LINE + _entry(site.entries[other]) for other in site.crosslinks.linked.get(place, ())]
    yield "linked", sum(linked), sum(linked[:NAMES]) + WAY
    for name, all_ in (("tags", meta.tags), ("people", meta.people)):
        yield name, _names(all_), _names(all_[:NAMES]) + WAY
    yield NO_RELATED, sum(related[:1]), WAY


def _related(site: Site, kin: Kin) -> int:
    return _entry(site.entries[kin.other]) + (_names(kin.why.names) // 2 if kin.why else 0)


def _of(cut: Cut) -> str:
    return cut.rule


def _rule(name: str, cuts: Sequence[Cut]) -> int:
    return LINE + 20 + len(name) + NUMBER * sum(cut.at >= 0 for cut in cuts)


@lru_cache(maxsize=65536)
def _names(names: tuple[str, ...]) -> int:
    return sum([NAME + 2 * _size(name) for name in names])


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())
