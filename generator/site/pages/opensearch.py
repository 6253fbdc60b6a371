"""The site -> opensearch.xml, by which a browser offers to search the archive (OpenSearch 1.1, draft 6)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.phrases import say
from generator.site.arrange import Site
from generator.site.cite import plain
from generator.site.filed import clip
from generator.site.pages.frame import OPENSEARCH, Planned, absolute, page
from generator.site.views import OpenSearchView, SiteView


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """One file, if there is a search page and its full URL is known."""
    if not cover.opensearch:
        return
    title = plain(site.info.title)
    view = OpenSearchView(
        name=clip(title, 16),
        long_name=clip(title, 48),
        description=clip(f"{say(site.info.words, 'Search {title}', title=title)}. {site.info.description}", 1024),
        search_url=f"{absolute(site, cover.search)}?q={{searchTerms}}",
        icon_url=absolute(site, "assets/icon.svg"),
        language=site.info.language,
    )
    yield page(OPENSEARCH, "opensearch.xml", view)
