"""A review.csv that a person filled in -> the answers in it, as fields for overrides.yaml."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from generator import yamltext
from generator.ingest import overrides
from generator.ingest.decode import decode
from generator.ingest.review import bare
from generator.types import Problem
from generator.yamltext import Value

OK = frozenset(("ok", "yes", "fine", "right"))
NO = frozenset(("no", "wrong"))
UNKNOWN = frozenset(("unknown", "none", "not known"))
_HINTS: Mapping[str, str] = MappingProxyType(
    {
        "date": "Write ok, unknown, or the date: 2021, 2021-03, 2021-03-14; an apostrophe before it keeps it as it is.",
        "title": "Write ok, none, or the title.",
        "copies": "Write ok, or no if it is no copy.",
        "versions": "Write ok, or no if they are two stories.",
        "address": "Write ok, or refuse.",
        "cuts": "Write ok, or no: these rules shall cut nothing here.",
    }
)
_ANY = "Write ok, refuse, or what overrides.yaml shall say: {date: '2021', title: 'The sea wall'}."
_LONGEST_CELL = 1_000_000


class Answer(Struct, frozen=True):
    """What one line of the table says."""

    id: str
    values: Mapping[str, Value]
    """Fields for overrides.yaml."""
    where: str
    text: str
    fine: str = ""
    """The cell by which the row is known again."""


class _Line(Struct, frozen=True):
    """The cells of a row that count, read."""

    where: str
    id: str
    kind: str
    answer: str
    fine: Mapping[str, Value]
    settle: Mapping[str, Value]
    cell: str


def read(data: bytes, where: str) -> tuple[list[Answer], list[Problem]]:
    """The answers of a table; `where` is the path that problems name.

    Spreadsheet programs save with commas, semicolons or tabs, and in many encodings: all are read. A cell that is not
    understood is a Problem with its line, and the others count.
    """
    decoded = decode(data)
    problems = [Problem("warning", where, decoded.problem)] if decoded.problem else []
    found: list[Answer] = []
    for line in _lines(decoded.text, where):
        result = line if isinstance(line, Problem) else _answer(line)
        if isinstance(result, Problem):
            problems.append(result)
        else:
            found.append(result)
    return found, problems


def waiting(data: bytes) -> dict[str, str]:
    """The answers in a table that is about to be written anew, understood or not, by the cell "if it is right"."""
    lines = _lines(decode(data).text, "")
    return {line.cell: line.answer for line in lines if isinstance(line, _Line) and line.cell}


def _lines(text: str, where: str) -> Iterator[_Line | Problem]:
    """The rows in which something stands below `answer`."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=_delimiter(text))
    heads: list[str] = []
    try:
        for cells in reader:
            if not heads:
                heads = [cell.strip().casefold() for cell in cells]
                if heads and heads[0].startswith("sep="):
                    heads = []
                elif not {"id", "answer"} <= {*heads}:
                    hint = "`fonds review` writes such a table; keep its first line."
                    yield Problem("error", f"{where}:{reader.line_num}", "has no columns `id` and `answer`", hint)
                    return
                continue
            row = dict(zip(heads, map(bare, cells), strict=False))
            if row.get("answer", "").strip():
                yield _line(row, f"{where}:{reader.line_num}")
    except csv.Error as error:
        yield Problem("error", f"{where}:{reader.line_num}", f"CSV: {error}", "Save the table again as CSV.")


def _delimiter(text: str) -> str:
    head = next((line for line in text[:10_000].splitlines() if not line.startswith("sep=")), "")
    return max(",;\t", key=head.count)


def _line(row: Mapping[str, str], where: str) -> _Line:
    """The id is taken from the line for overrides.yaml, which no spreadsheet program changes, else from its column."""
    cell = row.get("if it is right", "").strip()
    key, fine = _loaded(cell)
    key = key or row["id"].strip()
    accept = fine.get("accept")
    kind = next(iter(accept), "") if isinstance(accept, dict) else ""
    settle = _loaded(row.get("how to settle it", ""))[1]
    return _Line(where, key, kind, " ".join(row["answer"].split()), fine, settle, cell)


def _loaded(text: str) -> tuple[str, Mapping[str, Value]]:
    """Id and fields of a line for overrides.yaml; nothing of any other text."""
    value = yamltext.load(text, "").value
    if isinstance(value, dict) and len(value) == 1:
        key, fields = next(iter(value.items()))
        if isinstance(fields, dict):
            return key, fields
    return "", {}


def _answer(line: _Line) -> Answer | Problem:
    values = _values(line)
    if values is None:
        message = f"`{line.answer[:60]}` is no answer to this row"
        return Problem("warning", line.where, message, _HINTS.get(line.kind, _ANY))
    if not line.id:
        return Problem("warning", line.where, f"`{line.answer[:60]}` has no id to go to", "Keep the column `id`.")
    wrong = overrides.parse(yamltext.dump({line.id: values}), "")[1]
    if wrong:
        return Problem("warning", line.where, wrong[0].message, _HINTS.get(line.kind, wrong[0].hint or _ANY))
    return Answer(line.id, values, line.where, line.answer, line.cell)


def _values(line: _Line) -> Mapping[str, Value] | None:
    """The fields that an answer means in a row of this kind; None if it means none."""
    said = line.answer.casefold().rstrip(".!")
    if line.answer.startswith("{"):
        value = yamltext.load(line.answer, "").value
        return value if isinstance(value, dict) else None
    if said in OK:
        return line.fine or None
    if said == "refuse":
        return {"keep": "false"} if line.kind not in ("refused", "") else None
    if said in NO:
        return line.settle if line.kind in ("copies", "versions", "address", "cuts") and line.settle else None
    if line.kind in ("date", "title"):
        return {line.kind: "" if said in UNKNOWN else line.answer}
    return None


def ids(found: Sequence[Answer]) -> dict[str, list[Answer]]:
    """The answers by id, in the order of the table."""
    grouped: dict[str, list[Answer]] = {}
    for answer in found:
        grouped.setdefault(answer.id, []).append(answer)
    return grouped
