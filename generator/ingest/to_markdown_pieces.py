"""The pieces of a document: what the walk over its elements leaves, and what is printed as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from generator.ingest.to_markdown_inline import BREAK

Kind = Literal[
    "text", "p", "h", "code", "list", "item", "quote", "raw", "row", "cell", "caption", "dl", "dt", "dd", "table"
]


class Piece(NamedTuple):
    """A finished part of the document, or text that waits for the paragraph it will be part of."""

    kind: Kind
    text: str = ""
    level: int = 0
    """Of a heading; the first number of a list, or -1 for one without numbers; 1 for a head cell or a row of them."""
    parts: tuple[Piece, ...] = ()
    rows: int = 1
    """Rows that a cell covers."""


def gathered(parts: Iterable[Piece]) -> list[Piece]:
    """Make paragraphs of the loose text among the pieces."""
    out: list[Piece] = []
    run: list[str] = []
    for part in (*parts, Piece("raw")):
        if part.kind == "text":
            run.append(part.text)
            continue
        if "".join(run).strip(f" {BREAK}"):
            out.append(Piece("p", "".join(run)))
        run = []
        out.append(part)
    return out[:-1]
