"""Files of many records: all that can be read is read, and each damage is named with its line."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import readers
from generator.ingest.readers import csv, json, jsonl
from generator.types import Problem, Raw

Found = tuple[list[Raw], list[Problem]]


def found(module: object, data: bytes | str, name: str) -> Found:
    stream = io.BufferedReader(io.BytesIO(data.encode() if isinstance(data, str) else data))  # type: ignore[arg-type]
    items = list(module.read(name, stream))  # type: ignore[attr-defined]
    return [item for item in items if isinstance(item, Raw)], [item for item in items if isinstance(item, Problem)]


def as_json(data: bytes | str) -> Found:
    return found(json, data, "a.json")


def as_lines(data: bytes | str) -> Found:
    return found(jsonl, data, "a.jsonl")


def as_csv(data: bytes | str) -> Found:
    return found(csv, data, "a.csv")


# --- JSON -----------------------------------------------------------------------------------------------------


def test_a_list_of_rows() -> None:
    raws, problems = as_json('[{"text": "one"}, {"text": "two"}]')
    assert [(raw.origin, raw.text) for raw in raws] == [("a.json#1", "one"), ("a.json#2", "two")]
    assert not problems


def test_one_object_is_one_record_with_the_digest_of_the_file() -> None:
    data = '{"title": "a", "text": "one"}\n'
    ((raw,), _) = as_json(data)
    assert (raw.origin, raw.digest) == ("a.json", hashlib.sha256(data.encode()).hexdigest())


def test_lists_under_a_line_of_names() -> None:
    raws, _ = as_json('[["title", "text"], ["a", "one"], ["b", "two"]]')
    assert [raw.text for raw in raws] == ["one", "two"]


def test_objects_that_follow_each_other() -> None:
    raws, _ = as_json('{"text": "one"}\n\n{"text":\n "two"}')
    assert [raw.text for raw in raws] == ["one", "two"]


def test_numbers_stay_as_written_and_surrogates_and_double_names_do_no_harm() -> None:
    huge = "9" * 6_000
    raws, _ = as_json('{"text": "a\\ud800b", "n": 1.50, "m": NaN, "k": ' + huge + ', "date": "2021", "date": "2022"}')
    (raw,) = raws
    assert raw.text == "a\ufffdb"
    assert (raw.extra["n"], raw.extra["m"], raw.extra["date (2)"]) == ("1.50", "NaN", "2022")
    assert [signal.value for signal in raw.signals] == ["2021"]


@pytest.mark.parametrize(
    ("data", "kept", "where"),
    [
        ('[{"text": "one"},\n {"text": "tw', 1, "a.json:2"),
        ('[{"text": "one"}\n {"text": "two"}]', 2, "a.json:2"),
        ('[{"text": "one"}, {"te"xt": "two", "b": [{"c": 1}, {"c": 2}]},\n {"text": "three"}]', 2, "a.json:1"),
        ('[{"te"xt": "two"}, {"text": "three"}]', 0, "a.json:1"),
        ('[{"te"xt": "two"}, {"text": "three", "title": "3"}]', 1, "a.json:1"),
        ('[{"text": "one"}]\n]', 1, "a.json:1"),
        ('{"text": "one"', 0, "a.json:1"),
        ('{"text": "one"}\n{', 1, "a.json:2"),
        ("[" * 100_000, 0, "a.json:1"),
        ('{"a":' * 100_000, 0, "a.json:1"),
    ],
)
def test_damage_is_named_and_the_rows_before_it_are_kept(data: str, kept: int, where: str) -> None:
    raws, problems = as_json(data)
    assert len(raws) == kept
    assert [(problem.level, problem.where) for problem in problems] == [("error", where)]


def test_what_is_no_record_is_named_and_the_others_go_on() -> None:
    raws, problems = as_json('[1, {"text": "one"}, null, "two", {"price": 3}]')
    assert [raw.text for raw in raws] == ["one", "two"]
    assert len(problems) == 3


def test_behind_damage_no_place_is_tried_for_ever() -> None:
    bad = '{"te"xt": 1}' + ', {"text": "' * 30_000
    for data in ("[" + bad, '[{"text": "one"}, ' + bad, "[" + '{"text": "x"}, {"te"xt": 1}, ' * 3_000):
        raws, problems = as_json(data)
        assert problems and (not raws or raws[0].text in ("one", "x"))


def test_nothing_in_it() -> None:
    for data in ("[]", "{}", "   [\n]"):
        assert as_json(data)[1]


def test_public_cases_give_a_record_or_a_problem(shared: Path) -> None:
    cases = sorted((shared / "inputs/jsontestsuite").glob("*.json"))
    assert len(cases) > 100
    for case in cases:
        raws, problems = as_json(case.read_bytes())
        assert raws or problems, case.name


# --- JSON Lines -----------------------------------------------------------------------------------------------


def test_a_record_a_line_with_the_digest_of_the_line() -> None:
    raws, problems = as_lines('\ufeff{"text": "one"}\r\n\n{"text": "two"}')
    assert [(raw.origin, raw.text) for raw in raws] == [("a.jsonl#1", "one"), ("a.jsonl#2", "two")]
    assert raws[1].digest == hashlib.sha256(b'{"text": "two"}').hexdigest()
    assert not problems


def test_a_bad_line_is_named_and_the_others_go_on() -> None:
    raws, problems = as_lines('{"text": "one"}\n{"text": one}\n{"text": "three"} x\n{"text": "four"}\n{"text": "fi')
    assert [raw.origin for raw in raws] == ["a.jsonl#1", "a.jsonl#4"]
    assert [problem.where for problem in problems] == ["a.jsonl:2", "a.jsonl:3", "a.jsonl:5"]
    assert "cut" in problems[-1].message


# --- CSV ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters_quotes_and_line_ends_in_a_text(mark: str) -> None:
    rows = [
        ["url", "date", "title", "text"],
        ["https://example.org/x", "2021-03-14", "A wall", '"One, ""two"";\n|\tthree"'],
    ]
    raws, problems = as_csv("\r\n".join(mark.join(row) for row in rows))
    (raw,) = raws
    assert raw.text == 'One, "two";\n|\tthree'
    assert {signal.field: signal.value for signal in raw.signals}["date"] == "2021-03-14"
    assert (raw.origin, problems, raw.problems) == ("a.csv#1", [], ())


def test_a_text_longer_than_the_module_takes_by_default() -> None:
    ((raw,), _) = as_csv("title,text\na," + "word " * 100_000)
    assert len(raw.text) == 500_000


def test_ragged_rows_are_kept_and_named() -> None:
    raws, _ = as_csv("title,text\na,one\nb\n\nc,two,three\n")
    assert [raw.text for raw in raws] == ["one", "", "two"]
    assert [[problem.where for problem in raw.problems] for raw in raws] == [[], ["a.csv:3"], ["a.csv:5"]]
    assert raws[2].extra == {"column 3": "three"}


def test_lines_in_problems_count_the_line_ends_in_texts() -> None:
    raws, _ = as_csv('title,text\na,"1\n2\n3"\nb\n')
    assert raws[1].problems[0].where == "a.csv:5"


def test_a_quotation_mark_that_is_not_closed() -> None:
    raws, _ = as_csv('title,text\na,one\nb,"two\nc,three\n')
    assert raws[1].text == "two\nc,three\n"
    assert ["not closed" in problem.message for problem in raws[1].problems] == [True]


def test_a_table_without_names() -> None:
    text = "The wall was finished in the autumn, two years late, and nobody spoke of it."
    raws, problems = as_csv(
        f'https://example.org/1,2021-03-14,A wall is done,"{text}"\nhttps://example.org/2,2021,Salt and salt,"{text}"\n'
    )
    assert len(raws) == 2 and raws[0].text == text
    assert {signal.field for signal in raws[0].signals} == {"url", "date", "title"}
    assert "no line that names its columns" in problems[0].message


def test_names_that_stand_twice_and_an_empty_name() -> None:
    ((raw,), _) = as_csv("title,note,note,\na,b,c,d\n")
    assert dict(raw.extra) == {"note": "b", "note (2)": "c", "column 4": "d"}


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "cp1252"])
def test_charsets_of_tables(charset: str) -> None:
    ((raw,), _) = as_csv("title,text\nCafé,“one”\n".encode(charset))
    assert raw.text == "“one”" and raw.signals[0].value == "Café"


def test_a_stray_byte_far_down_is_read_and_told() -> None:
    head = "title,text\na," + "one " * 300_000 + "\n"
    raws, _ = as_csv(head.encode() + b"b,caf\xe9 au lait\n")
    assert raws[-1].text == "café au lait"
    assert "encoding" in raws[-1].problems[0].message


def test_a_row_of_very_many_cells_is_no_text() -> None:
    raws, problems = as_csv("title,text\na,b\n" + "," * 5_000 + "x\nc,d\n")
    assert len(raws) == 2 and problems[0].where == "a.csv:3"


@pytest.mark.parametrize(
    ("head", "yes"),
    [
        (b"url,date,title,text\nhttps://example.org,2021,a,b\n", True),
        (b"Title\tBody\na\tb\n", True),
        (b"Title, author and date\n\nof a text\n", False),
        (b"Once, there was a text\nand it, had commas\n", False),
        (b"\x89PNG\r\n\x1a\n\0\0", False),
    ],
)
def test_a_table_is_known_by_its_first_lines(head: bytes, yes: bool) -> None:
    assert csv.sniff("a.txt", head) is yes


# --- all three ------------------------------------------------------------------------------------------------

BITS = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "\n",
    "\r\n",
    "\\u",
    ";",
    "\t",
    "title",
    "text",
    '{"text":"a"}',
    "1",
    "é",
    "\0",
]


@pytest.mark.parametrize("read", [as_json, as_lines, as_csv])
@given(data=st.lists(st.sampled_from(BITS) | st.text(max_size=5), max_size=20).map("".join) | st.binary(max_size=60))
def test_any_bytes_give_a_record_or_a_problem(read: Callable[[bytes | str], Found], data: bytes | str) -> None:
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    raws, problems = read(raw)
    assert raws or problems
    for item in raws:
        item.text.encode()


def test_rows_come_before_the_file_is_read_to_its_end() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            line = b'{"title": "a"}\n'
            buffer[: len(line)] = line
            return len(line)

    rows = jsonl.read("a.jsonl", io.BufferedReader(Endless()))
    assert [next(rows).origin for _ in range(3)] == ["a.jsonl#1", "a.jsonl#2", "a.jsonl#3"]  # type: ignore[union-attr]


def test_a_table_that_ends_within_a_text_is_told() -> None:
    table = b'title,text\na,"One, two"\nb,"Three'
    raws = [item for item in readers.read("a.csv", io.BytesIO(table)) if isinstance(item, Raw)]
    assert [raw.text for raw in raws] == ["One, two", "Three"]
    assert not raws[0].problems and "not closed" in raws[1].problems[0].message
    assert not any(raw.problems for raw in readers.read("a.csv", io.BytesIO(table + b'"')) if isinstance(raw, Raw))
