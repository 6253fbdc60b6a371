"""Dates that are about, before, after or between: the date by which they sort, and their own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.written import NOTHING, Said, known, said

ABOUT = [
    ("c. 1923", "1923", "1923"),
    ("c1923", "1923", "1923"),
    ("ca. 1884", "1884", "1884"),
    ("circa May 1931", "1931-05", "1931-05"),
    ("about 1900", "1900", "1900"),
    ("um 1923", "1923", "1923"),
    ("vers 1923", "1923", "1923"),
    ("[1923?]", "1923", "1923"),
    ("before 1850", "1850", "1850"),
    ("vor 1850", "1850", "1850"),
    ("not before 1850", "1850", "1850"),
    ("after 1945", "1945", "1945"),
    ("Spring 1921", "1921", "1921"),
    ("late March 1921", "1921-03", "1921-03"),
    ("14 March 2021?", "2021-03-14", "2021-03-14"),
]
SPANS = [
    ("1914-1918", "1914", "1918"),
    ("1914–18", "1914", "1918"),
    ("1914/15", "1914", "1915"),
    ("winter 1914-15", "1914", "1915"),
    ("March-April 1921", "1921-03", "1921-04"),
    ("14–16 March 2021", "2021-03-14", "2021-03-16"),
    ("March 14-16, 2021", "2021-03-14", "2021-03-16"),
    ("14 March – 3 April 2021", "2021-03-14", "2021-04-03"),
    ("between 1890 and 1895", "1890", "1895"),
    ("from 1890 to c. 1895", "1890", "1895"),
    ("zwischen 1890 und 1895", "1890", "1895"),
    ("1923 or 1924", "1923", "1924"),
    ("1920s", "1920", "1929"),
    ("the early 1920s", "1920", "1929"),
    ("1910s to 1920s", "1910", "1929"),
    ("1920er Jahre", "1920", "1929"),
    ("19th century", "1801", "1900"),
    ("im 19. Jahrhundert", "1801", "1900"),
    ("siglo XIX", "1801", "1900"),
]
EDTF = [
    ("1923~", "1923", "1923"),
    ("1984?", "1984", "1984"),
    ("2004-06%", "2004-06", "2004-06"),
    ("2004-06/2006-08", "2004-06", "2006-08"),
    ("1923/..", "1923", "1923"),
    ("../1923", "1923", "1923"),
    ("192X", "1920", "1929"),
    ("19XX", "1900", "1999"),
    ("2001-21", "2001", "2001"),
]
EXACT = ["1884", "2021-03", "2021-03-14", "14 March 2021", "[1884]", "2021-03-00", "2021-XX-XX", "May 1931"]
NO_DATES = [
    *(
        "",
        "May 5",
        "soon",
        "1914-1912",
        "555-1234",
        "Chapter 1914-1918",
        "30 February 1921-1922",
        "c. 30 February 1921",
    ),
    *("the year of the flood", "about 19", "A history of the years 1914 and 1915", "circa", "before", "c. ", "1920ss"),
    *("April-March 1921", "16–14 March 2021"),
]


@pytest.mark.parametrize(("text", "date", "last"), ABOUT + SPANS + EDTF)
def test_less_exact_dates_keep_their_words(text: str, date: str, last: str) -> None:
    assert said(text) == Said(date, text, last)


@pytest.mark.parametrize("text", EXACT)
def test_an_exact_date_needs_no_words(text: str) -> None:
    assert said(text).date
    assert said(text).text == ""


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date(text: str) -> None:
    assert said(text) == NOTHING


def test_a_doubtful_order_gives_the_year_and_the_words() -> None:
    assert said("3/4/2021") == Said("2021", "3/4/2021", "2021")
    assert said("3/4/2021", language="fr") == Said("2021-04-03", "", "2021-04-03")


def test_blanks_are_no_part_of_the_words() -> None:
    assert said("  c.\n 1923 ").text == "c. 1923"


YEARS = st.integers(1450, 2199)
BEFORE = st.sampled_from(["c. ", "ca. ", "circa ", "about ", "um ", "before ", "after ", "Spring ", "probably c. "])


@given(BEFORE, YEARS, st.integers(1, 12), st.sampled_from(["{y}", "{m} {y}", "{y}-{n:02}"]))
def test_a_date_claims_no_more_than_its_words(before: str, year: int, month: int, form: str) -> None:
    name = "January February March April May June July August September October November December".split()[month - 1]
    found = said(before + form.format(y=year, m=name, n=month))
    assert found.date == (str(year) if form == "{y}" else f"{year}-{month:02}")
    assert found.text


@given(YEARS, st.integers(1, 99), st.sampled_from(["{}-{}", "{}–{}", "between {} and {}", "{} to {}", "{}/{}"]))
def test_a_span_begins_and_ends_where_it_says(first: int, more: int, form: str) -> None:
    found = said(form.format(first, first + more))
    if first + more < 2200:
        assert (found.date, found.last) == (str(first), str(first + more))


@given(st.text(max_size=90) | st.from_regex(r"[a-z .]{0,12}1[0-9]{3}[-/–sX?~. ]{0,3}[0-9a-z. ]{0,12}", fullmatch=True))
def test_any_text_gives_a_date_of_the_calendar_or_nothing(text: str) -> None:
    found = said(text)
    assert known(found.date) == found.date
    assert found.date[:4] <= found.last[:4]
    assert found.text in ("", " ".join(text.split()))
