"""Signals of each kind of record, and the fields that follow from them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from generator.ingest.infer import decide, signals_from_html, signals_from_name, signals_from_text, signals_from_url
from generator.types import Signal

SHARED = Path(__file__).parents[4] / "shared"
BODY = (
    "Mayor Kovar opened the bridge on Friday, and the first boats passed below it in the evening. "
    "The U.S. engineer who built it said that the re-opening of the bridge came late."
)
URL = "https://www.example.org/city/543171-kovar-re-opening-of-the-bridge?utm_source=mail"
PAGE = """<html lang="en"><head><title>Bridge opens | Harbour Post</title>
<meta property="og:site_name" content="Harbour Post"><meta property="og:title" content="Bridge opens">
<link rel="canonical" href="/2021/03/14/bridge-opens?utm_medium=x">
<meta property="og:url" content="https://example.org/x/y">
<script type="application/ld+json">
{"@type":"NewsArticle","headline":"Bridge opens","datePublished":"2021-03-14"}</script>
</head><body><h1>Bridge opens</h1><p class="byline">By Mira Kovar and Tom Lund</p><p>14 March 2021</p></body></html>"""


def test_a_page_without_a_tree_changed() -> None:
    tree = html.document_fromstring(PAGE)
    before = html.tostring(tree)
    signals = signals_from_html(tree, PAGE)
    assert html.tostring(tree) == before
    found = decide(signals, BODY, "a.html")
    assert (found.title, found.date, found.source, found.language) == (
        "Bridge opens",
        "2021-03-14",
        "Harbour Post",
        "en",
    )
    assert found.url == "https://example.org/2021/03/14/bridge-opens"
    assert found.authors == ("Mira Kovar", "Tom Lund")
    assert found.evidence["date"].sure == "certain"
    assert found.problems == ()


def test_htmldate_is_asked_only_in_doubt() -> None:
    assert not any(s.how == "htmldate" for s in signals_from_html(html.document_fromstring(PAGE), PAGE))
    bare = "<html><body><p>Some words</p><div class='x'>Text of 2021-03-14 here</div></body></html>"
    assert any(s.how == "htmldate" for s in signals_from_html(html.document_fromstring(bare), bare))


def test_an_address_alone() -> None:
    found = decide(signals_from_url(URL), BODY, "a.txt")
    assert found.title == "Kovar re-opening of the bridge"
    assert found.url == "https://www.example.org/city/543171-kovar-re-opening-of-the-bridge"
    assert found.source == "example.org"
    assert found.evidence["title"].how == "URL slug"
    assert signals_from_url("javascript:alert(1)") == []


def test_no_evidence_at_all() -> None:
    found = decide([], BODY, "a.txt")
    assert found.title == "Mayor Kovar opened the bridge on Friday, and the first boats passed below it…"
    assert (found.evidence["title"].how, found.evidence["title"].sure) == ("first words", "worked out")
    assert decide([], "", "a.txt").title == ""


@pytest.mark.parametrize(
    ("path", "date", "title"),
    [
        ("posts/2015-12-08-bridge-opens.md", "2015-12-08", "bridge opens"),
        ("20210314.txt", "2021-03-14", ""),
        ("1945-Harbour.txt", "1945", "1945 Harbour"),
        ("1945-copy.txt", "1945", ""),
        ("001_3d657908ab14e5f4.txt", "", ""),
        ("9f86d081884c7d659a2feaa0c55ad015.html", "", ""),
        ("all_my_texts.csv", "", ""),
    ],
)
def test_file_names(path: str, date: str, title: str) -> None:
    said = {s.field: s.value for s in signals_from_name(path)}
    assert (said.get("date", ""), said.get("title", "")) == (date, title)


def test_the_beginning_of_a_text() -> None:
    text = f"The bridge opens\n\nBy Mira Kovar\n\nSunday, March 14, 2021\n\n{BODY}\n"
    found = decide(signals_from_text(text), BODY, "a.txt")
    assert (found.title, found.date, found.authors) == ("The bridge opens", "2021-03-14", ("Mira Kovar",))
    assert decide(signals_from_text(f"1884\n\n{BODY}"), BODY, "a.txt").date == "1884"


@pytest.mark.parametrize(
    ("line", "date", "words"),
    [
        ("c. 1923", "1923", "c. 1923"),
        ("Cork, c. May 1884", "1884-05", "c. May 1884"),
        ("1914-1918", "1914", "1914-1918"),
        ("Galway, between 1890 and 1895", "1890", "between 1890 and 1895"),
        ("2021", "", ""),
        ("All of the men who came back before 1850 had gone, and nobody knew where", "", ""),
    ],
)
def test_a_dateline_may_be_less_exact(line: str, date: str, words: str) -> None:
    found = decide(signals_from_text(f"{line}\n\n{BODY}"), BODY, "a.txt")
    assert (found.date, found.date_text) == (date, words)


def test_a_date_inside_a_sentence_is_weak_or_nothing() -> None:
    found = decide(signals_from_text("OSLO, March 14, 2021 (Post) - The bridge opened.\n\n" + BODY), BODY, "a.txt")
    assert (found.date, found.evidence["date"].sure) == ("2021-03-14", "worked out")
    assert decide(signals_from_text("The bridge that fell in May 1884 opens again.\n\n" + BODY), BODY, "a").date == ""


def test_a_first_sentence_is_no_title() -> None:
    assert not any(s.field == "title" for s in signals_from_text(BODY + "\n\n" + BODY))


def test_a_long_body_wins_over_the_stated_language() -> None:
    stated = Signal("language", "de-DE", "html lang", 0.7)
    found = decide([stated], BODY * 4, "a.html")
    assert found.language == "en"
    assert found.evidence["language"].how == "text; html lang says de-de"
    assert decide([stated], "Bridge opens today, ja.", "a.html").language == "de-de"


def test_a_text_that_is_asked_twice_agrees_with_itself_only() -> None:
    found = decide(signals_from_text(BODY), BODY, "a.txt")
    assert (found.language, found.evidence["language"].sure) == ("en", "worked out")


def test_the_agency_is_an_author_only_where_nobody_else_is() -> None:
    source = Signal("source", "Reuters", "meta og:site_name", 0.9)
    agency, person = Signal("author", "Reuters", "meta author", 0.75), Signal("author", "Mira Kovar", "byline", 0.5)
    assert decide([source, agency, person], "", "a").authors == ("Mira Kovar",)
    assert decide([source, agency], "", "a").authors == ("Reuters",)


def test_tags_people_and_summary() -> None:
    signals = [Signal("tag", "Sea", "x"), Signal("tag", "sea ", "x"), Signal("person", "Tom Lund", "hover card")]
    found = decide([*signals, Signal("summary", "All &amp; more.", "meta description")], BODY, "a")
    assert (found.tags, found.people, found.summary) == (("Sea",), ("Tom Lund",), "All & more.")


FIELDS = st.sampled_from(["title", "date", "url", "source", "author", "language", "tag", "summary", "person"])


@given(st.lists(st.builds(Signal, FIELDS, st.text(max_size=40), st.text(max_size=12), st.floats(0, 1)), max_size=12))
def test_any_signals_give_a_decision_with_evidence(signals: list[Signal]) -> None:
    found = decide(signals, "", "a")
    for field in ("title", "date", "url", "source", "language", "summary", "authors"):
        assert bool(getattr(found, field)) == (field in found.evidence)


@given(st.text(max_size=300))
def test_any_text_gives_signals(text: str) -> None:
    signals_from_text(text)
    signals_from_name(text)
    signals_from_url(text)


def test_the_seeds_header_form_keeps_every_address_and_date() -> None:
    folder = SHARED / "data" / "wikinews"
    if not folder.exists():
        pytest.skip("../shared/data/wikinews absent")
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    for name, said in truth.items():
        head, _, body = (folder / "seedstyle" / f"{name}.txt").read_text("utf-8").partition("\n\n")
        _, date, url = head.split()
        signals = [Signal("date", date, "header line", 0.95), Signal("url", url, "header line", 0.95)]
        found = decide([*signals, *signals_from_url(url), *signals_from_text(body)], body, name)
        assert (found.date, found.url, found.evidence["date"].sure) == (said["date"], said["url"], "certain")
