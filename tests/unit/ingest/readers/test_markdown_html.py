"""Markdown and web pages: front matter in each notation, damage in it, and what decides the format."""

from __future__ import annotations

import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import readers
from generator.ingest.draft import Reading, draft
from generator.ingest.readers import html, markdown
from generator.types import Draft, Raw


def one(said: str, name: str = "a.md") -> Raw:
    (found,) = markdown.read(name, io.BytesIO(said.encode()))
    assert isinstance(found, Raw)
    return found


def signals(raw: Raw) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for signal in raw.signals:
        found.setdefault(signal.field, []).append(signal.value)
    return found


YAML = """---
title: "Salt &amp; oranges"
date: 2021-03-14 10:00:00 -5
authors:
- Ada Lin
- Bo Wren
tags: [sea, salt]
url: https://example.org/x
layout: post
hero: false
params:
  shelf: 12
  description: It came by ship.
---
"""
TOML = """+++
title = "Salt & oranges"
date = 2021-03-14T10:00:00-05:00
authors = ["Ada Lin", "Bo Wren"]
tags = ["sea", "salt"]
url = "https://example.org/x"
layout = "post"
hero = false
[params]
shelf = 12
description = "It came by ship."
+++
"""
JSON = """{
  "title": "Salt & oranges", "date": "2021-03-14", "authors": ["Ada Lin", "Bo Wren"], "tags": ["sea", "salt"],
  "url": "https://example.org/x", "layout": "post", "hero": false,
  "params": {"shelf": 12, "description": "It came by ship."}
}
"""


@pytest.mark.parametrize("front", [YAML, TOML, JSON], ids=["yaml", "toml", "json"])
def test_front_matter(front: str) -> None:
    raw = one(front + "\n# Salt\n\nIt came.\n")
    assert raw.text == "# Salt\n\nIt came.\n"
    assert signals(raw) == {
        "title": ["Salt & oranges"],
        "date": ["2021-03-14"],
        "author": ["Ada Lin", "Bo Wren"],
        "tag": ["sea", "salt"],
        "url": ["https://example.org/x"],
        "summary": ["It came by ship."],
    }
    assert raw.extra == {"layout": "post", "hero": "false", "params.shelf": "12"}
    assert raw.cuts[0].text == front.strip("\n")
    assert (raw.media, raw.problems) == ("text/markdown", ())
    assert raw.signals[0].how.startswith("front matter")


def test_lines_of_pelican() -> None:
    raw = one("Title: Salt\nDate: 2021-03-14\nSlug: salt\n\nIt came.\n")
    assert signals(raw) == {"title": ["Salt"], "date": ["2021-03-14"]}
    assert (raw.text, raw.extra) == ("It came.\n", {"Slug": "salt"})


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("---\ntitle: Salt: a story\ndate: 2021-03-14\n---\nbody", "a.md:2"),
        ("---\nlayout: a\ntitle: Salt\ntitle: Oranges\ndate: 2021-03-14\n---\nbody", "a.md:4"),
        ("---\nx: &a [1]\ny: *a\n---\nbody", "a.md:2"),
        ("---\n<<: {a: b}\n---\nbody", "a.md:2"),
        ("---\ntitle: a\n\tb\n---\nbody", "a.md:3"),
        ("+++\ntitle = a\n+++\nbody", "a.md:2"),
        ("\n+++\ntitle = 'a'\ndate = 2021-02-30\n+++\nbody", "a.md:4"),
        ("---\ntitle: a\n\nbody", "a.md:1"),
    ],
)
def test_broken_front_matter_is_named_with_its_line_and_nothing_is_cut(said: str, where: str) -> None:
    raw = one(said)
    assert raw.text == said.lstrip("\n")
    assert not raw.cuts
    assert [problem.where for problem in raw.problems] == [where]
    assert raw.problems[0].hint


def test_simple_lines_of_broken_front_matter_still_speak() -> None:
    raw = one("---\ntitle: 'Salt'\ntitle: Oranges\ndate: 2021-03-14\n---\nbody")
    assert signals(raw) == {"title": ["Salt"], "date": ["2021-03-14"]}
    assert max(signal.weight for signal in raw.signals) < 0.9


@pytest.mark.parametrize(
    "said", ["---\n\nA rule.\n\n---\n", "# Salt\n\nIt came.", "{ not json }\n", "---\n- a\n---\n", ""]
)
def test_other_beginnings_are_body(said: str) -> None:
    raw = one(said)
    assert (raw.text, raw.cuts, raw.signals) == (said, (), ())


def test_a_page_with_front_matter_stays_html() -> None:
    raw = one("---\ntitle: Salt\n---\n<p>It came.</p>", "a.html")
    assert (raw.media, raw.text) == ("text/html", "<p>It came.</p>")


