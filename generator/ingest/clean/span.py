"""What a cutting rule gives back: spans of the text that should go."""

from __future__ import annotations

from msgspec import Struct

from generator.types import Problem


class Span(Struct, frozen=True):
    """text[start:end] should go; what it said is kept beside it."""

    start: int
    end: int
    people: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


class Found(Struct, frozen=True):
    """All that one rule found in one text."""

    spans: tuple[Span, ...] = ()
    problems: tuple[Problem, ...] = ()
