"""The site -> the page for addresses where nothing stands."""

from __future__ import annotations

from collections.abc import Iterator

from generator.phrases import say
from generator.site.arrange import Site
from generator.site.pages.frame import Planned, head, page
from generator.site.views import MissingView, SiteView


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """One page, at the name that hosts look for."""
    frame = head(site, say(site.info.words, "Not found"), "404.html", listing=False)
    yield page("404.html", "404.html", MissingView(cover, frame))