@pytest.mark.parametrize(
    ("name", "head", "yes"),
    [
        ("a.md", b"anything", True),
        ("a.markdown", b"", True),
        ("a.html", b"---\ntitle: a\n---\n<p>", True),
        ("a", b"+++\ntitle = 'a'\n+++\n", True),
        ("a", b"---\n\nafter a rule", False),
        ("a.md", b"<!DOCTYPE html><html>", False),
        ("a.md", b"\x89PNG\r\n\x1a\n\0\0\0\1", False),
        ("a.txt", b"anything", False),
    ],
)
def test_what_is_markdown(name: str, head: bytes, yes: bool) -> None:
    assert markdown.sniff(name, head) is yes


@pytest.mark.parametrize(
    ("name", "head", "yes"),
    [
        ("a", b"\xef\xbb\xbf\n<!doctype HTML>", True),
        ("a.txt", b"<!-- saved - from -- x --><html lang=en>", True),
        ("a", b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'>", True),
        ("a", b"<p>One.", True),
        ("a", "<html>".encode("utf-16"), True),
        ("a.htm", b"Words without a tag", True),
        ("a", b"<wall>", False),
        ("a", b"<?xml version='1.0'?><rss>", False),
        ("a.html", b"%PDF-1.4", False),
        ("a.html", b"\x89PNG\r\n\x1a\n\0\0\0\1", False),
    ],
)
def test_what_is_a_page(name: str, head: bytes, yes: bool) -> None:
    assert html.sniff(name, head) is yes


def test_a_page_is_decoded_by_its_own_declaration_and_kept_whole() -> None:
    page = "<meta charset=windows-1251><p>Соль</p>"
    (raw,) = html.read("a.html", io.BytesIO(page.encode("cp1251")))
    assert isinstance(raw, Raw)
    assert (raw.text, raw.media, raw.cuts) == (page, "text/html", ())


def test_comments_of_a_list_archive_speak_and_stay() -> None:
    page = '<!-- isosent="20030131235959" -->\n<!-- subject="Salt" -->\n<html><p>x'
    (raw,) = html.read("a.html", io.BytesIO(page.encode()))
    assert isinstance(raw, Raw)
    assert signals(raw) == {"date": ["2003-01-31"], "title": ["Salt"]} and raw.text == page


@given(
    st.sampled_from(["---\n", "+++\n", "{", ""]),
    st.text(max_size=60),
    st.sampled_from(["\n---\n", "\n+++\n", "}\n", ""]),
)
def test_any_text_gives_a_record(start: str, middle: str, end: str) -> None:
    for reader, name in ((markdown, "a.md"), (html, "a.html")):
        (raw,) = reader.read(name, io.BytesIO((start + middle + end + "body").encode("utf-8", "replace")))
        assert isinstance(raw, Raw) and raw.text.endswith("body")


@pytest.mark.parametrize(
    "said",
    [
        "---\ntitle: x\ndraft: true\n---\nb",
        "---\ntitle: x\npublished: false\n---\nb",
        "---\ntitle: x\nstatus: draft\n---\nb",
        '+++\ntitle = "x"\ndraft = true\n+++\nb',
        '{"title": "x", "draft": true}\n\nb',
        "Title: x\nStatus: hidden\nDate: 2021-01-01\n\nb",
    ],
)
def test_a_text_that_a_site_did_not_show_is_a_draft(said: str) -> None:
    found = one(said)
    assert found.extra["draft"] == "true" and not found.problems
    meta = msgspec.msgpack.decode(draft(Reading(found)), type=Draft).meta
    assert meta.draft and not any("draft" in key for key in meta.extra)


@pytest.mark.parametrize(
    "value", ["draft: false", "draft: v2", "status: open", "published: 2021-03-04", "published: true"]
)
def test_what_was_shown_is_no_draft(value: str) -> None:
    found = one(f"---\ntitle: x\n{value}\n---\nb")
    assert found.extra.get("draft") != "true" and not found.problems
    assert signals(found).get("date", []) == (["2021-03-04"] if "2021" in value else [])


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.bin"])
def test_front_matter_in_json_is_no_list_of_rows(name: str) -> None:
    (found,) = readers.read(name, io.BytesIO(b'{\n"title": "The weir",\n"tags": ["a"]\n}\n\nThe *text*.'))
    assert isinstance(found, Raw)
    assert (found.origin, found.media, found.text) == (name, "text/markdown", "The *text*.")
    assert len(list(readers.read(name, io.BytesIO(b'{"title": "x"}\n\n{"title": "y"}')))) == 2
