"""Blocks and votes -> the evidence for and against each block, as named numbers between 0 and 1."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from lxml import html

from generator.ingest.extract.blocks import Block
from generator.ingest.extract.names import ASKS, LEAD_WORDS, NAMES
from generator.ingest.extract.votes import Vote, squeeze
from generator.ingest.markup import plain_text

_WHOLE: Final = 0.6
"""The name of an element that holds this share of the page's words says nothing of a single block."""

_TAGS: Final = (
    "p",
    "li",
    "td",
    "figcaption",
    "blockquote",
    "pre",
    "dd",
    "dt",
    "div",
    "section",
    "article",
    "span",
    "aside",
    "header",
    "footer",
)
_ANCESTORS: Final = (
    "article",
    "main",
    "aside",
    "header",
    "footer",
    "figure",
    "ul",
    "ol",
    "table",
    "blockquote",
    "section",
)
_ENDS: Final = re.compile(r"[.!?…。！？:;][\"'”’»)\]]*$")
_DATE: Final = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:h.]\d\d\b")

Row = dict[str, float]


def features(
    found: Sequence[Block],
    size: Mapping[html.HtmlElement, int],
    whole: int,
    votes: Sequence[Vote],
    title: str,
    summary: str = "",
) -> list[Row]:
    """One row of evidence for each block; `size` and `whole` are characters, `votes` those of the two extractors."""
    contexts: dict[html.HtmlElement, frozenset[str]] = {}
    voted = [[vote.holds(block.key) if block.key else False for block in found] for vote in votes]
    shares = _shares(found, voted[0], [block.owner.getparent() for block in found])
    kin = [_kin(block.owner) for block in found]
    kin_shares = _shares(found, voted[0], kin)
    seen = Counter(block.key for block in found)
    rows = [_row(block, _context(block.owner, size, whole, contexts), title) for block in found]
    for name, vote in zip(("t", "r", "j"), voted, strict=True):
        _add_vote(rows, name, vote, [len(block.text) for block in found])
    has_j = float(any(voted[2]))
    heads = [_heading(block) for block in found]
    for i, row in enumerate(rows):
        key = found[i].key
        row["beside"] = shares.get(found[i].owner.getparent(), 0.0)
        row["kin"] = kin_shares[kin[i]]
        row["kin_no"] = float(kin_shares[kin[i]] < 0.05)
        row["again"] = float(seen[key] > 1)
        row["summary"] = float(len(key) > 20 and bool(summary) and (key[:80] in summary or summary[:80] in key))
        row["summary_h"] = row["summary"] * heads[i]
        row["summary_before"] = row["summary"] * row["t_before"]
        row["level"] = int(found[i].owner.tag[1]) / 6 if heads[i] else 0.0
        row["t_p"] = row["t"] * row.get("tag:p", 0.0)
        row["t_r"] = row["t"] * row["r"]
        row["neither"] = (1 - row["t"]) * (1 - row["r"])
        row["t_linked"] = row["t"] * row["linked"]
        row["h_after"] = row["t_after"] * heads[i]
        row["long"] = float(len(found[i].text) > 200)
        row["has_j"] = has_j
        row["before_head"] = float(i + 1 < len(heads) and heads[i + 1])
        row["after_head"] = float(i > 0 and heads[i - 1])
    return rows


def _heading(block: Block) -> bool:
    return block.owner.tag in ("h1", "h2", "h3", "h4", "h5", "h6")


def _add_vote(rows: list[Row], name: str, vote: list[bool], chars: list[int]) -> None:
    n = len(rows)
    first = next((i for i in range(n) if vote[i] and chars[i] > 60), n)
    last = next((i for i in reversed(range(n)) if vote[i] and chars[i] > 60), -1)
    for i, row in enumerate(rows):
        row[name] = float(vote[i])
        near = [vote[j] for j in range(max(0, i - 3), min(n, i + 4)) if j != i]
        row[f"{name}_near"] = sum(near) / len(near) if near else 0.0
        row[f"{name}_prev"] = float(i > 0 and vote[i - 1])
        row[f"{name}_next"] = float(i + 1 < n and vote[i + 1])
        row[f"{name}_before"] = float(i < first)
        row[f"{name}_after"] = float(i > last)
        row[f"{name}_last"] = float(i == last)
        row[f"{name}_first"] = float(i == first)
        row[f"{name}_inside_no"] = float(first < i < last and not vote[i])


