"""What a withdrawal takes away, what it says, and what it leaves for a person to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.config import Config
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.pipeline.build import build
from generator.pipeline.export import bagit
from generator.pipeline.ingest import ingest
from generator.pipeline.place import Place
from generator.pipeline.traces import traces
from generator.pipeline.withdraw import Wish, undo, withdraw
from generator.pipeline.withheld import withdrawals_of
from generator.types import Stop

WORDS = [f"quay{a}{b}boat" for a in "abcdefgh" for b in "klmnopqr"]
TEXT = f"“{' '.join(WORDS[:32])}.”\n\n{' '.join(WORDS[32:])}."
OTHER = "The council met on Friday and spoke of the sea wall until late."
CSV = 'title,date,text\n"One",2020-01-01,"The first row of a table about ice."\n"Two",2020-01-02,"The second row."\n'
DAY = "2026-11-22"


def raw(title: str, body: str, more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: 2021-03-14\nurl: https://harbour.example/{title.lower()}\n{more}---\n\n{body}\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path, Config(search=False, base_url="https://example.org/"))
    made.raw.mkdir(parents=True)
    (tmp_path / "site.yaml").write_text("title: x\n")
    (made.raw / "a.md").write_text(raw("Wall", TEXT, "people: [Ada Ray]\n"))
    (made.raw / "b.md").write_text(raw("Wall", TEXT.replace("“", "").replace("”", "") + "\n\nShare this."))
    (made.raw / "c.md").write_text(raw("Council", OTHER, "people: [Ada Ray]\n"))
    (made.raw / "rows.csv").write_text(CSV)
    return made


@pytest.fixture
def work(place: Place) -> Iterator[Work]:
    cache = Cache(place.state / "cache.sqlite")
    with Work(cache, "code", executor="inline") as made:
        ingest(place, made)
        yield made
    cache.close()


def entries(place: Place) -> set[str]:
    return {path.stem for path in place.entries.rglob("*.md")}


def wish(*names: str, **more: object) -> Wish:
    return Wish(names=names, reason="Asked for", date=DAY, **more)  # type: ignore[arg-type]


def test_the_entry_its_copy_and_the_cached_texts_are_gone_at_once(place: Place, work: Work) -> None:
    build(place, work, "")
    assert list(place.copies.iterdir())
    done = withdraw(wish("2021/03/14/wall.md"), place, work)
    assert entries(place) == {"council", "one", "two"}
    assert not place.copies.exists() or not list(place.copies.iterdir())
    assert not [digest for digest, data in work.cache.all() if b"quayakboat" in data]
    assert done.raw == ("content/raw/a.md", "content/raw/b.md")
    (one,) = withdrawals_of(place)
    assert (one.addresses, one.date, len(one.records)) == (("2021/03/14/wall/",), DAY, 2)
    listed = place.withdrawn.read_text()
    assert "quay" not in listed
    assert "a.md" not in listed
    assert '"origin":"a.md"' not in place.ledger.read_text()
    assert "wall.md" not in (place.root / "content" / "manifest-sha256.txt").read_text()


def test_the_work_on_other_documents_is_kept(place: Place, work: Work) -> None:
    build(place, work, "")
    before = {digest for digest, _ in work.cache.all()}
    withdraw(wish("/2021/03/14/wall/"), place, work)
    kept = [data for digest, data in work.cache.all() if digest in before]
    assert any(b"The council met" in data for data in kept)


def test_a_dry_run_touches_nothing(place: Place, work: Work) -> None:
    before = sorted((path, path.read_bytes()) for path in (place.root / "content").rglob("*") if path.is_file())
    done = withdraw(wish("2021/03/14/wall.md"), place, work, dry=True)
    assert done.gone[0] == "content/entries/2021/03/14/wall.md"
    assert before == sorted((path, path.read_bytes()) for path in (place.root / "content").rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("asked", "gone"),
    [
        (wish("a.md"), {"wall"}),
        (wish("b.md"), {"wall"}),
        (wish("content/entries/2021/03/14/wall.md"), {"wall"}),
        (Wish(url="http://www.harbour.example/council/", reason="x", date=DAY), {"council"}),
        (Wish(person="ada ray", reason="x", date=DAY), {"wall", "council"}),
        (Wish(pattern="https://harbour.example/*", reason="x", date=DAY), {"wall", "council"}),
        (wish("2020/*"), {"one", "two"}),
    ],
)
def test_an_entry_is_meant_by_any_of_its_names(place: Place, work: Work, asked: Wish, gone: set[str]) -> None:
    withdraw(asked, place, work, many=True)
    assert entries(place) == {"wall", "council", "one", "two"} - gone


def test_several_entries_need_a_word_more(place: Place, work: Work) -> None:
    with pytest.raises(Stop) as stopped:
        withdraw(Wish(person="Ada Ray", reason="x", date=DAY), place, work)
    assert "2 entries are meant" in stopped.value.args[0].message
    assert len(entries(place)) == 4


def test_a_name_that_means_nothing_is_a_stop(place: Place, work: Work) -> None:
    with pytest.raises(Stop):
        withdraw(wish("2021/03/14/wal.md"), place, work)


def test_one_row_of_a_table_goes_and_the_others_stay(place: Place, work: Work) -> None:
    withdraw(wish("2020/01/01/one.md"), place, work)
    said = ingest(place, work, paranoid=True)
    assert entries(place) == {"wall", "council", "two"}
    assert said.refused == 0
    assert not [one for one in said.problems if one.level == "error"]


def test_a_file_that_was_brought_back_by_hand_is_not_shown(place: Place, work: Work) -> None:
    file = place.entries / "2021/03/14/wall.md"
    text = file.read_text()
    withdraw(wish("2021/03/14/wall.md"), place, work)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    ingest(place, work)
    built = build(place, work, "https://example.org/")
    assert [one.message for one in built.problems if one.level == "error"] == [
        f"was withdrawn on {DAY}: it is not shown"
    ]
    page = (place.output / "2021/03/14/wall/index.html").read_text()
    assert "quayakboat" not in page
    assert "was withdrawn" in page
    assert {one.where for one in traces(place, work).problems} == {"content/entries/2021/03/14/wall.md"}


def test_the_log_has_a_dated_line_and_the_page_a_reason(place: Place, work: Work) -> None:
    withdraw(wish("2021/03/14/wall.md", by="The keeper"), place, work)
    build(place, work, "https://example.org/")
    log = (place.output / "withdrawn/index.html").read_text()
    assert DAY in log
    assert "Asked for" in log
    stone = (place.output / "2021/03/14/wall/index.html").read_text()
    assert "22 November 2026" in stone
    assert "The keeper" in stone
    assert "name=robots content=noindex>" in stone
    sitemap = (place.output / "sitemap.xml").read_text()
    assert "/withdrawn/" in sitemap
    assert "wall" not in sitemap


def test_an_address_can_be_forgotten_too(place: Place, work: Work) -> None:
    withdraw(wish("2021/03/14/wall.md", address=False), place, work)
    build(place, work, "https://example.org/")
    assert not (place.output / "2021/03/14/wall").exists()
    assert "wall" not in (place.output / "withdrawn/index.html").read_text()
    assert "wall" not in place.ledger.read_text() + place.withdrawn.read_text()
    ingest(place, work, paranoid=True)
    assert "wall" not in entries(place)


def test_what_is_lifted_comes_back_at_its_old_address(place: Place, work: Work) -> None:
    before = (place.entries / "2021/03/14/wall.md").read_text()
    (one,) = withdraw(wish("2021/03/14/wall.md"), place, work).withdrawn
    ingest(place, work)
    undo([one.id], place)
    assert not place.withdrawn.exists()
    ingest(place, work)
    assert (place.entries / "2021/03/14/wall.md").read_text() == before
    with pytest.raises(Stop):
        undo([one.id], place)


def test_a_list_that_cannot_be_read_stops_ingest_and_build(place: Place, work: Work) -> None:
    place.withdrawn.write_text("{nonsense\n")
    for run in (lambda: ingest(place, work), lambda: build(place, work, "")):
        with pytest.raises(Stop) as stopped:
            run()
        assert stopped.value.args[0].where == "content/withdrawn.jsonl:1"


def test_a_bag_holds_no_raw_file_of_a_withdrawn_record(place: Place, work: Work) -> None:
    withdraw(wish("2021/03/14/wall.md"), place, work)
    done = bagit(place.root / "bag", place, work, DAY)
    assert {one.where for one in done.problems} == {"content/raw/a.md", "content/raw/b.md"}
    assert {path.name for path in (place.root / "bag/data/raw").iterdir()} == {"c.md", "rows.csv"}
    held = b"".join(path.read_bytes() for path in (place.root / "bag").rglob("*") if path.is_file())
    assert b"quayakboat" not in held


def test_a_version_stays_unless_it_is_asked_for_and_is_no_trace(place: Place, work: Work) -> None:
    later = TEXT.replace(WORDS[20], f"not{WORDS[20]}") + "\n\nCorrection: an earlier version of this report was wrong."
    file = place.entries / "2021/03/15/wall.md"
    file.parent.mkdir()
    (wall,) = (path for path in place.entries.rglob("wall.md") if path != file)
    number = wall.read_text().partition("id: ")[2].split()[0]
    file.write_text(f"---\nid: later\ntitle: Wall\nversions: [{number}, later]\n---\n\n{later}\n")
    said = withdraw(wish("2021/03/14/wall.md"), place, work, dry=True)
    assert said.others == ("2021/03/15/wall.md",)
    both = withdraw(wish("2021/03/14/wall.md", versions=True), place, work, dry=True, many=True)
    assert {one.id for one in both.withdrawn} == {number, "later"}
    withdraw(wish("2021/03/14/wall.md"), place, work)
    ingest(place, work)
    build(place, work, "https://example.org/")
    assert (place.output / "2021/03/15/wall/index.html").exists()
    assert traces(place, work).problems == ()
