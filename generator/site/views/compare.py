"""What a copy has otherwise than the entry -> structs."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from generator.site.views.blocks import Head, SiteView

Side = Literal["both", "a", "b"]


class Piece(Struct, frozen=True):
    """Some words of a paragraph, and who has them."""

    side: Side
    text: str
    """A "\\n" in it is the end of a paragraph that only one side has."""


class Hunk(Struct, frozen=True):
    """A paragraph that differs, or a run of equal ones."""

    pieces: tuple[Piece, ...]
    """Of a paragraph that differs; empty for equal ones."""
    same: tuple[str, ...] = ()
    """Paragraphs that both have, letter for letter."""


class Comparison(Struct, frozen=True):
    """`difference` on the pages of diff.html: what two texts have in common and what not."""

    deck: str
    """What differs, in a few sentences."""
    hunks: tuple[Hunk, ...]


class Compared(Struct, frozen=True):
    """One of the two texts of a comparison."""

    letter: str
    origin: str
    facts: str
    """What is known of it, in words, or ""."""
    address: str = ""
    """Of a version, which is an entry of its own."""
    date: str = ""
    """Of a version."""


class CompareView(Struct, frozen=True):
    """diff.html: an entry (A) and one of its copies, or two versions; `difference` is their Comparison."""

    site: SiteView
    head: Head
    title: str
    back: str
    """Address of the entry."""
    language: str
    """BCP 47, "" if it is the site's."""
    first: Compared
    second: Compared
    ordered: bool = False
    """The two are versions: the second came after the first."""
