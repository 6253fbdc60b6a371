"""Words and inline marks of a page -> Markdown text of a paragraph, escaped only where Markdown would misread it.

Between the walk over the elements and the finished paragraph, marks travel as control characters, which no parsed
page contains: so that adjacent, nested and empty marks can be put right once the whole paragraph is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin

STRONG, STRONG_END, EM, EM_END = "\x0e", "\x0f", "\x10", "\x11"
LINK = "\x12"
"""Stands before the bracket that opens a link."""
BREAK = "\x14"

LONG_LINK: Final = 300
"""Characters: a link around more than this is a link in each of the paragraphs in it, a shorter one is one link."""

_CLOSER: Mapping[str, str] = {STRONG: STRONG_END, EM: EM_END}
_RAW: Mapping[str, str] = {STRONG: "<strong>", STRONG_END: "</strong>", EM: "<em>", EM_END: "</em>"}
_STARS: Mapping[str, str] = {STRONG: "**", STRONG_END: "**", EM: "*", EM_END: "*"}

_SPACES: Final = re.compile(r"\s+")
_ALWAYS: Final = re.compile(r"[*`{]|(?<![^\W_])_|_(?![^\W_])|\\(?=[\\`*_{}\[\]()>#+.!|<&:-]|\s*$)")
_ANY_MARK: Final = re.compile(r"[*`{_\\]")
"""What `_ALWAYS` begins with: told many times as fast."""
_ENTITY: Final = re.compile(r"&(?=#|\w{1,32};)")
_TAG_START: Final = re.compile(r"<(?=[A-Za-z/!?]|$)")
_BRACKETS_MATTER: Final = re.compile(r"\](?:[\[(:]|\s\[|$)|\[$|^\[\^|\[TOC\]")
_MANY_BRACKETS: Final = 8
_MARK: Final = re.compile("([\x0e-\x11])")
_ANY_SIGN: Final = re.compile("[\x0e-\x12]")
_STAR_NEIGHBOURS: Final = re.compile("[\x0e-\x11]{2,}")
_SPACED_OPEN: Final = re.compile("[\x0e\x10][\x0e\x10 ]*")
_SPACED_CLOSE: Final = re.compile(" +[\x0f\x11][\x0f\x11 ]*")
_EMPTY: Final = re.compile("\x0e( *)\x0f|\x10( *)\x11")
_REJOINED: Final = re.compile("\x0f\x0e|\x11\x10")
_PARAGRAPH_BREAK: Final = re.compile(rf" *{BREAK} *(?:{BREAK} *)+")
_LINE_ONLY_MARKS: Final = re.compile(r"(?=[^\n]*[-=])[-=:| ]+")
_LINE_START: Final = re.compile(r"(?:[#>]|[-+](?=\s|$)|!!!)")
_LINE_NUMBER: Final = re.compile(r"(\d+)([.)])(?=\s|$)")
_LINE_ENTITY: Final = re.compile(r":(?=\s|$)|~(?=~~)")
_URL_UNSAFE: Final = re.compile(r"[\x00-\x20\"<>()\[\]\\^`{|}*_\x7f]")
_URL_DROPPED: Final = re.compile(r"[\x00-\x1f\x7f]+")
_SCHEME: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SAFE_SCHEMES: Final = frozenset(("http", "https", "mailto", "tel", "ftp"))


def escape(text: str, *, brackets: bool = False, bars: bool = False) -> str:
    """Text of a page -> the same words in Markdown; `brackets`, `bars`: escape those whatever stands around them.

    Rules after Python-Markdown's inline patterns: `_` inside a word, a lone `<` or `&` and `[sic]` need no escape.
    """
    text = _SPACES.sub(" ", text)
    text = _ALWAYS.sub(r"\\\g<0>", text) if _ANY_MARK.search(text) else text
    text = _ENTITY.sub("&amp;", text) if "&" in text else text
    text = _TAG_START.sub("&lt;", text) if "<" in text else text
    if ("[" in text or "]" in text) and (brackets or _BRACKETS_MATTER.search(text) or text.count("[") > _MANY_BRACKETS):
        text = text.replace("[", r"\[").replace("]", r"\]").replace(r"\]:", r"\]&#58;")
    return text.replace("|", r"\|") if bars else text


def code_span(text: str, *, bars: bool = False) -> str:
    """Code within a line -> a code span; a `<code>` element where backticks or bars would not survive in one."""
    text = " ".join(text.split())
    if not text:
        return " "
    if "`" in text or text.endswith("\\") or (bars and "|" in text):
        plain = escape(text, brackets=True).replace("|", "&#124;")
        return f"<code>{plain}</code>"
    return f"`{text}`"


def address(url: str, base_url: str) -> str:
    """The address as a link carries it, resolved against `base_url`; "" if its scheme is not one that pages link to."""
    url = _URL_DROPPED.sub("", url).strip()
    scheme = _SCHEME.match(url)
    if not url:
        return ""
    if scheme and scheme[1].lower() not in _SAFE_SCHEMES:
        return ""
    try:
        url = urljoin(base_url, url) if base_url else url
    except ValueError:
        return ""
    if (scheme := _SCHEME.match(url)) and scheme[1].lower() not in _SAFE_SCHEMES:
        return ""
    url = _URL_UNSAFE.sub(lambda m: m[0] if m[0] in "_" else f"%{ord(m[0]):02X}", url)
    return _ENTITY.sub("&amp;", url)


def link(inline: str, url: str) -> str:
    """Inline text -> the same as a link; spaces at its ends stay outside, an empty line parts a long one into two."""
    if len(inline) <= LONG_LINK:
        inline = _PARAGRAPH_BREAK.sub(BREAK, inline)
    parts = re.split(rf"({BREAK}(?: *{BREAK})+)", inline)
    return "".join(part if i % 2 or not part.strip(f" {BREAK}") else _link(part, url) for i, part in enumerate(parts))


def _link(inline: str, url: str) -> str:
    core = inline.strip(f" {BREAK}")
    start = inline.index(core)
    return f"{inline[:start]}{LINK}[{core}]({url}){inline[start + len(core) :]}"


def paragraphs(inline: str) -> list[str]:
    """Finished paragraphs of inline text: two line breaks in a row part them."""
    parts = [_lines(part) for part in _PARAGRAPH_BREAK.split(_balanced(inline))]
    return [part for part in parts if part]


def one_line(inline: str, between: str = " ") -> str:
    """Finished inline text on one line, for headings and cells; `between` stands for a line break."""
    parts = [part.strip() for part in _marks(_balanced(_PARAGRAPH_BREAK.sub(BREAK, inline))).split(BREAK)]
    return between.join(part for part in parts if part)


def _lines(inline: str) -> str:
    lines = [line.strip() for line in _marks(inline).split(BREAK)]
    return "  \n".join(line_start(line) for line in lines if line)


def line_start(line: str) -> str:
    """Escape what would make a heading, list, quote, rule, table, fence or definition of a line of prose."""
    if _LINE_ONLY_MARKS.fullmatch(line):
        return f"&#{ord(line[0])};{line[1:]}"
    if _LINE_START.match(line):
        return "\\" + line
    if number := _LINE_NUMBER.match(line):
        return f"{number[1]}\\{line[number.end(1) :]}"
    if _LINE_ENTITY.match(line):
        return f"&#{ord(line[0])};{line[1:]}"
    return line


def _balanced(inline: str) -> str:
    """Close each mark before a paragraph break, open it again after it, and drop marks within the same mark."""
    depth = {STRONG: 0, EM: 0}
    out: list[str] = []
    for part in re.split(f"([\x0e-\x11]|{BREAK}(?: *{BREAK})+)", inline):
        if part[:1] == BREAK and part.count(BREAK) > 1:
            held = [mark for mark in (STRONG, EM) if depth[mark]]
            out += [*(_CLOSER[mark] for mark in reversed(held)), part, *held]
        elif part in depth:
            depth[part] += 1
            out.append(part if depth[part] == 1 else "")
        elif part in (STRONG_END, EM_END):
            mark = STRONG if part == STRONG_END else EM
            depth[mark] -= 1
            out.append(part if depth[mark] == 0 else "")
        else:
            out.append(part)
    return "".join(out)


def _marks(inline: str) -> str:
    """Marks as stars; as elements where two meet, for which Markdown has no certain reading."""
    if not _ANY_SIGN.search(inline):
        return re.sub(" {2,}", " ", inline) if "  " in inline else inline
    inline = _SPACED_OPEN.sub(_spaces_first, _REJOINED.sub("", inline))
    inline = _SPACED_CLOSE.sub(lambda m: m[0].replace(" ", "") + " ", inline)
    inline = _EMPTY.sub(r"\1\2", _EMPTY.sub(r"\1\2", inline))
    if any(inline.count(mark) != inline.count(_CLOSER[mark]) for mark in (STRONG, EM)):
        inline = _MARK.sub("", inline)
    raw = bool(_STAR_NEIGHBOURS.search(inline))
    table = _RAW if raw else _STARS
    inline = _MARK.sub(lambda m: table[m[0]], inline)
    inline = re.sub(rf"!{LINK}\[", r"\\![", inline).replace(LINK, "")
    return re.sub(" {2,}", " ", inline)


def _spaces_first(match: re.Match[str]) -> str:
    marks = match[0].replace(" ", "")
    return f" {marks}" if " " in match[0] else marks
