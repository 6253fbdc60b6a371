"""A file with one JSON object a line -> a record for each line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import BinaryIO

from generator.ingest.decode import decode
from generator.ingest.readers import json, json_text
from generator.ingest.readers.unknown import is_text
from generator.types import Problem, Raw

NAME = "JSON Lines"

_LONGEST = 64_000_000
_TWO_LINES = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,20}\{[^\n]*\}[ \t\r]*\n\s{0,20}\{")


def sniff(name: str, head: bytes) -> bool:
    """Two lines that each begin with an object, or a text called .jsonl, .ndjson or .jl."""
    return bool(_TWO_LINES.match(head)) or (name.lower().endswith((".jsonl", ".ndjson", ".jl")) and is_text(head))


def read(name: str, stream: BinaryIO) -> Iterator[Raw | Problem]:
    """Line by line; a line that is no JSON is a Problem, and the others go on. `#N` counts lines that are not empty."""
    number, line = 0, 0
    while data := stream.readline(_LONGEST + 1):
        line += 1
        where = f"{name}:{line}"
        if len(data) > _LONGEST:
            yield Problem("error", where, f"a line of more than {_LONGEST:,} bytes: not read")
            _pass(stream)
            continue
        if data.strip():
            number += 1
            yield _record(data, f"{name}#{number}", where)
    if not number:
        yield Problem("warning", name, "a JSON Lines file without lines", "Nothing is to be read here.")


def _record(data: bytes, origin: str, where: str) -> Raw | Problem:
    digest = hashlib.sha256(data.rstrip(b"\r\n")).hexdigest()
    decoded = decode(data)
    try:
        return json.row(json_text.loads(decoded.text.strip()), origin, where, digest)
    except json_text.Broken as broken:
        cut = not data.endswith(b"\n") and broken.args[0] == "the text is cut"
        message = "the last line is cut" if cut else str(broken.args[0])
        return Problem("error", where, f"JSON: {message}", "Write the file again, or repair this line.")


def _pass(stream: BinaryIO) -> None:
    """Over the rest of a line that is too long."""
    while data := stream.readline(_LONGEST):
        if data.endswith(b"\n"):
            return
