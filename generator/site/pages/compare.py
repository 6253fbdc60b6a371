"""Entries, the texts of their copies and the versions of a story -> the pairs worth comparing, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.phrases import Words, say
from generator.site.arrange import Site
from generator.site.compare import Pair
from generator.site.filed import clip
from generator.site.pages.entry import copy_address, letter
from generator.site.pages.frame import Planned, head, page
from generator.site.pages.versions import BEFORE, before, change_address
from generator.site.views import Compared, CompareView, SiteView
from generator.site.words import NONE
from generator.types import Copy, Entry, Meta


def pairs(site: Site, copies: Sequence[Entry]) -> Mapping[tuple[int, int], Pair]:
    """Each entry with each of its copies whose text is kept, by place and number, and with the version before it.

    `copies` are heads of the texts of copies. A version is compared with the one before: that is side A.
    """
    kept = {copy.meta.raw.sha256: copy for copy in copies if copy.meta.raw}
    versions = {
        (place, BEFORE): Pair(site.entries[earlier].entry.body, site.entries[place].entry.body)
        for place in sorted(site.versions)
        if (earlier := before(site, place)) is not None
    }
    return versions | {
        (place, number): Pair(one.entry.body, found.body, header(one.entry.meta), header(found.meta), letter(number))
        for place, one in enumerate(site.entries)
        for number, copy in enumerate(one.entry.meta.copies, 1)
        if (found := kept.get(copy.sha256))
    }


def header(meta: Meta) -> str:
    """The header lines that a reader took off the text."""
    return "\n\n".join(cut.text for cut in meta.cuts if cut.rule == "header-line")


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """A page for each comparison that was made."""
    for (place, number), difference in site.compared.items():
        one = site.entries[place]
        if number == BEFORE:
            yield page(change_address(one), "diff.html", change_view(site, cover, place), difference=difference)
        else:
            view = compare_view(site, cover, place, number)
            yield page(copy_address(one, number), "diff.html", view, difference=difference)


def compare_view(site: Site, cover: SiteView, place: int, number: int) -> CompareView:
    """All that the page shows but the two texts."""
    one = site.entries[place]
    meta = one.entry.meta
    copy = meta.copies[number - 1]
    words = site.info.words
    title = say(words, "Copies A and {letter} compared: {title}", letter=letter(number), title=clip(one.name, 100))
    foreign = meta.language.lower() != site.info.language.lower()
    return CompareView(
        site=cover,
        head=head(site, title, copy_address(one, number), at=one.date[:4], listing=False),
        title=one.name,
        back=one.address,
        language=meta.language if foreign else "",
        first=Compared("A", meta.raw.origin if meta.raw else "", say(words, "Its text is the entry’s")),
        second=Compared(letter(number), copy.origin, "; ".join(facts(copy, words))),
    )


def change_view(site: Site, cover: SiteView, place: int) -> CompareView:
    """All that the page shows of a version and the one before it, but the two texts."""
    one = site.entries[place]
    earlier = before(site, place)
    assert earlier is not None
    foreign = one.entry.meta.language.lower() != site.info.language.lower()
    title = say(site.info.words, "Two versions compared: {title}", title=clip(one.name, 100))
    return CompareView(
        site=cover,
        head=head(site, title, change_address(one), at=one.date[:4], listing=False),
        title=one.name,
        back=one.address,
        language=one.entry.meta.language if foreign else "",
        first=version(site, earlier),
        second=version(site, place),
        ordered=True,
    )


def version(site: Site, place: int) -> Compared:
    """A version as one of the two texts of a comparison: its number stands for a letter."""
    one = site.entries[place]
    number = str(site.versions[place].index(place) + 1)
    origin = one.entry.meta.raw.origin if one.entry.meta.raw else ""
    return Compared(number, origin, one.name, one.address, one.date)


def facts(copy: Copy, words: Words = NONE) -> Iterator[str]:
    """How alike the copy is, and what it says otherwise of itself."""
    yield say(words, "{n} in 100 letters alike", round(copy.alike * 100))
    if copy.date:
        yield say(words, "dated {date}", date=copy.date)
    if copy.url:
        yield copy.url
