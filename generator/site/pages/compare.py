"""Entries and the texts of their copies -> the pairs that are worth comparing, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.site.arrange import Site, clip
from generator.site.compare import Pair
from generator.site.pages.entry import copy_address, letter
from generator.site.pages.frame import head, page
from generator.site.views import Compared, CompareView, SiteView
from generator.types import Copy, Entry, Meta, Page


def pairs(site: Site, copies: Sequence[Entry]) -> Mapping[tuple[int, int], Pair]:
    """Each entry with each of its copies whose text is kept, by place and number; `copies` are heads of those texts."""
    kept = {copy.meta.raw.sha256: copy for copy in copies if copy.meta.raw}
    return {
        (place, number): Pair(one.entry.body, found.body, header(one.entry.meta), header(found.meta), letter(number))
        for place, one in enumerate(site.entries)
        for number, copy in enumerate(one.entry.meta.copies, 1)
        if (found := kept.get(copy.sha256))
    }


def header(meta: Meta) -> str:
    """The header lines that a reader took off the text."""
    return "\n\n".join(cut.text for cut in meta.cuts if cut.rule == "header-line")


def pages(site: Site, cover: SiteView) -> Iterator[Page]:
    """A page for each comparison that was made."""
    for (place, number), difference in site.compared.items():
        one = site.entries[place]
        view = compare_view(site, cover, place, number)
        yield page(copy_address(one, number), "diff.html", view, difference=difference)


def compare_view(site: Site, cover: SiteView, place: int, number: int) -> CompareView:
    """All that the page shows but the two texts."""
    one = site.entries[place]
    meta = one.entry.meta
    copy = meta.copies[number - 1]
    title = f"Copies A and {letter(number)} compared: {clip(one.name, 100)}"
    foreign = meta.language.lower() != site.info.language.lower()
    return CompareView(
        site=cover,
        head=head(site, title, copy_address(one, number), at=one.date[:4], listing=False),
        title=one.name,
        back=one.address,
        language=meta.language if foreign else "",
        first=Compared("A", meta.raw.origin if meta.raw else "", "Its text is the entry's"),
        second=Compared(letter(number), copy.origin, "; ".join(facts(copy))),
    )


def facts(copy: Copy) -> Iterator[str]:
    """How alike the copy is, and what it says otherwise of itself."""
    yield f"{round(copy.alike * 100)} in 100 letters alike"
    if copy.date:
        yield f"dated {copy.date}"
    if copy.url:
        yield copy.url
