"""A template's name, a view and a safe body -> the bytes of one page."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from markupsafe import Markup, escape

from generator.phrases import Words, say
from generator.render.lean import lean
from generator.render.theme import environment
from generator.types import Theme

VIEW: msgspec.msgpack.Decoder[dict[str, Any]] = msgspec.msgpack.Decoder(dict[str, Any])
OWN = re.compile(
    r'(<a class="caret" href="#cut-[0-9]+" aria-label="|<del class="cut" id="cut-[0-9]+"><b>)Cut ([0-9]+)(?=["<])'
    r'|(<a class="image" href="[^"]*">)Image(?=</a>)'
    r'|(<div class="scroll" tabindex="0" role="group" aria-label=")Table(?=">)'
)
"""The words that finish.py puts into a body, which is the same in all languages."""
CUT = re.compile(r'<del class="cut" id="cut-([0-9]+)"')
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold (XML 1.0, production 2)."""


def render(template: str, view: bytes, body: str, theme: Theme, difference: bytes = b"") -> bytes:
    """The page in UTF-8 with one line end at its close.

    `view` is msgpack; its fields are the template's variables. `body` is HTML that is already safe: the only text that
    is not escaped; `placed` are the numbers of the cuts that it shows in place. `difference`, if given, is msgpack too.
    Raises a Jinja error for a template that is missing or wrong.
    """
    page = environment(theme).get_template(template)
    placed = [int(number) for number in CUT.findall(body)]
    more = {"difference": VIEW.decode(difference)} if difference else {}
    text = page.render(VIEW.decode(view), body=Markup(worded(body, theme.words)), placed=placed, **more)
    if template.endswith(".html"):
        text = lean(text)
    if template.endswith(".xml"):
        text = NOT_XML.sub("", text)
    return (text.strip() + "\n").encode("utf-8", "replace")


def worded(body: str, words: Words) -> str:
    """A body with our own words in it ("Cut 3", "Image", "Table") in the site's language."""
    if not any(text in words for text in ("Cut {number}", "Image", "Table")):
        return body

    def said(found: re.Match[str]) -> str:
        if found[1]:
            return f"{found[1]}{escape(say(words, 'Cut {number}', number=found[2]))}"
        return f"{found[3]}{escape(say(words, 'Image'))}" if found[3] else f"{found[4]}{escape(say(words, 'Table'))}"

    return OWN.sub(said, body)
