"""Every text that pages show stands in each language's file, and none stands there that no page shows."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

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


ASKED = re.compile(r"\bsay\('((?:[^'\\]|\\.)*)'")


@pytest.mark.parametrize("name", ["script", "search", "cite"])
def test_a_script_has_the_words_of_all_that_it_says(site: Any, name: str) -> None:
    written = (TOP / "themes" / "default" / "assets" / f"{name}.js").read_text("utf-8")
    german, _ = phrases.parse((TOP / "themes" / "default" / "strings" / "de.yaml").read_text("utf-8"), "de.yaml")
    site.write({"site.yaml": "title: Post\nlanguage: de\n", "content/entries/a.md": "Ebb.\n"}).build()
    published = site.pages()[f"assets/{name}.js"].decode()
    asked = [text for text in ASKED.findall(written) if german[text] != text]
    assert len(asked) >= 4
    for text in asked:
        assert json.dumps({text: german[text]}, ensure_ascii=False, separators=(",", ":"))[1:-1] in published, text


def test_an_english_script_has_no_words_beside_its_own(site: Any) -> None:
    site.write({"content/entries/a.md": "Ebb.\n"}).build()
    assert "words={}" in site.pages()["assets/script.js"].decode()
