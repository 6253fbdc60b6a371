"""Every text that pages show stands in each language's file, and none stands there that no page shows."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from generator import phrases

TOP = Path(__file__).parents[1]
WHOLE = ("en", "de")
"""Languages that are complete; of others there are dates and numbers."""
TAG = re.compile(r"\{[%#].*?[%#]\}|\{\{.*?\}\}|<!--.*?-->", re.DOTALL)
SHOWN = re.compile(r">([^<>]*[A-Za-z]{3}[^<>]*)<|\b(?:aria-label|placeholder|alt|title)=\"([^\"]*[A-Za-z]{3}[^\"]*)\"")


@pytest.fixture(scope="module")
def strings() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_strings", TOP / "docs" / "strings.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", WHOLE)
def test_a_file_has_every_text_and_no_other(strings: ModuleType, language: str) -> None:
    path = TOP / "themes" / "default" / "strings" / f"{language}.yaml"
    found, problems = phrases.parse(path.read_text("utf-8"), path.name)
    assert problems == []
    wanted = set(strings.everything())
    have = {key for key in found if not key.startswith("@")}
    assert (sorted(wanted - have), sorted(have - wanted)) == ([], [])
    assert {key for key in found if key.startswith("@")} == {f"@{name}" for name in phrases.MANNERS}


@pytest.mark.parametrize("path", sorted((TOP / "themes").glob("*/strings/*.yaml")), ids=lambda path: path.name)
def test_a_file_keeps_the_parts_and_links_of_each_text(path: Path) -> None:
    found, problems = phrases.parse(path.read_text("utf-8"), path.name)
    assert problems == []
    for text, said in found.items():
        if not text.startswith("@"):
            forms, wanted = said.split("|"), phrases.pattern({}, text).split("|")
            assert {len(re.findall(r"\[", form)) for form in forms} == {len(re.findall(r"\[", wanted[0]))}, text
            assert set(phrases.PART.findall(said)) == set(phrases.PART.findall(text)), text


def bare(template: str) -> list[str]:
    """Words of a template that pages would show without asking for them by t()."""
    text = TAG.sub("", re.sub(r"<(code|title)\b.*?</\1>", "", template, flags=re.DOTALL))
    return [found for pair in SHOWN.findall(text) for found in pair if found.strip()]


@pytest.mark.parametrize("path", sorted((TOP / "themes").glob("*/templates/*.html")), ids=lambda path: path.name)
def test_no_template_has_words_of_its_own(path: Path) -> None:
    assert [words for words in bare(path.read_text("utf-8")) if words.strip() != "APA"] == []


def test_words_of_its_own_are_seen() -> None:
    assert bare("<p>Hello there {{ name }}</p><b>{{ t('x') }}</b>") == ["Hello there "]
    assert bare('<i aria-label="Parts of {{ x }}"></i>') == ["Parts of "]


def test_a_text_nobody_translated_is_seen(strings: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text(
        "{{ t('Fresh {n}|Freshes', n=1) }} {{ translated(['In a script'])|json }}"
    )
    assert list(strings.in_templates(tmp_path)) == ["Fresh {n}|Freshes", "In a script"]


def test_scripts_are_given_every_text_that_they_ask_for(strings: ModuleType) -> None:
    theme = TOP / "themes" / "default"
    given = {script: (theme / "templates" / page).read_text("utf-8") for script, page in PAGES.items()}
    for script, page in given.items():
        for text in re.findall(r"\bsay\('((?:[^'\\]|\\.)*)'", (theme / "assets" / script).read_text("utf-8")):
            assert f"'{text}'" in page, (script, text)


PAGES = {"search.js": "search.html", "cite.js": "base.html"}
