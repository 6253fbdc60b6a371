"""A reader's visit to the demo archive under a base path: home, search, a year, a result, and no word to others."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
TOP = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def demo(site_at: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published demo archive, built for a base path."""
    folder = tmp_path_factory.mktemp("demo")
    for name in ("content", "themes"):
        shutil.copytree(TOP / name, folder / name)
    shutil.copy(TOP / "site.yaml", folder)
    public: Path = site_at(folder).build("--base-url", "https://archive.example/repo").public
    return public


def test_from_home_by_search_and_year_to_an_entry(demo: Path, visit: Any, serve: Callable[..., str]) -> None:
    base, page = serve(demo, "/repo/"), visit.page
    page.goto(base)
    page.get_by_role("link", name="Search", exact=True).first.click()
    page.wait_for_url("**/search/")
    page.locator("input[name=q]").last.fill("harbour")
    page.keyboard.press("Enter")
    results = page.locator("#found ol.entries > li")
    results.first.wait_for()
    found = results.count()
    assert found > 1

    years = page.locator("select[name=from] option").all_inner_texts()
    dated = [re.search(r"\b(1[89]|20)\d\d\b", text) for text in results.all_inner_texts()]
    year = next(match[0] for match in dated if match)
    assert year in years
    page.locator("select[name=from]").select_option(year)
    page.locator("select[name=to]").select_option(year)
    page.wait_for_function("count => document.querySelectorAll('#found ol.entries > li').length < count", arg=found)
    assert results.count() > 0
    assert all(year in text for text in results.all_inner_texts())

    title = results.first.get_by_role("link").first.inner_text()
    results.first.get_by_role("link").first.click()
    page.locator("article").wait_for()
    assert page.locator("h1").first.inner_text() == title
    assert page.url.startswith(base)
    assert visit.errors == []
    assert visit.outside == []


def test_archive_can_be_read_without_scripts(demo: Path, browser: Any, serve: Callable[..., str]) -> None:
    base = serve(demo, "/repo/")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for way in ("", "all/", "about/"):
        assert page.goto(base + way).status == 200
    page.goto(base + "all/")
    page.locator("main a[href*='/repo/']").first.click()
    assert page.locator("h1").count() == 1
    assert page.goto(base + "nowhere/at/all/").status == 404
    page.locator("a[href='/repo/']").first.click()
    assert page.url == base
    context.close()
