"""Invented entries and the default theme, for the tests of site/ and render/."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from generator.site.arrange import Site, arrange
from generator.types import Copy, Cut, Entry, Evidence, Meta, RawRef, SiteInfo, Theme

THEME = Path(__file__).parents[3] / "themes" / "default"
INFO = SiteInfo(
    "The Tidewater Post", "Letters of a harbour", "https://post.example/archive", "/archive/", keeper="A. Keeper"
)


@cache
def theme() -> Theme:
    """The default theme, without its assets."""
    files = sorted(path for path in (THEME / "templates").rglob("*") if path.is_file())
    return Theme({path.relative_to(THEME / "templates").as_posix(): path.read_text("utf-8") for path in files}, {})


def entry(path: str, date: str = "", **more: Any) -> Entry:
    """An entry with a title made of its path; `summary` is that of the text, not of the front matter."""
    summary = more.pop("summary", "The boats came in before dark.")
    if "terms" in more:
        more["terms"] = " ".join(more["terms"])
    read = {name: more.pop(name) for name in ("sketch", "terms", "links") if name in more}
    return Entry(
        path,
        Meta(**{"title": path.removesuffix(".md").rpartition("/")[2], "date": date, **more}),
        "0" * 64,
        summary,
        6,
        **read,
    )


def rich() -> list[Entry]:
    """Entries in which every field is used, hostile texts included."""
    hostile = "<script>alert(1)</script> & \"q\" 'a' \x00\x0b\ufffe"
    full = {
        "url": "https://post.example/a?b=1&c=<d>",
        "source": "Harbour office",
        "authors": ("Ida Fenn", hostile),
        "people": ("Ida Fenn", "Tom Reed", hostile),
        "tags": ("tides", hostile),
        "language": "nl",
        "summary": "The boats came in before dark.",
        "raw": RawRef("office/1.txt", "a" * 64),
        "copies": (Copy("box/2.txt", "b" * 64, 0.97, gave=("quotes", "date")),),
        "evidence": {"date": Evidence("worked out", "file name"), "title": Evidence("worked out", "first line")},
        "cuts": (Cut("hover-card", hostile, 4), Cut("page-furniture", "Print this", -1, words=9)),
        "aliases": ("old/place.html", "/former/"),
    }
    return [
        entry("2021/03/14/full.md", "2021-03-14", **full),
        entry("2021/03/15/plain.md", "2021-03-15"),
        entry("2021/04/hostile.md", "2021-04", title=hostile, summary=hostile, tags=("tides",)),
        entry("2022/year.md", "2022", people=("IDA FENN",), url="javascript:alert(1)"),
        entry("undated/lost.md", title="", source="Harbour office"),
        entry("1999/01/01/old.md", "1999-01-01", title="t" * 300),
    ]


def site(entries: Sequence[Entry], info: SiteInfo = INFO, notes: Sequence[Entry] = ()) -> Site:
    """The site of these entries."""
    return arrange(info, entries, notes)
