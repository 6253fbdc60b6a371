"""Blocks and the elements around them -> the evidence that their own words and the names of the elements give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from lxml import etree, html

from generator.ingest.extract.blocks import Block
from generator.ingest.extract.names import LEAD_WORDS, NAMES, asks
from generator.ingest.extract.votes import squeeze
from generator.ingest.markup import plain_text

_WHOLE: Final = 0.6
"""The name of an element that holds this share of the page's words says nothing of a single block."""
_TAGS: Final = ("p", "div")
_AROUND: Final = ("article", "main", "figure", "ul")
_ENDS: Final = re.compile(r"[.!?…。！？:;][\"'”’»)\]]*$")
_DATE: Final = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:h.]\d\d\b")
_DIGITS: Final = re.compile(r"\d")
_START: Final = 200
"""Characters at the beginning of a block that are looked at letter by letter."""


def looks(found: Sequence[Block], title: str, summary: str) -> dict[str, list[float]]:
    """Columns of what each block is in itself: its tag, length, links, letters, and whether it is title or summary.

    There is at least one block.
    """
    rows = [_look(block, title, summary) for block in found]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    for tag in _TAGS:
        columns["tag:" + tag] = [float(block.owner.tag == tag) for block in found]
    return columns


def _look(block: Block, title: str, summary: str) -> dict[str, float]:
    text, key, size = block.text, block.key, max(1, len(block.text))
    start, words = text[:_START], text[:_START].split()
    level = heading_level(block)
    return {
        "head": float(level > 0),
        "level": float(level),
        "size": float(size),
        "linked": min(block.linked / size, 1.0),
        "away": min(block.away / size, 1.0),
        "bold": min(block.strong / size, 1.0),
        "ends": float(bool(_ENDS.search(text[-4:]))),
        "lead_words": float(bool(LEAD_WORDS.match(text))),
        "asks": float(asks(text)),
        "commas": float(text.count(",") + text.count("，")),
        "digits": len(_DIGITS.findall(start)) / min(size, _START),
        "date": float(size < 60 and bool(_DATE.search(text))),
        "caps": sum([word[0].isupper() for word in words]) / max(1, len(words)),
        "italic": float(_is_italic(block)),
        "title": float(is_title(block, title)),
        "summary": float(len(key) > 20 and bool(summary) and (key[:80] in summary or summary[:80] in key)),
    }


def heading_level(block: Block) -> int:
    """1 to 6 for a heading, 0 for other blocks."""
    tag = str(block.owner.tag)
    return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0


def is_title(block: Block, title: str) -> bool:
    """Whether the block is the page's title or a part of it that is long enough to be no accident."""
    least = 8 if heading_level(block) else 20
    return bool(block.key) and (block.key == title or (len(block.key) > least and block.key in title))


def _is_italic(block: Block) -> bool:
    first = next(block.owner.iterchildren(etree.Element), None)
    return (
        first is not None
        and first.tag in ("em", "i")
        and not (block.owner.text or "").strip()
        and len("".join(first.itertext())) > 0.8 * len(block.text)
    )


def said_around(
    chains: Sequence[Sequence[html.HtmlElement]], size: Mapping[html.HtmlElement, int]
) -> dict[str, list[float]]:
    """Columns of what the elements around each block are and are called.

    `chains` are the elements around each block from the inside to the outside, `size` their characters.
    """
    known: dict[html.HtmlElement, frozenset[str]] = {}
    whole = size[chains[0][-1]] if chains else 0
    around = [_around(chain, size, whole, known) for chain in chains]
    names = [*("in:" + tag for tag in (*_AROUND, "articleBody")), *("name:" + kind for kind in NAMES)]
    return {name: [float(name in each) for each in around] for name in names}


def _around(
    chain: Sequence[html.HtmlElement],
    size: Mapping[html.HtmlElement, int],
    whole: int,
    known: dict[html.HtmlElement, frozenset[str]],
) -> frozenset[str]:
    """What the elements are called, worked out once for each."""
    new = next((i for i, node in enumerate(chain) if node in known), len(chain))
    said = known[chain[new]] if new < len(chain) else frozenset()
    for node in reversed(chain[:new]):
        said = known[node] = said | _said(node, size.get(node, 0) > _WHOLE * whole)
    return said


def _said(node: html.HtmlElement, is_whole: bool) -> frozenset[str]:
    tag = str(node.tag)
    said = {"in:" + tag} if tag in _AROUND else set()
    if "articlebody" in (node.get("itemprop") or "").lower():
        said.add("in:articleBody")
    if node.get("role") == "main":
        said.add("in:main")
    name = f"{node.get('class') or ''} {node.get('id') or ''}"
    if len(name) > 1 and tag not in ("html", "body"):
        said |= _named(name[:300]) & {"name:body"} if is_whole else _named(name[:300])
    return frozenset(said)


@lru_cache(maxsize=20_000)
def _named(name: str) -> frozenset[str]:
    return frozenset().union(*map(_kinds, name.split()))


@lru_cache(maxsize=20_000)
def _kinds(word: str) -> frozenset[str]:
    """Of one word of a name: no pattern reaches over a blank, and pages join the same words in many ways."""
    return frozenset("name:" + key for key, pattern in NAMES.items() if pattern.search(word))


def title_key(tree: html.HtmlElement) -> str:
    """Letters and digits of what the page says its title is: `title`, og:title and a lone h1."""
    named = (node.get("content") or "" for node in tree.iter("meta") if node.get("property") == "og:title")
    texts = [next((node.text or "" for node in tree.iter("title")), ""), next(named, "")]
    heads = list(tree.iter("h1"))
    texts += [plain_text(heads[0])] if len(heads) == 1 else []
    return "|".join(squeeze(text) for text in texts if text)


def summary_key(tree: html.HtmlElement) -> str:
    """Letters and digits of the description that the page gives of itself."""
    names = ("description", "og:description", "twitter:description")
    texts = (
        node.get("content") or "" for node in tree.iter("meta") if (node.get("name") or node.get("property")) in names
    )
    return max((squeeze(text) for text in texts), key=len, default="")
