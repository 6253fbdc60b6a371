"""Minimal HTML -> the tokens that Pagefind sees in it."""

from __future__ import annotations

import pytest

from generator.render import body
from generator.search.tokens import tokens


def page(text: str, title: str = "T", facts: str = "") -> str:
    head = f"<!doctype html><html lang=en><head><title>{title}</title></head><body data-pagefind-body>"
    return f"{head}<h1>{title}</h1>{facts}{text}</body></html>"


CASES = {
    "<p>One, two</p>\n<p>three</p>": ["One,", "two<", "three<"],
    "<p>b<b>ol</b>d <em>one</em></p>": ["bold", "one<"],
    "<ul>\n<li>one</li>\n<li>two\n</li>\n</ul>": ["one<", "two", "<", "<"],
    "<blockquote><p>one</p></blockquote>two": ["one<", "two"],
    "<tr><th>one</th><td>two</td></tr>": ["one", "two<"],
    "<dt>one</dt><dd>two</dd><pre>three</pre>": ["onetwothree"],
    "one<br>two<hr>three<wbr>four": ["one", "twothreefour"],
    '<p>one<sup id="fnref:1"><a href="#fn:1">1</a></sup></p>': ["one", "1<"],
    '<p>one<a id="x"></a></p>': ["one", "<"],
    '<h2 id="a">One two</h2><p>three</p>': ["<6", "One", "two<", "<1", "three<"],
    "<h5>one</h5><h6>two</h6>": ["<3", "one<", "<1", "<2", "two<", "<1"],
    "a&nbsp;b&amp;c": ["a", "b&amp;c"],
    '<a title="1 > 0">one</a>': ["one"],
}


@pytest.mark.parametrize("text", CASES)
def test_tags_part_tokens_end_blocks_and_weigh_headings(text: str) -> None:
    found = tokens(page(text))
    assert found
    assert found.text == ["<7", "T<", "<1", *CASES[text]]


def test_facts_title_and_the_first_image_are_fields() -> None:
    facts = '<meta data-pagefind-meta="source[content]" content="The &quot;Post&quot;">'
    images = '<p><img alt="no address"><img src="a&amp;b.png" alt="x &lt; y"><img src="second.png"></p>'
    found = tokens(page(images, "A &amp; B", facts))
    assert found
    assert found.fields == {
        "title": ["A", "&amp;", "B"],
        "source": ["The", "&quot;Post&quot;"],
        "image": ["a&amp;amp;b.png"],
        "image_alt": ["x", "&amp;lt;", "y"],
    }
    assert tokens(page('<img src="a.png">')) == (
        ["<7", "T<", "<1"],
        {"title": ["T"], "image": ["a.png"], "image_alt": []},
    )


ODD = (
    "<p>a < b</p>",
    "<p>&copy;</p>",
    "<p>a\x1cb</p>",
    "<p>zero\u200bwidth</p>",
    "<p>___PAGEFIND_ANCHOR___p:0:a</p>",
    "<section>a</section>",
    '<section id="a">b</section>',
    "<svg>a</svg>",
    "<!-- a -->",
    "<p data-pagefind-ignore>a</p>",
    "<p class='a'>a</p>",
    "<h2>a<h3>b</h3></h2>",
    '<img src="a" alt="b\x1fc">',
)


@pytest.mark.parametrize("text", ODD)
def test_of_what_pagefind_may_see_otherwise_nothing_is_said(text: str) -> None:
    assert tokens(page(text)) is None


@pytest.mark.parametrize("title", ["", " ", "zero\u200bwidth", "&eacute;", "<b>T</b>"])
def test_nor_of_an_odd_title(title: str) -> None:
    assert tokens(page("<p>a</p>", title)) is None


def test_nor_of_another_page() -> None:
    assert tokens("<html><body><h1>T</h1><p>a</p></body></html>") is None


def test_each_tag_that_a_body_may_have_is_known() -> None:
    assert [tag for tag in sorted(body._TAGS) if not tokens(page(f"<{tag}>a</{tag}>"))] == []
