"""An element of a page -> whether a reader view passes over it before it weighs anything.

It is hidden, named like what is seldom of an article, the line that names the author, the title once more, or empty.
The rules are those of Mozilla's Readability.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from lxml import html

from generator.ingest.extract.names import BYLINE, HIDDEN_STYLE, MAYBE_ARTICLE, UNLIKELY
from generator.ingest.markup import SKIP

NEVER_THERE: Final = SKIP & frozenset("script style template head title meta link base noframes param".split()) | {
    "noscript"
}
"""Elements that are not looked at at all."""
_EMPTY: Final = frozenset("div section header h1 h2 h3 h4 h5 h6".split())
"""Elements that go if nothing is in them, or nothing but line breaks and rules."""
_TELLING: Final = frozenset(("hidden", "aria-hidden", "aria-modal", "role", "style"))
"""Attributes that may say that an element is not seen, or is no article."""
_ROLES: Final = frozenset("menu menubar complementary navigation alert alertdialog dialog".split())
_BYLINE_CHARS: Final = 100
_SAME: Final = 0.75
"""A heading that has this share of its letters in common with the title is the title."""
_NEAR: Final = 4
_WORDS: Final = re.compile(r"\w+", re.ASCII)


class PassedOver:
    """What one reading of a page passes over: of the author's lines and of the titles only the first."""

    def __init__(self, title: str, has_author: bool, strip: bool) -> None:
        self.title = frozenset(_WORDS.findall(title.lower()))
        self.seeks_byline = not has_author
        self.strip = strip
        """Whether elements with unlikely names go."""

    def goes(self, node: html.HtmlElement, tag: str, names: tuple[str, str], said: dict[str, str]) -> bool:
        """Whether an element goes, with all in it; `said` are its attributes, `names` its class and id."""
        if said:
            told = not _TELLING.isdisjoint(said)
            if (told and _is_hidden(said)) or (self.seeks_byline and self._is_byline(node, names, said)):
                return True
            if self.strip:
                if told and said.get("role") in _ROLES:
                    return True
                if _is_unlikely(names) and tag not in ("a", "body") and not _in_table_or_code(node):
                    return True
        return tag in _EMPTY and (_is_empty(node) or (tag in ("h1", "h2") and self._is_title(node)))

    def _is_byline(self, node: html.HtmlElement, names: tuple[str, str], said: dict[str, str]) -> bool:
        """Whether an element names the author, whom nothing before it named."""
        if not (said.get("rel") == "author" or "author" in said.get("itemprop", "") or _is_byline(names)):
            return False
        self.seeks_byline = not 0 < _length(node) < _BYLINE_CHARS
        return not self.seeks_byline

    def _is_title(self, node: html.HtmlElement) -> bool:
        """Whether a heading is the first that says the title."""
        found = _WORDS.findall("".join(map(str, node.itertext())).lower()) if self.title else []
        if not found:
            return False
        size = sum(map(len, found)) + len(found) - 1
        other = [word for word in found if word not in self.title]
        if 1 - (sum(map(len, other)) + max(0, len(other) - 1)) / size <= _SAME:
            return False
        self.title = frozenset()
        return True


def _is_hidden(said: dict[str, str]) -> bool:
    if "hidden" in said or (said.get("aria-modal") == "true" and said.get("role") == "dialog"):
        return True
    if said.get("aria-hidden") == "true" and "fallback-image" not in said.get("class", ""):
        return True
    return HIDDEN_STYLE.search(said.get("style", "")) is not None


@lru_cache(maxsize=20_000)
def _is_byline(names: tuple[str, str]) -> bool:
    return BYLINE.search(" ".join(names)) is not None


@lru_cache(maxsize=20_000)
def _is_unlikely(names: tuple[str, str]) -> bool:
    said = [_likelihood(word) for name in names for word in name.split()]
    return any(unlikely for unlikely, _ in said) and not any(maybe for _, maybe in said)


@lru_cache(maxsize=20_000)
def _likelihood(word: str) -> tuple[bool, bool]:
    """Whether a word of a name is unlikely to be an article's, and whether it may be: no pattern spans blanks."""
    return UNLIKELY.search(word) is not None, MAYBE_ARTICLE.search(word) is not None


def _in_table_or_code(node: html.HtmlElement) -> bool:
    return any(each.tag in ("table", "code") for each, _ in zip(node.iterancestors(), range(_NEAR), strict=False))


def _length(node: html.HtmlElement) -> int:
    """The characters of its text, or as many as no byline has."""
    chars = 0
    for text in node.itertext():
        chars += len(text.strip())
        if chars >= _BYLINE_CHARS:
            break
    return chars


def _is_empty(node: html.HtmlElement) -> bool:
    if (node.text or "").strip():
        return False
    return all(
        not (child.tail or "").strip()
        and (not isinstance(child.tag, str) or child.tag in ("br", "hr") or child.tag in NEVER_THERE)
        for child in node
    )
