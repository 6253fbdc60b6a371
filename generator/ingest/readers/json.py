"""A JSON file -> a record for each of its rows, also where it is cut or bent."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from msgspec import Struct

from generator.ingest.decode import decode
from generator.ingest.readers import rows
from generator.ingest.readers.unknown import is_text
from generator.ingest.readers.unpack import whole
from generator.types import Problem, Raw

NAME = "JSON"

_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}(?:\{\s{0,200}(?:\"[^\"\n]{1,100}\"\s{0,20}:|\}\s*\Z)|\[\s{0,200}(?:\{\s{0,200}\"|\[\s{0,20}\"))"
)
_SPACE = re.compile(r"[ \t\n\r]*")


class Broken(Exception):
    """JSON that cannot be read on: message, position in the text."""


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


def sniff(name: str, head: bytes) -> bool:
    """A text that begins like an object or a list of objects, or that is called .json."""
    return bool(_BEGINS.match(head)) or (name.lower().endswith(".json") and is_text(head))


def read(name: str, stream: BinaryIO) -> Iterator[Raw | Problem]:
    """The rows of a list, of an object that wraps a list, or the one object that the file is."""
    data = whole(name, stream)
    if isinstance(data, Problem):
        yield data
        return
    decoded = decode(data)
    if decoded.problem:
        yield Problem("warning", name, decoded.problem)
    number = 0
    try:
        for found in values(decoded.text):
            if found.alone:
                yield from _single(found.value, name, data)
                return
            number += 1
            yield row(found.value, f"{name}#{number}", f"{name}:{found.line}")
    except Broken as broken:
        yield _told(broken, name, decoded.text, number)
        return
    if not number:
        yield Problem("warning", name, "a JSON file without rows", "Nothing is to be read here.")


def row(value: object, origin: str, where: str, digest: str = "") -> Raw | Problem:
    """The record of one JSON value: an object, or a bare text; anything else is a Problem. Never raises."""
    try:
        if isinstance(value, Mapping):
            return rows.record(value, origin, where, digest)
        if isinstance(value, str) and not isinstance(value, Number) and value.strip():
            return rows.record({"text": value}, origin, where, digest or rows.canonical(value))
    except Exception as error:  # one record must not stop the others
        return Problem("error", where, f"a record that cannot be read: {type(error).__name__}: {error}"[:300])
    kind = "a list" if isinstance(value, list) else "a bare value"
    return Problem("warning", where, f"{kind} where an object is expected", "Write each record as {...}.")


def loads(text: str) -> Any:
    """One JSON value. Raises Broken with what is wrong and where (a position in the text)."""
    value, end = _value(text, _skip(text, 0))
    end = _skip(text, end)
    if end < len(text):
        raise Broken("more text after the value", end)
    return value


def values(text: str) -> Iterator[Value]:
    """The values of a JSON text: the items of a list, one after the other, or whole values that follow each other.

    Raises Broken where it cannot be read on, after all values before that place were given.
    """
    at = _skip(text, 0)
    if text[at : at + 1] == "[":
        yield from _items(text, at + 1)
        return
    value, end = _value(text, at)
    after = _skip(text, end)
    yield Value(value, 1, alone=after >= len(text))
    line = 1
    while after < len(text):
        line += text.count("\n", at, after)
        at = after
        value, end = _value(text, at)
        yield Value(value, line, alone=False)
        after = _skip(text, end)


def _items(text: str, at: int) -> Iterator[Value]:
    line, last, header = 1, 0, None
    at = _skip(text, at)
    while text[at : at + 1] != "]":
        value, end = _value(text, at)
        line, last = line + text.count("\n", last, at), at
        if header is None and isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            header = value  # [["url", "title"], ["https://...", "..."], ...]
        elif header and isinstance(value, list):
            yield Value(dict(zip(header, value, strict=False)), line, alone=False)
        else:
            yield Value(value, line, alone=False)
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise Broken("the list is cut" if at >= len(text) else "a comma or ] is missing", at)
    if _skip(text, at + 1) < len(text):
        raise Broken("more text after the list", at + 1)


def _value(text: str, at: int) -> tuple[Any, int]:
    try:
        return DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text) or error.msg.startswith("Unterminated string")
        raise Broken("the text is cut" if cut else error.msg, error.pos) from None
    except RecursionError:
        raise Broken("nested too deep", at) from None


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _single(value: object, name: str, data: bytes) -> Iterator[Raw | Problem]:
    inner = rows.inside(value)
    if inner is None:
        yield row(value, name, name, hashlib.sha256(data).hexdigest())
        return
    for number, item in enumerate(inner, 1):
        yield row(item, f"{name}#{number}", f"{name}#{number}")


def _told(broken: Broken, name: str, text: str, number: int) -> Problem:
    message, at = broken.args
    line = text.count("\n", 0, at) + 1
    kept = f"; the {number} records before are kept" if number else ""
    return Problem("error", f"{name}:{line}", f"JSON: {message}{kept}", "Write the file again, or repair this line.")
