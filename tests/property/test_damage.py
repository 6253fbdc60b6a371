"""Each format, renamed and damaged: known by its content, no crash, and nothing is lost without a word."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest import readers
from generator.types import Problem, Raw
from tests.property.heap import SAMPLES

ARCHIVES = frozenset(name for name in SAMPLES if name.endswith((".zip", ".tar", ".tar.gz", ".wacz")))
BY_NAME = frozenset(("pelican.md",))
"""Without its name a file of Pelican is a text with header lines: the same fields, and Markdown is guessed."""


def read(name: str, data: bytes) -> tuple[list[Raw], list[Problem]]:
    items = list(readers.read(name, io.BytesIO(data)))
    return [item for item in items if isinstance(item, Raw)], [item for item in items if isinstance(item, Problem)]


@pytest.mark.parametrize("name", SAMPLES)
def test_each_format_gives_its_records_and_no_trouble(name: str) -> None:
    data, count = SAMPLES[name]
    raws, problems = read(name, data)
    assert len(raws) == count
    assert [p for p in (*problems, *(p for raw in raws for p in raw.problems)) if p.level != "note"] == []
    assert all(raw.text.strip() or raw.signals for raw in raws)


@pytest.mark.parametrize("end", [".bin", ".txt", ""])
@pytest.mark.parametrize("name", SAMPLES)
def test_each_format_is_known_by_its_content(name: str, end: str) -> None:
    data, count = SAMPLES[name]
    before, _ = read(name, data)
    raws, _ = read(f"renamed{end}", data)
    assert len(raws) == count
    assert [raw.digest for raw in raws] == [raw.digest for raw in before]
    if name not in BY_NAME:
        assert [(raw.media, raw.text) for raw in raws] == [(raw.media, raw.text) for raw in before]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
@pytest.mark.parametrize("name", SAMPLES)
def test_each_format_packed(name: str, pack: Callable[[bytes], bytes]) -> None:
    data, count = SAMPLES[name]
    raws, problems = read("renamed", pack(data))
    assert len(raws) == count and all(problem.level == "note" for problem in problems)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_no_reader_crashes_on_damaged_bytes_and_none_is_silent(name: str, data: st.DataObject) -> None:
    good, _ = SAMPLES[name]
    bad = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(bad) - 1)))
        much = data.draw(st.integers(0, 300))
        bad[at : at + much] = data.draw(st.sampled_from((b"", b"\0" * much, b"\xff", bad[:much], b"<", b'"', b"\n\n")))
    raws, problems = read(name, bytes(bad))
    assert raws or problems
    for problem in (*problems, *(p for raw in raws for p in raw.problems)):
        assert "Report this file" not in problem.hint, problem
    for raw in raws:
        raw.text.encode()
        assert not set("\r\0\ufeff") & set(raw.text)
        assert len(raw.digest) == 64 and raw.origin.startswith(name)


MANY = sorted(name for name, (_, count) in SAMPLES.items() if count > 1)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(MANY), st.integers(1, 400))
def test_records_that_a_cut_takes_away_are_told(name: str, cut: int) -> None:
    """Lines of tables and JSON Lines, and whole records at the end of an archive, may be missing without a trace."""
    data, count = SAMPLES[name]
    raws, problems = read(name, data[: len(data) - max(1, len(data) * cut // 1_000)])
    told = [p for p in (*problems, *(p for raw in raws for p in raw.problems)) if p.level != "note"]
    between = name.endswith((".csv", ".tsv", ".jsonl", ".mbox", ".warc"))
    assert len(raws) == count or told or between


@pytest.mark.parametrize(
    ("name", "mark"),
    [("atom.xml", b"</entry>"), ("site.xml", b"</item>"), ("notes.enex", b"</note>"), ("bookmarks.html", b"A note\n")],
)
def test_a_cut_between_two_records_is_told(name: str, mark: bytes) -> None:
    data, count = SAMPLES[name]
    raws, problems = read(name, data[: data.index(mark) + len(mark)])
    assert len(raws) == 1 < count and not raws[0].problems
    assert ["missing" in problem.message for problem in problems] == [True]
