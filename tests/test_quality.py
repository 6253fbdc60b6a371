"""The tools that read the code find nothing to say; where they do, their words are the message of the failure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[1]
CODE = ("generator", "tests", "bench", "dev.py")
TYPED = ("generator", "bench/corpus.py", "bench/process.py", "bench/record.py", "bench/build", "dev.py")

TOOLS = {
    "ruff check": ("ruff", "check", "--no-cache", "--output-format=concise", *CODE),
    "ruff format": ("ruff", "format", "--no-cache", "--check", "--quiet", "--output-format=concise", *CODE),
    "mypy": ("mypy", "--strict", *TYPED),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_tool_finds_nothing(tool: str) -> None:
    done = run(TOP, *TOOLS[tool])
    assert done.returncode == 0, f"\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize(
    ("tool", "text"),
    [("ruff check", "import os\n"), ("ruff format", "x  =  1\n"), ("mypy", "def f(x): return x\n")],
)
def test_tool_can_fail(tool: str, text: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text(text, encoding="utf-8")
    words = [word for word in TOOLS[tool] if word not in (*CODE, *TYPED)]
    config = ["--config-file" if tool == "mypy" else "--config", str(TOP / "pyproject.toml")]
    assert run(tmp_path, *words, *config, str(bad)).returncode == 1


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", *command]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
