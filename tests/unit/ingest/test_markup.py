"""Any text becomes a tree that can be walked, and no word of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.ingest.markup import MAX_DEPTH, parse, plain_text


def depth(tree: etree._Element) -> int:
    return max(sum(1 for _ in node.iterancestors()) for node in tree.iter()) + 1


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("", ""),
        ("only text", "only text"),
        ("<p>a\x00b</p>", "ab"),
        ('<?xml version="1.0" encoding="ascii"?><p>caf\u00e9</p>', "caf\u00e9"),
        ("<p>one<p>two", "one two"),
        ("<ul><li>one</li><li>two</li></ul>", "one two"),
        ("<b>in</b>side", "inside"),
        ("one<br>two", "one two"),
        ("<p>a<script>b</script>c</p><style>d</style>", "ac"),
        ("<!-- no -->yes", "yes"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("<frameset><frame src=x></frameset>", ""),
        ("<<<<", "<<<<"),
        ("<title>T</title><main>one<p>two</p></main>", "one two"),
        ("<head><title>T</title><my-box>one</my-box><meta name=a></head><body>two<p>three", "onetwo three"),
        ("<head><title>T</title><noscript>one</noscript><template>no</template></head><body>two", "two"),
    ],
)
def test_odd_pages_keep_their_words(page: str, words: str) -> None:
    assert plain_text(parse(page)) == words


def test_what_tells_of_the_page_stays_in_its_head() -> None:
    tree = parse("<meta charset=utf-8><title>T</title><header>A</header><link rel=x><article>B</article>C<p>D")
    assert [node.tag for node in tree[0]] == ["meta", "title", "link"]
    assert [node.tag for node in tree[1]] == ["header", "article", "p"]
    assert tree[1][1].tail == "C"


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "table", "ul", "span"])
def test_deep_nesting_is_unfolded_and_its_words_stay(tag: str) -> None:
    tree = parse(f"<p>before</p>{f'<{tag}>' * 5000}deep down{f'</{tag}>' * 5000}<p>after</p>")
    assert depth(tree) <= MAX_DEPTH
    assert plain_text(tree).split() == ["before", "deep", "down", "after"]


def test_unclosed_paragraphs_do_not_count_as_nesting() -> None:
    tree = parse("<p>word" * 3000)
    assert plain_text(tree).split() == ["word"] * 3000
    assert len(tree.findall(".//p")) == 3000


def test_words_after_comments_and_instructions_stay() -> None:
    tree = parse("<p>One <!-- -->two<!-- a --> <b>three</b><!-- b --> four <?php five ?>six<!-- -->teen</p><!-- end")
    assert plain_text(tree) == "One two three four sixteen"
    assert not list(tree.iter(etree.Comment, etree.PI))


@given(st.text(alphabet=st.sampled_from("<>/ab \"'=!-?&;pdivscrt\x00\n"), max_size=200))
def test_never_raises(page: str) -> None:
    tree = parse(page)
    assert tree.tag == "html"
    plain_text(tree)


def test_a_tag_of_endless_attributes_keeps_the_first_thousand_and_no_word_is_lost() -> None:
    many = " ".join(f"a{number}='> {number}'" for number in range(3_000))
    tree = parse(f'<p>One <b id=x class = "y z" {many}>two</b> three {"x " * 3_000} < four</p>')
    bold = tree.find(".//b")
    assert bold is not None
    assert len(bold.attrib) == 1_000
    assert dict(list(bold.items())[:3]) == {"id": "x", "class": "y z", "a0": "> 0"}
    assert plain_text(tree).split()[:3] == ["One", "two", "three"]
    assert plain_text(tree).endswith("x < four")
