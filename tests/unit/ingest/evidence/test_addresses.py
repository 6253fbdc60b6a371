"""Web addresses: tidy, with the date, words and host that they tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.evidence.addresses import host_of, name_date, tidy_url, url_date, url_slug, wiki_title


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://Example.org/a?utm_source=x&id=3&fbclid=9#top", "https://example.org/a?id=3"),
        ("http://example.org/#!/route/7", "http://example.org/#!/route/7"),
        ("//example.org/a", "https://example.org/a"),
        ("ftp://example.org/a.txt", "ftp://example.org/a.txt"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://user:secret@example.org/", ""),
        ("https://[broken", ""),
        ("https://example.org/" + "a" * 5000, ""),
        ("not an address", ""),
    ],
)
def test_tidy(url: str, expected: str) -> None:
    assert tidy_url(url) == expected


@given(st.text(max_size=60))
def test_tidying_twice_changes_nothing(text: str) -> None:
    once = tidy_url("https://example.org/" + text)
    assert tidy_url(once) == once


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2021/03/14/", "2021-03-14"),
        ("/2021-03-14-words", "2021-03-14"),
        ("/20210314/", "2021-03-14"),
        ("/2021/mar/14/words", "2021-03-14"),
        ("/news/2021/0314/words", "2021-03-14"),
        ("/2021/03/words", "2021-03"),
        ("/2021/words", "2021"),
        ("/2021/02/30/words", "2021"),
        ("/item-20213914", ""),
        ("/words-12345678", ""),
    ],
)
def test_dates_in_paths(path: str, expected: str) -> None:
    assert url_date("https://example.org" + path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/city/543171-bridge-opens-after-repair", "bridge opens after repair"),
        ("/bridge-opens-after-repair-33328852.html", "bridge opens after repair"),
        ("/bridge-opens-after-repair;art114,3177663", "bridge opens after repair"),
        ("/bridge-opens-after-repair/", "bridge opens after repair"),
        ("/a-guide-to-covid-19", "a guide to covid 19"),
        ("/best-boats-of-2021", "best boats of 2021"),
        ("/world-12345678", ""),
        ("/article-3f2a9c1d7b", ""),
        ("/", ""),
    ],
)
def test_words_of_slugs(path: str, expected: str) -> None:
    assert url_slug("https://example.org" + path) == expected


def test_titles_spelled_out_and_hosts() -> None:
    assert wiki_title("https://example.org/wiki/Ferry_sinks,_crew%27s_boat_found") == "Ferry sinks, crew's boat found"
    assert wiki_title("https://example.org/some_thing_here.html") == ""
    assert host_of("https://www.Example.org:8080/a") == "example.org"


def test_dates_in_file_names() -> None:
    assert name_date("2015-12-08-slug") == "2015-12-08"
    assert name_date("1945-Harbour") == "1945"
    assert name_date("2021-02-30-slug") == ""
    assert name_date("plan9") == ""
