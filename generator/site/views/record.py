"""How an entry was made, and how it is cited -> structs."""

from __future__ import annotations

from msgspec import Struct

from generator.types import Sure


class Rule(Struct, frozen=True):
    """A rule that changed the entry."""

    name: str
    did: str
    cuts: tuple[int, ...]


class CutView(Struct, frozen=True):
    """Words that were taken out."""

    number: int
    text: str


class CopyView(Struct, frozen=True):
    """Another record of the document."""

    letter: str
    origin: str
    alike: int
    """In 100."""
    gave: str
    """In words, or ""."""
    differences: str = ""
    """Address of the page that compares it with the entry, "" if there is none."""


class Fact(Struct, frozen=True):
    """A field and how it is known."""

    label: str
    sure: Sure
    how: str


class Record(Struct, frozen=True):
    """How an entry was made."""

    rules: tuple[Rule, ...]
    cuts: tuple[CutView, ...]
    origin: str
    sha256: str
    copies: tuple[CopyView, ...]
    known: tuple[Fact, ...]
    """How each field but the date is known, where it is not certain."""


class Cite(Struct, frozen=True):
    """The entry as others would cite it."""

    apa: str
    bibtex: str
    ris: str
