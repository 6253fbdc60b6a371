"""Lines in which letters may be garbled -> all that ftfy would change are shown to it."""

from __future__ import annotations

import re
from itertools import product

from ftfy import fix_encoding
from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad
from hypothesis import example, given
from hypothesis import strategies as st

from generator.ingest.clean.mend import SUSPECT, mojibake, white_space

ODD = re.findall(f"[{''.join(MOJIBAKE_CATEGORIES.values())}]", "".join(map(chr, range(0x80, 0x10000))))
"""Every character that ftfy's signs of mojibake name."""


def test_no_pair_of_odd_characters_is_passed_over_that_ftfy_takes_for_mojibake() -> None:
    assert len(ODD) > 300
    passed = [
        text
        for one, other in product(ODD, ["", *ODD])
        for text in (f"a{one}{other}a", f". {one}{other} a", f"{one} {other}")
        if not SUSPECT.search(text) and is_bad(text)
    ]
    assert passed == []


@given(st.lists(st.sampled_from([*ODD, "a", "B", " ", ".", "\n", "日"]), max_size=12).map("".join))
@example("Ã ")
@example("voilÃ  le cÅur")
@example("“It’s”—she said…\nâ€œItâ€™s")
def test_lines_read_as_ftfy_reads_them(text: str) -> None:
    assert mojibake(text, "text/plain")[0] == "\n".join(map(fix_encoding, text.split("\n")))


@given(st.text(alphabet="ab \t\n\r\v\f\x1c\x85\xa0\u1680\u2003\u2028\u205f\u3000").map(lambda text: f"a{text}b"))
def test_blanks_are_tidied_in_any_order(text: str) -> None:
    tidy, _ = white_space(text, "text/plain")
    plain = re.sub("[\xa0\u1680\u2000-\u200a\u205f]", " ", text)
    assert tidy == re.sub(r"\n{3,}", "\n\n", re.sub(r"[^\S\n]+(?=\n|\Z)", "", plain))


def test_two_blanks_break_a_line_of_markdown_only_behind_words() -> None:
    assert white_space("one  \ntwo   \n   \n\n\nthree ", "text/markdown")[0] == "one  \ntwo  \n\nthree"
    assert white_space("one  \ntwo", "text/plain")[0] == "one\ntwo"
