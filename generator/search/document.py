"""An entry -> the minimal HTML from which the search index is made: title, body, facts, nothing around."""

from __future__ import annotations

import html
import re

from generator.types import Document

_CUTS = re.compile(r'<del class="cut".*?</del>|<a class="caret".*?</a>', re.DOTALL)


def document(item: Document, body: bytes) -> bytes:
    """Minimal HTML of an entry for Pagefind; `body` is the HTML of its body. Pure.

    Source and people are found as words are; they go into attributes of `meta` elements, where commas and colons do no
    harm. What narrows, sorts and is shown beside the text is not here: table.py.
    """
    lines = [_line("source", item.source), _line("people", ", ".join(item.people))]
    text = _CUTS.sub("", body.decode())
    title = html.escape(item.title)
    return (
        f'<!doctype html><html lang="{html.escape(item.index_language)}"><head><title>{title}</title></head>'
        f"<body data-pagefind-body><h1>{title}</h1>{''.join(lines)}{text}</body></html>"
    ).encode()


def _line(name: str, value: str) -> str:
    return f'<meta data-pagefind-meta="{name}[content]" content="{html.escape(value)}">' if value else ""
