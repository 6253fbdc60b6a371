"""One row of a table or one JSON object -> one raw record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Literal

from generator.ingest.decode import plain
from generator.ingest.readers import columns
from generator.ingest.readers.flatten import flat
from generator.types import Problem, Raw

_MEDIA: Mapping[str, Literal["text/plain", "text/html", "text/markdown"]] = {
    "": "text/plain",
    "html": "text/html",
    "markdown": "text/markdown",
}
_PARAGRAPH = 240
_PINBOARD = frozenset(("href", "description", "extended"))
SERVICES: tuple[tuple[frozenset[str], Mapping[str, str]], ...] = (
    (_PINBOARD, {"description": "title", "extended": "summary", "time": "saved at"}),
    (frozenset(("is_archived", "is_starred", "url")), {"created_at": "saved at"}),  # wallabag, version 2
    (frozenset(("URL", "Title", "Selection", "Folder", "Timestamp")), {"Timestamp": "saved at"}),  # Instapaper
    (
        frozenset(("Highlight", "Book Title", "Book Author")),  # Readwise
        {"Highlight": "text", "Book Title": "title", "Book Author": "author"},
    ),
)
"""The columns by which the export of a service is known, and what those columns mean that are called otherwise."""
LISTS = tuple(
    "articles items data rows records results posts entries documents docs stories list bookmarks pages hits "
    "response children value".split()
)


def record(
    row: Mapping[str, object], origin: str, where: str, digest: str = "", problems: tuple[Problem, ...] = ()
) -> Raw | Problem:
    """The record that a row holds.

    `origin` is the row's own name (`path#3`), `where` what problems name (`path:17`), `digest` the sha256 of its bytes;
    without one it is that of the row as canonical JSON. A row with neither text nor title nor address is a Problem.
    """
    said = columns.told(_with_text(list(flat(_renamed(row)))), "column", where)
    if not said.text and not any(signal.field in ("title", "url") for signal in said.signals):
        names = ", ".join(list(row)[:8]) or "none"
        hint = f"Its columns are: {plain(names)[:300]}. Name one of them text, title or url."
        return Problem("warning", where, "a record without text, title and address", hint)
    return Raw(
        origin=origin,
        digest=digest or canonical(row),
        media=_MEDIA[said.kind],
        text=plain(said.text),
        signals=said.signals,
        extra=said.extra,
        problems=problems + said.problems,
    )


def _with_text(pairs: list[tuple[str, str | list[str]]]) -> columns.Flat:
    """Where no column is called text: the longest that holds a paragraph under a name without another meaning."""
    if any(columns.is_body(name) and value for name, value in pairs):
        return pairs
    prose = [(len(value), name) for name, value in pairs if not columns.known(name) and _is_prose(value)]
    chosen = max(prose, default=(0, ""))[1]
    return (("text", value) if name == chosen and chosen else (name, value) for name, value in pairs)


def _is_prose(value: str | list[str]) -> bool:
    return isinstance(value, str) and len(value) >= _PARAGRAPH and value.count(" ", 0, 1_000) >= _PARAGRAPH // 12


def canonical(row: object) -> str:
    """The sha256 of a row written as JSON with sorted keys and no spaces, in UTF-8."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def inside(value: object) -> Iterator[object] | None:
    """The rows that a JSON object wraps: `{"articles": [...]}`, `{"list": {"id": {...}}}`; None if it is a row."""
    for _ in range(4):
        if not isinstance(value, Mapping) or any(columns.is_body(name) and value[name] for name in value):
            return None
        wrapped = _wrapped(value)
        if wrapped is None:
            return _keyed(value) if len(value) > 1 or not is_row(value) else None
        if isinstance(wrapped, list):
            return iter(wrapped)
        value = wrapped
    return None


def _wrapped(value: Mapping[str, object]) -> object | None:
    """The list of rows, or the object that holds one, under one of the customary names."""
    for name in sorted(value, key=lambda name: LISTS.index(name.lower()) if name.lower() in LISTS else 99):
        inner = value[name]
        if isinstance(inner, list) and inner and all(isinstance(item, Mapping) for item in inner):
            if name.lower() in LISTS or len(value) == 1:
                return inner
        elif isinstance(inner, Mapping) and name.lower() in LISTS and not is_row(inner):
            return inner
    return None


def _keyed(value: Mapping[str, object]) -> Iterator[object] | None:
    """`{"id 1": {row}, "id 2": {row}}`: the key becomes a column of its row."""
    rows = list(value.values())
    if not rows or not all(isinstance(row, Mapping) and is_row(row) for row in rows):
        return None
    return ({"key": name, **row} for name, row in value.items() if isinstance(row, Mapping))


def is_row(value: Mapping[str, object]) -> bool:
    """Whether an object looks like a record: one of its names is known to us."""
    return any(columns.known(name) and isinstance(item, str | list) for name, item in value.items())


def _renamed(row: Mapping[str, object]) -> Mapping[str, object]:
    """Names that services use in a sense of their own; Elasticsearch wraps the row once more."""
    inner = row.get("_source")
    if isinstance(inner, Mapping):  # what Elasticsearch hands out
        return {**row, "_source": "", **inner}
    row = _unnumbered(row)
    service = next((renames for mark, renames in SERVICES if mark.issubset(row)), None)
    if service is None:
        return row
    renamed = {service.get(name, name): value for name, value in row.items()}
    tags = row.get("tags")
    if isinstance(tags, str) and _PINBOARD.issubset(row):
        renamed["tags"] = tags.split()
    return renamed


def _unnumbered(row: Mapping[str, object]) -> Mapping[str, object]:
    """Version 1 of wallabag writes each value twice: under its name, and under its number."""
    named = [value for name, value in row.items() if not name.isdigit()]
    if len(named) == len(row) or not named:
        return row
    return {name: value for name, value in row.items() if not name.isdigit() or value not in named}
