"""Table elements -> rows and cells of a grid; a table that lays out the page -> what its cells hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import html

from generator.ingest.to_markdown_pieces import Piece, gathered

_LONG_CELL: Final = 400
_FEW_CELLS, _HALF_OF_CELLS = 0.2, 0.5
_MANY_ROWS, _MANY_COLUMNS = 10, 5
_WIDEST: Final = 100
"""Cells of a row; in wider tables no cell is carried on into the next rows."""
_NUMBERS: Final = re.compile(r"\d+(?:\s+\d+)+")


def table(node: html.HtmlElement, parts: list[Piece]) -> list[Piece]:
    """A grid, or what the cells hold one after the other; a caption and loose text stand before it."""
    rows = _spread(_rows(parts))
    around = [part for part in gathered(parts) if part.kind not in ("row", "cell")]
    if code := _numbered_code(rows):
        return [*around, code]
    if _is_grid(node, rows):
        return [*around, Piece("table", parts=tuple(rows))]
    return [*around, *(part for row in rows for cell in row.parts for part in cell.parts)]


def row(node: html.HtmlElement, parts: list[Piece]) -> list[Piece]:
    """The cells of a `tr`; what stands between them is a cell too."""
    cells = tuple(part if part.kind == "cell" else Piece("cell", parts=(part,)) for part in gathered(parts))
    owner = node.getparent()
    is_head = owner is not None and owner.tag == "thead"
    return [Piece("row", level=int(is_head), parts=cells)] if cells else []


def cell(node: html.HtmlElement, parts: list[Piece]) -> list[Piece]:
    """A cell, and an empty one for each further column that it covers."""
    width, rows = min(_span(node.get("colspan")), 30), _span(node.get("rowspan"))
    made = Piece("cell", level=int(node.tag == "th"), parts=tuple(gathered(parts)), rows=rows)
    return [made, *[Piece("cell", rows=rows)] * (width - 1)]


def _span(said: str | None) -> int:
    return max(1, int(said)) if said and said.isascii() and said.isdigit() and len(said) < 4 else 1


def _rows(parts: Sequence[Piece]) -> list[Piece]:
    """The rows; cells that stand in none, because a page left its `tr` out, are one together."""
    out: list[Piece] = []
    before = ""
    for part in parts:
        if part.kind == "row":
            out.append(part)
        elif part.kind == "cell" and before == "cell":
            out[-1] = out[-1]._replace(parts=(*out[-1].parts, part))
        elif part.kind == "cell":
            out.append(Piece("row", parts=(part,)))
        before = part.kind if part.text.strip() or part.kind != "text" else before
    return out


def _spread(rows: Sequence[Piece]) -> list[Piece]:
    """Put an empty cell where one of a row before reaches down, so that all cells keep their columns."""
    left: dict[int, int] = {}
    out: list[Piece] = []
    for each in rows:
        cells: list[Piece] = []
        for part in each.parts:
            _carry(cells, left)
            if part.rows > 1 and len(each.parts) <= _WIDEST:
                left[len(cells)] = part.rows - 1
            cells.append(part)
        _carry(cells, left)
        out.append(each._replace(parts=tuple(cells)))
    return out


def _carry(cells: list[Piece], left: dict[int, int]) -> None:
    while rows := left.pop(len(cells), 0):
        if rows > 1:
            left[len(cells)] = rows - 1
        cells.append(Piece("cell"))


def _numbered_code(rows: Sequence[Piece]) -> Piece | None:
    """The code of a table of one row that has line numbers in its first cell and code in its second."""
    if len(rows) != 1 or len(rows[0].parts) != 2:
        return None
    numbers, code = (part.parts for part in rows[0].parts)
    if len(numbers) != 1 or len(code) != 1 or code[0].kind != "code":
        return None
    return code[0] if _NUMBERS.fullmatch(numbers[0].text.strip()) else None


def _is_grid(node: html.HtmlElement, rows: list[Piece]) -> bool:
    """Whether a table shows data in rows and columns, and is not used to lay out the page.

    A table that has header cells, a caption, many rows or many columns may hold headings, quotes, code and long texts
    in some of its cells.
    """
    if node.get("role") in ("presentation", "none") or not rows:
        return False
    cells = [part for each in rows for part in each.parts]
    told = any(part.level for part in cells) or next(node.iterchildren("caption", "thead"), None) is not None
    columns = max(len(each.parts) for each in rows)
    if columns < 2 or (len(rows) < 2 and not told):
        return False
    if any(part.kind == "table" for each in cells for part in each.parts):
        return False
    large = sum(_is_large(part) for part in cells)
    if told:
        return large < _HALF_OF_CELLS * len(cells)
    return large <= (_FEW_CELLS * len(cells) if len(rows) >= _MANY_ROWS or columns >= _MANY_COLUMNS else 0)


def _is_large(piece: Piece) -> bool:
    if any(part.kind in ("h", "quote", "code") for part in piece.parts):
        return True
    return sum(len(part.text) for part in piece.parts) > _LONG_CELL and len(piece.parts) > 1
