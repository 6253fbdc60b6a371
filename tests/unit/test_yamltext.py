"""YAML text <-> plain values: hostile, odd and broken texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import yamltext

REFUSED = {
    "alias": ("a: &x 1\nb: *x\n", 1),
    "anchor alone": ("a: 1\nb: &x 2\n", 2),
    "merge key": ("base: {a: 1}\nfull:\n  <<: {a: 2}\n", 3),
    "key twice": ("a: 1\nb: 2\na: 3\n", 3),
    "nested key twice": ("a:\n  b: 1\n  b: 2\n", 3),
    "foreign tag": ("a: !!python/object:os.system x\n", 1),
    "integer tag": ("a: !!int 3\n", 1),
    "tab": ("a:\n\tb: 1\n", 2),
    "colon in a plain text": ("title: Tides: a history\n", 1),
    "open quotation mark": ('a: 1\nb: "never shut\n', 2),
    "mapping as key": ("? {a: 1}\n: 2\n", 1),
    "list as key": ("? [a]\n: 2\n", 1),
    "two documents": ("a: 1\n---\nb: 2\n", 2),
    "control character": ("a: 1\nb: \x07\n", 2),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_names_its_line_and_says_what_to_do(name: str) -> None:
    text, line = REFUSED[name]
    loaded = yamltext.load(text, "site.yaml")
    assert loaded.value is None
    (problem,) = loaded.problems
    assert problem.level == "error"
    path, _, at = problem.where.partition(":")
    assert path == "site.yaml"
    assert line <= int(at) <= line + 1
    assert problem.hint


def test_lines_count_from_the_first_line_given() -> None:
    loaded = yamltext.load("a: 1\na: 2\n", "x.md", first_line=2)
    assert loaded.problems[0].where == "x.md:3"


def test_scalars_stay_the_text_that_was_written() -> None:
    written = "2015", "no", "2021-03-14", "2021-02-30", "1_000", "0o17", "1e3", ".inf", "yes", "12:30:45", "0x1F"
    text = "".join(f"k{number}: {value}\n" for number, value in enumerate(written))
    assert yamltext.load(text, "x").value == {f"k{number}": value for number, value in enumerate(written)}


def test_nothing_is_an_empty_text_unless_it_is_quoted() -> None:
    loaded = yamltext.load("a:\nb: ~\nc: null\nd: 'null'\ne: \"~\"\n", "x")
    assert loaded.value == {"a": "", "b": "", "c": "", "d": "null", "e": "~"}


def test_a_quoted_merge_sign_is_an_ordinary_key() -> None:
    assert yamltext.load("'<<': 1\n", "x").value == {"<<": "1"}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_text_is_an_empty_mapping(text: str) -> None:
    assert yamltext.load(text, "x") == yamltext.Loaded({}, {})


def test_lines_lead_from_dotted_keys() -> None:
    loaded = yamltext.load("menu:\n  - label: A\n    url: /a\n  - label: B\n    url: /b\n", "x")
    assert loaded.lines == {"menu": 1, "menu.0.label": 2, "menu.0.url": 3, "menu.1.label": 4, "menu.1.url": 5}


def test_depth_has_an_end() -> None:
    assert yamltext.load("[" * 20 + "]" * 20, "x").value is not None
    assert yamltext.load("[" * 21 + "]" * 21, "x").value is None
    assert yamltext.load("[" * 100_000, "x").value is None


def test_size_has_an_end() -> None:
    problem = yamltext.load("a: " + "x" * 16_000_000, "x").problems[0]
    assert "longer than" in problem.message


def test_every_case_of_the_yaml_test_suite_is_read_or_refused_with_a_line(shared: Path) -> None:
    files = sorted((shared / "inputs/yaml-test-suite").glob("*.yaml"))
    assert files
    texts = [file.read_text("utf-8") for file in files]
    inner = [case["yaml"] for text in texts if isinstance(loaded := yamltext.load(text, "x").value, list)
             for case in loaded if isinstance(case, dict) and isinstance(case.get("yaml"), str)]  # fmt: skip
    assert len(inner) > 100
    marks = str.maketrans({"␣": " ", "»": "\t", "—": "", "←": "\r", "⇔": "\ufeff", "↵": "\n", "∎": ""})
    for text in (*texts, *inner, *(text.translate(marks) for text in inner)):
        loaded = yamltext.load(text, "x")
        assert (loaded.value is None) == bool(loaded.problems), text
        assert all(problem.where.removeprefix("x:").isdigit() for problem in loaded.problems), text


def test_the_alias_bomb_is_refused(shared: Path) -> None:
    lines = (shared / "inputs/yaml-bomb/cases.jsonl").read_text("utf-8").splitlines()
    for case in map(json.loads, lines):
        loaded = yamltext.load(case["payload"], "x")
        assert loaded.value is None
        assert "alias" in loaded.problems[0].message


def test_dump_writes_what_load_reads_back() -> None:
    value = {
        "title": "Tides: a \"history\" # of 'no'",
        "empty": "",
        "year": "2015",
        "list": ["a", "- b", "null", "\ttab"],
    }
    value |= {"nested": {"<<": "x", "": "y", "a b": "line one\nline two\n\n  three  \n"}}
    assert yamltext.load(yamltext.dump(value), "x") == yamltext.Loaded(
        value, yamltext.load(yamltext.dump(value), "x").lines
    )


def test_a_flat_mapping_takes_a_line_for_each_key() -> None:
    assert yamltext.dump({"title": "T", "date": "x"}) == "title: T\ndate: x\n"


def test_one_text_object_used_twice_is_not_written_as_an_alias() -> None:
    part = ["a", {"b": "c"}]
    assert yamltext.load(yamltext.dump({"one": part, "two": part}), "x").value == {"one": part, "two": part}
