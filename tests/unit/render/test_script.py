"""A script as it is published."""

from __future__ import annotations

import pytest

from generator.render.script import lean


def test_indentation_and_lines_of_comment_go() -> None:
    assert lean("// says\n//! licence\nconst a = 1 // why\n\n  if (a) {\n    b('// text')\n  }\n") == (
        "//! licence\nconst a = 1 // why\nif (a) {\nb('// text')\n}\n"
    )


@pytest.mark.parametrize("script", ["const a = `x\n  // y`\n", "const a = 'x\\\n  y'\n", "/*\n // x\n*/\na()\n"])
def test_where_blanks_may_be_text_nothing_is_changed(script: str) -> None:
    assert lean(script) == script
