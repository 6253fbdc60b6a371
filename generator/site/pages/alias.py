"""Former addresses -> pages that send the reader on."""

from __future__ import annotations

from collections.abc import Iterator

from generator.site.arrange import Site
from generator.site.pages.frame import Planned, head
from generator.site.views import AliasView, SiteView


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """A page for each alias."""
    names = {one.address: one.name for one in (*site.entries, *site.notes)}
    for path, address in site.aliases:
        view = AliasView(cover, head(site, names[address], address, listing=False), names[address])
        yield Planned(path, "alias.html", view, "", "", None, None)
