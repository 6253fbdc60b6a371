"""Named values, whatever their container: which field they speak for, and where the rest goes."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.readers import columns, rows
from generator.types import Problem, Raw


def one(row: dict[str, Any]) -> Raw:
    found = rows.record(row, "a.json#1", "a.json:1")
    assert isinstance(found, Raw)
    return found


def said(row: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for signal in one(row).signals:
        found.setdefault(signal.field, []).append(signal.value)
    return found


NAMES = {
    "title": "title headline Heading post_title articleTitle page-title",
    "url": "url URL link href permalink canonical_url sourceUrl article.url web_url",
    "date": "date published publishedAt Published_Date pubDate publication-date datePublished created_at data.date",
    "source": "source site publisher site_name outlet newspaper",
    "author": "author authors byline creator dc:creator",
    "tag": "tags categories keywords topic",
    "language": "language lang locale inLanguage",
    "summary": "summary description excerpt abstract dek",
}
VALUES = {
    "title": "The wall",
    "url": "https://example.org/x",
    "date": "2021-03-14",
    "source": "The Quay",
    "author": "Ada Lin",
    "tag": "harbour",
    "language": "en",
    "summary": "It is done.",
}


@pytest.mark.parametrize(("field", "name"), [(field, name) for field, names in NAMES.items() for name in names.split()])
def test_column_names(field: str, name: str) -> None:
    row: dict[str, Any] = {name: VALUES[field], "text": "x"}
    if "." in name:
        parent, child = name.split(".")
        row = {parent: {child: VALUES[field]}, "text": "x"}
    assert said(row) == {field: [VALUES[field]]}
    assert not one(row).extra


@pytest.mark.parametrize("name", ["text", "body", "content", "Article Text", "full_text", "articleBody", "maintext"])
def test_names_of_the_text(name: str) -> None:
    assert one({name: "Some words."}).text == "Some words."


@pytest.mark.parametrize(
    ("row", "media"),
    [
        ({"html": "plain words"}, "text/html"),
        ({"content_html": "<p>a</p>"}, "text/html"),
        ({"content": "<p>One.</p><p>Two.</p>"}, "text/html"),
        ({"content": "a < b and c > d"}, "text/plain"),
        ({"text": "<br> in HTML ends a line"}, "text/html"),
        ({"text": "<wall> is a word"}, "text/plain"),
        ({"markdown": "# One"}, "text/markdown"),
    ],
)
def test_what_the_text_is_written_in(row: dict[str, str], media: str) -> None:
    assert one(row).media == media


def test_text_wins_over_html_and_the_other_is_kept_or_told() -> None:
    assert one({"html": "<p>a</p>", "text": "a"}).extra == {"html": "<p>a</p>"}
    long = one({"html": "<p>" + "a" * 5_000, "text": "a"})
    assert long.text == "a" and "html" in long.problems[0].message


def test_a_long_text_under_an_unknown_name_is_the_text() -> None:
    prose = "The wall was finished in autumn. " * 12
    assert one({"title": "a", "testimony": prose}).text == prose
    assert one({"title": "a", "token": "x" * 500}).text == ""


def test_lists_and_objects_give_one_signal_each() -> None:
    row = {
        "text": "x",
        "author": [{"name": "Ada Lin"}, {"name": "Bo Wren"}],
        "tags": ["sea", "salt, dry"],
        "source": {"id": "q", "name": "The Quay"},
        "image": {"url": "https://example.org/i.png"},
        "links": [{"to": "b"}],
    }
    assert said(row) == {"author": ["Ada Lin", "Bo Wren"], "tag": ["sea", "salt, dry"], "source": ["The Quay"]}
    extra = {"source.id": "q", "image.url": "https://example.org/i.png", "links": '[{"to": "b"}]'}
    assert one(row).extra == extra


def test_a_source_that_is_an_address_is_the_url() -> None:
    assert said({"text": "x", "source": "https://example.org/x"}) == {"url": ["https://example.org/x"]}


@pytest.mark.parametrize(
    "name,value", [("url", "/a/b"), ("url", "javascript:alert(1)"), ("date", "spring"), ("lang", "English")]
)
def test_what_does_not_fit_its_name_is_kept_as_found(name: str, value: str) -> None:
    assert said({"text": "x", name: value}) == {}
    assert one({"text": "x", name: value}).extra == {name: value}


def test_dates_are_weighted_by_what_their_name_promises() -> None:
    found = one({"text": "x", "created_at": "2020-01-02", "published": "2020-01-01"}).signals
    assert [(signal.value, signal.weight) for signal in found] == [("2020-01-01", 0.95), ("2020-01-02", 0.6)]
    assert found[0].how == "column published"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Lin and Bo Wren", ["Ada Lin", "Bo Wren"]),
        ("Ada Lin, Bo Wren & Cy Orr", ["Ada Lin", "Bo Wren", "Cy Orr"]),
        ("Lin, Ada", ["Lin, Ada"]),
        ("Lin, Ada; Wren, Bo", ["Lin, Ada", "Wren, Bo"]),
        ("['Ada Lin', \"Bo O'Wren\"]", ["Ada Lin", "Bo O'Wren"]),
        ("Byron Lee", ["Byron Lee"]),
        ("Ada Lin &amp; Bo Wren", ["Ada Lin", "Bo Wren"]),
    ],
)
def test_by_lines(line: str, names: list[str]) -> None:
    assert columns.authors(line) == names


def test_tags_are_split_at_the_mark_that_they_use() -> None:
    assert said({"text": "x", "tags": "sea, salt"})["tag"] == ["sea", "salt"]
    assert said({"text": "x", "tags": "sea, salt; wind"})["tag"] == ["sea, salt", "wind"]
    assert said({"text": "x", "tags": "sea salt"})["tag"] == ["sea salt"]


def test_pinboard_calls_the_title_description() -> None:
    row = {"href": "https://example.org/x", "description": "The wall", "extended": "A note", "tags": "sea salt"}
    assert said(row) == {
        "url": ["https://example.org/x"],
        "title": ["The wall"],
        "summary": ["A note"],
        "tag": ["sea", "salt"],
    }


def test_a_row_without_text_but_with_an_address_is_a_record() -> None:
    assert one({"url": "https://example.org/x"}).text == ""


@pytest.mark.parametrize("row", [{}, {"price": "3"}, {"text": "  "}])
def test_a_row_that_says_nothing_is_a_problem(row: dict[str, str]) -> None:
    found = rows.record(row, "a.json#1", "a.json:7")
    assert isinstance(found, Problem) and found.where == "a.json:7" and found.hint


def test_the_digest_is_that_of_the_canonical_row() -> None:
    row = {"title": "é", "date": "2021"}
    text = '{"date":"2021","title":"é"}'
    assert one(row).digest == hashlib.sha256(text.encode()).hexdigest() == one(dict(reversed(row.items()))).digest


def test_long_fields_are_shortened_and_told() -> None:
    raw = one({"title": "a", "blob": "x" * 5_000})
    assert len(raw.extra["blob"]) == 4_001 and "5,000" in raw.problems[0].message


@pytest.mark.parametrize(
    "wrapped",
    [
        {"articles": [{"title": "a"}, {"title": "b"}]},
        {"status": "ok", "response": {"docs": [{"title": "a"}, {"title": "b"}]}},
        {"hits": {"hits": [{"_source": {"title": "a"}}, {"_source": {"title": "b"}}]}},
        {"status": 1, "list": {"17": {"title": "a"}, "18": {"title": "b"}}},
        {"17": {"title": "a"}, "18": {"title": "b"}},
        {"whatever": [{"title": "a"}, {"title": "b"}]},
    ],
)
def test_rows_in_a_wrapper(wrapped: dict[str, Any]) -> None:
    inner = rows.inside(wrapped)
    assert inner is not None
    assert [said(row)["title"] for row in inner if isinstance(row, dict)] == [["a"], ["b"]]


def test_a_row_is_not_a_wrapper() -> None:
    assert rows.inside({"title": "a", "text": "b", "comments": [{"text": "c"}]}) is None
    assert rows.inside({"title": "a", "author": {"name": "b"}}) is None


JSONISH = st.recursive(
    st.none() | st.booleans() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
KEYS = st.sampled_from(
    "title url date text body html author source tags lang summary name x data description href".split()
)


@given(st.dictionaries(KEYS | st.text(max_size=6), JSONISH, max_size=6))
def test_any_row_gives_a_record_or_a_problem(row: dict[str, Any]) -> None:
    found = rows.record(row, "a#1", "a:1")
    if isinstance(found, Raw):
        found.text.encode()
        for value in (*found.extra, *found.extra.values(), *(signal.value for signal in found.signals)):
            value.encode()
