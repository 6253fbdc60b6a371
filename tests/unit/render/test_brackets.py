"""Links and images are those of Python-Markdown, byte for byte, and the pairs of a text are looked for once."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.render import brackets
from generator.render.brackets import Brackets

PLAIN = markdown.Markdown(extensions=["footnotes"])
OURS = markdown.Markdown(extensions=["footnotes", Brackets()])
PIECES = ("[", "]", "(", ")", "!", "a", " ", '"', "'", "<", ">", "\\", "\n", "^", ":", "[a]", "[a](b)", "](", "*", "`")


def html(converter: markdown.Markdown, text: str) -> str:
    try:
        return converter.convert(text)
    finally:
        converter.reset()


@settings(max_examples=600)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@example('[a](b "c") [a](b"c (d) [a](<b> \'c\') [a](b(c)d) ![a](b) ![a][b]\n\n[b]: /c "d"\n')
@example("[a](b(c [d](e) [f](g'(h)")
def test_what_comes_out_is_what_the_library_makes(text: str) -> None:
    assert html(OURS, text) == html(PLAIN, text)


@pytest.mark.parametrize(
    "text", ["[" * 3_000, "[a" * 2_000, "[a](" * 1_000, "![a](" * 1_000, "[" * 900 + "a" + "]" * 900]
)
def test_the_pairs_of_a_text_are_looked_for_once(text: str) -> None:
    brackets._pairs.cache_clear()
    html(OURS, text)
    assert brackets._pairs.cache_info().misses < 40 < text.count("[")
