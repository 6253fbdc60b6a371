"""How an entry was made, and where raw files are published -> the same with links to its own."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from generator.site.views import Record


def sourced(made: Record, raw: Mapping[str, str]) -> Record:
    """The record with the addresses of its raw file and those of its copies, as far as they are published."""
    if not raw:
        return made
    copies = tuple(replace(copy, raw=raw_address(copy.origin, raw)) for copy in made.copies)
    return replace(made, raw=raw_address(made.origin, raw), copies=copies)


def raw_address(origin: str, raw: Mapping[str, str]) -> str:
    """The address of the file that holds a record: `box.csv` for `box.csv#3`; "" if it is not there."""
    if origin in raw:
        return raw[origin]
    ends = (at for at, char in enumerate(origin) if char in "#/")
    return next((raw[origin[:at]] for at in ends if origin[:at] in raw), "")
