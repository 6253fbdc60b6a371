"""Minimal HTML (document.py) -> the tokens between blanks of which Pagefind's index tells, in the order in which it
counts them.

A tag says little to Pagefind. A block parts tokens, and where one ends behind a letter, Pagefind sets a full stop; so
do line breaks and what has an id part them, for it marks the place; all else may stand within a word. Headings have
weights of their own. Which words are in a token is lexicon.py's to know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import NamedTuple

END = "<"
"""Behind a token with which a block ends; or alone, where a blank stands before the end. No text has this sign."""
_LEVELS: Mapping[str, int] = {"h1": 7, "h2": 6, "h3": 5, "h4": 4, "h5": 3, "h6": 2}
MARKS = (END, *(f"{END}{weight}" for weight in range(1, 8)))
"""Tokens that stand for no text, by their numbers: from behind one on, tokens have that weight, 1 if not in a heading.
"""
_BLOCKS = frozenset(("p", "td", "div", "ul", "li", *_LEVELS))
_INLINE = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code dd del dfn dl dt em figcaption figure hr i img ins kbd mark ol"
    " pre q rp rt ruby s samp small span strong sub sup table tbody tfoot th thead time tr u var wbr".split()
)
"""What may stand within a token, but for a line break and what has an id."""
_FRAME = re.compile(
    r'.*?<body data-pagefind-body><h1>([^<]*)</h1>((?:<meta data-pagefind-meta="\w+\[content\]" content="[^"]*">)*)'
    r"(.*)</body></html>",
    re.DOTALL,
)
_FACT = re.compile(r'data-pagefind-meta="(\w+)\[content\]" content="([^"]*)"')
_TAG = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')
_PARTS = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: (?!data-)[a-z-]+(?:="[^"]*")?)*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp|#x27|#39);)")
_ODD = ("<", "\x1c", "\x1d", "\x1e", "\x1f", "\u200b", "PAGEFIND_")
"""No tag, blanks to Python only, what Pagefind leaves out of texts only, and what it writes for itself."""
_NO_BREAK = "&nbsp;"
_MARK = "\ufeff"
"""Of the order of bytes: an attribute is read as a file is, of which it is no part at the beginning."""


class Tokens(NamedTuple):
    """Of one document."""

    text: list[str]
    """Tokens and MARKS; their letters are as in HTML."""
    fields: dict[str, list[str]]
    """By the names of facts: title, what stands in `meta` elements, and the first image."""


def tokens(html: str) -> Tokens | None:
    """The tokens of a document; None if Pagefind may see others in it."""
    frame = _FRAME.fullmatch(html)
    if not frame or not frame[1].strip():
        return None
    title, facts, body = frame.groups()
    pieces = _TAG.split(body)
    tags = pieces[1::2]
    told = [*_FACT.findall(facts), *(_image(tags) if "<img " in body else ())]
    fields = {"title": title, **{name: value.removeprefix(_MARK) for name, value in told}}
    meant = [said for said in map(_says, tags) if said is not None]
    if len(meant) < len(tags) or _nested(meant) or _odd("".join((*fields.values(), *pieces[::2]))):
        return None
    pieces[1::2] = meant
    text = f"{END}7 {title}{END} {END}1 {''.join(pieces)}"
    return Tokens(_split(text), {name: _split(value) for name, value in fields.items()})


def _split(text: str) -> list[str]:
    return text.replace(_NO_BREAK, " ").split()


def _nested(meant: Iterable[str]) -> bool:
    """Whether a heading stands in another."""
    return any(one[0] == after[0] for one, after in pairwise(said for said in meant if said[-2:-1].isdigit()))


def _odd(text: str) -> bool:
    return any(sign in text for sign in _ODD) or ("&" in text and bool(_ENTITY.search(text)))


def _image(tags: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Address and words of the first image, as they stand in its attributes: entities are text to Pagefind there."""
    for tag in tags:
        attributes = dict(_ATTRIBUTE.findall(tag)) if tag.startswith("<img ") else {}
        if "src" in attributes:
            yield "image", escape(attributes["src"], quote=False)
            yield "image_alt", escape(attributes.get("alt", ""), quote=False)
            return


@lru_cache(1024)
def _says(tag: str) -> str | None:
    """What stands for a tag between tokens; None if that is not known."""
    parts = _PARTS.fullmatch(tag)
    return _means(*parts.groups()) if parts else None


def _means(closing: str, name: str, attributes: str) -> str | None:
    if name in _LEVELS:
        return f"{END} {END}1 " if closing else f" {END}{_LEVELS[name]} "
    if name in _BLOCKS:
        return f"{END} " if closing else " "
    if name in _INLINE:
        return " " if name == "br" or ' id="' in attributes else ""
    return None
