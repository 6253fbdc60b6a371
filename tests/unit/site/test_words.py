"""Words for readers."""

from __future__ import annotations

import pytest

from generator.site.words import direction, from_where, how_known, language_name, listed
from generator.types import Evidence


@pytest.mark.parametrize(
    ("date", "evidence", "shown"),
    [
        ("2021-03-14", Evidence("certain", "header line"), ("certain", "certain, from the header line")),
        ("2021-03", Evidence("worked out", "file name"), ("worked out", "month only, from the file name")),
        ("2021", Evidence("certain", "header line, URL"), ("certain", "certain, year only, from the header line, URL")),
        (
            "2021-03-14",
            Evidence("worked out", "URL; the page says 2021-03-15"),
            ("worked out", "worked out, from the URL; the page says 2021-03-15"),
        ),
        ("2021-03-14", None, (None, "")),
        ("", None, ("unknown", "no date known")),
        ("", Evidence("unknown", ""), ("unknown", "no date known")),
    ],
)
def test_how_a_date_is_known(date: str, evidence: Evidence | None, shown: tuple[str | None, str]) -> None:
    assert how_known(date, evidence) == shown


def test_where_something_was_seen_in_another_language() -> None:
    words = {"@language": "de", "header line": "Kopfzeile", "file name": "Dateiname", "column": "Spalte"}
    words |= {"from the {what}": "laut {what}", "{place} says {said}": "{place} sagt {said}"}
    assert from_where("header line, file name; URL says 2013-12-06", words) == (
        "laut Kopfzeile, Dateiname; URL sagt 2013-12-06"
    )
    assert from_where("column title, odd place", words) == "laut Spalte title, odd place"


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("saved on: the document is not newer", "from the day it was saved: the document is not newer"),
        ("htmldate, URL", "from the page as a whole, URL"),
        ("WordPress post date", "from the WordPress post date"),
        ("Header line", "from the header line"),
        ("URL slug", "from the URL slug"),
        ("copy: column source", "from the copy: column source"),
        ("JSON-LD url; meta og:url says x", "from the JSON-LD url; meta og:url says x"),
    ],
)  # fmt: skip
def test_where_something_was_seen_as_people_say_it(how: str, said: str) -> None:
    assert from_where(how) == said


def test_small_words() -> None:
    assert from_where("the front matter") == "from the front matter"
    assert (language_name("pt-br"), language_name("xx"), direction("ar-eg"), direction("nl")) == (
        "Portuguese (BR)",
        "xx",
        "rtl",
        "ltr",
    )
    assert (listed(()), listed(("a",)), listed(("a", "b", "c"))) == ("", "a", "a, b and c")
