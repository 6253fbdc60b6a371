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
    assert choose_date([data, date("2021-03-14", "date on the page", 0.65)], "", "x")[0].sure == "certain"


def test_what_a_program_made_of_one_field_and_shows_to_no_reader_is_not_certain() -> None:
    data, url = date("2021-03-14", "JSON-LD datePublished", 0.93), date("2021-03-14", "URL", 0.9)
    assert choose_date([data, url], "", "x")[0].sure == "worked out"
    assert choose_date([data, url, date("2021-03-14", "time element", 0.75)], "", "x")[0].sure == "certain"


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


def test_a_server_s_last_change_is_a_last_resort_before_the_capture_and_bounds_nothing() -> None:
    served, captured = date("2019-05-04", "HTTP Last-Modified", 0.1), date("2021-04-01", "capture time", 0.1)
    only, _ = choose_date([captured, served], "", "x")
    assert (only.value, only.sure, only.evidence.how) == (
        "2019-05-04",
        "worked out",
        "HTTP Last-Modified: the document is not newer",
    )
    assert choose_date([served, date("2020-01-01", "text", 0.3), captured], "", "x")[0].value == "2020-01-01"


def test_what_is_too_old_too_new_or_no_date_is_not_used() -> None:
    assert choose_date([date("2031-01-01", "URL", 0.9)], "", "x", today="2026-11-22")[0].value == ""
    assert choose_date([date("2027-01-01", "URL", 0.9)], "", "x", today="2026-11-22")[0].value == "2027-01-01"
    choice, problems = choose_date([date("2021-02-30", "header line", 0.95)], "", "x")
    assert choice.value == ""
    assert "no date of the calendar" in problems[0].message


def test_words_that_are_less_exact_come_with_the_date() -> None:
    choice, problems = choose_date([date("c. 1923", "header line", 0.9), date("1923", "file name", 0.5)], "", "x")
    assert (choice.value, choice.text, choice.sure, problems) == ("1923", "c. 1923", "certain", ())
    fuller = choose_date([date("1923?", "header line", 0.9), date("1923-05-02", "dateline", 0.7)], "", "x")[0]
    assert (fuller.value, fuller.text) == ("1923-05-02", "")


def test_an_order_that_nobody_tells_is_told_and_leaves_the_year() -> None:
    choice, problems = choose_date([date("3/4/2021", "column date", 0.95)], "en", "x")
    assert (choice.value, choice.text) == ("2021", "3/4/2021")
    assert "which is the day" in problems[0].message


def test_a_late_evening_in_utc_is_the_next_day_where_the_language_is_spoken() -> None:
    late = date("2021-03-14T23:30:00Z", "meta article:published_time", 0.93)
    assert choose_date([late], "de", "x")[0].value == "2021-03-15"
    assert choose_date([late], "es", "x")[0].value == "2021-03-14"
    summer = date("2021-07-14T22:30:00Z", "meta article:published_time", 0.93)
    assert choose_date([summer], "de", "x")[0].value == "2021-07-15"
    assert choose_date([date("2021-03-14T22:30:00Z", "JSON-LD", 0.9)], "de", "x")[0].value == "2021-03-14"
    assert choose_date([date("2021-03-14T00:00:00Z", "JSON-LD", 0.9)], "ja", "x")[0].value == "2021-03-14"


def test_the_zone_of_another_time_of_the_page_is_its_zone() -> None:
    early = date("2021-03-15T03:05:46 GMT+0000", "JSON-LD datePublished", 0.93)
    changed = date("2021-03-14T23:15:00-05:00", "modified date (meta og:updated_time)", 0.1)
    assert choose_date([early, changed], "en", "x")[0].value == "2021-03-14"
    assert choose_date([early, changed], "de", "x")[0].value == "2021-03-14"


def test_the_first_hours_in_utc_are_an_evening_in_america_unless_the_page_prints_the_day() -> None:
    early = date("2021-03-15T02:05:46Z", "JSON-LD datePublished", 0.93)
    assert choose_date([early], "en-us", "x")[0].value == "2021-03-14"
    printed = date("2021-03-15", "line beside the heading", 0.94)
    assert choose_date([early, printed], "en-us", "x")[0].value == "2021-03-15"


def test_a_shown_date_that_the_data_call_a_change_does_not_win() -> None:
    stated = date("2021-03-14", "JSON-LD datePublished", 0.93)
    changed = date("2021-05-01", "modified date (JSON-LD)", 0.1)
    shown = [date("2021-05-01", "line beside the heading", 0.94), date("2021-05-01", "date on the page", 0.65)]
    choice, problems = choose_date([stated, changed, *shown], "", "x")
    assert choice.value == "2021-03-14"
    assert "told in different ways" in problems[0].message
    assert choose_date([stated, *shown], "", "x")[0].value == "2021-05-01"


def test_a_date_that_rests_on_little_carries_a_warning() -> None:
    choice, problems = choose_date([date("2021-03-14", "htmldate", 0.6)], "", "x")
    assert choice.value == "2021-03-14"
    assert [(p.level, "for certain" in p.message) for p in problems] == [("warning", True)]
    assert choose_date([date("2021-03-14", "dateline", 0.7)], "", "x")[1] == ()
    assert choose_date([date("1945", "file name", 0.5)], "", "x")[1] == ()


def test_data_alone_beside_a_change_that_the_page_shows_carry_a_warning() -> None:
    stated = date("2021-03-14", "JSON-LD datePublished", 0.93)
    shown = date("2021-05-01", "modified date (line beside the heading)", 0.1)
    assert len(choose_date([stated, shown], "", "x")[1]) == 1
    assert choose_date([stated, shown, date("2021-03-14", "URL", 0.9)], "", "x")[1] == ()


def test_settled() -> None:
    assert settled([date("2021-03-14", "meta pubdate", 0.9)])
    assert not settled([date("2021", "URL", 0.9)])
    assert not settled([])
