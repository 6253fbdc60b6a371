"""A table in CSV or TSV -> a record for each row."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from msgspec import Struct

from generator.ingest.decode import decode, mended, plain
from generator.ingest.readers import columns, rows
from generator.ingest.readers.unknown import HEAD, is_text
from generator.types import Problem, Raw
from generator.written import exact

NAME = "CSV"

_LONGEST = 64_000_000
csv.field_size_limit(_LONGEST)  # the default refuses fields of more than 131,072 characters: a long article

_SAMPLE = 1_000_000
_MOST_CELLS = 2_000
_BUFFER = 1 << 16
_DELIMITERS = ",;\t|"
_WEB = re.compile(r"https?://\S+", re.I)


class Shape(Struct, frozen=True):
    """How a table is written."""

    delimiter: str
    header: tuple[str, ...]
    titled: bool
    """The first line names the columns."""


class _Lines:
    """The lines of a text, without NUL; counts them, and the quotation marks and damaged ones of the row being read."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.number = 0
        self.quotes = 0
        self.damaged = 0
        self.ended = False
        """The table asked for more than there is: it ends within quotation marks."""

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(_LONGEST):
            self.number += 1
            self.quotes += line.count('"')
            whole = line if line.isascii() else mended(line)
            self.damaged += whole != line or "\ufffd" in whole
            yield whole.replace("\0", "") if "\0" in whole else whole
        self.ended = True


