"""Raw files are published if the keeper wants it: byte for byte, never as a page, never what was withdrawn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.config import Config
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.pipeline.build import Built, build
from generator.pipeline.ingest import ingest
from generator.pipeline.place import Place
from generator.pipeline.withdraw import Wish, withdraw

HTML = "<title>Wall</title><article><h1>Wall</h1><p>The wall held, said the keeper.</p></article><script>x()</script>"
ROWS = 'title,date,text\n"One",2020-01-01,"The first row of a table."\n'


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path, Config(search=False, raw_files=True))
    made.raw.mkdir(parents=True)
    (made.raw / "a.html").write_text(HTML)
    (made.raw / "rows.csv").write_text(ROWS)
    return made


@pytest.fixture
def work(place: Place) -> Iterator[Work]:
    with Work(Cache(None), "code", executor="inline") as made:
        ingest(place, made)
        yield made


def raws(place: Place) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (place.output / "raw").rglob("*")}


def made(place: Place, work: Work) -> Built:
    return build(place, work, "https://example.org/")


def test_each_stands_under_its_digest_and_its_entry_leads_there(place: Place, work: Work) -> None:
    made(place, work)
    html, rows = (hashlib.sha256(text.encode()).hexdigest() for text in (HTML, ROWS))
    assert raws(place) == {f"{html}.txt": HTML.encode(), f"{rows}.txt": ROWS.encode()}
    pages = {path.parent.name: path.read_text() for path in place.output.rglob("20*/**/index.html")}
    assert f"href=/raw/{rows}.txt>" in pages["one"]
    assert any(f"href=/raw/{html}.txt>" in text for text in map(Path.read_text, place.output.rglob("index.html")))


def test_a_changed_raw_file_is_published_anew(place: Place, work: Work) -> None:
    made(place, work)
    (place.raw / "rows.csv").write_text(ROWS.replace("first", "only"))
    ingest(place, work, paranoid=True)
    build(place, work, "https://example.org/", paranoid=True)
    assert any(b"only row" in data for data in raws(place).values())


def test_none_unless_asked_for_and_none_while_something_is_masked(place: Place, work: Work) -> None:
    made(replace(place, config=replace(place.config, raw_files=False)), work)
    assert not (place.output / "raw").exists()
    built = made(replace(place, config=replace(place.config, mask=("emails",))), work)
    assert not (place.output / "raw").exists()
    assert "raw files are not published" in " ".join(one.message for one in built.problems)


def test_a_file_that_holds_a_withdrawn_record_is_left_out(place: Place, work: Work) -> None:
    withdraw(Wish(names=("rows.csv*",), reason="x", date="2026-11-22"), place, work)
    made(place, work)
    assert list(raws(place).values()) == [HTML.encode()]
