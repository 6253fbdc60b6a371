"""All pages' addresses -> sitemap.xml (sitemaps.org), an index of several past 50,000, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.site.arrange import Site
from generator.site.dates import known
from generator.site.pages.frame import Planned, absolute, page
from generator.site.views import Place, RobotsView, SitemapIndexView, SitemapView

LIMIT = 50_000
"""URLs in one sitemap (sitemaps.org, "Sitemap file location")."""


def pages(site: Site, made: Iterable[str], limit: int = LIMIT) -> Iterator[Planned]:
    """The sitemaps of the pages at these addresses, if the site's full address is known, and robots.txt."""
    if site.info.base_url:
        dates = {one.address: known(one.entry.meta.lastmod[:10]) for one in site.entries}
        yield from sitemaps(site, [Place(absolute(site, address), dates.get(address, "")) for address in made], limit)
    yield page("robots.txt", "robots.txt", RobotsView(absolute(site, "sitemap.xml")))


def sitemaps(site: Site, places: Sequence[Place], limit: int) -> Iterator[Planned]:
    """One sitemap, or an index and numbered ones, which are compressed: search engines read them as well."""
    if len(places) <= limit:
        yield page("sitemap.xml", "sitemap.xml", SitemapView(tuple(places)))
        return
    names = [f"sitemap-{number}.xml.gz" for number in range(1, -(-len(places) // limit) + 1)]
    yield page("sitemap.xml", "sitemap-index.xml", SitemapIndexView(tuple(Place(absolute(site, n)) for n in names)))
    for number, name in enumerate(names):
        yield page(name, "sitemap.xml", SitemapView(tuple(places[number * limit : (number + 1) * limit])))
