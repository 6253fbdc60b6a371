"""Language tags and the language of a text."""

from __future__ import annotations

import subprocess
import sys

import pytest

from generator.ingest.evidence.language import detect, same, tidy_tag


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