def sniff(name: str, head: bytes) -> bool:
    """A first line that names at least two known columns, then a line of as many cells; or a name like .csv."""
    if not is_text(head):
        return False
    if name.lower().endswith((".csv", ".tsv", ".tab")):
        return True
    first = head[:2000].split(b"\n", 1)[0].decode("utf-8", "replace").strip("\r\ufeff")
    for mark in _DELIMITERS:
        names = [cell.strip(' "') for cell in first.split(mark)]
        if len(names) >= 2 and all(0 < len(cell) <= 40 for cell in names):
            good = sum(map(columns.known, names))
            table = _table(decode(head[: HEAD // 4]).text, mark)[:2]
            told = good >= 2 and good >= len(names) / 3
            told = told or any(service.issubset(names) for service, _ in rows.SERVICES)
            if told and len(table) == 2 and len(table[1]) == len(names):
                return True
    return False


def read(name: str, stream: BinaryIO) -> Iterator[Raw | Problem]:
    """Row by row. A row with too few or too many cells is kept and carries a Problem with path:line."""
    sample = stream.read(_SAMPLE)
    whole = sample if len(sample) < _SAMPLE else sample[: sample.rfind(b"\n") + 1] or sample
    decoded = decode(whole)
    if decoded.problem:
        yield Problem("warning", name, decoded.problem)
    shape = _shape(decoded.text)
    joined = io.BufferedReader(_Chain(sample, stream), _BUFFER)
    errors = "surrogateescape" if decoded.charset == "utf-8" else "replace"  # UTF-16 knows no stray bytes
    text = io.TextIOWrapper(joined, encoding=decoded.charset, errors=errors, newline="")
    if not shape.titled and shape.header:
        hint = f"Columns are taken as: {', '.join(shape.header)}. A first line with their names makes it certain."
        yield Problem("note", name, "the table has no line that names its columns", hint)
    yield from _rows(name, _Lines(text), shape)


def _rows(name: str, lines: _Lines, shape: Shape) -> Iterator[Raw | Problem]:
    table = csv.reader(iter(lines), delimiter=shape.delimiter)
    number, begin, titled = 0, 1, shape.titled
    while True:
        lines.quotes = lines.damaged = 0
        try:
            cells = next(table, None)
        except csv.Error as error:
            yield Problem("error", f"{name}:{begin}", f"CSV: {error}", "A quotation mark may be missing on this line.")
            begin = lines.number + 1
            continue
        if cells is None:
            break
        where, begin = f"{name}:{begin}", lines.number + 1
        if titled or not any(cell.strip() for cell in cells):
            titled = titled and not any(cell.strip() for cell in cells)
            continue
        number += 1
        if len(cells) > _MOST_CELLS:
            yield Problem("error", where, f"a row of {len(cells):,} cells: not read", "This may be no table of texts.")
            continue
        yield _record(cells, shape.header, f"{name}#{number}", where, lines)
    if not number:
        yield Problem("warning", name, "a table without rows", "Nothing is to be read here.")


def _record(cells: list[str], header: Sequence[str], origin: str, where: str, lines: _Lines) -> Raw | Problem:
    problems: list[Problem] = []
    if len(cells) != len(header):
        message = f"the row has {len(cells)} cells, the header {len(header)}"
        problems.append(Problem("warning", where, message, "A delimiter in a text must stand in quotation marks."))
    if lines.ended or (lines.quotes % 2 and any("\n" in cell for cell in cells)):
        message = "a quotation mark is not closed"
        problems.append(Problem("warning", where, message, "What follows it was read as one text."))
    if lines.damaged:
        problems.append(Problem("warning", where, "some bytes of this row are not in the encoding of the table"))
    names = [*header, *(f"column {at}" for at in range(len(header) + 1, len(cells) + 1))]
    try:
        row = {name: plain(cell) for name, cell in zip(names, cells, strict=False)}
        return rows.record(row, origin, where, problems=tuple(problems))
    except Exception as error:  # one row must not stop the others
        return Problem("error", where, f"a row that cannot be read: {type(error).__name__}: {error}"[:300])


class _Chain(io.RawIOBase):
    """The sample that was already read, then the rest of the stream."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first = io.BytesIO(first)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._first.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _shape(text: str) -> Shape:
    """The delimiter that cuts most lines into equally many cells, and the names of the columns."""
    head = text[:200_000]
    tables = {mark: [row for row in _table(head, mark) if any(row)] for mark in _DELIMITERS}
    mark = max(_DELIMITERS, key=lambda mark: _evenness(tables[mark]))
    table = tables[mark] or [[]]
    first = [cell.strip() for cell in table[0]]
    if _is_header(first, table[1:]):
        return Shape(mark, tuple(_unique(first)), titled=True)
    return Shape(mark, tuple(_unique(_guessed(table))), titled=False)


def _table(text: str, mark: str, most: int = 60) -> list[list[str]]:
    """The first rows of a table; what cannot be cut ends it."""
    found: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            found.append(row)
            if len(found) >= most:
                break
    except csv.Error:
        pass
    return found


def _evenness(table: list[list[str]]) -> tuple[float, float, int]:
    """Known names in the first row, the share of rows with the commonest width, and that width."""
    if not table:
        return (0, 0, 0)
    width, count = Counter(map(len, table)).most_common(1)[0]
    if max(width, len(table[0])) < 2:
        return (0, 0, 0)
    good = sum(columns.known(cell) for cell in table[0]) / len(table[0])
    return (round(good, 1), round(count / len(table), 1), width)


def _is_header(first: list[str], rest: list[list[str]]) -> bool:
    """Known names; or short, different words over rows that hold something longer."""
    short = [cell for cell in first if cell and len(cell) <= 40 and not _WEB.match(cell) and not exact(cell)]
    if any(columns.known(cell) for cell in short):
        return True
    if (
        len(short) < len(first)
        or len(set(first)) < len(first)
        or any(re.fullmatch(r"[-\d.,% ]+", cell) for cell in first)
    ):
        return False
    return any(len(cell) > 80 for row in rest for cell in row)


def _guessed(table: list[list[str]]) -> list[str]:
    """Names of columns by what stands in them: addresses, dates, the longest texts, then the next longest."""
    width = Counter(map(len, table)).most_common(1)[0][0]
    even = [row for row in table if len(row) == width]
    names = [f"column {at}" for at in range(1, width + 1)]
    lengths: dict[int, float] = {}
    for at in range(width):
        cells = [row[at].strip() for row in even if row[at].strip()]
        if cells and all(_WEB.fullmatch(cell) for cell in cells):
            names[at] = "url" if "url" not in names else names[at]
        elif cells and all(exact(cell) for cell in cells):
            names[at] = "date" if "date" not in names else names[at]
        elif cells and not all(re.fullmatch(r"[-\d.,% ]+", cell) for cell in cells):
            lengths[at] = sum(map(len, cells)) / len(cells)
    ranked = sorted(lengths, key=lambda at: -lengths[at])
    if ranked and lengths[ranked[0]] >= 60:
        names[ranked.pop(0)] = "text"
    if ranked and 10 <= lengths[ranked[0]] <= 200:
        names[ranked[0]] = "title"
    elif width == 1 and names == ["column 1"]:
        names = ["text"]
    return names


def _unique(names: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    found = []
    for at, given in enumerate(names, 1):
        name = given.strip("\ufeff ") or f"column {at}"
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found
