"""Raw text -> text without what the page around it left behind, and a log of what went.

Each rule has a name, can be switched off by it, and says in one sentence what it does (`RULES`). Two kinds:
mending rules change characters (mojibake, white space) and come first; cutting rules name spans of the mended text,
and each span that goes is logged as a Cut, so that `restore` gives the mended text back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from generator.ingest.clean import furniture, hover_card, print_mark, shortcode
from generator.ingest.clean.mend import mojibake, white_space
from generator.ingest.clean.span import Found, Span
from generator.types import Cut, Problem

_LOGGED = 2000
"""Longest text that a Cut holds whole (types.Cut)."""

AFTER = 24
"""Characters of the body by which the place of a cut is found again (types.Cut)."""


class Cleaned(Struct, frozen=True):
    """A text after the rules, and all that they did to it."""

    text: str
    cuts: tuple[Cut, ...] = ()
    people: tuple[str, ...] = ()
    """Full names that cut cards gave, in the order of the text, each once."""
    related: tuple[str, ...] = ()
    """Headlines of other documents that cut cards named; several in one line where nothing parts them."""
    repairs: tuple[str, ...] = ()
    """What mending rules did that a reader may want to know, in words."""
    problems: tuple[Problem, ...] = ()
    """Without a `where`: the caller knows the record."""


class Rule(Struct, frozen=True):
    """One rule: exactly one of `mend` and `cut` is there."""

    did: str
    """What it did, in words that can be shown beside the entry."""
    mend: Callable[[str, str], tuple[str, tuple[str, ...]]] | None = None
    """(text, media) -> (text, repairs in words)."""
    cut: Callable[[str, str], Found] | None = None
    """(text, media) -> the spans that should go."""


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "mojibake": Rule("Letters that a wrong character set had garbled were put right.", mend=mojibake),
        "white-space": Rule("Blanks at line ends and rows of empty lines were taken out.", mend=white_space),
        "hover-card": Rule(
            "Cards about people that the page showed on hover were taken out of the sentences.", cut=hover_card.find
        ),
        "page-furniture": Rule(
            "Lines of the page around the text (advertisements, sharing buttons) were taken out.", cut=furniture.find
        ),
        "shortcode": Rule(
            "Marks of the publishing program, such as [caption] or {{< figure >}}, were taken out.", cut=shortcode.find
        ),
        "print-mark": Rule(
            "Marks for the printer, such as [[Page S582]] or <bullet>, were taken out.", cut=print_mark.find
        ),
    }
)


def clean(text: str, media: str, off: frozenset[str] = frozenset()) -> Cleaned:
    """The text as its author wrote it, as far as the rules can tell.

    `media` is Raw.media ("text/html" must have been turned into Markdown or plain text before); `off` names rules that
    are not to run. Cuts are in the order of the text; `at` and `after` refer to the finished text.
    """
    repairs: list[str] = []
    found: list[tuple[str, Span]] = []
    problems: list[Problem] = []
    for name, rule in RULES.items():
        if name in off:
            continue
        if rule.mend:
            text, said = rule.mend(text, media)
            repairs += said
        elif rule.cut:
            result = rule.cut(text, media)
            found += [(name, span) for span in result.spans]
            problems += result.problems
    kept = _disjoint(found)
    people = tuple(dict.fromkeys(name for _, span in kept for name in span.people))
    related = tuple(dict.fromkeys(line for _, span in kept for line in span.related))
    body, cuts = _apply(text, kept)
    return Cleaned(body, cuts, people, related, tuple(repairs), tuple(problems))


def restore(text: str, cuts: Sequence[Cut]) -> str:
    """The text with every cut put back at its place: what the cutting rules were given."""
    parts: list[str] = []
    done = 0
    for cut in cuts:
        if cut.at >= 0:
            parts += (text[done : cut.at], cut.text)
            done = cut.at
    return "".join([*parts, text[done:]])


def _disjoint(found: Sequence[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """In the order of the text; of two that overlap the one that begins first stays, then the longer one."""
    kept: list[tuple[str, Span]] = []
    for name, span in sorted(found, key=lambda item: (item[1].start, -item[1].end)):
        if span.end > span.start and (not kept or span.start >= kept[-1][1].end):
            kept.append((name, span))
    return kept


def _apply(text: str, spans: Sequence[tuple[str, Span]]) -> tuple[str, tuple[Cut, ...]]:
    """The text without the spans, and their log."""
    parts: list[str] = []
    places: list[int] = []
    done = size = 0
    for _, span in spans:
        parts.append(text[done : span.start])
        size += span.start - done
        places.append(size)
        done = span.end
    body = "".join([*parts, text[done:]])
    return body, tuple(
        _cut(name, text[span.start : span.end], body, at) for (name, span), at in zip(spans, places, strict=True)
    )


def _cut(rule: str, gone: str, body: str, at: int) -> Cut:
    after = body[max(0, at - AFTER) : at]
    if len(gone) <= _LOGGED:
        return Cut(rule, gone, at, after)
    return Cut(rule, gone[:_LOGGED] + "…", at, after, words=len(gone.split()))
