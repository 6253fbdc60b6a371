"""What was withdrawn -> structs."""

from __future__ import annotations

from msgspec import Struct

from generator.site.views.blocks import Head, SiteView


class Gone(Struct, frozen=True):
    """One withdrawal, as the public log has it: it says nothing of what the text said."""

    id: str
    date: str
    reason: str
    by: str
    """Who asked for it or decided it, or ""."""
    address: str
    """Of the page that stands in its place, "" if the address is not to be known."""


class WithdrawnView(Struct, frozen=True):
    """withdrawn.html: the public log."""

    site: SiteView
    head: Head
    count: int
    entries: tuple[Gone, ...]
    """Newest first."""


class TombstoneView(Struct, frozen=True):
    """tombstone.html: stands where an entry stood that was withdrawn."""

    site: SiteView
    head: Head
    gone: Gone
    log: str
    """Address of the public log."""
