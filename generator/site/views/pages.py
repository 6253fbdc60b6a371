"""One struct for each template of a page: its fields are the template's variables."""

from __future__ import annotations

from msgspec import Struct

from generator.site.views.blocks import (
    Beside,
    Chart,
    Group,
    Head,
    Line,
    Near,
    Parts,
    Section,
    Shelved,
    SiteView,
    Strip,
    Way,
)
from generator.site.views.machine import Article, Tag
from generator.site.views.record import Cite, Record
from generator.types import Sure


class HomeView(Struct, frozen=True):
    """home.html"""

    site: SiteView
    head: Head
    count: int
    first: str
    last: str
    sources: int
    people: int
    undated: int
    chart: Chart | None
    newest: tuple[Line, ...]
    year: str
    """The newest year."""
    groups: tuple[Group, ...]


class EntryView(Struct, frozen=True):
    """entry.html; the text itself is `body`, and `placed` holds the numbers of the cuts that it shows in place."""

    site: SiteView
    head: Head
    title: str
    deck: str
    """The summary, unless it repeats the beginning of the text."""
    date: str
    date_text: str
    """The document's own words for its date, where they say it less exactly: "c. 1923". Show these."""
    sure: Sure | None
    how: str
    language: str
    """BCP 47, "" if it is the site's."""
    spoken: str
    """Name of the language, "" if it is the site's."""
    source: Way | None
    authors: tuple[str, ...]
    people: tuple[Way, ...]
    tags: tuple[Way, ...]
    original: str
    """URL of the document."""
    host: str
    wayback: str
    record: Record
    cite: Cite
    article: Article
    meta: tuple[Tag, ...]
    """For citation managers."""
    twin: str
    """Name of the Markdown file beside the page, "" if there is none."""
    related: tuple[Near, ...]
    earlier: Near | None
    later: Near | None


class YearView(Struct, frozen=True):
    """year.html: a year, a month, or a part of one."""

    site: SiteView
    head: Head
    date: str
    """"2021" or "2021-03"."""
    count: int
    guessed: int
    strip: Strip | None
    earlier: Way | None
    later: Way | None
    sections: tuple[Section, ...]
    parts: Parts | None


class YearsView(Struct, frozen=True):
    """years.html"""

    site: SiteView
    head: Head
    count: int
    chart: Chart | None
    decades: tuple[Group, ...]
    undated: int


class ShelfView(Struct, frozen=True):
    """shelf.html: the entries of a source, a person, a tag or a language, or a part of them."""

    site: SiteView
    head: Head
    shelf: Shelved
    sections: tuple[Section, ...]
    parts: Parts | None


class IndexView(Struct, frozen=True):
    """index.html: all sources, people, tags or languages, or those of one letter."""

    site: SiteView
    head: Head
    kind: str
    count: int
    letter: str
    """"" on the page of all."""
    most: tuple[Beside, ...]
    groups: tuple[Group, ...]


class ListView(Struct, frozen=True):
    """list.html: every entry, or those without a date."""

    site: SiteView
    head: Head
    kind: str
    """"all" or "undated"."""
    count: int
    lines: tuple[Line, ...]
    parts: Parts | None


class SearchView(Struct, frozen=True):
    """search.html"""

    site: SiteView
    head: Head
    count: int
    undated: int
    chart: Chart | None
    languages: tuple[tuple[str, str], ...]
    """Code and name."""


class NoteView(Struct, frozen=True):
    """note.html: a page of the keeper's own; the text is `body`."""

    site: SiteView
    head: Head
    title: str


class AboutView(Struct, frozen=True):
    """about.html: made where the keeper wrote none."""

    site: SiteView
    head: Head
    count: int
    first: str
    last: str
    undated: int
    guessed: int
    copies: int
    cuts: int
    sources: tuple[Way, ...]
    languages: tuple[Way, ...]
    notes: tuple[Way, ...]


class MissingView(Struct, frozen=True):
    """404.html"""

    site: SiteView
    head: Head


class AliasView(Struct, frozen=True):
    """alias.html: sends the reader on from a former address."""

    site: SiteView
    head: Head
    title: str
