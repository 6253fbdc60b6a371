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

_FIELD = re.compile(r"(?:please )?(?:enter|type|add) (?:in )?your (?:e-?mail )?(?:e-?mail|address|inbox)[.!…:]*", re.I)
"""What a field of a form asks for."""
_FORM = re.compile(
    r"""
    (?: (?:sign\ up|subscribe|register)\ (?:for|to|here|now|today)\b [^.!?]{0,120}
    | thank\ you (?:\ for\ (?:subscribing|signing\ up|registering))? | thanks\ for\ (?:subscribing|signing\ up)
    | oops | (?:oops,?\ )?something\ went\ wrong (?:\ (?:while|when)\ submitting\ the\ form)?
    | please\ enter\ a\ valid\ e-?mail (?:\ address)?
    | (?:please\ )?try\ again (?:\ later)? | you(?:['’]re|\ are)\ (?:signed\ up|subscribed)
    | you\ can\ unsubscribe\ at\ any\ time | (?:we\ )?(?:will\ )?never\ share\ your\ e-?mail (?:\ address)?
    ) [.!?…]*
    """,
    re.X | re.I,
)
"""An offer to write letters, and what the form says before and after it was sent, which a scraper sees all at once."""
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")

_INSIDE = re.compile(r"ADVERTISEMENT(?=[ \t]+[^\W\d_a-z]|[ \t]+[“\"‘]|\n|\Z)")
"""The mark in capitals between two sentences, where the page's paragraphs ran together."""
_SENTENCE_ENDS = '.!?”"’)'

_LONGEST = 100
_LONGEST_FORM = 400


def find(text: str, media: str) -> Found:
    """The spans of such lines, each with the empty lines behind it; the last line of a text with those before it."""
    inside = list(_inside(text))
    lines: list[tuple[int, int]] = []
    gone: set[int] = set()
    buttons: set[int] = set()
    start = 0
    for line in text.split("\n"):
        if bare := line.strip():
            if (len(line) <= _LONGEST and _is_furniture(bare)) or _is_form(bare):
                gone.add(len(lines))
            elif _is_button(bare):
                buttons.add(len(lines))
            lines.append((start, start + len(line)))
        start += len(line) + 1
    gone |= {index for index in buttons if index - 1 in buttons or index + 1 in buttons}
    return Found((*_spans(text, lines, sorted(gone)), *inside)) if gone or inside else Found()


def _inside(text: str) -> Iterator[Span]:
    """Each such mark with the blanks before it."""
    for match in _INSIDE.finditer(text):
        start = match.start()
        while text[start - 1 : start] in (" ", "\t"):
            start -= 1
        before = text[start - 1 : start]
        if start < match.start() and before and (before in _SENTENCE_ENDS or before.isdecimal()):
            yield Span(start, match.end())


def _spans(text: str, lines: list[tuple[int, int]], gone: list[int]) -> Iterator[Span]:
    """Each line up to the next filled one; the last lines of a text in one piece, from the last line that stays."""
    stays = len(lines)
    while gone and gone[-1] == stays - 1:
        stays = gone.pop()
    yield from (Span(lines[index][0], lines[index + 1][0]) for index in gone)
    if stays < len(lines):
        yield Span(lines[stays - 1][1] if stays else 0, len(text))


def _is_furniture(line: str) -> bool:
    return (_may_be(line) and _LINES.fullmatch(line) is not None) or _is_bar(line)


def _may_be(line: str) -> bool:
    """Whether the first word is one of those that `_LINES` begins with; letters outside ASCII have odd capitals."""
    first = _FIRST.match(line)
    if not first:
        return False
    return first[0].lower() in _FIRST_WORDS or first[0].isdigit() or not line[: first.end() + 1].isascii()


def _is_bar(line: str) -> bool:
    """A row of such things with dots or bars between: "Follow us on x · Share this story · Print"."""
    if "|" not in line and "·" not in line and "•" not in line:
        return False
    parts = _BETWEEN.split(line)
    known = [bool(_LINES.fullmatch(part)) or part.casefold() in _BUTTONS for part in parts]
    follows = [bool(_FOLLOW.fullmatch(part)) for part in parts]
    return len(parts) > 1 and any(known) and all(map(max, known, follows))


def _is_form(line: str) -> bool:
    """A form that offers letters, in one paragraph: a field that asks for an address, and only what goes with it."""
    if len(line) > _LONGEST_FORM or not ("our " in line or "OUR " in line):
        return False
    if not ("mail" in (low := line.lower()) or "address" in low or "inbox" in low) or not _FIELD.search(line):
        return False
    sentences = _SENTENCE.split(line)
    fields = [bool(_FIELD.fullmatch(one)) for one in sentences]
    return any(fields) and not all(fields) and all(map(max, fields, map(bool, map(_FORM.fullmatch, sentences))))


def _is_button(line: str) -> bool:
    return len(line) <= _LONGEST_BUTTON and line.casefold() in _BUTTONS
