"""Finished pages -> problems."""

from __future__ import annotations

import pytest

from generator.check import SITE_LIMIT, Link, Scan, check, scan, weigh
from generator.types import Problem

POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">'


def scanned(html: str, path: str = "a/index.html", base: str = "/") -> Scan:
    return scan(path, html.encode(), base)


def found(html: str, paths: tuple[str, ...] = (), base: str = "/", path: str = "a/index.html") -> list[Problem]:
    page = html + POLICY
    return check([scanned(page, path, base)], (path, *paths), {path: page.encode()}.__getitem__)


def test_ids_and_links_are_read() -> None:
    page = scanned('<p id="one">\n<a href="/x?a=1&amp;b=2" id=\'two\'>x</a>\n\n<img src="y.png"><form action="/s">')
    assert page.ids == ("one", "two")
    assert page.links == (Link("/x?a=1&b=2", "x", ""), Link("y.png", "a/y.png", ""), Link("/s", "s", ""))
    assert page.size == 89


def test_values_without_quotes_are_read_as_those_with_quotes() -> None:
    page = scanned(
        "<p id=one><a href=/x?a=1&amp;b=2 id=two>x</a> <a href=/y/>y</a><img src=z.png><script src=//e.org/x></script>"
    )
    assert page.ids == ("one", "two")
    assert sorted(link.href for link in page.links) == ["/x?a=1&b=2", "/y/", "z.png"]
    assert page.outside == (("script", "//e.org/x"),)
    assert "the handler onclick" in scanned("<b onclick=alert(1)>x</b>").live


def test_an_angle_bracket_inside_an_attribute_ends_no_tag() -> None:
    assert scanned('<a title="a > b" href="/x">').links == (Link("/x", "x", ""),)


def test_a_link_is_listed_once_and_one_that_leads_out_of_the_site_is_not() -> None:
    html = '<a href="b/#c">x</a>\n<a href="https://e.org/">x</a> <a class=\'k\' href="b/#c">x</a>'
    assert scanned(html).links == (Link("b/#c", "a/b/index.html", "c"),)


@pytest.mark.parametrize(
    "href",
    [
        "b/", "b/index.html", "/a/b/", "/a/b/index.html", "../a/b/", "./b/", "", "#here", "/a/#here", "b/?q=1",
        "https://example.org/", "//example.org/x", "mailto:a@example.org", "b/%69ndex.html", "/",
        "http://[broken",
    ],
)  # fmt: skip
def test_links_that_lead_somewhere_are_no_problem(href: str) -> None:
    html = f'<p id="here"><a href="{href}">x</a>'
    assert found(html, ("a/b/index.html", "index.html")) == []


@pytest.mark.parametrize("href", ["c/", "/c/", "../b/", "/a", "b", "index.htm", "/A/", "../../../c.png"])
def test_links_that_lead_nowhere_are_errors_with_their_line(href: str) -> None:
    (problem,) = found(f'<p>\n<a href="{href}">x</a>', ("a/b/index.html", "index.html"))
    assert (problem.level, problem.where) == ("error", "a/index.html:2")
    assert repr(href) in problem.message


@pytest.mark.parametrize(
    ("href", "good"), [("/repo/", True), ("/repo/a/", True), ("/a/", False), ("/", False), ("../", True)]
)
def test_links_from_the_root_stand_under_the_base_path(href: str, good: bool) -> None:
    problems = found(f'<a href="{href}">x</a>', ("index.html",), "/repo/")
    assert (problems == []) is good


def test_an_anchor_that_is_not_there_is_a_warning() -> None:
    for href in ("#gone", "/a/#gone", "index.html#gone"):
        (problem,) = found(f'<a href="{href}">x</a>')
        assert problem.level == "warning"
        assert "gone" in problem.hint


def test_anchors_are_compared_decoded() -> None:
    assert found('<h2 id="größe"><a href="#gr%C3%B6%C3%9Fe">x</a>') == []


def test_anchors_on_files_that_are_no_pages_are_left_alone() -> None:
    assert found('<a href="/p.pdf#page=2">x</a>', ("p.pdf",)) == []


def test_double_ids_are_errors_once_each() -> None:
    problems = found('<p id="a"><p id="a"><p id="a"><p id="b">')
    assert [(problem.level, problem.message) for problem in problems] == [("error", "the id 'a' stands twice")]


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<img src="//cdn.example/x.png">',
        '<img src="HTTPS://cdn.example/x.png">',
        "<iframe src='https://e.example/'></iframe>",
        '<link rel="stylesheet" href="https://cdn.example/x.css">',
        '<link rel="preload stylesheet" href="https://cdn.example/x.css">',
        '<link rel="shortcut icon" href="https://cdn.example/x.ico">',
        "<link href=\"http://cdn.example/m.json\" rel='manifest'>",
        '<video src="https://e.example/v.mp4">',
    ],
)
def test_loads_from_elsewhere_are_errors(html: str) -> None:
    (problem,) = found(html)
    assert problem.level == "error"
    assert "from elsewhere" in problem.message


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org/">x</a>',
        '<link rel="canonical" href="https://example.org/a/">',
        '<link rel="license" href="https://example.org/">',
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    ],
)
def test_addresses_that_are_only_named_load_nothing(html: str) -> None:
    assert found(html) == []


@pytest.mark.parametrize(
    "html",
    [
        "<p onclick='x()'>", '<img src="a.png" onerror="x()">', "<script>x()</script>", '<script type="module">x()',
        '<a href="javascript:x()">', '<a href=" java&#10;script:x()">', '<iframe src="data:text/html,x">',
        '<form action="JavaScript:x()">', "<svg ONLOAD='x()'>",
    ],
)  # fmt: skip
def test_what_would_run_is_an_error(html: str) -> None:
    errors = [problem for problem in found(html, ("a.png", "a/a.png")) if problem.message.startswith("has ")]
    assert [problem.level for problem in errors] == ["error"]


@pytest.mark.parametrize(
    "html", ['<script src="/a.js"></script>', '<script type="application/ld+json">{}</script>', "<p data-on='x'>on a b"]
)
def test_what_the_policy_allows_is_no_problem(html: str) -> None:
    assert found(html, ("a.js",)) == []


def test_a_page_without_the_policy_is_an_error() -> None:
    (problem,) = check([scanned("<p>x")], ["a/index.html"], {}.__getitem__)
    assert (problem.level, problem.message) == ("error", "has no content security policy")


def test_pictures_elsewhere_are_loaded_only_where_the_site_wants_it() -> None:
    page = scanned('<img src="https://e.example/a.png"><script src="https://e.example/a.js"></script>' + POLICY)
    assert [len(check([page], ["a/index.html"], {}.__getitem__, pictures=kept)) for kept in (False, True)] == [2, 1]


def test_a_site_near_the_limit_is_a_warning() -> None:
    assert weigh(SITE_LIMIT * 9 // 10) == []
    assert [problem.level for problem in weigh(SITE_LIMIT)] == ["warning"]


def test_problems_of_a_page_travel_on() -> None:
    known = Problem("note", "x", "y")
    assert check([Scan("x", 0, (), (), (), (known,))], ["x"], {}.__getitem__) == [known]


def test_hostile_pages_are_scanned_in_linear_time() -> None:
    for html in ("<a " * 30_000, '<a x="' * 20_000, "<a" + " b='" * 20_000, "<a href=" * 20_000):
        scanned(html)
