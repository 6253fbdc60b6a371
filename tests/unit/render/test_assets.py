"""A script and a style sheet as they are published."""

from __future__ import annotations

import pytest

from generator.render.assets import lean_script, lean_style, worded_script


def test_comments_and_blanks_that_separate_nothing_go() -> None:
    script = "/*! licence */\n// says\nconst a = 1 // why\n\n  if (a in b) {\n    b('//  text')\n  }\n++a\n"
    assert lean_script(script) == "/*! licence */const a=1\nif(a in b){b('//  text')}\n++a\n"


def test_a_script_gets_the_words_for_what_it_says() -> None:
    script = "know(/*words*/{}); say('Copied'); say('Copy @button', x); say('Format'); other('Years')"
    words = {"Copied": "Kopiert", "Copy @button": 'Auf "Los"', "Years": "Jahre"}
    assert worded_script(script, words).startswith('know({"Copied":"Kopiert","Copy @button":"Auf \\"Los\\""}); say(')
    assert worded_script(script, {"Years": "Jahre"}) == script


@pytest.mark.parametrize(
    "text",
    [
        "`x\n  // y ${ a }`",
        "'x\\\n  y'",
        "b.test(/[/'  ]/)",
        'c(/"  /, "  /")',
        "(a + b) / 2 + '  / c'",
        "`//  ${a}  `",
    ],
)
def test_blanks_in_a_text_stay(text: str) -> None:
    lean = lean_script(f"const a = {text}\n")
    assert len(lean) < len(text) + 11 and "".join(lean.split()) == "".join(f"const a = {text}".split())
    for part in ("  // y", "\n  y", "'  ", "  /", "//  ", "}  "):
        assert (part in lean) == (part in text)


@pytest.mark.parametrize(
    "script", ["a = `${b ? `  // c` : ''}`\n", "//! licence\na( )\n", "a = b => /\\/\\/  '/.test(b)\n", "case /  x/:\n"]
)
def test_where_blanks_may_be_text_nothing_is_changed(script: str) -> None:
    assert lean_script(script) == script


def test_a_style_sheet_is_one_line_where_it_can_be() -> None:
    sheet = "/* says */\n/*! licence */\na{\n  color:red;\n  b &{x:y}\n}\n\n/* 1 */ b{} /* 2 */\n.c\n.d{e:f}\n"
    assert lean_style(sheet) == "/*! licence */\na{color:red;b &{x:y}}/* 1 */ b{} /* 2 */\n.c\n.d{e:f}\n"


@pytest.mark.parametrize("sheet", ["/* a\n  b */\nc{}\n", "a::after{content:'x\\\n  y'}\n"])
def test_a_text_over_several_lines_is_left(sheet: str) -> None:
    assert lean_style(sheet) == sheet
