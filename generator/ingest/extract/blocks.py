"""A pruned page -> its blocks of text in reading order, with what the page's own markup says of each."""

from __future__ import annotations

from typing import Final, NamedTuple

from lxml import etree, html

from generator.ingest.extract.votes import squeeze
from generator.ingest.markup import BLOCK, SKIP

_INLINE_BLOCK: Final = frozenset(("br", "img"))


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


class _Cutter:
    """The open block, and the elements around it."""

    def __init__(self, tree: html.HtmlElement) -> None:
        self.done: list[Block] = []
        self.owners = [tree]
        self.run: list[str] = []
        self.places: list[tuple[html.HtmlElement, bool]] = []
        self.linked = self.strong = self.in_link = self.in_strong = 0

    def end(self) -> None:
        """Close the open block."""
        text = " ".join("".join(self.run).split())
        if text:
            self.done.append(Block(self.owners[-1], text, self.linked, self.strong, squeeze(text), tuple(self.places)))
        self.run.clear()
        self.places.clear()
        self.linked = self.strong = 0

    def add(self, node: html.HtmlElement, is_tail: bool) -> None:
        """Add the text in an element, or after it."""
        text = node.tail if is_tail else node.text
        if text:
            self.run.append(text)
            self.places.append((node, is_tail))
            size = len(text.strip())
            self.linked += size if self.in_link else 0
            self.strong += size if self.in_strong else 0

    def border(self, node: html.HtmlElement, tag: str, step: int) -> None:
        """Note that an element begins (1) or ends (-1)."""
        if tag in BLOCK and tag not in _INLINE_BLOCK:
            self.end()
            if step > 0:
                self.owners.append(node)
            else:
                self.owners.pop()
        self.in_link += step * (tag == "a")
        self.in_strong += step * (tag in ("b", "strong"))


def blocks(tree: html.HtmlElement) -> list[Block]:
    """The text of `tree` cut at the borders of block elements (not at line breaks), empty blocks left out."""
    cutter = _Cutter(tree)
    steps = etree.iterwalk(tree, events=("start", "end"))
    for event, node in steps:
        tag = node.tag if isinstance(node.tag, str) else "script"
        cutter.border(node, tag, 1 if event == "start" else -1)
        if event == "end":
            if tag == "br":
                cutter.run.append(" ")
            if node is not tree:
                cutter.add(node, True)
        elif tag in SKIP:
            steps.skip_subtree()
        else:
            cutter.add(node, False)
    cutter.end()
    return cutter.done


def sizes(tree: html.HtmlElement) -> dict[html.HtmlElement, int]:
    """Characters of visible text in each element, without spaces at the ends of its pieces."""
    out: dict[html.HtmlElement, int] = {}
    stack = [0]
    steps = etree.iterwalk(tree, events=("start", "end"))
    for event, node in steps:
        tag = node.tag if isinstance(node.tag, str) else "script"
        if event == "start":
            stack.append(len((node.text or "").strip()) if tag not in SKIP else 0)
            if tag in SKIP:
                steps.skip_subtree()
        else:
            out[node] = stack.pop()
            stack[-1] += out[node] + (len((node.tail or "").strip()) if node is not tree else 0)
    return out
