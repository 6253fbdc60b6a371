"""overrides.yaml -> answers by id; what they do to fields, groups and files."""

from __future__ import annotations

import hashlib

import pytest

from generator import content
from generator.ingest import overrides
from generator.ingest.merge import OnDisk, Plan, plan
from generator.ingest.overrides import Override, Overrides
from generator.types import Draft, Evidence, Group, Known, Meta, RawRef


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def draft(name: str, version: str = "") -> Draft:
    raw = RawRef(f"{name}.txt", digest(name + version))
    known = {"date": Evidence("worked out", "URL")}
    return Draft(Meta(title=f"Title {name}", date="2021-03-14", raw=raw, evidence=known), f"Text of {name}. {version}")


def key(name: str) -> str:
    return digest(name)[:12]


class Disk:
    """Content files and ledger, brought forward by plans with the overrides of the moment."""

    def __init__(self, *drafts: Draft) -> None:
        self.files: dict[str, str] = {}
        self.ledger: tuple[Known, ...] = ()
        self.run({}, *drafts)

    def run(self, settled: Overrides, *drafts: Draft) -> Plan:
        found = [OnDisk(path, digest(text), content.parse(text, path).meta.id) for path, text in self.files.items()]
        made = plan(drafts, [Group(index) for index in range(len(drafts))], self.ledger, found, settled)
        for change in made.changes:
            if change.text:
                self.files[change.path] = change.text
            elif change.text == "":
                self.files.pop(change.path)
        self.ledger = made.ledger
        return made

    def meta(self, path: str) -> Meta:
        return content.parse(self.files[path], path).meta


A = "2021/03/14/title-a.md"


# --- reading --------------------------------------------------------------------------------------------------


def test_every_field_is_read() -> None:
    text = """
a1: {date: 2021-03, title: ' The  wall ', url: https://paper.example/x, source: Paper, language: pt-BR}
b2:
  authors: [Ada Quill, Bo Reed]
  people: Ada Quill, Bo Reed
  tags: []
c3: {keep: no, not_copy_of: box/a.txt}
"""
    found, problems = overrides.parse(text, "o.yaml")
    assert problems == ()
    assert found is not None
    assert found["a1"] == Override(
        "o.yaml:2",
        {"date": "2021-03", "title": "The wall", "url": "https://paper.example/x", "source": "Paper"}
        | {"language": "pt-br"},
    )
    names = ("Ada Quill", "Bo Reed")
    assert found["b2"] == Override("o.yaml:3", {"authors": names, "people": names, "tags": ()})
    assert found["c3"] == Override("o.yaml:7", {}, False, ("box/a.txt",))


@pytest.mark.parametrize(
    ("line", "level", "message", "hint"),
    [
        ("a1: {dat: '2021'}", "warning", "unknown field `dat`", "Did you mean `date`?"),
        ("a1: {zzz: '2021'}", "warning", "unknown field `zzz`", "Known are: date"),
        ("a1: {date: 2021-02-30}", "error", "no such date: '2021-02-30'", ""),
        ("a1: {date: [2021]}", "error", "expected a text", ""),
        ("a1: {url: 'javascript:x'}", "error", "not an address", ""),
        ("a1: {language: the sea}", "error", "not a language", ""),
        ("a1: {keep: perhaps}", "error", "expected true or false", ""),
        ("a1: {tags: {a: b}}", "error", "expected a list of names", ""),
        ("a1: {not_copy_of: ['']}", "error", "expected a list of raw files", ""),
        ("a1: {rules: {hover-cart: off}}", "error", "did you mean `hover-card`?", ""),
        ("a1: {rules: {hover-card: on}}", "error", "can only be switched off", ""),
        ("a1: {accept: [cut]}", "error", "did you mean `cuts`?", ""),
        ("a1: {accept: {cuts: many}}", "error", "expected a number of words", ""),
        ("a1: 2021", "error", "`a1` has no fields", ""),
    ],
)
def test_a_mistake_has_its_line_and_the_others_count(line: str, level: str, message: str, hint: str) -> None:
    found, problems = overrides.parse(f"# mine\n{line}\nb2: {{title: Kept}}\n", "content/overrides.yaml")
    assert [problem.where for problem in problems] == ["content/overrides.yaml:2"]
    assert problems[0].level == level
    assert message in problems[0].message
    assert hint in problems[0].hint
    assert found and found["b2"].fields == {"title": "Kept"}
    assert "a1" not in found or not found["a1"].fields


@pytest.mark.parametrize("text", ["a1: {date: '2021'", "a1: {}\na1: {}\n", "- a1\n", "a1: &x {}\nb2: *x\n"])
def test_what_is_no_mapping_gives_none_and_an_error_with_its_line(text: str) -> None:
    found, problems = overrides.parse(text, "o.yaml")
    assert found is None
    assert problems[0].level == "error"
    assert problems[0].where.startswith("o.yaml:")


def test_an_empty_file_settles_nothing() -> None:
    assert overrides.parse("# nothing yet\n", "o.yaml") == ({}, ())


# --- fields ---------------------------------------------------------------------------------------------------


def test_a_settled_field_is_certain_by_hand_and_the_address_stays() -> None:
    disk = Disk(draft("a"))
    made = disk.run({key("a"): Override("o:1", {"date": "2019", "title": "Else"})}, draft("a"))
    meta = disk.meta(A)
    assert [change.reason for change in made.changes] == ["updated"]
    assert (meta.date, meta.title, meta.id) == ("2019", "Else", key("a"))
    assert meta.evidence == dict.fromkeys(("date", "title"), Evidence("certain", "by hand"))


