"""One page: where the body goes, and what the bytes are."""

from __future__ import annotations

from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateNotFound
from lxml import html

from generator.render.page import lean, render, worded
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


def test_a_page_is_light_and_reads_as_before() -> None:
    body = "<ul>\n<li>a</li>\n<li><p>b</p>\n</li>\n</ul>\n<pre>x\n\n y</pre>\n<table><tr><td>1</td></tr></table>"
    start = '<!doctype html>\n<html lang="en">\n<head>\n<title>t</title>\n</head>\n<body>\n<div>\n<p>One</p>\n'
    whole = f"{start}<p>Two <b>x</b>\n<i>y</i></p>\n</div>\n{body}\n</body>\n</html>\n"
    light = lean(whole, body)
    assert len(light) < len(whole) - 50 and "<pre>x\n\n y</pre>" in light and "<b>x</b>\n<i>y</i>" in light
    read, again = (html.document_fromstring(text) for text in (whole, light))
    assert [one.tag for one in read.iter()] == [one.tag for one in again.iter()]
    assert "".join(str(read.text_content()).split()) == "".join(str(again.text_content()).split())
