"""Whole sites in other looks and words: a theme of one's own, one block of it, broadsheet, German; what pages weigh."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from generator.render.assets import lean_style

TOP = Path(__file__).parents[1]
ENTRY = "---\ntitle: Ebb\ndate: 2021-03-14\nlanguage: {language}\n---\n\nThe boats came in before dark.\n"
TEXT = re.compile(
    rb"(?<=<div class=text)[^>]*>.*</div>(?=(?:</div>)?<div class=record>)|(?<=<del dir=auto>).*?(?=</del>)", re.DOTALL
)
"""The text of an entry, and the words that were cut and have no place in it."""
LIMIT, MEAN = 4_096, 3_700
"""Bytes of HTML around the text of any entry, and in the mean."""


@pytest.fixture
def small(site: Any) -> Any:
    return site.write({"content/entries/2021/ebb.md": ENTRY.format(language="en")})


def page(site: Any, name: str = "2021/ebb/index.html") -> str:
    return str(site.pages()[name].decode())


def test_one_block_is_overridden_and_the_rest_stays_the_themes(small: Any) -> None:
    whole = page(small.build())
    block = '{% extends "parent/base.html" %}\n{% block foot %}{{ super() }}<p>Read aloud.</p>{% endblock %}\n'
    mine = page(small.write({"templates/base.html": block}).build())
    assert mine.replace("<p>Read aloud.</p>", "").split() == whole.split() != mine.split()
    assert "<p>Read aloud." in page(small, "index.html")


def test_a_new_theme_builds_and_lies_over_its_parent(small: Any) -> None:
    said = small.run("theme", "new", "mine").stdout
    assert "themes/mine/templates/base.html" in said and "`theme: mine`" in said
    small.write({"site.yaml": "title: Post\ntheme: mine\n"}).build()
    for name in ("index.html", "2021/ebb/index.html", "search/index.html"):
        text = page(small, name)
        assert text.index("/assets/style.css") < text.index("/assets/mine.css")
    assert "* mine (yours)" in small.run("theme", "list").stdout
    assert small.run("theme", "new", "mine", code=None).returncode != 0
    assert small.run("theme", "new", "../mine", code=None).returncode != 0
    assert small.run("theme", "new", "other", "--parent", "none", code=None).returncode != 0


def test_broadsheet_builds_every_kind_of_page(small: Any) -> None:
    small.write({"site.yaml": "title: Post\ntheme: broadsheet\nsearch: true\n"}).build()
    assert "<h1 class=name" in page(small, "index.html") and "class=lead" in page(small, "index.html")
    assert all(
        b"<header class=masthead" in data or b'<header class="masthead' in data
        for name, data in small.pages().items()
        if name.endswith("index.html")
    )


@pytest.mark.parametrize("theme", ["default", "broadsheet"])
def test_a_theme_is_one_small_style_sheet_without_anything_from_elsewhere(theme: str) -> None:
    sheets = list((TOP / "themes" / theme).rglob("*.css"))
    assert [path.name for path in sheets] == ["style.css"]
    assert len(lean_style(sheets[0].read_text("utf-8")).encode()) < 20_000
    assert not re.search(r"@import|url\((?!#)", sheets[0].read_text("utf-8"))


def test_scripts_are_small(small: Any) -> None:
    sizes = {name: len(data) for name, data in small.build().pages().items() if re.fullmatch(r"assets/.*\.js", name)}
    searching = sum(
        sizes[f"assets/{name}.js"] for name in ("script", "search", "shards", "shards-worker", "words", "hits")
    )
    assert searching < 30_000 and sizes["assets/script.js"] < 4_200


def test_pages_in_german(small: Any) -> None:
    small.write({"site.yaml": "title: Post\nlanguage: de-AT\n"}).build()
    text = page(small)
    assert "<html lang=de-AT>" in text and "14. März 2021" in text and "Englisch" in text
    assert ">Jahre<" in text and "Nachweis" in text and "Zum Text springen" in text
    assert not re.search(r">(?:Years|The record|Source|Language|About this archive)<", text)


def test_the_sites_own_strings_lie_over_the_themes(small: Any) -> None:
    small.write({"strings/en.yaml": 'words:\n  "Years": "Volumes"\n'}).build()
    assert ">Volumes<" in page(small) and ">People<" not in page(small)


def test_what_no_language_says_is_told_once(small: Any) -> None:
    small.write({"site.yaml": "title: Post\nlanguage: nl\n", "strings/nl.yaml": "words: {Years: Jaren}\n"})
    said = small.run("build", "-v")
    told = [line for line in (said.stdout + said.stderr).splitlines() if "shown in English" in line]
    assert len(told) == 1 and "strings/nl.yaml" in told[0]
    assert "14 maart 2021" in page(small) and ">Jaren<" in page(small)


def test_a_page_in_a_language_from_right_to_left_and_texts_in_their_own_direction(small: Any) -> None:
    small.write({"content/entries/2021/madd.md": ENTRY.format(language="ar").replace("Ebb", "المد والجزر")}).build()
    text = page(small, "2021/madd/index.html")
    assert "<html lang=en>" in text and "<h1 dir=auto lang=ar>المد" in text
    small.write({"site.yaml": "title: أرشيف\nlanguage: ar\n"}).build()
    assert "<html lang=ar dir=rtl>" in page(small)


def test_colours_fonts_logo_and_footer_of_site_yaml(small: Any) -> None:
    small.write(
        {
            "content/pages/imprint.md": "---\ntitle: Imprint\n---\n\nThe library.\n",
            "assets/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "site.yaml": "title: Post\nbase_url: https://x.example/a/\nlogo: logo.svg\ncolours:\n  accent: '#ccc'\n"
            "fonts:\n  text: slab\nfooter:\n  - Open on Tuesdays.\n  - {label: Imprint, url: imprint/}\n",
        }
    )
    said = small.run("build")
    assert "has a contrast of 1." in said.stdout + said.stderr
    text = page(small)
    assert "<link rel=stylesheet href=/a/assets/site.css>" in text and '<img src=/a/assets/logo.svg alt="">' in text
    assert "Open on Tuesdays." in text and "<a href=/a/imprint/>Imprint</a>" in text
    assert b"--link:#ccc;--bar:#ccc;--serif:Rockwell" in small.pages()["assets/site.css"]


def test_a_site_without_looks_of_its_own_has_no_second_style_sheet(small: Any) -> None:
    assert "site.css" not in page(small.build()) and "assets/site.css" not in small.pages()


@pytest.mark.parametrize(("theme", "language"), [("default", "en"), ("broadsheet", "en"), ("default", "de")])
def test_entries_of_the_demo_archive_are_light(
    site_at: Callable[[Path], Any], tmp_path: Path, theme: str, language: str
) -> None:
    shutil.copytree(TOP / "content", tmp_path / "content", ignore=shutil.ignore_patterns("raw"))
    said = (TOP / "site.yaml").read_text("utf-8").replace("language: en", f"language: {language}")
    assert f"language: {language}" in said
    (tmp_path / "site.yaml").write_text(f"{said}\ntheme: {theme}\n", "utf-8")
    (tmp_path / "content" / "raw").mkdir()
    found = site_at(tmp_path).build("--base-url", "https://archive.saltmarsh.example/papers/").pages()
    around = [TEXT.sub(b"", data) for data in found.values() if b"<div class=record>" in data]
    assert len(around) > 40
    assert max(map(len, around)) <= LIMIT, max(around, key=len).decode()
    assert mean(map(len, around)) <= MEAN


MUCH = """---
id: aaaaaaaa
title: {title}
date: 2021-03-14
url: https://courier.example/{address}
source: The Courier
authors: [Ada Fenn, Tom Reed]
people: [{people}]
tags: [{tags}]
versions: [aaaaaaaa, bbbbbbbb]
raw: {{origin: box/{address}.html, sha256: {digest}}}
copies:
{copies}
cuts:
{cuts}
---

