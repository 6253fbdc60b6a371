"""Rows -> a table that no spreadsheet program runs, and a page that loads nothing."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re

import pytest

from generator.ingest import desk, review
from generator.ingest.desk_parts import SCRIPT, STYLE
from generator.ingest.doubts import Row

HOSTILE = Row(
    "=1+1", "<u>", "+x.md", "-a.txt", '@SUM("A")', "\tcmd", "a,b\n<script>alert(1)</script>", "title", "</script>", "x"
)
PLAIN = Row("0123456789ab", "no date", "a b/ü.md", "box/a.html#3", "", "URL", "l", "date", "", "box/c.txt")


def table(*rows: Row) -> list[list[str]]:
    return [*csv.reader(io.StringIO(review.csv_file(rows).decode("utf-8-sig"), newline=""))]


def test_the_table_holds_every_cell_in_one_line_and_no_formula() -> None:
    data = review.csv_file([HOSTILE])
    assert data.startswith(b'\xef\xbb\xbf"id",')
    heads, cells = table(HOSTILE)
    assert heads == [*review.HEADS]
    assert cells[:6] == ["'=1+1", "<u>", "'+x.md", "'-a.txt", '\'@SUM("A")', "'\tcmd"]
    assert cells[-1] == "a,b <script>alert(1)</script>"
    assert data.count(b"\r\n") == 2


@pytest.mark.parametrize(
    "cell",
    ["=1", "+1", "-1", "@a", "\t=1", " =1", "\uff1d1", "123456789012", "1234567890e1", "2021-03", "14.3.2021", "3/14"],
)
def test_what_a_spreadsheet_program_would_run_or_change_gets_an_apostrophe(cell: str) -> None:
    assert review.guarded(cell) == f"'{cell}"
    assert review.bare(f"'{cell}") == cell


@pytest.mark.parametrize("cell", ["", "0123456789ab", "'t Hooft", "The wall - a history", "a=1", "'a'"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert review.guarded(cell) == cell
    assert review.bare(cell) == cell


def test_the_page_loads_nothing_and_no_text_becomes_markup() -> None:
    beside = desk.Beside("Tides & <walls>", {"x": 'a"b'}, "../e/", 3, {"=1+1": "o.yaml:4 <i>"}, {HOSTILE.fine: '"><i>'})
    page = desk.html_file([HOSTILE], beside).decode()
    assert desk.MARK in page
    assert "default-src 'none'" in page
    inside = page.replace(f"<style>{STYLE}</style>", "").replace(f"<script>{SCRIPT}</script>", "")
    assert not re.search(r"<(script|link|img|iframe|u|i)\b|\bsrc=|\son\w+=|style=", inside)
    assert re.findall(r'href="([^"]*)"', inside) == ["../e/%2Bx.md", "a&quot;b"]
    for text in (
        "Tides &amp; &lt;walls&gt;",
        "&lt;script&gt;",
        "o.yaml:4 &lt;i&gt;",
        "3 accepted",
        "&quot;&gt;&lt;i&gt;",
    ):
        assert text in page


def test_the_policy_allows_the_one_script_and_the_one_style_sheet() -> None:
    page = desk.html_file([PLAIN], desk.Beside("T")).decode()
    for tag in ("script", "style"):
        (text,) = re.findall(rf"(?s)<{tag}>(.*?)</{tag}>", page)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in page
    assert "http" not in re.sub(r"http-equiv", "", page)


def test_a_row_links_to_its_entry_and_to_its_raw_files() -> None:
    beside = desk.Beside("T", {"box/a.html#3": "../r/box/a.html", "box/c.txt": "../r/box/c.txt"}, "../e/")
    page = desk.html_file([PLAIN], beside).decode()
    assert re.findall(r'href="([^"]*)"', page) == ["../e/a%20b/%C3%BC.md", "../r/box/a.html", "../r/box/c.txt"]
    assert page.count("opens as the saved page") == 1


def test_no_row_is_no_doubt() -> None:
    page = desk.html_file([], desk.Beside("T")).decode()
    assert "Nothing is in doubt." in page
    assert '<form class="tools' not in page
