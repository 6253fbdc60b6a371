"""What the pipelines did -> lines, JSON, exit code."""

from __future__ import annotations

import json

import pytest

from generator.pipeline.build import Built
from generator.pipeline.ingest import Intake
from generator.report import Report
from generator.types import Problem

RAW = Problem("error", "content/raw/a.bin", "is no text")
PAGE = Problem("error", "a/index.html:3", "the link leads nowhere")
DOUBT = Problem("warning", "entries/a.md:2", "no such date")
NOTE = Problem("note", "entries/a.md", "has no title")
BUILT = Built(entries=1, pages=2, files=1234, size=2_500_000, written=640, problems=(PAGE,), kept_back=2)


def report(*problems: Problem, intake: Intake | None = None, built: Built | None = None) -> Report:
    return Report(intake, built, problems, 1.25)


@pytest.mark.parametrize(
    ("problems", "plain", "strict"),
    [((), 0, 0), ((NOTE,), 0, 0), ((DOUBT,), 0, 1), ((PAGE,), 1, 1), ((NOTE, DOUBT, PAGE), 1, 1)],
)
def test_the_exit_code_follows_the_worst_problem(problems: tuple[Problem, ...], plain: int, strict: int) -> None:
    assert (report(*problems).exit_code(False), report(*problems).exit_code(True)) == (plain, strict)


def test_a_raw_file_that_was_refused_fails_only_a_strict_run() -> None:
    intake = Intake(files=1, refused=1, problems=(RAW,))
    one = report(*intake.problems, intake=intake)
    assert (one.exit_code(False), one.exit_code(True)) == (0, 1)
    assert report(*intake.problems, PAGE, intake=intake).exit_code(False) == 1


def test_the_lines_say_what_was_done() -> None:
    reasons = {"new": 2, "edited by hand": 1, "unchanged": 9}
    counts = {"files": 1200, "read": 1199, "refused": 1, "records": 1201, "documents": 1200, "copies": 1, "lost": 2}
    intake = Intake(**counts, reasons=reasons, problems=(RAW,))
    lines = report(RAW, DOUBT, DOUBT, intake=intake, built=BUILT).lines()
    assert lines == [
        "Raw: 1,200 files = 1,199 read + 1 refused; 1,201 records = 1,200 documents + 1 copy, "
        "2 more could not be read; 2 new, 1 edited by hand.",
        "Site: 1 entry (2 kept back), 2 pages, 1,234 files, 2.5 MB; 0.6 kB written.",
        "1 error, 2 warnings. 1.2 seconds.",
    ]


def test_a_sum_that_does_not_come_out_is_known() -> None:
    assert Intake(files=3, read=1, withheld=1, refused=1, records=5, documents=3, copies=2).balanced
    assert not Intake(files=3, read=1, refused=1).balanced
    assert not Intake(records=5, documents=3, copies=1).balanced


def test_a_run_with_nothing_to_say_says_so() -> None:
    assert report(intake=Intake(reasons={"unchanged": 3})).lines()[0].endswith("nothing new.")
    assert report().lines() == ["No problems. 1.2 seconds."]


def test_notes_are_counted_and_named_where_they_are_hidden() -> None:
    assert report(NOTE).lines()[-1].startswith("1 note (-v shows notes).")
    assert report(NOTE).lines(verbose=True)[-1].startswith("1 note. ")


def test_the_json_holds_everything() -> None:
    read = json.loads(report(PAGE, built=BUILT).json())
    assert read["built"]["entries"] == 1
    assert read["problems"] == [{"level": "error", "where": "a/index.html:3", "message": PAGE.message, "hint": ""}]
