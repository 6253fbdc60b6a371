"""The site -> the page for addresses where nothing stands."""

from __future__ import annotations

from collections.abc import Iterator

from generator.site.arrange import Site
from generator.site.pages.frame import head, page
from generator.site.views import MissingView, SiteView
from generator.types import Page


def pages(site: Site, cover: SiteView) -> Iterator[Page]:
    """One page, at the name that hosts look for."""
    yield page("404.html", "404.html", MissingView(cover, head(site, "Not found", "404.html", listing=False)))
