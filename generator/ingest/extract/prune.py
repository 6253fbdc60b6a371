"""A page -> the same page without what no reader reads as the article: hidden parts, hover cards, navigation, forms.

Each rule has a name, and what it takes out is told as a Cut. A rule never takes out an element that holds a large
share of the page's words: some pages wrap their article in a form or hide it until a script has run.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from functools import lru_cache
from typing import Final, NamedTuple

from lxml import etree, html

from generator.ingest.extract.names import CARD, HIDDEN_NAME, HIDDEN_STYLE, RULES
from generator.ingest.markup import BLOCK, SKIP, plain_text
from generator.types import Cut

LARGE: Final = 0.35
"""An element with this share of the words of the page is kept whatever its name says."""
LARGE_COMMENTS: Final = 0.9
"""The same for comments, which are often longer than the article."""
SHARE_CHARS: Final = 400
"""Buttons have few words: what is named after sharing and holds more is a wrapper around text."""
CUT_CHARS: Final = 2000
_DOUBTED: Final = frozenset(("related-links", "page-furniture"))
"""Rules that go by names alone and are no more sure than a reader view."""
_GENTLE: Final = frozenset(("invisible-code", "hidden", "hover-card"))

_PARAGRAPH_TAGS: Final = frozenset(("p", "li", "td", "span", "a", "em", "strong", "b", "i", "blockquote", "h2", "h3"))
_ROLES: Final = frozenset(
    "navigation banner search dialog alertdialog contentinfo menu menubar toolbar tablist".split()
)
_TAGS: Final = frozenset(("nav", "form", "noscript", "dialog", "fieldset"))


class Pruned(NamedTuple):
    """What is left of a page, and what went."""

    tree: html.HtmlElement
    cuts: tuple[Cut, ...]
    people: tuple[str, ...]


def prune(
    tree: html.HtmlElement,
    sizes: dict[html.HtmlElement, int],
    viewed: Set[html.HtmlElement] = frozenset(),
    *,
    gently: bool = False,
) -> Pruned:
    """Take out of `tree`, in place, what the rules name; `sizes` are the characters of text in each element.

    `viewed` are elements that a reader view shows: that one is called after links or furniture does not count then.
    `gently`: only what no reader sees and hover cards, for pages that would be left with next to nothing.
    """
    cuts: list[Cut] = []
    people: list[str] = []
    for node, rule in list(_doomed(tree, sizes, viewed)):
        if gently and rule not in _GENTLE:
            continue
        if rule == "hover-card":
            people += _card_name(node)
        text = plain_text(node) if node.tag not in SKIP else ""
        if text:
            cuts.append(cut(rule, text))
        remove(node)
    return Pruned(tree, tuple(cuts), tuple(dict.fromkeys(people)))


def cut(rule: str, text: str) -> Cut:
    """A Cut for words taken out by a rule: their beginning, and how many they were."""
    short = text if len(text) <= CUT_CHARS else text[:CUT_CHARS] + "…"
    return Cut(rule=rule, text=short, words=len(text.split()))


def remove(node: html.HtmlElement) -> None:
    """Empty an element; it stays as a `div` or `span` without a name, so that the words around it stay apart or not.

    Taking elements out one by one would copy the text after them each time, which is quadratic.
    """
    tag = "div" if node.tag in BLOCK and node.tag != "img" else "span"
    node.clear(keep_tail=True)
    node.tag = tag


def _doomed(
    tree: html.HtmlElement, sizes: dict[html.HtmlElement, int], viewed: Set[html.HtmlElement]
) -> Iterator[tuple[html.HtmlElement, str]]:
    whole = max(sizes.get(tree, 0), 1)
    steps = etree.iterwalk(tree, events=("start",))
    for _, node in steps:
        if not isinstance(node.tag, str) or node.tag in ("html", "body", "head", "article", "main"):
            continue
        if node.tag in ("pre", "code"):
            steps.skip_subtree()
            continue
        rule = _rule(node, node in viewed)
        if rule == "invisible-code" or (rule and sizes.get(node, 0) <= _limit(rule, whole)):
            yield node, rule
            steps.skip_subtree()


def _limit(rule: str, whole: int) -> float:
    """The most characters that an element may hold which the rule takes out; `whole` are those of the page."""
    if rule == "share-bar":
        return min(SHARE_CHARS, LARGE * whole)
    return (LARGE_COMMENTS if rule == "comments" else LARGE) * whole


def _rule(node: html.HtmlElement, is_viewed: bool) -> str:
    """The rule that takes this element out, or ""."""
    tag = node.tag
    if tag in SKIP:
        return "" if tag == "iframe" else "invisible-code"
    name = f"{node.get('class') or ''} {node.get('id') or ''}".strip()
    if name and _is_card(name) and _in_sentence(node):
        return "hover-card"
    if _is_hidden(node, name):
        return "hidden"
    if tag in _TAGS or node.get("role") in _ROLES:
        stays = (
            (tag == "noscript" and _is_image_only(node))
            or (tag == "nav" and _is_contents(node))
            or (tag in ("form", "fieldset") and is_viewed)
        )
        return "" if stays else "page-furniture"
    if not name or tag in ("p", "h1", "h2", "a", "em", "strong", "img", "figure", "picture", "pre", "code", "table"):
        return ""
    rule = _named(name[:300])
    if rule == "share-bar" and next(node.iter("blockquote", "h1"), None) is not None:
        return ""  # posts that are quoted, or the head of the article
    return "" if is_viewed and rule in _DOUBTED else rule


@lru_cache(maxsize=20_000)
def _named(name: str) -> str:
    return next((rule for rule, pattern in RULES if pattern.search(name)), "")


@lru_cache(maxsize=20_000)
def _is_card(name: str) -> bool:
    return CARD.search(name) is not None


def _is_image_only(node: html.HtmlElement) -> bool:
    return node.find(".//img") is not None and len(plain_text(node)) < 40


def _is_contents(node: html.HtmlElement) -> bool:
    """Whether a navigation leads to places on its own page only: the contents of the article."""
    goals = [link.get("href") or "" for link in node.iter("a")]
    return len(goals) > 1 and all(len(goal) > 1 and goal.startswith("#") for goal in goals)


def _in_sentence(node: html.HtmlElement) -> bool:
    owner = node.getparent()
    return node.tag == "span" or (owner is not None and owner.tag in _PARAGRAPH_TAGS)


def _is_hidden(node: html.HtmlElement, name: str) -> bool:
    style = node.get("style")
    if node.get("hidden") is not None or (style and HIDDEN_STYLE.search(style)):
        return True
    return bool(name) and _is_hidden_name(name)


@lru_cache(maxsize=20_000)
def _is_hidden_name(name: str) -> bool:
    return HIDDEN_NAME.search(name) is not None


def _card_name(card: html.HtmlElement) -> list[str]:
    """The person whom a hover card shows: the link right before it, else the first link in it."""
    before = card.getprevious()
    owner = card.getparent()
    found = [before] if before is not None and not (before.tail or "").strip() else []
    found += list(card.iter("a", "strong", "b", "h3", "h4"))[:1]
    if owner is not None and owner.tag == "a":
        found.append(owner)
    for node in found:
        name = plain_text(node)
        if 1 < len(name.split()) <= 6 and not any(letter.isdigit() for letter in name):
            return [name]
    return []
