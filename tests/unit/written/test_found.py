"""Written dates: what stands there, never a part more."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.written import compatible, dates_in, days_between, month_number, order_of, parse_date
from generator.written.names import BY_LANGUAGE

SAID = [
    ("2021-03-14", "2021-03-14"),
    ("2021-03-14T23:59:00-08:00", "2021-03-14"),
    ("2021/3/4", "2021-03-04"),
    ("Sun, 14 Mar 2021 10:00:00 +0000", "2021-03-14"),
    ("Sun Mar 14 20:15:22 EST 2021", "2021-03-14"),
    ("March 14, 2021", "2021-03-14"),
    ("Mar. 14th, 2021", "2021-03-14"),
    ("7 April 2020", "2020-04-07"),
    ("14th day of March, 1921", "1921-03-14"),
    ("14. März 2021", "2021-03-14"),
    ("1. Dezember 2021 15:12 Uhr", "2021-12-01"),
    ("14 de marzo de 2021", "2021-03-14"),
    ("le 1er mars 2021", "2021-03-01"),
    ("14 d’abril de 2021", "2021-04-14"),
    ("2021. március 14.", "2021-03-14"),
    ("2021. 03. 14. 21:35", "2021-03-14"),
    ("2021 m. kovo 14 d.", "2021-03-14"),
    ("13 января 2015 г. в 13:34", "2015-01-13"),
    ("14.03.2021", "2021-03-14"),
    ("3/14/2021", "2021-03-14"),
    ("5/5/2021", "2021-05-05"),
    ("2021年3月14日", "2021-03-14"),
    ("٢٠٢١-٠٣-١٤", "2021-03-14"),
    ("20210314T101500Z", "2021-03-14"),
    ("April 16, 1945", "1945-04-16"),
    ("14 मार्च 2021", "2021-03-14"),
    ("१४ मई २०२१", "2021-05-14"),
    ("১৪ ফেব্রুয়ারি ২০২১", "2021-02-14"),
    ("14 มีนาคม 2564", "2021-03-14"),
    ("๑๔ มี.ค. พ.ศ. ๒๕๖๔", "2021-03-14"),
    ("14 มีนาคม ค.ศ. 2021", "2021-03-14"),
    ("۱۴ مارس ۲۰۲۱", "2021-03-14"),
]
LESS = [
    ("2021-03", "2021-03"),
    ("March 2021", "2021-03"),
    ("1884", "1884"),
    ("2021年3月", "2021-03"),
    ("พ.ศ. 2564", "2021"),
]
NOTHING = [
    "",
    "2021-02-30",
    "30 February 2021",
    "2021-13-01",
    "99/99/2021",
    "10:04am",
    "May 5",
    "192.168.2021",
    "2021-W10",
]


@pytest.mark.parametrize(("text", "expected"), SAID + LESS)
def test_a_date_is_read_as_precisely_as_it_is_written(text: str, expected: str) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_the_calendar_does_not_have_is_no_date(text: str) -> None:
    assert parse_date(text) == ""


def test_a_doubtful_order_gives_the_year_only_and_a_known_order_the_day() -> None:
    assert parse_date("03/04/2021") == "2021"
    assert parse_date("03/04/2021", "mdy") == "2021-03-04"
    assert parse_date("03/04/2021", language="fr") == "2021-04-03"
    assert parse_date("03/04/2021", language="en-US") == "2021-03-04"
    assert (order_of("en"), order_of("en-gb"), order_of("ja")) == ("", "dmy", "ymd")


def test_a_span_of_days_gives_the_month() -> None:
    assert parse_date("14–16 March 2021") == "2021-03"


def test_a_name_that_is_two_months_needs_its_language() -> None:
    assert parse_date("14 listopada 2020") == ""
    assert parse_date("14 listopada 2020", language="pl") == "2020-11-14"
    assert parse_date("14 listopada 2020", language="hr") == "2020-10-14"


def test_each_language_names_twelve_months() -> None:
    assert all(set(names.values()) == set(range(1, 13)) for names in BY_LANGUAGE.values())
    assert month_number("nonsense") == 0


def test_all_dates_of_a_text_in_their_order() -> None:
    found = dates_in("Seen on 3 May 1999 and again in June 2001, not on 2001-02-30.")
    assert [one.date for one in found] == ["1999-05-03", "2001-06"]


@given(st.dates(date(1450, 1, 1), date(2199, 12, 31)))
def test_iso_days_come_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day.isoformat()
    assert parse_date(f"{day.day}.{day.month}.{day.year}") == day.isoformat()


@given(st.text(max_size=80))
def test_any_text_gives_a_date_of_the_calendar_or_nothing(text: str) -> None:
    found = parse_date(text)
    if found:
        assert date.fromisoformat(found + "-01-01"[len(found) - 4 :] if len(found) < 10 else found)
        assert len(found) in (4, 7, 10)


@pytest.mark.parametrize("language", sorted(BY_LANGUAGE))
def test_a_printed_date_reads_back_in_each_language(language: str) -> None:
    year = "2564" if language == "th" else "2021"
    for name, number in BY_LANGUAGE[language].items():
        if len(name) >= 3 or language in ("fa", "hi", "bn"):
            assert parse_date(f"14 {name} {year}", language=language) == f"2021-{number:02}-14", name
            assert parse_date(f"{name} {year}", language=language) == f"2021-{number:02}", name


def test_a_year_of_the_buddhist_era_is_one_only_in_thai() -> None:
    assert parse_date("14/3/2564", language="th") == "2021-03-14"
    assert parse_date("14/3/2564") == ""


def test_a_dotted_date_in_english_has_a_doubtful_order() -> None:
    assert parse_date("11.03.2017", language="en") == "2017"
    assert parse_date("11.03.2017", language="en-US") == "2017-11-03"
    assert parse_date("11.03.2017", language="de") == "2017-03-11"


@given(st.text(alphabet="a1 \n.", max_size=300), st.dates(date(1450, 1, 1), date(2199, 12, 31)))
def test_a_date_is_found_wherever_it_stands(around: str, day: date) -> None:
    text = f"{around} | {day:%d} March {day.year} | {around}"
    assert f"{day.year}-03-{day:%d}" in [found.date for found in dates_in(text)] or day.day > 31


def test_distance() -> None:
    assert compatible("2021", "2021-03-14")
    assert days_between("2021-03-14", "2021-03-16") == 2
    assert days_between("2021-03", "2021-03-16") == 0
    assert days_between("2021-04", "2021-03-16") > 1
