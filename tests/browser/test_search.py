"""The search page on the demo archive: order by date, narrowing, its states, its address."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

pytestmark = pytest.mark.browser
TOP = Path(__file__).resolve().parents[2]
RESULTS = "#found ol.entries > li"
SETTLED = f"""() => {{
  const all = +document.querySelector('.count b')?.textContent.replace(/\\D/g, '')
  return all && document.querySelectorAll('{RESULTS}').length >= Math.min(20, all)
}}"""
"""The first ten results are shown before those below are there."""


@pytest.fixture(scope="module")
def demo(site_at: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published demo archive."""
    folder = tmp_path_factory.mktemp("search")
    shutil.copytree(TOP / "content", folder / "content")
    shutil.copy(TOP / "site.yaml", folder)
    public: Path = site_at(folder).build("--base-url", "https://archive.example/").public
    return public


@pytest.fixture
def ask(demo: Path, visit: Any, serve: Callable[..., str]) -> Callable[[str], Any]:
    """`ask("?q=wall")` opens the search page so, waits for the results and gives the browser's page."""
    base = serve(demo)

    def go(query: str, waits: bool = True, until: str = "load") -> Any:
        visit.page.goto(f"{base}search/{query}", wait_until=until)
        if waits:
            visit.page.wait_for_function(SETTLED)
        return visit.page

    return go


def dates(page: Any) -> list[str]:
    """The machine-readable date of each result shown, "" for none."""
    return [
        item.locator("time").first.get_attribute("datetime") or "" if item.locator("time").count() else ""
        for item in page.locator(RESULTS).all()
    ]


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_results_by_date_are_truly_in_order_and_undated_ones_last(ask: Callable[..., Any], order: str) -> None:
    found = dates(ask(f"?q=wall&sort={order}"))
    dated = [date for date in found if date]
    assert len(dated) > 5
    assert dated == sorted(dated, reverse=order == "newest")
    assert found[len(dated) :] == [""] * (len(found) - len(dated))
    assert "" in found, "the demo has an undated entry on the wall"


def test_a_person_narrows_the_results_and_stands_in_the_address(ask: Callable[..., Any], visit: Any) -> None:
    page = ask("?q=harbour")
    before = page.locator(RESULTS).count()
    page.locator(".facets label", has_text="Ilse Hargrave").locator("input").check()
    page.wait_for_function(f"count => document.querySelectorAll('{RESULTS}').length < count", arg=before)
    assert all("Ilse Hargrave" in text for text in page.locator(RESULTS).all_inner_texts())
    assert "person=Ilse" in page.url
    page.go_back()
    page.wait_for_function(f"count => document.querySelectorAll('{RESULTS}').length === count", arg=before)
    assert visit.errors == []


def test_years_in_the_address_are_kept_to(ask: Callable[..., Any]) -> None:
    page = ask("?q=wall&from=2013&to=2015")
    assert {date[:4] for date in dates(page)} <= {"2013", "2014", "2015"}


def test_a_result_leads_to_its_entry(ask: Callable[..., Any]) -> None:
    page = ask("?q=folding+chair")
    title = page.locator(RESULTS).first.get_by_role("link").first
    words = title.inner_text()
    title.click()
    page.locator("article h1").wait_for()
    assert page.locator("h1").inner_text() == words
    assert re.search(r"/\d{4}/\d{2}/\d{2}/[a-z0-9-]+/", page.url)


def test_nothing_found_says_so(ask: Callable[..., Any], visit: Any) -> None:
    page = ask("?q=xylophonequartz", waits=False)
    page.get_by_text("xylophonequartz", exact=True).first.wait_for()
    assert page.locator(RESULTS).count() == 0
    assert visit.outside == []


def test_a_slash_puts_the_cursor_into_the_box(ask: Callable[..., Any]) -> None:
    page = ask("?q=wall")
    page.locator("h1").first.click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_the_words_found_are_marked_on_the_page(ask: Callable[..., Any], visit: Any) -> None:
    page = ask("?q=folding+chair")
    page.locator(RESULTS).first.get_by_role("link").first.click()
    page.locator("article h1").wait_for()
    marked = "() => [...(CSS.highlights.get('hit') || [])].map(range => range.toString().toLowerCase())"
    page.wait_for_timeout(500)
    assert {"folding", "chair"} <= set(page.evaluate(marked))
    assert set(page.evaluate(marked)) <= {"folding", "chair", "chairs", "fold", "folded"}
    assert page.evaluate("() => document.querySelectorAll('mark').length") == 0, "the page itself is not changed"
    assert visit.errors == []


def test_words_are_marked_in_a_writing_without_blanks(site: Any, visit: Any, serve: Callable[..., str]) -> None:
    text = "---\ntitle: 灯台守の日記\nlanguage: ja\n---\n\n毎晩、灯台の階段をのぼる。\n"
    site.write({"content/entries/a.md": text}).build()
    visit.page.goto(f"{serve(site.public)}a/?hit=灯台")
    visit.page.wait_for_function("CSS.highlights.get('hit')?.size")
    assert visit.page.evaluate("[...CSS.highlights.get('hit')].map(String)") == ["灯台", "灯台"], "of title and text"


LANDS = {
    "storm": ("en", "The storm", "A storm came to the harbour of Osaka \u2014 大阪港 \u2014 at night."),
    "keeper": ("ja", "灯台守の日記", "毎晩、灯台の階段をのぼる。<b>がく</b>と音がした。ノイズ・ラジオ。"),
    "weather": ("zh", "今天的港口", "早上天气很好，下午起风。天黑以前，渔船都回来了。天气，天气！"),
    "fish": ("zh", "渔船", "气温下降，天色暗了。渔船没有回来。"),
}


