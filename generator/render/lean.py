"""A page as a template wrote it -> the same page in fewer bytes: 100,000 entries are to fit into a gigabyte."""

from __future__ import annotations

import re

_KEPT = re.compile(r"(<(?:!--.*?-->|(pre|script|style|textarea)\b.*?</\2>))", re.DOTALL)
"""Where each letter counts, or markup is none."""
_INLINE = ("<!", "<textarea")
_LINE_END = re.compile(
    r"\n(?=\n*</?(?:article|body|d(?:etails|iv|l|t|d)|f(?:ieldset|igcaption|igure|ooter|orm)|h(?:[1-6r]|ead(?:er)?)"
    r"|html|li|link|main|meta|nav|ol|p|s(?:ection|vg)|t(?:able|body|head|itle|r|d|h)|ul)[\s>])"
)
"""A line end before a block, or before what a flexible box holds: it shows nothing."""
_END_TAG = re.compile(
    r"</(?:li|d[td]|t[rdh]|thead|tbody|option|html|head|body(?=>\s*</html>))>|<(?:head|body)>(?!\s*<!--)\n*"
)
"""Tags that may be left out (HTML Standard, 13.1.2.4)."""
_PARAGRAPH = re.compile(
    r"</p>(?=\n*(?:</(?:article|blockquote|d[dl]|details|div|fieldset|figure|footer|form|header|li|main|nav|section|td)>"
    r"|<(?:article|blockquote|d(?:etails|iv|l)|f(?:igure|ooter|orm)|h[1-6r]|nav|ol|p|section|table|ul)[\s>]))"
)
"""The end of a paragraph that what follows it ends anyway."""
_QUOTED = re.compile(r'="([^\s"\'=<>`]++)"(?=[\s>])(?=[^<>"]*+(?:"[^"]*+"[^<>"]*+)*+>)')
"""A value that needs no quotes (HTML Standard, 13.1.2.3), in a tag; but before the slash of a tag that closes itself it
would take that for its own."""

_LOOSE = re.compile(r'="[^"<>]*+[<>]')
"""A bracket of a tag in a value. There, or loose in a text, it would tell a text from a tag no more: Jinja writes none,
and the sanitiser only in values."""


def lean(page: str) -> str:
    """The page without what a browser does not need to read the same from it.

    What is left out are end tags that may be, quotes around values that need none, and line ends between blocks.
    """
    # Of each match there are three pieces: what is before it, itself, and the name of its element.
    parts = _KEPT.split(page)
    made: list[str] = []
    for before, kept in zip(parts[::3], [*parts[1::3], ""], strict=True):
        part = _squeezed(before)
        made += (part, kept) if kept.startswith(_INLINE) else (part.rstrip("\n"), _opened(kept))
    return "".join(made)


def _squeezed(html: str) -> str:
    if html.count("<") != html.count(">") or _LOOSE.search(html):
        return html
    return _bare(_END_TAG.sub("", _LINE_END.sub("", _PARAGRAPH.sub("", html))))


def _opened(element: str) -> str:
    tag, end, rest = element.partition(">")
    return f"{_bare(tag + end)}{rest}"


def _bare(html: str) -> str:
    pieces = _QUOTED.split(html)
    pieces[1::2] = [f"={value}" for value in pieces[1::2]]
    return "".join(pieces)
