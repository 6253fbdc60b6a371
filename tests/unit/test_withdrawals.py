"""The list of what was withdrawn: read back, without the text, and able to find it."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from generator.withdrawals import MARKS, Seeker, Withdrawal, its_own, marks, parse, show

TEXT = " ".join(f"word{a}{b}" for a in string.ascii_lowercase for b in "abcdef")
ONE = Withdrawal("0123456789ab", "2026-11-22", "Asked for", addresses=("2021/x/",), marks=marks([TEXT]))


def test_the_list_is_read_back_in_order_of_date() -> None:
    older = Withdrawal("ff", "2025-01-02", "Wrong person")
    assert parse(show([ONE, older]), "w") == ((older, ONE), ())


def test_a_line_that_cannot_be_read_is_an_error_with_its_line() -> None:
    found, (problem,) = parse(show([ONE]) + "<<<<<<< ours\n", "content/withdrawn.jsonl")
    assert found == (ONE,)
    assert (problem.level, problem.where) == ("error", "content/withdrawn.jsonl:2")


def test_the_list_holds_no_word_of_the_text() -> None:
    said = show([ONE])
    assert not [word for word in TEXT.split() if word in said]


def test_marks_are_few_and_the_same_wherever_the_text_begins() -> None:
    assert len(marks([TEXT])) == MARKS
    assert len(set(marks([TEXT])) & set(marks([f"Seen on a page of ours: {TEXT}"]))) > MARKS // 2


def test_a_short_text_is_marked_as_a_whole_and_a_word_or_two_not_at_all() -> None:
    (mark,) = marks(["The ice was gone"])
    assert mark.split(".")[1] == "4"
    assert marks(["No picture", ""]) == ()


@given(st.integers(0, 100))
def test_a_passage_of_the_text_is_found_among_other_words(start: int) -> None:
    passage = " ".join(TEXT.upper().split()[start:])
    assert set(Seeker([ONE]).seek(f"<p>Quite other words.</p> {passage} And so on.")) == {ONE.id}


def test_what_an_address_tells_is_no_mark() -> None:
    title = "The sea came to the bank and went again"
    assert len(marks([title])) == 2
    assert marks([title], ["2013/12/09/the-sea-came-to-the-bank-and-went-again/"]) == ()


def test_other_texts_are_not_found() -> None:
    shuffled = " ".join(reversed(TEXT.split()))
    assert not list(Seeker([ONE]).seek(shuffled))
    assert not list(Seeker([]).seek(TEXT))


def test_a_text_that_ends_within_a_run_is_not_found() -> None:
    short = Withdrawal("ab", "2026-11-22", "x", marks=marks(["The ice was gone"]))
    assert not list(Seeker([short]).seek("the ice was"))
    assert list(Seeker([short]).seek("They said: the ICE was gone!")) == ["ab"]


def test_a_sign_off_that_others_have_is_no_mark_but_a_copy_stays_found() -> None:
    close = "All rights reserved by the harbour library and its keepers"
    one = Withdrawal("ab", "2026-11-22", "x", marks=marks([" ".join([*TEXT.split()[-60:], close])]))
    own = its_own(one, [], [f"Quite another text. {close}", TEXT])
    assert 0 < len(own.marks) < len(one.marks)
    assert not list(Seeker([own]).seek(close))
    assert list(Seeker([own]).seek(TEXT))
    assert not its_own(one, [f"{TEXT} {close}"], []).marks, "a version that stays"
