"""The program itself -> one digest."""

from __future__ import annotations

import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

from generator.edge import code


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "generator"
    (home / "edge").mkdir(parents=True)
    shutil.copy(code.__file__, home / "edge/code.py")
    (home / "check.py").write_text("A = 1\n")
    monkeypatch.setattr(code, "__file__", str(home / "edge/code.py"))
    return home


def test_the_same_program_has_the_same_digest() -> None:
    assert code.digest() == code.digest()


@pytest.mark.parametrize("change", ["edit", "add", "rename", "remove"])
def test_any_change_of_a_source_file_changes_it(program: Path, change: str) -> None:
    before = code.digest()
    file = program / "check.py"
    if change == "edit":
        file.write_text("A = 2\n")
    elif change == "add":
        (program / "edge/new.py").write_text("")
    elif change == "rename":
        file.rename(program / "checks.py")
    else:
        file.unlink()
    assert code.digest() != before


def test_a_file_that_is_no_source_does_not_change_it(program: Path) -> None:
    before = code.digest()
    (program / "notes.txt").write_text("x")
    (program / "__pycache__").mkdir()
    (program / "__pycache__/check.pyc").write_bytes(b"x")
    assert code.digest() == before


def test_the_version_of_a_library_changes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = code.digest()
    monkeypatch.setattr(code, "installed", lambda real=code.installed: {**real(), "markdown": "0.0"})
    assert code.digest() != before


def test_versions_are_those_that_python_knows() -> None:
    names = ("Markdown", "Jinja2", "PyYAML", "pagefind-bin", "charset-normalizer", "msgspec")
    found = code.installed()
    assert {name: found[name.lower().replace("-", "_")] for name in names} == {name: version(name) for name in names}