def _shares(found: Sequence[Block], vote: list[bool], groups: Sequence[object]) -> dict[object, float]:
    """The share of the characters of each group of blocks that has the vote."""
    total: dict[object, int] = {}
    held: dict[object, int] = {}
    for block, yes, group in zip(found, vote, groups, strict=True):
        total[group] = total.get(group, 0) + len(block.text)
        held[group] = held.get(group, 0) + (len(block.text) if yes else 0)
    return {group: held[group] / total[group] for group in total}


def _kin(node: html.HtmlElement) -> tuple[str, ...]:
    """What an element has in common with others of its kind on the page: its name and that of its parent."""
    owner = node.getparent()
    above = ("", "") if owner is None else (str(owner.tag), owner.get("class") or "")
    return (str(node.tag), node.get("class") or "", *above)


def _row(block: Block, context: frozenset[str], title: str) -> Row:
    text, size = block.text, len(block.text)
    tag = str(block.owner.tag)
    row: Row = dict.fromkeys(context, 1.0)
    row["tag:" + ("h" if _heading(block) else tag if tag in _TAGS else "other")] = 1.0
    row["size"] = min(math.log(size + 1) / 7, 1.0)
    row["short"] = float(size < 40)
    row["linked"] = min(block.linked / size, 1.0)
    row["all_linked"] = float(block.linked > 0.9 * size)
    row["bold"] = min(block.strong / size, 1.0)
    row["ends"] = float(bool(_ENDS.search(text[-4:])))
    row["lead_words"] = float(bool(LEAD_WORDS.match(text)))
    row["lead_linked"] = row["lead_words"] * row["linked"]
    row["asks"] = float(bool(ASKS.search(text)))
    row["asks_short"] = row["asks"] * float(size < 300)
    row["colon"] = float(":" in text[:40])
    row["date"] = float(bool(_DATE.search(text)) and size < 60)
    heading = _heading(block)
    known = len(block.key) > (8 if heading else 20) and block.key in title
    row["title"] = float(bool(block.key) and (known or block.key == title))
    row["title_h"] = row["title"] * heading
    row["tag:h1"] = float(tag == "h1")
    row["upper"] = float(text.isupper())
    row["italic"] = float(_is_italic(block))
    row["empty_key"] = float(not block.key)
    return row


def _is_italic(block: Block) -> bool:
    first = next((child for child in block.owner if isinstance(child.tag, str)), None)
    return (
        first is not None
        and first.tag in ("em", "i")
        and not (block.owner.text or "").strip()
        and len("".join(first.itertext())) > 0.8 * len(block.text)
    )


def _context(
    node: html.HtmlElement,
    size: Mapping[html.HtmlElement, int],
    whole: int,
    known: dict[html.HtmlElement, frozenset[str]],
) -> frozenset[str]:
    """What the element and those around it are called, worked out once for each element."""
    path: list[html.HtmlElement] = []
    each: html.HtmlElement | None = node
    while each is not None and each not in known:
        path.append(each)
        each = each.getparent()
    context = known[each] if each is not None else frozenset()
    for each in reversed(path):
        context = known[each] = context | _said(each, size.get(each, 0) > _WHOLE * whole)
    return context


def _said(node: html.HtmlElement, is_whole: bool) -> frozenset[str]:
    tag = str(node.tag)
    said = {"in:" + tag} if tag in _ANCESTORS else set()
    prop = node.get("itemprop") or ""
    if "articleBody" in prop or "articlebody" in prop.lower():
        said.add("in:articleBody")
    if node.get("role") == "main":
        said.add("in:main")
    name = f"{node.get('class') or ''} {node.get('id') or ''}"
    if len(name) > 1 and tag not in ("html", "body"):
        said |= _named(name[:300]) & {"name:body"} if is_whole else _named(name[:300])
    return frozenset(said)


@lru_cache(maxsize=20_000)
def _named(name: str) -> frozenset[str]:
    return frozenset("name:" + key for key, pattern in NAMES.items() if pattern.search(name))


def title_key(tree: html.HtmlElement) -> str:
    """Letters and digits of what the page says its title is: `title`, og:title and a lone h1."""
    texts = [node.text or "" for node in tree.iter("title")][:1]
    texts += [node.get("content") or "" for node in tree.iter("meta") if node.get("property") == "og:title"][:1]
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
