"""Content files and reported problems -> rows to look at."""

from __future__ import annotations

import msgspec
import pytest

from generator import content
from generator.ingest import balance, overrides, versions
from generator.ingest.doubts import Doubts, Row, doubts, still_open
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
        (but(date="1923", date_text="c. 1923", evidence=known("date", "worked out", "line")), "date worked out",
         {"date": "c. 1923"}),
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
        Problem("warning", "raw/a.txt", "nothing says for certain that 2021-03-14 is the date; it was found here: URL"),
        Problem("note", "raw/a.txt", "2 different texts have the address https://p.example/: a.txt, c.txt"),
        Problem("note", "raw/a.txt", f"{versions.TAKEN}old/box.mbox#3"),
        Problem("warning", "raw/b.txt", f"40 of 90{balance.LOST}"),
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
        ("doubtful version", GOOD.id, "a.txt"),
        ("words lost", GOOD.id, "b.txt"),
        ("trouble in reading", GOOD.id, "b.txt"),
        ("refused", "c.jpg", "c.jpg"),
        ("refused", "a.csv:7", "a.csv:7"),
    ]
    assert [row.mark for row in made[1:]] == [
        "2 different texts have the address https://p.example/",
        "old/box.mbox#3",
        "40",
        "no charset is declared",
        "unknown format: a JPEG image",
        "cannot be read",
    ]
    assert overrides.parse(made[2].settle, "o.yaml")[0][GOOD.id].not_copy_of == ("old/box.mbox#3",)
    assert made[0].candidates == "2021 (URL); 2020 (JSON-LD)"


# --- what is accepted -----------------------------------------------------------------------------------------

EVERY_KIND = [
    Row("0123456789ab", "x", "x.md", "a.txt", "used", "", "", kind, mark, named)
    for kind, mark, named in (
        ("date", "2021", ""), ("date", "", ""), ("title", "It's: a #", ""), ("cuts", "340", ""), ("words", "12", ""),
        ("copies", "0123456789ab", "box/c, d.txt"), ("address", "2 texts with https://p.example/", ""),
        ("versions", "old/box.mbox#3", ""),
        ("trouble", "no charset: 'x'", ""),
    )
]  # fmt: skip
EVERY_KIND += [Row("box/b.jpg", "x", "", "box/b.jpg", "no entry", "", "", "refused", "unknown: a JPEG, it's one", "")]


@pytest.mark.parametrize("row", EVERY_KIND, ids=lambda row: row.kind)
def test_the_line_that_accepts_a_row_makes_it_go_away_and_no_other(row: Row) -> None:
    settled, problems = overrides.parse(row.fine, "o.yaml")
    assert (problems, [*(settled or ())]) == ((), [row.id])
    assert settled is not None
    assert still_open([row], settled) == []
    others = [
        msgspec.structs.replace(row, id="ffffffffffff"),
        msgspec.structs.replace(row, kind="title" if row.kind == "date" else "date"),
        msgspec.structs.replace(row, mark="999"),
    ]
    assert [one.mark for one in still_open(others, settled)] == [row.mark, row.mark, "999"]


def test_a_copy_can_be_accepted_by_the_name_of_its_record() -> None:
    (row,) = [row for row in EVERY_KIND if row.kind == "copies"]
    settled, _ = overrides.parse(f"{row.id}: {{accept: {{copies: '{row.named}'}}}}\n", "o.yaml")
    assert still_open([row, msgspec.structs.replace(row, named="e.txt")], settled or {}) == [
        msgspec.structs.replace(row, named="e.txt")
    ]


def test_a_row_that_comes_back_says_what_was_accepted() -> None:
    row = Row("a1", "heavy cuts", "x.md", "a.txt", "90 words kept, 120 cut", "hidden: 120 words", "", "cuts", "120")
    settled, _ = overrides.parse("a1: {accept: {cuts: 100}}\n", "o.yaml")
    (back,) = still_open([row], settled or {})
    assert back.candidates == "hidden: 120 words; accepted was '100'"
    assert still_open([msgspec.structs.replace(row, mark="110")], settled or {}) == []


def test_what_is_accepted_changes_no_entry_and_needs_none() -> None:
    settled, problems = overrides.parse("a1: {accept: [cuts]}\n'box/b.jpg': {accept: {refused: x}}\n", "o.yaml")
    assert settled is not None
    assert problems == ()
    assert overrides.applied(GOOD, settled["a1"]) == GOOD
    assert [*overrides.unmet(settled, frozenset(), {"a1": "x.md"})] == []
    assert overrides.edited(settled["a1"], "x.md").level == "note"
    wrong, _ = overrides.parse("0123456789ff: {accept: [cuts]}\n", "o.yaml")
    assert [one.where for one in overrides.unmet(wrong or {}, frozenset(), {GOOD.id: "x.md"})] == ["o.yaml:1"]
