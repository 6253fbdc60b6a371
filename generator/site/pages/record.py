"""Entries of which much is told -> for each a page with all of it, for their own pages stay light (room.py)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.phrases import say
from generator.site.arrange import Site
from generator.site.filed import clip
from generator.site.lines import near, way
from generator.site.pages.entry import foreign, related, told
from generator.site.pages.frame import Planned, head, page
from generator.site.room import NO_RELATED, record_address
from generator.site.views import RecordView, SiteView


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """A page for each entry whose own has no room for all its lists."""
    for place, short in site.short.items():
        entry = site.entries[place]
        if address := record_address(entry, short):
            kin = site.related[place] if NO_RELATED in short else ()
            others = (*site.crosslinks.linked.get(place, ()), *site.versions.get(place, ()))
            reads = [place, *others, *(one.other for one in kin)]
            view = partial(record_view, site, cover, place, address)
            yield page(address, "record.html", view, entry.entry.body, reads=reads, also=kin)


def record_view(site: Site, cover: SiteView, place: int, address: str) -> RecordView:
    """All that the page shows."""
    one = site.entries[place]
    title = say(site.info.words, "The record: {title}", title=clip(one.name, 100))
    return RecordView(
        site=cover,
        head=head(site, title, address, at=one.date[:4], listing=False),
        title=one.name,
        at=one.address,
        language=foreign(site, one),
        people=tuple(way(site, "person", name) for name in one.names["person"]),
        tags=tuple(way(site, "tag", name) for name in one.names["tag"]),
        record=told(site, place),
        related=related(site, place) if NO_RELATED in site.short[place] else (),
        linked=tuple(near(site, other) for other in site.crosslinks.linked.get(place, ())),
    )
