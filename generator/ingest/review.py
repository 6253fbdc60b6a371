"""The rows that a person should look at -> review.csv, a table with a column for answers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from generator.ingest.doubts import Row

FILES = ("review.csv", "index.html")
HEADS = (
    "id",
    "what",
    "content file",
    "raw record",
    "used",
    "candidates",
    "answer",
    "if it is right",
    "how to settle it",
)
NONE: Mapping[str, str] = {}
_FORMULA = re.compile("\\s*[=+@\uff1d\uff0b\uff0d\uff20-]|[\t\r\n]")
"""What spreadsheet programs take for the beginning of a formula (OWASP, CSV injection), wide forms included."""
_CHANGED = re.compile(r"\d+(?:e\d+)?|\d{1,4}(?:[-./]\d{1,4}){1,2}", re.IGNORECASE)
"""What they turn into a number or a date and save as such: ids as 12e4, 2021-03 as "Mar 21"."""


def csv_file(rows: Sequence[Row], answers: Mapping[str, str] = NONE) -> bytes:
    """The rows for a spreadsheet program: UTF-8 with a byte order mark, no cell that it would change or run.

    `answers` are those of an earlier table that wait still, by the cell "if it is right".
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADS)
    for row in rows:
        answer = answers.get(row.fine, "")
        cells = (row.id, row.what, row.file, row.origin, row.used, row.candidates, answer, row.fine, row.settle)
        writer.writerow([guarded(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def guarded(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet program would run or change, in one line."""
    line = " ".join(cell.splitlines()) if "\n" in cell or "\r" in cell else cell
    return f"'{line}" if _is_odd(line) else line


def bare(cell: str) -> str:
    """The cell without that apostrophe; one that belongs to a text ('t Hooft) stays."""
    return cell[1:] if cell.startswith("'") and _is_odd(cell[1:]) else cell


def _is_odd(cell: str) -> bool:
    return bool(_FORMULA.match(cell) or _CHANGED.fullmatch(cell))
