"""What a page loses is nothing that a browser reads: html5ever, the parser behind nh3, sees the same in both forms."""

from __future__ import annotations

import re

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from generator.render import page as rendering
from generator.render.lean import lean
from generator.render.page import render
from generator.site.pages import pages
from tests.unit.site.tidewater import rich, site, theme

BODY = (
    '<p>The boats came in.</p>\n<p><del class="cut" id="cut-1"><b>Cut 1</b> x</del>Late.</p>\n<ul>\n<li>a</li>\n</ul>'
)
BLOCKS = (
    "article blockquote dd details div dl dt figure footer header li main nav ol p section table tbody td tr ul".split()
)
TAGS = frozenset("a b code del h1 h2 i label pre span summary textarea".split()) | frozenset(BLOCKS)
NAMES = ("class", "href", "id", "title", "data-x")
BETWEEN = re.compile(
    rf"\s*(?P<block></?(?:{'|'.join(BLOCKS)}|h1|h2)(?:\s[^>]*)?>)\s*|\s*(?P<opens><pre[\s>])|(?P<ends></pre>)\s*"
)


def read(page: str) -> str:
    """The tree that HTML's own rules make of a page, written in full; without blanks beside blocks."""
    whole = nh3.clean(
        page,
        tags=set(TAGS),
        clean_content_tags=set(),
        attributes={tag: set(NAMES) for tag in TAGS},
        link_rel=None,
        url_schemes={"https"},
    )
    return BETWEEN.sub(lambda found: found[0].strip(), whole)


TEXTS = st.text(st.sampled_from("ab =\"'<>&`/\n.#-äö"), max_size=12)
ATTRIBUTES = st.dictionaries(st.sampled_from(NAMES), TEXTS, max_size=3)


def written(tag: str, given: dict[str, str], inside: str) -> str:
    """An element as our templates write it: values in quotes, escaped as Jinja and the sanitiser do."""
    said = "".join(f' {name}="{escape(value)}"' for name, value in given.items())
    return f"<{tag}{said}>{inside}</{tag}>"


INLINE = st.recursive(
    st.builds(lambda text: str(escape(text)), TEXTS),
    lambda inner: st.builds(
        written, st.sampled_from(["a", "b", "del", "span"]), ATTRIBUTES, st.lists(inner).map("".join)
    ),
    max_leaves=4,
)
LEAF = st.builds(written, st.sampled_from(["p", "h2", "pre", "p", "p"]), ATTRIBUTES, INLINE)


def listed(items: list[str], given: dict[str, str]) -> str:
    return written("ul", given, "".join(f"<li>{item}</li>\n" for item in items))


def tabled(items: list[str], given: dict[str, str]) -> str:
    return written("table", given, "".join(f"<tr><td>{item}</td>\n</tr>" for item in items))


def termed(items: list[str], given: dict[str, str]) -> str:
    return written("dl", given, "".join(f"<dt>t</dt>\n<dd>{item}</dd>" for item in items))


FLOW = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(listed, st.lists(inner, min_size=1, max_size=3), ATTRIBUTES),
        st.builds(tabled, st.lists(inner, min_size=1, max_size=3), ATTRIBUTES),
        st.builds(termed, st.lists(inner, min_size=1, max_size=3), ATTRIBUTES),
        st.builds(
            written,
            st.sampled_from(["div", "section", "blockquote", "details", "nav", "article", "figure"]),
            ATTRIBUTES,
            st.lists(inner, max_size=3).map("\n".join),
        ),
    ),
    max_leaves=8,
)


@given(st.lists(FLOW, max_size=4).map("\n".join))
def test_a_page_reads_as_before(page: str) -> None:
    light = lean(page)
    assert len(light) <= len(page)
    assert read(light) == read(page)


def test_every_kind_of_page_reads_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [one for one in pages(site(rich())) if one.template.endswith(".html")]
    light = [render(one.template, one.view, BODY if one.body else "", theme()).decode() for one in found]
    monkeypatch.setattr(rendering, "lean", lambda page: page)
    whole = [render(one.template, one.view, BODY if one.body else "", theme()).decode() for one in found]
    assert len({one.template for one in found}) > 12
    for one, page, full in zip(found, light, whole, strict=True):
        assert "".join(read(page).split()) == "".join(read(full).split()), one.path
        assert len(page) < 0.95 * len(full), one.path


@pytest.mark.parametrize(
    ("page", "light"),
    [
        ('<a href="/a/?b=1">x</a>', '<a href="/a/?b=1">x</a>'),
        ('<a href="/a/" class="b c" title="">x</a>', '<a href=/a/ class="b c" title="">x</a>'),
        ('<svg class="a"><rect x="5%" width="3"/></svg>', '<svg class=a><rect x=5% width="3"/></svg>'),
        ("<p>One</p>\n<p>Two <b>x</b>\n<i>y</i></p>\n</div>", "<p>One<p>Two <b>x</b>\n<i>y</i></div>"),
        ("<del><p>a</p></del>", "<del><p>a</p></del>"),
        ('<pre class="x">\n\n <a id="b">\n</a>\n\n<p></pre>', '<pre class=x>\n\n <a id="b">\n</a>\n\n<p></pre>'),
        ('<code>class="b" ></code>', '<code>class="b" ></code>'),
        ('\n<script src="/a.js"></script>\n<script>if (a<b && c="d" >e) {}</script>\n',
         '<script src=/a.js></script><script>if (a<b && c="d" >e) {}</script>'),
        ('<a title="x</li>" href="/a/">x</a></p><p>', '<a title="x</li>" href="/a/">x</a></p><p>'),
        ('<!-- <a b="c"> -->', '<!-- <a b="c"> -->'),
        ("<title>a > b = \"c\"</title>", "<title>a > b = \"c\"</title>"),
    ],
)  # fmt: skip
def test_what_goes_and_what_stays(page: str, light: str) -> None:
    assert lean(page) == light