@pytest.fixture(scope="module")
def lands(site_at: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a published English archive in which some texts are Chinese or Japanese."""
    site = site_at(tmp_path_factory.mktemp("lands"))
    site.write({"site.yaml": "title: Lands\n"})
    for name, (language, title, text) in LANDS.items():
        head = f"---\ntitle: {title}\nlanguage: {language}\ndate: 2021-03-14\n---\n\n"
        site.write({f"content/entries/{name}.md": f"{head}{text}\n"})
    public: Path = site.build().public
    return public


@pytest.mark.parametrize(
    ("query", "found", "marked"),
    [
        ("天气", ["weather"], ["天", "气"] * 3),
        ("气天", [], []),
        ('"天气很好"', ["weather"], [*"天气很好"]),
        ("渔船", ["fish", "weather"], ["渔", "船"]),
        ("渔船 -天气", ["fish"], ["渔", "船"]),
        ("港", ["storm", "weather"], []),
        ("storm 大阪", ["storm"], ["storm", "大", "阪"]),
        ("灯台守", ["keeper"], []),
        ("がく", ["keeper"], ["が", "く"]),
        ("かく", ["keeper"], []),
        ("ノイズ・ラジオ", ["keeper"], [*"ノイズラジオ"]),
    ],
)
def test_every_part_of_a_text_without_blanks_is_found(
    lands: Path, visit: Any, serve: Callable[..., str], query: str, found: list[str], marked: list[str]
) -> None:
    visit.page.goto(f"{serve(lands)}search/?{urlencode({'q': query})}")
    visit.page.locator(f"{RESULTS}, #nothing:not([hidden])").first.wait_for()
    links = [link.get_attribute("href") or "" for link in visit.page.locator(f"{RESULTS} h3 a").all()]
    assert sorted(re.sub(r".*/(\w+)/\?.*", r"\1", link) for link in links) == found
    marks = [mark for item in visit.page.locator(RESULTS).all() for mark in item.locator("p mark").all_text_contents()]
    assert marks[: len(marked)] == marked
    texts = " ".join(visit.page.locator(f"{RESULTS} p").all_inner_texts())
    assert not re.search(r"[\u3040-\u9fff] [\u3040-\u9fff]", texts), "shown as they are written"
    assert visit.errors == []


SHIFTS = """new PerformanceObserver(seen => seen.getEntries().forEach(one => (self.shifts ??= []).push(one.value)))
  .observe({ type: 'layout-shift', buffered: true })"""


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("query", ["", "?q=wall", "?q=xylophonequartz", "?q=wall&sort=newest&from=2013&to=2015"])
def test_nothing_moves_while_results_come(ask: Callable[..., Any], visit: Any, width: int, query: str) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.page.add_init_script(SHIFTS)
    page = ask(query, waits="wall" in query)
    page.wait_for_timeout(800)
    assert page.evaluate("self.shifts || []") == []


def test_results_follow_what_is_typed(ask: Callable[..., Any], visit: Any) -> None:
    page = ask("?q=wall")
    page.locator("[name=q]").fill("folding chair")
    page.locator(".count", has_text="folding chair").wait_for()
    page.wait_for_url("**/search/?q=folding+chair")
    assert "chair" in page.locator(RESULTS).first.inner_text().lower()
    page.locator("[name=q]").fill("")
    page.get_by_text("Type a word or a name").wait_for()
    assert visit.errors == []


def test_what_is_typed_before_the_script_comes_is_asked(ask: Callable[..., Any], visit: Any) -> None:
    held: list[Any] = []
    visit.page.route("**/assets/search.js", lambda route: held.extend([route]))
    page = ask("", waits=False, until="commit")
    page.locator("[name=q]").fill("folding chair")
    while not held:
        page.wait_for_timeout(10)
    held[0].continue_()
    page.locator(".count", has_text="folding chair").wait_for()
    assert page.url.endswith("/search/?q=folding+chair")
    assert page.locator("[name=q]").input_value() == "folding chair"
    assert visit.errors == []


def test_everything_is_used_by_keyboard_alone(ask: Callable[..., Any], visit: Any) -> None:
    page = ask("?q=harbour")
    page.locator(".facets label").first.wait_for()
    page.keyboard.press("/")
    met = []
    for _ in range(80):
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUSED))
        if met[-1] == "result":
            break
    wanted = ["summary", "from", "to", "source", "person", "tag", "sort", "result"]
    assert [name for name in dict.fromkeys(met) if name in wanted] == wanted
    tick = page.locator(".facets label", has_text="Ilse Hargrave").locator("input")
    tick.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**person=Ilse*")
    page.locator(".chips button").wait_for()
    page.wait_for_timeout(500)
    assert page.evaluate("document.activeElement.value") == "Ilse Hargrave", "the focus stays where it was"
    page.locator(".chips button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=harbour")
    page.locator("[name=from]").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**from=*")
    page.locator("[name=sort]").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**sort=newest*")
    page.keyboard.press("Control+k")
    page.keyboard.press("Control+A")
    page.keyboard.type("wall")
    page.keyboard.press("Enter")
    page.locator(".count", has_text="wall").wait_for()
    assert visit.errors == []


FOCUSED = """() => { const e = document.activeElement
  return e.closest('ol.entries') ? 'result' : e.tagName === 'SUMMARY' ? 'summary' : e.name || e.tagName }"""
