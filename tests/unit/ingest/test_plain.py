"""Plain text -> Markdown that shows the same words."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser

from generator.ingest.plain import to_markdown
from generator.ingest.to_markdown_inline import escape, line_start


def words(text: str) -> list[str]:
    shown = markdown.markdown(
        to_markdown(text), extensions=["tables", "fenced_code", "footnotes", "def_list", "sane_lists"]
    )
    tree = parser.fragment_fromstring(shown, create_parent="div")
    return " ".join(tree.itertext()).split()


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 * 4 = 24", "a_b_c and _d_", "# not a heading", "> not a quote", "1) one", "[a](b) ![c](d)", "`code`",
        "<b>not bold</b>", "a | b\n--|--\nc | d", "Title\n=====", "---", "* * *", "~~~\nx\n~~~", "&copy; & &lt;",
        "[^1]: note", "word\n: definition", "http://e.org/a_b_c", "\\* and \\", "    indented",
    ],
)  # fmt: skip
def test_marks_of_markdown_are_shown_as_they_stand(text: str) -> None:
    assert words(text) == text.split()


@given(st.lists(st.sampled_from("a word. # * _ ` [ ] ( ) < > & ; | - = + ! \\ ~ : 1. \n \n\n".split(" ")), max_size=14))
def test_no_word_is_lost(parts: list[str]) -> None:
    text = "x " + " ".join(parts)
    letters = [word for word in words(text) if any(letter.isalnum() for letter in word)]
    assert sum(word.count("word") for word in letters) == text.count("word")


def test_paragraphs_lists_and_tables_of_blanks_keep_their_shape() -> None:
    assert to_markdown("one\ntwo\n\n\nthree") == "one\ntwo\n\nthree"
    assert to_markdown("- a\n- b") == "- a\n- b"
    assert to_markdown("1) a\n2) b") == "1. a\n2. b"
    table = "Year    Boats\n1901    12\n1902    9"
    assert to_markdown(table) == "\n".join(f"    {line}" for line in table.split("\n"))


def test_long_lines_are_paragraphs() -> None:
    long = "word " * 40
    assert to_markdown(f"{long}\n{long}").count("\n\n") == 1


def test_entities_of_a_scraper_are_written_out() -> None:
    assert to_markdown("We&#8217;re &ldquo;here&rdquo; &amp; now") == "We\u2019re \u201chere\u201d & now"


def test_work_is_linear() -> None:
    for text in ("&#" * 50_000, " " * 100_000, "- " * 50_000, "a   " * 25_000, "*" * 100_000, "\n" * 100_000):
        to_markdown(text)


@given(st.text(alphabet="aB1. *`{_\\\\&<>[]#-+:~|\xa0\x85\u2003\u2028\u3000\x1c,é", max_size=20).map(str.strip))
def test_a_line_without_marks_reads_as_if_it_were_looked_at_for_them(line: str) -> None:
    assert to_markdown(line) == (line_start(escape(line)) if line else "")
