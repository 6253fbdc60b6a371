"""Any file -> records or Problems: packed, damaged, foreign, empty; nothing is raised, nothing is silent."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import readers
from generator.ingest.readers import unpack
from generator.types import Problem, Raw


def read(name: str, data: bytes) -> tuple[list[Raw], list[Problem]]:
    items = list(readers.read(name, io.BytesIO(data)))
    return [item for item in items if isinstance(item, Raw)], [item for item in items if isinstance(item, Problem)]


TEXT = b"date 2021-03-14 https://example.org/x\n\nThe wall is done.\n" + bytes(range(32, 127)) * 40


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz", "a"])
def test_packed_files_are_known_by_their_first_bytes(pack: type, name: str) -> None:
    packed: bytes = pack(TEXT)
    (raw,), problems = read(name, packed)
    assert raw.text.startswith("The wall is done.") and not problems
    assert (raw.origin, raw.digest) == (name, hashlib.sha256(packed).hexdigest())


def test_packed_twice_and_three_times() -> None:
    twice = gzip.compress(bz2.compress(TEXT))
    assert read("a.txt.bz2.gz", twice)[0][0].text.startswith("The wall")
    raws, problems = read("a", gzip.compress(twice))
    assert not raws and "unknown format" in problems[0].message


def test_members_one_after_the_other_and_padding() -> None:
    (raw,), problems = read("a.gz", gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 512)
    assert (raw.text, problems) == ("one two", [])


def test_a_cut_gzip_gives_what_could_be_read_and_says_so() -> None:
    lines = b"".join(b'{"text": "%d"}\n' % at for at in range(50_000))
    packed = gzip.compress(lines)
    raws, problems = read("a.jsonl.gz", packed[: len(packed) * 2 // 3])
    assert len(raws) > 10_000
    assert [raw.text for raw in raws[:3]] == ["0", "1", "2"]
    assert raws[0].origin == "a.jsonl.gz#1"
    assert any("damaged" in problem.message and problem.where == "a.jsonl.gz" for problem in problems)


@pytest.mark.parametrize("cut", [1, 4, 8, 12])
def test_a_gzip_without_its_end_is_told(cut: int) -> None:
    (raw,), problems = read("a.txt.gz", gzip.compress(TEXT)[:-cut])
    assert raw.text.startswith("The wall")
    assert ["damaged" in problem.message for problem in problems] == [True]


def test_zstandard_frames_cuts_and_bombs(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = b"".join(b'{"text": "%d"}\n' % at for at in range(30_000))
    packed = zstandard.compress(lines[:1000]) + zstandard.compress(lines[1000:])
    raws, problems = read("a.jsonl.zst", packed)
    assert len(raws) == 30_000 and not problems
    raws, problems = read("a.jsonl.zst", packed[:-50])
    assert raws and any("damaged" in problem.message for problem in problems)
    assert "damaged" in read("a.zst", packed[:200] + b"xxxx" * 30)[1][-1].message
    monkeypatch.setattr(unpack, "MOST_BYTES", 1_000_000)
    raws, problems = read("a.txt.zst", zstandard.compress(b"a" * 50_000_000))
    assert not raws and "bomb" in problems[0].message
    assert "empty" in read("a.warc.zst", b"\x5d\x2a\x4d\x18\4\0\0\0dict")[1][0].message


def test_a_changed_byte_and_garbage_after_the_end_are_told() -> None:
    packed = bytearray(gzip.compress(TEXT))
    packed[-6] ^= 1
    assert read("a.gz", bytes(packed))[1]
    raws, problems = read("a.gz", gzip.compress(TEXT) + b"garbage")
    assert raws and problems


def test_a_bomb_is_not_unpacked_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MOST_BYTES", 1_000_000)
    raws, problems = read("a.txt.gz", gzip.compress(b"a" * 50_000_000))
    assert not raws and "bomb" in problems[0].message and problems[0].level == "error"
    assert read("a.txt.gz", gzip.compress(b"a" * 900_000))[0]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"word " * 20_000),
        ("a.csv", b"title,text\n" + b"one,two\n" * 9_999),
        ("a.xml", b"<rss><channel>" + b"<item><title>x</title></item>" * 9_999),
    ],
)
def test_a_stretch_of_zeros_is_told(name: str, data: bytes) -> None:
    assert not any("zero bytes" in problem.message for problem in read(name, data)[1])
    assert any("zero bytes" in p.message for p in read(name, data[:70_000] + bytes(900) + data[70_900:])[1])


def test_a_file_too_large_for_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MOST_WHOLE", 1_000)
    for name in ("a.txt", "a.md", "a.html"):
        raws, problems = read(name, b"word " * 20_000)
        assert not raws and "larger than" in problems[0].message


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.txt", b"", "empty"),
        ("a.csv", b"", "empty"),
        ("a.html", b" \n\t\n", "without text"),
        ("a.txt", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        ("a.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        ("a.json", b"PK\3\4\x14\0\0\0\10\0", "ZIP"),
        ("a", b"\0\1\2\3\4\5\6\7" * 10, "binary"),
        ("a.txt", b"{\\rtf1 Words}", "Rich Text"),
        ("a.xml", b"<?xml version='1.0'?>\n<!-- c -->\n<opml version='2.0'>", "<opml>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>", "SVG"),
        ("a.xml", b"<?xml version='1.0'?><plan>x</plan>", "<plan>"),
    ],
)
def test_what_no_reader_takes_is_named(name: str, data: bytes, what: str) -> None:
    raws, (problem,) = read(name, data)
    assert not raws and what in problem.message and problem.where == name and problem.hint


@pytest.mark.parametrize(
    ("name", "data", "media"),
    [
        ("a.txt", b"<!doctype html><p>x", "text/html"),
        ("a.html", b'{"text": "x"}', "text/plain"),
        ("a.txt", b'[{"text": "x"}]', "text/plain"),
        ("a.json", b'{"text": "x"}\n{"text": "y"}\n', "text/plain"),
        ("a.log", b"url,title\nhttps://example.org,x\n", "text/plain"),
        ("a", b"---\ntitle: x\n---\nbody", "text/markdown"),
        ("a.md", b"<div>x</div>", "text/markdown"),
        ("a.txt", b"From the sea came a ship.", "text/plain"),
        ("a.txt", b"ID3 is a word, too", "text/plain"),
        ("a.txt", "Wörter".encode("utf-16"), "text/plain"),
        ("a.htm", b"<pre>one\0\0\0\0\0\0two</pre>" + b"words " * 20, "text/html"),
    ],
)
def test_the_content_decides_before_the_name(name: str, data: bytes, media: str) -> None:
    raws, _ = read(name, data)
    assert raws and raws[0].media == media


def test_a_reader_that_breaks_does_not_stop_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    class Breaking:
        NAME = "breaking"

        def sniff(self, name: str, head: bytes) -> bool:
            return True

        def read(self, name: str, stream: BinaryIO) -> Iterator[Raw | Problem]:
            yield Raw("a#1", "", "text/plain", "kept")
            raise RuntimeError("oh")

    monkeypatch.setattr(readers, "READERS", (Breaking(),))
    raws, (problem,) = read("a", b"x")
    assert [raw.text for raw in raws] == ["kept"]
    assert problem.level == "error" and "a#1" in problem.message and "RuntimeError: oh" in problem.message


def test_a_stream_that_fails_is_a_problem() -> None:
    class Failing(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            raise OSError("disk on fire")

    (problem,) = readers.read("a", io.BufferedReader(Failing()))
    assert isinstance(problem, Problem) and "disk on fire" in problem.message


@pytest.mark.parametrize("folder", ["inputs", "data", "seeds"])
def test_no_public_file_is_silent(shared: Path, folder: str) -> None:
    paths = [path for path in sorted((shared / folder).rglob("*")) if path.is_file()][::7]
    for path in paths:
        with path.open("rb") as stream:
            items = list(readers.read(path.name, stream))
        assert items, path
        for item in items:
            if isinstance(item, Raw):
                item.text.encode()
                assert not set("\r\0\ufeff") & set(item.text), path


NAMES = st.sampled_from("a.txt a.md a.html a.json a.jsonl a.csv a.tsv a a.gz a.xml".split())
BITS = st.sampled_from(
    [
        b"---\n",
        b"a: b\n",
        b"<p>",
        b'{"text":"x"}',
        b"\n",
        b",",
        b"[",
        b"\x1f\x8b\x08",
        b"\xff\xfe",
        b"\0",
        b"title,text\n",
    ]
)


@given(
    NAMES,
    st.lists(BITS | st.binary(max_size=20), min_size=1, max_size=8).map(b"".join),
    st.booleans(),
    st.integers(0, 9),
)
def test_each_file_gives_a_record_or_a_problem(name: str, data: bytes, pack: bool, cut: int) -> None:
    packed = gzip.compress(data) if pack else data
    packed = packed[: len(packed) - cut] if pack else packed
    raws, problems = read(name, packed)
    assert raws or problems
    for raw in raws:
        assert raw.origin.split("#")[0] == name and len(raw.digest) == 64
        raw.text.encode()
        assert not set("\r\0\ufeff") & set(raw.text)


def test_a_file_with_very_many_problems_tells_the_first_and_counts_the_rest() -> None:
    good = b'{"title": "The sea wall", "text": "The wall held, said the harbour master."}\n'
    items = list(readers.read("many.jsonl", io.BytesIO(good + b"{\n" * 2500 + good)))
    problems = [item for item in items if isinstance(item, Problem)]
    assert len(items) - len(problems) == 2, "the record behind them is read"
    assert len(problems) == 1001
    assert problems[-1].message == "1,500 more problems of this file are not told one by one"
    assert problems[-1].level == "error"
