"""Drafts in groups of copies -> the stories that are there in several versions, and groups that hold no versions.

A correction or an update is a document of its own, with its own address and date; it is linked with the others of its
story and never merged with them. So a false version costs a line in a list, and a missed one nothing that was there.

Two texts under one address are versions if a good part of them agrees, or title and day do. Two texts under different
addresses must be of one source or have one title, be dated within some days, and agree in most of the shorter one in
long runs of words. What is made by a form (weather, market reports, the week's column) has other numbers on each day.
A home page is another document each time that it is saved.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from msgspec import Struct

from generator.connected import connected
from generator.ingest import changes
from generator.ingest.changes import changed, material
from generator.ingest.likeness import days_between, one_address, title_of, together, updated
from generator.ingest.near import likely_pairs
from generator.types import Draft, Group, Problem, RawRef

TAKEN = "is taken for a version of "
"""A note that says so is about two texts under different addresses: a person should look."""

_NEXT = 3
"""With so many that follow by date each text of one address, or of one title, is compared."""
_TRIES = 12
"""With so many likely partners at most a text is compared: bounds the work in a crowd of forms."""
_CROWD = 6
"""A text that resembles more than this many others, all under different addresses, is a form."""
_HOME = re.compile(
    r"/?(?:(?:wiki|[a-z]{2})/)?(?:index|home|homepage|default|main|main_page|startseite|hauptseite|hoofdpagina|accueil"
    r"|portada)?(?:\.\w{2,5})?/?",
    re.IGNORECASE,
)

_Pair = tuple[int, int]


class Told(Struct, frozen=True):
    """What is copy, and what is version."""

    groups: tuple[Group, ...]
    """As they were, without the copies that turned out to be versions; these are groups of their own."""
    stories: tuple[tuple[int, ...], ...]
    """Of each story in several versions the drafts kept, in order of date."""
    problems: tuple[Problem, ...] = ()


def told_apart(drafts: Sequence[Draft], groups: Sequence[Group], apart: Callable[[Draft, Draft], bool]) -> Told:
    """Find the versions; the order of the drafts and groups does not matter for what is found.

    `apart` says of two records that a person has settled that they are documents of their own. A note for each address
    under which texts were found that are no versions of one story, and for each pair that is linked without one.
    """
    found = _Found(drafts, apart)
    pieces = sorted((piece for one in groups for piece in found.without_versions(one)), key=lambda one: one.keep)
    found.by_address(pieces)
    found.by_likeness(pieces)
    stories = sorted(_in_order(drafts, pieces, members) for members in connected(found.links))
    return Told(tuple(pieces), tuple(stories), (*found.notes(), *_different(drafts, pieces, stories)))


def order(draft: Draft) -> tuple[object, ...]:
    """What the versions of a story are sorted by: date, a date of change, a note of correction, length, name.

    What has no date comes last, and what is dated less exactly before the days that it may be.
    """
    meta, raw = draft.meta, draft.meta.raw or RawRef("", "")
    return (not meta.date, meta.date, meta.lastmod, changes.has_note(draft.body), draft.size, raw.origin, raw.sha256)


class _Found:
    """The links between texts of one story, while they are being found."""

    def __init__(self, drafts: Sequence[Draft], apart: Callable[[Draft, Draft], bool]) -> None:
        self.drafts, self.apart = drafts, apart
        self.links: dict[_Pair, str] = {}
        """Why two texts are linked: "copy", "address" or "likeness"."""
        self.series: frozenset[str] = frozenset()

    def without_versions(self, group: Group) -> Iterator[Group]:
        """The group, and groups of its copies that say something else than the one that is kept."""
        left = sorted(group.others, key=lambda one: _identity(self.drafts[one]))
        keep: int | None = group.keep
        first = group.keep
        while keep is not None:
            others = [one for one in left if not self._says_other(keep, one)]
            yield Group(keep, tuple(sorted(others)))
            if keep != first:
                self._link(first, keep, "copy")
            left = [one for one in left if one not in others]
            keep = max(left, key=lambda one: self.drafts[one].size, default=None)
            left = [one for one in left if one != keep]

    def _says_other(self, one: int, two: int) -> bool:
        a, b = self.drafts[one], self.drafts[two]
        if not a.size or not b.size or a.letters == b.letters:
            return False
        found = changed(changes.text(a.body), changes.text(b.body))
        return material(found) or (days_between(a, b, certain=True) not in (0, None) and max(found.added) > 0)

    def by_address(self, groups: Sequence[Group]) -> None:
        """Link the texts of one address, each with the next ones by date."""
        for _, members in sorted(_at(self.drafts, groups).items()):
            ranked = sorted(members, key=lambda one: order(self.drafts[one]))
            for place, one in enumerate(ranked):
                for other in ranked[place + 1 : place + 1 + _NEXT]:
                    if one_address(self.drafts[one], self.drafts[other]):
                        self._link(one, other, "address")

    def by_likeness(self, groups: Sequence[Group]) -> None:
        """Link texts that are much alike and near in time; a text that resembles many is a form.

        A title that many documents have is the name of a series, and says nothing.
        """
        titles = Counter(title_of(self.drafts[group.keep]) for group in groups)
        self.series = frozenset(title for title, count in titles.items() if count > _CROWD)
        tries: dict[int, int] = defaultdict(int)
        near: list[_Pair] = []
        for one, other in self._candidates([group.keep for group in groups]):
            if max(tries[one], tries[other]) < _TRIES and (min(one, other), max(one, other)) not in self.links:
                tries[one] += 1
                tries[other] += 1
                near += [(one, other)] * updated(self.drafts[one], self.drafts[other])
        partners: dict[int, int] = defaultdict(int)
        for pair in near:
            for one in pair:
                partners[one] += 1
        for one, other in near:
            if max(partners[one], partners[other]) <= _CROWD:
                self._link(one, other, "likeness")

    def _candidates(self, keeps: Sequence[int]) -> Iterator[_Pair]:
        """Likely pairs that may be of one story, the likeliest first; then texts of one title, by date."""
        ranked = sorted(keeps, key=lambda one: _identity(self.drafts[one]))
        sketched = [one for one in ranked if self.drafts[one].sketch]
        likely = likely_pairs([self.drafts[one].sketch for one in sketched])
        for i, j, _ in sorted(likely, key=lambda pair: (-pair[2], pair[:2])):
            if together(self.drafts[sketched[i]], self.drafts[sketched[j]], self.series):
                yield sketched[i], sketched[j]
        paired = {(i, j) for i, j, _ in likely}
        places = {one: place for place, one in enumerate(sketched)}
        for members in _titled(self.drafts, sketched).values():
            for place, one in enumerate(members):
                for other in members[place + 1 : place + 1 + _NEXT]:
                    known = tuple(sorted((places[one], places[other]))) in paired
                    if not known and together(self.drafts[one], self.drafts[other], self.series):
                        yield one, other

    def _link(self, one: int, other: int, why: str) -> None:
        if not self.apart(self.drafts[one], self.drafts[other]):
            self.links.setdefault((min(one, other), max(one, other)), why)

    def notes(self) -> Iterator[Problem]:
        """A note for each pair that is linked by likeness alone."""
        for pair in sorted(self.links):
            a, b = sorted((self.drafts[one] for one in pair), key=order)
            if self.links[pair] == "address" or (a.meta.url and a.meta.url == b.meta.url):
                continue
            yield Problem(
                "note", _origin(b), f"{TAKEN}{_origin(a)}", "each is an entry of its own, linked with the other"
            )


def _identity(draft: Draft) -> tuple[str, ...]:
    raw = draft.meta.raw or RawRef("", "")
    return (draft.letters, raw.sha256, raw.origin, draft.body)


def _origin(draft: Draft) -> str:
    return draft.meta.raw.origin if draft.meta.raw else ""


# --- candidates -----------------------------------------------------------------------------------------------


def _at(drafts: Sequence[Draft], groups: Sequence[Group]) -> dict[str, list[int]]:
    """Addresses of articles, and the texts kept that have them or of which a copy has them."""
    found: dict[str, set[int]] = defaultdict(set)
    for group in groups:
        for one in (group.keep, *group.others):
            url = drafts[one].meta.url
            if url and drafts[group.keep].size and not _is_home(url):
                found[url].add(group.keep)
    return {url: sorted(members) for url, members in found.items() if len(members) > 1}


def _is_home(url: str) -> bool:
    """The address of a whole site: "https://paper.example/", "/index.html", "/en/", "/wiki/Main_Page"."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.netloc) and not parts.query and bool(_HOME.fullmatch(parts.path))


