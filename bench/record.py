"""Rows of figures -> a table in bench/README.md that names the machine, the day and the load."""

from __future__ import annotations

import datetime
import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], texts: int = 1) -> str:
    """Rows as a Markdown table: the first `texts` columns to the left, numbers to the right."""
    lines = [columns, [*["---"] * texts, *["---:"] * (len(columns) - texts)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """Day, machine and load, in a line."""
    info = Path("/proc/cpuinfo").read_text()
    found = re.search(r"^model name\s*:\s*(.+)$", info, re.MULTILINE)
    cores = f"{os.cpu_count()} cores ({found[1] if found else platform.machine()})"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{datetime.date.today()}: {cores}, {memory:.0f} GiB, load before {os.getloadavg()[0]:.1f}"


def record(title: str, text: str) -> None:
    """Put `text` into bench/README.md between the markers that bear `title`; adds them at the end if they lack."""
    page = HERE / "README.md"
    old = page.read_text("utf-8") if page.exists() else "# Benchmarks\n"
    begin, end = f"<!-- {title} -->", f"<!-- end of {title} -->"
    block = f"{begin}\n## {title}\n\n{text}\n{end}"
    if begin not in old:
        old = f"{old.rstrip()}\n\n{begin}{end}\n"
    before, _, rest = old.partition(begin)
    page.write_text(before + block + rest.partition(end)[2], "utf-8")
