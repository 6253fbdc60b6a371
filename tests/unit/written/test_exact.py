"""Dates as written -> what they say and no more."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.written import epoch, exact, is_day


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("1884", "1884"),
        ("2021-03", "2021-03"),
        ("March 2021", "2021-03"),
        ("2021-3-4", "2021-03-04"),
        ("2021/03/04", "2021-03-04"),
        ("20210304", "2021-03-04"),
        ("20030131235959", "2003-01-31"),
        ("2014-07-23T10:01:00-04:00", "2014-07-23"),
        ("2014-07-23 13:50:00 -5", "2014-07-23"),
        ("2015-09-09 11:10:32 UTC", "2015-09-09"),
        ("April 16, 1945", "1945-04-16"),
        ("Wednesday, July 20, 2005", "2005-07-20"),
        ("Wed Nov 13, 2013 2:29am EST", "2013-11-13"),
        ("Wed Nov 13 02:29:00 2013", "2013-11-13"),
        ("Fri, 31 Jan 2003 10:00:00 +0100", "2003-01-31"),
        ("3rd of May 1999", "1999-05-03"),
        ("13. März 2021", "2021-03-13"),
        ("14 de marzo de 2021", "2021-03-14"),
        ("14.03.2021", "2021-03-14"),
        ("13/4/2021", "2021-04-13"),
        ("4/13/2021 10:30 PM", "2021-04-13"),
        ("5/5/2021", "2021-05-05"),
    ],
)
def test_what_is_written(said: str, date: str) -> None:
    assert exact(said) == date


@pytest.mark.parametrize(
    "said",
    [
        "",
        "2021-02-30",
        "2021-13",
        "30 February 2020",
        "Foo 3, 2004",
        "soon",
        "May",
        "12",
        "2021-03-04 or so",
    ],
)
def test_what_cannot_be_told_is_no_date(said: str) -> None:
    assert exact(said) == ""


def test_unix_times_are_days_in_utc() -> None:
    assert epoch("1098309600") == "2004-10-20"
    assert epoch("1098309600000") == "2004-10-20"
    assert epoch("12345") == ""
    assert epoch("9999999999") == ""


def test_a_line_that_is_a_day() -> None:
    assert is_day("Sunday, October 27, 2019 ")
    assert not is_day("October 2019")


@given(st.text(max_size=70))
def test_any_text_gives_a_date_or_nothing(said: str) -> None:
    assert re.fullmatch(r"|\d{4}(-\d\d(-\d\d)?)?", exact(said))
