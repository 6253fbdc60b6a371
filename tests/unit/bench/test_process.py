"""The benchmarks' measures see what is there: memory and CPU time of a whole process tree; a record replaces itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).resolve().parents[3] / "bench"
CHILD = "held = bytearray(b'x') * 200_000_000; print('held', flush=True); input()"
TREE = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}])"
BUSY = "import time\nwhile time.process_time() < 1: pass"
UNREAPED = f"""
import os, subprocess, sys
subprocess.Popen([sys.executable, '-c', {BUSY!r}], stdout=subprocess.PIPE).stdout.read()
os._exit(0)
"""
"""Ends without having waited for its child, as a fork server does."""


pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="no /proc here: Linux only")


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCH))
    import process

    return process


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCH))
    import record

    return record


def test_memory_of_a_grandchild_is_counted(process: ModuleType) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", TREE], stdin=pipe, stdout=pipe, text=True) as tree:
        assert tree.stdin and tree.stdout and tree.stdout.readline() == "held\n"
        seen = process.Seen()
        seen.look(tree.pid)
        tree.stdin.write("\n")
    assert 200_000_000 < seen.memory < 400_000_000


def test_memory_of_this_process_is_not_that_of_what_it_runs(process: ModuleType, tmp_path: Path) -> None:
    held = bytearray(b"x") * 400_000_000  # ru_maxrss of a child begins with it
    cost = process.run((sys.executable, "-c", "import time; time.sleep(1)"), tmp_path)
    assert 0 < cost.memory < len(held)


def test_time_of_a_child_that_nobody_waited_for_is_counted(process: ModuleType, tmp_path: Path) -> None:
    cost = process.run((sys.executable, "-c", UNREAPED), tmp_path)
    assert cost.cpu > 0.8


def test_exit_code_and_words_are_kept(process: ModuleType, tmp_path: Path) -> None:
    cost = process.run((sys.executable, "-c", "print('said'); raise SystemExit(3)"), tmp_path)
    assert cost.code == 3
    assert "said" in (tmp_path / "run.log").read_text("utf-8")


def test_descendants_are_found(process: ModuleType) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert child.pid in process.descendants(process.os.getpid())
        assert child.stdin is not None
        child.stdin.write(b"\n")


def test_record_replaces_its_own_part_alone(
    record: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "HERE", tmp_path)
    page = tmp_path / "README.md"
    page.write_text("# Benchmarks\n\nWords.\n", "utf-8")
    record.record("one", "first")
    record.record("two", "second")
    before = page.read_text("utf-8")
    record.record("one", "third")
    assert page.read_text("utf-8") == before.replace("first", "third")
    assert before.startswith("# Benchmarks\n\nWords.\n")
