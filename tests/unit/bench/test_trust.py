"""The table of promises says what was seen, and a figure that was not seen is never counted as kept."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

TRUST = Path(__file__).resolve().parents[3] / "bench" / "trust"
TESTS = """
import json, pytest

def said(record_property, name, wanted, seen):
    record_property("figure", json.dumps([name, wanted, seen, wanted == seen]))
    assert wanted == seen

def test_kept(record_property): said(record_property, "kept", "2 of 2", "2 of 2")
def test_broken(record_property): said(record_property, "broken", "2 of 2", "1 of 2")
def test_without_a_figure(): assert False
def test_absent(): pytest.skip("no data here")
"""


@pytest.fixture
def trust(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.delitem(sys.modules, "figures", raising=False)
    monkeypatch.syspath_prepend(str(TRUST))
    import figures

    return figures


def test_figures_of_tests_are_gathered_and_what_was_not_seen_is_not_kept(trust: Any, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TESTS)
    found = {one.name: one for one in trust.tested(str(tmp_path / "test_it.py"))}
    assert {name: one.met for name, one in found.items()} == {
        "kept": True,
        "broken": False,
        "test_without_a_figure": False,
        "test_absent": False,
    }
    assert found["broken"].seen == "1 of 2"
    assert "no data here" in found["test_absent"].seen
    assert found["kept"].how.endswith("test_it.py::test_kept")


def test_a_figure_is_kept_only_within_its_promise(trust: Any) -> None:
    assert trust.exactly("x", 1000, 1000, "h").met
    assert not trust.exactly("x", 1000, 999, "h").met
    assert trust.at_most("x", 2.3, 2.3, "h").met
    assert not trust.at_most("x", 2.3, 2.31, "h").met
    assert trust.exactly("x", 1000, 1000, "h").wanted == "1,000"


def test_no_test_file_is_not_kept(trust: Any, tmp_path: Path) -> None:
    assert not any(one.met for one in trust.tested(str(tmp_path / "test_none.py")))


def test_what_is_measured_takes_the_place_of_what_was_measured_before(trust: Any) -> None:
    spec = importlib.util.spec_from_file_location("bench_trust_main", TRUST / "__main__.py")
    assert spec and spec.loader
    main = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(main)
    old = main.lines([(1, "One", trust.exactly("a", 1, 1, "h")), (1, "One", trust.exactly("b", 2, 1, "h"))], "Monday")
    page = (
        f"Words | and more\n<!-- {main.TITLE} -->\n{main.table(old)}\n<!-- end of {main.TITLE} -->\n| 3 | no line |\n"
    )
    assert main.recorded(page) == old
    new = main.lines([(2, "Two", trust.exactly("c", 3, 3, "h"))], "Tuesday")
    again = main.lines([(1, "One", trust.exactly("a", 1, 1, "h"))], "Tuesday")
    assert main.table(main.recorded(page) | new | again).split("\n")[2:] == [
        "| 1 | One | a | 1 | 1 | yes | `h` | Tuesday |",
        "| 2 | Two | c | 3 | 3 | yes | `h` | Tuesday |",
    ]
