"""What was withdrawn -> a public log with a line for each, and a page in the place of each entry."""

from __future__ import annotations

from collections.abc import Iterator

from generator.phrases import say
from generator.site.arrange import Site
from generator.site.pages.frame import Planned, head, page
from generator.site.views import Gone, SiteView, TombstoneView, WithdrawnView
from generator.withdrawals import Withdrawal

LOG = "withdrawn/"


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """The log, newest first, if anything was withdrawn."""
    if not site.withdrawn:
        return
    newest = sorted(site.withdrawn, key=lambda one: (one.date, one.id), reverse=True)
    frame = head(site, say(site.info.words, "Withdrawn entries"), LOG, listing=False)
    yield page(LOG, "withdrawn.html", WithdrawnView(cover, frame, len(newest), tuple(map(gone, newest))))


def tombstones(site: Site, cover: SiteView) -> Iterator[Planned]:
    """A page at each address where a withdrawn entry stood, unless another page has that address now."""
    taken = {one.address for one in (*site.entries, *site.notes)}
    taken |= {file.removesuffix("index.html") for file, _ in site.aliases}
    for one in site.withdrawn:
        for address in one.addresses:
            if address not in taken:
                taken.add(address)
                frame = head(site, say(site.info.words, "Withdrawn"), address, listing=False)
                yield page(address, "tombstone.html", TombstoneView(cover, frame, gone(one), LOG))


def gone(one: Withdrawal) -> Gone:
    """What readers are told of a withdrawal."""
    return Gone(one.id, one.date, one.reason, one.by, next(iter(one.addresses), ""))
