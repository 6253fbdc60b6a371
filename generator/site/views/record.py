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
    """In 100; 0 if it has no text."""
    gave: str
    """In words, or ""."""
    differences: str = ""
    """Address of the page that compares it with the entry, "" if there is none."""
    raw: str = ""
    """Address of its raw file in the site, "" if it is not published."""
    sha256: str = ""
    """Of its raw record."""


class VersionView(Struct, frozen=True):
    """One version of the story that an entry tells, in order of date."""

    number: int
    title: str
    address: str
    date: str
    here: bool
    """It is this entry."""
    differences: str = ""
    """Address of the page that compares it with the version before, "" if there is none."""


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
    versions: tuple[VersionView, ...] = ()
    """All versions of the story, oldest first; none if there is but this one."""
    raw: str = ""
    """Address of the raw file in the site, "" if it is not published."""
