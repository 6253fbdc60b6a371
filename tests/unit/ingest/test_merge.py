"""Drafts, ledger, files -> what happens to each content file."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from generator import content
from generator.ingest.decide import decide
from generator.ingest.merge import OnDisk, Plan, plan
from generator.ingest.overrides import Override
from generator.types import Draft, Group, Known, Meta, RawRef


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def draft(name: str, title: str = "", date: str = "2021-03-14", body: str = "") -> Draft:
    meta = Meta(title=title or f"Title {name}", date=date, raw=RawRef(f"{name}.txt", digest(name)))
    return Draft(meta, body or f"Body of {name}, long enough to be told from others.")


class Disk:
    """Content files and ledger, brought forward by plans."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.ledger: tuple[Known, ...] = ()

    def run(self, *drafts: Draft, groups: list[Group] | None = None, keep_ledger: bool = True, **more: Any) -> Plan:
        """Plan, and carry the plan out."""
        found = [OnDisk(path, digest(text), content.parse(text, path).meta.id) for path, text in self.files.items()]
        made = plan(drafts, groups or [Group(index) for index in range(len(drafts))], self.ledger, found, **more)
        for change in made.changes:
            if change.text:
                self.files[change.path] = change.text
            elif change.text == "":
                del self.files[change.path]
        self.ledger = made.ledger if keep_ledger else self.ledger
        return made


def reasons(made: Plan) -> list[str]:
    return sorted(change.reason for change in made.changes)


@pytest.mark.parametrize(
    ("fresh", "on_disk", "last", "expected"),
    [
        ("f", None, None, "new"), ("f", None, "f", "deleted by hand"), ("f", None, "x", "deleted by hand"),
        ("f", "f", None, "unchanged"), ("f", "f", "f", "unchanged"), ("f", "f", "x", "unchanged"),
        ("f", "x", "x", "updated"), ("f", "x", None, "edited by hand"), ("f", "x", "f", "edited by hand"),
        ("f", "x", "y", "edited by hand"), ("f", "x", "", "edited by hand"), ("f", None, "", "deleted by hand"),
    ],
)  # fmt: skip
def test_three_digests_decide(fresh: str, on_disk: str | None, last: str | None, expected: str) -> None:
    assert decide(fresh, on_disk, last) == expected


def test_a_new_document_is_filed_by_date_and_title() -> None:
    disk = Disk()
    disk.run(draft("a"), draft("b", date="2021-03"), draft("c", date=""), draft("d", title="1984"))
    assert sorted(disk.files) == [
        "2021/03/14/no-1984.md", "2021/03/14/title-a.md", "2021/03/title-b.md", "undated/title-c.md"]  # fmt: skip


def test_equal_names_get_files_of_their_own() -> None:
    disk = Disk()
    disk.run(*(draft(name, "Same") for name in "abc"), draft("d", "SAME"))
    names = sorted(path.rpartition("/")[2] for path in disk.files)
    assert names == ["same-2.md", "same-3.md", "same-4.md", "same.md"]


def test_a_second_run_changes_nothing() -> None:
    disk = Disk()
    drafts = [draft("a"), draft("b"), draft("c")]
    groups = [Group(0, (1,)), Group(2)]
    disk.run(*drafts, groups=groups)
    files, ledger = dict(disk.files), disk.ledger
    assert reasons(disk.run(*drafts, groups=groups)) == ["unchanged", "unchanged"]
    assert (disk.files, disk.ledger) == (files, ledger)


def test_a_better_reading_is_written_unless_a_person_edited() -> None:
    disk = Disk()
    disk.run(draft("a"), draft("b"))
    path = next(path for path in disk.files if "title-a" in path)
    disk.files[path] += "\nA remark.\n"
    again = disk.run(draft("a", body="Read better."), draft("b", body="Read better."))
    assert reasons(again) == ["edited by hand", "updated"]
    assert disk.files[path].endswith("A remark.\n")
    assert reasons(disk.run(draft("a"), draft("b"))) == ["edited by hand", "updated"]


def test_a_deleted_entry_never_comes_back() -> None:
    disk = Disk()
    disk.run(draft("a"))
    disk.files.clear()
    for body in ("", "Read better.", ""):
        assert reasons(disk.run(draft("a", body=body))) == ["deleted by hand"]
        assert disk.files == {}


