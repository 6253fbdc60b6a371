"""The date that the evidence gives, and the disagreements that are told."""

from __future__ import annotations

from generator.ingest.evidence.choose_date import choose_date, settled
from generator.types import Signal


def date(value: str, how: str, weight: float) -> Signal:
    return Signal("date", value, how, weight)


def test_a_header_line_is_certain() -> None:
    choice, problems = choose_date([date("2021-03-14", "header line", 0.9)], "", "x")
    assert (choice.value, choice.sure, choice.how, problems) == ("2021-03-14", "certain", "header line", ())


def test_independent_places_that_agree_are_certain_and_one_alone_is_not() -> None:
    data = date("2021-03-14", "JSON-LD datePublished", 0.93)
    assert choose_date([data], "", "x")[0].sure == "worked out"
    assert choose_date([data, date("2021-03-14", "meta pubdate", 0.9)], "", "x")[0].sure == "worked out"
    assert choose_date([data, date("2021-03-14", "URL", 0.9)], "", "x")[0].sure == "certain"


def test_strong_places_that_differ_are_told() -> None:
    signals = [date("2021-03-14", "header line", 0.95), date("2020-01-02", "URL", 0.9)]
    choice, problems = choose_date(signals, "", "heap/a.txt")
    assert choice.value == "2021-03-14"
    assert choice.sure == "worked out"
    assert choice.how == "header line; URL says 2020-01-02"
    assert [(p.level, p.where) for p in problems] == [("warning", "heap/a.txt")]
    assert "2021-03-14 (header line); 2020-01-02 (URL)" in problems[0].message
    assert "`date`" in problems[0].hint


def test_a_day_apart_is_no_problem_and_a_less_precise_date_supports() -> None:
    signals = [date("2021-03-14", "header line", 0.95), date("2021-03-15", "URL", 0.9), date("2021", "file name", 0.7)]
    choice, problems = choose_date(signals, "", "x")
    assert (choice.value, choice.sure, problems) == ("2021-03-14", "certain", ())


def test_a_time_in_utc_gives_way_to_the_day_as_printed() -> None:
    signals = [
        date("2021-03-15T02:30:00Z", "JSON-LD datePublished", 0.93),
        date("2021-03-14", "line beside the heading", 0.7),
    ]
    assert choose_date(signals, "", "x")[0].value == "2021-03-14"
    noon = [date("2021-03-15T18:30:00Z", "JSON-LD datePublished", 0.93), signals[1]]
    assert choose_date(noon, "", "x")[0].value == "2021-03-15"


def test_a_doubtful_order_follows_another_place() -> None:
    signals = [date("03/04/2021", "meta date", 0.8), date("2021-03-04", "URL", 0.9)]
    assert choose_date(signals, "de", "x")[0].value == "2021-03-04"
    assert choose_date(signals[:1], "de", "x")[0].value == "2021-04-03"


def test_changes_and_captures_are_the_last_resort_and_bound_the_rest() -> None:
    changed, captured = date("2021-03-20", "modified date (meta)", 0.1), date("2021-04-01", "capture time", 0.05)
    assert choose_date([changed, captured, date("2021-03-14", "text", 0.3)], "", "x")[0].value == "2021-03-14"
    assert choose_date([date("2022-01-01", "text", 0.3), captured], "", "x")[0].value == "2021-04-01"
    only, _ = choose_date([captured], "", "x")
    assert (only.value, only.sure) == ("2021-04-01", "worked out")


def test_what_is_too_old_too_new_or_no_date_is_not_used() -> None:
    assert choose_date([date("2031-01-01", "URL", 0.9)], "", "x", today="2026-11-22")[0].value == ""
    assert choose_date([date("2027-01-01", "URL", 0.9)], "", "x", today="2026-11-22")[0].value == "2027-01-01"
    choice, problems = choose_date([date("2021-02-30", "header line", 0.95)], "", "x")
    assert choice.value == ""
    assert "no date of the calendar" in problems[0].message


def test_settled() -> None:
    assert settled([date("2021-03-14", "meta pubdate", 0.9)])
    assert not settled([date("2021", "URL", 0.9)])
    assert not settled([])
