"""Lists, tables, links, pictures, headings, quotes and code in each other come back from the rendered Markdown."""

from __future__ import annotations

import re
from collections import Counter
from itertools import count

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from generator.ingest.markup import parse, plain_text
from generator.ingest.to_markdown import to_markdown
from generator.render.body import EXTENSIONS

KINDS = {
    "headings": "h1 h2 h3 h4 h5 h6",
    "links": "a",
    "images": "img",
    "tables": "table",
    "cells": "td th",
    "lists": "ul ol",
    "items": "li",
    "quotes": "blockquote",
    "code": "pre",
}


def rendered(page: str, base: str = "http://e.org/d/") -> html.HtmlElement:
    return parse(markdown.markdown(to_markdown(parse(page), base), extensions=list(EXTENSIONS)))


def held(tree: html.HtmlElement) -> dict[str, Counter[str]]:
    """The elements of each kind by their words, pictures by their address."""
    return {
        kind: Counter(key for node in tree.iter(*tags.split()) if (key := called(node))) for kind, tags in KINDS.items()
    }


def called(node: html.HtmlElement) -> str:
    if node.tag == "img":
        return str(node.get("src")).rsplit("/", 1)[-1]
    return " ".join(re.findall(r"[^\W_]+", plain_text(node)))


MARKS = ("", "*", "x_y_", "1.", "- d", "#h", "a|b", "[1]", "(x)", "&lt;b&gt;", "it's", "a: b", "`c`", "+", "\\")


