"""Plain text -> Markdown that shows the same words: paragraphs, plain lists and tables of blanks keep their shape."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from generator.ingest.to_markdown_inline import escape, line_start

_BULLET = re.compile(r"\s*(?:[-*•–]\s+|\(?\d{1,3}[.)]\s+)\S")
_ITEM = re.compile(r"\s*(?:[-*•–]|(\(?\d{1,3})[.)])\s+")
_COLUMNS = re.compile(r"\S(?: {3,}|\t+)\S")
_ENTITY = re.compile(
    r"&(?:#(?:8\d{3}|1[6-9]\d|2\d\d|x20[0-9a-fA-F]{2})|[lr][sd]quo|[mn]dash|hellip|nbsp|quot|apos|amp);"
)
_MARKS = "*`{_\\&<[]"
_ANY_MARK = re.compile(f"[{re.escape(_MARKS)}]")
"""What `escape` may change, besides blanks that are no plain ones, which are not printable: most texts have none."""
_OWN_PARAGRAPH = 160
"""Characters: no text is wrapped at such a width, so a longer line is a paragraph."""


def to_markdown(text: str) -> str:
    """Markdown of a plain text. Words stay as they are; typographic HTML entities left by a scraper are written out."""
    if "&" in text and _ENTITY.search(text):
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    text = text.expandtabs(8) if "\t" in text else text
    marked = any(mark in text for mark in _MARKS)
    return "\n\n".join([_block(lines, marked) for lines in _paragraphs(text)])


def _paragraphs(text: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in text.split("\n"):
        if not line.strip() or len(line) > _OWN_PARAGRAPH:
            if lines:
                yield lines
            lines = []
            if line.strip():
                yield [line]
        else:
            lines.append(line.rstrip())
    if lines:
        yield lines


def _block(lines: list[str], marked: bool) -> str:
    """The Markdown of a paragraph; `marked`: the text has some of _MARKS."""
    if len(lines) > 2 and sum("   " in line and bool(_COLUMNS.search(line)) for line in lines) * 2 > len(lines):
        return "\n".join(f"    {line}" for line in lines)
    if len(lines) > 1 and all(_BULLET.match(line) for line in lines):
        return "\n".join(_item(line) for line in lines)
    return "\n".join([_line(line.strip(), marked) for line in lines])


def _line(line: str, marked: bool) -> str:
    if "\xa0" in line:
        line = line.replace("\xa0", " ")
    if "  " in line:
        line = " ".join(line.split())
    words = escape(line) if not line.isprintable() or (marked and _ANY_MARK.search(line)) else line
    return words if words[:1].isalpha() else line_start(words)  # which looks for marks and numbers


def _item(line: str) -> str:
    mark = _ITEM.match(line)
    assert mark is not None
    words = escape(line[mark.end() :].strip())
    return f"{mark[1].lstrip('(')}. {words}" if mark[1] else f"- {words}"
