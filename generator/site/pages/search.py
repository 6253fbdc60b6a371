"""The site -> the search page, which draws the archive before its index has come."""

from __future__ import annotations

from collections.abc import Iterator

from generator.phrases import say
from generator.site.arrange import Site
from generator.site.charts import Frame
from generator.site.pages.frame import Planned, head, page, whole
from generator.site.views import SearchView, SiteView
from generator.site.words import language_name


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """One page, if search is wanted."""
    if not site.info.search:
        return
    view = SearchView(
        site=cover,
        head=head(site, say(site.info.words, "Search"), "search/", "search/"),
        count=len(site.entries),
        undated=len(site.undated),
        chart=whole(site, Frame(150, 26), link=False),
        languages=tuple(
            (s.name, language_name(s.name, site.info.words)) for s in site.collections["language"].values()
        ),
    )
    yield page("search/", "search.html", view)
