"""A script and a style sheet as they are published."""

from __future__ import annotations

import pytest

from generator.render.assets import lean_script, lean_style


def test_indentation_and_lines_of_comment_go() -> None:
    assert lean_script("// says\n//! licence\nconst a = 1 // why\n\n  if (a) {\n    b('// text')\n  }\n") == (
        "//! licence\nconst a = 1 // why\nif (a) {\nb('// text')\n}\n"
    )


@pytest.mark.parametrize("script", ["const a = `x\n  // y`\n", "const a = 'x\\\n  y'\n", "/*\n // x\n*/\na()\n"])
def test_where_blanks_may_be_text_nothing_is_changed(script: str) -> None:
    assert lean_script(script) == script


def test_a_style_sheet_is_one_line_where_it_can_be() -> None:
    sheet = "/* says */\n/*! licence */\na{\n  color:red;\n  b &{x:y}\n}\n\n/* 1 */ b{} /* 2 */\n.c\n.d{e:f}\n"
    assert lean_style(sheet) == "/*! licence */\na{color:red;b &{x:y}}/* 1 */ b{} /* 2 */\n.c\n.d{e:f}\n"


@pytest.mark.parametrize("sheet", ["/* a\n  b */\nc{}\n", "a::after{content:'x\\\n  y'}\n"])
def test_a_text_over_several_lines_is_left(sheet: str) -> None:
    assert lean_style(sheet) == sheet
