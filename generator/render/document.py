"""An entry -> the minimal HTML from which the search index is made: title, body, facts, filters, nothing around."""

from __future__ import annotations

import html
import re

import msgspec

from generator.types import Body, Document

_CUTS = re.compile(r'<del class="cut".*?</del>|<a class="caret".*?</a>', re.DOTALL)
FIRST, LAST = "0000", "9999"
"""Sort keys of entries without a date, so that they come last in both orders: a page without a key would vanish."""


def document(item: Document, body: bytes) -> bytes:
    """Minimal HTML of an entry for Pagefind; `body` is its encoded Body. Pure.

    Metadata, filters and the sort keys go into attributes of `meta` elements, where commas and colons do no harm.
    """
    month = item.date[:7] if len(item.date) >= 7 else ""
    lines = [
        _line("meta", "date", item.date),
        _line("meta", "written", item.date_text),
        _line("meta", "how", item.how),
        _line("meta", "source", item.source),
        _line("meta", "people", ", ".join(item.people)),
        _line("filter", "year", item.date[:4]),
        _line("filter", "month", month),
        _line("filter", "source", item.source),
        *(_line("filter", "person", name) for name in item.people),
        *(_line("filter", "tag", name) for name in item.tags),
        _line("filter", "language", item.language),
        _line("sort", "newest", item.date or FIRST),
        _line("sort", "oldest", item.date or LAST),
    ]
    text = _CUTS.sub("", msgspec.msgpack.decode(body, type=Body).html)
    title = html.escape(item.title)
    return (
        f'<!doctype html><html lang="{html.escape(item.index_language)}"><head><title>{title}</title></head>'
        f"<body data-pagefind-body><h1>{title}</h1>{''.join(lines)}{text}</body></html>"
    ).encode()


def _line(kind: str, name: str, value: str) -> str:
    return f'<meta data-pagefind-{kind}="{name}[content]" content="{html.escape(value)}">' if value else ""
