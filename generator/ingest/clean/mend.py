"""Text -> the same words with garbled letters put right and stray white space taken out."""

from __future__ import annotations

import re

_LINE = re.compile(r"[^\n]+")


def mojibake(text: str, media: str) -> tuple[str, tuple[str, ...]]:
    """Lines that were decoded with the wrong character set, decoded again; quotes and all else stay as they are.

    Source of the method: ftfy (Speer 2019, doi:10.5281/zenodo.2591652), its `fix_encoding` alone.
    """
    if text.isascii():
        return text, ()
    from ftfy import fix_encoding  # the import takes 0.1 s

    pairs: list[tuple[str, str]] = []

    def mended(line: re.Match[str]) -> str:
        old = line[0]
        if old.isascii():
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
    if media == "text/markdown" and _FENCE.search(text):
        return text, ()
    lines = _NOT_PLAIN.sub(" ", text).split("\n")
    ended = [_line(line, media == "text/markdown") for line in lines]
    return _ROWS.sub("\n\n", "\n".join(ended)).strip("\n"), ()


def _line(line: str, breaks: bool) -> str:
    bare = line.rstrip()
    return bare + "  " if breaks and bare and line.endswith("  ") else bare
