"""The files of content/copies: which copies get one, what is in it, and when it is written or taken away."""

from __future__ import annotations

import hashlib

from generator import content
from generator.ingest.copies import CopyFile, Shelved, copy_files, plan_copies, stamped
from generator.types import Cut, Draft, Meta, RawRef, TextFile

BODY = "“The mill is sold,” she said.\n\nNobody came."


def copy(body: str, name: str = "b", **fields: str) -> Draft:
    cuts = (Cut("header-line", "date 2020-01-02", 0, "x"), Cut("shortcode", "[gallery]", 3, "The"))
    meta = Meta(raw=RawRef(f"{name}.txt", hashlib.sha256(name.encode()).hexdigest()), cuts=cuts)
    return Draft(Meta(**fields, raw=meta.raw, cuts=meta.cuts), body)  # type: ignore[arg-type]


def wanted(body: str) -> CopyFile:
    (file,) = copy_files("0123456789ab", BODY, [copy(body, title="The mill", date="2020-01-02")])
    return file


def shelved(file: CopyFile, text: str) -> Shelved:
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    return Shelved(file.path, digest, bool(stamped(TextFile(file.path, digest), data)))


def test_a_copy_that_lacks_marks_or_words_gets_a_file_named_after_its_record() -> None:
    file = wanted("The mill is sold, she said.\n\nNobody came.")
    assert file.path == hashlib.sha256(b"b").hexdigest()[:12] + ".md"
    found = content.parse(file.text, file.path)
    assert found.problems == ()
    assert found.body == "The mill is sold, she said.\n\nNobody came."
    assert (found.meta.title, found.meta.date, found.meta.extra["of"]) == ("The mill", "2020-01-02", "0123456789ab")
    assert found.meta.raw and found.meta.raw.origin == "b.txt"
    assert found.meta.cuts == (Cut("header-line", "date 2020-01-02"),)


def test_a_copy_with_the_same_letters_and_marks_gets_none() -> None:
    same = [copy(BODY), copy('"The mill is sold," she said.\nNobody   came.', "c")]
    assert list(copy_files("1", BODY, same)) == []
    assert len(list(copy_files("1", BODY, [*same, copy(BODY.replace(",", ""), "d")]))) == 1


def test_a_file_knows_whether_it_is_as_it_was_written() -> None:
    file = wanted("The mill is sold.")
    assert shelved(file, file.text).ours
    assert not shelved(file, file.text.replace("sold", "gone")).ours
    assert not shelved(file, "Notes of my own.\n").ours


def test_files_are_written_once_and_again_when_the_copy_changes() -> None:
    old, new = wanted("The mill is sold."), wanted("The mill was sold.")
    assert [change.text for change in plan_copies([new], [], set())[0]] == [new.text]
    assert [change.text for change in plan_copies([new], [shelved(new, new.text)], set())[0]] == [None]
    assert [change.text for change in plan_copies([new], [shelved(old, old.text)], set())[0]] == [new.text]


def test_what_a_person_changed_is_left_and_named() -> None:
    file = wanted("The mill is sold.")
    edited = shelved(file, file.text + "A remark.\n")
    changes, problems = plan_copies([file], [edited], set())
    assert [change.text for change in changes] == [None]
    assert [problem.where for problem in problems] == [f"copies/{file.path}"]
    assert plan_copies([], [edited], set()) == ([], [])


def test_the_file_of_a_copy_that_is_gone_is_taken_away_unless_its_entry_stays_without_the_heap() -> None:
    file = wanted("The mill is sold.")
    there = [shelved(file, file.text)]
    assert [change.text for change in plan_copies([], there, set())[0]] == [""]
    assert plan_copies([], there, {file.path}) == ([], [])
