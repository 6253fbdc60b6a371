"""A JSON text -> its values with their lines, also where it is cut or bent."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from generator.ingest.readers import columns

_NEXT = re.compile(r"\}\s{0,100},\s{0,100}(?=\{)")
_TRIES = 200
_MOST_RESUMED = 200_000
"""Behind damage, so many places are tried, each with so many characters: a hostile file gets no more."""
_SPACE = re.compile(r"[ \t\n\r]*")


class Broken(Exception):
    """JSON that is damaged: message, position in the text."""


class Number(str):
    """A number as it is written."""


class Value(Struct, frozen=True):
    """A value of a JSON text and where it begins."""

    value: object
    line: int
    alone: bool
    """It is the whole file, not one of its rows."""


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose doubled names keep all their values: "date", "date (2)"."""
    found = dict(reversed(pairs))  # the first of a name wins
    if len(found) == len(pairs):
        return dict(pairs)
    seen: Counter[str] = Counter()
    for name, value in pairs:
        seen[name] += 1
        if seen[name] > 1:
            found[f"{name} ({seen[name]})"] = value
    return found


DECODER = json.JSONDecoder(
    strict=False, parse_int=Number, parse_float=Number, parse_constant=Number, object_pairs_hook=_pairs
)
"""Lenient, and keeps numbers as they are written: 1e400, NaN and 10,000 digits are texts like all others."""


def loads(text: str) -> Any:
    """One JSON value. Raises Broken with what is wrong and where (a position in the text)."""
    value, end = raw_value(text, skip(text, 0))
    end = skip(text, end)
    if end < len(text):
        raise Broken("more text after the value", end)
    return value


def values(text: str) -> Iterator[Value | Broken]:
    """The values of a JSON text: the items of a list, one after the other, or whole values that follow each other.

    A damaged item of a list of objects is given as a Broken, and reading goes on at the next one that is like those
    before. Raises Broken where it cannot be read on, after all values before that place were given.
    """
    at = skip(text, 0)
    if text[at : at + 1] == "[":
        yield from _items(text, at + 1)
        return
    value, end = raw_value(text, at)
    after = skip(text, end)
    yield Value(value, 1, alone=after >= len(text))
    line = 1
    while after < len(text):
        line += text.count("\n", at, after)
        at = after
        value, end = raw_value(text, at)
        yield Value(value, line, alone=False)
        after = skip(text, end)


def _items(text: str, at: int) -> Iterator[Value | Broken]:
    line, last = 1, 0
    header: list[str] | None = None
    names: frozenset[str] = frozenset()
    at = skip(text, at)
    while text[at : at + 1] != "]":
        try:
            value, end = raw_value(text, at)
        except Broken as broken:
            at = resumed(text, at, names)
            if at < 0:
                raise
            yield broken
            continue
        line, last = line + text.count("\n", last, at), at
        names = frozenset(value) if isinstance(value, dict) else names
        header, row = headed(header, value)
        if row is not None:
            yield Value(row, line, alone=False)
        at = skip(text, end)
        if text[at : at + 1] == ",":
            at = skip(text, at + 1)
        elif text[at : at + 1] != "]":
            trouble = Broken("the list is cut" if at >= len(text) else "a comma or ] is missing", at)
            at = at if text[at : at + 1] == "{" else resumed(text, at, names)
            if at < 0:
                raise trouble
            yield trouble
    if skip(text, at + 1) < len(text):
        raise Broken("more text after the list", at + 1)


def resumed(text: str, at: int, names: frozenset[str]) -> int:
    """Where the next object begins behind damage, one that has half of these names; -1 if none is found.

    Without names (the first object is the damaged one): one with two names that are known to us.
    """
    for _, mark in zip(range(_TRIES), _NEXT.finditer(text, at), strict=False):
        try:
            value, _ = raw_value(text[mark.end() : mark.end() + _MOST_RESUMED], 0)
        except Broken:
            continue
        if isinstance(value, dict) and (2 * len(names & value.keys()) >= len(names) if names else _known(value)):
            return mark.end()
    return -1


def _known(row: dict[str, object]) -> bool:
    return sum(map(columns.known, row)) > 1


def headed(header: list[str] | None, value: object) -> tuple[list[str] | None, object]:
    """The names of the columns and the row of an item of a list: `[["url", "title"], ["https://...", "..."], ...]`.

    The row is None for the item that holds the names.
    """
    if header is None and isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return value, None
    if header and isinstance(value, list):
        return header, dict(zip(header, value, strict=False))
    return header, value if value is not None else ""


def raw_value(text: str, at: int) -> tuple[Any, int]:
    """The value that begins at a place, and where it ends. Raises Broken."""
    try:
        return DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text) or error.msg.startswith("Unterminated string")
        raise Broken("the text is cut" if cut else error.msg, error.pos) from None
    except RecursionError:
        raise Broken("nested too deep", at) from None


def skip(text: str, at: int) -> int:
    """The next place that is no space."""
    match = _SPACE.match(text, at)
    return match.end() if match else at
