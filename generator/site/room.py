"""What an entry tells of itself -> the lists that have no room on its page.

The page of a text is to stay light, however much is told of the text: of what is related one entry is shown then, each
other list stands whole on a second page, and last goes the one that is related. What a page will weigh is reckoned from
what it says, for which pages there are must be known before any is made. tests/test_looks.py holds the pages to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from generator.site.addresses import RECORD
from generator.site.related import Kin

if TYPE_CHECKING:
    from generator.site.arrange import Site
    from generator.site.filed import Filed

ROOM = 4_096
"""Bytes of HTML around the text of an entry."""
FRAME = 1_910
"""Bytes of a page that say nothing of its entry, with the words between facts."""
LONGER = 100
"""Bytes by which the same words are longer in other languages: in German, at least."""
LINKS = 15
"""Addresses of the site on a page without lists."""
LINE, NAME, NUMBER, RULE = 60, 25, 25, 80
"""Bytes around a copy or another entry; around a name; of a link to a cut; around the name of a rule."""
RAW = 250
"""Bytes around the name of a raw file, with its digest."""
DATED, SPOKEN, FOREIGN = 150, 20, 100
"""Bytes of what is said of a date and where it leads; of a language; and of one that is not the site's."""
WAY, SWITCH = 100, 240
"""Bytes of a way to the second page; with what shows the cuts."""
RELATED, NO_RELATED = "related", "all related"
"""One related entry is shown; none is."""
NAMES = 3
"""People, tags and links to an entry that stay on its page if there is no room for all: as many as entry.html shows."""
CLIPPED = 80
"""Characters of the title of another entry that are shown."""


def shortened(site: Site) -> dict[int, tuple[str, ...]]:
    """Place of an entry -> the lists that are short on its page, in the order in which they were shortened."""
    weigh = _Scales(site)
    found = {}
    for place in range(len(site.entries)):
        lists = list(weigh.lists(place))
        whole = weigh.facts(place) + sum([size for name, size, _ in lists if name != NO_RELATED])
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
    return f"{one.address}{RECORD}" if any(name != RELATED for name in short) else ""


class _Scales:
    """What things weigh on the pages of a site, in bytes."""

    def __init__(self, site: Site) -> None:
        info = site.info
        self._site, self._language = site, info.language.lower()
        base = len(info.base_path) - 1  # in each address
        self._line, self._name = LINE + base, NAME + base
        links = (*info.menu, *info.footer)
        self._frame = FRAME + 3 * _size(info.title) + sum(LINE + _size(label + address) for label, address in links)
        self._frame += (0 if self._language.startswith("en") else LONGER) + 2 * len(info.base_url) + LINKS * base

    def facts(self, place: int) -> int:
        """The frame, the facts of an entry, each as often as a page says it, and the entries before and after."""
        one = self._site.entries[place]
        meta, date = one.entry.meta, one.entry.meta.evidence.get("date")
        found = self._frame + 2 * len(one.address)
        found += 5 * _size(one.name) + 3 * (_size(meta.url) + _size(meta.source)) + _size(meta.summary)
        found += sum([4 * _size(name) + 3 * NAME for name in meta.authors])
        found += _size(date.how) if date else 0
        if meta.language:
            found += SPOKEN if meta.language.lower() == self._language else SPOKEN + FOREIGN
        if one.date:
            near = (place - 1, place + 1)
            found += DATED + sum([self._entry(other) for other in near if 0 <= other < len(self._site.entries)])
        return found

    def lists(self, place: int) -> Iterator[tuple[str, int, int]]:
        """The lists of an entry, of each its bytes and those that are left if it is short; the first goes first."""
        site, meta = self._site, self._site.entries[place].entry.meta
        related = [self._related(kin) for kin in site.related[place]]
        yield RELATED, sum(related), sum(related[:1])
        rules = sum([RULE + len(name) for name in {cut.rule for cut in meta.cuts}])
        numbers = NUMBER * sum([cut.at >= 0 for cut in meta.cuts])
        known = sum([NAME + _size(said.how) for said in meta.evidence.values() if said.sure == "worked out"])
        yield "made", rules + numbers + known + (RAW + _size(meta.raw.origin) if meta.raw else 0), SWITCH
        if place in site.versions:
            yield "versions", sum([2 * LINE + self._entry(other) for other in site.versions[place]]), WAY
        if meta.copies:
            yield "copies", sum([3 * LINE + _size(copy.origin) for copy in meta.copies]), WAY
        linked = [LINE + self._entry(other) for other in site.crosslinks.linked.get(place, ())]
        yield "linked", sum(linked), sum(linked[:NAMES]) + WAY
        for name, names in (("tags", meta.tags), ("people", meta.people)):
            yield name, self._names(names), self._names(names[:NAMES]) + WAY
        yield NO_RELATED, sum(related[:1]), WAY

    def _entry(self, place: int) -> int:
        """Another entry in a list."""
        one = self._site.entries[place]
        return self._line + _size(one.name[:CLIPPED]) + len(one.address)

    def _related(self, kin: Kin) -> int:
        why = sum([NAME // 2 + _size(name) for name in kin.why.names]) if kin.why else 0
        return self._entry(kin.other) + why

    def _names(self, names: Sequence[str]) -> int:
        return sum([self._name + 2 * _size(name) for name in names])


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())
