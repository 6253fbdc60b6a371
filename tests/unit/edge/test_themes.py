"""Folders of templates and assets -> a theme."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.edge import themes
from generator.edge.cache import Cache
from generator.render.theme import environment
from generator.types import Stop, Theme


def make(root: Path, name: str, parent: str = "", **files: str) -> None:
    folder = root / "themes" / name
    folder.mkdir(parents=True)
    (folder / "theme.yaml").write_text(f"parent: {parent}\n" if parent else "")
    write(folder, **files)


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        kind = "assets" if name.endswith("css") else "templates"
        (folder / kind).mkdir(parents=True, exist_ok=True)
        (folder / kind / name.replace("_", ".")).write_text(text)


@pytest.fixture
def no_built_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(themes, "_BUILT_IN", tmp_path / "none")


@pytest.mark.usefixtures("no_built_in")
def test_files_fall_back_one_by_one(tmp_path: Path) -> None:
    make(tmp_path, "old", page_html="old page", list_html="old list", a_css="old", b_css="old")
    make(tmp_path, "mid", "'old'", page_html="mid page", b_css="mid")
    make(tmp_path, "new", "mid", b_css="new")
    write(tmp_path, list_html="own list", c_css="own")
    cache = Cache(None)
    theme = themes.load(themes.layers(tmp_path, "new"), cache)
    assert dict(theme.templates) == {"list.html": "own list", "page.html": "mid page"}
    assert {path: cache.blob(digest) for path, digest in theme.assets.items()} == {
        "a.css": b"old",
        "b.css": b"new",
        "c.css": b"own",
    }
    assert theme == themes.load(themes.layers(tmp_path, "new"), Cache(None))
    cache.close()


@pytest.mark.usefixtures("no_built_in")
def test_parents_in_a_circle_are_refused(tmp_path: Path) -> None:
    make(tmp_path, "a", "b")
    make(tmp_path, "b", "a")
    with pytest.raises(Stop):
        themes.layers(tmp_path, "a")


@pytest.mark.parametrize("name", ["none", "../default", "a/b", "a\\b", ".", "..", ".hidden"])
def test_a_theme_that_is_not_there_is_refused_and_the_known_are_named(tmp_path: Path, name: str) -> None:
    make(tmp_path, "mine")
    (tmp_path / "themes/.hidden").mkdir()
    (tmp_path / "themes/.hidden/theme.yaml").write_text("")
    with pytest.raises(Stop) as stopped:
        themes.layers(tmp_path, name)
    assert "broadsheet, default, mine" in stopped.value.args[0].hint


def test_the_theme_that_comes_with_the_program_is_found(tmp_path: Path) -> None:
    theme = themes.load(themes.layers(tmp_path, "default"), Cache(None))
    assert theme.templates
    assert theme.assets


@pytest.mark.usefixtures("no_built_in")
def test_a_template_that_is_not_utf8_is_a_stop_that_names_it(tmp_path: Path) -> None:
    make(tmp_path, "mine", page_html="x")
    (tmp_path / "themes/mine/templates/page.html").write_bytes(b"caf\xe9")
    with pytest.raises(Stop) as stopped:
        themes.load(themes.layers(tmp_path, "mine"), Cache(None))
    assert "page.html" in stopped.value.args[0].where


def test_a_template_can_extend_the_one_that_it_takes_the_place_of() -> None:
    layers = [
        ("default", {"base.html": "<b>{% block a %}1{% endblock %}</b>", "page.html": '{% extends "base.html" %}'}),
        ("broad", {"base.html": '{% extends "parent/base.html" %}{% block a %}{{ super() }}2{% endblock %}'}),
        ("site", {"base.html": "{% extends 'parent/base.html' %}{% block a %}{{ super() }}3{% endblock %}"}),
    ]
    templates = themes.joined(layers)
    assert environment(Theme(templates, {})).get_template("page.html").render() == "<b>123</b>"
    assert set(templates) == {"base.html", "page.html", "default/base.html", "broad/base.html"}


def test_only_what_is_extended_is_kept_and_what_is_not_there_is_left() -> None:
    layers = [
        ("default", {"a.html": "1", "b.html": "1"}),
        ("site", {"a.html": "2", "b.html": '{% include "parent/c.html" %}'}),
    ]
    assert themes.joined(layers) == {"a.html": "2", "b.html": '{% include "parent/c.html" %}'}


def test_strings_are_kept_in_layers(tmp_path: Path) -> None:
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings" / "en.yaml").write_text("words: {Years: Volumes}\n")
    theme = themes.load(themes.layers(tmp_path, "default"), Cache(None))
    assert len(theme.strings["en.yaml"]) == 2 and len(theme.strings["de.yaml"]) == 1
    assert theme.strings["en.yaml"][-1].endswith("Volumes}\n")


def test_the_themes_that_a_site_can_use_are_listed(tmp_path: Path) -> None:
    make(tmp_path, "mine", "default")
    assert [(name, whose) for name, whose, _ in themes.known(tmp_path)] == [
        ("broadsheet", "comes with fonds"),
        ("default", "comes with fonds"),
        ("mine", "yours"),
    ]


def test_only_templates_that_come_with_fonds_run_outside_of_the_sandbox(tmp_path: Path) -> None:
    def ours(name: str) -> bool:
        cache = Cache(None)
        try:
            return themes.load(themes.layers(tmp_path, name), cache).ours
        finally:
            cache.close()

    assert ours("default") and ours("broadsheet")
    write(tmp_path, own_css="body{}")
    assert ours("default"), "a style sheet runs nothing"
    write(tmp_path, page_html="own")
    assert not ours("default")
    make(tmp_path, "mine", "default", a_css="body{}")
    assert not ours("mine")
