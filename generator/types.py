"""Every value that crosses the boundary of a stage, and nothing else.

All values are frozen and made of text, numbers, tuples and other values, so that each has one encoding
(`msgspec.msgpack`), and its digest can be the key under which the result of a step is remembered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Digest = str
"""sha256 of some bytes, as 64 lower-case hexadecimal digits."""

Level = Literal["error", "warning", "note"]
Sure = Literal["certain", "worked out", "unknown"]
"""How a field is known: stated by the document itself; inferred from other evidence; not at all."""


class Stop(Exception):
    """The run cannot go on. The only exception of our own; `args[0]` is a Problem."""


class Problem(Struct, frozen=True):
    """Expected trouble: a value that travels with the result and never stops the run."""

    level: Level
    where: str
    """`path`, `path:line` or `path#record`, relative to the site's folder."""
    message: str
    hint: str = ""


# --- ingest ---------------------------------------------------------------------------------------------------


class Signal(Struct, frozen=True):
    """One piece of evidence for one field: what it says, and where it was found."""

    field: Literal["title", "date", "url", "source", "author", "language", "tag", "summary", "person"]
    value: str
    how: str
    """Where it was found, in words that a reader understands: "header line", "JSON-LD", "file name"."""
    weight: float = 0.5
    """0 to 1: how often such evidence is right, other things being equal."""


class RawFile(Struct, frozen=True):
    """One file of the heap."""

    path: str
    """Relative to the raw folder, with forward slashes."""
    digest: Digest
    size: int


class Raw(Struct, frozen=True):
    """One record of a raw file: a text file holds one, a CSV file one a row."""

    origin: str
    """`path` or `path#record`, relative to the raw folder."""
    digest: Digest
    """Of the record's own bytes; the file's digest if the record is the file."""
    media: Literal["text/plain", "text/html", "text/markdown"]
    """What `text` is written in."""
    text: str
    """Decoded, without lone surrogates, NUL or BOM, \\n line ends, without the header that the reader understood."""
    signals: tuple[Signal, ...] = ()
    """What the container said: header lines, front matter, columns."""
    extra: Mapping[str, str] = {}
    """Fields of the container that have no meaning to us but are kept."""
    cuts: tuple[Cut, ...] = ()
    """What the reader itself took off (header lines)."""
    problems: tuple[Problem, ...] = ()
    article: bool = False
    """Whether the HTML is the document alone, as in a feed, and no page around it."""


class Cut(Struct, frozen=True, omit_defaults=True):
    """Text that a rule took out of the body."""

    rule: str
    """Name of the rule: "hover-card", "page-furniture", "header-line"."""
    text: str
    """The words that went, whole if they are at most 2,000 characters, else their beginning followed by an ellipsis."""
    at: int = -1
    """Where in the finished body it stood, in characters; -1 if it has no place there."""
    after: str = ""
    """The up to 24 characters of the finished body before `at`: finds the place again when the body was edited."""
    words: int = 0
    """How many words went, where `text` does not hold them all."""


class Evidence(Struct, frozen=True, omit_defaults=True):
    """How a field of an entry is known."""

    sure: Sure
    how: str
    """In words: "header line", "header line, URL", "URL; the page says 2021-03-15"."""


class RawRef(Struct, frozen=True):
    """Where an entry came from."""

    origin: str
    sha256: Digest


class Copy(Struct, frozen=True, omit_defaults=True):
    """Another record of the same document."""

    origin: str
    sha256: Digest
    alike: float = 1.0
    """0 to 1: the share of letters that agree after alignment."""
    url: str = ""
    date: str = ""
    gave: tuple[str, ...] = ()
    """What the entry took from it: "quotes", "date", "url", "title"."""


class Meta(Struct, frozen=True, omit_defaults=True):
    """The front matter of an entry: the fields are its keys, in this order."""

    id: str = ""
    title: str = ""
    date: str = ""
    """What is known and no more: "2021", "2021-03", "2021-03-14" or ""; of a span its beginning."""
    date_text: str = ""
    """The date in the document's words, where it is not so exact: "c. 1923". It is shown; `date` sorts."""
    url: str = ""
    """Of the original document."""
    source: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    """BCP 47, lower case: "en", "de", "pt-br"."""
    people: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    summary: str = ""
    lastmod: str = ""
    draft: bool = False
    aliases: tuple[str, ...] = ()
    """Addresses in the site that lead here too."""
    raw: RawRef | None = None
    copies: tuple[Copy, ...] = ()
    versions: tuple[str, ...] = ()
    """Ids of the versions of this story, its own among them, in order of date; none if there is but one."""
    evidence: Mapping[str, Evidence] = {}
    cuts: tuple[Cut, ...] = ()
    extra: Mapping[str, str] = {}
    """Keys that we have no meaning for, kept as they are."""


class Draft(Struct, frozen=True):
    """What one raw record says, cleaned and inferred, before it meets its copies."""

    meta: Meta
    body: str
    """Markdown."""
    letters: Digest = ""
    """Of the body's letters and digits alone, folded: equal for exact copies."""
    sketch: bytes = b""
    """MinHash of the body's 5-grams over letters and digits (sketch.py); empty if the body is too short to tell."""
    size: int = 0
    """Letters and digits in the body."""
    problems: tuple[Problem, ...] = ()


class Group(Struct, frozen=True):
    """Drafts of one document: indices into the sequence of drafts."""

    keep: int
    others: tuple[int, ...] = ()


