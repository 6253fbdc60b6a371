"""A date in the document's own words is shown wherever the date is, and sorts by the date."""

from __future__ import annotations

import json

import pytest
from lxml import html

from generator.site.documents import documents
from generator.site.lines import days
from generator.site.words import how_known
from generator.types import Entry, Evidence
from tests.unit.site.test_pages import made
from tests.unit.site.tidewater import entry, site

WORDS = "c. 1923"
PATH = "1923/quay.md"


def archive() -> list[Entry]:
    known = {"date": Evidence("certain", "header line")}
    return [
        entry(PATH, "1923", date_text=WORDS, source="The Post", evidence=known),
        entry("1923/mill.md", "1923", source="The Post"),
        entry("1922/05/boat.md", "1922-05", source="The Post"),
        entry("1924/wall.md", "1924", source="The Post"),
    ]


@pytest.fixture(scope="module")
def built() -> dict[str, str]:
    return made(site(archive()))


@pytest.mark.parametrize(
    "path",
    [
        "1923/quay/index.html",
        "1923/index.html",
        "all/index.html",
        "index.html",
        "sources/the-post/index.html",
        "1924/wall/index.html",
    ],
)
def test_every_page_that_dates_it_shows_the_words(built: dict[str, str], path: str) -> None:
    assert WORDS in html.fromstring(built[path]).text_content()


def test_the_entry_has_a_date_for_machines_and_says_whose_words_these_are(built: dict[str, str]) -> None:
    page = html.fromstring(built["1923/quay/index.html"])
    assert json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)["datePublished"] == "1923"
    said = str(page.xpath("string(//div[@class='rail']/p)"))
    assert said.split() == ["c.", "1923", "as", "written,", "from", "the", "header", "line"]
    assert page.xpath("//meta[@name='DC.date']/@content") == ["c. 1923"]


def test_it_sorts_among_those_of_its_year_and_stands_under_its_own_words() -> None:
    found = site(archive())
    assert [one.address for one in found.entries] == ["1922/05/boat/", "1923/mill/", "1923/quay/", "1924/wall/"]
    assert [(day.date, day.date_text) for day in days(found, (1, 2))] == [("1923", ""), ("1923", WORDS)]


def test_the_search_knows_both() -> None:
    item = next(one for one in documents(site(archive())) if one.date_text)
    assert (item.date, item.date_text, item.how) == ("1923", WORDS, "")


def test_words_say_themselves_how_exact_a_date_is() -> None:
    assert how_known("1923", Evidence("certain", "header line"), True) == (
        "certain",
        "as written, from the header line",
    )
    assert how_known("1923", Evidence("worked out", "dateline"), True) == (
        "worked out",
        "worked out, from the dateline",
    )


def test_words_without_a_date_are_not_shown() -> None:
    found = site([entry("x.md", "", date_text="the year of the flood")])
    assert found.entries[0].date_text == ""
