"""The pieces of a document -> Markdown text, in the forms that Python-Markdown reads back to the same structure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from generator.ingest import to_markdown_inline as inline
from generator.ingest.to_markdown_pieces import Piece

_NOTHING: Final = "<!-- -->"
"""A comment: parts two lists, and stands at the start of an item that begins with more than a line of text."""
_ELEMENTS: Mapping[str, str] = {"h": "h6", "list": "ul", "item": "li", "quote": "blockquote", "code": "pre"}
"""What a block of a cell is written as, for Markdown has no words for it there."""
_ENDS: Final = tuple(f"</{name}>" for name in ("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre"))
_SIGN: Final = re.compile(r"[^\w ]|_", re.ASCII)
_OF_LINES: Final = frozenset(("quote", "list", "dl", "table"))
_FENCE: Final = re.compile(r"^ {0,3}(`{3,}|~{3,})", re.MULTILINE)


def printed(parts: Iterable[Piece], *, nested: bool = False) -> str:
    """Blocks as text, an empty line between them; a comment parts neighbours that Markdown would join."""
    out: list[str] = []
    before = ""
    for each in parts:
        part = each
        if part.kind == "dd" and before not in ("dt", "dd"):
            part = part._replace(kind="item")
        text = _block(part, nested)
        if not text:
            continue
        if _would_join(before, part.kind, nested):
            out.append(f"\n\n{_NOTHING}")
        out.append(("\n" if before in ("dt", "dd") and part.kind == "dd" else "\n\n" if out else "") + text)
        before = part.kind
    return "".join(out)


def _would_join(before: str, kind: str, nested: bool) -> bool:
    """Whether Markdown would read a block as a part of the one before it; code within others is indented, as items."""
    if kind == "code":
        return nested and before in ("code", "list", "dl", "dd")
    return kind == before and kind in ("list", "quote", "dl")


def _block(part: Piece, nested: bool) -> str:
    if part.kind in _PRINT:
        return _PRINT[part.kind](part)
    if part.kind == "code":
        return _indented(part.text) if nested else _fenced(part)
    if part.kind in ("row", "cell", "item", "dl"):
        return printed(part.parts, nested=nested)
    return part.text


def _paragraph(part: Piece) -> str:
    return "\n\n".join(inline.paragraphs(part.text))


def _title(part: Piece) -> str:
    text = inline.one_line(part.text)
    bare = text.rstrip("#")
    return f"{'#' * part.level} {bare}" + r"\#" * (len(text) - len(bare)) if text else ""


def _fenced(part: Piece) -> str:
    if len(part.parts) > 1:
        return part.parts[1].text
    longest = max((len(match[1]) for match in _FENCE.finditer(part.text)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{part.parts[0].text}\n{part.text}\n{fence}"


def _indented(text: str) -> str:
    return "\n".join("    " + line if line.strip() else "" for line in text.split("\n"))


def _bullets(part: Piece) -> str:
    items: list[str] = []
    tight = all(_is_tight(item) for item in part.parts)
    for number, item in enumerate(part.parts, part.level):
        marker = f"{number}. " if part.level >= 0 else "- "
        body = _tight_body(item) if tight else printed(_in_item(item.parts), nested=True)
        if body:
            items.append(marker + _hang(body))
    return ("\n" if tight else "\n\n").join(items)


def _is_tight(item: Piece) -> bool:
    kinds = [part.kind for part in item.parts]
    if kinds not in (["p"], ["p", "list"]) or len(inline.paragraphs(item.parts[0].text)) != 1:
        return False
    return all(_is_tight(each) for part in item.parts[1:] for each in part.parts)


def _tight_body(item: Piece) -> str:
    return "\n".join(_block(part, True) for part in item.parts)


def _in_item(parts: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The parts of an item as Python-Markdown can read them there.

    The first lines of an item are read as text whatever they are: before blocks of many lines a comment takes that
    place. Definitions within an item that are more than a paragraph would be code: they follow their bold term.
    """
    out: list[Piece] = []
    for part in parts:
        out += [part] if part.kind != "dl" or all(map(_is_short, part.parts)) else map(_unfolded, part.parts)
    if out and out[0].kind in (*_OF_LINES, "code"):
        out.insert(0, Piece("raw", _NOTHING))
    return tuple(out)


