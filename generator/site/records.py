"""An entry at its place -> what data files say of it, and what is cited."""

from __future__ import annotations

from urllib.parse import quote

from msgspec import Struct

from generator.site.arrange import Site
from generator.site.cite import Work, plain
from generator.site.filed import Filed, evidence
from generator.site.views import DataField
from generator.site.words import how_known
from generator.types import SiteInfo

WEB = ("http://", "https://")
LIST = "; "
"""Between several names in a cell of a table."""
SEVERAL = f": a list in JSON Lines, with “{LIST.strip()}” between them in a table"


class Record(Struct, frozen=True):
    """An entry in the data files; FIELDS says what each field means."""

    id: str
    address: str
    url: str
    title: str
    date: str
    date_text: str
    date_known: str
    lastmod: str
    source: str
    authors: tuple[str, ...]
    people: tuple[str, ...]
    tags: tuple[str, ...]
    language: str
    original: str
    words: int
    summary: str
    raw: str
    sha256: str


FIELDS = (
    DataField("id", "string", "The identity of the entry: it stays if the entry moves"),
    DataField("address", "string", "Where its page stands in the site"),
    DataField("url", "string", "The full URL of its page; empty if the site's own address is not known"),
    DataField("title", "string", "Title, or the first words of a text without one"),
    DataField("date", "string", "As far as it is known: YYYY-MM-DD, YYYY-MM, YYYY or empty"),
    DataField("date_text", "string", "The date in the document's own words, where they are less exact: c. 1923"),
    DataField("date_known", "string", "How the date is known: certain, worked out or unknown; empty if nobody says"),
    DataField("lastmod", "string", "When it was last changed, if it says so"),
    DataField("source", "string", "Where the document appeared"),
    DataField("authors", "string", f"Names of its authors{SEVERAL}"),
    DataField("people", "string", f"Names of people in the text{SEVERAL}"),
    DataField("tags", "string", f"Tags{SEVERAL}"),
    DataField("language", "string", "BCP 47, such as en or pt-br"),
    DataField("original", "string", "URL of the original document"),
    DataField("words", "integer", "Number of words of the text"),
    DataField("summary", "string", "The summary that was written for it, else its first sentences"),
    DataField("raw", "string", "The raw file from which the entry was made"),
    DataField("sha256", "string", "The SHA-256 of that file or record"),
)


def record(info: SiteInfo, one: Filed) -> Record:
    """What data files say of an entry."""
    meta = one.entry.meta
    return Record(
        id=meta.id,
        address=one.address,
        url=f"{info.base_url}/{quote(one.address)}" if info.base_url else "",
        title=one.name,
        date=one.date,
        date_text=one.date_text,
        date_known=how_known(one.date, evidence(one))[0] or "",
        lastmod=meta.lastmod,
        source=next(iter(one.names["source"]), ""),
        authors=tuple(name for name in meta.authors if plain(name)),
        people=one.names["person"],
        tags=one.names["tag"],
        language=meta.language,
        original=meta.url if meta.url.startswith(WEB) else "",
        words=one.entry.words,
        summary=one.entry.summary,
        raw=meta.raw.origin if meta.raw else "",
        sha256=meta.raw.sha256 if meta.raw else "",
    )


def records(site: Site) -> list[Record]:
    """A record for each entry, in the site's order: oldest first, those without a date last."""
    return [record(site.info, one) for one in site.entries]


def work(found: Record, archive: str) -> Work:
    """What is cited of an entry; `archive` is the name of the archive."""
    return Work(
        key=found.address.rstrip("/"),
        title=found.title,
        authors=found.authors,
        date=found.date,
        container=found.source or archive,
        url=found.url or found.original,
        language=found.language,
        published=bool(found.source),
        date_text=found.date_text,
    )
