"""Data files and twins of a site: whole, described, and made anew only where something changed."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from typing import Any

import pytest

from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.pipeline.data import data_files, twins
from generator.site import exports, gzipped
from generator.site.arrange import Site, arrange
from generator.types import Entry, Meta, SiteInfo, TextFile

ALL = ("jsonl", "csv", "bibtex", "ris", "csl", "sqlite")


def entry(number: int, title: str = "Tide", summary: str = "So.") -> Entry:
    """One entry of a day of its own."""
    return Entry(
        f"{number:03}.md", Meta(f"id{number}", f"{title} {number}", f"20{number % 100:02}"), "b" * 64, summary, 1
    )


class Heap:
    """A site of entries, its content files, and how often each of those was read."""

    def __init__(self, entries: list[Entry], **info: Any) -> None:
        self.site: Site = arrange(SiteInfo("Post", **info), entries)
        self.texts = [
            TextFile(one.entry.path, hashlib.sha256(one.name.encode()).hexdigest()) for one in self.site.entries
        ]
        self.asked: list[str] = []

    def read(self, file: TextFile) -> bytes:
        self.asked.append(file.path)
        return f"---\ntitle: x\n---\n\nText of {file.path}\n".encode()


def test_each_wanted_file_is_made_and_no_other() -> None:
    heap = Heap([entry(n) for n in range(3)], data=ALL)
    with Work(Cache(None), "code", executor="inline") as work:
        made = data_files(heap.site, heap.texts, heap.read, work)
        names = "jsonl.gz csv bib ris csl.json sqlite".split()
        assert [file.path for file in made] == [f"data/entries.{name}" for name in names]
        for file in made:
            found = work.cache.blob(file.sha256)
            assert len(found) == file.size and hashlib.sha256(found).hexdigest() == file.sha256
        lines = gzip.decompress(work.cache.blob(made[0].sha256)).splitlines()
        assert [json.loads(line)["text"] for line in lines] == [f"Text of {n:03}.md" for n in range(3)]
        assert data_files(Heap([]).site, [], heap.read, work) == []
        none = Heap([entry(1)], data=())
        assert data_files(none.site, none.texts, none.read, work) == [] and not none.asked
        table = Heap([entry(1)], data=("csv",))
        assert len(data_files(table.site, table.texts, table.read, work)) == 1 and not table.asked


def test_only_the_piece_of_an_entry_that_changed_is_made_anew() -> None:
    before, after = [entry(n) for n in range(40)], [*(entry(n) for n in range(39)), entry(39, "Ebb")]
    with Work(Cache(None), "code", executor="inline") as work:
        one, two, three = (Heap(some, data=ALL) for some in (before, before, after))
        first = data_files(one.site, one.texts, one.read, work)
        assert len(one.asked) == 40
        assert data_files(two.site, two.texts, two.read, work) == first and not two.asked
        second = data_files(three.site, three.texts, three.read, work)
        assert three.asked == ["039.md"]
    with Work(Cache(None), "code", executor="inline") as work:
        assert data_files(three.site, three.texts, three.read, work) == second, "as a clean build makes it"


def test_a_large_file_of_texts_is_numbered_from_the_oldest(monkeypatch: Any) -> None:
    monkeypatch.setattr(exports, "parts", lambda places: [range(2), range(2, 3)])
    heap = Heap([entry(n) for n in range(3)], data=("jsonl", "csv"))
    with Work(Cache(None), "code", executor="inline") as work:
        made = data_files(heap.site, heap.texts, heap.read, work)
        assert [file.path for file in made] == [
            "data/entries-1.jsonl.gz",
            "data/entries-2.jsonl.gz",
            "data/entries.csv",
        ]
        counts = [gzip.decompress(work.cache.blob(file.sha256)).count(b"\n") for file in made[:2]]
    assert counts == [2, 1]


def test_of_very_many_entries_the_texts_are_there_if_they_are_asked_for(monkeypatch: Any) -> None:
    monkeypatch.setattr(exports, "FULL", 2)
    heaps = [Heap([entry(n) for n in range(count)], data=data) for count, data in (
        (2, ("jsonl",)), (3, ("jsonl",)), (3, ("jsonl", "texts")))]  # fmt: skip
    with Work(Cache(None), "code", executor="inline") as work:
        made = [data_files(heap.site, heap.texts, heap.read, work)[0] for heap in heaps]
        rows = [
            [json.loads(row) for row in gzip.decompress(work.cache.blob(file.sha256)).splitlines()] for file in made
        ]
    assert [[row.get("text") for row in some] for some in rows] == [
        ["Text of 000.md", "Text of 001.md"], [None] * 3, [f"Text of {n:03}.md" for n in range(3)]]  # fmt: skip
    assert [row["id"] for row in rows[1]] == [row["id"] for row in rows[2]] and not heaps[1].asked
    assert made[1].holds.endswith("The texts stand in the pages.") and "“text”" in made[2].holds


def test_other_large_files_are_compressed(monkeypatch: Any) -> None:
    monkeypatch.setattr(exports, "PLAIN", 2)
    small, large = (Heap([entry(n) for n in range(count)], data=("csv",)) for count in (2, 3))
    with Work(Cache(None), "code", executor="inline") as work:
        (plain,) = data_files(small.site, small.texts, small.read, work)
        (packed,) = data_files(large.site, large.texts, large.read, work)
        assert (plain.path, packed.path) == ("data/entries.csv", "data/entries.csv.gz")
        assert packed.media == "application/gzip"
        assert gzip.decompress(work.cache.blob(packed.sha256)).count(b"\r\n") == 4


@pytest.mark.parametrize("form", ["csv", "bibtex", "ris", "csl"])
def test_what_is_compressed_apart_is_the_same_file_and_an_edit_compresses_little(form: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(exports, "MOST", 2)
    monkeypatch.setattr(exports, "BUNDLE", 4)
    heaps = [Heap([entry(n) for n in range(11)], data=(form,)) for _ in range(2)]
    edited = Heap([entry(n) if n != 5 else entry(n, summary="Another one.") for n in range(11)], data=(form,))
    compressed: list[bytes] = []
    real = gzipped.piece

    def piece(text: bytes) -> bytes:
        compressed.append(text)
        return real(text)

    monkeypatch.setattr(gzipped, "piece", piece)
    with Work(Cache(None), "code", executor="inline") as work:
        (plain,) = data_files(heaps[0].site, heaps[0].texts, heaps[0].read, work)
        monkeypatch.setattr(exports, "PLAIN", 2)
        (packed,) = data_files(heaps[1].site, heaps[1].texts, heaps[1].read, work)
        assert gzip.decompress(work.cache.blob(packed.sha256)) == work.cache.blob(plain.sha256)
        assert len(compressed) == 3 and b"".join(compressed) == work.cache.blob(plain.sha256)
        data_files(edited.site, edited.texts, edited.read, work)
        assert len(compressed) == (4 if form == "csv" else 3)  # a summary is no part of a citation


def test_twins_are_made_only_if_they_are_wanted() -> None:
    with Work(Cache(None), "code", executor="inline") as work:
        none, both = Heap([entry(1)]), Heap([entry(1), entry(2)], twins=True)
        assert twins(none.site, none.texts, none.read, work) == {}
        made = twins(both.site, both.texts, both.read, work)
        assert list(made) == ["001/index.md", "002/index.md"]
        assert work.cache.blob(made["001/index.md"]).endswith(b"---\n\nText of 001.md\n")


def test_what_is_published_is_what_the_package_says(site: Any) -> None:
    files = {
        f"content/entries/{n}.md": f"---\nid: e{n}\ntitle: 'Boat {n}'\ndate: 2001-0{n}\n---\n\nAt *sea* {n}.\n"
        for n in (1, 2)
    }
    told = f"title: Post\nbase_url: https://post.example/\ntwins: true\ndata: {', '.join(ALL)}\n"
    site.write({"site.yaml": told, **files}).build()
    before = site.pages()
    package = json.loads(before["data/datapackage.json"])
    assert len(package["resources"]) == len(ALL)
    for resource in package["resources"]:
        found = before[f"data/{resource['path']}"]
        assert resource["bytes"] == len(found)
        assert resource["hash"] == f"sha256:{hashlib.sha256(found).hexdigest()}"
    rows = list(csv.DictReader(io.StringIO(before["data/entries.csv"].decode())))
    assert [row["title"] for row in rows] == ["Boat 1", "Boat 2"]
    assert before["1/index.md"].endswith(b"At *sea* 1.\n")
    draft = "---\ntitle: Not yet\ndraft: true\n---\n\nSecret.\n"
    site.write(
        {"content/entries/3.md": draft, "content/entries/1.md": files["content/entries/1.md"] + "More.\n"}
    ).build()
    after = site.pages()
    assert b"More." in gzip.decompress(after["data/entries.jsonl.gz"]) and b"More." in after["1/index.md"]
    assert not any(b"Not yet" in found for path, found in after.items() if path.startswith("data/"))
    site.run("clean")
    again = site.build().pages()
    ours = [path for path in after if path.startswith("data/") or path.endswith((".md", ".json", ".xml", ".txt"))]
    assert all(again[path] == after[path] for path in ours if not path.startswith("pagefind/"))
