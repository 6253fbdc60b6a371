"""The shortcut for plain paragraphs gives the bytes that Python-Markdown gives."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.render.body import EXTENSIONS
from generator.render.paragraphs import to_html

CONVERTER = markdown.Markdown(extensions=list(EXTENSIONS))


def convert(text: str) -> str:
    try:
        return CONVERTER.convert(text)
    finally:
        CONVERTER.reset()


SAID = """
Plain words, and more of them.|“Curly” isn’t markup|- item|* item|1. one|2) two|# Head|> said|    code|\tcode|a ¦ b
--- ¦ ---|=====|-----|Term|:   meaning|[a]: /b|[^1]: note|a[^1]|```|~~~|<div>|</div>|<b>x</b>|&amp; & co|a < b > c
snake_case|**bold** and *soft*|[a](b)|[a][]|![x](y)|`code`|hard  | leading|trailing |\\* escaped|\u00a0hard space
## A head|######Head|####### Seven|# One #|#|###   |# Say: "it"|a\u2028b|***|_ _ _|7|1986. A year|+ plus|!|:|https://example.org/a_b|<https://e.org>|\x0bvt|x\x0c|\ue0001\ue001
"""
LINES = st.one_of(
    st.sampled_from([line.replace("¦", "|") for row in SAID.strip("\n").split("\n") for line in row.split("|")]),
    st.text(st.sampled_from("ab .,!?:;'\"#*_-+>|<&[]()`~=1\\\u00a0\u2028\t"), max_size=20),
)
TEXTS = st.lists(st.one_of(LINES, st.just("")), max_size=14).map("\n".join)


@settings(max_examples=600)
@given(TEXTS)
@example("Term\n\n:   meaning")
@example("- a\n\nPlain.\n\n    code\n\n\n    more code")
@example("Plain.\n\n\n\n    code\n\n\n    code\n\nPlain.\n")
@example("1. a\n\nPlain.\n\n2. b")
@example("Plain\n- not a list\n\nPlain")
@example("\n\nPlain\n\n")
@example("\t\n\nPlain")
@example("Words\n  \nWords\n\t\nWords")
@example("Plain words, and more of them.\n\n\t\xa0")
def test_the_shortcut_changes_nothing(text: str) -> None:
    assert to_html(text, convert) == convert(text)


def test_plain_paragraphs_and_headings_do_not_reach_python_markdown() -> None:
    asked: list[str] = []
    text = "One: “two” isn’t three.\nA second line, 100% plain (really); 3.5!\n\n- a\n\n- b\n\n### A head: 3!\n\nLast"
    made = to_html(text, lambda part: asked.append(part) or convert(part))  # type: ignore[func-returns-value]
    assert [part.strip() for part in asked] == ["- a\n\n- b"]
    assert made == convert(text)


@pytest.mark.parametrize("pattern", ["inputs/**/*.md", "data/**/*.md", "data/**/*.txt", "inputs/**/*.txt"])
def test_on_every_text_beside_the_project(shared: Path, pattern: str) -> None:
    files = sorted(shared.glob(pattern))
    assert files
    for file in files[:: max(1, len(files) // 150)]:
        if file.stat().st_size < 50_000 and "pathological" not in str(file):
            text = file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
            assert to_html(text, convert) == convert(text), file.relative_to(shared)
