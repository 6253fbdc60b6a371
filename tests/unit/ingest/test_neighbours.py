"""Which blocks of invented pages stand in another post than the page's own."""

from __future__ import annotations

import pytest

from generator.ingest.extract.article import extract
from generator.ingest.extract.blocks import blocks
from generator.ingest.extract.neighbours import in_other_posts
from generator.ingest.markup import parse

OWN = "The ferry to the island runs again from Monday, said the harbour office. " * 3
OTHER = "Two bakers of the valley share one oven since the flood of last spring. "


def others(page: str) -> list[str]:
    """The beginnings of the blocks that stand in other posts."""
    found = blocks(parse(page))
    told = in_other_posts(found, "theferryrunsagain")
    return [block.text[:10] for block, yes in zip(found, told, strict=True) if yes]


def page(below: str, own: str = OWN) -> str:
    return f"<article><h1>The ferry runs again</h1><p>{own}</p></article>{below}"


@pytest.mark.parametrize(
    ("below", "told"),
    [
        (f"<article><h2><a href='/bread'>One oven</a></h2><p>{OTHER}</p></article>", ["One oven", "Two bakers"]),
        (f"<article><a href='/bread'><h3>One oven</h3></a><p>{OTHER}</p></article>", ["One oven", "Two bakers"]),
        (f"<div class='post hentry'><p>{OTHER}</p></div>", ["Two bakers"]),
        (f"<section class='h-entry'><article><p>{OTHER}</p></article></section>", ["Two bakers"]),
        (f"<article><h2>The fare</h2><p>{OTHER}</p></article>", []),
        (f"<article><h2><a href='#fare'>The fare</a></h2><p>{OTHER}</p></article>", []),
        (f"<div><h2><a href='/bread'>One oven</a></h2><p>{OTHER}</p></div>", []),
    ],
)
def test_posts_beside_the_article_are_known(below: str, told: list[str]) -> None:
    assert others(page(below)) == told


def test_a_longer_post_than_that_with_the_title_is_no_other() -> None:
    assert others(page(f"<article class='hentry'><p>{OTHER * 6}</p></article>")) == []


def test_what_stands_in_the_article_itself_is_of_it() -> None:
    inner = f"<article class='hentry'><h2><a href='/day-1'>Day one</a></h2><p>{OTHER}</p></article>"
    assert others(f"<article><h1>The ferry runs again</h1><p>{OWN}</p>{inner}</article>") == []


def test_of_a_page_whose_title_stands_in_no_post_all_may_be_its_own() -> None:
    posts = f"<article class='hentry'><h2><a href='/bread'>One oven</a></h2><p>{OTHER}</p></article>" * 3
    assert others(f"<h1>The ferry runs again</h1>{posts}") == []


def test_other_posts_are_left_out_without_a_doubt_whatever_their_length_together() -> None:
    posts = "".join(f"<article class='hentry'><p>{OTHER * 2}{word}.</p></article>" for word in "abcdefghijkl")
    found = extract(parse(f"<title>The ferry runs again</title><body>{page(posts)}"), "https://e.org/ferry")
    assert "ferry to the island" in found.body
    assert "Two bakers" not in found.body
    assert not found.problems
    assert any("Two bakers" in cut.text for cut in found.cuts)
