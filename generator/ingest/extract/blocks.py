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


def blocks(tree: html.HtmlElement) -> list[Block]:
    """The text of `tree` cut at the borders of block elements (not at line breaks), empty blocks left out."""
    out: list[Block] = []
    owners: list[html.HtmlElement] = [tree]
    run: list[str] = []
    places: list[tuple[html.HtmlElement, bool]] = []
    linked = strong = in_link = in_strong = 0

    def flush() -> None:
        nonlocal linked, strong
        text = " ".join("".join(run).split())
        if text:
            out.append(Block(owners[-1], text, linked, strong, squeeze(text), tuple(places)))
        run.clear()
        places.clear()
        linked = strong = 0

    def add(node: html.HtmlElement, is_tail: bool) -> None:
        nonlocal linked, strong
        text = node.tail if is_tail else node.text
        if text:
            run.append(text)
            places.append((node, is_tail))
            size = len(text.strip())
            linked += size if in_link else 0
            strong += size if in_strong else 0

    steps = etree.iterwalk(tree, events=("start", "end"))
    for event, node in steps:
        tag = node.tag if isinstance(node.tag, str) else "script"
        splits = tag in BLOCK and tag not in _INLINE_BLOCK
        step = 1 if event == "start" else -1
        if splits:
            flush()
            if step > 0:
                owners.append(node)
            else:
                owners.pop()
        in_link += step * (tag == "a")
        in_strong += step * (tag in ("b", "strong"))
        if event == "start":
            if tag in SKIP:
                steps.skip_subtree()
            else:
                add(node, False)
        elif node is not tree:
            if tag == "br":
                run.append(" ")
            add(node, True)
    flush()
    return out


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
