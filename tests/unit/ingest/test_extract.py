"""The article of invented pages: what stays, what goes, and that what goes is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from generator.ingest.extract import Extract, extract
from generator.ingest.extract.prune import CUT_CHARS
from generator.ingest.extract.votes import MAX_ELEMENTS, trafilatura_vote
from generator.ingest.markup import parse, plain_text

ONE = (
    "The council of the small town voted on Monday to keep its old library open, after a debate that lasted five hours."
)
TWO = "Several members said that the building, of the last century, needs a new roof before the winter comes."
THREE = "The mayor promised to ask the region for money, and the librarians will read to the children in the meantime."
FOUR = "A last vote on the budget is planned for the spring, when the numbers of the old year are known to everybody."
FIVE = "Two rooms under the roof will be opened for readers in the autumn, when the new stairs are ready and safe."

PAGE = f"""<!doctype html><html><head><title>Library stays open | The Valley Post</title></head><body>
<header><nav><ul><li><a href="/">Home</a><li><a href="/sport">Sport</a></ul></nav></header>
<article>
  <h1>Library stays open</h1>
  <div class="share-buttons"><a href="#s">Share on a network</a></div>
  <p>{ONE}</p>
  <p>{TWO} Among them was <a class="rollover-people-link" href="/p/7">Ada Brook</a><span class="rollover-people-block"
    ><a href="/p/7">Ada Brook</a>Ada Brook opens fair <a href="/more">MORE</a></span>, who paid for the last one.</p>
  <h2>What comes next</h2>
  <blockquote><p>{THREE}</p></blockquote>
  <pre><code class="language-py"># comment
total = 3</code></pre>
  <p><img src="/img/roof.jpg" alt="The roof"> {FOUR}</p>
  <div class="related-articles"><h3>Related stories</h3><ul><li><a href="/a">Fire in the mill</a></ul></div>
  <div class="newsletter-box">Subscribe to our newsletter and never miss a story.</div>
