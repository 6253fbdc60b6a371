"""A table that a person filled in -> fields for overrides.yaml."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import answers, review
from generator.ingest.doubts import Row

KEY = "0123456789ab"
DATE = Row(KEY, "date worked out", "x.md", "a.txt", "2021-03", "URL", f"{KEY}: {{date: '2021-03'}}", "date", "2021-03")
TITLE = Row(KEY, "no title", "x.md", "a.txt", "", "", f"{KEY}: {{title: ''}}  # write the title", "title", "")
COPY = Row(
    KEY, "doubtful copy", "x.md", "a.txt", "b.txt", "", f"{KEY}: {{not_copy_of: ['b.txt']}}  # if it is none",
    "copies", "89abcdef0123", "b.txt",
)  # fmt: skip
CUTS = Row(KEY, "heavy cuts", "x.md", "a.txt", "9 words kept, 90 cut", "", "fonds explain", "cuts", "90")
GONE = Row("b.jpg", "refused", "", "b.jpg", "no entry", "an image", "Take it out.", "refused", "an image")


def filled(*pairs: tuple[Row, str], delimiter: str = ",", coding: str = "utf-8-sig") -> bytes:
    """The table as a spreadsheet program saves it."""
    table = [*csv.reader(io.StringIO(review.csv_file([row for row, _ in pairs]).decode("utf-8-sig"), newline=""))]
    for cells, (_, answer) in zip(table[1:], pairs, strict=True):
        cells[review.HEADS.index("answer")] = answer
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(table)
    return out.getvalue().encode(coding)


def values(row: Row, answer: str) -> object:
    found, problems = answers.read(filled((row, answer)), "t.csv")
    return found[0].values if found else [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("row", "answer", "said"),
    [
        (DATE, "ok", {"accept": {"date": "2021-03"}}),
        (DATE, " OK. ", {"accept": {"date": "2021-03"}}),
        (DATE, "2021-03-14", {"date": "2021-03-14"}),
        (DATE, "'2021-03-14", {"date": "2021-03-14"}),
        (DATE, "unknown", {"date": ""}),
        (DATE, "refuse", {"keep": "false"}),
        (TITLE, "The sea: a 'wall'", {"title": "The sea: a 'wall'"}),
        (TITLE, "'t Hooft speaks", {"title": "'t Hooft speaks"}),
        (TITLE, "'=1+1 is two", {"title": "=1+1 is two"}),
        (TITLE, "none", {"title": ""}),
        (COPY, "ok", {"accept": {"copies": ["89abcdef0123"]}}),
        (COPY, "no", {"not_copy_of": ["b.txt"]}),
        (CUTS, "yes", {"accept": {"cuts": "90"}}),
        (CUTS, "{date: '2021', authors: [Ada Quill]}", {"date": "2021", "authors": ["Ada Quill"]}),
        (GONE, "fine", {"accept": {"refused": "an image"}}),
    ],
)
def test_an_answer_is_what_the_row_makes_of_it(row: Row, answer: str, said: object) -> None:
    assert values(row, answer) == said


@pytest.mark.parametrize(
    ("row", "answer", "message"),
    [
        (DATE, "no", "`no` is no answer to this row"),
        (DATE, "2021-02-30", "no such date"),
        (DATE, "14/03/2021x", "no such date"),
        (CUTS, "perhaps", "`perhaps` is no answer"),
        (CUTS, "{date", "`{date` is no answer"),
        (CUTS, "{dat: '2021'}", "unknown field `dat`"),
        (GONE, "refuse", "`refuse` is no answer"),
    ],
)
def test_an_answer_that_is_none_is_named_with_its_line_and_the_others_count(
    row: Row, answer: str, message: str
) -> None:
    found, problems = answers.read(filled((DATE, ""), (row, answer), (COPY, "ok")), "t.csv")
    assert [one.where for one in found] == ["t.csv:4"]
    assert [one.where for one in problems] == ["t.csv:3"]
    assert message in problems[0].message
    assert problems[0].hint


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_as_spreadsheet_programs_save_it(delimiter: str, coding: str) -> None:
    data = filled((TITLE, "Über die Mauer – ein Gruß aus dem Hafen"), delimiter=delimiter, coding=coding)
    found, problems = answers.read(data, "t.csv")
    assert [one.values for one in found] == [{"title": "Über die Mauer – ein Gruß aus dem Hafen"}]
    assert all(problem.level == "warning" for problem in problems)
    assert answers.read(b"sep=;\r\n" + filled((DATE, "ok"), delimiter=";", coding="utf-8"), "t.csv")[0]


def test_an_id_that_a_spreadsheet_program_made_a_number_of_is_read_from_the_line_beside_it() -> None:
    row = Row("123456789012", "no date", "x.md", "a.txt", "", "", "", "date", "")
    data = filled((row, "1999")).replace(b"'123456789012", b"1.23457E+11", 1)
    assert b"1.23457E+11" in data
    assert [(one.id, one.values) for one in answers.read(data, "t.csv")[0]] == [("123456789012", {"date": "1999"})]


def test_a_table_that_is_none_is_an_error() -> None:
    for data in (b"", b"a,b\n1,2\n", b"\x00\x01\x02", b'id,answer\n"' + b"x" * 2_000_000):
        found, problems = answers.read(data, "t.csv")
        assert found == []
        assert not data or b"x,y" in data or problems or data == b"\x00\x01\x02"


def test_answers_that_wait_are_known_by_their_row() -> None:
    assert answers.waiting(filled((DATE, ""), (CUTS, "perhaps"))) == {CUTS.fine: "perhaps"}
    again = review.csv_file([DATE, CUTS], {CUTS.fine: "perhaps"})
    assert answers.waiting(again) == {CUTS.fine: "perhaps"}


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"id,answer\n{text}".encode()))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    answers.read(data, "t.csv")
    answers.waiting(data)
