"""The block of YAML, TOML or JSON that opens a text -> its values and where the body begins."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from generator import yamltext
from generator.ingest.readers.json_text import DECODER
from generator.types import Problem

_FENCE = re.compile(r"\s{0,20}?(---|\+\+\+)[ \t]*\n")
_NAMES = re.compile(r"\s*(?:[#%][^\n]*\n\s*){0,20}(?:<<\s*:|[\"']?\w[\w .-]{0,60}[\"']?\s*[:=]|\[\[?\w)")
_JSON = re.compile(r"\s{0,20}?\{\s*\"[\w.-]{1,60}\"\s*:")
_PLAIN = re.compile(r"^(title|date|author|url|source|language|lang):[ \t]+(\S.*)$", re.M)
_LINE = re.compile(r"line (\d+)")
_LONGEST = 200_000
_YES = frozenset(("true", "yes", "on", "1"))
_NO = frozenset(("false", "no", "off", "0"))
UNSHOWN = frozenset(("draft", "hidden", "private", "pending"))
"""What a status says of a text that a site did not show."""
_STATES: Mapping[str, frozenset[str]] = {"draft": _YES | _NO, "published": _YES | _NO, "status": UNSHOWN}
"""Keys that may say whether a text was shown, and the values that say only that."""


class Front(Struct, frozen=True):
    """Front matter: `end` is where the body begins, 0 if the block could not be read."""

    values: Mapping[str, object]
    """Of a block that could not be read: its simple `key: value` lines."""
    end: int
    problems: tuple[Problem, ...] = ()


def front(text: str, where: str) -> Front | None:
    """The front matter of a text (Jekyll, Hugo, Pelican, Zola and others write it); None if it has none.

    A block that cannot be read, or that is not closed, gives a Problem with path:line, and `end` 0: all is body.
    """
    match = _FENCE.match(text)
    if match:
        found = _fenced(text, where, match[1], match.start(1), match.end())
    else:
        found = _json(text, where) if _JSON.match(text) else None
    return replace(found, values=_with_draft(found.values)) if found else None


def _with_draft(values: Mapping[str, object]) -> Mapping[str, object]:
    """Hugo writes `draft: true`, Jekyll `published: false`, Pelican `status: draft`: all become the first."""
    said = {name.lower(): str(value).strip().lower() for name, value in values.items() if name.lower() in _STATES}
    kept = {
        name: value for name, value in values.items() if said.get(name.lower()) not in _STATES.get(name.lower(), ())
    }
    hidden = said.get("draft") in _YES or said.get("published") in _NO or said.get("status") in UNSHOWN
    if said.get("draft") in (*_YES, *_NO) or hidden:
        kept["draft"] = "true" if hidden else "false"
    return kept


def _fenced(text: str, where: str, fence: str, start: int, begin: int) -> Front | None:
    first = text.count("\n", 0, begin) + 1
    close = re.compile(r"^(?:---|\.\.\.)[ \t]*$" if fence == "---" else r"^\+\+\+[ \t]*$", re.M)
    end = close.search(text, begin, begin + _LONGEST)
    block = text[begin : end.start()] if end else text[begin : begin + 2_000]
    if block.strip() and not _NAMES.match(block):
        return None  # a rule between paragraphs, not a fence
    if not end:
        hint = f"End the block with a line {fence}, or put an empty line before the first one."
        return Front({}, 0, (Problem("warning", f"{where}:{first - 1}", "front matter that is not closed", hint),))
    after = min(end.end() + 1, len(text))
    if fence == "+++":
        return _toml(block, where, first, after)
    loaded = yamltext.load(block, where, first)
    if not isinstance(loaded.value, Mapping):
        return Front(_plainly(block), 0, loaded.problems or (_odd(where, first),))
    return Front(loaded.value, after, loaded.problems)


def _plainly(block: str) -> dict[str, object]:
    """What can be told from YAML that is broken: the first of each key with a value on its own line."""
    found: dict[str, object] = {}
    for key, value in _PLAIN.findall(block):
        found.setdefault(key, value.strip("\"' "))
    return found


def _toml(block: str, where: str, first: int, after: int) -> Front:
    try:
        return Front(tomllib.loads(block), after)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = _LINE.search(str(error))
        line = first + (int(found[1]) - 1 if found else 0)
        hint = 'Write each line as key = "value".'
        return Front({}, 0, (Problem("error", f"{where}:{line}", f"TOML: {error}"[:300], hint),))


def _json(text: str, where: str) -> Front | None:
    at = text.index("{")
    try:
        values, end = DECODER.raw_decode(text, at)
    except (json.JSONDecodeError, RecursionError):
        return None
    rest = re.compile(r"[ \t]*(?:\n|\Z)").match(text, end)
    if not rest or not isinstance(values, Mapping):
        return None
    return Front(values, rest.end())


def _odd(where: str, line: int) -> Problem:
    return Problem("error", f"{where}:{line}", "YAML: not a list of key: value", "Write each line as key: value.")
