"""A safe body and where its links lead inside the archive -> the body with these links, the originals beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from urllib.parse import quote

from markupsafe import Markup, escape

from generator.weburl import link_key

_LINK = re.compile(r'(<a (?:title="[^"]*" )?href=")([^"]*)("(?:[^>"]|"[^"]*")*>)(.*?</a>)', re.DOTALL)
"""A link as the sanitiser writes it: with no class, and none inside another."""


def inside(body: str, leads: Sequence[Sequence[str]], base: str, label: str) -> Markup:
    """The body with each link that `leads` names (key of the address, address in the site) led there.

    After it stands an arrow to the original, named `label` with the host for "{host}". `base` is the path of the site.
    """
    known = {lead[0]: lead[1] for lead in leads}
    return Markup(_LINK.sub(lambda found: _led(found, known, base, label), str(body)) if known else str(body))


def _led(found: re.Match[str], known: Mapping[str, str], base: str, label: str) -> str:
    key = link_key(unescape(found[2]))
    if key not in known:
        return found[0]
    name = escape(label.replace("{host}", key[2:].partition("/")[0]))
    here = escape(base + quote(known[key], safe="/~"))
    return (
        f"{found[1]}{here}{found[3]}{found[4]}"
        f'<a class="out" href="{found[2]}" rel="noreferrer" aria-label="{name}">↗</a>'
    )
