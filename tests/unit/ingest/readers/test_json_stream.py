"""JSON texts too long to be held -> the same rows as from those that are held, and no more memory than a row needs."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import readers
from generator.ingest.readers import json as json_reader
from generator.ingest.readers import json_stream
from generator.types import Problem, Raw


def read(data: bytes) -> tuple[list[Raw], list[Problem]]:
    items = list(readers.read("a.json", io.BytesIO(data)))
    return [item for item in items if isinstance(item, Raw)], [item for item in items if isinstance(item, Problem)]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_reader, "MOST_WHOLE", 40)
    monkeypatch.setattr(json_stream, "_CHUNK", 16)


ROWS = [{"title": f"T {at} é", "text": 'One "line"\nand [more] {x} \\' * at, "n": 12.5} for at in range(1, 9)]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ROWS),
        json.dumps(ROWS, indent=2, ensure_ascii=False),
        "\ufeff" + json.dumps(ROWS),
        json.dumps({"total": 8, "next": None, "articles": ROWS, "more": {"x": [1, 2]}}),
        json.dumps({"response": {"status": "ok", "docs": ROWS}}),
        json.dumps({f"id {at}": row for at, row in enumerate(ROWS)}),
        "\n\n".join(json.dumps(row, indent=1) for row in ROWS),
        json.dumps([["title", "text"], *(["x", row["text"]] for row in ROWS)]),
    ],
)
def test_the_same_rows_as_from_a_short_text(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = read(text.encode())
    monkeypatch.setattr(json_reader, "MOST_WHOLE", 40)
    monkeypatch.setattr(json_stream, "_CHUNK", 700)
    raws, problems = read(text.encode())
    assert len(raws) == 8 and not problems
    assert [(raw.origin, raw.digest, raw.text, raw.signals, raw.extra) for raw in raws] == [
        (raw.origin, raw.digest, raw.text, raw.signals, raw.extra) for raw in whole
    ]


def test_in_another_encoding(short: None) -> None:
    raws, problems = read(json.dumps(ROWS, ensure_ascii=False).encode("utf-16"))
    assert [raw.text.strip() for raw in raws] == [str(row["text"]).strip() for row in ROWS] and not problems


@pytest.mark.parametrize("cut", [3, 30, 200, 400])
def test_a_cut_is_told_with_its_line_and_what_was_before_is_kept(short: None, cut: int) -> None:
    data = json.dumps(ROWS, indent=1).encode()
    raws, (problem,) = read(data[:-cut])
    assert raws and "cut" in problem.message and problem.level == "error" and f"{len(raws)} records" in problem.message
    line = int(problem.where.partition(":")[2])
    assert 5 * len(raws) <= line <= 5 * len(raws) + 5, "each record stands on five lines"


def test_damage_in_the_middle_and_text_behind_the_list_are_told(short: None) -> None:
    data = json.dumps(ROWS).encode()
    raws, (problem,) = read(data.replace(b'"title": "T 5', b'"title" "T 5'))
    assert len(raws) == 7 and "delimiter" in problem.message and "4 records" in problem.message
    assert "goes on" in problem.message
    assert read(data.replace(b"}, {", b"} {", 1))[0][1].origin == "a.json#2"
    raws, (problem,) = read(data + b"\nrest")
    assert len(raws) == 8 and "after the list" in problem.message and problem.where == "a.json:2"
    raws, (problem,) = read(b'{"a": "' + b"x" * 99 + b'"}')
    assert not raws or problem.level == "error"


def test_a_list_is_not_held_as_a_whole() -> None:
    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            data = (b"[" if not self.given else b",") + b'{"text": "words"}'
            buffer[: len(data)] = data
            self.given += len(data)
            return len(data)

    endless = Endless()
    stream = io.BufferedReader(endless)
    found: Iterator[json_stream.Value] = json_stream.values(stream.read(100), stream)
    for _ in range(1_000):
        assert next(found).value == {"text": "words"}
    assert endless.given < 4_000_000


@given(st.binary(max_size=200), st.integers(0, 300))
def test_nothing_is_raised_but_broken(data: bytes, cut: int) -> None:
    for text in (json.dumps(ROWS).encode()[:cut] + data, json.dumps({"items": ROWS}).encode()[:cut] + data):
        with suppress(json_stream.Broken):
            list(json_stream.values(text, io.BytesIO()))
