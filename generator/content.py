"""The text of a content file <-> its front matter and body: `parse(show(meta, body))` gives both back unchanged."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from generator import yamltext
from generator.types import Copy, Cut, Evidence, Meta, Problem, RawRef
from generator.written import Said, known, said
from generator.yamltext import Value

_TEXTS = ("id", "title", "date", "date_text", "url", "source", "language", "summary", "lastmod")
_LISTS = ("authors", "people", "tags", "aliases", "versions")
_SYNONYMS: Mapping[str, str] = {
    "author": "authors",
    "lang": "language",
    "description": "summary",
    "redirect_from": "aliases",
}
_PARTS: Mapping[str, type | object] = {
    "raw": RawRef | None,
    "copies": tuple[Copy, ...],
    "evidence": dict[str, Evidence],
    "cuts": tuple[Cut, ...],
}
_OURS = frozenset(msgspec.structs.asdict(Meta()))
"""Keys with a meaning: a foreign field of such a name is written below `extra`."""
_DATE = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:[T ]\d{2}:\d{2}.*)?")


class Content(Struct, frozen=True):
    """A content file, read."""

    meta: Meta
    body: str
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = {}
    """Line of the file on which each key of the front matter stands."""


def read(data: bytes, where: str) -> Content:
    """The same of a file's bytes, with any line ends; what is not UTF-8 becomes U+FFFD."""
    return parse(decoded(data), where)


def decoded(data: bytes) -> str:
    """The text of a file, with \\n line ends; what is not UTF-8 becomes U+FFFD."""
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def parse(text: str, where: str) -> Content:
    """Read a content file; `where` is the path that problems name.

    Front matter that cannot be read gives a Problem with path:line, and the whole text as the body: nothing is lost.
    """
    head, body, first = split(text)
    if head is None:
        return Content(Meta(), body)
    loaded = yamltext.load(head, where, first)
    if not isinstance(loaded.value, dict):
        problems = loaded.problems or (
            Problem("error", f"{where}:{first}", "the front matter is not a mapping", "Write one key: value a line."),
        )
        return Content(Meta(), text, problems)
    meta, doubts = _meta(loaded.value, where, loaded.lines)
    return Content(meta, body, (*loaded.problems, *doubts), loaded.lines)


def show(meta: Meta, body: str) -> str:
    """The text of a content file, as `parse` reads it."""
    fields: dict[str, object] = msgspec.to_builtins(meta)
    fields.pop("extra", None)
    if meta.draft:
        fields["draft"] = "true"
    nested = {key: value for key, value in meta.extra.items() if _SYNONYMS.get(key.lower(), key) in _OURS}
    fields |= {key: value for key, value in meta.extra.items() if key not in nested}
    if nested:
        fields["extra"] = nested
    return f"---\n{yamltext.dump(fields)}---\n\n{body}\n"


def split(text: str) -> tuple[str | None, str, int]:
    """Front matter (None if there is none), body, and the line on which the front matter begins."""
    if not text.startswith("---\n"):
        return None, text.removesuffix("\n"), 1
    if text.startswith("---\n---\n"):
        end, after = 4, 8
    else:
        end = text.find("\n---\n", 3) + 1
        after = end + 4
        if not end:
            if not text.endswith("\n---"):
                return None, text.removesuffix("\n"), 1
            end, after = len(text) - 3, len(text)
    return text[4:end], text[after:].removeprefix("\n").removesuffix("\n"), 2


def valid_date(text: str) -> str:
    """ "2021", "2021-03" or "2021-03-14" if that is what `text` begins with and the calendar has it; else ""."""
    match = _DATE.fullmatch(text.strip())
    return known(match[1]) if match else ""


def dated(text: str) -> Said:
    """What a person wrote as a date: "2021-03-14", "14 March 2021", "c. 1923"; its date is "" if it is none."""
    day = valid_date(text)
    return Said(day, "", day) if day else said(text)


def _meta(fields: dict[str, Value], where: str, lines: Mapping[str, int]) -> tuple[Meta, list[Problem]]:
    problems: list[Problem] = []
    found: dict[str, object] = {}
    extra: dict[str, str] = {}
    for key, value in fields.items():
        name = _SYNONYMS.get(key.lower(), key)
        spot = f"{where}:{lines.get(key, 2)}"
        if name != key and (name in fields or name in found):
            hint = f"Put what it says under `{name}`."
            problems.append(Problem("warning", spot, f"`{key}` means `{name}`, which stands here too", hint))
            extra[key] = _text(value)
        elif name in _TEXTS:
            found[name] = _text(value)
        elif name in _LISTS:
            found[name] = _texts(value)
        elif name == "draft":
            found[name] = _text(value).lower() in ("true", "yes", "on", "1")
        elif name in _PARTS:
            _put_part(found, name, value, spot, problems)
        elif name == "extra" and isinstance(value, dict):
            extra |= {name: _text(item) for name, item in value.items()}
        else:
            extra[key] = _text(value)
    problems += _date(found, extra, f"{where}:{lines.get('date', lines.get('date_text', 2))}")
    return msgspec.convert({**found, "extra": extra}, Meta), problems


def _date(found: dict[str, object], extra: dict[str, str], spot: str) -> list[Problem]:
    """Put the date and its words into `found`: words in `date` count, and `date_text` alone is a date too."""
    written, words = str(found.get("date", "")).strip(), str(found.get("date_text", "")).strip()
    day = dated(written or words)
    found |= {"date": day.date, "date_text": day.text or words}
    if not day.date and written:
        extra["date_as_written"] = written
        hint = "Write what is known: 2021, 2021-03, 2021-03-14, c. 1923, 1914-1918."
        return [Problem("warning", spot, f"no such date: {written[:60]!r}", hint)]
    other = dated(words)
    apart = other.date and not other.date[:4] <= day.date[:4] <= other.last[:4]
    if apart or (day.text and words not in ("", day.text)):
        hint = "Take `date_text` out, or let it say what `date` does."
        return [Problem("warning", spot, f"the date is {written[:60]!r}, but `date_text` says {words[:60]!r}", hint)]
    return []


def _put_part(found: dict[str, object], name: str, value: Value, spot: str, problems: list[Problem]) -> None:
    if value == "":
        return
    try:
        part = msgspec.convert(value, _PARTS[name], strict=False)
    except msgspec.ValidationError as error:
        hint = "ingest writes this key; take it out, or put back what stood there."
        problems.append(Problem("warning", spot, f"`{name}` is not as ingest writes it: {error}", hint))
    else:
        found[name] = msgspec.to_builtins(part)


def _text(value: Value) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _texts(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",")]
    items = value if isinstance(value, list) else list(value)
    return tuple(text for item in items if (text := _text(item)).strip(" \t\r\n"))
