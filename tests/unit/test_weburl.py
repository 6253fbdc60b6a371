"""One key for all spellings of an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.weburl import link_key, tidy_url


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a/b",
        "http://www.example.org:80/a/b/",
        "HTTPS://EXAMPLE.org:443/a/b/index.html?utm_source=x#part",
        "//example.org/%61/b///",
        " https://example.org./a/b/default.aspx ",
    ],
)
def test_spellings_of_one_address_have_one_key(url: str) -> None:
    assert link_key(url) == "//example.org/a/b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/?p=1", "https://example.org/?p=2"),
        ("https://example.org/a", "https://example.net/a"),
        ("https://example.org:8080/a", "https://example.org/a"),
        ("https://example.org/#!/a", "https://example.org/#!/b"),
        ("https://example.org/index", "https://example.org/"),
    ],
)
def test_other_addresses_have_other_keys(one: str, other: str) -> None:
    assert link_key(one) != link_key(other) and link_key(one) and link_key(other)


@pytest.mark.parametrize(
    "url", ["", "a/b", "/a", "#a", "mailto:a@example.org", "ftp://example.org/a", "https://[", "javascript:x"]
)
def test_what_is_no_page_of_the_web_has_no_key(url: str) -> None:
    assert link_key(url) == ""


@given(st.text(max_size=60), st.sampled_from(["", "?", "?a=b&", "#", "#!", "/index.html"]))
def test_a_key_is_the_key_of_itself_and_of_the_tidy_address(text: str, more: str) -> None:
    url = f"https://example.org/{text}{more}"
    assert link_key(link_key(url)) == link_key(url) == link_key(tidy_url(url))


@given(
    st.lists(st.sampled_from("www. example.org a B - . .. / // index.html Default.asp ~ _ /www.".split()), max_size=8)
)
def test_a_plain_address_has_the_key_that_its_other_spelling_has(parts: list[str]) -> None:
    url = f"https://{''.join(parts)}"
    assert link_key(url) == link_key(url.replace("https", "HTTPS", 1))  # which is not taken for a plain one
