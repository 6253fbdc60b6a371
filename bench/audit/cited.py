"""A published folder -> where Zotero saves an entry otherwise than the archive itself tells it."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import tools

TYPES = {"article-newspaper": "newspaperArticle", "webpage": "webpage"}
"""Those of CSL, and what Zotero calls them."""
READ = ("entries.bib", "entries.ris", "entries.csl.json")
MOST = 300
"""Of a larger archive, so many entries at even distances are saved."""


def wrong(public: Path, base: str, found: Path) -> Iterator[str]:
    """What one click of Zotero on the page of an entry gets wrong, and what is missing when it reads a data file.

    `base` is the path of the site; data/entries.csl.json is what the archive tells of its entries.
    """
    told = {one["URL"]: one for one in json.loads(_data(public, "entries.csl.json"))}
    some = list(told)[:: len(told) // MOST + 1]
    pages = {url: public / unquote(urlsplit(url).path).removeprefix(base) / "index.html" for url in some}
    files = [public / "data" / name for name in READ if len(told) <= MOST]
    saved, read = tools.zotero(found, pages, files)
    for url in some:
        if len(saved[url]) != 1:
            yield f"{url}: {len(saved[url])} items"
            continue
        (item,) = saved[url]
        wanted, seen = _of_csl(told[url]), _of_item(item)
        if not wanted["language"]:  # then Zotero takes that of the page, which is the site's
            del wanted["language"]
        yield from (
            f"{url}: {name} is {seen[name]!r}, not {wanted[name]!r}" for name in wanted if wanted[name] != seen[name]
        )
    for name, items in read.items():
        titles = sorted(str(item.get("title", "")) for item in items if item["itemType"] not in ("note", "attachment"))
        if titles != sorted(one["title"] for one in told.values()):
            yield f"data/{name}: {len(titles)} entries of {len(told)} with their titles"


def _data(public: Path, name: str) -> bytes:
    """A data file of the archive; those of a large one are compressed."""
    plain = public / "data" / name
    return plain.read_bytes() if plain.exists() else gzip.decompress(Path(f"{plain}.gz").read_bytes())


def _of_csl(one: Mapping[str, Any]) -> dict[str, object]:
    parts = one.get("issued", {}).get("date-parts", [[]])[0]
    names = [" ".join(who.get(part, "") for part in ("given", "family", "literal")) for who in one.get("author", [])]
    return {
        "type": TYPES[one["type"]],
        "title": one["title"],
        "date": "-".join(f"{part:02}" for part in parts),
        "authors": [_letters(name) for name in names],
        "source": one.get("container-title", ""),
        "language": one.get("language", ""),
    }


def _of_item(item: Mapping[str, Any]) -> dict[str, object]:
    names = [f"{who.get('firstName', '')} {who.get('lastName', '')}" for who in item.get("creators") or []]
    return {
        "type": item["itemType"],
        "title": item.get("title", ""),
        "date": item.get("date") or "",
        "authors": [_letters(name) for name in names],
        "source": item.get("source") or "",
        "language": item.get("language") or "",
    }


def _letters(name: str) -> str:
    """Zotero gives initials their dots."""
    return re.sub(r"[\W_]+", "", name)
