"""What was promised and what was seen, as one value; and the figures that tests print, gathered from pytest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    name: str
    """What was counted or measured."""
    wanted: str
    """What the promise asks for: "1,000 of 1,000", "at most 2.3"."""
    seen: str
    """What came out, in the same words."""
    how: str
    """The command or the test that prints it."""
    met: bool


def exactly(name: str, wanted: object, seen: object, how: str) -> Figure:
    """A figure that keeps its promise only if what was seen is just what was wanted."""
    return Figure(name, _shown(wanted), _shown(seen), how, wanted == seen)


def at_most(name: str, limit: float, seen: float, how: str, unit: str = "") -> Figure:
    """A figure that keeps its promise if it is not above a limit."""
    return Figure(name, f"at most {limit:g}{unit}", f"{seen:.3g}{unit}", how, seen <= limit)


def tested(*tests: str) -> Iterator[Figure]:
    """Run tests and give the figures that they print through the fixture `figure` (tests/conftest.py).

    `tests`: as pytest takes them, from the top of the project. A test that is skipped, or that fails without a figure,
    is a figure that was not seen.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        told = ["-o", "junit_family=xunit1", f"--junitxml={report}"]  # the later form has no place for figures
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *told, *tests]
        subprocess.run(command, cwd=TOP, env=os.environ | {"CI": "1"}, stdout=subprocess.DEVNULL, check=False)
        if not report.exists():
            yield Figure(" ".join(tests), "a run", "pytest did not run", " ".join(tests), False)
            return
        for case in ET.parse(report).iter("testcase"):
            yield from _of_test(case)


def _of_test(case: ET.Element) -> Iterator[Figure]:
    how = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}".partition("[")[0]
    said = [json.loads(one.get("value", "")) for one in case.iter("property") if one.get("name") == "figure"]
    for name, wanted, seen, met in said:
        yield Figure(name, wanted, seen, how, met)
    skipped, failed = case.find("skipped"), case.find("failure")
    if skipped is not None:
        yield Figure(case.get("name", ""), "a run", f"skipped: {skipped.get('message')}", how, False)
    elif (failed is not None or case.find("error") is not None) and all(met for *_, met in said):
        yield Figure(case.get("name", ""), "passes", "fails", how, False)


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
