"""The words that tell a text from others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.render import terms as render_terms
from generator.render.terms import KEPT, LONGEST, terms

TEXT = """On Monday the Petrel lay at the Long Mole, as Yusra Lomond had said in March. Nobody spoke. Passengers took a
crossing, the Petrel's third; the passengers thought of Lomond, and the crossing was a long one. NOBODY SLEPT."""


def test_names_come_first_then_long_words_and_no_day_or_month() -> None:
    found = terms(TEXT)
    assert found[:4] == ("Lomond", "Petrel", "passengers", "crossing")
    assert set(found) == {"Lomond", "Petrel", "passengers", "crossing", "Yusra", "Mole", "thought"}


def test_a_word_that_also_stands_in_lower_case_is_no_name() -> None:
    assert terms("She met Grace, and by grace of Rose she rose.") == ()


def test_writings_without_blanks_give_pairs_of_letters() -> None:
    assert set(terms("東京湾の東京")) == {"東京", "京湾", "湾の", "の東"} and terms("東京湾の東京")[0] == "東京"


@given(st.text(max_size=400))
def test_each_word_is_of_the_text_and_named_once(text: str) -> None:
    found = terms(text)
    assert len(found) <= KEPT and len({word.casefold() for word in found}) == len(found)
    assert all(word.casefold() in text.casefold() and len(word) <= LONGEST for word in found)


def test_the_letters_of_western_languages_are_those_of_all() -> None:
    signs = [chr(code) for code in (*range(0x100), *range(0x2010, 0x203B), 0x20AC)]
    assert not any(map(render_terms._OTHERS.search, signs))
    words = [(bool(render_terms._WORD.match(f"x{sign}")), render_terms._WORD.findall(f"a{sign}b")) for sign in signs]
    assert words == [(True, render_terms._LATIN_WORD.findall(f"a{sign}b")) for sign in signs]
