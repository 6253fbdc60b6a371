"""A pruned page -> its blocks of text in reading order, with what the page's own markup says of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from lxml import etree, html

from generator.ingest.extract.votes import squeeze
from generator.ingest.markup import BLOCK, SKIP

_INLINE_BLOCK: Final = frozenset(("br", "img"))
_HOST: Final = re.compile(r"(?:https?:)?//([A-Za-z0-9.-]+)(?::\d*)?(?:[/?#]|\Z)")
"""The host of most addresses, told many times as fast as by taking all of them apart."""
_BORDERS: Final = (BLOCK - _INLINE_BLOCK) | {"a", "b", "strong"}


class Block(NamedTuple):
    """Text that stands together: a paragraph, a heading, a cell, or loose text of a larger element."""

    owner: html.HtmlElement
    """The innermost block element around it."""
    text: str
    linked: int
    """Characters of it that stand in links."""
    strong: int
    """Characters of it that are bold."""
    key: str
    """Its letters and digits, folded."""
    places: tuple[tuple[html.HtmlElement, bool], ...] = ()
    """Where its text stands in the tree: an element, and whether it is the text after its end."""
    away: int = 0
    """Characters of it in links to other hosts: references rather than menus."""
    within: int = 0
    """Characters of it in links to places on the same page: contents and notes."""


class _Cutter:
    """The open block, and the elements around it."""

    def __init__(self, tree: html.HtmlElement, home: str) -> None:
        self.home = home
        self.done: list[Block] = []
        self.owners = [tree]
        self.run: list[str] = []
        self.places: list[tuple[html.HtmlElement, bool]] = []
        self.linked = self.strong = self.away = self.within = self.in_link = self.in_strong = 0
        self.goes = ""

    def end(self) -> None:
        """Close the open block."""
        text = " ".join("".join(self.run).split())
        if text:
            links = (self.away, self.within)
            where = tuple(self.places)
            self.done.append(Block(self.owners[-1], text, self.linked, self.strong, squeeze(text), where, *links))
        self.run.clear()
        self.places.clear()
        self.linked = self.strong = self.away = self.within = 0

    def add(self, node: html.HtmlElement, is_tail: bool) -> None:
        """Add the text in an element, or after it."""
        text = (node.tail if is_tail else node.text) or ""
        self.run.append(text)
        self.places.append((node, is_tail))
        if self.in_link or self.in_strong:
            size = len(text.strip())
            self.linked += size if self.in_link else 0
            self.away += size if self.in_link and self.goes == "away" else 0
            self.within += size if self.in_link and self.goes == "within" else 0
            self.strong += size if self.in_strong else 0

    def border(self, node: html.HtmlElement, tag: str, step: int) -> None:
        """Note that an element begins (1) or ends (-1)."""
        if tag in BLOCK:
            self.end()
            if step > 0:
                self.owners.append(node)
            else:
                self.owners.pop()
        if tag == "a":
            self.in_link += step
            self.goes = _goes(node.get("href") or "", self.home)
        self.in_strong += step * (tag in ("b", "strong"))


def _goes(href: str, home: str) -> str:
    """Where a link leads: "within" the page, "away" to another host, "" elsewhere on the host `home`."""
    if href.startswith("#"):
        return "within"
    if not home or not href.startswith(("http://", "https://", "//")):
        return ""
    named = _HOST.match(href)
    try:
        host = bare_host(named[1] if named else urlsplit(href).hostname or "")
    except ValueError:
        return ""
    return "away" if not (host.endswith(home) or home.endswith(host)) else ""


def bare_host(host: str) -> str:
    """A host without the `www.` before it."""
    return host.casefold().removeprefix("www.")


def blocks(tree: html.HtmlElement, home: str = "") -> list[Block]:
    """The text of `tree` cut at the borders of block elements (not at line breaks), empty blocks left out.

    `home` is the host of the page (see bare_host), by which links away from it are told.
    """
    cutter = _Cutter(tree, home)
    steps = etree.iterwalk(tree, events=("start", "end"))
    for event, node in steps:
        tag = node.tag if isinstance(node.tag, str) else "script"
        if tag in _BORDERS:
            cutter.border(node, tag, 1 if event == "start" else -1)
        if event == "end":
            if tag == "br":
                cutter.run.append(" ")
            if node is not tree and node.tail:
                cutter.add(node, True)
        elif tag in SKIP:
            steps.skip_subtree()
        elif node.text:
            cutter.add(node, False)
    cutter.end()
    return cutter.done


def inside(found: Sequence[Block], test: Callable[[html.HtmlElement], bool]) -> list[bool]:
    """Whether each block stands in an element for which the test holds; each element is asked once at most."""
    known: dict[html.HtmlElement | None, bool] = {None: False}
    out: list[bool] = []
    for block in found:
        chain = [block.owner]
        while chain[-1] not in known:
            chain.append(chain[-1].getparent())
        holds = known[chain.pop()]
        for node in reversed(chain):
            holds = known[node] = holds or test(node)
        out.append(holds)
    return out


def sizes(elements: Sequence[html.HtmlElement]) -> dict[html.HtmlElement, int]:
    """Characters of visible text in each element, without spaces at the ends of its pieces.

    `elements` are those of a tree, its root first (see markup.held).
    """
    tree = elements[0]
    out: dict[html.HtmlElement, int] = {}
    for node in reversed(elements):  # what is in an element comes before it
        held = out.setdefault(node, 0)
        if not isinstance(node.tag, str) or node.tag in SKIP:
            held = out[node] = 0
        elif node.text:
            held = out[node] = held + len(node.text.strip())
        if node is not tree:
            owner = node.getparent()
            out[owner] = out.get(owner, 0) + held + (len(node.tail.strip()) if node.tail else 0)
    return out
