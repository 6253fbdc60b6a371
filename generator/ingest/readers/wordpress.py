"""What the export of a WordPress site says beyond a feed -> kinds, dates and states of its entries, and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.ingest.readers.xmlrecords import Element
from generator.types import Signal
from generator.written import exact

_NO_TEXTS = frozenset(
    "attachment nav_menu_item revision custom_css customize_changeset oembed_cache user_request wp_block wp_template "
    "wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face".split()
)
_BLOCK = re.compile(
    r"\s*<(?:/?(?:p|div|ul|ol|li|dl|dt|dd|h[1-6]|table|thead|tbody|tr|td|th|blockquote|figure|form|hr|section|article|"
    r"aside|iframe|style|script)\b|!--)",
    re.I,
)
_HIDDEN = frozenset("draft pending private future trash auto-draft".split())
_GAP = re.compile(r"\n[ \t]*\n\s*")


def passed_over(entry: Element) -> str:
    """The kind of an entry that is no text (a picture, an item of the menu); "" for all others."""
    kind = entry.first("wp:post_type")
    return kind if kind in _NO_TEXTS else ""


def hidden(entry: Element) -> str:
    """Why readers of the site did not see an entry: "draft", "private", "password" ...; "" if they did."""
    status = entry.first("wp:status").lower()
    if status in _HIDDEN:
        return status
    return "password" if entry.first("wp:post_password") else ""


def said_by_wordpress(entry: Element) -> Iterator[Signal]:
    """The day in the site's own time zone, which its readers saw."""
    value = entry.first("wp:post_date")
    if not value.startswith("0000") and (day := exact(value)):
        yield Signal("date", day, "WordPress post date", 0.95)


def paragraphs(text: str) -> str:
    """Empty lines as paragraphs and single line ends as breaks, as WordPress shows texts of its first editor.

    Texts with block comments or paragraphs of their own are left as they are, and so is what stands in `<pre>`.
    """
    if "<!-- wp:" in text or re.search(r"<p[\s>]", text[:100_000], re.I):
        return text
    parts: list[str] = []
    at = 0
    while (start := text.find("<pre", at)) >= 0 and (end := text.find("</pre>", start)) >= 0:
        parts += (_wrapped(text[at:start]), text[start : end + 6])
        at = end + 6
    return "\n\n".join(part for part in (*parts, _wrapped(text[at:])) if part.strip())


def _wrapped(text: str) -> str:
    blocks = (block.strip() for block in _GAP.split(text))
    return "\n\n".join(b if _BLOCK.match(b) else f"<p>{b}</p>".replace("\n", "<br>\n") for b in blocks if b)
