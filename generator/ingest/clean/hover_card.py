"""Flat text -> the spans where a page's hover cards were glued into the sentences.

A card names a person whom the sentence has just named: SHOWN NAME, FULL NAME, some headlines, a word such as MORE
("Jane RoeJane Anne RoeCouncil votes on parksRoe opens libraryMORE said"). It is known by its structure (a name that is
said again, glue or a row of headlines, a closing word), not by the site it came from. The shown name stays.

Observed on news pages of 2017 to 2021 that were saved as flat text: headlines are parted by a space or by nothing; a
card may hold no headline at all; the full name may add first names, nicknames in parentheses and titles.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from generator.ingest.clean.span import Found, Span
from generator.types import Problem

_UPPER = "A-ZÀ-ÖØ-ÞĆČĐĞŁŃŐŚŠŞŰŹŻŽΑ-ΩА-ЯЁ"
_PARTICLE = "(?=[abdeltvyz])(?:al|bin|da|de|del|della|den|der|di|do|dos|du|el|la|le|ten|ter|van|von|y|zu|zur)"
_SUFFIX = r"(?:,? (?:Jr|Sr)\b\.?|,? (?:II|III|IV)\b)"
_LINK = r"(?:\]\([^()\s]{1,300}\))"
"""The end of a Markdown link, where the page linked the name."""

_OPEN = rf"[{_UPPER}0-9\"'‘“’$#\[(]"
_GLUE = rf"(?={_OPEN})"
_MIDDLE = (
    rf"(?:[{_UPPER}][\w'’\-]{{0,24}}+,?+ |(?:[{_UPPER}]\.){{1,3}}+ |[{_UPPER}][a-z]{{1,2}}\. "
    rf"|[(\"“][\w.'’\- ]{{1,24}}[)\"”] |{_PARTICLE} )"
)
"""A name before the last one: Anne, A., Dr., (Annie), "Annie", van."""
_AHEAD = rf"(?=[,\]{_UPPER}(\"“]|\s(?:[{_UPPER}(\"“]|{_PARTICLE} ))"
"""What can follow a name that is said again: told before the parts of names are tried, which takes longer."""
_WHOLE = r"[\w'’\-]{0,30}+"
_PART = rf"['’\-]?[{_UPPER}]?[^\W{_UPPER}]{{1,30}}+"
_GLUED = rf"{_PART}(?=['’\-{_UPPER}])(?:{_PART}){{0,3}}(?=[{_UPPER}])"
"""The rest of a name: up to where no letter follows, or up to a capital that is glued to it."""
_NAME = rf"[{_UPPER}](?<![\w@#/].)(?:{_WHOLE}|{_GLUED})(?<=[^\W\d_{_UPPER}])"
_SHOWN = rf"(?P<shown>{_NAME}){_AHEAD}(?P<suffix>{_SUFFIX}?{_LINK}?)"

_TIGHT = re.compile(rf"{_SHOWN}\s?+(?P<full>{_MIDDLE}{{0,6}}?(?P=shown){_SUFFIX}?){_GLUE}")
"""The last name is said again, and what follows is glued to it."""

_SPACED = re.compile(rf"{_SHOWN}\s?+(?P<full>{_MIDDLE}{{1,6}}?(?P=shown){_SUFFIX}?)(?=\s+{_OPEN}|\Z)")
"""The last name is said again after a first name, and a headline or, glued to it, the closing word follows."""

_FIRST = re.compile(
    rf"(?P<first>[{_UPPER}](?<![\w@#/].)\w{{1,20}}) (?P<shown>[{_UPPER}][\w'’\-]{{1,30}})(?P<suffix>{_LINK}?)"
    rf"\s?(?P<full>(?P=first) {_MIDDLE}{{0,3}}?[{_UPPER}][^\W\d_{_UPPER}]{{1,30}}){_GLUE}"
)
"""Only the first name is said again (the sentence goes on with the rest of the name behind the card)."""


_CAPITAL = re.compile(rf"[{_UPPER}]")


class Ending(Struct, frozen=True):
    """Words that close a card, and the forms of a card that they are trusted to close, best first."""

    words: tuple[str, ...]
    openings: tuple[re.Pattern[str], ...]
    least: int = 0
    """Least length of the headlines, in characters."""


ENDINGS = (
    Ending(("MORE",), (_TIGHT, _FIRST, _SPACED)),
    Ending(("Read More", "Read more", "See More", "See more", "More", "more »"), (_TIGHT,), least=20),
)
"""In the order in which they are looked for. Words that sentences use too close only a card whose headline is glued."""

LONGEST = 1900
"""A card is at most this long, in characters; the longest seen was 600."""

_LOST_END = "text that looks like a hover card without its end was left in"


def find(text: str, media: str) -> Found:
    """The spans of hover cards, from behind the shown name to the end of the closing word; `media` does not matter.

    Linear: each closing word looks back at most to the closing word before it, the line's beginning, or LONGEST.
    """
    tight = [*_TIGHT.finditer(text)]
    spans: list[Span] = []
    for ending in ENDINGS:
        spans += _cards(text, ending, tight, frozenset(span.start for span in spans))
    spans.sort(key=lambda span: span.start)
    return Found(tuple(spans), tuple(_unended(text, tight, spans)))


def _cards(text: str, ending: Ending, tight: Sequence[re.Match[str]], known: frozenset[int]) -> Iterator[Span]:
    """The cards that such words close, save those that begin where a card is known."""
    done = 0
    may_be = (tight or ending.openings != (_TIGHT,)) and any(word in text for word in ending.words)
    for match in _closing(ending.words).finditer(text) if may_be else ():
        start = match.start() - (match.start() > 0 and text[match.start() - 1] == "[")
        line = text.rfind("\n", done, start) + 1
        first = max(done, line, start - LONGEST)
        done = match.end()
        opening = _opening(text, first, start - ending.least, ending, tight)
        if opening and _behind_name(opening) not in known:
            headlines = text[opening.end() : start]
            if not _misread(opening, headlines):
                yield Span(_behind_name(opening), match.end(), (_name(opening),), _parted(headlines))


@lru_cache(8)
def _closing(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, as a whole or glued to an s that begins the rest of a sentence, with the link around it."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?=s\b|(?![^\W_])){_LINK}?")


def _opening(text: str, first: int, last: int, ending: Ending, tight: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """The last opening of the form most trusted, in text[first:last]; `tight`: all of that form in the text."""
    for form in ending.openings:
        found = None
        if form is _TIGHT:
            at = bisect_left(tight, last, key=lambda match: match.end()) - 1
            found = tight[at] if at >= 0 and tight[at].start() >= first else None
        else:
            for found in form.finditer(text, first, max(first, last)):  # noqa: B007
                pass
        if found:
            return _on_last_name(found, form, max(first, last))
    return None


def _on_last_name(found: re.Match[str], form: re.Pattern[str], last: int) -> re.Match[str]:
    """In "Jane Roe Jane Anne Roe ..." both names are said again: the card stands behind the later one."""
    names = _CAPITAL.finditer(found.string, found.end("shown"), found.end())
    later = next((match for name in names if (match := form.match(found.string, name.start(), last))), None)
    return later if later and later["full"].startswith(found["shown"]) else found


def _misread(opening: re.Match[str], headlines: str) -> bool:
    """In "Jane Roe Jane Roe was here" the middle looks like a full name "Roe Jane"; there is no card."""
    return headlines[:1].isspace() and headlines.split(maxsplit=1)[:1] == opening["full"].split(maxsplit=1)[:1]


def _behind_name(opening: re.Match[str]) -> int:
    return opening.end("suffix")


def _name(opening: re.Match[str]) -> str:
    return " ".join(opening["full"].split())


_LINKED = re.compile(r"\[([^\[\]]{1,300})\]\([^()\s]{1,300}\)")
_SEAM = re.compile(rf"[{_UPPER}](?:(?<=[^\W\d_{_UPPER}][^\W\d_{_UPPER}].)|(?<=[?!’”'].))")
"""The first letter of a headline that is glued to the one before."""


def _parted(headlines: str) -> tuple[str, ...]:
    """Headlines apart where they are glued; those with only a space between them stay together."""
    lines = (" ".join(line.split()) for line in _SEAM.sub(r"\n\g<0>", _LINKED.sub(r"\1\n", headlines)).split("\n"))
    return tuple(line for line in lines if line)


def _unended(text: str, tight: Sequence[re.Match[str]], spans: Sequence[Span]) -> Iterator[Problem]:
    """A note for each name that is said again with a headline glued to it, and lies in no card."""
    starts = [span.start for span in spans]
    for match in tight:
        at = bisect_right(starts, _behind_name(match)) - 1
        if " " in match["full"] and (at < 0 or spans[at].end < match.end()):
            yield Problem("note", "", f"{_LOST_END}: {text[match.start() : match.end() + 60]!r}")
