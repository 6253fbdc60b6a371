"""Paths of content files -> addresses in the site that no two pages share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from generator.address import slug
from generator.site.names import numbered
from generator.types import Entry, Problem

NOTE = "note:"
"""Marks the path of a note among paths of entries."""

PLAIN = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
COMPARISON = re.compile(r".+/(?:copies/[0-9]+|versions)/")
RECORD = "record/"
"""Below the address of an entry, its second page: kept free there, and there alone, for it is a word of titles."""
LISTING = re.compile(
    r"[0-9]{4}/(?:[0-9]{2}/)?(?:part-[0-9]+/)?|[0-9]{4}/[0-9]{2}/[0-9]{2}/(?:parts/[0-9]+/)?|undated/(?:part-[0-9]+/)?"
)
OURS = frozenset(
    "a-z all assets data images languages on-this-day pagefind people raw search sources tags withdrawn years".split()
)
"""Folders that hold only pages of our own making."""
FILES = re.compile(
    r"(?:404|index)\.html?|feed\.(?:xml|json)|sitemap.*|robots\.txt|llms\.txt|opensearch\.xml|manifest-sha256\.txt"
)
"""Files of our own making at the top of the site: nothing else may stand there, or below such a name."""
DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))))
"""Names that Windows keeps for devices, in any folder and with any extension."""
SAFE_PART = re.compile(r"(?!\.)[\w.~-]{1,120}(?<!\.)")


def address(path: str) -> str:
    """Of the page of a content file: its path without the extension, each part short ASCII, with a slash at the end."""
    stem = re.sub(r"\.(?:md|markdown)$", "", path, flags=re.IGNORECASE)
    return "".join(f"{_part(part)}/" for part in stem.split("/") if part not in ("", ".", ".."))


@lru_cache(maxsize=4096)
def _part(part: str) -> str:
    return part if len(part) <= 80 and PLAIN.fullmatch(part) and part not in DEVICES else slug(part)


def reserved(place: str) -> bool:
    """Whether a page of our own making may stand there."""
    return not place or place.split("/")[0] in OURS or bool(LISTING.fullmatch(place) or COMPARISON.fullmatch(place))


def places(entries: Sequence[str], notes: Sequence[str]) -> tuple[dict[str, str], list[Problem]]:
    """Address by path (a note's with `NOTE` before it), and a warning for each that could not have its own.

    Paths are taken in order, notes first, so that the outcome does not depend on the order in which they were found.
    """
    keys = (*(NOTE + n for n in sorted(notes)), *sorted(entries))
    wishes = {key: address(key.removeprefix(NOTE)) or "x/" for key in keys}
    asked = {*wishes.values()}
    taken: set[str] = set()
    found: dict[str, str] = {}
    problems = []
    for key, wish in wishes.items():
        found[key] = _free(wish, taken, asked)
        taken.add(found[key])
        if found[key] != wish:
            problems.append(_moved(key, wish, found[key]))
    return found, problems


def _free(wish: str, taken: set[str], asked: set[str]) -> str:
    first, _, rest = wish.partition("/")
    if first in OURS:
        wish = f"{first}-2/{rest}"

    def free(place: str) -> bool:
        above = place.removesuffix(RECORD) if place.endswith(f"/{RECORD}") else ""
        clear = above not in taken and above not in asked and f"{place}{RECORD}" not in taken
        return clear and place not in taken and not reserved(place)

    return numbered(wish.rstrip("/"), lambda stem: free(f"{stem}/")) + "/"


def _moved(key: str, wish: str, got: str) -> Problem:
    where = f"pages/{key.removeprefix(NOTE)}" if key.startswith(NOTE) else f"entries/{key}"
    return Problem(
        "warning", where, f"the address {wish} is taken: the page stands at {got}", "give the file another name"
    )


def aliases(pages: Sequence[tuple[Entry, str]]) -> tuple[tuple[tuple[str, str], ...], list[Problem]]:
    """(file, address it leads to) for each alias, and a warning for each that cannot be: taken, or not a safe path."""
    if not any(entry.meta.aliases for entry, _ in pages):
        return (), []
    taken = {f"{place}{file}".casefold() for _, place in pages for file in ("index.html", f"{RECORD}index.html")}
    folders = {above for file in taken for above in _above(file)}
    found: list[tuple[str, str]] = []
    problems = []
    for entry, place in pages:
        for alias in entry.meta.aliases:
            file = alias_file(alias)
            folded = file.casefold()
            if not file or folded in taken or folded in folders or not taken.isdisjoint(_above(folded)):
                problems.append(_unusable(entry, alias, bool(file)))
                continue
            taken.add(folded)
            folders.update(_above(folded))
            found.append((file, place))
    return tuple(found), problems


def alias_file(alias: str) -> str:
    """The file that answers at a former address; "" if it cannot be one safely.

    "/old/page.html" -> "old/page.html", "old/" -> "old/index.html".
    """
    plain = unicodedata.normalize("NFC", alias.strip()).strip("/")
    parts = plain.split("/")
    safe = all(SAFE_PART.fullmatch(p) and p.split(".")[0].casefold() not in DEVICES for p in parts)
    if not safe or len(parts) > 12 or len(plain) > 200 or reserved(f"{plain}/") or FILES.fullmatch(parts[0].casefold()):
        return ""
    return plain if plain.endswith((".html", ".htm")) else f"{plain}/index.html"


def _above(file: str) -> list[str]:
    """The folders in which a file stands: a file of such a name cannot be beside them."""
    return [file[:at] for at, char in enumerate(file) if char == "/"]


def _unusable(entry: Entry, alias: str, taken: bool) -> Problem:
    why = "is the address of another page" if taken else "cannot be an address here"
    return Problem(
        "warning", f"entries/{entry.path}", f"the alias {alias!r} {why}: left out", "take it out of `aliases`"
    )
