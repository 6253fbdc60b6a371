"""An entry -> the minimal HTML from which the search index is made: title, body, facts, nothing around.

What Pagefind takes for a word ends at a blank, and Chinese and Japanese have none. So each of their letters may be set
apart: it is a word then, and what is asked in them a phrase (assets/shards-worker.js), so that every part of a text is
found.
"""

from __future__ import annotations

import html
import re

from generator.types import Document

LETTERS = "[\u3005-\u3007\u3040-\u30fa\u30fc-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
"""Kana and ideographs, for a regular expression of Python or of a browser; not the dot between names."""
NO_LETTER = "[]"
"""The same for a browser, of no letter."""
_APART = re.compile(rf"<[^>]*>|{LETTERS}")
_NO_WIDTH = "\u200b"
"""A zero-width space: Pagefind takes it out of texts, but would make words with it of a title and of facts."""
_CUTS = re.compile(r'<del class="cut".*?</del>|<a class="caret".*?</a>', re.DOTALL)


def document(item: Document, body: bytes, apart: bool = False) -> bytes:
    """Minimal HTML of an entry for Pagefind; `body` is the HTML of its body, `apart`: set its `LETTERS` apart. Pure.

    Source and people are found as words are; they go into attributes of `meta` elements, where commas and colons do no
    harm. What narrows, sorts and is shown beside the text is not here: table.py.
    """
    parted = _parted if apart else str
    lines = [_line("source", parted(item.source)), _line("people", parted(", ".join(item.people)))]
    text = parted(_CUTS.sub("", body.decode()))
    title = parted(html.escape(item.title))
    whole = (
        f'<!doctype html><html lang="{html.escape(item.index_language)}"><head><title>{title}</title></head>'
        f"<body data-pagefind-body><h1>{title}</h1>{''.join(lines)}{text}</body></html>"
    )
    return whole.replace(_NO_WIDTH, "").encode()


def _parted(text: str) -> str:
    return text if text.isascii() else _APART.sub(lambda one: one[0] if one[0][0] == "<" else f" {one[0]} ", text)


def _line(name: str, value: str) -> str:
    return f'<meta data-pagefind-meta="{name}[content]" content="{html.escape(value)}">' if value else ""
