"""The command starts at once: what it does not need for the words that it was given is not loaded."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
LOADED = """
import contextlib, io, json, sys
before = set(sys.modules)
from generator.cli import main
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
    main()
files = [getattr(module, "__file__", None) or "" for name, module in sys.modules.items() if name not in before]
installed = (file.rpartition("site-packages")[2] for file in files if "site-packages" in file)
print(json.dumps(sorted({file[1:].replace("\\\\", "/").partition("/")[0] for file in installed})))
"""


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["build", "--help"], ["withdraw", "--help"]])
def test_help_loads_what_reads_the_command_line_and_no_other_library(words: list[str]) -> None:
    command = [sys.executable, "-c", LOADED, *words]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True)
    assert {"click", "msgspec"} <= set(json.loads(done.stdout)) <= {"click", "msgspec", "typing_extensions.py"}