def test_a_moved_file_is_found_and_stays_where_it_is() -> None:
    disk = Disk()
    disk.run(draft("a"))
    disk.files["my/place.md"] = disk.files.pop("2021/03/14/title-a.md")
    assert reasons(disk.run(draft("a", body="Read better."))) == ["updated"]
    assert list(disk.files) == ["my/place.md"]
    assert disk.ledger[0].path == "my/place.md"


def test_a_line_whose_records_are_gone_stays() -> None:
    disk = Disk()
    disk.run(draft("a"), draft("b"))
    ledger, files = disk.ledger, dict(disk.files)
    disk.run(draft("a"))
    assert (disk.ledger, disk.files) == (ledger, files)


def test_an_entry_that_turns_out_to_be_a_copy_leaves_an_alias() -> None:
    disk = Disk()
    disk.run(draft("a"), draft("b"))
    made = disk.run(draft("a"), draft("b"), groups=[Group(0, (1,))])
    assert len(disk.files) == 1
    assert any(change.reason.startswith("now a copy of") for change in made.changes)
    meta = content.parse(next(iter(disk.files.values())), "x").meta
    assert meta.aliases == ("/2021/03/14/title-b/",)
    assert reasons(disk.run(draft("a"), draft("b"), groups=[Group(0, (1,))])) == ["unchanged"]


def test_a_copy_that_was_edited_by_hand_is_kept() -> None:
    disk = Disk()
    disk.run(draft("a"), draft("b"))
    path = "2021/03/14/title-b.md"
    disk.files[path] += "A remark.\n"
    for _ in range(2):
        disk.run(draft("a"), draft("b"), groups=[Group(0, (1,))])
        assert disk.files[path].endswith("A remark.\n")
        assert len(disk.files) == 2


def test_the_copy_of_a_deleted_entry_is_not_taken_away_with_it() -> None:
    """The person deleted one entry; that its copy is later recognised must not delete the other."""
    disk = Disk()
    disk.run(draft("a"), draft("b"))
    del disk.files["2021/03/14/title-a.md"]
    for _ in range(2):
        disk.run(draft("a"), draft("b"), groups=[Group(0, (1,))])
        assert list(disk.files) == ["2021/03/14/title-b.md"]


def test_a_run_killed_before_its_ledger_goes_on_where_it_was() -> None:
    disk = Disk()
    disk.run(draft("a"), draft("b"), keep_ledger=False)
    files = dict(disk.files)
    assert reasons(disk.run(draft("a"), draft("b"))) == ["unchanged", "unchanged"]
    assert disk.files == files
    assert len(disk.ledger) == 2


def test_two_files_with_one_id_are_named_and_the_one_at_home_counts() -> None:
    disk = Disk()
    disk.run(draft("a"))
    home = "2021/03/14/title-a.md"
    disk.files["0/copy.md"] = disk.files[home]
    made = disk.run(draft("a", body="Read better."))
    assert [problem.where for problem in made.problems] == ["entries/0/copy.md"]
    assert "Read better." in disk.files[home]
    assert "Read better." not in disk.files["0/copy.md"]


def test_the_order_of_the_heap_does_not_matter() -> None:
    drafts = [draft(name, "Same") for name in "abcde"]
    one, other = Disk(), Disk()
    one.run(*drafts)
    other.run(*reversed(drafts))
    assert one.files == other.files
    assert one.ledger == other.ledger


def test_a_group_that_falls_apart_leaves_its_base_its_file() -> None:
    disk = Disk()
    disk.run(draft("a"), draft("b"), groups=[Group(0, (1,))])
    (path,) = disk.files
    disk.run(draft("a"), draft("b"))
    assert len(disk.files) == 2
    assert "Body of a" in disk.files[path]


def placed(origin: str, mark: str, title: str, date: str) -> Draft:
    """A draft of the record with this origin, whose digest and text are made of `mark`."""
    return Draft(Meta(title=title, date=date, raw=RawRef(origin, mark * 64)), f"Text {mark}.")


def test_a_raw_file_changed_in_place_is_the_same_entry_if_date_or_title_still_fit() -> None:
    first = placed("a.txt", "1", "The wall held", "2021-03-14")
    ledger = plan([first], [Group(0)], (), ()).ledger
    again = placed("a.txt", "2", "The wall held", "2021-03-15")
    (line,) = plan([again], [Group(0)], ledger, ()).ledger
    assert (line.id, line.path) == (ledger[0].id, "2021/03/14/the-wall-held.md")
    other = placed("a.txt", "3", "A cat", "1999")
    assert len(plan([other], [Group(0)], ledger, ()).ledger) == 2


