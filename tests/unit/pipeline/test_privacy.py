"""Private data in texts: counted before publishing, masked in everything that is published, kept in content files."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.config import Config
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.pipeline.build import build
from generator.pipeline.ingest import ingest
from generator.pipeline.place import Place
from generator.pipeline.privacy import lint

TEXT = "---\ntitle: {}\ndate: 2021-03-14\n---\n\nThe keeper is at {}, the boats left at noon and the ice was gone.\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path, Config(base_url="https://example.org/", twins=True))
    made.raw.mkdir(parents=True)
    (made.raw / "a.md").write_text(TEXT.format("Ask ada@harbour.example", "ada@harbour.example or +49 30 901820"))
    (made.raw / "b.md").write_text(TEXT.format("Nothing", "the quay"))
    return made


@pytest.fixture
def work(place: Place) -> Iterator[Work]:
    with Work(Cache(None), "code", executor="inline") as made:
        ingest(place, made)
        yield made


def published(place: Place) -> bytes:
    files = (path.read_bytes() for path in sorted(place.output.rglob("*")) if path.is_file())
    return b"".join(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for data in files)


def test_the_lint_counts_and_names_the_file(place: Place, work: Work) -> None:
    said, notes = lint(place, work)
    assert said == "In the texts: 2 e-mail addresses, 1 phone number and 0 bank accounts (IBAN); in 1 entry."
    (note,) = notes
    assert note.level == "note"
    assert note.where.startswith("entries/2021/03/14/ask-ada")


def test_masked_is_masked_everywhere_and_only_there(place: Place, work: Work) -> None:
    build(place, work, "https://example.org/")
    assert b"ada@harbour.example" in published(place)
    masking = replace(place, config=replace(place.config, mask=("emails",)))
    build(masking, work, "https://example.org/")
    found = published(place)
    assert b"ada@harbour.example" not in found
    assert b"901820" in found
    assert "•••@•••••••.•••••••".encode() in found
    (entry,) = place.entries.rglob("ask*.md")
    assert "ada@harbour.example" in entry.read_text()


def test_masked_in_all_fields_and_the_name_of_the_raw_file(place: Place, work: Work) -> None:
    head = "---\ntitle: A list\nsource: bo@quay.example\nurl: https://list.example/bo%40quay.example/1\n"
    head += "author: Bo bo@quay.example\nnote: from bo@quay.example\ndate: 2021-03-14\n---\n\n"
    (place.raw / "bo@quay.example.md").write_text(f"{head}Nothing private is in this text of some words.\n")
    ingest(place, work, paranoid=True)
    build(replace(place, config=replace(place.config, mask=("emails",))), work, "https://example.org/")
    found = published(place)
    assert b"Nothing private is in this text" in found
    assert b"bo@quay.example" not in found
    assert b"bo%40quay.example" not in found