def test_a_date_in_words_is_settled_too() -> None:
    found, problems = overrides.parse("a1: {date: c. 1923}\nb2: {date: '1923'}\nc3: {date: ''}\n", "o.yaml")
    assert problems == ()
    inferred = Meta(date="1914", date_text="1914-1918")
    settled = [overrides.applied(inferred, (found or {})[key]) for key in ("a1", "b2", "c3")]
    assert [(meta.date, meta.date_text) for meta in settled] == [("1923", "c. 1923"), ("1923", ""), ("", "")]
    assert settled[0].evidence == {"date": Evidence("certain", "by hand")}


def test_it_survives_a_second_run_and_a_change_of_the_raw_file() -> None:
    disk = Disk(draft("a"))
    settled = {key("a"): Override("o:1", {"date": "2019", "authors": ("Ada Quill",)})}
    disk.run(settled, draft("a"))
    again = disk.run(settled, draft("a"))
    assert [change.reason for change in again.changes] == ["unchanged"]
    changed = disk.run(settled, draft("a", "A line more."))
    assert [(change.reason, change.path, change.id) for change in changed.changes] == [("updated", A, key("a"))]
    assert "A line more." in disk.files[A]
    assert (disk.meta(A).date, disk.meta(A).authors) == ("2019", ("Ada Quill",))
    assert changed.problems == ()


def test_taken_back_it_leaves_no_trace() -> None:
    disk = Disk(draft("a"))
    before = dict(disk.files)
    disk.run({key("a"): Override("o:1", {"date": ""})}, draft("a"))
    assert disk.meta(A).date == ""
    disk.run({}, draft("a"))
    assert disk.files == before


def test_a_file_edited_by_hand_stays_and_that_is_said() -> None:
    disk = Disk(draft("a"))
    disk.files[A] += "Mine.\n"
    text = disk.files[A]
    for override in (Override("o:1", {"date": "2019"}), Override("o:1", keep=False)):
        made = disk.run({key("a"): override}, draft("a"))
        assert disk.files[A] == text
        assert [problem.where for problem in made.problems] == ["o:1"]
        assert "edited by hand" in made.problems[0].message


def test_an_unknown_id_is_a_warning_with_a_guess() -> None:
    wrong = key("a")[:-1] + "z"
    problems = Disk(draft("a")).run({wrong: Override("o:4", {"date": "2019"})}, draft("a")).problems
    assert [(problem.level, problem.where) for problem in problems] == [("warning", "o:4")]
    assert f"Did you mean `{key('a')}`?" in problems[0].hint


def test_an_entry_whose_raw_file_is_gone_stays_and_that_is_said() -> None:
    disk = Disk(draft("a"), draft("b"))
    made = disk.run({key("a"): Override("o:1", {"date": "2019"})}, draft("b"))
    assert disk.meta(A).date == "2021-03-14"
    assert "is gone" in made.problems[0].message


# --- keep: false ----------------------------------------------------------------------------------------------


def test_a_refused_entry_goes_stays_away_and_comes_back_when_the_line_does_not_stand_any_more() -> None:
    disk = Disk(draft("a"), draft("b"))
    before = dict(disk.files)
    refused = {key("a"): Override("o:1", keep=False)}
    for version in ("", "", "A line more."):
        made = disk.run(refused, draft("a", version), draft("b"))
        assert A not in disk.files
        assert len(disk.files) == 1
        assert sorted(change.reason for change in made.changes) == ["refused by hand", "unchanged"]
        assert made.problems == ()
    disk.run({}, draft("a"), draft("b"))
    assert disk.files == before


def test_a_refused_entry_that_was_deleted_by_hand_is_no_trouble() -> None:
    disk = Disk(draft("a"))
    disk.files.clear()
    made = disk.run({key("a"): Override("o:1", keep=False)}, draft("a"))
    assert [(change.text, change.reason) for change in made.changes] == [(None, "refused by hand")]


# --- not_copy_of ----------------------------------------------------------------------------------------------


def parted(settled: Overrides, ledger: tuple[Known, ...] = ()) -> tuple[list[Group], list[str]]:
    drafts = [draft("a"), draft("b"), draft("c"), draft("d")]
    groups, problems = overrides.parted([Group(0, (1, 2)), Group(3)], drafts, ledger, settled)
    return groups, [problem.message for problem in problems]


@pytest.mark.parametrize("name", ["b.txt", digest("b"), digest("b")[:8]])
def test_a_record_that_is_no_copy_is_a_document_of_its_own(name: str) -> None:
    assert parted({key("a"): Override("o:1", not_copy_of=(name,))}) == ([Group(0, (2,)), Group(1), Group(3)], [])


def test_the_kept_record_can_go_too() -> None:
    settled = {key("b"): Override("o:1", not_copy_of=("a.txt",))}
    assert parted(settled)[0] == [Group(0), Group(1, (2,)), Group(3)]


def test_the_ledger_says_of_which_record_an_entry_is_even_if_it_was_changed_in_place() -> None:
    line = Known("name", "x.md", "", (digest("before"), digest("b")), "a.txt")
    settled = {"name": Override("o:1", not_copy_of=("b.txt", "c.txt"))}
    assert parted(settled, (line,))[0] == [Group(0), Group(1, (2,)), Group(3)]


def test_a_record_that_is_apart_already_needs_nothing() -> None:
    settled = {key("a"): Override("o:1", not_copy_of=("d.txt",))}
    assert parted(settled) == ([Group(0, (1, 2)), Group(3)], [])


def test_a_record_that_is_not_there_and_the_own_one_are_warnings() -> None:
    groups, said = parted({key("a"): Override("o:1", not_copy_of=("bb.txt", "a.txt"))})
    assert groups == [Group(0, (1, 2)), Group(3)]
    assert len(said) == 2
    assert "no raw record is called bb.txt" in said[0]
    assert "the record that the entry is taken from" in said[1]
