"""The review page in a browser, from the disk: filters, saved answers, copied lines, the keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.ingest import answers, desk
from generator.ingest.doubts import Row

pytestmark = pytest.mark.browser
KEY = "0123456789ab"
ROWS = [
    Row(KEY, "no date", "undated/wall.md", "a.txt", "", "", f"{KEY}: {{date: ''}}", "date", ""),
    Row(KEY, "heavy cuts", "undated/wall.md", "a.txt", "9 words kept, 90 cut", "hidden: 90", "look", "cuts", "90"),
    Row("b.jpg", "refused", "", "b.jpg", "no entry", "an image", "Take it out.", "refused", "an image"),
]


@pytest.fixture
def page(visit: Any, tmp_path: Path) -> Any:
    (tmp_path / "index.html").write_bytes(desk.html_file(ROWS, desk.Beside("Tides", {"a.txt": "a.txt"}, "entries/")))
    visit.page.goto((tmp_path / "index.html").as_uri())
    yield visit.page
    assert visit.errors == []
    assert [url for url in visit.outside if not url.startswith("file:")] == []


def shown(page: Any) -> list[str]:
    return [row.inner_text() for row in page.locator("article:visible").all()]


def test_rows_are_filtered_by_kind_by_words_and_by_answer(page: Any) -> None:
    assert page.locator("#shown").inner_text() == "3 of 3 shown."
    page.get_by_label("no date 1").uncheck()
    assert page.locator("#shown").inner_text() == "2 of 3 shown."
    assert page.locator("h2:visible").all_inner_texts() == ["Heavy cuts 1", "Refused 1"]
    page.get_by_role("button", name="All").click()
    page.locator("#find").fill("HEAVY wall")
    assert len(shown(page)) == 1
    page.locator("#find").fill("")
    page.get_by_label("Answer for undated/wall.md, no date").fill("1999")
    page.get_by_label("without an answer only").check()
    assert len(shown(page)) == 2
    page.get_by_role("button", name="None").click()
    assert shown(page) == []


def test_saved_answers_are_a_table_that_apply_reads(page: Any, tmp_path: Path) -> None:
    page.get_by_label("Answer for undated/wall.md, no date").fill("1999")
    page.get_by_label("Answer for undated/wall.md, heavy cuts").fill("ok")
    page.get_by_label("Answer for b.jpg, refused").fill("=1+1")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the answers").click()
    assert saved.value.suggested_filename == "review.csv"
    saved.value.save_as(tmp_path / "review.csv")
    found, problems = answers.read((tmp_path / "review.csv").read_bytes(), "review.csv")
    assert [(one.id, one.values) for one in found] == [(KEY, {"date": "1999"}), (KEY, {"accept": {"cuts": "90"}})]
    assert [problem.where for problem in problems] == ["review.csv:4"]
    assert (tmp_path / "review.csv").read_text("utf-8-sig").count('"\'=1+1"') == 1


def test_the_keyboard_is_enough(page: Any) -> None:
    page.get_by_text("How to answer").focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("fonds review --apply review.csv").is_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('article input[type=text]')"):
            break
    page.keyboard.type("unknown")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "copy live"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#told').textContent === 'Copied.'")
    assert page.evaluate("getSelection().toString()") == f"{KEY}: {{accept: {{date: ''}}}}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_the_page_fits_and_can_be_read(page: Any, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    light, ink = (page.evaluate(f"getComputedStyle(document.body).{name}") for name in ("backgroundColor", "color"))
    assert abs(_brightness(light) - _brightness(ink)) > 500


def _brightness(colour: str) -> int:
    return sum(map(int, colour.removeprefix("rgb(").rstrip(")").split(", ")))


def test_without_scripts_every_row_and_line_is_there(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(desk.html_file(ROWS, desk.Beside("Tides")))
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto((tmp_path / "index.html").as_uri())
    assert plain.locator("article:visible").count() == 3
    assert plain.locator("input:visible, button:visible").count() == 0
    assert plain.get_by_text(f"{KEY}: {{accept: {{cuts: '90'}}}}").is_visible()
    context.close()
