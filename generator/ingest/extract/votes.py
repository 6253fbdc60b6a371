"""A page -> the lines that trafilatura, or the page itself for search engines, takes for the article, if any."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import unescape
from typing import Final, NamedTuple

from lxml import etree, html
from trafilatura import bare_extraction

from generator.sketch import plain_letters

MAX_ELEMENTS: Final = 12_000
"""trafilatura takes over 30 s for 100,000 paragraphs, 3.6 s for 6,000 links in one paragraph (2.3.1, measured)."""
MAX_CHILDREN: Final = 3_000
MAX_SCHEMA: Final = 200_000
_BODY: Final = re.compile(r'"articleBody"\s*:\s*("(?:[^"\\]|\\.)*")')
_MARKUP: Final = re.compile(r"<[^<>]{1,500}>")
_JUNK: Final = re.compile(r"[\W_]+")
_LINE_TAGS: Final = frozenset(
    "p head item cell quote code hi list row table div main body fw ab lb h1 h2 h3 h4 h5 h6 li td th pre blockquote "
    "span article section figcaption dd dt".split()
)


class Vote(NamedTuple):
    """What one extractor took for the article: its letters and digits in a row, and the same of each of its lines."""

    text: str
    lines: frozenset[str]

    def holds(self, key: str) -> bool:
        """Whether a block with these letters is part of it; short blocks must be a whole line."""
        return key in self.lines or (len(key) > 24 and key in self.text)


NONE: Final = Vote("", frozenset())


def squeeze(text: str) -> str:
    """Letters and digits of a text, folded: what two extractors agree on however they treat spaces and marks."""
    bare = plain_letters(text)
    return _JUNK.sub("", text).casefold() if bare is None else bare


def fits(tree: html.HtmlElement) -> bool:
    """Whether a page is small enough to be handed to trafilatura."""
    children = (len(node) for node in tree.iter())
    return all(i < MAX_ELEMENTS and found <= MAX_CHILDREN for i, found in enumerate(children))


def trafilatura_vote(tree: html.HtmlElement) -> Vote:
    """The lines that trafilatura keeps of `tree`, of which it makes a copy of its own.

    Its own comparison with readability is left out: a reader view has a vote of its own (see reader_view.py).
    """
    try:
        found = bare_extraction(tree, fast=True, include_comments=False, include_tables=True, with_metadata=False)
    except Exception:  # observed: AssertionError, ValueError, TypeError on odd trees
        return NONE
    body = getattr(found, "body", None)
    return _vote(body) if body is not None else NONE


def _vote(body: etree._Element) -> Vote:
    return Vote(squeeze("".join(map(str, body.itertext()))), frozenset(_line_keys(body)))


def _line_keys(body: etree._Element) -> Iterable[str]:
    for node in body.iter():
        if isinstance(node.tag, str) and node.tag in _LINE_TAGS:
            yield squeeze(node.text or "")
            yield squeeze("".join(map(str, node.itertext()))[:2000])
            yield squeeze(node.tail or "")


def schema_vote(tree: html.HtmlElement) -> Vote:
    """The body of the article as the page tells it to search engines in JSON-LD (schema.org articleBody)."""
    for node in tree.iter("script"):
        if (node.get("type") or "").strip().lower() != "application/ld+json" or "articleBody" not in (node.text or ""):
            continue
        found = _BODY.search(node.text or "")
        if found:
            try:
                text = str(json.loads(found[1], strict=False))
            except ValueError:
                continue
            text = _MARKUP.sub(" ", unescape(text))
            if len(text) > 200:
                text = text[:MAX_SCHEMA]
                return Vote(squeeze(text), frozenset(squeeze(line) for line in text.split("\n")))
    return NONE