class Page:
    """Draws random HTML in which no two words are equal."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.numbers = count(1)

    def one_of(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def some(self, make, least: int = 1, most: int = 3) -> str:
        return "".join(make() for _ in range(self.draw(st.integers(least, most))))

    def words(self) -> str:
        return f"w{next(self.numbers)} {self.one_of(*MARKS)} z{next(self.numbers)}"

    def inline(self, depth: int = 0, *, in_link: bool = False) -> str:
        kinds = ("", "", "em", "strong", "code", "br", "img", "span") + (() if in_link else ("a", "a", "a-img"))
        kind = self.one_of(*kinds) if depth < 3 else ""
        number = next(self.numbers)
        match kind:
            case "":
                return self.words()
            case "br":
                return f"{self.words()}<br>{self.words()}"
            case "img":
                return f'<img src="i{number}.png" alt="{self.words()}">'
            case "a-img":
                return f'<a href="p{number}"><img src="j{number}.png"></a>'
            case "code":
                return f"<code>{self.words()}</code>"
            case "a":
                within = self.some(lambda: self.inline(depth + 1, in_link=True) + " ", 1, 2)
                return f'<a href="p/{number}(x) y">{within}</a>'
        return f"<{kind}>{self.some(lambda: self.inline(depth + 1, in_link=in_link) + ' ', 1, 2)}</{kind}>"

    def blocks(self, depth: int) -> str:
        return self.some(lambda: self.block(depth + 1), 1, 3)

    def block(self, depth: int = 0) -> str:
        kinds = ("p", "p", "text", "h2", "h4", "pre", "a", "figure")
        kind = self.one_of(*kinds, *(("ul", "ol", "blockquote", "table") if depth < 3 else ()))
        match kind:
            case "text":
                return f" {self.inline()} "
            case "pre":
                return f"<pre><code>{self.words()}\n\n    {self.words()}<br>{self.words()}</code></pre>"
            case "a":
                number = next(self.numbers)
                return f'<a href="b{number}"><div>{self.words()}</div><p>{self.words()}</p></a>'
            case "figure":
                number = next(self.numbers)
                return f'<figure><img src="f{number}.png"><figcaption>{self.inline()}</figcaption></figure>'
            case "ul" | "ol":
                return f"<{kind}>{self.some(lambda: self.item(depth))}</{kind}>"
            case "blockquote":
                return f"<blockquote>{self.blocks(depth)}</blockquote>"
            case "table":
                return self.table()
        return f"<{kind}>{self.inline()}</{kind}>"

    def item(self, depth: int) -> str:
        return f"<li>{self.inline() if self.draw(st.booleans()) else self.blocks(depth)}</li>"

    def table(self) -> str:
        """A table with head cells above and few cells with blocks in them."""
        width = self.draw(st.integers(2, 3))
        head = "".join(f"<th>{self.words()}" for _ in range(width))
        plain = "".join(f"<td>{self.inline()}" for _ in range(width))
        rich = f"<td>{self.blocks(3)}" + "".join(f"<td>{self.words()}" for _ in range(width - 2))
        lists = f"<td><ul>{self.some(lambda: f'<li>{self.inline()}</li>')}</ul>"
        return f"<table><tr>{head}<tr>{plain}<tr>{rich}{lists}</table>"


@st.composite
def pages(draw: st.DrawFn) -> str:
    return Page(draw).blocks(0)


@settings(max_examples=200, deadline=None)
@given(pages())
def test_elements_in_each_other_come_back(page: str) -> None:
    before, after = held(parse(page)), held(rendered(page))
    assert {kind: found - after[kind] for kind, found in before.items() if found - after[kind]} == {}


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<ul><li><pre>a\n  b</pre><li>c</ul>", "- <!-- -->\n\n        a\n          b\n\n- c\n"),
        ("<ul><li><ul><li>a</ul></ul>", "- <!-- -->\n\n    - a\n"),
        ("<ul><ul><li>a</ul><li>b</ul>", "- <!-- -->\n\n    - a\n\n- b\n"),
        ("<ul><li>a</ul><pre>b</pre>", "- a\n\n```\nb\n```\n"),
        (
            "<dl><dt>A<dd><p>b<dl><dt>C<dd>d</dl><dd>e</dl>",
            "A\n:   b\n\n    C\n    :   d\n:   e\n",
        ),
        (
            "<table><tr><th>A<td>b<tr><th>C<td>d</table>",
            "|   |   |\n| --- | --- |\n| **A** | b |\n| **C** | d |\n",
        ),
        (
            "<table><tr><th>A<th>B<tr><td rowspan=2>1<td>2<tr><td>3</table>",
            "| A | B |\n| --- | --- |\n| 1 | 2 |\n|  | 3 |\n",
        ),
        (
            "<table><tr><th>A<th>B<tr><td><ul><li>1<li>2<ol><li>3</ol></ul>4<td>5</table>",
            "| A | B |\n| --- | --- |\n| <ul><li>1</li><li>2<ol><li>3</li></ol></li></ul>4 | 5 |\n",
        ),
        (
            "<table><thead><th>A<th>B</thead><tr><td>1<td>2</table>",
            "| A | B |\n| --- | --- |\n| 1 | 2 |\n",
        ),
        (
            "<table><caption>Years</caption><tr><th>A<th>B<tr><td>1<td>2</table>",
            "*Years*\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n",
        ),
        ("<table><tr><td><pre>1\n2\n3</pre><td><pre>a\nb\nc</pre></table>", "```\na\nb\nc\n```\n"),
        ("<a href=http://e.org/x><div>A</div><div>B</div></a>", "[A  \nB](http://e.org/x)\n"),
        ("<p><a href='http://e.org/a b'>A<br><br>B</a>", "[A  \nB](http://e.org/a%20b)\n"),
        ("<em>a <strong>b </strong> </em> <em>c </em>", "<em>a <strong>b</strong></em> <em>c</em>\n"),
        ("<ruby>漢<rt>kan</rt></ruby>", "<ruby>漢<rt>kan</rt></ruby>\n"),
    ],
)
def test_shapes_that_markdown_has_few_words_for(page: str, text: str) -> None:
    assert to_markdown(parse(page)) == text


def test_a_long_link_is_one_in_each_paragraph() -> None:
    out = rendered(f'<a href="/x"><p>{"word " * 80}</p><p>more</p></a>')
    assert [node.getparent().tag for node in out.iter("a")] == ["p", "p"]
    assert len(list(out.iter("p"))) == 2


def test_a_cell_that_reaches_far_down_costs_nothing() -> None:
    page = "<table><tr>" + "<th rowspan=999>x" * 300 + "<tr><td>y" * 300 + "</table>"
    assert to_markdown(parse(page)).count("y") == 300
