"""What pages are put together from: links, charts, lines, parts -> structs."""

from __future__ import annotations

from msgspec import Struct

from generator.types import Sure


class Way(Struct, frozen=True):
    """A link with its words."""

    label: str
    address: str
    count: int = 0
    """How many entries it leads to; 0 if that is not said."""
    outside: bool = False
    """Whether the address is a URL of its own: write it with `|safe_url`."""


class SiteView(Struct, frozen=True):
    """`site`: the same for all pages of a build."""

    title: str
    description: str
    language: str
    direction: str
    """"ltr" or "rtl"."""
    keeper: str
    span: str
    """First and last year: "1998–2024", "2021", or ""."""
    base: str
    """Path that all addresses begin with: "/" or "/repo/"."""
    ways: tuple[Way, ...]
    """The main menu; its search is `search`, not one of these."""
    search: str
    """Address of the search page, or ""."""
    about: str
    feed: str
    """Address of the feed, or "" if there is none; the JSON feed has the same name but for its end."""
    opensearch: str = ""
    """Address of the description of the search, or ""."""
    style: str = ""
    """Address of a style sheet of the site's own colours and fonts, "" if there is none: it comes after the theme's."""
    logo: str = ""
    """Address of a picture, or ""."""
    footer: tuple[Way, ...] = ()
    """More for the foot of each page; words without an address are no link."""
    data_page: str = ""
    """Address of the page of data files, or ""."""
    images: str = "drop"
    """What becomes of pictures elsewhere: "drop", "local" or "keep"."""


class Ruler(Struct, frozen=True):
    """A tick for each year of the archive, and where the page stands: shares of the whole width."""

    step: float
    """From tick to tick, in per cent of what SVG measures a dash by: the diagonal over the root of two (SVG 2, 8.9)."""
    x: float
    """Per cent."""
    width: float
    """Per cent."""


class Head(Struct, frozen=True):
    """`head`: what the frame of a page needs to know of the page."""

    title: str
    """For the window; "" on the home page."""
    address: str
    about: str = ""
    """For the meta description."""
    canonical: str = ""
    """Full URL, or "" if the site's address is not known."""
    here: str = ""
    """Address of the menu's link under which the page stands."""
    ruler: Ruler | None = None
    newest: str = ""
    """Date of the newest entry, on listings only."""
    feed: str = ""
    """Address of the feed of what the page lists, "" if it has none of its own."""
    kind: str = ""
    """What a card of a link to the page is of (OpenGraph): "article", "website", or "" for a page without a card."""


class Bar(Struct, frozen=True):
    """A bar of a time line: x and widths in per cent, y and heights in pixels."""

    label: str
    """"1998" or "1990–1994"."""
    first: str
    last: str
    address: str
    """"" if it is no link."""
    x: float
    """Of its slot."""
    at: float
    """Of the bar itself."""
    count: int
    guessed: int
    """Of these, dated by other evidence than the document."""
    sure_y: int = 0
    sure_height: int = 0
    guess_y: int = 0
    guess_height: int = 0
    tip_x: float = 0
    anchor: str = "middle"


class Tick(Struct, frozen=True):
    """A word at the axis, or a note above a bar."""

    text: str
    x: float
    y: int
    anchor: str


class Chart(Struct, frozen=True):
    """A time line, computed: the template only draws it."""

    height: int
    base: int
    """Height of the axis, in pixels from the top."""
    slot: float
    width: float
    end: float
    """Where the axis ends, in per cent."""
    by: str
    """"year", "5 years", "10 years"."""
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    notes: tuple[Tick, ...] = ()
    undated: Bar | None = None
    named: bool = True
    """Whether words have room below the bar of what has no date."""
    guessed: int = 0
    """In all bars."""


class Line(Struct, frozen=True):
    """An entry in a list."""

    title: str
    address: str
    date: str
    date_text: str = ""
    """The document's own words for its date, where they say it less exactly: "c. 1923". Show these."""
    sure: Sure | None = None
    """Only if the date is not certain: then `how` says it in words."""
    how: str = ""
    summary: str = ""
    source: str = ""
    people: tuple[str, ...] = ()
    language: str = ""
    """Name of its language, if it is not the site's."""
    outdated: bool = False
    """Whether there is a later version of it."""


class Day(Struct, frozen=True):
    """Entries of one day."""

    date: str
    """With its day; or only "2021-03" or "2021" for those of which no more is known, or ""."""
    weekday: int
    """0 Monday to 6 Sunday, -1 if there is none."""
    lines: tuple[Line, ...]
    date_text: str = ""
    """As in Line; the same for all of these."""
    more: int = 0
    """Entries of the day that the list leaves to the day's own page."""


class Section(Struct, frozen=True):
    """A month of a year, or a year of a shelf."""

    id: str
    date: str
    """"2021-03" or "2021"; "" for no date."""
    count: int
    """In the whole month or year, though a part of the page may show fewer."""
    days: tuple[Day, ...]


class Part(Struct, frozen=True):
    """A part of a listing that is too long for one page."""

    label: str
    address: str
    here: bool


class Parts(Struct, frozen=True):
    """The parts of a listing: only those near the page, the first and the last, if they are many."""

    count: int
    shown: tuple[Part, ...]
    earlier: str
    later: str


class Group(Struct, frozen=True):
    """A named row of links."""

    id: str
    label: str
    address: str
    count: int
    ways: tuple[Way, ...]
    rest: str = ""
    """Words for the link to all, "" if all are shown."""


class Near(Struct, frozen=True):
    """An entry beside this one."""

    title: str
    address: str
    date: str
    reason: str = ""
    date_text: str = ""
    """As in Line."""


class Month(Struct, frozen=True):
    """A month in the strip of a year."""

    date: str
    address: str
    """"" if it has no entries."""
    count: int
    x: float
    days: int
    path: str
    """Of the ticks: one for each day, as high as its entries, within days x top."""


class Strip(Struct, frozen=True):
    """The days of a year, as ticks."""

    top: int
    """Height of the highest tick."""
    months: tuple[Month, ...]


class Row(Struct, frozen=True):
    """Entries whose titles begin alike."""

    label: str
    """The first letters."""
    lines: tuple[Line, ...]


class Letter(Struct, frozen=True):
    """The titles under a letter."""

    id: str
    label: str
    """"A", "0–9", the name of another script, or "Other"."""
    address: str
    """Of its own page, "" if its titles stand in `rows`."""
    count: int
    rows: tuple[Row, ...] = ()


class Beside(Struct, frozen=True):
    """A name found together with the shelf's."""

    label: str
    address: str
    count: int
    share: int
    """Of the highest count, per cent."""


class Shelved(Struct, frozen=True):
    """What a shelf says before its lists: time line, spellings and names beside it stand on its first part only."""

    kind: str
    """"source", "person", "tag" or "language"."""
    name: str
    count: int
    first: Near | None
    """The oldest dated entry."""
    last: Near | None
    """The newest, if there are several."""
    undated: int
    bare: bool
    """There are so many that titles and dates are enough."""
    chart: Chart | None
    spellings: tuple[Way, ...]
    """Spellings of the name and their entries, if there are several; no links."""
    beside: tuple[Beside, ...]
    """People."""
    tags: tuple[Way, ...]
