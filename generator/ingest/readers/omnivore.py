"""A text of an Omnivore export and the lists that lie beside its folder -> what these say about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from generator.ingest.decode import decode
from generator.ingest.readers import columns, json_text
from generator.ingest.readers.flatten import flat
from generator.types import Signal

_PLACE = re.compile(r"(?:(?P<top>.*)/)?(?P<kind>content|highlights)/(?P<slug>[^/]+)\.(?:html|md)", re.S)
_LISTS = "metadata_*_to_*.json"


def companion(name: str) -> str:
    """Where the lists of articles lie, if this may be a text of one: `export/metadata_*_to_*.json`; else ""."""
    place = _PLACE.fullmatch(name)
    if not place:
        return ""
    return f"{place['top']}/{_LISTS}" if place["top"] else _LISTS


def said(name: str, lists: Sequence[bytes]) -> tuple[tuple[Signal, ...], Mapping[str, str]]:
    """Signals and extra fields for `content/slug.html` or `highlights/slug.md`, from the object of that slug."""
    place = _PLACE.fullmatch(name)
    row = next((found for each in lists if place and (found := _articles(each).get(place["slug"]))), None)
    if place is None or row is None:
        return (), {}
    told = columns.told(flat(row), "Omnivore export", name)
    if place["kind"] == "content":
        return told.signals, {}
    about = {signal.field: signal.value for signal in reversed(told.signals) if signal.field in ("title", "url")}
    title = (Signal("title", f"Highlights: {about['title']}", "Omnivore export", 0.9),) if "title" in about else ()
    return title, {"about": about["url"]} if "url" in about else {}


@lru_cache(maxsize=256)
def _articles(data: bytes) -> Mapping[str, Mapping[str, object]]:
    """The objects of a list by their slug; none of a list that cannot be read."""
    try:
        found = json_text.loads(decode(data).text)
    except json_text.Broken:
        return {}
    rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    return {str(row["slug"]): row for row in rows if row.get("slug") and row.get("url")}
