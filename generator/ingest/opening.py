"""Paragraphs at the head of a body that only repeat its title, byline or date -> cuts: the page shows these anyway."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec.structs import replace

from generator.sketch import letters
from generator.types import Cut
from generator.written import known, parse_date

RULES: Mapping[str, str] = MappingProxyType(
    {
        "repeated-title": "The title at the head of the text, which the page shows already, was taken out.",
        "byline": "The line that names the authors, who stand beside the text, was taken out.",
        "dateline": "A line that holds nothing but the date was taken out.",
    }
)
_LOOKED_AT = 5
"""Paragraphs at the head of a text that may belong to its heading."""
_LONGEST = 400
_BY = re.compile(r"(?:by|von|par|por|di|door)\s+", re.IGNORECASE)
_JOINED = re.compile(r",|;|&|\band\b|\bund\b|\bet\b|\by\b", re.IGNORECASE)
_MARKUP = re.compile(r"[#>\s*_]+")
_MARKUP_BEHIND = re.compile(r"[*_\s]+$")


def split(
    body: str, title: str, authors: Sequence[str], date: str, off: frozenset[str] = frozenset()
) -> tuple[str, tuple[Cut, ...]]:
    """The body without such paragraphs, and the cuts, whose texts put back in order at its beginning restore it.

    Only whole paragraphs at the very head go, each for one reason; the first that is none of these ends it. If nothing
    would be left, nothing goes.
    """
    cuts: list[Cut] = []
    rest = body
    for _ in range(_LOOKED_AT):
        paragraph, gap, after = _first(rest)
        rule = _rule(paragraph, title, authors, date)
        if not rule or rule in off or not after.strip():
            break
        cuts.append(Cut(rule, paragraph + gap, 0))
        rest = after
    return rest, tuple(cuts)


def shifted(cuts: Sequence[Cut], by: int) -> tuple[Cut, ...]:
    """Cuts of a body, `by` characters of whose beginning were taken off: each at its place in what is left."""
    moved = (cut if cut.at < 0 else replace(cut, at=max(0, cut.at - by)) for cut in cuts)
    return tuple(replace(cut, after=cut.after[-cut.at :] if cut.at else "") if cut.at >= 0 else cut for cut in moved)


def _first(text: str) -> tuple[str, str, str]:
    end = text.find("\n\n", 0, _LONGEST)
    if end < 0:
        return "", "", text
    rest = text[end:].lstrip("\n")
    return text[:end], text[end : len(text) - len(rest)], rest


def _rule(paragraph: str, title: str, authors: Sequence[str], date: str) -> str:
    marks = _MARKUP.match(paragraph)
    plain = paragraph[marks.end() :] if marks else paragraph
    plain = _MARKUP_BEHIND.sub("", plain) if plain[-1:] in "*_" or plain[-1:].isspace() else plain
    bare = letters(plain)
    if not bare:
        return ""
    if bare == letters(title):
        return "repeated-title"
    by = _BY.match(plain)
    named = {letters(name) for name in _JOINED.split(plain[by.end() :])} - {""} if by else {bare}
    if authors and named <= {letters(author) for author in authors}:
        return "byline"
    return "dateline" if len(plain) < 60 and _dates_only(plain, date) else ""


def _dates_only(plain: str, date: str) -> bool:
    """Whether a paragraph is just the date, in words or as a day: a year or a month may be the name of a part."""
    if len(date) != len("2021-03-14") or not date[:4].isdigit():
        return not known(date) and " ".join(plain.split()) == date
    return parse_date(plain) == date and len(plain.split()) <= 6
