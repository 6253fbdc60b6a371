"""The keeper's own pages -> pages; and, where no "about" is among them, one that says what the archive holds."""

from __future__ import annotations

from collections.abc import Iterator

from generator.phrases import say
from generator.site.arrange import Site
from generator.site.pages.frame import Planned, head, page
from generator.site.pages.home import commonest
from generator.site.views import AboutView, NoteView, SiteView, Way

ABOUT = "about/"


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """A page for each note, and the page about the archive."""
    for note in site.notes:
        frame = head(site, note.name, note.address, about=note.entry.summary, listing=False)
        yield page(note.address, "note.html", NoteView(cover, frame, note.name), note.entry.body)
    if all(note.address != ABOUT for note in site.notes):
        yield page(ABOUT, "about.html", about(site, cover))


def about(site: Site, cover: SiteView) -> AboutView:
    """What the archive holds, counted."""
    dated = [one.date for one in site.entries if one.date]
    languages = site.collections["language"]
    return AboutView(
        site=cover,
        head=head(site, say(site.info.words, "About this archive"), ABOUT, about=site.info.description),
        count=len(site.entries),
        first=min(dated, default=""),
        last=max(dated, default=""),
        undated=len(site.undated),
        guessed=sum(one.guessed for one in site.entries),
        copies=sum(len(one.entry.meta.copies) for one in site.entries),
        cuts=sum(len(one.entry.meta.cuts) for one in site.entries),
        sources=commonest(site.collections["source"].values(), 12, site.info.words),
        languages=commonest(languages.values(), 12, site.info.words) if len(languages) > 1 else (),
        notes=tuple(Way(note.name, note.address) for note in site.notes),
        withdrawn=len(site.withdrawn),
    )
