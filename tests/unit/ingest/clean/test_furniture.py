"""Lines of the page around a text -> found, whatever the quick look at their first word says."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from generator.ingest.clean.furniture import _LINES, find


@given(st.from_regex(_LINES, fullmatch=True))
@example("12 comments")
@example("CAN'T SEE THE VIDEO? CLICK HERE")
@example("ſkip advertisement")
def test_each_line_of_a_known_form_goes(line: str) -> None:
    if len(line.splitlines()) == 1 and len(line) <= 100 and _LINES.fullmatch(line.strip()):
        assert find(f"The river rose.\n\n{line}\n\nIt fell again.", "text/plain").spans


def test_a_bar_of_buttons_goes_and_a_sentence_that_begins_alike_stays() -> None:
    assert find("The river rose.\n\nShare this | Tweet | Print\n\nIt fell.", "text/plain").spans
    assert not find("The river rose.\n\nShare this bread with them.\n\nIt fell.", "text/plain").spans


def test_a_form_that_offers_letters_goes_whole_and_prose_about_one_stays() -> None:
    form = "Sign up for The Tide Table. Enter your email address. Thank you! Oops! Something went wrong."
    text = f"The river rose.\n\n{form}\n\nIt fell again."
    (gone,) = find(text, "text/plain").spans
    assert text[gone.start : gone.end].strip() == form
    for prose in (
        "Enter your address.",
        "Sign up for The Tide Table. Something went wrong.",
        "Enter your address. Thank you! The clerk then asks for a stamp.",
        "They said: enter your address. Something went wrong.",
    ):
        assert not find(f"The river rose.\n\n{prose}\n\nIt fell.", "text/plain").spans, prose
