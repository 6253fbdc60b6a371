"""Titles as found become titles as read."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from generator.ingest.evidence.titles import first_words, fold, is_title, plain, readable_slug, tidy_title, without_site

BODY = (
    "Ministers Kovar and Lund met on Friday. An op-ed by Kovar said that the U.S. fleet sails. "
    "Readers liked the op-ed. Kovar's letter was read in Oslo. Fleet exercises begin, the fleet said."
)


def test_marks_and_white_space() -> None:
    assert tidy_title(" A&amp;B\n &amp;#8211; <b>C</b> ") == "A&B – C"
    assert not is_title("Home")
    assert is_title("Home again")


def test_the_name_of_the_site_goes() -> None:
    assert without_site("Boats | The Harbour Post", ("The Harbour Post",)) == "Boats"
    assert without_site("Harbour Post: the boats - harbourpost.org", ("harbourpost.org",)) == "Harbour Post: the boats"
    assert without_site("Black - white", ("The Harbour Post",)) == "Black - white"


def test_a_slug_is_spelled_as_the_body_spells_it() -> None:
    assert readable_slug("kovar lund op ed on fleet in oslo", BODY) == "Kovar Lund op-ed on fleet in Oslo"
    assert readable_slug("fleet of the u s", BODY) == "Fleet of the U.S."


def test_first_words_end_at_a_word() -> None:
    words = first_words("# Some *plain* words\n\n" + "word " * 40)
    assert words.startswith("Some plain words word")
    assert words.endswith("word…")
    assert len(words) <= 80
    assert first_words("Short.") == "Short."


@given(st.text(max_size=200))
def test_a_tidy_title_is_one_printable_line(text: str) -> None:
    assert tidy_title(text).isprintable()


def test_first_words_are_words_and_no_markdown() -> None:
    assert first_words(r"\[\{1\}\] \*not\* a _word_ in **bold** &amp; more") == "[{1}] *not* a word in bold & more"


@given(st.text())
@example("Two_Words, 3!")
def test_a_folded_text_has_letters_and_digits_alone(text: str) -> None:
    assert fold(text) == re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


def test_marks_go_from_the_beginning_of_each_line() -> None:
    text = "# One\n\n- two\n> three\n  12. four\n#five - six\n\n\n* * seven"
    assert plain(text) == "One\n\ntwo\nthree\nfour\n#five - six\n\n\n* seven".replace("* seven", " seven")


def test_words_of_a_slug_are_joined_as_the_body_joins_them() -> None:
    body = "He wrote an op-ed on the U.S. budget. The O'Neill plan is McKay's, said O'Neill."
    assert readable_slug("oneill op ed on u s budget", body) == "O'Neill op-ed on U.S. budget"
