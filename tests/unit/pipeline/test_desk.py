"""The desk for doubt on disk: overrides.yaml in ingest, `explain`, `review`."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

import pytest

from generator.config import Config
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.ingest.story import Story
from generator.ingest.story import lines as story_lines
from generator.pipeline.explain import explain
from generator.pipeline.ingest import Intake, ingest
from generator.pipeline.place import Place
from generator.pipeline.review import apply_answers, write_review
from generator.types import Stop

HEAD = "date 2021-03-14 https://harbour.example/2021/03/14/sea-wall\n\n"
TEXT = "The wall held, said the harbour master. It was a long night at the quay, and nobody slept.\n"
LONG = " ".join(f"Plank {number} of the old pier was taken up and laid on the grass." for number in range(12))


class Desk:
    """A site with three raw files, and one cache."""

    def __init__(self, folder: Path) -> None:
        self.place = Place(folder, Config())
        self.cache = Cache(None)
        self.raw("a.txt", HEAD + TEXT)
        self.raw("rows.csv", f"title,date,text\nPier,2020,{LONG}\nQuay,2019,The quay was swept.\n")
        self.raw("odd.txt", "")

    def raw(self, name: str, text: str) -> None:
        path = self.place.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def settle(self, text: str) -> None:
        self.place.overrides.write_text(text)

    def ingest(self) -> Intake:
        with Work(self.cache, "code", executor="inline") as work:
            return ingest(self.place, work)

    def explain(self, name: str) -> list[Story]:
        with Work(self.cache, "code", executor="inline") as work:
            return explain(name, self.place, work)

    def review(self, folder: Path | None = None) -> tuple[Path, int]:
        with Work(self.cache, "code", executor="inline") as work:
            return write_review(self.place, work, ingest(self.place, work).problems, folder)

    def texts(self) -> dict[str, str]:
        top = self.place.entries
        return {path.relative_to(top).as_posix(): path.read_text() for path in sorted(top.rglob("*.md"))}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.ingest()
    return made


WALL = "2021/03/14/sea-wall.md"


def test_a_change_of_the_overrides_alone_is_noticed(desk: Desk) -> None:
    before = desk.texts()
    (story,) = desk.explain(WALL)
    desk.settle(f"{story.id}: {{date: '1999'}}\n")
    assert desk.ingest().reasons == {"unchanged": 2, "updated": 1}
    assert "date: '1999'" in desk.texts()[WALL]
    assert desk.ingest().reasons == {"unchanged": 3}
    desk.place.overrides.unlink()
    assert desk.ingest().reasons == {"unchanged": 2, "updated": 1}
    assert desk.texts() == before


def test_an_answer_survives_a_change_of_the_raw_file(desk: Desk) -> None:
    (story,) = desk.explain(WALL)
    desk.settle(f"{story.id}: {{title: The wall of 1999}}\n")
    desk.ingest()
    desk.raw("a.txt", f"{HEAD}{TEXT}A line more.\n")
    assert desk.ingest().reasons == {"unchanged": 2, "updated": 1}
    text = desk.texts()[WALL]
    assert "title: The wall of 1999" in text
    assert "how: by hand" in text
    assert "A line more." in text


@pytest.mark.parametrize("data", [b"a1: {date: '2021'\nb2: {}\n", b"# fine\na1: {title: caf\xe9}\n"])
def test_overrides_that_cannot_be_read_stop_before_anything_is_written(desk: Desk, data: bytes) -> None:
    before = desk.texts()
    desk.place.overrides.write_bytes(data)
    desk.raw("a.txt", HEAD + "Another text altogether.\n")
    with pytest.raises(Stop) as stopped:
        desk.ingest()
    assert stopped.value.args[0].where == "content/overrides.yaml:2"
    assert desk.texts() == before


def test_a_record_that_is_no_copy_becomes_an_entry(desk: Desk) -> None:
    desk.raw("b.txt", f"Pier again\n\n{LONG}\n")
    desk.ingest()
    assert len(desk.texts()) == 3
    (story,) = desk.explain("b.txt")
    other = story.copies[0].origin
    desk.settle(f"{story.id}: {{not_copy_of: ['{other}']}}\n")
    for reasons in ({"new": 1, "unchanged": 2, "updated": 1}, {"unchanged": 4}):
        assert desk.ingest().reasons == reasons
        assert len(desk.texts()) == 4
    assert desk.explain(story.id)[0].copies == ()


@pytest.mark.parametrize(
    "name",
    [WALL, f"content/entries/{WALL}", "/2021/03/14/sea-wall/", "2021/03/14/sea-wall", "a.txt", "content/raw/a.txt"],
)
def test_an_entry_has_many_names(desk: Desk, name: str) -> None:
    (story,) = desk.explain(name)
    assert (story.address, story.file_state) == ("/2021/03/14/sea-wall/", "as ingest wrote it")
    assert desk.explain(story.id) == [story]
    assert desk.explain(str(desk.place.entries / WALL)) == [story]


def test_a_raw_file_tells_of_all_its_records(desk: Desk) -> None:
    found = desk.explain("content/raw/rows.csv")
    assert [story.record.origin for story in found if story.record] == ["rows.csv#1", "rows.csv#2"]
    assert [story.address for story in found] == ["/2020/pier/", "/2019/quay/"]
    (one,) = desk.explain("rows.csv#2")
    assert one == found[1]
    (refused,) = desk.explain("odd.txt")
    assert (refused.address, refused.problems[0].message) == ("", "an empty file")


def test_an_archive_tells_of_its_members(desk: Desk) -> None:
    with zipfile.ZipFile(desk.place.raw / "box.zip", "w") as box:
        box.writestr("in/rows.csv", "title,date,text\nOne,2001,The first of all.\nTwo,2002,The second of all.\n")
        box.writestr("in/note.txt", "A note that lay in the box, on top of the rows.\n")
    desk.ingest()
    for name, count in (("box.zip", 3), ("box.zip/in/rows.csv", 2), ("content/raw/box.zip/in/rows.csv#2", 1)):
        assert len(desk.explain(name)) == count


def test_a_story_follows_the_file_and_the_raw_record(desk: Desk) -> None:
    (story,) = desk.explain(WALL)
    assert story.record
    assert story.record.state == "as it was read"
    assert ("date", "header line") in {(signal.field, signal.how) for signal in story.record.signals}
    assert [cut.rule for cut in story.cuts] == ["header-line"]
    file = desk.place.entries / WALL
    file.write_text(f"{file.read_text()}Mine.\n")
    desk.raw("a.txt", HEAD + "Another text.\n")
    (edited,) = desk.explain(WALL)
    assert edited.record
    assert (edited.file_state, edited.record.state) == ("edited by hand", "changed since ingest read it")
    (desk.place.raw / "a.txt").unlink()
    for name in (WALL, "a.txt"):
        (gone,) = desk.explain(name)
        assert gone.record
        assert (gone.record.state, gone.record.size, gone.record.signals) == ("gone", -1, ())
    file.unlink()
    (deleted,) = desk.explain(story.id)
    assert (deleted.file_state, deleted.address) == ("deleted by hand", "")


def test_states_besides(desk: Desk) -> None:
    (desk.place.entries / "mine.md").write_text("---\ntitle: Mine\n---\n\nText.\n")
    assert desk.explain("mine.md")[0].file_state == "written by hand"
    (story,) = desk.explain(WALL)
    desk.settle(f"{story.id}: {{keep: false}}\n")
    desk.ingest()
    (refused,) = desk.explain(story.id)
    assert (refused.file_state, refused.by_hand) == ("refused by hand", ("keep: false",))
    desk.raw("new.txt", "Not seen before.\n")
    (new,) = desk.explain("new.txt")
    assert new.record
    assert new.record.state == "not yet ingested"


@pytest.mark.parametrize(("name", "near"), [("2021/03/14/sea-wal.md", WALL), ("row.csv", "rows.csv"), ("../x", "")])
def test_an_unknown_name_is_a_stop_with_the_nearest(desk: Desk, name: str, near: str) -> None:
    with pytest.raises(Stop) as stopped:
        desk.explain(name)
    assert near in stopped.value.args[0].hint


def test_a_review_is_written_over_but_nothing_else_is(desk: Desk, tmp_path: Path) -> None:
    folder, count = desk.review()
    assert folder == tmp_path / ".fonds" / "review"
    rows = list(csv.reader((folder / "review.csv").read_text("utf-8-sig").splitlines()))
    assert len(rows) == count + 1
    assert ["odd.txt", "refused", "", "odd.txt", "no entry"] in [row[:5] for row in rows]
    page = (folder / "index.html").read_text("utf-8")
    assert 'href="../../content/raw/odd.txt"' in page
    assert all((folder / address).exists() for address in re.findall(r'href="([^"]+)"', page))
    assert desk.review() == (folder, count)
    for target in (desk.place.entries, tmp_path / "mine"):
        target.mkdir(exist_ok=True)
        (target / "index.html").write_text("mine")
        with pytest.raises(Stop):
            desk.review(target)
        assert (target / "index.html").read_text() == "mine"
        assert not (target / "review.csv").exists()


# --- answers --------------------------------------------------------------------------------------------------


def fill(folder: Path, answer: str, column: str = "answer") -> dict[str, str]:
    """Write an answer into every row of the table; gives the rows that accept, by what is in doubt."""
    table = folder / "review.csv"
    rows = [*csv.reader(table.read_text("utf-8-sig").splitlines())]
    for cells in rows[1:]:
        cells[rows[0].index(column)] = answer
    with table.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return {cells[1]: cells[7] for cells in rows[1:]}


def test_answers_in_the_table_hold_at_every_later_ingest(desk: Desk) -> None:
    folder, count = desk.review()
    assert count > 0
    before = desk.texts()
    fill(folder, "ok")
    desk.settle("# mine\n")
    assert apply_answers(desk.place, folder / "review.csv") == (count, ())
    text = desk.place.overrides.read_text()
    assert text.startswith("# mine\n")
    for _ in range(2):
        assert desk.review()[1] == 0
        assert desk.texts() == before
    desk.cache = Cache(None)
    assert desk.review()[1] == 0
    assert apply_answers(desk.place, folder / "review.csv") == (0, ())
    desk.raw("odd.txt", "\x89PNG\r\n\x1a\n and now it is another kind of file")
    assert desk.review()[1] > 0
    assert desk.place.overrides.read_text() == text


def test_answers_that_wait_are_in_the_next_table_and_on_the_page(desk: Desk) -> None:
    folder, count = desk.review()
    fill(folder, "{I shall ask")
    assert desk.review() == (folder, count)
    text = (folder / "review.csv").read_text("utf-8-sig")
    assert text.count('"{I shall ask"') == count
    assert (folder / "index.html").read_text().count('value="{I shall ask"') == count
    done, problems = apply_answers(desk.place, folder / "review.csv")
    assert (done, len(problems)) == (0, count)
    assert not desk.place.overrides.exists()


def test_a_table_that_is_not_there_and_overrides_that_cannot_be_read_are_a_stop(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Stop) as stopped:
        apply_answers(desk.place, tmp_path / "none.csv")
    assert stopped.value.args[0].hint
    folder, _ = desk.review()
    fill(folder, "ok")
    desk.settle("a1: {date: '2021'\n")
    with pytest.raises(Stop):
        apply_answers(desk.place, folder / "review.csv")
    assert desk.place.overrides.read_text() == "a1: {date: '2021'\n"


def test_line_ends_of_overrides_stay(desk: Desk) -> None:
    folder, _ = desk.review()
    fill(folder, "ok")
    desk.place.overrides.write_bytes(b"\xef\xbb\xbf# mine\r\n")
    apply_answers(desk.place, folder / "review.csv")
    data = desk.place.overrides.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 1


# --- rules ----------------------------------------------------------------------------------------------------

FURNITURE = "Advertisement\n\n"


def test_a_rule_is_undone_for_one_entry_alone_and_stays_undone(desk: Desk) -> None:
    desk.raw("a.txt", f"{HEAD}{TEXT}\n{FURNITURE}The gauges were read at noon.\n")
    desk.raw("b.txt", f"Another day\n\n{LONG}\n\n{FURNITURE}Nobody slept then.\n")
    desk.ingest()
    before = desk.texts()
    assert "\nAdvertisement\n" not in before[WALL].split("---\n")[2]
    (story,) = desk.explain(WALL)
    desk.settle(f"{story.id}: {{rules: {{page-furniture: off}}}}\n")
    for reasons in ({"unchanged": 2, "updated": 1}, {"unchanged": 3}):
        assert desk.ingest().reasons == reasons
        after = desk.texts()
        assert "\nAdvertisement\n" in after[WALL].split("---\n")[2]
        assert {path for path in after if after[path] != before[path]} == {WALL}
    assert desk.explain(WALL)[0].rules_off == ("page-furniture",)
    desk.cache = Cache(None)
    assert desk.ingest().reasons == {"unchanged": 3}
    desk.place.overrides.unlink()
    desk.ingest()
    assert desk.texts() == before


def test_a_rule_is_undone_in_all_records_of_an_entry_and_in_those_that_join_later(desk: Desk) -> None:
    desk.raw("one.csv", f'title,date,text\nOld,2020,"{LONG}\n\nAdvertisement\n\nThe end of the pier."\n')
    desk.ingest()
    (story,) = desk.explain("one.csv#1")
    desk.settle(f"{story.id}: {{rules: [page-furniture]}}\n")
    desk.ingest()
    desk.raw("two.txt", f"{LONG}\n\n{FURNITURE}The end of the pier.\n")
    desk.ingest()
    texts = desk.texts()
    assert sum("\nAdvertisement\n" in text.split("---\n")[2] for text in texts.values()) == 1
    assert desk.ingest().reasons == {"unchanged": len(texts)}
    assert desk.texts() == texts


def test_a_saved_page_is_taken_whole_if_nothing_of_it_is_furniture(desk: Desk) -> None:
    text = f"<h1>Barge day</h1><p>{TEXT} {LONG.replace('pier', 'barge')}</p>"
    desk.raw("p.html", f"<body><nav>Home Contact</nav><article>{text}</article></body>")
    desk.ingest()
    (story,) = desk.explain("p.html")
    assert [cut.rule for cut in story.cuts if cut.rule == "page-furniture"]
    desk.settle(f"{story.id}: {{rules: {{page-furniture: off}}}}\n")
    desk.ingest()
    assert not [cut.rule for cut in desk.explain("p.html")[0].cuts if cut.rule == "page-furniture"]
    assert any("Home Contact" in text.split("---\n")[2] for text in desk.texts().values())


def test_one_cut_is_put_back_the_others_stay_and_later_runs_keep_it(desk: Desk) -> None:
    body = f"{TEXT}\n{FURNITURE}The gauges were read at noon.\n\nScroll to continue\n\nThe pier held.\n"
    desk.raw("a.txt", HEAD + body)
    desk.ingest()
    (story,) = desk.explain(WALL)
    names = {cut.text: cut.name for cut in story.cuts}
    assert any(names["Advertisement"] in line for line in map(str, story_lines(story)))
    desk.settle(f"{story.id}: {{rules: [{names['Advertisement']}]}}\n")
    for reasons in ({"unchanged": 2, "updated": 1}, {"unchanged": 3}):
        assert desk.ingest().reasons == reasons
        text = desk.texts()[WALL].split("---\n")[2]
        assert "\n\nAdvertisement\n\nThe gauges were read at noon.\n\nThe pier held.\n" in text
    desk.raw("a.txt", f"{HEAD}{body}\nA line more.\n")
    desk.ingest()
    assert "\nAdvertisement\n\nThe gauges" in desk.texts()[WALL]
    (after,) = desk.explain(WALL)
    assert after.rules_off == (names["Advertisement"],)
    assert [cut.text for cut in after.cuts if cut.rule == "page-furniture"] == ["Scroll to continue"]


def test_a_cut_that_is_not_there_is_named_with_its_line(desk: Desk) -> None:
    (story,) = desk.explain(WALL)
    desk.settle(f"# mine\n{story.id}: {{rules: [page-furniture-0123abcd]}}\n")
    found = [one for one in desk.ingest().problems if "page-furniture-0123abcd" in one.message]
    assert [(one.level, one.where) for one in found] == [("warning", "content/overrides.yaml:2")]


@pytest.mark.parametrize("pattern", ["harbour.example", "HARBOUR.example", "a.txt", "a.*", "*arbour*"])
def test_a_rule_is_off_for_a_source_or_a_raw_file_alone(desk: Desk, pattern: str) -> None:
    desk.raw("a.txt", f"{HEAD}{TEXT}\n{FURNITURE}The gauges were read at noon.\n")
    desk.raw("sub/b.txt", f"Another day\n\n{LONG}\n\n{FURNITURE}Nobody slept then.\n")
    desk.ingest()
    assert not any("\nAdvertisement\n" in text.split("---\n")[2] for text in desk.texts().values())
    desk.place = Place(desk.place.root, Config(rules={"page-furniture": (pattern,)}))
    desk.ingest()
    shown = [path for path, text in desk.texts().items() if "\nAdvertisement\n" in text.split("---\n")[2]]
    assert shown == [WALL]
    assert desk.explain(WALL)[0].rules_off == ("page-furniture",)