def test_a_raw_file_changed_in_place_does_not_take_the_entry_of_one_that_is_there() -> None:
    first = placed("a.txt", "1", "The wall held", "2021-03-14")
    ledger = plan([first], [Group(0)], (), ()).ledger
    moved = placed("b.txt", "1", "The wall held", "2021-03-14")
    new = placed("a.txt", "2", "The wall held", "2021-03-14")
    lines = plan([moved, new], [Group(0), Group(1)], ledger, ()).ledger
    assert len({line.id for line in lines}) == 2


def test_the_ledger_follows_a_file_that_was_moved_when_its_raw_records_were_gone() -> None:
    (line,) = plan([placed("a.txt", "1", "The wall held", "2021")], [Group(0)], (), ()).ledger
    (moved,) = plan([], [], [line], [OnDisk("walls/held.md", line.wrote, line.id)]).ledger
    assert (moved.path, moved.wrote) == ("walls/held.md", line.wrote)


def test_a_record_without_title_and_text_is_filed_under_its_own_name() -> None:
    bare = Draft(Meta(raw=RawRef("box/letters.mbox#7", "4" * 64)), "")
    (change,) = plan([bare], [Group(0)], (), ()).changes
    assert change.path == "undated/letters-mbox-7.md"


# --- versions -------------------------------------------------------------------------------------------------

A, B, C = draft("a", date="2021-03-16"), draft("b", date="2021-03-14"), draft("c", date="2021-03-15")
KEYS = {name: digest(name)[:12] for name in "abc"}


def versions(disk: Disk) -> dict[str, str]:
    """Title -> the versions that the file names, by name."""
    names = {key: name for name, key in KEYS.items()}
    metas = [content.parse(text, path).meta for path, text in disk.files.items()]
    return {meta.title[-1]: "".join(names[key] for key in meta.versions) for meta in metas}


def test_each_version_names_all_in_order_of_date() -> None:
    disk = Disk()
    disk.run(A, B, C, stories=[(0, 1, 2)])
    assert versions(disk) == dict.fromkeys("abc", "bca")
    assert reasons(disk.run(C, B, A, stories=[(2, 0, 1)])) == ["unchanged"] * 3


def test_a_version_that_joins_later_is_named_by_those_that_were_there() -> None:
    disk = Disk()
    disk.run(A, B)
    assert versions(disk) == {"a": "", "b": ""}
    assert reasons(disk.run(A, B, C, stories=[(0, 1, 2)])) == ["new", "updated", "updated"]
    assert versions(disk) == dict.fromkeys("abc", "bca")
    assert reasons(disk.run(A, B, C)) == ["updated"] * 3
    assert versions(disk) == dict.fromkeys("abc", "")


def test_a_date_that_a_person_settled_puts_a_version_at_its_place() -> None:
    disk = Disk()
    settled = {KEYS["b"]: Override("overrides.yaml:1", {"date": "2022"})}
    disk.run(A, B, C, stories=[(0, 1, 2)], overrides=settled)
    assert versions(disk) == dict.fromkeys("abc", "cab")


def test_a_version_that_was_deleted_or_refused_is_not_named_any_more() -> None:
    disk = Disk()
    disk.run(A, B, C, stories=[(0, 1, 2)])
    del disk.files[next(path for path in disk.files if path.endswith("title-c.md"))]
    disk.run(A, B, C, stories=[(0, 1, 2)])
    assert versions(disk) == dict.fromkeys("ab", "ba")
    refused = {KEYS["b"]: Override("overrides.yaml:1", keep=False)}
    disk.run(A, B, C, stories=[(0, 1, 2)], overrides=refused)
    assert versions(disk) == {"a": ""}
    disk.run(A, B, C, stories=[(0, 1, 2)])
    assert versions(disk) == dict.fromkeys("ab", "ba")


def test_a_version_that_was_edited_by_hand_stays_and_is_named_by_the_others() -> None:
    disk = Disk()
    disk.run(A)
    (path,) = disk.files
    disk.files[path] += "By hand.\n"
    edited = disk.files[path]
    disk.run(A, B, stories=[(0, 1)])
    assert disk.files[path] == edited
    assert versions(disk) == {"a": "", "b": "ba"}


def test_a_copy_that_turns_out_to_be_a_version_gets_an_entry_of_its_own() -> None:
    disk = Disk()
    disk.run(A, B, groups=[Group(0, (1,))])
    assert reasons(disk.run(A, B, stories=[(0, 1)])) == ["new", "updated"]
    assert versions(disk) == dict.fromkeys("ab", "ba")
