"""Text -> the same words with garbled letters put right and stray white space taken out."""

from __future__ import annotations

import re

from generator.sketch import beyond_ascii

_LINE = re.compile(r"[^\n]+")

_QUIET = (
    "\u00a0\u00a9\u00ab\u00ad\u00ae\u00b7\u00bb\u2013-\u2015\u2018-\u201a\u201c-\u201e\u2022\u2026\u2039\u203a\u2122"
)
"""Blanks, quotes, dashes and signs: next to each other they are no sign of mojibake."""
SUSPECT = re.compile(
    rf"[^\x00-\x7f](?:(?<=[\x80-\x9f\xc2\xc3\u0152\u0153])|(?<=[^{_QUIET}])(?=[^\x00-\x7f])|(?=[^\x00-\x7f{_QUIET}]))"
)
"""What a line must have for ftfy to look at it twice: each branch of `ftfy.badness.BADNESS_RE` asks for a control
character of C1, for one of four letters, or for two neighbours outside ASCII of which one is not quiet."""

_LOUD = re.compile(rf"[^{_QUIET}]")


def mojibake(text: str, media: str) -> tuple[str, tuple[str, ...]]:
    """Lines that were decoded with the wrong character set, decoded again; quotes and all else stay as they are.

    Source of the method: ftfy (Speer 2019, doi:10.5281/zenodo.2591652), its `fix_encoding` alone.
    """
    if text.isascii() or not _LOUD.search(beyond_ascii(text)):
        return text, ()
    if not SUSPECT.search(text):
        return text, ()
    from ftfy import fix_encoding  # the import takes 0.1 s

    pairs: list[tuple[str, str]] = []

    def mended(line: re.Match[str]) -> str:
        old = line[0]
        if old.isascii() or not SUSPECT.search(old):
            return old
        new = str(fix_encoding(old))
        if new != old:
            pairs.append((old, new))
        return new

    fixed = _LINE.sub(mended, text)
    return fixed, tuple(_example(old, new) for old, new in pairs[:1]) + _count(len(pairs))


def _example(old: str, new: str) -> str:
    """The first place where the lines differ, in words."""
    at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    return f"mojibake: {old[max(0, at - 10) : at + 10]!r} became {new[max(0, at - 10) : at + 8]!r}"


def _count(lines: int) -> tuple[str, ...]:
    return (f"mojibake: {lines} lines were decoded again",) if lines > 1 else ()


_NOT_PLAIN = re.compile("[\\u00a0\\u2000-\\u200a\\u205f\\u1680]")
_ROWS = re.compile(r"\n{3,}")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)", re.M)


def white_space(text: str, media: str) -> tuple[str, tuple[str, ...]]:
    """No blanks at line ends, no rows of empty lines, no unusual blanks, no empty lines at either end.

    In Markdown two blanks at a line's end are a line break and stay (CommonMark 6.7), and so does all of a text with
    fenced code.
    """
    if media == "text/markdown" and ("```" in text or "~~~" in text) and _FENCE.search(text):
        return text, ()
    if not text.isascii() and _NOT_PLAIN.search(beyond_ascii(text)):
        text = _NOT_PLAIN.sub(" ", text)
    if media == "text/markdown" and ("  \n" in text or text.endswith("  ")):
        ended = [_line(line) if line.endswith("  ") else line.rstrip() for line in text.split("\n")]
    else:
        ended = [*map(str.rstrip, text.split("\n"))]
    joined = "\n".join(ended)
    return (_ROWS.sub("\n\n", joined) if "\n\n\n" in joined else joined).strip("\n"), ()


def _line(line: str) -> str:
    bare = line.rstrip()
    return bare + "  " if bare else bare