class Known(Struct, frozen=True):
    """A line of the ledger: what ingest last wrote for an id, and from which records."""

    id: str
    path: str
    wrote: Digest
    raws: tuple[Digest, ...]
    """The record that the text is taken from first, then its copies."""
    origin: str = ""
    """Of the first record: a raw file that was changed in place is known by it."""
    aliases: tuple[str, ...] = ()
    """Addresses of entries that turned out to be copies of this one."""


class Change(Struct, frozen=True):
    """What is to happen to one file of content/entries or content/copies."""

    id: str
    path: str
    text: str | None
    """None: leave it as it is; "": take it away."""
    reason: str
    """One word or phrase for the log: "new", "updated", "unchanged", "edited by hand", "deleted by hand"."""


# --- build ----------------------------------------------------------------------------------------------------


class TextFile(Struct, frozen=True):
    """A content file as found: where, and the digest of its bytes."""

    path: str
    """Relative to content/entries, with forward slashes."""
    digest: Digest


class Body(Struct, frozen=True):
    """The rendered body of an entry, and what was read from it on the way."""

    html: str
    """Safe: the sanitiser was the last step."""
    opening: str
    """The first sentences as plain text, at most about 240 characters."""
    words: int
    headings: tuple[Heading, ...] = ()
    sketch: bytes = b""
    problems: tuple[Problem, ...] = ()
    terms: tuple[str, ...] = ()
    """The words that tell it from other texts, most telling first."""
    links: tuple[str, ...] = ()
    """Where it leads: keys of addresses (weburl.py), and links inside the site as they stand."""
    pictures: tuple[str, ...] = ()
    """Addresses of pictures elsewhere, as they stand: none is loaded from there."""


class Heading(Struct, frozen=True):
    """A heading of a rendered body, with the id that links to it use."""

    id: str
    level: int
    text: str


class Entry(Struct, frozen=True):
    """One document of the archive, without its body."""

    path: str
    """Of its file, relative to content/entries."""
    meta: Meta
    body: Digest
    """Of its safe HTML in UTF-8."""
    summary: str
    """The front matter's, else the first sentences: plain text, at most about 240 characters."""
    words: int
    headings: tuple[Heading, ...] = ()
    sketch: bytes = b""
    """For related entries: as in Draft."""
    problems: tuple[Problem, ...] = ()
    terms: str = ""
    """As in Body, with blanks between them: lists of so many words, of all entries, take long to read."""
    links: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


class SiteInfo(Struct, frozen=True):
    """What site.yaml says that pages show."""

    title: str
    description: str = ""
    base_url: str = ""
    """With scheme and host and no slash at the end, or "" if unknown."""
    base_path: str = "/"
    """The path of base_url: begins and ends with a slash."""
    language: str = "en"
    keeper: str = ""
    """Who keeps the archive: shown at the foot of each page."""
    menu: tuple[tuple[str, str], ...] = ()
    """Further links of the main menu: label, address."""
    params: Mapping[str, str] = {}
    colours: Mapping[str, str] = {}
    fonts: Mapping[str, str] = {}
    logo: str = ""
    """A path below assets/."""
    styled: bool = False
    """Whether the site has a style sheet of its own."""
    footer: tuple[tuple[str, str], ...] = ()
    """Words and links at the foot of each page: text, address ("" for mere words)."""
    search: bool = True
    data: tuple[str, ...] = ()
    """Formats of the data files of the whole archive, by name."""
    twins: bool = False
    """Whether each entry has a Markdown file beside its page."""
    images: str = "drop"
    """What becomes of pictures elsewhere: "drop" (a link or words), "local" (those that are kept), "keep" (loaded)."""
    licence: str = ""
    """The terms under which texts and data may be used, in the keeper's words."""
    words: Mapping[str, str] = {}
    """What its language has for the pages' English words (phrases.py); an English word that it lacks stays."""
    updated: str = ""
    """When the newest entry is dated, or SOURCE_DATE_EPOCH: "2024-03-29". No page knows a clock."""


class Page(Struct, frozen=True):
    """One file of the site before it is rendered."""

    path: str
    """In the site: "2021/03/14/slug/index.html"."""
    template: str
    view: bytes
    """The msgpack of the view struct that the template sees (see site/views.py)."""
    body: Digest = ""
    """Of the safe HTML that the template places, if any."""
    difference: Digest = ""
    """Of the encoded Comparison that the template sees as `difference`, if any."""


class Document(Struct, frozen=True):
    """All that the search index says of an entry."""

    address: str
    title: str
    body: Digest
    """Of the entry's body."""
    index_language: str
    """Of the site: one index holds all languages, and language is a filter."""
    date: str = ""
    date_text: str = ""
    """The document's own words for it, if they say it less exactly."""
    how: str = ""
    """How the date is known, in words, if it is not certain."""
    source: str = ""
    people: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""


class Theme(Struct, frozen=True):
    """Templates by name, assets by path; a child's files laid over its parents'."""

    templates: Mapping[str, str]
    assets: Mapping[str, Digest]
    strings: Mapping[str, tuple[str, ...]] = {}
    """Files of words, one a language, as they are: "de.yaml" -> one text a layer, the deepest ancestor's first."""
    words: Mapping[str, str] = {}
    """Those of the site's language, as in SiteInfo: once they are chosen, `strings` is empty."""
    ours: bool = False
    """Whether all templates came with fonds; others run in a sandbox."""


Tree = Mapping[str, Digest]
"""The finished site as a value: path -> digest of the bytes."""
