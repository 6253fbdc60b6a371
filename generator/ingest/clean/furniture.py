"""Text -> the spans of lines that belong to the page around it: advertisement marks, sharing buttons, sign-up offers.

Only whole lines go, and only such as a document would hardly hold as its own words; every form was seen in saved pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.ingest.clean.span import Found, Span

_LINES = re.compile(
    r"""
    (?: advertisements? | (?:article|story)\ continue[ds]\ below (?:\ (?:this\ )?advertisement)?
    | (?:advertisement\ )?continue\ reading\ the\ main\ story | scroll\ to\ continue
    | \[?pullquote\]? | (?:read|see)\ more (?:\ here)? | more\ on\ this | skip\ advertisement
    | sign\ up\ for\ (?:our\ |the\ )?(?:daily\ |weekly\ |free\ )?(?:e?mail\ )?newsletters? (?:\ manage\ newsletters)?
    | subscribe\ (?:now|today|to\ (?:our|the)\ newsletter) | sign\ up (?:\ now)? | manage\ newsletters
    | can['’]t\ see\ the\ video\?\ click\ here | click\ here\ to\ get\ the\ [\w ]{2,30}\ app
    | share\ (?:this|on) (?:\ (?:story|article|page|post|facebook|twitter))?
    | (?:print|email)\ this (?:\ (?:story|article|page))?
    | print\ (?:story|article|page) | (?:next|prev|previous)\ image\ \d+\ of\ \d+ | enlarge\ this\ image
    | (?:you\ )?(?:may|might)\ also\ like | recommended\ for\ you | most\ (?:read|popular|viewed)\ (?:stories|articles)
    | copyright\ (?:©|\(c\))\ \d{4}\ [^.\n]{2,50}(?:\ (?:LLC|Inc|Ltd)\.)(?:\ click\ here\ for\ reprint\ permission)?
    | (?:post|leave)\ a\ comment | view\ comments | \d+\ comments? | back\ to\ top | skip\ to\ (?:main\ )?content
    ) [\s:.…»›>]*
    """,
    re.X | re.I,
)

_FIRST = re.compile(r"\[?[a-z']+|\d+", re.I)
_FIRST_WORDS = frozenset(
    "advertisement advertisements article story continue scroll [pullquote pullquote read see more skip sign subscribe "
    "manage can't click share print email next prev previous enlarge you may might recommended most post leave view "
    "back copyright".split()
)
"""What `_LINES` begins with, but for numbers: nearly all lines are told by their first word."""

_BUTTONS = frozenset(
    "share tweet print email e-mail facebook twitter pinterest linkedin whatsapp reddit tumblr flipboard pocket "
    "comments comment save like pin bookmark messenger telegram".split()
)
"""Words of sharing buttons: such a line goes only beside another one, for each may be a line of a list or a poem."""

_LONGEST_BUTTON = max(map(len, _BUTTONS))

_BETWEEN = re.compile(r"\s+[·|•]\s+")
_FOLLOW = re.compile(r"follow\s.{2,50}", re.I)

_INSIDE = re.compile(r"(?<=[.!?”\"’)\d])[ \t]+ADVERTISEMENT(?=[ \t]+[^\W\d_a-z]|[ \t]+[“\"‘]|\n|\Z)")
"""The mark in capitals between two sentences, where the page's paragraphs ran together."""

_LONGEST = 100


def find(text: str, media: str) -> Found:
    """The spans of such lines, each with the empty lines behind it; the last line of a text with those before it."""
    marked = _INSIDE.finditer(text) if "ADVERTISEMENT" in text else ()
    inside = [Span(match.start(), match.end()) for match in marked]
    if not any(len(line) <= _LONGEST and (_is_furniture(line) or _is_button(line)) for line in text.split("\n")):
        return Found(tuple(inside))
    lines = list(_filled(text))
    gone = [index for index, (start, end) in enumerate(lines) if _is_furniture(text[start:end])]
    buttons = [_is_button(text[start:end]) for start, end in lines]
    row = [i for i, is_one in enumerate(buttons) if is_one and any(buttons[max(0, i - 1) : i] + buttons[i + 1 : i + 2])]
    return Found((*_spans(text, lines, sorted({*gone, *row})), *inside))


def _spans(text: str, lines: list[tuple[int, int]], gone: list[int]) -> Iterator[Span]:
    """Each line up to the next filled one; the last lines of a text in one piece, from the last line that stays."""
    stays = len(lines)
    while gone and gone[-1] == stays - 1:
        stays = gone.pop()
    yield from (Span(lines[index][0], lines[index + 1][0]) for index in gone)
    if stays < len(lines):
        yield Span(lines[stays - 1][1] if stays else 0, len(text))


def _filled(text: str) -> Iterator[tuple[int, int]]:
    """Where each line that is not empty begins and ends."""
    for match in re.finditer(r"[^\n]+", text):
        if not match[0].isspace():
            yield match.start(), match.end()


def _is_furniture(line: str) -> bool:
    if len(line) > _LONGEST:
        return False
    line = line.strip()
    return (_may_be(line) and _LINES.fullmatch(line) is not None) or _is_bar(line)


def _may_be(line: str) -> bool:
    """Whether the first word is one of those that `_LINES` begins with; letters outside ASCII have odd capitals."""
    first = _FIRST.match(line)
    return not line.isascii() or (first is not None and (first[0].lower() in _FIRST_WORDS or first[0].isdigit()))


def _is_bar(line: str) -> bool:
    """A row of such things with dots or bars between: "Follow us on x · Share this story · Print"."""
    if "|" not in line and line.isascii():
        return False
    parts = _BETWEEN.split(line)
    known = [bool(_LINES.fullmatch(part)) or part.casefold() in _BUTTONS for part in parts]
    follows = [bool(_FOLLOW.fullmatch(part)) for part in parts]
    return len(parts) > 1 and any(known) and all(map(max, known, follows))


def _is_button(line: str) -> bool:
    if len(line) > _LONGEST:
        return False
    line = line.strip()
    return len(line) <= _LONGEST_BUTTON and line.casefold() in _BUTTONS
