"""A safe body and its pictures that the site holds -> the body with these shown, the others as links or words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape

from markupsafe import Markup, escape

_PLACE = re.compile(r'<a class="image" href="([^"]*)">([^<]*)</a>|<span class="image" title="([^"]*)">([^<]*)</span>')
"""A picture elsewhere, as finish.py leaves it: outside of a link, and within one or without an address of the web."""
_WEB = ("http://", "https://", "//")

Shown = Sequence[tuple[str, str, int, int]]
"""Address in the text, file in the site, width and height in pixels (0 if unknown)."""


def pictured(body: str, pictures: Shown, mode: str, base: str, label: str) -> Markup:
    """The body with each picture that the site holds; in mode "keep" the others are loaded from where they are.

    `base` is the path of the site, `label` the word that stands for a picture without words of its own.
    """
    if 'class="image"' not in body:
        return Markup(body)
    known = {shown[0]: shown for shown in pictures}
    return Markup(_PLACE.sub(lambda found: _put(found, known, mode, base, label), str(body)))


def _put(found: re.Match[str], known: Mapping[str, tuple[str, str, int, int]], mode: str, base: str, label: str) -> str:
    address = unescape(found[3] if found[1] is None else found[1])
    words = found[4] if found[1] is None else found[2]
    alt = "" if unescape(words) == label else words.replace('"', "&quot;")
    if address in known:
        _, file, width, height = known[address]
        sides = f' width="{width}" height="{height}"' if width and height else ""
        return f'<img src="{escape(base + file)}" alt="{alt}"{sides} loading="lazy">'
    if mode == "keep" and address.startswith(_WEB):
        return f'<img src="{escape(address)}" alt="{alt}" loading="lazy" referrerpolicy="no-referrer">'
    return words if found[1] is None else found[0]
