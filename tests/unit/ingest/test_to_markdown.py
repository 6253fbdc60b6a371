"""Markdown of an element, rendered by Python-Markdown, has the words and the structure of the element."""

from __future__ import annotations

import re

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from generator.ingest.markup import parse, plain_text
from generator.ingest.to_markdown import to_markdown

EXTENSIONS = ("tables", "fenced_code", "footnotes", "def_list", "attr_list", "abbr")


def rendered(page: str, base: str = "") -> html.HtmlElement:
    return parse(markdown.markdown(to_markdown(parse(page), base), extensions=list(EXTENSIONS)))


def words(tree: html.HtmlElement) -> list[str]:
    return re.findall(r"[^\W_]+", plain_text(tree))


def tags(tree: html.HtmlElement) -> list[str]:
    return [node.tag for node in tree.find("body").iterdescendants()]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<h2>A <i>small</i> title</h2><p>Words.</p>", "## A *small* title\n\nWords.\n"),
        ("<p>one</p>two<p>three", "one\n\ntwo\n\nthree\n"),
        ("<p>a<b> bold </b>word", "a **bold** word\n"),
        ("<ul><li>one<ul><li>two</ul><li>three</ul>", "- one\n    - two\n- three\n"),
        ('<ol start="3"><li>c<li>d</ol>', "3. c\n4. d\n"),
        ("<blockquote><p>a<p>b</blockquote>", "> a\n>\n> b\n"),
        ('<pre><code class="language-sh">ls\n  -l</code></pre>', "```sh\nls\n  -l\n```\n"),
        (
            '<pre>See <a href="/2119?a=1&amp;b=2">RFC 2119</a>\n\n  1 &lt; 2 *</pre>',
            '<pre>See <a href="/2119?a=1&b=2">RFC 2119</a>\n\n  1 &lt; 2 *</pre>\n',
        ),
        ('<pre>See <a href="#2119">below</a></pre>', "```\nSee below\n```\n"),
        ('<pre class="lang-c"><a href="/int">int</a> a;</pre>', "```c\nint a;\n```\n"),
        ('<ul><li>a<pre><a href="/b">b</a></pre></ul>', "- a\n\n        b\n"),
        ('<img src="/a.png"><img src="/a.png"><p>Twice</p><img src="/a.png">', "![](/a.png)\n\nTwice\n\n![](/a.png)\n"),
        ("<ul><li><img src=/a.png><li><img src=/a.png></ul>", "- ![](/a.png)\n- ![](/a.png)\n"),
        ("<p><img src=/a.png><p><img src=/a.png>", "![](/a.png)\n\n![](/a.png)\n"),
        ("<p><img src=/a.png></p><noscript><p><img src=/a.png></p></noscript>", "![](/a.png)\n"),
        ("<pre>```\nx\n```</pre>", "````\n```\nx\n```\n````\n"),
        ("<p>one<br>two<br><br>three", "one  \ntwo\n\nthree\n"),
        ("<p>x<hr><p>y", "x\n\n---\n\ny\n"),
        ("<table><tr><th>A<th>B<tr><td>1<td>a|b</table>", "| A | B |\n| --- | --- |\n| 1 | a\\|b |\n"),
        ("<table><tr><td><p>long<p>text<tr><td>more</table>", "long\n\ntext\n\nmore\n"),
        ("<p>x</p><table><tr><td><td><tr><td><td></table>", "x\n"),
        ("<table><tr><th>A<th>B<tr><td><hr><td>2</table>", "| A | B |\n| --- | --- |\n|  | 2 |\n"),
        (
            "<table><tr><th>A<th>B<tr><td><h3>1</h3><td>2<tr><td>3<td>4</table>",
            "| A | B |\n| --- | --- |\n| <h3>1</h3> | 2 |\n| 3 | 4 |\n",
        ),
        (
            "<table><tr><td><h3>1</h3><td>2<tr><td>3<td>4<tr><td>5<td>6</table>",
            "### 1\n\n2\n\n3\n\n4\n\n5\n\n6\n",
        ),
        ("<table><tr><th>A<th>B<tr><td><h3>1</h3><td><h3>2</h3></table>", "A\n\nB\n\n### 1\n\n### 2\n"),
        ("H<sub>2</sub>O", "H<sub>2</sub>O\n"),
        ("<p>use <code>x = `y`</code>", "use <code>x = \\`y\\`</code>\n"),
        ("<script>no</script><style>no</style>", ""),
        ("<dl><dt>Term<dd>Meaning</dl>", "Term\n:   Meaning\n"),
    ],
)
def test_elements_become_their_markdown(page: str, text: str) -> None:
    assert to_markdown(parse(page)) == text


@pytest.mark.parametrize("text", ["It's 5 < 6 & 7, [sic] (really) - snake_case, #3: 1.5!", "R&D at A&B, 100% + more"])
def test_ordinary_prose_is_left_as_it_is(text: str) -> None:
    page = html.Element("p")
    page.text = text
    assert to_markdown(page) == text + "\n"


