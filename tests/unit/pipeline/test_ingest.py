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
    with Work(cache, "code", 1) as work:
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
    assert intake.files == 3
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
