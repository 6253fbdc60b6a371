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

_WHOLE = re.compile(r"\A[ \t]+\n|<[a-zA-Z/!?]|^[ \t]*(?:```|~~~|:|\[[^\n]*\]:)|[\x02\x03\r]", re.MULTILINE)
"""Blanks on the first line are code; raw HTML and fences span blocks; a definition is used, or takes its term,
elsewhere; \\x02 and \\x03 mark places."""
_BETWEEN = re.compile(r"\n(?:[ \t]*\n)+")
_PLAIN = re.compile(r"(?:(?![\s#>:|=+*_~-]|\d+[.)])[^\\`*_\[<>&|\t\n\x02\x03]+(?:(?<!\s)\n|(?<!\s)\Z))+")
"""Lines that begin no block, with no character at which inline markup begins or that is escaped in HTML."""
_HEADING = re.compile(r"(#{1,6}) *+((?:[^\\`*_\[<>&|\s#\x02\x03]++ *+)++)")
"""A line of one to six # and such words, with blanks between them."""


def to_html(text: str, convert: Callable[[str], str]) -> str:
    """What `convert`, a Python-Markdown converter with the extensions of body.py, makes of `text`.

    It is called for the parts that are not plain paragraphs, in order; each must be converted as a text of its own.
    """
    if _WHOLE.search(text):
        return convert(text)
    return "\n".join(filter(None, _parts(text, convert)))


def _parts(text: str, convert: Callable[[str], str]) -> Iterator[str]:
    """The HTML of each plain block, and between them that of runs of other blocks with the blank lines in them."""
    start = begin = 0
    ends = [(match.start(), match.end()) for match in _BETWEEN.finditer(text)]
    for end, after in [*ends, (len(text.rstrip("\n")), len(text))]:
        if plain := _plain(text, begin, end):
            if text[start:begin].strip():
                yield convert(text[start:begin])
            yield plain
            start = after
        begin = after
    if text[start:].strip():
        yield convert(text[start:])


def _plain(text: str, begin: int, end: int) -> str:
    """The HTML of a block that is a plain paragraph or heading, else nothing."""
    if _PLAIN.fullmatch(text, begin, end):
        return f"<p>{text[begin:end]}</p>"
    if found := _HEADING.fullmatch(text, begin, end):
        level = len(found[1])
        return f"<h{level}>{found[2].rstrip()}</h{level}>"
    return ""
