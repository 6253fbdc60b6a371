"""Markdown -> HTML, byte for byte as Python-Markdown makes it, without asking it for plain paragraphs.

Most text of an archive is plain paragraphs and headings, and Python-Markdown tries every block and inline pattern on
each of them. A block that begins none of its blocks and holds none of the characters at which its inline patterns begin
is a paragraph, whatever stands around it, and one line of such words behind # is a heading; the others go through
Python-Markdown in runs, as they stand. Where one block may change the meaning of another (raw HTML, fences,
definitions), the whole text does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_RAW = re.compile(r"<[a-zA-Z/!?]")
_MARKS = re.compile(r"[\x02\x03\r]")
_SPANNING = re.compile(r"\n[ \t]*(?:```|~~~|:|\[[^\n]*\]:)")
_BLANK = re.compile(r"[ \t]+\n")
"""Raw HTML and fences span blocks; \\x02 and \\x03 mark places; a definition is used, or takes its term, elsewhere;
blanks on the first line are code. Three patterns that each begin with a character are found faster than one."""
_BLANKS = " \t\n"
_BETWEEN = re.compile(r"\n(?:[ \t]*\n)+")
_PLAIN = re.compile(r"(?:(?![\s#>:|=+*_~-]|\d+[.)])[^\\`*_\[<>&|\t\n\x02\x03]++(?:(?<!\s)\n|(?<!\s)\Z))++")
"""Lines that begin no block, with no character at which inline markup begins or that is escaped in HTML."""
_HEADING = re.compile(r"(#{1,6}) *+((?:[^\\`*_\[<>&|\s#\x02\x03]++ *+)++)")
"""A line of one to six # and such words, with blanks between them."""


def to_html(text: str, convert: Callable[[str], str]) -> str:
    """What `convert`, a Python-Markdown converter with the extensions of body.py, makes of `text`.

    It is called for the parts that are not plain paragraphs, in order; each must be converted as a text of its own.
    """
    if _RAW.search(text) or _MARKS.search(text) or _SPANNING.search(f"\n{text}") or _BLANK.match(text):
        return convert(text)
    parts = list(_parts(text))
    runs = sum(not plain for plain, _ in parts)
    if any(not plain and not part.strip() for plain, part in parts):
        return convert(text)  # other blanks than these make a block, but are no text of their own
    if 4 * (runs - 1) > 3 * (len(parts) - runs):
        return convert(text)  # to begin and end a run takes Python-Markdown a third longer than a plain paragraph
    return "\n".join(filter(None, (plain or convert(part) for plain, part in parts)))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The HTML of each plain block, and between them runs of other blocks with the blank lines in them, without."""
    start = begin = 0
    ends = [(match.start(), match.end()) for match in _BETWEEN.finditer(text)]
    for end, after in [*ends, (len(text.rstrip("\n")), len(text))]:
        if plain := _plain(text, begin, end):
            if text[start:begin].strip(_BLANKS):
                yield "", text[start:begin]
            yield plain, ""
            start = after
        begin = after
    if text[start:].strip(_BLANKS):
        yield "", text[start:]


def _plain(text: str, begin: int, end: int) -> str:
    """The HTML of a block that is a plain paragraph or heading, else nothing."""
    if _PLAIN.fullmatch(text, begin, end):
        return f"<p>{text[begin:end]}</p>"
    if found := _HEADING.fullmatch(text, begin, end):
        level = len(found[1])
        return f"<h{level}>{found[2].rstrip()}</h{level}>"
    return ""