</article>
<section id="comments" class="comments"><p>Great news, thank you all so much for writing about it so well.</p></section>
<footer>Copyright The Valley Post. All rights reserved.</footer></body></html>"""


def of(page: str, url: str = "http://e.org/news/1") -> Extract:
    return extract(parse(page), url)


def seen(page: str) -> int:
    """Words that a reader of the whole page sees."""
    return len(plain_text(parse(page)).split())


def test_the_article_keeps_its_words_and_structure() -> None:
    body = of(PAGE).body
    assert body.index(ONE) < body.index("## What comes next") < body.index(f"> {THREE}") < body.index(FOUR)
    assert "```py\n# comment\ntotal = 3\n```" in body
    assert "![The roof](http://e.org/img/roof.jpg)" in body
    assert "[Ada Brook](http://e.org/p/7), who paid" in body


@pytest.mark.parametrize(
    "words", ["Sport", "Share on", "MORE", "opens fair", "Fire in", "newsletter", "Great news", "rights"]
)
def test_furniture_goes(words: str) -> None:
    assert words not in of(PAGE).body


def test_the_title_is_not_part_of_the_body() -> None:
    assert "Library stays open" not in of(PAGE).body


def test_what_goes_is_told_by_rule() -> None:
    found = of(PAGE)
    cuts = {cut.rule: cut for cut in found.cuts}
    assert "opens fair" in cuts["hover-card"].text
    assert "Fire in the mill" in cuts["related-links"].text
    assert "Great news" in cuts["comments"].text
    assert set(cuts) <= set(found.rules)
    assert found.kept + sum(cut.words for cut in found.cuts) >= seen(PAGE) - len(found.cuts)


def test_names_on_hover_cards_are_people() -> None:
    assert of(PAGE).people == ("Ada Brook",)


def test_the_given_tree_is_not_changed() -> None:
    tree = parse(PAGE)
    before = html.tostring(tree)
    extract(tree)
    assert html.tostring(tree) == before


def test_a_base_element_goes_before_the_address_of_the_page() -> None:
    page = f'<head><base href="http://other.org/x/"></head><p>{ONE} <a href="y">link</a></p><p>{TWO}</p><p>{THREE}</p>'
    assert "(http://other.org/x/y)" in of(page).body


@pytest.mark.parametrize(
    ("base", "goal"),
    [
        ("/other/", "https://e.org/other/x"),
        ("javascript:alert(1)", "https://e.org/a/x"),
        ("http://[", "https://e.org/a/x"),
    ],
)
def test_a_base_element_is_itself_resolved(base: str, goal: str) -> None:
    page = f'<html><head><base href="{base}"></head><body><p>Some words and <a href="x">a link</a>.</p></body></html>'
    assert f"]({goal})" in extract(parse(page), "https://e.org/a/b").body


@pytest.mark.parametrize("page", ["", "<html></html>", "<frameset></frameset>", "<script>x()</script>"])
def test_a_page_without_words_has_an_empty_body_and_no_problem(page: str) -> None:
    found = of(page)
    assert (found.body, found.kept, found.problems) == ("", 0, ())


def test_a_fragment_is_taken_whole() -> None:
    found = of("<p>Just a line.</p><p>And one more.</p>")
    assert found.body == "Just a line.\n\nAnd one more.\n"
    assert found.kept == 6


def test_a_page_that_is_one_pre_keeps_its_lines() -> None:
    text = "\n".join(f"   {line}" for line in (ONE, TWO, THREE, FOUR) * 4)
    found = of(f"<html><body><pre>{text}</pre></body></html>")
    assert found.body.strip("`\n") == text
    assert found.problems == ()


def test_a_list_of_links_of_which_nothing_is_chosen_is_taken_whole_with_a_warning() -> None:
    page = "<ul>" + "".join(f'<li><a href="/{i}">Entry number {i} of the index</a>' for i in range(20)) + "</ul>"
    assert of(page).body.count("](http://e.org/") == 20
    found = extract(parse(page), "http://e.org/", lambda columns: [-9.0] * 20)
    assert found.body.count("](http://e.org/") == 20
    assert [problem.level for problem in found.problems] == ["warning"]


def test_prose_that_no_rule_likes_is_kept_with_a_warning() -> None:
    boxes = "".join(
        f'<div class="promo teaser-card"><h2>Subscribe: {text}</h2></div>' for text in (ONE, TWO, THREE, FOUR)
    )
    found = of(f"<body>{boxes}</body>")
    for text in (ONE, TWO, THREE, FOUR):
        assert text in found.body
    assert [problem.level for problem in found.problems] == ["warning"]


def test_words_between_comments_are_kept() -> None:
    assert (
        f"{ONE} and no more."
        in of(f"<article><p><!-- -->{ONE}<!-- --> and <!-- -->no more.</p><p>{TWO}</p></article>").body
    )


def test_what_others_posted_is_no_bar_for_sharing() -> None:
    post = '<div class="social-media-embed"><blockquote><p>A roof for the library, at last</p></blockquote></div>'
    assert "> A roof" in of(f"<article><p>{ONE}</p><p>{TWO}</p>{post}<p>{THREE}</p><p>{FOUR}</p></article>").body


def test_a_form_around_words_that_a_reader_view_shows_stays() -> None:
    form = f"<form><p>{THREE}</p><p>{FOUR}</p><select><option>small</select></form>"
    story = f"<p>{ONE} {TWO}</p><p>{TWO} {ONE}</p>" * 2
    assert THREE in of(f"<article>{story}{form}{story}</article>").body
    assert "Search" not in of(f"<article>{story}<form><p>Search</p><input></form>{story}</article>").body


def test_the_head_of_an_article_is_no_bar_for_sharing() -> None:
    head = f"<header class=has-sharing><h1>Roofs</h1><p class=abstract>{THREE}</p></header>"
    assert THREE in of(f"<article>{head}{f'<p>{ONE} {TWO}</p><p>{FOUR}</p>' * 3}</article>").body


def test_trafilatura_leaves_the_tree_as_it_is() -> None:
    tree = parse(f"<article><h1>Roofs</h1><p>{ONE}</p><ul><li>{TWO}</ul><aside>{THREE}</aside></article>")
    before = html.tostring(tree)
    assert trafilatura_vote(tree).text
    assert html.tostring(tree) == before


@pytest.mark.parametrize(("name", "is_whole"), [("community", False), ("more", True)])
def test_little_of_a_page_is_enough_if_a_reader_view_shows_no_more(name: str, is_whole: bool) -> None:
    said = "".join(f"<p>{TWO} {i}</p>" for i in range(30))
    page = f"<body><div>{f'<p>{ONE} {TWO} {THREE}</p>' * 2}</div><div class={name}>{said}</div></body>"
    found = extract(parse(page), "http://e.org/", lambda columns: [3.0, 3.0, *[-3.0] * 30])
    assert ONE in found.body
    assert (f"{TWO} 7" in found.body) is is_whole
    assert bool(found.problems) is is_whole


def test_an_article_inside_a_form_or_hidden_until_a_script_runs_is_kept() -> None:
    article = "".join(f"<p>{text}</p>" for text in (ONE, TWO, THREE, FOUR))
    for wrapper in ("form", 'div style="display:none"', 'div class="newsletter"'):
        assert ONE in of(f"<body><{wrapper}>{article}</{wrapper.split()[0]}></body>").body


def test_an_article_in_a_box_named_after_sharing_is_kept() -> None:
    paragraphs = "".join(f"<p>{text}</p>" for text in (ONE, TWO, THREE, FOUR))
    page = PAGE.replace("</article>", f'<div class="no-share sharing">{paragraphs * 3}</div>{paragraphs * 8}</article>')
    found = of(page)
    assert found.body.count(FOUR) == 12
    assert all(FOUR not in cut.text for cut in found.cuts)


def test_a_hidden_box_goes() -> None:
    page = PAGE.replace("<h2>", "<div hidden>You have read three of three articles.</div><h2>")
    assert "three of three" not in of(page).body


def test_a_heading_without_a_text_of_its_own_goes() -> None:
    page = PAGE.replace("</article>", "<h3>You may also like</h3></article>")
    assert "also like" not in of(page).body


def test_a_huge_page_is_not_handed_to_the_extractors() -> None:
    page = "<article>" + f"<p>{ONE}</p>" * (MAX_ELEMENTS + 1) + "</article>"
    found = of(page)
    assert found.body.count(ONE) == MAX_ELEMENTS + 1
    assert any("too large" in problem.message for problem in found.problems)
    assert "trafilatura" not in found.rules


def test_long_cuts_are_shortened_and_counted() -> None:
    page = PAGE.replace("Great news", "Great news " * 250)
    cut = next(cut for cut in of(page).cuts if cut.rule == "comments")
    assert len(cut.text) <= CUT_CHARS + 1
    assert cut.words > 500


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from('<>/ab "=pdivultrhoscn&;\n'), max_size=300))
def test_never_raises_and_loses_nothing_in_silence(page: str) -> None:
    found = of(page)
    assert found.kept + sum(cut.words for cut in found.cuts) >= seen(page) or found.problems


def test_a_large_table_between_little_prose_is_no_reason_for_doubt() -> None:
    rows = "".join(f"<tr><td>{i}<td>Rider {i} of the first team<td>{i}.4 s behind</tr>" for i in range(60))
    page = f"<article><h2>Result</h2><table>{rows}</table></article><footer>Rules: {ONE} {TWO} {THREE}</footer>"
    found = extract(parse(page), "", lambda columns: [*[1.0] * (len(columns["size"]) - 1), -1.0])
    assert "Rider 59" in found.body
    assert "Rules:" not in found.body
    assert found.problems == ()


@pytest.mark.parametrize(
    ("box", "stays"),
    [
        ("<figure><a href=/big><img src=/roof.jpg></a><figcaption>Photo: Ada Brook</figcaption></figure>", True),
        ("<div class=wp-caption><a href=/big><img src=/roof.jpg></a><p>Photo: Ada Brook</p></div>", True),
        ("<div class=more><a href=/big><img src=/roof.jpg></a><p>Photo: Ada Brook</p></div>", False),
    ],
)
def test_a_linked_picture_stays_without_its_caption_but_not_without_its_teaser(box: str, stays: bool) -> None:
    page = f"<article><p>{ONE} {TWO}</p><p>{THREE}</p>{box}<p>{FOUR}</p><p>{ONE}</p></article>"
    found = extract(parse(page), "", lambda columns: [3.0, 3.0, -9.0, 3.0, 3.0])
    assert "Photo" not in found.body
    assert ("roof.jpg" in found.body) is stays


def test_pictures_that_a_reader_view_shows_stay_and_those_beside_the_article_go() -> None:
    page = (
        f"<div class=teaser><img src=/t.jpg></div><article><h1>Library</h1><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>"
        f"<p><img src=/roof.jpg width=50></p><p>{FOUR}</p></article><aside><img src=/ad.jpg><p>Buy now</p></aside>"
    )
    body = of(page).body
    assert "roof.jpg" in body
    assert "ad.jpg" not in body
    assert "t.jpg" not in body


@pytest.mark.parametrize(
    ("box", "stays"),
    [
        ("<p><a href=/x.html><img src=/pic.jpg></a></p>", True),
        ("<div><a href=/x.html><img src=/pic.jpg></a><a href=/x.html>Fire in the mill</a></div>", False),
        ("<div><a href=/big/pic.jpg><img src=/pic.jpg></a><a href=/x.html>Fire in the mill</a></div>", True),
        ("<ul><li><a href=/buy><img src=/pic.jpg></a><li><a href=/buy><img src=/two.jpg></a></ul>", False),
        (f"<figure><div><a href=/2.html><img src=/pic.jpg></a><p>Vote</p></div><p>{FIVE}</p></figure>", True),
    ],
)
def test_pictures_that_lead_to_another_page_go_with_the_text_beside_them(box: str, stays: bool) -> None:
    page = f"<article><h1>Library</h1><p>{ONE}</p><p>{TWO}</p>{box}<p>{THREE}</p><p>{FOUR}</p></article>"
    assert ("pic.jpg" in of(page).body) == stays


@pytest.mark.parametrize(("goal", "stays"), [("#roof", True), ("/roof.html", False)])
def test_a_navigation_within_the_page_is_the_contents_of_the_article(goal: str, stays: bool) -> None:
    nav = f"<nav><ul><li><a href='{goal}'>The old roof</a></li><li><a href='{goal}2'>The new roof</a></li></ul></nav>"
    page = f"<article><h1>Library</h1><p>{ONE}</p>{nav}<p>{TWO}</p><p>{THREE}</p><p>{FOUR}</p></article>"
    assert ("The new roof" in of(page).body) == stays


def test_soft_hyphens_go() -> None:
    assert of(f"<p>{ONE}</p><p>Do\u00adnau\u00addampf {TWO}</p>").body.count("Donaudampf") == 1
