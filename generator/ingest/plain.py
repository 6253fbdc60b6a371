"""Plain text -> Markdown that shows the same words: paragraphs, plain lists and tables of blanks keep their shape."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from generator.ingest.to_markdown_inline import escape, line_start

_BULLET = re.compile(r"\s*(?:[-*•–]\s+|\(?\d{1,3}[.)]\s+)\S")
_ITEM = re.compile(r"\s*(?:[-*•–]|(\(?\d{1,3})[.)])\s+")
_COLUMNS = re.compile(r"\S(?: {3,}|\t+)\S")
_ENTITY = re.compile(
    r"&(?:#(?:8\d{3}|1[6-9]\d|2\d\d|x20[0-9a-fA-F]{2})|[lr][sd]quo|[mn]dash|hellip|nbsp|quot|apos|amp);"
)
_ODD = (*"*`{_\\&<[]", "\xa0", "  ")
"""What `escape` may change, besides blanks that are no plain ones, which are not printable; and blanks that are made
plain and single. Most texts have few of these."""
_OWN_PARAGRAPH = 160
"""Characters: no text is wrapped at such a width, so a longer line is a paragraph."""


def to_markdown(text: str) -> str:
    """Markdown of a plain text. Words stay as they are; typographic HTML entities left by a scraper are written out."""
    if "&" in text and _ENTITY.search(text):
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    text = text.expandtabs(8) if "\t" in text else text
    odd = tuple([sign for sign in _ODD if sign in text])
    paragraphs = _paragraphs(text)
    return "\n\n".join([_block(many, odd) if len(many) > 1 else _line(many[0].strip(), odd) for many in paragraphs])


def _paragraphs(text: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in text.split("\n"):
        bare = line.strip()
        if not bare or len(line) > _OWN_PARAGRAPH:
            if lines:
                yield lines
            lines = []
            if bare:
                yield [line]
        else:
            lines.append(line.rstrip())
    if lines:
        yield lines


def _block(lines: list[str], odd: Sequence[str]) -> str:
    """The Markdown of a paragraph; `odd`: what the text has of _ODD."""
    if len(lines) > 2 and sum("   " in line and bool(_COLUMNS.search(line)) for line in lines) * 2 > len(lines):
        return "\n".join(f"    {line}" for line in lines)
    if len(lines) > 1 and all(_BULLET.match(line) for line in lines):
        return "\n".join(_item(line) for line in lines)
    return "\n".join([_line(line.strip(), odd) for line in lines])


def _line(line: str, odd: Sequence[str]) -> str:
    if odd:
        line = line.replace("\xa0", " ")
        line = " ".join(line.split()) if "  " in line else line
    words = escape(line) if any(map(line.__contains__, odd)) or not line.isprintable() else line
    return words if words[:1].isalpha() else line_start(words)  # which looks for marks and numbers


def _item(line: str) -> str:
    mark = _ITEM.match(line)
    assert mark is not None
    words = escape(line[mark.end() :].strip())
    return f"{mark[1].lstrip('(')}. {words}" if mark[1] else f"- {words}"
