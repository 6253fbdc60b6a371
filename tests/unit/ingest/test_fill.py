"""A date in words goes from copy to entry together with its date, and is not overruled by a fuller guess."""

from __future__ import annotations

from generator.ingest.fill import fill
from generator.types import Evidence, Meta

CERTAIN, GUESSED = {"date": Evidence("certain", "header line")}, {"date": Evidence("worked out", "URL")}


def test_the_words_come_with_the_date() -> None:
    base = Meta(date="1931", evidence=GUESSED)
    meta, taken = fill(base, Meta(date="1923", date_text="c. 1923", evidence=CERTAIN))
    assert (meta.date, meta.date_text, taken) == ("1923", "c. 1923", ("date",))
    exact, _ = fill(Meta(date="1931", date_text="1930s", evidence=GUESSED), Meta(date="1923-05-02", evidence=CERTAIN))
    assert (exact.date, exact.date_text) == ("1923-05-02", "")


def test_a_span_is_no_less_exact_form_of_its_first_year() -> None:
    span = Meta(date="1914", date_text="1914-1918", evidence=CERTAIN)
    assert fill(span, Meta(date="1914-07-28", evidence=CERTAIN))[0] == span
    assert fill(Meta(date="1914", evidence=CERTAIN), Meta(date="1914-07-28", evidence=GUESSED))[0].date == "1914-07-28"
