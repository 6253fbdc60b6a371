"""A date in words at the head of a text, which the page shows anyway, goes; a year that may name a part stays."""

from __future__ import annotations

from generator.ingest import opening

REST = "The lamps along the quay were lit at five."


def test_a_paragraph_that_is_the_date_in_words_goes() -> None:
    rest, cuts = opening.split(f"c. 1923\n\n{REST}", "The quay", (), "c. 1923")
    assert rest == REST
    assert [(cut.rule, cut.text) for cut in cuts] == [("dateline", "c. 1923\n\n")]


def test_other_words_and_a_bare_year_stay() -> None:
    for paragraph, date in (("c. 1924", "c. 1923"), ("1923", "1923"), ("March 1921", "1921-03")):
        text = f"{paragraph}\n\n{REST}"
        assert opening.split(text, "The quay", (), date) == (text, ())
