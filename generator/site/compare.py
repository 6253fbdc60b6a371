"""Two rendered bodies -> what only one of them has, paragraph by paragraph, and a sentence that says so.

Equal paragraphs are found first. What stands between them is aligned as one sequence of words and marks (runs.py:
n log n), so that a copy whose paragraphs end at other places still meets its partner. Blanks and paragraph ends travel
with the word after them: they never shift the alignment.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

import msgspec
from msgspec import Struct

from generator.phrases import Words, say
from generator.runs import Run, agreeing_runs
from generator.site.differences import TOO_LONG, deck, revised
from generator.site.views import Comparison, Hunk, Piece, Side
from generator.site.words import NONE
from generator.types import Digest

_CUTS = re.compile(r'<del class="cut".*?</del>|<a class="caret".*?</a>', re.DOTALL)
_BLOCKS = re.compile(r"</?(?:p|h[1-6]|li|dt|dd|div|pre|blockquote|figure|figcaption|table|tr|caption|hr)\b", re.I)
_TAGS = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
_PARTED = re.compile(r"\n[ \t]*\n\s*")
_TOKENS = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\W_\u3040-\u30ff\u3400-\u9fff]+(?:['’ʼ][^\\W_]+)*|[^\\w\\s]|_")
"""A word, or a mark; of scripts that do not part words, a character."""

_FAR = 60
"""How many tokens a passage is moved at most, to be a whole paragraph."""


class Pair(Struct, frozen=True):
    """All that a comparison depends on."""

    a: Digest
    """Of the body of the entry, or of the earlier version."""
    b: Digest
    header_a: str = ""
    """The header lines that stood above the text, "" if there were none."""
    header_b: str = ""
    letter: str = ""
    """What the copy is called; "" if these are two versions, the earlier one first."""
    words: Digest = ""
    """Of the encoded words of the site's language."""


class Token(Struct, frozen=True):
    """A word or a mark, and what stands before it: "", " ", or "\\n" for the end of a paragraph."""

    before: str
    text: str


def compare(pair: Pair, a: bytes, b: bytes, words: bytes = b"") -> bytes:
    """The encoded Comparison of two encoded Bodies, in the site's encoded words. Pure; linear but for the alignment."""
    hunks = tuple(hunks_of(_paragraphs(a), _paragraphs(b)))
    known = _words(words)
    said = deck(pair.letter, pair.header_a, pair.header_b, hunks, known) if pair.letter else revised(hunks, known)
    return msgspec.msgpack.encode(Comparison(said, (*_headers(pair), *hunks)))


def too_long(pair: Pair, a: bytes, b: bytes, words: bytes = b"", why: str = "") -> bytes:
    """The same for texts that took too long, whyever: each as one paragraph that only it has."""
    pieces = Piece("a", "\n".join(_paragraphs(a))), Piece("b", "\n".join(_paragraphs(b)))
    said = say(_words(words), TOO_LONG)
    return msgspec.msgpack.encode(Comparison(said, (*_headers(pair), Hunk(pieces))))


def _words(encoded: bytes) -> Words:
    return msgspec.msgpack.decode(encoded, type=dict[str, str]) if encoded else NONE


def _headers(pair: Pair) -> Iterator[Hunk]:
    """What stood above the texts, as wholes: two forms of header line have no words that answer each other."""
    a, b = _split(pair.header_a), _split(pair.header_b)
    if a == b:
        yield from [Hunk((), tuple(a))] * bool(a)
    else:
        yield from (Hunk(tuple(line)) for line in _lines(_whole_lines("\n".join(a), "\n".join(b))))


def _paragraphs(body: bytes) -> list[str]:
    return paragraphs(body.decode())


def paragraphs(safe: str) -> list[str]:
    """The plain paragraphs of a safe body: without the cuts that it shows, blanks made single."""
    text = _TAGS.sub("", _BLOCKS.sub(r"\n\n\g<0>", re.sub("<br ?/?>|</t[dh]>", " ", _CUTS.sub("", safe))))
    return _split(html.unescape(text))


def _split(text: str) -> list[str]:
    flat = (" ".join(part.split()) for part in _PARTED.split(text))
    return [part for part in flat if part]


def hunks_of(a: Sequence[str], b: Sequence[str]) -> Iterator[Hunk]:
    """Equal paragraphs together as one hunk, each of the others as its own.

    Within a hunk, "both" and "a" pieces joined are what A has; the hunks that are not empty for A are A's paragraphs, a
    piece "\\n" within one being the end of a paragraph too. So for B.
    """
    for equal, found in groupby(_aligned(a, b), key=lambda line: all(piece.side == "both" for piece in line)):
        if equal:
            texts = tuple("".join(piece.text for piece in line) for line in found)
            yield Hunk((), texts)
        else:
            yield from (Hunk(tuple(line)) for line in found)


