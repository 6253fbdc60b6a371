"""A second run from nothing names each file that it makes otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.config import Config
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.pipeline.again import again
from generator.pipeline.build import build
from generator.pipeline.ingest import ingest
from generator.pipeline.place import Place

TEXT = "---\ntitle: {0}\ndate: 2021-03-14\n---\n\nThe {0} came in late, and the ice was gone by noon.\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path, Config(search=False))
    made.raw.mkdir(parents=True)
    for name in ("heron", "petrel"):
        (made.raw / f"{name}.md").write_text(TEXT.format(name))
    return made


@pytest.fixture
def work(place: Place) -> Iterator[Work]:
    with Work(Cache(None), "code", executor="inline") as made:
        ingest(place, made)
        build(place, made, "")
        yield made


def named(place: Place, work: Work) -> set[tuple[str, str]]:
    return {(one.where, one.message) for one in again(place, work, "").problems}


def test_the_same_twice_has_nothing_to_say_and_writes_nothing(place: Place, work: Work) -> None:
    before = {path: path.stat().st_mtime_ns for path in place.root.rglob("*") if path.is_file()}
    done = again(place, work, "")
    assert (done.problems, done.documents) == ((), 2) and done.files > 15
    assert {path: path.stat().st_mtime_ns for path in place.root.rglob("*") if path.is_file()} == before


def test_each_file_that_differs_is_named(place: Place, work: Work) -> None:
    page = place.output / "2021/03/14/heron/index.html"
    page.write_bytes(page.read_bytes() + b" ")
    (place.output / "stray.html").write_text("x")
    (place.output / "robots.txt").unlink()
    assert named(place, work) == {
        ("public/2021/03/14/heron/index.html", "a second build makes other bytes"),
        ("public/stray.html", "is published, but a second build does not make it"),
        ("public/robots.txt", "a second build makes it, but it is not published"),
    }


def test_a_step_that_depends_on_more_than_its_argument_is_found(
    place: Place, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.pipeline import make

    real = make.shown
    monkeypatch.setattr(make, "shown", lambda files, *rest: real(files[:1], *rest))
    assert ("public/2021/03/14/petrel/index.html", "is published, but a second build does not make it") in named(
        place, work
    )


def test_a_raw_file_that_is_read_otherwise_is_found(place: Place, work: Work) -> None:
    raw = place.raw / "heron.md"
    raw.write_text(raw.read_text().replace("late", "early"))
    assert ("content/entries/2021/03/14/heron.md", "a second ingest says: updated") in named(place, work)
