"""Inline markup is that of Python-Markdown, byte for byte, and a block is not copied for each mark in it."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.render import inline
from generator.render.body import EXTENSIONS
from generator.render.brackets import Brackets
from generator.render.inline import Inline

PLAIN = markdown.Markdown(extensions=list(EXTENSIONS))
OURS = markdown.Markdown(extensions=[*EXTENSIONS, Brackets(), Inline()])
PIECES = (
    *(
        "`",
        "``",
        "```",
        "\\",
        "\\\\",
        "\\`",
        "\\*",
        "\\!",
        "!",
        "[",
        "]",
        "(",
        ")",
        "a",
        "b c",
        " ",
        "  \n",
        "\n",
        "\n\n",
    ),
    *(
        "*",
        "**",
        "***",
        "_",
        "__",
        "[a](b)",
        "![a](b)",
        "[a][b]",
        "[b]",
        "<b>",
        "</b>",
        "<!-- a -->",
        "<a@b.c>",
        "&amp;",
    ),
    *(
        "<http://a.b/*c*>",
        "[^1]",
        "\n\n[^1]: d\n\n",
        '\n\n[b]: /e "f"\n\n',
        "[a*b*](c`d`)",
        "> ",
        "* ",
        "| a | b |\n|---|---|\n",
    ),
)


def html(converter: markdown.Markdown, text: str) -> str:
    try:
        return converter.convert(text)
    finally:
        converter.reset()


@settings(max_examples=1_500)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@example("a `b` ``c`d`` ```e`` `f \\`g` \\\\`h` \\\\\\`i`")
@example("\\![a](b) `!`[a](b) \\!\\[a](b) ![a](b)![c](d)[e](f)")
@example("*a **b `c` [d *e* f](g) h** i* _j_k_ l")
@example("[a [b] c] [[b]] [b][] [a\nb][ b ]\n\n[b]: /c\n")
@example('Words [link](an <a b="c()" d="e">f</a> g) ![image](an <a b="c()" d="e">f</a> g) <an <a b="c()" d="e">')
@example("`` a ``` b `` c ```` d ``` e `` ``` `")
def test_what_comes_out_is_what_the_library_makes(text: str) -> None:
    assert html(OURS, text) == html(PLAIN, text)


@pytest.mark.parametrize("mark", ["\\*", "`a` ", "&amp;", "a  \n", "<b>a</b>", "[a](b) "])
def test_the_text_of_a_block_is_not_made_anew_for_each_mark(mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []  # kept alive, so that no two have one id

    def noted(pattern: object, data: str, start: int) -> object:
        seen.append(data)
        return _next(pattern, data, start)

    _next = inline._next
    monkeypatch.setattr(inline, "_next", noted)
    html(OURS, "Text " + mark * 500)
    assert len(seen) >= 500
    long = {id(text) for text in seen if len(text) > 100}
    assert len(long) < 20


def test_the_runs_of_backticks_of_a_text_are_found_once() -> None:
    inline._runs.cache_clear()
    html(OURS, "".join(f"e{'`' * count}" for count in range(1, 80)))
    assert inline._runs.cache_info().misses < 5