def _aligned(a: Sequence[str], b: Sequence[str]) -> Iterator[list[Piece]]:
    """The pieces of each paragraph: equal paragraphs are found first, and words compared in what is between them."""
    i = j = 0
    for x, y, n in [*agreeing_runs(a, b), (len(a), len(b), 0)]:
        if x > i or y > j:
            yield from _lines(_pieces(_tokens(a[i:x]), _tokens(b[j:y])))
        yield from ([Piece("both", text)] for text in a[x : x + n])
        i, j = x + n, y + n


def _tokens(lines: Sequence[str]) -> list[Token]:
    """All tokens; the first of each paragraph has the paragraph's end before it, the last of all is empty."""
    found = []
    for line in lines:
        end, before = 0, "\n"
        for match in _TOKENS.finditer(line):
            blank = line[end : match.start()] or before
            found.append(Token(blank, match[0]))
            end, before = match.end(), ""
    return [*found, Token("\n", "")]


def _pieces(a: Sequence[Token], b: Sequence[Token]) -> Iterator[Piece]:
    """Both texts as pieces, beginning and ending with the end of a paragraph that both have."""
    runs = agreeing_runs([token.text for token in a[:-1]], [token.text for token in b[:-1]])
    i = j = 0
    for x, y, n in _slid(a, b, [(0, 0, 0), *runs, (len(a) - 1, len(b) - 1, 1)]):
        yield from _gap(_joined(a[i:x]) + a[x].before, _joined(b[j:y]) + b[y].before)
        yield Piece("both", a[x].text)
        for k in range(1, n):
            yield from _gap(a[x + k].before, b[y + k].before)
            yield Piece("both", a[x + k].text)
        i, j = x + n, y + n


def _slid(a: Sequence[Token], b: Sequence[Token], runs: list[Run]) -> Iterator[Run]:
    """The runs, so moved that a paragraph that one side has more is that paragraph, and not the end of the one before
    with the beginning of its own."""
    for k in range(len(runs) - 1):
        (i, j, n), (x, y, m) = runs[k : k + 2]
        if (i + n < x) != (j + n < y):
            tokens, start, end = (a, i + n, x) if i + n < x else (b, j + n, y)
            ends = (x + m, y + m) == (len(a) - 1, len(b) - 1)
            step = _slide(tokens, start, end, range(-n, m + ends))
            runs[k], runs[k + 1] = (i, j, n + step), (x + step, y + step, m - step)
    return (run for run in runs if run[2])


def _slide(tokens: Sequence[Token], start: int, end: int, room: range) -> int:
    """How far tokens[start:end] can be moved so that it begins a paragraph and the next token too; 0 if it cannot."""
    for way, least in ((1, 0), (-1, -1)):
        step = 0
        while abs(step) < _FAR and tokens[start + step + least].text == tokens[end + step + least].text:
            step += way
            if step not in room:
                break
            if tokens[start + step].before == "\n" == tokens[end + step].before:
                return step
    return 0


def _joined(tokens: Sequence[Token]) -> str:
    return "".join(token.before + token.text for token in tokens)


def _gap(a: str, b: str) -> Iterator[Piece]:
    """What stands on each side between two tokens that agree: common blanks at its ends belong to both."""
    if a == b:
        yield Piece("both", a)
        return
    first = a[:1] if a[:1] == b[:1] and a[:1].isspace() else ""
    a, b = a[len(first) :], b[len(first) :]
    last = a[-1:] if a[-1:] == b[-1:] and a[-1:].isspace() else ""
    a, b = a[: len(a) - len(last)], b[: len(b) - len(last)]
    yield Piece("both", first)
    if ("\n" in a and a.count("\n") == b.count("\n")) or (first == "\n" and (last == "\n" or not (a and b))):
        yield from _whole_lines(a, b)
    elif " " in (a, b) and " " in a and " " in b:
        left, _, right = (b if a == " " else a).partition(" ")
        side: Side = "b" if a == " " else "a"
        yield from (Piece(side, left), Piece("both", " "), Piece(side, right))
    else:
        yield from (Piece("a", a), Piece("b", b))
    yield Piece("both", last)


def _whole_lines(a: str, b: str) -> Iterator[Piece]:
    """Paragraphs that stand opposite each other with no word in common."""
    for number, (left, right) in enumerate(zip_longest(a.split("\n"), b.split("\n"), fillvalue="")):
        if number:
            yield Piece("both", "\n")
        yield from (Piece("a", left), Piece("b", right))


def _lines(pieces: Iterator[Piece]) -> Iterator[list[Piece]]:
    """The pieces between ends of paragraphs that both have, neighbours of one side joined; empty ones left out."""
    line: list[Piece] = []
    for piece in pieces:
        if piece.side == "both" and piece.text == "\n":
            if line:
                yield line
            line = []
        elif piece.text and line and line[-1].side == piece.side:
            line[-1] = Piece(piece.side, line[-1].text + piece.text)
        elif piece.text:
            line.append(piece)
    if line:
        yield line
