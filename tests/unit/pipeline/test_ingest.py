"""Raw files -> content files, joined to the disk and the cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config import Config
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.pipeline.ingest import Intake, ingest
from generator.pipeline.place import Place
from generator.types import Stop


def run(place: Place, cache: Cache) -> Intake:
    with Work(cache, "code", executor="inline") as work:
        return ingest(place, work)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path, Config())
    made.raw.mkdir(parents=True)
    (made.raw / "a.txt").write_text("Herring at the quay\n\nThe boats came in late, and the ice was gone by noon.\n")
    return made


def test_every_file_is_an_entry_or_named_in_a_problem(place: Place) -> None:
    (place.raw / "noise.bin").write_bytes(bytes(range(256)) * 40)
    (place.raw / "empty.txt").write_bytes(b"")
    (place.raw / "link.txt").symlink_to(place.raw / "a.txt")
    intake = run(place, Cache(None))
    assert (intake.files, intake.read, intake.refused) == (4, 1, 3) and intake.balanced
    named = {problem.where.partition("#")[0].partition(":")[0] for problem in intake.problems}
    assert "content/raw/link.txt" in named
    assert "content/raw/noise.bin" in named
    assert intake.reasons.get("new", 0) >= 1


def test_a_second_run_says_the_same_and_does_nothing(place: Place) -> None:
    cache = Cache(None)
    first, second = run(place, cache), run(place, cache)
    assert first.reasons == {"new": 1}
    assert second.reasons == {"unchanged": 1}
    assert (second.files, second.problems) == (first.files, first.problems)


def test_a_day_of_slack_is_read_with_the_list_of_users_beside_its_channel(place: Place) -> None:
    day, users = place.raw / "export" / "harbour" / "2020-05-06.json", place.raw / "export" / "users.json"
    day.parent.mkdir(parents=True)
    day.write_text('[{"type": "message", "user": "U1", "ts": "1588752000.000100", "text": "The ice came at noon."}]')
    names = '[{"id": "U1", "team_id": "T1", "profile": {}, "real_name": "%s"}]'
    cache = Cache(None)
    for name in ("Ada Ray", "Bo Ray"):
        users.write_text(names % name)
        run(place, cache)
        (entry,) = (path for path in place.entries.rglob("*.md") if "harbour" in path.name)
        assert f"**{name}** (08:00): The ice came at noon." in entry.read_text("utf-8"), "also where the list changed"


def test_an_empty_heap_is_no_trouble(tmp_path: Path) -> None:
    intake = run(Place(tmp_path, Config()), Cache(None))
    assert (intake.files, intake.problems) == (0, ())
    assert not (tmp_path / "content").exists()


def test_a_ledger_that_cannot_be_read_is_a_stop_with_its_line(place: Place) -> None:
    run(place, Cache(None))
    good = place.ledger.read_text()
    place.ledger.write_text(f"{good}<<<<<<< ours\n")
    with pytest.raises(Stop) as stopped:
        run(place, Cache(None))
    assert stopped.value.args[0].where.endswith("ledger.jsonl:2")


SAID = " ".join(f"“The {name} came in late,” the keeper’s book says of day {n}." for n, name in enumerate(
    ("Heron", "Petrel", "Gannet", "Plover", "Dunlin", "Curlew")))  # fmt: skip
DAMAGED = SAID.translate({ord(mark): None for mark in "“”’"})


@pytest.fixture
def twice(place: Place) -> Place:
    (place.raw / "a.txt").write_text(f"The keeper's book\n\n{SAID}\n", "utf-8")
    (place.raw / "b.txt").write_text(f"The keeper's book\n\n{DAMAGED}\n", "utf-8")
    return place


def copied(place: Place) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(place.copies.glob("*.md"))]


def test_the_text_of_a_damaged_copy_is_kept_and_goes_when_the_copy_goes(twice: Place) -> None:
    cache = Cache(None)
    assert run(twice, cache).reasons == {"new": 1}
    (text,) = copied(twice)
    assert DAMAGED in text and "b.txt" in text
    (twice.raw / "b.txt").unlink()
    run(twice, cache)
    assert copied(twice) == []


def test_the_text_of_a_copy_stays_with_its_entry_when_the_whole_heap_goes(twice: Place) -> None:
    run(twice, Cache(None))
    for file in twice.raw.iterdir():
        file.unlink()
    run(twice, Cache(None))
    assert len(copied(twice)) == 1


def test_the_text_of_a_copy_comes_back_and_one_that_a_person_changed_stays(twice: Place) -> None:
    cache = Cache(None)
    run(twice, cache)
    (file,) = twice.copies.glob("*.md")
    text = file.read_text("utf-8")
    file.write_text(text + "A remark.\n", "utf-8")
    intake = run(twice, cache)
    assert copied(twice) == [text + "A remark.\n"]
    assert [problem.where for problem in intake.problems if problem.level == "note"] == [f"copies/{file.name}"]
    file.unlink()
    run(twice, cache)
    assert copied(twice) == [text]


def test_a_deleted_entry_keeps_no_texts_of_copies(twice: Place) -> None:
    cache = Cache(None)
    run(twice, cache)
    (entry,) = twice.entries.rglob("*.md")
    entry.unlink()
    assert run(twice, cache).reasons == {"deleted by hand": 1}
    assert copied(twice) == []


def test_an_edit_by_hand_costs_no_look_at_the_heap(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    (place.raw / "b.txt").write_text("Ice at the quay\n\nThe ice came in late, and the boats were gone by noon.\n")
    cache = Cache(None)
    run(place, cache)
    one, other = sorted(place.entries.rglob("*.md"))
    before = one.read_text("utf-8")
    one.write_text(f"{before}\nA line more.\n", "utf-8")
    (place.entries / "own.md").write_text("Written here.\n", "utf-8")
    with monkeypatch.context() as without:
        without.setattr("generator.pipeline.intake.take_in", None)
        edited = run(place, cache)
        assert edited.reasons == {"edited by hand": 1, "unchanged": 1} and edited.changes[0][1] == "edited by hand"
        one.write_text(before, "utf-8")
        assert run(place, cache).reasons == {"unchanged": 2}
    assert run(place, Cache(None)).reasons == {"unchanged": 2}, "and a run that remembers nothing says the same"
    one.write_text(before.replace("noon", "night"), "utf-8")
    assert run(place, cache) == run(place, Cache(None))
    other.unlink()
    assert run(place, cache).reasons == run(place, Cache(None)).reasons
