"""Without JavaScript everything but search works, in both themes: pages, folds, charts, tabs, citations, the way in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
TOP = Path(__file__).resolve().parents[2]
ENTRY = "2021/03/14/the-night-the-sea-wall-held/"
VERSIONS = "2013/12/09/the-sea-came-to-the-bank-and-went-again/versions/"
PAGES = (
    "", ENTRY, VERSIONS, "2021/", "2021/03/", "2021/03/16/", "years/", "on-this-day/", "a-z/", "people/",
    "people/ilse-hargrave/", "sources/", "sources/courier-website/", "tags/", "tags/sea-wall/", "languages/", "all/",
    "undated/", "about/", "data/", "search/", "no/such/page/",
)  # fmt: skip


@pytest.fixture(scope="module", params=["default", "broadsheet"])
def demo(request: Any, site_at: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo archive, published in a theme under a base path."""
    folder = tmp_path_factory.mktemp(request.param)
    shutil.copytree(TOP / "content", folder / "content", ignore=shutil.ignore_patterns("raw"))
    (folder / "content" / "raw").mkdir()
    text = (TOP / "site.yaml").read_text("utf-8")
    site = site_at(folder).write({"site.yaml": f"{text}\ntheme: {request.param}\n"})
    public: Path = site.build("--base-url", "https://archive.example/repo/").public
    return public


@pytest.fixture
def page(demo: Path, browser: Any, serve: Callable[..., str]) -> Iterator[Any]:
    """A page of a browser without scripts; `page.base` is the address of the archive."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    made = context.new_page()
    made.base = serve(demo, "/repo/")
    yield made
    context.close()


def test_every_page_shows_its_matter_and_a_way_to_search(page: Any) -> None:
    for address in PAGES:
        page.goto(page.base + address)
        assert page.locator("h1").first.is_visible(), address
        assert len(page.locator("main").inner_text()) > 40, address
        assert page.locator(".tosearch a").first.is_visible(), address
        assert not page.locator("button.tone").count(), "what needs a script is made by it"


def test_the_box_and_the_link_lead_to_the_ways_in(page: Any) -> None:
    for begin in ("", ENTRY, "people/"):
        page.goto(page.base + begin)
        page.locator(".tosearch a").first.click()
        assert page.url == f"{page.base}search/"
    page.goto(page.base)
    page.locator("main input[name=q], header input[name=q]").first.fill("harbour")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{page.base}search/?q=harbour")
    ways = page.locator("#browse")
    assert ways.is_visible() and "JavaScript" in ways.inner_text()
    for address in ("years/", "people/", "sources/", "tags/", "all/"):
        assert ways.locator(f"a[href='/repo/{address}']").count() == 1
    ways.locator("a[href='/repo/all/']").click()
    assert page.url == f"{page.base}all/"


def test_the_record_unfolds_and_cuts_are_shown_in_place(page: Any) -> None:
    page.goto(page.base + ENTRY)
    cut = page.locator("del.cut").first
    assert not cut.is_visible()
    page.locator(".record summary").first.click()
    page.locator("#cuts").check()
    assert cut.is_visible()


def test_a_citation_stands_in_the_page_and_in_the_files(page: Any) -> None:
    page.goto(page.base + ENTRY)
    page.locator(".cite summary").click()
    said = page.locator(".cite p").inner_text()
    assert page.locator("h1").inner_text() in said and said.endswith(f"/{ENTRY}")
    page.goto(f"{page.base}data/#cite")
    for name in ("entries.bib", "entries.ris", "entries.csl.json"):
        href = page.get_by_role("link", name=name).evaluate("link => link.href")
        assert ENTRY.rstrip("/") in page.request.get(href).text()


def test_bars_of_time_lines_are_links_and_stand_in_a_table_too(page: Any) -> None:
    page.goto(page.base)
    bars = page.locator("svg.bars a")
    assert bars.count() > 5
    bars.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{page.base}1998/**")
    page.goto(page.base)
    page.get_by_text("The same as a table").click()
    assert page.locator("figure table").first.is_visible()


def test_two_versions_are_compared_in_two_ways(page: Any) -> None:
    page.goto(page.base + VERSIONS)
    hunk = page.locator(".hunk").first
    wide = hunk.locator(":scope > :last-child")
    assert wide.is_visible()
    page.locator("label:has(#inline), label[for=inline]").first.click()
    assert not wide.is_visible()
