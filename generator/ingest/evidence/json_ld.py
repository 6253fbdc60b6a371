"""The JSON-LD blocks of a page, broken ones too, turned into signals."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from ...types import Signal
from .html_head import keywords

HOW = "JSON-LD"
MAX_BLOCK = 1_000_000
MAX_DEPTH = 8
MAX_NODES = 5_000

_ARTICLE = re.compile(
    r"article|posting|report|review|recipe|blog|creativework|videoobject|podcast|interview|document|book|thesis|story|qapage|"
    r"howto|event",
    re.IGNORECASE,
)
_PAGE = frozenset(("webpage", "itempage", "aboutpage", "medicalwebpage", "checkoutpage", "collectionpage"))
_COMMENT = re.compile(
    r"\A\s*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/);?\s*\Z"
)
_TRAILING = re.compile(r",(\s{0,50}[}\]])")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_FIELD = re.compile(r'"(datePublished|headline|dateCreated|inLanguage)"\s{0,20}:\s{0,20}"((?:[^"\\]|\\.){1,500})"')
_NODE = dict[str, Any]


def signals_from_json_ld(blocks: list[str]) -> list[Signal]:
    """What the article of a page says of itself in JSON-LD; blocks: the texts of its ld+json scripts.

    A block that no repair makes readable is searched for the plain fields of an article instead. Source: schema.org
    Article; breakage as seen on news pages (comments around it, trailing commas, raw line ends inside strings).
    """
    found: list[Signal] = []
    nodes: list[_NODE] = []
    for block in blocks[:50]:
        value = _load(block[:MAX_BLOCK])
        if value is None:
            found += _plain_fields(block[:MAX_BLOCK])
        else:
            nodes += _nodes(value)
    return found + [signal for node in _articles(nodes) for signal in _of_article(node, nodes)] + _of_site(nodes)


def _load(block: str) -> Any:
    text = _COMMENT.sub("", _COMMENT.sub("", block)).strip().rstrip(";")
    for repair in (lambda t: t, lambda t: _TRAILING.sub(r"\1", _CONTROL.sub(" ", t)), html.unescape):
        text = repair(text)
        try:
            return msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
            continue
    return None


def _plain_fields(block: str) -> list[Signal]:
    fields = {"datePublished": "date", "headline": "title", "inLanguage": "language"}
    weight = {"date": 0.8, "title": 0.6, "language": 0.5}
    seen: dict[str, str] = {}
    for match in _FIELD.finditer(block):
        if match[1] in fields:
            seen.setdefault(fields[match[1]], match[2])
    return [Signal(field, value, f"{HOW} (broken)", weight[field]) for field, value in seen.items()]  # type: ignore[arg-type]


def _nodes(value: Any) -> list[_NODE]:
    """All objects within a value, outermost first."""
    out: list[_NODE] = []
    layer: list[Any] = [value]
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for one in layer:
            if isinstance(one, dict):
                out.append(one)
                below += [v for k, v in one.items() if isinstance(v, dict | list) and k not in ("comment", "comments")]
            elif isinstance(one, list):
                below += one
        if not below or len(out) > MAX_NODES:
            break
        layer = below
    return out[:MAX_NODES]


def _types(node: _NODE) -> list[str]:
    return [name.rsplit("/", 1)[-1].lower() for name in _texts(node.get("@type"))]


def _articles(nodes: list[_NODE]) -> list[_NODE]:
    """The node that is the page's article: the first that has a date or a headline; a page node if there is none."""
    dated = [
        n for n in nodes if any(_ARTICLE.search(t) for t in _types(n)) and ("datePublished" in n or "headline" in n)
    ]
    pages = [n for n in nodes if any(t in _PAGE for t in _types(n)) and ("datePublished" in n or "headline" in n)]
    return (dated or pages)[:1]


def _of_article(node: _NODE, nodes: list[_NODE]) -> Iterator[Signal]:
    page = any(kind in _PAGE for kind in _types(node))
    for key, weight in (("datePublished", 0.9 if page else 0.93), ("dateCreated", 0.6), ("uploadDate", 0.6)):
        yield from (Signal("date", text, f"{HOW} {key}", weight) for text in _texts(node.get(key))[:1])
    yield from (Signal("date", text, f"modified date ({HOW})", 0.1) for text in _texts(node.get("dateModified"))[:1])
    for key, weight in (("headline", 0.7), ("name", 0.5)):
        yield from (Signal("title", text, f"{HOW} {key}", weight) for text in _texts(node.get(key))[:1])
    yield from (Signal("author", name, HOW, 0.8) for name in _names(node.get("author"), nodes))
    yield from (Signal("source", name, f"{HOW} publisher", 0.7) for name in _names(node.get("publisher"), nodes)[:1])
    yield from (Signal("language", text, HOW, 0.5) for text in _texts(node.get("inLanguage"))[:1])
    yield from (Signal("summary", text, HOW, 0.6) for text in _texts(node.get("description"))[:1])
    yield from (Signal("tag", text, HOW, 0.6) for text in _keywords(node.get("keywords")))
    for key in ("mainEntityOfPage", "url"):
        yield from (Signal("url", text, f"{HOW} {key}", 0.6) for text in _address(node.get(key)))


def _of_site(nodes: list[_NODE]) -> list[Signal]:
    sites = [node for node in nodes if "website" in _types(node)]
    return [Signal("source", name, f"{HOW} site", 0.65) for node in sites[:1] for name in _texts(node.get("name"))[:1]]


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in (_text(one) for one in values[:100]) if text]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    return value.strip() if isinstance(value, str) else str(value) if type(value) is int else ""


def _names(value: Any, nodes: list[_NODE]) -> list[str]:
    """Names of people or organisations: texts, objects, or references ({"@id": ...}) to other objects of the page."""
    out: list[str] = []
    for one in (value if isinstance(value, list) else [value])[:50]:
        named = _referred(one, nodes) if isinstance(one, dict) and "name" not in one else one
        out += _texts(named.get("name") if isinstance(named, dict) else named)
    return out


def _referred(node: _NODE, nodes: list[_NODE]) -> _NODE:
    return next((other for other in nodes if other.get("@id") == node.get("@id") and "name" in other), node)


def _keywords(value: Any) -> list[str]:
    texts = _texts(value)
    return keywords(texts[0]) if len(texts) == 1 else [text.strip() for text in texts if text.strip()][:50]


def _address(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return [text for text in _texts(value)[:1] if text.startswith("http")]
