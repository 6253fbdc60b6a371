"""One struct for each template of a page: its fields are the template's variables."""

from __future__ import annotations

from msgspec import Struct

from generator.site.views.blocks import (
    Beside,
    Chart,
    Group,
    Head,
    Letter,
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
from generator.site.views.record import Record
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
    copied: tuple[Way, ...]
    """The entries found in most copies, with the number of these."""
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
    article: Article
    meta: tuple[Tag, ...]
    """For citation managers."""
    cited: str
    """A reference to the entry, in words, without an address."""
    twin: str
    """Name of the Markdown file beside the page, "" if there is none."""
    day: str
    """Address of the page of its day, "" if nothing else is dated that day."""
    other_years: str
    """Address of the list of what is dated the same day of other years, "" if nothing is."""
    leads: tuple[tuple[str, str], ...]
    """For `|inside`: key of an address that the text links to, address of the entry that has it."""
    pictures: tuple[tuple[str, str, int, int], ...]
    """For `|pictured`: address of a picture in the text, its file in the site, width and height (0 if unknown)."""
    linked: tuple[Near, ...]
    """What links here, oldest first."""
    related: tuple[Near, ...]
    earlier: Near | None
    later: Near | None
    at: str
    """"": the page itself is the one that rules and versions are told of."""
    second: str
    """Address of the page that tells the rest of the record, "" if all of it has room here."""
    short: tuple[str, ...]
    """The lists that have no room here: "made", "copies", "versions", "people", "tags" and "linked" stand whole on that
    page. "related": of these one is left; "all related": none."""


class RecordView(Struct, frozen=True):
    """record.html: of an entry that has much to tell of itself, all that has no room on its page.

    `placed` are the numbers of the cuts that its page shows in place."""

    site: SiteView
    head: Head
    title: str
    at: str
    """Address of the entry."""
    language: str
    """BCP 47, "" if it is the site's."""
    people: tuple[Way, ...]
    tags: tuple[Way, ...]
    record: Record
    linked: tuple[Near, ...]
    """What links to the entry, oldest first."""
    related: tuple[Near, ...]
    """What is related, if the page of the entry shows nothing of it."""


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
    below: tuple[Group, ...]
    """Its months, or itself, with their days as links, if it has too many entries for one page: then `sections` has
    only those of which no more than the year or the month is known."""
    sections: tuple[Section, ...]
    parts: Parts | None


class DayView(Struct, frozen=True):
    """day.html: a day, or a part of it."""

    site: SiteView
    head: Head
    date: str
    """"2021-03-14"."""
    weekday: int
    """0 Monday to 6 Sunday."""
    count: int
    earlier: Way | None
    """The day before that has entries; its label is its date."""
    later: Way | None
    other_years: str
    """Address of the list of what is dated the same day of other years, "" if nothing is."""
    lines: tuple[Line, ...]
    dense: bool
    """There are so many that titles and sources are enough."""
    parts: Parts | None


class AnniversariesView(Struct, frozen=True):
    """anniversaries.html: the days of all months, with the entries of any year."""

    site: SiteView
    head: Head
    count: int
    """Days that have entries."""
    months: tuple[Group, ...]
    """Labels are numbers: "03", and "14" for its days."""


class AnniversaryView(Struct, frozen=True):
    """anniversary.html: a month, or one of its days, in all years."""

    site: SiteView
    head: Head
    date: str
    """"03" or "03-14"."""
    count: int
    earlier: Way | None
    """The month or day before that has entries; its label is as `date`."""
    later: Way | None
    days: tuple[Way, ...]
    """Links to the pages of its days, if a month has too many entries for one page; labels are numbers."""
    sections: tuple[Section, ...]
    """Of a month its days, of a day itself; their date is "03-14"."""
    parts: Parts | None


class TitlesView(Struct, frozen=True):
    """titles.html: all titles from A to Z, or those of one letter."""

    site: SiteView
    head: Head
    count: int
    letter: str
    """"" on the page of all."""
    letters: tuple[Letter, ...]
    parts: Parts | None


class YearsView(Struct, frozen=True):
    """years.html"""

    site: SiteView
    head: Head
    count: int
    chart: Chart | None
    decades: tuple[Group, ...]
    undated: int
    on_this_day: str
    """Address of the days of the year, "" if no entry has its day."""


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
    groups: tuple[Group, ...]
    """Years with their months as links, and last the undated shelf, whose label is "", if all entries are too many for
    a list."""
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
    withdrawn: int = 0
    """Entries that were withdrawn; the page withdrawn/ names them."""


class MissingView(Struct, frozen=True):
    """404.html"""

    site: SiteView
    head: Head


class AliasView(Struct, frozen=True):
    """alias.html: sends the reader on from a former address."""

    site: SiteView
    head: Head
    title: str
