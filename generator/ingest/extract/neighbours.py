"""The blocks of a page -> which of them stand in other posts, that it shows beside or below its article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final

from lxml import html

from generator.ingest.extract.blocks import Block
from generator.ingest.extract.said import heading_level, is_title

_ENTRY: Final = re.compile(r"(?:^|\s)h-?entry(?:\s|$)")
"""The class of a post in the microformats hAtom and h-entry."""
_Posts = tuple[html.HtmlElement, ...]
_Known = dict[html.HtmlElement | None, _Posts]
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")


def in_other_posts(found: Sequence[Block], title: str) -> list[bool]:
    """Whether each block stands in another post than the page's own; `title` is the page's (see said.title_key).

    A post is an `article` (HTML Standard, section 4.3.2: "complete, or self-contained") or an entry by microformats.
    The page's own has its title as a heading. Others that hold no more text are known by being entries by microformats,
    or by a heading that leads to another page. Where a page is made of many `article` elements without such links,
    these may be its paragraphs; and where its title stands in none, all may be its posts.
    """
    heads = (block for block in found if heading_level(block) and is_title(block, title))
    known: _Known = {None: ()}
    own = next((post for block in heads for post in _posts(block.owner, known)), None)
    if own is None:
        return [False] * len(found)
    around = {own, *own.iterancestors()}
    posts = [_posts(block.owner, known) for block in found]
    size: Counter[html.HtmlElement] = Counter()
    for block, those in zip(found, posts, strict=True):
        size.update(dict.fromkeys(those, len(block.text)))
    is_other = cache(_is_other)
    out: dict[html.HtmlElement, bool] = {}
    for those in posts:
        if those and own not in those and those[0] not in out:
            smaller = size[those[0]] <= size[own]
            out[those[0]] = smaller and any(is_other(post) for post in those if post not in around)
    return [bool(those) and out.get(those[0], False) for those in posts]


def _posts(node: html.HtmlElement, known: _Known) -> _Posts:
    """The posts around an element, which `known` remembers, the innermost first."""
    chain = [node]
    while chain[-1] not in known:
        chain.append(chain[-1].getparent())
    found = known[chain.pop()]
    for each in reversed(chain):
        found = known[each] = (each, *found) if _is_post(each) else found
    return found


def _is_post(node: html.HtmlElement) -> bool:
    return node.tag == "article" or (node.tag != "body" and _ENTRY.search(node.get("class") or "") is not None)


def _is_other(post: html.HtmlElement) -> bool:
    """Whether a post is an entry by microformats, or its heading is a link to another page or stands in one."""
    if _ENTRY.search(post.get("class") or ""):
        return True
    links = (link for head in post.iter(*_HEADINGS) for link in (*head.iter("a"), *head.iterancestors("a")))
    return any((link.get("href") or "#")[0] != "#" for link in links)
