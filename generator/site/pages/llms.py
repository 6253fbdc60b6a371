"""The site -> llms.txt (llmstxt.org): what the archive holds and where, for programs that read texts."""

from __future__ import annotations

from collections.abc import Iterator

from generator.site.arrange import Site
from generator.site.pages.data import DATA, listed
from generator.site.pages.frame import Planned, absolute, json_name, page
from generator.site.views import LlmsView, SiteView, Way


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """One file, if the site's full address is known."""
    if site.info.base_url:
        yield page("llms.txt", "llms.txt", llms(site, cover))


def llms(site: Site, cover: SiteView) -> LlmsView:
    """What it says."""
    inside = [way for way in cover.ways if not way.outside]
    ways = [Way("All entries", "all/"), *inside, Way("About this archive", cover.about)]
    data = [Way("About the data files", DATA), *listed(site)] if site.data else []
    feeds = [Way("Newest entries (Atom)", cover.feed), Way("Newest entries (JSON Feed)", json_name(cover.feed))]
    return LlmsView(
        title=site.info.title,
        description=site.info.description,
        facts=tuple(facts(site)),
        ways=tuple(Way(way.label, absolute(site, way.address)) for way in ways),
        files=tuple(Way(way.label, absolute(site, way.address)) for way in [*data, *feeds]),
    )


def facts(site: Site) -> Iterator[str]:
    """What the archive holds, in sentences."""
    dated = [one.date for one in site.entries if one.date]
    count = len(site.entries)
    when = f", the oldest of {min(dated)}, the newest of {max(dated)}" if dated else ""
    yield f"It holds {count:,} {'entry' if count == 1 else 'entries'}{when}."
    if site.undated:
        yield f"{len(site.undated):,} of them {'has' if len(site.undated) == 1 else 'have'} no date."
    yield "The page of an entry names the original document, and says how its date is known and what was cut."
    if site.info.twins:
        yield "Add index.md to the address of an entry for its text in Markdown."
    if site.info.licence:
        yield f"Terms of use: {site.info.licence}"
