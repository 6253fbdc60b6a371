"""An entry -> the minimal HTML from which the search index is made: title, body, facts, filters, nothing around."""

from __future__ import annotations

import html
import re

import msgspec
from msgspec import Struct

from generator.types import Body, Entry

_CUTS = re.compile(r'<del class="cut".*?</del>|<a class="caret".*?</a>', re.DOTALL)
UNDATED = "0000"
"""Sort key of entries without a date: a page that lacks the key would vanish from sorted results."""


class Document(Struct, frozen=True):
    """All that the index says of an entry."""

    address: str
    entry: Entry
    language: str
    """Of the site: one index holds all languages, and language is a filter."""


def document(item: Document, body: bytes) -> bytes:
    """Minimal HTML of an entry for Pagefind; `body` is its encoded Body. Pure.

    Metadata, filters and the sort key go into attributes of `meta` elements, where commas and colons do no harm.
    """
    meta = item.entry.meta
    date = meta.evidence.get("date")
    how = date.how if date and date.sure != "certain" else ""
    facts = (
        ("date", meta.date),
        ("how", how),
        ("source", meta.source),
        ("people", ", ".join(meta.people)),
    )
    filters = (
        ("year", (meta.date[:4],)),
        ("month", (meta.date[:7] if len(meta.date) >= 7 else "",)),
        ("source", (meta.source,)),
        ("person", meta.people),
        ("tag", meta.tags),
        ("language", (meta.language,)),
    )
    lines = [_line("meta", name, value) for name, value in facts]
    lines += [_line("filter", name, value) for name, group in filters for value in group]
    lines.append(_line("sort", "date", meta.date or UNDATED))
    text = _CUTS.sub("", msgspec.msgpack.decode(body, type=Body).html)
    title = html.escape(meta.title)
    return (
        f'<!doctype html><html lang="{html.escape(item.language)}"><head><title>{title}</title></head>'
        f"<body data-pagefind-body><h1>{title}</h1>{''.join(lines)}{text}</body></html>"
    ).encode()


def _line(kind: str, name: str, value: str) -> str:
    return f'<meta data-pagefind-{kind}="{name}[content]" content="{html.escape(value)}">' if value else ""