@pytest.mark.parametrize(
    "text",
    ["# one", "1. one", "- one", "+ one", "* one", "> one", "---", "===", "~~~", "```", ": one", "[a](b)",
     "[a]: b", "![a](b)", "<b>one</b>", "&lt;b&gt;", "*one*", "_one_", "__one__", "`one`", "a\\*b", "{: .c }",
     "{ #id }", "[^1]: one", "]:", "[TOC]", "!!! note", "a | b", "*[HTML]: x", "\\", "C#", "<http://e.org>",
     "&copy;", "&#1", "&#x2", "    one", "1) one"],
)  # fmt: skip
def test_text_that_looks_like_markdown_stays_text(text: str) -> None:
    for tag in ("p", "li", "h2", "td", "blockquote"):
        page = html.Element(tag)
        page.text = text
        out = parse(markdown.markdown(to_markdown(page), extensions=list(EXTENSIONS)))
        assert plain_text(out) == " ".join(text.split())
        assert not {"a", "em", "strong", "code", "b", "ul", "ol", "hr", "img", "dl"} & set(tags(out))


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("/a b", "http://e.org/a%20b"),
        ("x_(y)", "http://e.org/d/x_%28y%29"),
        ("?a=1&amp;b=2", "http://e.org/d/p?a=1&b=2"),
        ("mailto:a@e.org", "mailto:a@e.org"),
        ("javascript:alert(1)", None),
        (" java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("", None),
        ("http://[broken", None),
    ],
)
def test_links_are_resolved_or_dropped_to_their_text(href: str, found: str | None) -> None:
    out = rendered(f'<p>see <a href="{href}">the [page]</a>', "http://e.org/d/p")
    assert [node.get("href") for node in out.iter("a")] == ([found] if found else [])
    assert plain_text(out) == "see the [page]"


def test_a_link_around_blocks_becomes_a_link_in_each() -> None:
    out = rendered('<a href="/x"><h3>Head</h3><p>Text</p></a>', "http://e.org")
    assert [node.getparent().tag for node in out.iter("a")] == ["h3", "p"]


@pytest.mark.parametrize(
    ("image", "found"),
    [
        ('<img src="a.jpg" alt="A [b] *c*">', ("http://e.org/a.jpg", "A [b] *c*")),
        ('<img src="data:image/gif;base64,R0" data-src="a.jpg">', ("http://e.org/a.jpg", "")),
        ('<img srcset="s.jpg 100w, l.jpg 900w">', ("http://e.org/l.jpg", "")),
        ('<picture><source srcset="p.webp"><img src="/blank.gif"></picture>', ("http://e.org/p.webp", "")),
        (
            '<img src="/img/missing-image.svg" data-normal="/img/missing-image.svg" data-pin="b.jpg">',
            ("http://e.org/b.jpg", ""),
        ),
        ('<img src="/img/missing-image.svg" data-share="x?u=b.jpg&t=1">', ("http://e.org/img/missing-image.svg", "")),
        ('<img src="pixel" width="1" height="1">', None),
        ('<img src="data:image/gif;base64,R0">', None),
    ],
)
def test_images_are_found_however_they_are_put_off(image: str, found: tuple[str, str] | None) -> None:
    out = [(node.get("src"), node.get("alt")) for node in rendered(f"<p>x {image}", "http://e.org/").iter("img")]
    assert out == ([found] if found else [])


def test_a_bang_before_a_link_does_not_make_an_image() -> None:
    assert "img" not in tags(rendered('Look!<a href="http://e.org">here</a>'))


def test_neighbouring_lists_and_quotes_stay_apart() -> None:
    out = rendered("<ul><li>a</ul><ol><li>b</ol><blockquote>c</blockquote><blockquote>d</blockquote>")
    assert [node.tag for node in out.find("body") if isinstance(node.tag, str)] == [
        "ul",
        "ol",
        "blockquote",
        "blockquote",
    ]


def test_caption_follows_its_picture() -> None:
    assert to_markdown(parse('<figure><img src="a.png"><figcaption>A <i>b</i></figcaption></figure>')) == (
        "![](a.png)\n\n*A b*\n"
    )


def test_nothing_of_the_element_is_changed() -> None:
    tree = parse("<p>a <b>b</b></p><table><tr><td>x</table>")
    before = html.tostring(tree)
    to_markdown(tree)
    assert html.tostring(tree) == before


def test_deep_lists_and_quotes_are_unfolded() -> None:
    tree = parse("<ul><li>x" * 60 + "<blockquote>y" * 60)
    out = parse(markdown.markdown(to_markdown(tree), extensions=list(EXTENSIONS)))
    assert sorted(words(out)) == sorted(words(tree))


TEXT = st.text(alphabet=st.sampled_from("ab1 *_`#>-+.![](){}<&;:|\\~=^\"'é\n"), min_size=1, max_size=25)
INLINE = ("b", "i", "a", "code", "span", "sup", "br")
BLOCKS = (
    "p",
    "div",
    "h2",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "table",
    "tr",
    "td",
    "th",
    "figure",
    "dl",
    "dt",
    "dd",
    "hr",
)


@st.composite
def trees(draw: st.DrawFn) -> html.HtmlElement:
    """A tree of any elements within any others, as the parser may leave it."""
    root = html.Element("body")
    known = [root]
    for _ in range(draw(st.integers(1, 10))):
        tag = draw(st.sampled_from(INLINE + BLOCKS))
        node = html.Element(tag)
        if tag == "a":
            node.set("href", "http://e.org/x_y")
        if tag not in ("br", "hr"):
            node.text = draw(TEXT)
        node.tail = draw(st.none() | TEXT)
        owner = draw(st.sampled_from(known))
        owner.append(node)
        if tag not in ("br", "hr", "pre"):
            known.append(node)
    return root


@settings(max_examples=300, deadline=None)
@given(trees())
def test_the_words_come_back_from_the_rendered_page(tree: html.HtmlElement) -> None:
    out = parse(markdown.markdown(to_markdown(tree), extensions=list(EXTENSIONS)))
    assert sorted("".join(words(out))) == sorted("".join(words(tree)))


def test_a_table_of_many_rows_stays_one_though_a_cell_holds_a_heading() -> None:
    few, many = ("<table><tr><td><h3>Year</h3><td>Readers" + "<tr><td>1990<td>7" * n + "</table>" for n in (3, 12))
    assert to_markdown(parse(few)).startswith("### Year")
    assert to_markdown(parse(many)).count("| 1990 | 7 |") == 12
