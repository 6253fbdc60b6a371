"""The pieces of a document -> Markdown text, in the forms that Python-Markdown reads back to the same structure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, NamedTuple

from generator.ingest import to_markdown_inline as inline

Kind = Literal["text", "p", "h", "code", "list", "item", "quote", "raw", "row", "cell", "caption", "dt", "dd", "table"]


class Piece(NamedTuple):
    """A finished part of the document, or text that waits for the paragraph it will be part of."""

    kind: Kind
    text: str = ""
    level: int = 0
    parts: tuple[Piece, ...] = ()


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
        if part.kind == before and (part.kind in ("list", "quote") or (part.kind == "code" and nested)):
            out.append("<!-- -->")
        out.append(("\n" if before in ("dt", "dd") and part.kind == "dd" else "\n\n" if out else "") + text)
        before = part.kind
    return "".join("\n\n" + each if each == "<!-- -->" else each for each in out)


def _block(part: Piece, nested: bool) -> str:
    if part.kind in _PRINT:
        return _PRINT[part.kind](part)
    if part.kind == "code":
        return _indented(part.text) if nested else _fenced(part)
    if part.kind in ("row", "cell", "item"):
        return printed(part.parts, nested=nested)
    return part.text


def _paragraph(part: Piece) -> str:
    return "\n\n".join(inline.paragraphs(part.text))


def _title(part: Piece) -> str:
    text = inline.one_line(part.text)
    bare = text.rstrip("#")
    return f"{'#' * part.level} {bare}" + r"\#" * (len(text) - len(bare)) if text else ""


def _fenced(part: Piece) -> str:
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
        body = _tight_body(item) if tight else printed(_speakable(item.parts), nested=True)
        if body:
            items.append(marker + _hang(body))
    return ("\n" if tight else "\n\n").join(items)


def _is_tight(item: Piece) -> bool:
    kinds = [part.kind for part in item.parts]
    return kinds in (["p"], ["p", "list"]) and len(inline.paragraphs(item.parts[0].text)) == 1


def _tight_body(item: Piece) -> str:
    return "\n".join(_block(part, True) for part in item.parts)


def _speakable(parts: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """An item that begins with code begins with it as a line of code: Markdown cannot say it otherwise."""
    if parts and parts[0].kind == "code":
        lines = [inline.code_span(line) for line in parts[0].text.split("\n") if line.strip()]
        return (Piece("p", inline.BREAK.join(lines)), *parts[1:])
    return parts


def _hang(text: str) -> str:
    lines = text.split("\n")
    return "\n".join([lines[0], *("    " + line if line.strip() else "" for line in lines[1:])])


def _quoted(part: Piece) -> str:
    body = printed(part.parts, nested=True)
    return "\n".join(f"> {line}" if line else ">" for line in body.split("\n")) if body else ""


def _definition(part: Piece) -> str:
    body = printed(_speakable(part.parts), nested=True)
    return ":   " + _hang(body) if body else ""


def _grid(part: Piece) -> str:
    """A pipe table: the first row is its head if it holds header cells, else the head is empty."""
    width = max(len(row.parts) for row in part.parts)
    lines = [_grid_line(row, width) for row in part.parts]
    lines = [line for line in lines if line.strip("| ")]
    if not lines:
        return ""
    if not any(cell.level for cell in part.parts[0].parts):
        lines.insert(0, "|" + "   |" * width)
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _grid_line(row: Piece, width: int) -> str:
    cells = [_cell_text(cell) for cell in row.parts]
    return "| " + " | ".join(cells + [""] * (width - len(cells))) + " |"


def _cell_text(cell: Piece) -> str:
    texts: list[str] = []
    queue = list(reversed(cell.parts))
    while queue:
        part = queue.pop()
        if part.parts and part.kind != "code":
            queue += reversed(part.parts)
        elif part.kind == "code":
            texts.append(inline.code_span(part.text, bars=True))
        elif part.text and part.kind != "raw":
            texts.append(inline.one_line(part.text, "<br>"))
    return "<br>".join(text for text in texts if text)


_PRINT: Mapping[str, Callable[[Piece], str]] = {
    "p": _paragraph,
    "text": _paragraph,
    "dt": _paragraph,
    "caption": lambda part: _paragraph(part._replace(text=f"{inline.EM}{part.text}{inline.EM_END}")),
    "h": _title,
    "list": _bullets,
    "quote": _quoted,
    "dd": _definition,
    "table": _grid,
}
