"""Which part of invented pages a reader view shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from generator.ingest.extract.blocks import blocks
from generator.ingest.extract.boxes import is_data
from generator.ingest.extract.reader_view import reader_view
from generator.ingest.markup import parse, plain_text

LONG = "The council of the small town voted on Monday, after a long debate, to keep its old library open for readers. "
STORY = f"<p>{LONG * 2}</p><p>{LONG * 3}</p><p>{LONG * 2}</p>"
LINKS = "".join(f'<li><a href="/{i}">Another story of the day {i}</a></li>' for i in range(8))
CELLS = "<tr><td>Year<td>Readers<td>Loans</tr>" + "".join(f"<tr><td>{y}<td>7<td>9</tr>" for y in range(1990, 1999))


def shown(page: str) -> list[str]:
    """The blocks of text that are shown."""
    tree = parse(page)
    view = reader_view(tree)
    return [block.text for block in blocks(tree) if block.owner in view]


def text(page: str) -> str:
    return "\n".join(shown(page))


def test_the_part_with_the_paragraphs_is_shown_and_the_menu_is_not() -> None:
    assert shown(f"<div id=nav><ul>{LINKS}</ul></div><div>{STORY}</div><div>All rights reserved</div>") == [
        (LONG * n).strip() for n in (2, 3, 2)
    ]


@pytest.mark.parametrize(
    "box",
    [
        "<div><h3>More</h3><p><a href=/a>A fire in the mill</a> <a href=/b>Rain at last</a> since Monday</p></div>",
        f"<ul class=related>{LINKS}</ul>",
        "<div>More <a href=/a>A fire in the mill</a> since Monday</div>",
        "<div class=related><p>More</p></div>",
        f"<div class=promo><p>More: {LONG}</p><p>Mail</p></div>",
        f"<div><h4>More</h4>{'<figure><img src=a.png></figure>' * 3}</div>",
        "<div class=share><p>More</p><p>Mail</p></div>",
        "<p class=byline>More by Ada Brook</p>",
        "<aside><p>More</p></aside>",
        "<form><p>More</p><input><input></form>",
        "<h2 hidden>More</h2>",
        "<p aria-hidden=true>More</p>",
        "<h1>More</h1>",
    ],
)
def test_a_box_within_the_article_goes(box: str) -> None:
    assert "More" not in text(f"<title>More</title><div>{STORY}{box}{STORY}</div>")


@pytest.mark.parametrize(
    "kept",
    [
        "<ul><li>Bread, of course</li><li>Salt</li></ul>",
        f"<table>{CELLS}</table>",
        '<figure><img src="a.png"><figcaption>The roof</figcaption></figure>',
        "<h2>The roof</h2>",
        f'<div class="story-text"><p>{LONG} <a href="/x">More</a></p></div>',
        f"<pre>{LINKS.replace('<', '&lt;')}</pre>",
        f"<div class=promo><p>{LONG}</p></div>",
        "<div class=share>By hand</div>",
        "<div><p>By hand</p><input><input></div>",
        "<div><h3>The film</h3><iframe src='//www.youtube.com/embed/x'></iframe><a href=/b>and its music</a></div>",
        "<ul><li><a href=/a><img src=a.png></a><li><a href=/b><img src=b.png></a></ul>",
    ],
)
def test_what_belongs_to_the_article_stays(kept: str) -> None:
    words = plain_text(html.fromstring(f"<div>{kept}</div>"))
    assert words in " ".join(shown(f"<div>{STORY}{kept}{STORY}</div>"))


def test_neighbours_that_are_like_the_best_part_are_shown() -> None:
    page = f"<div class=part>{STORY}</div><div class=part><p>{LONG}</p></div><div class=other><p>Buy this</p></div>"
    assert text(f"<main>{page}</main>").count(LONG.strip()) == 8
    assert "Buy this" not in text(f"<main>{page}</main>")


def test_text_without_paragraphs_counts_between_its_line_breaks() -> None:
    page = f"<div id=menu>{LINKS}</div><div>{LONG * 3}<br><br>{LONG * 3}<ul><li>One</ul>{LONG}</div>"
    assert [each[:11] for each in shown(page)] == ["The council", "One", "The council"]


def test_names_are_trusted_less_if_nothing_else_is_left() -> None:
    assert text(f"<div class=sidebar>{STORY}</div>").startswith(LONG)


@pytest.mark.parametrize("page", ["", "<p>", "<table><tr><td>", "<div><div><div></div></div></div>", "<frameset>"])
def test_a_page_without_words_shows_none(page: str) -> None:
    assert shown(page) == []


def test_the_tree_is_not_changed() -> None:
    tree = parse(f"<div>{STORY}<ul>{LINKS}</ul></div>")
    before = html.tostring(tree)
    reader_view(tree)
    assert html.tostring(tree) == before


@pytest.mark.parametrize(
    ("table", "yes"),
    [
        ("<table><tr><th>Year<tr><td>1990</table>", True),
        ("<table role=presentation><tr><th>Year<tr><td>1990</table>", False),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", False),
        (f"<table>{CELLS}</table>", True),
        (f"<table><tr><td><table>{CELLS}</table><td>x<tr><td>a<td>b</table>", False),
        ("<table>" + "<tr><td>line" * 12 + "</table>", False),
    ],
)
def test_tables_of_data_are_told_from_tables_of_layout(table: str, yes: bool) -> None:
    assert is_data(html.fromstring(table)) is yes


def test_cleaned_articles_are_found_again() -> None:
    """The reviewed articles of Mozilla's own pages: nearly all of their words, and few others."""
    folder = Path(__file__).resolve().parents[4] / "shared" / "data" / "readability"
    if not folder.exists():
        pytest.skip("needs ../shared/data/readability beside the project")
    found = right = wanted = 0
    for case in sorted(folder.glob("*/source.html")):
        made = set(text(case.read_text("utf-8", "replace")).split())
        true = set(plain_text(parse((case.parent / "expected.html").read_text("utf-8", "replace"))).split())
        found, right, wanted = found + len(made), right + len(made & true), wanted + len(true)
    assert right / wanted > 0.97
    assert right / found > 0.93