def _titled(drafts: Sequence[Draft], keeps: Sequence[int]) -> Mapping[str, list[int]]:
    """Texts of one title, by date."""
    found: dict[str, list[int]] = defaultdict(list)
    for one in keeps:
        if title := title_of(drafts[one]):
            found[title].append(one)
    return {key: sorted(members, key=lambda one: order(drafts[one])) for key, members in sorted(found.items())}


def _in_order(drafts: Sequence[Draft], groups: Sequence[Group], members: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted(members, key=lambda one: order(drafts[one])))


# --- what is not linked ---------------------------------------------------------------------------------------


def _different(drafts: Sequence[Draft], groups: Sequence[Group], stories: Sequence[Sequence[int]]) -> Iterator[Problem]:
    """A note for each address under which texts were found that are no versions of one story."""
    story = {one: number for number, members in enumerate(stories) for one in members}
    texts: dict[str, dict[int, str]] = defaultdict(dict)
    for group in groups:
        for one in (group.keep, *group.others):
            if drafts[one].meta.url:
                named = story.get(group.keep, -1 - group.keep)
                texts[drafts[one].meta.url].setdefault(named, _origin(drafts[one]))
    return (_note(url, sorted(origins.values())) for url, origins in sorted(texts.items()) if len(origins) > 1)


def _note(url: str, origins: Sequence[str]) -> Problem:
    named = ", ".join(origins[:3]) + (f" and {len(origins) - 3} more" if len(origins) > 3 else "")
    return Problem(
        "note",
        origins[0],
        f"{len(origins)} different texts have the address {url}: {named}; each is an entry of its own",
        "they are too different to be versions of one text; delete or withdraw those that are not wanted",
    )
