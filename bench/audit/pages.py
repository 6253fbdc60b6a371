"""A published folder -> one page of each kind: an address under which it is found, by the name of the kind."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

ENTRY = b"<div class=record>"
FIXED = {
    "home": "",
    "years": "years/",
    "days of the year": "on-this-day/",
    "titles": "a-z/",
    "people": "people/",
    "sources": "sources/",
    "tags": "tags/",
    "languages": "languages/",
    "all entries": "all/",
    "undated": "undated/",
    "search": "search/",
    "nothing found": "search/?q=zzzqqq",
    "about": "about/",
    "data": "data/",
    "nothing at this address": "no/such/page/",
}
SHAPED = {
    "year": r"\d{4}/",
    "month": r"\d{4}/\d\d/",
    "day": r"\d{4}/\d\d/\d\d/",
    "a month of all years": r"on-this-day/\d\d/",
    "part of the titles": r"a-z/[^/]+/",
    "person": r"people/[^/]+/",
    "source": r"sources/[^/]+/",
    "tag": r"tags/[^/]+/",
    "language": r"languages/[^/]+/",
    "part of all entries": r"all/[^/]+/",
    "differences": r".+/copies/\d+/",
    "what changed": r".+/versions/",
    "record": r".+/record/",
}
"""Kinds that are known by their address; the largest page of each is looked at."""


def kinds(public: Path) -> dict[str, str]:
    """Name of the kind -> address. The largest, smallest and middle entry; a word of a title for the search."""
    sizes = {
        path.parent.relative_to(public).as_posix() + "/": path.stat().st_size for path in public.rglob("index.html")
    }
    found = {name: address for name, address in FIXED.items() if _there(public, address)}
    for name, pattern in SHAPED.items():
        like = [address for address in sizes if re.fullmatch(pattern, address)]
        if like:
            found[name] = quote(max(like, key=lambda address: (sizes[address], address)))
    entries = sorted((size, address) for address, size in sizes.items() if _is_entry(public / address))
    for name, at in (("entry", len(entries) // 2), ("largest entry", -1), ("smallest entry", 0)):
        if entries:
            found[name] = quote(entries[at][1])
    if entries and "search" in found:
        found["results"] = f"search/?q={quote(max(_title(public / entries[len(entries) // 2][1]).split(), key=len))}"
    return found


def base_path(public: Path) -> str:
    """The path under which the site was built, as its home page names its style sheet: "/" or "/repo/"."""
    found = re.search(r'href="?([^" >]*)assets/', (public / "index.html").read_text("utf-8"))
    return found[1] if found else "/"


def _there(public: Path, address: str) -> bool:
    path = address.partition("?")[0]
    return path == "no/such/page/" or (public / path / "index.html").is_file()


def _is_entry(folder: Path) -> bool:
    return ENTRY in (folder / "index.html").read_bytes()


def _title(folder: Path) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", (folder / "index.html").read_text("utf-8"), re.DOTALL)
    return re.sub(r"&\w+;|[^\w\s]", " ", found[1]) if found else "a"
