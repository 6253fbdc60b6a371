"""A JSON file -> a record for each of its rows, also where it is cut or bent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from generator.ingest.decode import decode
from generator.ingest.readers import json_stream, rows
from generator.ingest.readers.json_text import Broken, Number, raw_value, skip, values
from generator.ingest.readers.unknown import is_text
from generator.types import Problem, Raw

NAME = "JSON"

_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}(?:\{\s{0,200}(?:\"[^\"\n]{1,100}\"\s{0,20}:|\}\s*\Z)|\[\s{0,200}(?:\{\s{0,200}\"|\[\s{0,20}\"))"
)
MOST_WHOLE = 32_000_000
"""The largest file that is read in one piece; of a larger one, row after row is held."""


def sniff(name: str, head: bytes) -> bool:
    """A text that begins like an object or a list of objects, and no front matter; or that is called .json."""
    if name.lower().endswith(".json"):
        return bool(_BEGINS.match(head)) or is_text(head)
    return bool(_BEGINS.match(head)) and not _is_front(decode(head).text)


def _is_front(text: str) -> bool:
    """An object with a text behind it, as Hugo writes the front matter of a Markdown file in JSON."""
    at = skip(text, 0)
    if text[at : at + 1] != "{":
        return False
    try:
        _, end = raw_value(text, at)
    except Broken:
        return False
    after = skip(text, end)
    return "\n" in text[end:after] and after < len(text) and text[after] not in '{}[],"'


def read(name: str, stream: BinaryIO) -> Iterator[Raw | Problem]:
    """The rows of a list, of an object that wraps a list, or the one object that the file is."""
    data = stream.read(MOST_WHOLE + 1)
    if len(data) > MOST_WHOLE:
        yield from _long(name, data, stream)
        return
    decoded = decode(data)
    if decoded.problem:
        yield Problem("warning", name, decoded.problem)
    number = 0
    try:
        for found in values(decoded.text):
            if isinstance(found, Broken):
                yield _told(found, name, decoded.text, number, goes_on=True)
                continue
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


def _long(name: str, first: bytes, stream: BinaryIO) -> Iterator[Raw | Problem]:
    number = 0
    try:
        for found in json_stream.values(first, stream):
            if isinstance(found, Broken):
                yield _trouble(found.args[0], f"{name}:{found.args[1]}", number, goes_on=True)
                continue
            number += 1
            yield row(found.value, f"{name}#{number}", f"{name}:{found.line}")
    except Broken as broken:
        message, line = broken.args
        yield _trouble(message, f"{name}:{line}", number)
        return
    if not number:
        told = f"a JSON file of more than {MOST_WHOLE:,} bytes in which no list of records is found"
        yield Problem("error", name, told, "Write the records as a list, or as JSON Lines.")


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


def _single(value: object, name: str, data: bytes) -> Iterator[Raw | Problem]:
    inner = rows.inside(value)
    if inner is None:
        yield row(value, name, name, hashlib.sha256(data).hexdigest())
        return
    for number, item in enumerate(inner, 1):
        yield row(item, f"{name}#{number}", f"{name}#{number}")


def _told(broken: Broken, name: str, text: str, number: int, goes_on: bool = False) -> Problem:
    message, at = broken.args
    return _trouble(message, f"{name}:{text.count(chr(10), 0, at) + 1}", number, goes_on)


def _trouble(message: str, where: str, number: int, goes_on: bool = False) -> Problem:
    kept = f"; the {number} records before are kept" if number else ""
    after = "; reading goes on behind the damage" if goes_on else ""
    return Problem("error", where, f"JSON: {message}{kept}{after}", "Write the file again, or repair this line.")
