"""Markdown -> HTML, byte for byte as Python-Markdown makes it, without asking it for plain paragraphs.

Most text of an archive is plain paragraphs, and Python-Markdown tries every block and inline pattern on each of them. A
block that begins none of its blocks and holds none of the characters at which its inline patterns begin is a paragraph,
whatever stands around it; the others go through Python-Markdown in runs, as they stand. Where one block may change the
meaning of another (raw HTML, fences, definitions), the whole text does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_WHOLE = re.compile(r"<[a-zA-Z/!?]|^[ \t]*(?:```|~~~|:|\[[^\n]*\]:)|[\x02\x03\r]", re.MULTILINE)
"""Raw HTML and fences span blocks; a definition is used, or takes its term, elsewhere; \\x02 and \\x03 mark places."""
_BETWEEN = re.compile(r"\n(?:[ \t]*\n)+")
_PLAIN = re.compile(r"(?:(?![\s#>:|=+*_~-]|\d+[.)])[^\\`*_\[<>&|\t\n\x02\x03]+(?:(?<!\s)\n|(?<!\s)\Z))+")
"""Lines that begin no block, with no character at which inline markup begins or that is escaped in HTML."""


def to_html(text: str, convert: Callable[[str], str]) -> str:
    """What `convert`, a Python-Markdown converter with the extensions of body.py, makes of `text`.

    It is called for the parts that are not plain paragraphs, in order; each must be converted as a text of its own.
    """
    if _WHOLE.search(text):
        return convert(text)
    made = (f"<p>{part}</p>" if plain else convert(part) for plain, part in _parts(text))
    return "\n".join(filter(None, made))


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Each plain paragraph, and between them the runs of other blocks with the blank lines in them."""
    start = begin = 0
    ends = [(match.start(), match.end()) for match in _BETWEEN.finditer(text)]
    for end, after in [*ends, (len(text.rstrip("\n")), len(text))]:
        if _PLAIN.fullmatch(text, begin, end):
            if text[start:begin].strip():
                yield False, text[start:begin]
            yield True, text[begin:end]
            start = after
        begin = after
    if text[start:].strip():
        yield False, text[start:]