The boats came in before dark.
"""


def test_an_entry_with_much_to_tell_stays_light_and_tells_all_on_a_second_page(small: Any) -> None:
    people = [f"Ida Number{n}" for n in range(40)]
    tags = [f"harbour tag {n}" for n in range(30)]
    copies = [f"box/copy-{n}.txt" for n in range(12)]
    rules = [f"rule-{n}" for n in range(9)]
    much = MUCH.format(
        title="A long title of many words " * 3,
        address="a-long-name-of-many-words-" * 2,
        people=", ".join(people),
        tags=", ".join(tags),
        digest="0" * 64,
        copies="\n".join(f"- {{origin: {name}, sha256: {n:064}}}" for n, name in enumerate(copies)),
        cuts="\n".join(f"- {{rule: {name}, text: Read more, at: {n}}}" for n, name in enumerate(rules * 7)),
    )
    later = "---\nid: bbbbbbbb\ntitle: Ebb, corrected\ndate: 2021-03-15\n---\n\nThe boats came in after dark.\n"
    links = {f"content/entries/2021/l{n}.md": f"---\ntitle: Letter {n}\n---\n\n[Ebb](/2021/much/)\n" for n in range(20)}
    small.write({"content/entries/2021/much.md": much, "content/entries/2021/later.md": later, **links}).build()
    found = small.pages()
    first, second = (found[f"2021/much/{name}index.html"] for name in ("", "record/"))
    assert len(TEXT.sub(b"", first)) <= LIMIT, first.decode()
    for name in (*people, *tags, *copies, *rules, *(f"Letter {n}<" for n in range(20)), "Ebb, corrected", f"{11:064}"):
        assert name.encode() in second, name
    for name in ("people", "tags", "copies", "made", "versions", "linked"):
        assert f"id={name}>".encode() in second and f"href=record/#{name}>".encode() in first, name
    assert b"href=../#cut-1>" in second or b"href=/2021/much/#cut-1>" in second
    assert "2021/ebb/record/index.html" not in found
