"""The beginning of a text turned into signals: its dateline, its byline, its first line as a title, its language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...types import Signal
from ...written import Found, dates_in, parse_date, said
from . import language, titles
from .authors import names_in

HEAD = 3_000
HEAD_LINES = 12
MAX_TITLE_LINE = 150
LONGEST = 80
"""A longer line is no dateline."""

_BYLINE = re.compile(
    r"(?:by|von|par|por|di|door|af|av|written by|reported by|text|author|autor(?:in)?|auteur|autore)\s*:?\s+(?=\S)"
    r"(?P<who>.{3,100})",
    re.IGNORECASE,
)
_CAPITALS = re.compile(
    rf"\s*(?P<lines>(?=[^\n]*[^\W\d_]{{2}})(?:[^\na-zß-öø-ÿ]{{2,{MAX_TITLE_LINE}}}\n){{1,3}})[ \t]*\n"
)
"""Up to three lines in capitals that stand alone: a typed heading, however short the lines below are."""
_DIGITS = re.compile(r"\d\d")
_END = re.compile(r"[.,;:!?…]$")


def signals_from_text(text: str) -> list[Signal]:
    """What the beginning of a plain text says of itself.

    A line that is a date (with a weekday or a label at most) is a dateline and strong; a full date inside the first
    lines is weak, for it may be of what is told; a month or year inside a sentence says nothing.
    """
    tag = language.detect(text)
    lines = [line.strip() for line in text[:HEAD].splitlines()]
    lines = [line for line in lines if line][:HEAD_LINES]
    found = [Signal("language", tag, "text", 0.4)] if tag else []
    return found + _dates(lines, tag) + _byline(lines) + _title(lines, text)


def _dates(lines: Sequence[str], tag: str) -> list[Signal]:
    for line in lines:
        if date := _dateline(line, tag):
            return [Signal("date", date, "dateline", 0.7)]
    for line in lines[:4]:
        for found in dates_in(line[:200], language=tag)[:1]:
            if len(found.date) == len("2021-03-14") and found.start < 120:
                return [Signal("date", found.date, "first lines", 0.3)]
    return []


def _dateline(line: str, tag: str) -> str:
    """The date of a line that is one, with at most a weekday, a clock time, a place or a label besides; else "".

    A date that is said less exactly ("Cork, c. 1884") is given in its own words.
    """
    if len(line) > LONGEST or not _DIGITS.search(line):
        return ""
    for part in dict.fromkeys((line, line.rpartition(", ")[2])):
        whole = said(part, language=tag)
        if whole.text and len(line[: -len(part)].split()) <= 4:
            return part
        if whole.date and part == line and (len(whole.date) > 4 or whole.date < "2000"):
            return whole.date
    found = dates_in(line, language=tag)
    return parse_date(line, language=tag) if found and len(_around(line, found[0]).split()) <= 4 else ""


def _around(line: str, found: Found) -> str:
    rest = f"{line[: found.start]} {line[found.end :]}"
    return re.sub(
        r"[\d:.,;()\[\]+|–—-]+|\b(?:am|pm|est|edt|gmt|utc|uhr|cet|pst|pdt|at|on)\b", " ", rest, flags=re.IGNORECASE
    )


def _byline(lines: Sequence[str]) -> list[Signal]:
    for line in lines[:8]:
        match = _BYLINE.fullmatch(titles.plain(line).lstrip("-– ").strip())
        if match and len(match["who"].split()) <= 12 and match["who"][:1].isupper() and not _END.search(match["who"]):
            names = names_in(match["who"])
            if names:
                return [Signal("author", ", ".join(names), "byline in the text", 0.6)]
    return []


def _title(lines: Sequence[str], text: str) -> list[Signal]:
    """The first line, where it clearly is a heading: marked as one, or short, not a sentence, and not the only line."""
    if not lines:
        return []
    first = lines[0]
    if re.match(r"#{1,2}\s+\S", first):
        return [Signal("title", titles.plain(first), "first heading", 0.6)]
    typed = " ".join(match["lines"].split()) if (match := _CAPITALS.match(text[:1000])) else ""
    if " " in typed and not dates_in(typed):
        return [Signal("title", titles.plain(typed), "first line", 0.4)]
    if len(lines) < 2 or len(first) > MAX_TITLE_LINE or (_END.search(first) and not first.endswith(("?", "!"))):
        return []
    words = first.split()
    if (
        len(words) < 2
        or dates_in(first)
        or _BYLINE.fullmatch(first)
        or (not first[:1].isalnum() and first[0] not in "\"'“‘«„¿¡")
    ):
        return []
    alone = re.match(r"\s*[^\n]+\n\s*\n", text[:1000])
    longer = max(len(line) for line in lines[1:]) > 2 * len(first)
    return [Signal("title", titles.plain(first), "first line", 0.4)] if alone and longer else []
