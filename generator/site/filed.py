"""An entry at its place in the site, and what pages say of it wherever they name it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from generator.phrases import Words
from generator.site import dates
from generator.site.alphabet import Filing, filing
from generator.site.names import fold
from generator.site.views import Line, Near
from generator.site.words import NONE, how_known, language_name
from generator.types import Entry, Evidence, SiteInfo, Sure

KINDS = ("source", "person", "tag", "language")
"""Of what entries are filed under."""


class Filed(Struct, frozen=True, dict=True):
    """An entry at its place. What is worked out from it is worked out once: each entry stands on a dozen pages."""

    entry: Entry
    address: str
    """Relative to the site, with a slash at its end: "2021/03/14/slug/"."""
    date: str
    """As far as it is known and exists in the calendar, else ""."""

    @cached_property
    def date_text(self) -> str:
        """The words in which the document says its date, where these are less exact than it; else ""."""
        return self.entry.meta.date_text.strip() if self.date else ""

    @cached_property
    def name(self) -> str:
        """The title, else the first words, else the last part of the address: never empty."""
        return (
            self.entry.meta.title.strip() or clip(self.entry.summary, 80) or self.address.rstrip("/").rpartition("/")[2]
        )

    @property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Kind -> what the entry says of it, empty names and repetitions left out."""
        return self._named[0]

    @property
    def keys(self) -> Mapping[str, tuple[str, ...]]:
        """Kind -> the same names, folded: keys of shelves."""
        return self._named[1]

    @cached_property
    def guessed(self) -> bool:
        """Whether the date comes from other evidence than the document's own words."""
        said = evidence(self)
        return bool(self.date) and said is not None and said.sure != "certain"

    @cached_property
    def filing(self) -> Filing:
        """Where its title stands among all titles."""
        return filing(self.name)

    @cached_property
    def near(self) -> Near:
        """The entry as a neighbour: a short title and its date."""
        return Near(clip(self.name, 80), self.address, self.date, "", self.date_text)

    @cached_property
    def _named(self) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
        meta = self.entry.meta
        said = {"source": (meta.source,), "person": meta.people, "tag": meta.tags, "language": (meta.language,)}
        found = [(kind, _folded(said[kind])) for kind in KINDS]
        return {kind: names for kind, (names, _) in found}, {kind: keys for kind, (_, keys) in found}


def file(entry: Entry, address: str) -> Filed:
    """The entry at its address, with its date if that exists in the calendar.

    The words and the sketch of its text are left out: they say what is related, and no page shows them.
    """
    return Filed(replace(entry, terms="", sketch=b""), address, dates.known(entry.meta.date))


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words, with an ellipsis if anything went."""
    flat = " ".join(text[: limit * 8].split())
    return flat if len(flat) <= limit else (flat[:limit].rpartition(" ")[0] or flat[: limit - 1]).rstrip(" ,;:.") + "…"


def evidence(filed: Filed) -> Evidence | None:
    """How the date is known; None if nobody says."""
    return filed.entry.meta.evidence.get("date")


def mark(filed: Filed, words: Words = NONE) -> tuple[Sure | None, str]:
    """What lists say of the date: nothing if it is certain."""
    sure, how = how_known(filed.date, evidence(filed), bool(filed.date_text), words)
    return (None, "") if sure == "certain" else (sure, how)


def opening(filed: Filed) -> str:
    """The summary, without the title if it begins with it: a list shows the title just above."""
    said, title = filed.entry.summary, filed.name.rstrip("…")
    again = said.casefold().startswith(title.casefold()) and len(said) > len(title) + 20
    return said[len(title) :].lstrip(" .:;,") if again and filed.entry.meta.title else said


def line_of(one: Filed, info: SiteInfo, outdated: bool) -> Line:
    """The entry as a line of a list, without its summary; `outdated` if a later version of its story is there."""
    meta = one.entry.meta
    sure, how = mark(one, info.words)
    foreign = meta.language and meta.language.partition("-")[0] != info.language.partition("-")[0].lower()
    return Line(
        title=clip(one.name, 240),
        address=one.address,
        date=one.date,
        date_text=one.date_text,
        sure=sure,
        how=how,
        summary="",
        source=meta.source,
        people=meta.people[:3],
        language=language_name(meta.language, info.words) if foreign else "",
        outdated=outdated,
    )


@lru_cache(maxsize=65536)
def _folded(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names in their first spelling, and the same folded; many entries have the same ones."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold(name), name)
    found.pop("", None)
    return tuple(found.values()), tuple(found)
