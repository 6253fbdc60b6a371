"""Language tags and the language of a text."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from py3langid.langid import classify

from generator.ingest.evidence import language_model
from generator.ingest.evidence.language import detect, letters, same, tidy_tag
from generator.ingest.evidence.language_model import classified

ENGLISH = (
    "The river rose in the night and the people of the lower town had to leave their houses. It was the third flood "
    "that they have seen in two years, and the council said that it would not be the last of them. "
)
GERMAN = (
    "In der Nacht stieg der Fluss, und die Leute der unteren Stadt mussten ihre Häuser verlassen. Es war die dritte "
    "Flut in zwei Jahren, und der Rat sagte, dass sie nicht die letzte sein werde, denn die Deiche sind alt. "
)


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("de_DE", "de-de"),
        ("EN-us,en", "en-us"),
        ("zh-Hans-CN", "zh-cn"),
        ("English", "en"),
        ("{{lang}}", ""),
        ("und", ""),
    ],
)
def test_tags(value: str, tag: str) -> None:
    assert tidy_tag(value) == tag


def test_a_text_of_some_length_is_known_and_a_short_one_is_not() -> None:
    assert detect("Der Fluss stieg in der Nacht über die Ufer, und die Bewohner verließen ihre Häuser.") == "de"
    assert detect("The river rose over its banks in the night and people left their houses.") == "en"
    assert detect("Ok, no. 12345") == ""


def test_near_languages_are_not_told_apart() -> None:
    assert same("nb", "da")
    assert not same("en", "de")


def test_the_model_is_not_loaded_by_an_import() -> None:
    code = "import sys, generator.ingest.infer; sys.exit('py3langid.langid' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_english_is_told_by_its_commonest_words_without_the_model() -> None:
    code = f"""
import sys
from generator.ingest.evidence.language import detect
assert detect({ENGLISH * 2!r}) == "en"
sys.exit("py3langid" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_text_in_another_language_with_a_sentence_in_english_is_not_english() -> None:
    assert detect(GERMAN * 2) == "de"
    assert detect(GERMAN + GERMAN + "The people of the town are in the book of the city. " + GERMAN) == "de"


def test_letters_are_counted_in_any_script() -> None:
    start = " " * 10  # the first tenth of a text is not looked at
    assert letters(start + "Ab 12 é_ß 日本 ٣") == 6
    assert letters(start + "see https://example.org/a and mail a.b@example.org") == len("seeandmail")


@given(st.text(st.characters(codec="utf-8")))
@example(GERMAN)
@example(ENGLISH.upper())
@example("Река поднялась ночью, и жители оставили дома.")
@example("Reka je noću narasla, a Ljudi su napustili svoje kuće.")
@example("川は夜のうちに増水した。")
@example("a")
def test_the_sums_are_those_of_the_library(text: str) -> None:
    assert classified(text) == classify(text)[0]


def test_a_library_that_keeps_its_model_in_another_form_is_asked_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_model, "_model", lambda: None)
    assert classified(GERMAN) == "de"
