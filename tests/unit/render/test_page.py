"""One page: where the body goes, and what the bytes are."""

from __future__ import annotations

from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateNotFound

from generator.render.page import render, worded
from generator.types import Theme


def page(template: str, body: str = "", name: str = "t.html", **view: object) -> bytes:
    return render(name, msgspec.msgpack.encode(view), body, Theme({name: template}, {}))


def test_only_the_body_is_taken_as_markup() -> None:
    assert page("{{ x }}{{ body }}", "<p>b</p>", x="<i>") == b"&lt;i&gt;<p>b</p>\n"


def test_the_page_ends_in_one_line_end() -> None:
    assert page("\n\na\n\n\n") == b"a\n"


def test_the_template_learns_which_cuts_stand_in_the_text() -> None:
    body = '<del class="cut" id="cut-2">x</del><p id="cut-3"></p>'
    assert page("{{ placed|join(' ') }}", body) == b"2\n"


@given(st.text())
def test_xml_holds_only_what_xml_may_hold(text: str) -> None:
    made = page("<a b='{{ x }}'>{{ x }}</a>", name="t.xml", x=text)
    ElementTree.fromstring(made)


def test_a_missing_template_is_an_error() -> None:
    with pytest.raises(TemplateNotFound):
        render("other.html", msgspec.msgpack.encode({}), "", Theme({}, {}))


def test_our_own_words_in_a_body_are_in_the_language_of_the_site() -> None:
    body = (
        '<p>Cut 1, Image<a class="caret" href="#cut-1" aria-label="Cut 1">1</a></p>'
        '<del class="cut" id="cut-1"><b>Cut 1</b> x</del><a class="image" href="https://x.example/a.png">Image</a>'
        '<div class="scroll" tabindex="0" role="group" aria-label="Table"></div>'
    )
    words = {"Cut {number}": "<Schnitt> {number}", "Image": "Bild", "Table": "Tafel"}
    assert worded(body, {}) == body
    assert worded(body, words) == (
        '<p>Cut 1, Image<a class="caret" href="#cut-1" aria-label="&lt;Schnitt&gt; 1">1</a></p>'
        '<del class="cut" id="cut-1"><b>&lt;Schnitt&gt; 1</b> x</del><a class="image" href="https://x.example/a.png">Bild</a>'
        '<div class="scroll" tabindex="0" role="group" aria-label="Tafel"></div>'
    )
