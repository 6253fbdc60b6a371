"""Content files and reported problems -> rows to look at, and the two files that show them."""

from __future__ import annotations

import csv
import io
import re

import msgspec
import pytest

from generator import content
from generator.ingest import overrides, review
from generator.ingest.doubts import Doubts, Row, doubts
from generator.ingest.doubts import review as gathered
from generator.types import Copy, Cut, Evidence, Meta, Problem, RawRef, TextFile

SURE = Evidence("certain", "header line")
GOOD = Meta(
    id="0123456789ab",
    title="The wall",
    date="2021-03-14",
    raw=RawRef("a.txt", "0" * 64),
    evidence={"date": SURE, "title": SURE},
)


def found(meta: Meta, body: str = "Ten words stand here, for a body that is short.") -> Doubts:
    data = content.show(meta, body).encode()
    return msgspec.msgpack.decode(doubts(TextFile("x.md", "d"), data), type=Doubts)


def rows(meta: Meta) -> list[Row]:
    return list(found(meta).rows)


def but(**changes: object) -> Meta:
    return msgspec.structs.replace(GOOD, **changes)


def known(field: str, sure: str, how: str) -> dict[str, Evidence]:
    return {**GOOD.evidence, field: Evidence(sure, how)}  # type: ignore[arg-type]


def test_what_is_certain_is_in_no_doubt() -> None:
    assert rows(GOOD) == []
    assert rows(but(raw=None, date="", evidence={})) == []


@pytest.mark.parametrize(
    ("meta", "what", "settles"),
    [
        (but(evidence=known("date", "worked out", "URL")), "date worked out", {"date": "2021-03-14"}),
        (but(evidence=known("date", "certain", "URL; page says 2020")), "dates that disagree", {"date": "2021-03-14"}),
        (but(date="", evidence={"title": SURE}), "no date", {"date": ""}),
        (but(title="It's: a #", evidence=known("title", "worked out", "first words")), "title from first words",
         {"title": "It's: a #"}),
        (but(title="", evidence={"date": SURE}), "no title", {"title": ""}),
    ],
)  # fmt: skip
def test_each_doubt_has_a_line_that_settles_it(meta: Meta, what: str, settles: dict[str, str]) -> None:
    (row,) = rows(meta)
    assert (row.what, row.file, row.origin) == (what, "x.md", "a.txt")
    settled, problems = overrides.parse(row.settle, "o.yaml")
    assert problems == ()
    assert settled and settled[GOOD.id].fields == settles
    assert rows(overrides.applied(meta, settled[GOOD.id])) == []


def test_a_third_of_the_words_is_no_heavy_cut_and_more_is() -> None:
    for words, heavy in ((5, 0), (6, 1)):
        cuts = (
            Cut("page-furniture", "word " * words, 0),
            Cut("header-line", "word " * 90, -1),
            Cut("repeated-title", "word " * 9, 0),
        )
        assert [row.what for row in rows(but(cuts=cuts))] == ["heavy cuts"] * heavy


@pytest.mark.parametrize(
    ("copy", "count"),
    [
        (Copy("b.txt", "1", 0.95), 0),
        (Copy("b.txt", "1", 0.95, date="2021-03-15"), 0),
        (Copy("b.txt", "1", 0.8), 1),
        (Copy("b.txt", "1", 0.0, date="1999"), 0),
        (Copy("b.txt", "1", 0.95, date="1999"), 1),
    ],
)
def test_a_copy_that_differs_much_or_in_its_year_is_doubtful(copy: Copy, count: int) -> None:
    made = rows(but(copies=(copy,)))
    assert len(made) == count
    for row in made:
        settled = overrides.parse(row.settle, "o.yaml")[0]
        assert settled and settled[GOOD.id].not_copy_of == ("b.txt",)


def test_what_ingest_reported_makes_rows() -> None:
    doubted = found(but(evidence=known("date", "worked out", "URL; JSON-LD says 2020"), copies=(Copy("b.txt", "1"),)))
    reported = [
        Problem("warning", "raw/a.txt", "the date is told in different ways: 2021 (URL); 2020 (JSON-LD)"),
        Problem("note", "raw/a.txt", "2 different texts have the address https://p.example/: a.txt, c.txt"),
        Problem("warning", "raw/b.txt", "no charset is declared"),
        Problem("warning", "raw/gone.txt", "of an entry that was refused"),
        Problem("warning", "raw/c.jpg", "unknown format: a JPEG image"),
        Problem("error", "raw/a.csv:7", "cannot be read"),
        Problem("warning", "entries/x.md:3", "no such date"),
    ]
    made = gathered([doubted], ["gone.txt"], reported, "raw")
    assert [(row.what, row.id, row.origin) for row in made] == [
        ("dates that disagree", GOOD.id, "a.txt"),
        ("several texts with one address", GOOD.id, "a.txt"),
        ("refused", "", "c.jpg"),
        ("refused", "", "a.csv:7"),
    ]
    assert made[0].candidates == "2021 (URL); 2020 (JSON-LD)"


HOSTILE = Row("=1+1", "<b>", "+x.md", "-a.txt", '@SUM("A")', "\tcmd", "a,b\n<script>alert(1)</script>")


def test_the_table_holds_every_cell_and_no_formula() -> None:
    data = review.csv_file([HOSTILE])
    assert data.startswith(b"\xef\xbb\xbf")
    heads, cells = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert heads[0] == "id"
    assert [cell.removeprefix("'") for cell in cells] == list(msgspec.structs.astuple(HOSTILE))
    assert [cell[0] for cell in cells] == ["'", "<", "'", "'", "'", "'", "a"]


def test_the_page_loads_nothing_and_no_text_becomes_markup() -> None:
    page = review.html_file([HOSTILE], "Tides & <walls>").decode()
    assert "default-src 'none'" in page
    assert review.MARK in page
    assert not re.search(r"<(script|link|img|iframe|b)\b|\bsrc=|\bhref=|\son\w+=|style=", page)
    assert "Tides &amp; &lt;walls&gt;" in page
    assert "&lt;script&gt;" in page
