"""English words -> those of another language, dates and numbers included."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import phrases
from generator.phrases import Words, chosen, date, number, say

STRINGS = Path(__file__).parents[2] / "themes" / "default" / "strings"
FILES: Mapping[str, tuple[str, ...]] = {path.name: (path.read_text("utf-8"),) for path in STRINGS.iterdir()}


def of(language: str) -> Words:
    return chosen(FILES, language)[0]


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        ("2021-03-04", "en", "4 March 2021"),
        ("2021-03", "en-gb", "March 2021"),
        ("2021", "en", "2021"),
        ("", "en", ""),
        ("2021-03-04", "de", "4. März 2021"),
        ("2021-03", "de-AT", "März 2021"),
        ("2021-03-04", "pt-br", "4 de março de 2021"),
        ("2021-03-04", "es", "4 de marzo de 2021"),
        ("2021-03-04", "ja", "2021年3月4日"),
        ("2021-12", "xx", "December 2021"),
    ],
)
def test_a_date_in_words(value: str, language: str, words: str) -> None:
    assert date(of(language), value) == words


def test_a_number_as_a_language_writes_it() -> None:
    assert [number(of(code), 12345) for code in ("en", "de", "fr")] == ["12,345", "12.345", "12\u202f345"]


def test_what_a_language_lacks_stays_english() -> None:
    assert say({}, "{n} entry|{n} entries", 1) == "1 entry"
    assert say({}, "{n} entry|{n} entries", 2412) == "2,412 entries"
    assert say(of("de"), "{n} entry|{n} entries", 2412) == "2.412 Einträge"
    assert say(of("de"), "Nobody has this of {name}", name="A") == "Nobody has this of A"
    assert (say({}, "Copy @button"), say(of("de"), "Copy @button")) == ("Copy", "Kopieren")


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {0: "b", 1: "a", 2: "b"}),
        ("fr", {0: "a", 1: "a", 2: "b"}),
        ("ja", {0: "a", 1: "a", 9: "a"}),
        ("ru", {1: "a", 2: "b", 5: "c", 11: "c", 21: "a", 22: "b", 112: "c"}),
        ("pl", {1: "a", 3: "b", 5: "c", 13: "c", 21: "c", 23: "b"}),
        ("cs", {1: "a", 4: "b", 5: "c", 22: "c"}),
        ("ar", {0: "a", 1: "b", 2: "c", 3: "d", 11: "e", 100: "f", 103: "d"}),
    ],
)
def test_forms_of_number(language: str, forms: dict[int, str]) -> None:
    """From the plural rules of Unicode CLDR."""
    words = {phrases.LANGUAGE: language, "x|y": "a|b|c|d|e|f" if language == "ar" else "a|b|c"}
    assert {n: say(words, "x|y", n) for n in forms} == forms


def test_a_text_in_english_keeps_to_english_forms_on_a_page_in_another_language() -> None:
    assert say({phrases.LANGUAGE: "ja"}, "{n} entry|{n} entries", 2) == "2 entries"


@given(st.text(), st.dictionaries(st.text(), st.text()))
def test_any_text_can_be_said(text: str, words: dict[str, str]) -> None:
    assert isinstance(say(words, text, 3, name="{n}"), str)


def test_a_part_is_not_filled_in_twice() -> None:
    assert say({}, "{a} and {b}", a="{b}", b="x") == "{b} and x"


def test_layers_lie_over_each_other_and_a_region_over_its_language() -> None:
    files = {
        "en.yaml": ("words: {One: One, Two: Two, Three: Three}",),
        "de.yaml": ("words: {One: Eins, Two: Zwei, Three: Drei}", "words: {Two: Zwo}"),
        "de-CH.yaml": ("words: {Three: Drü}",),
    }
    words, problems = chosen(files, "de-CH")
    assert [say(words, text) for text in ("One", "Two", "Three")] == ["Eins", "Zwo", "Drü"]
    assert problems == ()
    assert chosen({**files, "en.yaml": ("words: {One: 1, Two: Two}",)}, "en")[0]["One"] == "1"


def test_what_is_missing_is_one_note() -> None:
    files = {"en.yaml": ("words: {One: One, Two: Two}",), "de.yaml": ("words: {One: Eins}",)}
    (note,) = chosen(files, "de")[1]
    assert note.level == "note" and "1 text" in note.message and "'Two'" in note.message
    (note,) = chosen(files, "xx")[1]
    assert note.where == "site.yaml"


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("words:\n  One: [a]", "strings/de.yaml:2", "no text"),
        ("words:\n  '{n} one': '{m} eins'", "strings/de.yaml:2", "{m}"),
        ("months: Januar Februar", "strings/de.yaml:1", "12 names"),
        ("monate: x", "strings/de.yaml:1", "none of"),
        ("words: {One: Eins", "strings/de.yaml", ""),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_rest_holds(text: str, where: str, said: str) -> None:
    words, problems = chosen({"de.yaml": ("words: {Two: Zwei}", text)}, "de")
    assert say(words, "Two") == "Zwei"
    assert any(p.where.startswith(where) and said in p.message for p in problems)
