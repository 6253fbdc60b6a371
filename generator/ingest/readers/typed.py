"""A page that is one typed text in a `pre` element, as archives publish records, mails and RFCs -> that text."""

from __future__ import annotations

import html
import re

from lxml.html.defs import tags
from msgspec import Struct

_PAGE = re.compile(
    r"\s*(?:<!doctype[^<>]*>\s*)?<html[^<>]*>\s*<head[^<>]*>(?P<head>.{0,4000}?)</head>\s*"
    r"<body[^<>]*>\s*<pre[^<>]*>\n?(?P<text>.*)</pre>\s*</body>\s*</html>\s*",
    re.DOTALL | re.IGNORECASE,
)
_HEAD = re.compile(r"<title>(?P<title>[^<]*)</title>|<meta[^<>]*(?:charset|http-equiv)[^<>]*>|\s+", re.IGNORECASE)
_LINK = re.compile(r"<a\s[^<>]*href\s*=\s*[\"']?(?P<href>[^\"'<> ]*)[^<>]*>(?P<text>[^<]*)</a>", re.IGNORECASE)
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])")


class Typed(Struct, frozen=True):
    """The text as a person typed it, and the page's title."""

    text: str
    title: str


def typed(page: str) -> Typed | None:
    """The text of such a page; None if there is anything else on it.

    Its head holds a title and a character set alone, and its text no markup but links that show their own address: so
    nothing is lost.
    """
    match = _PAGE.fullmatch(page) if "<pre" in page[:20_000].lower() else None
    if not match or _HEAD.sub("", match["head"]):
        return None
    text = _LINK.sub(lambda link: link["text"] if _shows(link["text"], link["href"]) else link[0], match["text"])
    if not tags.isdisjoint(
        name.lower() for name in _TAG.findall(text)
    ):  # others are signs: <bullet>, <bob@mail.example>
        return None
    titles = (found["title"] for found in _HEAD.finditer(match["head"]) if found["title"])
    return Typed(html.unescape(text), " ".join(html.unescape(next(titles, "")).split()))


def _shows(text: str, href: str) -> bool:
    """Whether a link's text is its address, or the end of it."""
    bare = html.unescape(text).strip().rstrip("/")
    return bool(bare) and html.unescape(href).rstrip("/").endswith(bare)
