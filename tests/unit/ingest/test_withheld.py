"""What was withdrawn does not come back: not as itself, not as a copy under another name, not changed in place."""

from __future__ import annotations

import string

from generator.ingest.withheld import held_back, problems
from generator.sketch import letters, letters_digest, sketch
from generator.types import Draft, Known, Meta, RawRef
from generator.withdrawals import Withdrawal, digest

TEXT = " ".join(f"{a}{b}nd the quay" for a in string.ascii_lowercase for b in "aeiou")
OTHER = " ".join(f"{b}{a}t of salt" for a in string.ascii_lowercase for b in "aeiou")
GONE = Withdrawal(
    "gone",
    "2026-11-22",
    "Asked for",
    records=("r1",),
    letters=(letters_digest(TEXT),),
    sketches=(sketch(TEXT).hex(),),
    origins=(digest("a.txt"),),
)


def draft(body: str, origin: str, sha256: str) -> Draft:
    bare = letters(body)
    raw = RawRef(origin, sha256)
    return Draft(Meta(raw=raw), body, letters_digest(body), sketch(body), len(bare))


def held(*drafts: Draft, ledger: tuple[Known, ...] = ()) -> list[tuple[int, str]]:
    return [(one.place, one.how) for one in held_back(drafts, [GONE], ledger)]


def test_a_listed_record_is_held_back_in_silence() -> None:
    assert held(draft(OTHER, "z.txt", "r1"), draft(OTHER, "y.txt", "r2")) == [(0, "")]


def test_an_exact_copy_is_known_by_its_letters() -> None:
    copy = draft(f"“{TEXT.upper()}”", "z.txt", "r2")
    assert held(copy) == [(0, "has the very text of")]


def test_a_near_copy_is_held_back_unless_it_was_there_before() -> None:
    near = draft(f"Menu Search Home. {TEXT} Read more about it.", "z.txt", "r2")
    assert held(near) == [(0, "has much the same text as")]
    known = Known("other", "x.md", "", ("r2",))
    assert held(near, ledger=(known,)) == [], "a version that the keeper left in"


def test_a_file_changed_in_place_is_held_back() -> None:
    assert held(draft(OTHER, "a.txt", "r2")) == [(0, "stands in the place of the raw file of")]


def test_another_text_is_let_in_and_a_few_words_tell_nothing() -> None:
    assert held(draft(OTHER, "z.txt", "r2")) == []
    few = Withdrawal("few", "2026-11-22", "x", letters=(letters_digest("No picture."),))
    assert not held_back([draft("No picture.", "z.txt", "r9")], [few], ())


def test_a_copy_is_named_with_what_lets_it_in() -> None:
    drafts = [draft(TEXT, "z.txt", "r2"), draft(TEXT, "y.txt", "r1")]
    (problem,) = problems(held_back(drafts, [GONE], ()), drafts, {"gone": "2026-11-22"})
    assert (problem.level, problem.where) == ("warning", "z.txt")
    assert "gone" in problem.message
    assert "2026-11-22" in problem.message
    assert "--undo gone" in problem.hint
