"""Signals of the head, the data and the body of a page."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from generator.ingest.evidence.html_body import signals_from_body
from generator.ingest.evidence.html_head import signals_from_head, signals_from_notes
from generator.ingest.evidence.json_ld import signals_from_json_ld
from generator.ingest.evidence.page import page_of
from generator.types import Signal

ARTICLE = (
    '{"@type":"NewsArticle","headline":"Boats","datePublished":"2021-03-14","dateModified":"2021-03-20",'
    '"author":[{"@type":"Person","name":"Mira Kovar"},"Tom Lund"],"keywords":"sea, harbour","inLanguage":"en",'
    '"publisher":{"name":"Harbour Post"},"mainEntityOfPage":{"@id":"https://example.org/boats"}}'
)


def values(signals: list[Signal], field: str) -> list[str]:
    return [signal.value for signal in signals if signal.field == field]


def body(text: str, language: str = "", titles: tuple[str, ...] = ()) -> list[Signal]:
    return signals_from_body(page_of(html.document_fromstring(f"<html><body>{text}</body></html>"), language, titles))


@pytest.mark.parametrize("wrap", ["%s", "[%s]", '{"@graph":[{"@type":"WebSite","name":"X"},%s]}', "<!-- %s -->", "%s;"])
def test_an_article_is_found_wherever_its_data_stand(wrap: str) -> None:
    found = signals_from_json_ld([wrap % ARTICLE])
    assert values(found, "title") == ["Boats"]
    assert [(s.value, s.how) for s in found if s.field == "date"] == [
        ("2021-03-14", "JSON-LD datePublished"),
        ("2021-03-20", "modified date (JSON-LD)"),
    ]
    assert values(found, "author") == ["Mira Kovar", "Tom Lund"]
    assert values(found, "tag") == ["sea", "harbour"]
    assert values(found, "url") == ["https://example.org/boats"]


def test_broken_data_are_repaired_or_searched() -> None:
    assert values(signals_from_json_ld([ARTICLE.replace("Boats", "Bo\nats").replace('"en",', '"en",,')]), "date")
    assert values(signals_from_json_ld([ARTICLE[:-1].replace('"en",', '"en",}')]), "date") == ["2021-03-14"]
    assert values(signals_from_json_ld([ARTICLE[:90] + "}"]), "date") == ["2021-03-14"]
    assert signals_from_json_ld(["", "null", "[[[", '"text"', "[" * 5000]) == []


def test_an_author_may_be_named_elsewhere() -> None:
    graph = (
        '{"@graph":[{"@type":"Article","headline":"B","author":{"@id":"#p"}},'
        '{"@type":"Person","@id":"#p","name":"Mira Kovar"}]}'
    )
    assert values(signals_from_json_ld([graph]), "author") == ["Mira Kovar"]


KEYS = st.sampled_from(["@type", "@graph", "@id", "author", "name", "datePublished", "headline", "keywords"])
JSON = st.recursive(st.text(max_size=5) | st.integers() | st.none(), lambda v: st.lists(v) | st.dictionaries(KEYS, v))


@given(JSON)
def test_odd_data_never_stop_us(value: object) -> None:
    signals_from_json_ld([json.dumps(value)])


def test_the_head() -> None:
    tree = html.document_fromstring(
        "<html lang='en-GB'><head><title>Boats | Harbour Post</title><link rel=canonical href='https://example.org/b'>"
        "<meta property='og:title' content='Boats'><meta name='DC.date.issued' content='2021-03-14'>"
        "<meta property='article:modified_time' content='2021-03-20'><meta name=author content='Mira Kovar'>"
        "<meta property='article:author' content='https://example.org/mira'></head><body></body></html>"
    )
    before = html.tostring(tree)
    found = signals_from_head(tree)
    assert html.tostring(tree) == before
    assert values(found, "title") == ["Boats", "Boats | Harbour Post"]
    assert values(found, "author") == ["Mira Kovar"]
    assert values(found, "language") == ["en-GB"]
    assert {s.how for s in found if s.field == "date"} == {
        "meta dc.date.issued",
        "modified date (meta article:modified_time)",
    }


@pytest.mark.parametrize("values", ["value='2021-03-14'", "content='2021-03-14' value=x"])
def test_a_meta_tag_may_hold_its_value_under_another_name(values: str) -> None:
    tree = html.document_fromstring(f"<meta name=pub_date {values}>")
    assert [(s.field, s.value) for s in signals_from_head(tree)] == [("date", "2021-03-14")]


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        ("sea, harbour,,", ["sea", "harbour"]),
        ("Sea walls; Harbours; Tides", ["Sea walls", "Harbours", "Tides"]),
        ("AT&amp;T, R&amp;D;x", ["AT&T", "R&D;x"]),
        ("tide tables;", ["tide tables"]),
    ],
)
def test_keywords_are_parted_by_commas_or_semicolons(value: str, tags: list[str]) -> None:
    tree = html.document_fromstring(f'<meta name="dc.Subject" content="{value}">')
    assert [s.value for s in signals_from_head(tree)] == tags


def test_notes_of_programs_that_save_pages() -> None:
    saved = signals_from_notes("<!-- saved from url=(0021)https://example.org/b -->")
    assert [(s.field, s.value) for s in saved] == [("url", "https://example.org/b")]
    single = signals_from_notes(
        "<!--\n Page saved with SingleFile \n url: https://example.org/b \n saved date: Sun Mar 14 2021 10:00:00\n-->"
    )
    assert [(s.field, s.how) for s in single] == [("url", "SingleFile note"), ("date", "capture time")]


def test_dates_near_the_heading_count_and_those_of_other_things_do_not() -> None:
    found = body(
        "<div class='sidebar'><time datetime='2019-01-01'>1 January 2019</time></div>"
        "<h1>Boats</h1><p class='byline-date'>Published 14 March 2021, updated 20 March 2021</p><p>Long text.</p>"
        "<div class='comments'><time datetime='2021-04-01'>1 April 2021</time></div>"
    )
    said = {s.value: s.how for s in found if s.field == "date" and not s.how.startswith("modified")}
    assert set(said) == {"2021-03-14"}
    assert any(s.value == "2021-03-20" and s.how.startswith("modified") for s in found)


def test_two_figures_of_a_year_and_the_order_of_the_language() -> None:
    assert "2023-10-30" in values(body("<h1>Boats</h1><span>Party, 30.10.23</span>"), "date")
    assert "2021-04-03" in values(body("<h1>Bateaux</h1><span class=date>03/04/2021</span>", "fr"), "date")


def test_the_heading_is_the_one_that_the_titles_repeat_and_not_the_site() -> None:
    found = body("<h1><a href='/'>Harbour Post</a></h1><h1>Boats come home</h1>", titles=("Boats come home - Post",))
    assert [s.value for s in found if s.how == "h1"] == ["Boats come home"]
    assert values(found, "source") == ["Harbour Post"]


def test_microdata() -> None:
    found = body(
        "<h1>Boats</h1><div itemscope><meta itemprop='datePublished' content='2021-03-14'>"
        "<span itemprop='author'>Mira Kovar</span></div>"
    )
    assert "Mira Kovar" in values(found, "author")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("March 3, 2021 at 6:08 PM by Mira Kovar", "Mira Kovar"),
        ("By Mira Kovar last updated 4 April 17", "Mira Kovar"),
        ("Norbert von der Kovar", "Norbert von der Kovar"),
    ],
)
def test_a_byline_that_holds_more_than_names(line: str, name: str) -> None:
    assert values(body(f"<h1>Boats</h1><p class='byline'>{line}</p>"), "author") == [name]


def test_a_line_below_the_heading_names_the_author() -> None:
    line = "<h1>Boats</h1><p>14 March 2021</p><p>{}</p><p>Long text about the boats in the harbour.</p>"
    assert values(body(line.format("By Mira Kovar - 16/02/21 09:15 AM")), "author") == ["Mira Kovar"]
    assert values(body(line.format("Von Mira Kovar und Tom Lund")), "author") == ["Mira Kovar, Tom Lund"]
    for other in (
        "By the river stood a house.",
        "By Monday the boats were gone, and nobody knew where. " * 4,
        "Bypass",
    ):
        assert values(body(line.format(other)), "author") == []
