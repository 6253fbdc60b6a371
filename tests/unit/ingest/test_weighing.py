"""Which blocks of invented pages are chosen, what is counted for them, and how the trees are read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.extract.article import evidence, extract
from generator.ingest.extract.blocks import Block, blocks
from generator.ingest.extract.choice import choose
from generator.ingest.extract.model import LEAVES, read, scores, sums
from generator.ingest.extract.trees import NAMES, TREES
from generator.ingest.markup import parse

LONG = "The council of the small town voted on Monday to keep its old library open, after a long debate that evening."
ITEMS = "".join(f"<li>{word} is kept</li>" for word in ("Bread", "Salt", "Water", "Honey", "Flour"))


def chosen(
    page: str,
    score: dict[str, float],
    title: str = "",
    viewed: float = 0.0,
    summary: str = "",
    voted: float = 1.0,
) -> list[str]:
    """The blocks that are kept if those that begin with a key of `score` have that score, and all others -1.

    `viewed`: 1 if a reader view shows all of them, `voted`: 1 if trafilatura keeps all of them; `summary`: the block
    that is the page's description.
    """
    found = blocks(parse(page), "e.org")
    values = [next((worth for start, worth in score.items() if each.text.startswith(start)), -1.0) for each in found]
    columns = {"r": [viewed] * len(found), "t": [voted] * len(found)}
    columns["summary"] = [float(each.text == summary) for each in found]
    keep = choose(found, values, title, columns)
    return [each.text for each, yes in zip(found, keep, strict=True) if yes]


def one(page: str, home: str = "e.org") -> Block:
    (block,) = blocks(parse(page), home)
    return block


# --- blocks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("href", "away", "within"),
    [
        ("http://other.net/x", 4, 0),
        ("//other.net/x", 4, 0),
        ("#note", 0, 4),
        ("/x", 0, 0),
        ("http://www.e.org/x", 0, 0),
        ("https://news.e.org/", 0, 0),
        ("http://[broken", 0, 0),
    ],
)
def test_where_links_lead_is_counted(href: str, away: int, within: int) -> None:
    block = one(f'<p>see <a href="{href}">this</a> and that')
    assert (block.linked, block.away, block.within) == (4, away, within)


def test_without_a_host_no_link_leads_away() -> None:
    assert one('<p><a href="http://other.net/x">this</a>', "").away == 0


# --- choice ---------------------------------------------------------------------------------------------------


def test_a_list_between_paragraphs_is_kept_whole() -> None:
    assert len(chosen(f"<p>{LONG}<ul>{ITEMS}</ul><p>{LONG}", {LONG: 3, "Bread": 1})) == 7


@pytest.mark.parametrize("more", ["", "<p>" + LONG])
def test_a_list_of_two_items_is_one_thing(more: str) -> None:
    items = f"<ul><li>{LONG} First</li><li>Second</li></ul>"
    assert len(chosen(f"<p>Begin: {LONG}{items}{more}", {"Begin": 3, LONG: 1})) == 3 + bool(more)


def test_paragraphs_within_items_are_weighed_one_by_one() -> None:
    page = f"<p>Begin: {LONG}<ul><li><h3>Other</h3><p>{LONG}<li><p>Not</ul><p>End: {LONG}"
    assert chosen(page, {"Begin": 3, "End": 3, LONG: 1, "Not": -9}) == [f"Begin: {LONG}", "Other", LONG, f"End: {LONG}"]


def test_a_menu_between_paragraphs_goes_whole() -> None:
    menu = "".join(f'<li><a href="/{i}">Part {i} of this site</a></li>' for i in range(5))
    assert chosen(f"<p>{LONG}<ul>{menu}</ul><p>{LONG}", {LONG: 3, "Part 1": 1}) == [LONG, LONG]


@pytest.mark.parametrize("href", ["#part-{}", "http://other.net/{}"])
def test_contents_and_references_beside_the_paragraphs_are_no_menu(href: str) -> None:
    items = "".join(f'<li><a href="{href.format(i)}">Place {i}</a></li>' for i in range(5))
    assert len(chosen(f"<div><p>{LONG}<p>{LONG}<ul>{items}</ul></div>", {LONG: 3})) == 7


def test_a_list_after_the_article_in_a_box_of_its_own_goes() -> None:
    assert chosen(f"<div><p>{LONG}<p>{LONG}</div><div><ul>{ITEMS}</ul></div>", {LONG: 3}) == [LONG, LONG]


MENU = "<ul>" + "".join(f'<li><a href="/{i}">Part {i} of this site</a></li>' for i in range(5)) + "</ul>"


@pytest.mark.parametrize(
    ("menu", "kept"),
    [
        (f"<div><p>{LONG}<p>{LONG}{MENU}</div>", 7),
        (f"<div><p>{LONG}<p>{LONG}<div class=wrap>{MENU}</div></div>", 7),
        (f"<div>{LONG}{MENU}{LONG}</div>", 7),
        (f"<div><p>{LONG}</div><div><p>x</p>{MENU}</div><div><p>{LONG}</div>", 7),
        (f"<div><p>{LONG}<p>{LONG}</div><div>{MENU}</div>", 2),
        (f"<div><p>{LONG}<p>{LONG}</div><div><p>x</p>{MENU}</div>", 2),
        (f"<div>{MENU}<p>{LONG}<p>{LONG}</div>", 2),
    ],
)
def test_a_list_of_links_that_a_reader_view_shows_among_the_paragraphs_is_kept(menu: str, kept: int) -> None:
    assert len(chosen(menu, {LONG: 3}, viewed=1.0)) == kept
    assert len(chosen(menu, {LONG: 3}, viewed=0.0)) == 2


def test_a_list_that_was_never_closed_is_the_page_and_no_list() -> None:
    menu = "".join(f"<li><a href=/{i}>Part {i}</a></li>" for i in range(40))
    assert chosen(f"<ul>{menu}<div><p>{LONG} One.</p><p>{LONG} Two.</p></div>", {LONG[:9]: 4.0}) == [
        f"{LONG} One.",
        f"{LONG} Two.",
    ]
    assert chosen(f"<ul>{menu}<li>{LONG}</li></ul>", {LONG[:9]: 4.0}) == []


@pytest.mark.parametrize(("voted", "kept"), [(0.0, 4), (1.0, 1)])
def test_of_short_texts_on_which_nobody_agrees_all_stay_that_a_reader_view_shows(voted: float, kept: int) -> None:
    page = f"<div><h2>Bread</h2><p>On bread</p><h2>Salt</h2><p>{LONG}</p></div>"
    assert len(chosen(page, {"The": 1.0}, viewed=1.0, voted=voted)) == kept


def test_a_table_with_heads_is_one_thing_however_long_its_cells() -> None:
    rows = f"<tr><th>Place<th>What<tr><td>Roof<td>Begin: {LONG * 2}<tr><td>Cellar<td>{LONG * 2}"
    assert len(chosen(f"<table>{rows}</table>", {"Begin": 9, LONG: 9})) == 6


def test_code_and_quotes_within_the_article_are_kept() -> None:
    page = f"<p>{LONG}<pre>x = 1</pre><blockquote>So be it</blockquote><p>{LONG}<pre>y = 2</pre>"
    assert chosen(page, {LONG: 3}) == [LONG, "x = 1", "So be it", LONG]


def test_a_heading_goes_with_what_follows_it() -> None:
    page = f"<h1>The library</h1><p>{LONG}<h2>Roof</h2><p>{LONG}<h2>Elsewhere</h2><p>Other news"
    assert chosen(page, {LONG: 3, "Elsewhere": 1}, "thelibrary") == [LONG, "Roof", LONG]


@pytest.mark.parametrize(
    ("line", "after", "kept"),
    [("See also:", 3, True), ("See also:", -3, False), ("See also", -3, True), (f"{LONG} See also:", -3, True)],
)
def test_a_line_that_announces_what_went_goes(line: str, after: float, kept: bool) -> None:
    found = chosen(f"<p>{LONG}<p>{line}<p>Next: {LONG}", {"See": 1, "Next": after, LONG: 3})
    assert (line in found) == kept


@pytest.mark.parametrize(("viewed", "kept"), [(1.0, [LONG, "Roof", LONG]), (0.0, [LONG, LONG])])
def test_a_doubtful_heading_before_a_kept_paragraph_stays_if_a_reader_view_shows_it(
    viewed: float, kept: list[str]
) -> None:
    assert chosen(f"<p>{LONG}<h2>Roof</h2><p>{LONG}", {LONG: 3, "Roof": -5}, viewed=viewed) == kept


@pytest.mark.parametrize(("viewed", "kept"), [(1.0, ["Synopsis", LONG]), (0.0, [LONG])])
def test_a_heading_before_the_first_paragraph_stays_if_a_reader_view_shows_it(viewed: float, kept: list[str]) -> None:
    page = f"<h1>The library</h1><h2>Synopsis</h2><p>{LONG}"
    assert chosen(page, {LONG: 3, "Synopsis": -0.5}, "thelibrary", viewed) == kept


def test_a_description_set_as_a_heading_before_the_article_goes() -> None:
    page = f"<h1>The library</h1><h2>It stays open</h2><p>{LONG}"
    assert chosen(page, {LONG: 3, "It": 1}, "thelibrary") == ["It stays open", LONG]
    assert chosen(page, {LONG: 3, "It": 1}, "thelibrary", summary="It stays open") == [LONG]


@pytest.mark.parametrize(("viewed", "kept"), [(1.0, [LONG, "Roof", "Tower"]), (0.0, [LONG])])
def test_a_heading_over_a_figure_stays_if_a_reader_view_shows_it(viewed: float, kept: list[str]) -> None:
    figure = "<figure><img src=x.jpg><figcaption>A picture</figcaption></figure>"
    page = f"<p>{LONG}<h2>Roof</h2>{figure}<h2>Tower</h2>{figure}"
    assert chosen(page, {LONG: 3, "Roof": 1, "Tower": 1}, viewed=viewed) == kept


def test_a_line_that_announces_a_list_below_a_picture_stays() -> None:
    page = f"<p>{LONG}<p>The five are:<figure><figcaption>Photo: E. Roe</figcaption></figure><ul>{ITEMS}</ul><p>{LONG}"
    found = chosen(page, {LONG: 3, "The five": 1, **dict.fromkeys(("Bread", "Salt", "Water", "Honey", "Flour"), 2)})
    assert "The five are:" in found
    assert "Photo: E. Roe" not in found


@pytest.mark.parametrize(
    ("caption", "viewed", "stays"),
    [
        ("<figure><img src=a.jpg><figcaption>The <a href=/roof>roof</a></figcaption></figure>", 1.0, True),
        ("<div class=thumbcaption>The <a href=/roof>roof</a></div>", 1.0, True),
        ("<figure><img src=a.jpg><figcaption>The <a href=/roof>roof</a></figcaption></figure>", 0.0, False),
        ("<figure><img src=a.jpg><figcaption>The roof</figcaption></figure>", 1.0, False),
        ("<div>The <a href=/roof>roof</a></div>", 1.0, False),
    ],
)
def test_a_caption_with_links_that_a_reader_view_shows_in_the_article_stays(
    caption: str, viewed: float, stays: bool
) -> None:
    page = f"<p>{LONG}{caption}<p>{LONG}"
    assert ("The roof" in chosen(page, {LONG: 3, "The roof": -3}, viewed=viewed)) == stays


@pytest.mark.parametrize(("viewed", "kept"), [(1.0, 2), (0.0, 0)])
def test_the_captions_of_a_list_of_pictures_are_its_items(viewed: float, kept: int) -> None:
    figures = "".join(f"<li><figure><img src={n}.jpg><figcaption>Roof {n}</figcaption></figure></li>" for n in (1, 2))
    found = chosen(f"<p>{LONG}<ul>{figures}</ul><p>{LONG}", {LONG: 3, "Roof": -4}, viewed=viewed)
    assert sum(text.startswith("Roof") for text in found) == kept


@pytest.mark.parametrize(
    ("links", "href", "viewed", "stays"),
    [(12, "/{}", 0.0, False), (12, "/{}", 1.0, True), (12, "http://other.net/{}", 0.0, True), (6, "/{}", 0.0, True)],
)
def test_a_cloud_of_links_that_no_reader_view_shows_goes(links: int, href: str, viewed: float, stays: bool) -> None:
    cloud = " ".join(f"<a href={href.format(n)}>subject{n}</a>" for n in range(links))
    found = chosen(f"<p>{LONG}<div>{cloud}</div><p>{LONG}", {LONG: 3, "subject": 2}, viewed=viewed)
    assert any(text.startswith("subject") for text in found) == stays


@pytest.mark.parametrize(
    ("name", "stays"), [("twitter-tweet", True), ("bluesky-embed dark", True), ("notwitter-tweets", False)]
)
def test_a_post_that_the_article_quotes_is_of_it(name: str, stays: bool) -> None:
    page = f"<p>{LONG}<div class=social><blockquote class='{name}'><p>Read on!</p>— E. Roe</blockquote></div><p>{LONG}"
    assert chosen(page, {LONG: 3, "Read": -4, "—": -4}) == (
        [LONG, "Read on!", "— E. Roe", LONG] if stays else [LONG, LONG]
    )


@pytest.mark.parametrize(("times", "stays"), [(2, True), (1, False)])
def test_a_long_description_in_the_type_of_a_heading_is_the_first_paragraph(times: int, stays: bool) -> None:
    lead = " ".join([LONG.replace("The", "A")] * times)
    found = chosen(f"<h1>The library</h1><h2>{lead}</h2><p>{LONG}", {LONG: 3, "A": 1}, "thelibrary", summary=lead)
    assert (lead in found) == stays


LEAD = "A town keeps what it has. " * 8


@pytest.mark.parametrize(
    ("lead", "stays"),
    [
        (f"<div class=article-intro><p>{LEAD}</p></div>", True),
        (f"<p class=standfirst>{LEAD}</p>", True),
        ("<p class=standfirst>A town keeps what it has.</p>", False),
        (f"<p class=leaderboard>{LEAD}</p>", False),
        (f"<p class=intro><a href=/other>{LEAD}</a></p>", False),
        (f"<div class=intro><figure><figcaption>{LEAD}</figcaption></figure></div>", False),
    ],
)
def test_a_long_lead_between_title_and_text_is_of_the_article(lead: str, stays: bool) -> None:
    found = chosen(f"<h1>The library</h1>{lead}<p>{LONG}", {LONG: 3}, "thelibrary")
    assert any(text.startswith("A town") for text in found) == stays
    assert not any(
        text.startswith("A town") for text in chosen(f"{lead}<h1>The library</h1><p>{LONG}", {LONG: 3}, "thelibrary")
    )


@pytest.mark.parametrize(
    ("name", "times", "stays"),
    [
        ("author-bio", 1, False),
        ("widget about-the-author", 1, False),
        ("post__AuthorBox", 1, False),
        ("authority-info", 1, True),
        ("author-bio", 3, True),
    ],
)
def test_a_box_about_the_author_goes_unless_the_page_is_about_them(name: str, times: int, stays: bool) -> None:
    told = " ".join(["Eva Roe has written about towns and their libraries since she was a student of law."] * times)
    found = chosen(f"<p>{LONG}</p><div class='{name}'><p>{told}</p></div>", {LONG: 3, "Eva": 2})
    assert (told in found) == stays


def test_a_list_in_a_list_goes_or_stays_with_it() -> None:
    page = f"<p>{LONG}<ul><li>Bread<ul><li>Rye</li><li>Oats</li></ul></li><li>Salt</li></ul><p>{LONG}"
    assert chosen(page, {LONG: 3, "Bread": 3, "Rye": -2, "Oats": -2}) == [LONG, "Bread", "Rye", "Oats", "Salt", LONG]


# --- trees ----------------------------------------------------------------------------------------------------

STEPS = "0:1 1:5 1:7 2:0 2:0 2:0 2:0 1 2 4 8 16 32 64 128"


@pytest.mark.parametrize(
    ("row", "leaf"),
    [((1, 5, 0), 1), ((1, 5, 1), 2), ((1, 6, 0), 4), ((2, 7, 0), 16), ((2, 8, 1), 128), ((0, 9, 9), 8)],
)
def test_a_tree_leads_to_one_leaf(row: tuple[float, ...], leaf: int) -> None:
    assert sums([row], read(STEPS)) == [leaf]


def test_the_leaves_of_all_trees_are_added_for_each_block() -> None:
    assert sums([(1, 5, 0), (2, 8, 1)], read(f"{STEPS}\n{STEPS}")) == [2, 256]


def test_the_trees_of_the_package_are_whole() -> None:
    forest = read(TREES)
    assert forest.leaves.shape == (TREES.count("\n") - 1, LEAVES)
    assert 0 <= forest.columns.min() <= forest.columns.max() < len(NAMES)


def test_all_columns_that_the_trees_ask_for_are_there() -> None:
    seen = evidence(parse(f"<article><h1>Title</h1><p>{LONG}<p>{LONG}</article>"))
    assert set(NAMES) <= set(seen.columns)
    assert {len(column) for column in seen.columns.values()} == {len(seen.found)} == {3}


def test_a_block_of_many_weighs_what_it_weighs_among_few() -> None:
    seen = evidence(parse(f"<article><p>{LONG}<p>{LONG}</article><footer>All rights reserved</footer>"))
    few, many = scores(seen.columns), scores({name: column * 700 for name, column in seen.columns.items()})
    assert many == few * 700


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.sampled_from('<>/ab "=pdivultrhoscn&;#\n'), max_size=200))
def test_any_page_can_be_weighed(page: str) -> None:
    seen = evidence(parse(page))
    assert len(scores(seen.columns)) == len(seen.found) if seen.columns else not seen.found


def test_the_score_can_be_given() -> None:
    page = parse(f"<p>{LONG}</p><p>Second: {LONG}</p><p>Third: {LONG}</p>")
    assert extract(page, "", lambda columns: [1.0, -1.0, 1.0]).body == f"{LONG}\n\nThird: {LONG}\n"