def _is_short(part: Piece) -> bool:
    return part.kind == "dt" or (part.kind == "dd" and _is_tight(part) and len(part.parts) == 1)


def _unfolded(part: Piece) -> Piece:
    if part.kind == "dt":
        return Piece("p", f"{inline.STRONG}{part.text}{inline.STRONG_END}")
    return part._replace(kind="dl", parts=_in_item(part.parts)) if part.kind == "dd" else part


def _hang(text: str) -> str:
    lines = text.split("\n")
    return "\n".join([lines[0], *("    " + line if line.strip() else "" for line in lines[1:])])


def _quoted(part: Piece) -> str:
    body = printed(part.parts, nested=True)
    return "\n".join(f"> {line}" if line else ">" for line in body.split("\n")) if body else ""


def _definition(part: Piece) -> str:
    first = (Piece("raw", _NOTHING),) if part.parts and part.parts[0].kind == "code" else ()
    body = printed((*first, *part.parts), nested=True)
    return ":   " + _hang(body) if body else ""


def _grid(part: Piece) -> str:
    """A pipe table: the first row is its head if it is one of head cells, else the head is empty."""
    rows = [row for row in part.parts if any(_cell_text(cell) for cell in row.parts)]
    if not rows:
        return ""
    width = max(len(row.parts) for row in rows)
    head, body = (rows[0], rows[1:]) if _is_head(rows[0]) else (Piece("row"), rows)
    first = _grid_line([_cell_text(cell) for cell in head.parts], width)
    lines = [_grid_line([_cell_text(_bold(cell)) for cell in row.parts], width) for row in body]
    return "\n".join([first, "|" + " --- |" * width, *lines])


def _grid_line(cells: Sequence[str], width: int) -> str:
    return "| " + " | ".join([*cells, *[" "] * (width - len(cells))]) + " |"


def _is_head(row: Piece) -> bool:
    """Whether most cells of a row are head cells, not only the first, which may be the head of the row."""
    filled = [cell for cell in row.parts if cell.parts]
    return row.level > 0 or 2 * sum(cell.level for cell in filled) > len(filled)


def _bold(cell: Piece) -> Piece:
    """A head cell of a row, which a pipe table can say only so."""
    if not cell.level:
        return cell
    strong = (
        part._replace(text=f"{inline.STRONG}{part.text}{inline.STRONG_END}") if part.kind == "p" else part
        for part in cell.parts
    )
    return cell._replace(parts=tuple(strong))


def _cell_text(cell: Piece) -> str:
    """What a cell holds on one line: blocks that Markdown has no words for there are elements."""
    out = ""
    for part in cell.parts:
        text = _in_cell(part)
        is_loose = part.kind not in _ELEMENTS
        out += f"<br>{text}" if out and text and is_loose and not out.endswith(_ENDS) else text
    return out


def _in_cell(part: Piece) -> str:
    if part.kind == "raw":
        return ""
    if part.kind == "code":
        return f"<pre>{_SIGN.sub(lambda sign: f'&#{ord(sign[0])};', part.text)}</pre>"
    text = _cell_text(part) if part.parts else inline.one_line(part.text, "<br>")
    if part.kind not in _ELEMENTS or not text:
        return text
    is_numbered = part.kind == "list" and part.level >= 0
    name = f"h{part.level}" if part.kind == "h" else "ol" if is_numbered else _ELEMENTS[part.kind]
    start = f' start="{part.level}"' if name == "ol" and part.level != 1 else ""
    return f"<{name}{start}>{text}</{name}>"


_PRINT: Mapping[str, Callable[[Piece], str]] = {
    "p": _paragraph,
    "text": _paragraph,
    "dt": lambda part: inline.one_line(part.text),
    "caption": lambda part: _paragraph(part._replace(text=f"{inline.EM}{part.text}{inline.EM_END}")),
    "h": _title,
    "list": _bullets,
    "quote": _quoted,
    "dd": _definition,
    "table": _grid,
}
