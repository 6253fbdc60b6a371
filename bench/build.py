"""A number of articles -> how long, with how much memory, `fonds build` takes to make a site of them.

    python bench/build.py [N] [--form entries|raw|jsonl] [--work DIR] [--keep] [--dry]

Makes the corpus (bench/corpus.py), then measures three builds, one after the other: cold (nothing ingested, no
cache), unchanged, and after one sentence was added to one content file. The table goes to the terminal and into
bench/README.md, under the heading of its corpus. Linux only: memory is read from /proc.

Memory is the highest sum, over the process and all its descendants, of the proportional set size (PSS: a page shared
by n processes counts 1/n in each), read every 50 ms; shorter peaks escape, so the largest single process that the
kernel saw (ru_maxrss) is the floor. CPU seconds are the sum over the same processes of what each had used when it was
last seen; the floor is what the kernel counts for those that were waited for.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import corpus

HERE = Path(__file__).resolve().parent
EVERY = 0.05
ENVIRONMENT = dict(os.environ, PYTHONPATH=str(HERE.parent))
SITE = 'title: "Benchmark"\nbase_url: "https://archive.example/bench"\n'
LIBRARIES = ("Markdown", "Jinja2", "PyYAML", "nh3", "msgspec", "pagefind-bin")
COLUMNS = ("run", "seconds", "CPU seconds", "peak memory, MB", "entries", "files", "MB of site", "exit code")


@dataclass(frozen=True)
class Measure:
    """What one run cost: seconds, seconds, bytes."""

    name: str
    wall: float
    cpu: float
    memory: int
    code: int


@dataclass
class Seen:
    """What a look at a process tree, again and again, has shown so far: bytes at the peak, seconds for each process."""

    memory: int = 0
    spent: dict[int, float] = field(default_factory=dict)

    def look(self, root: int) -> None:
        """Read the memory and the CPU time of a process and all its descendants now."""
        tree = descendants(root)
        self.memory = max(self.memory, sum(map(shared_out, tree)))
        self.spent.update((process, seconds) for process in tree if (seconds := seconds_of(process)))


def descendants(root: int) -> list[int]:
    """The process ids of `root` and all that it started, directly or not, that live now."""
    parents: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            parents.setdefault(parent_of(entry.name), []).append(int(entry.name))
    found = [root]
    for one in found:
        found.extend(parents.get(one, []))
    return found


def parent_of(process: str) -> int:
    """The parent's id; 0 if the process is gone."""
    state = state_of(process)
    return int(state[1]) if state else 0


def seconds_of(process: int) -> float:
    """User and system time that a process has used itself; 0 if it is gone."""
    state = state_of(str(process))
    return (int(state[11]) + int(state[12])) / os.sysconf("SC_CLK_TCK") if state else 0.0


def state_of(process: str) -> list[str]:
    """/proc/PID/stat from its third field on (the second, the name, may hold spaces and brackets); [] if gone."""
    try:
        text = Path("/proc", process, "stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def shared_out(process: int) -> int:
    """The proportional set size of a process in bytes; 0 if it is gone."""
    try:
        text = Path("/proc", str(process), "smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def run(name: str, command: Sequence[str], folder: Path) -> Measure:
    """Run a command in a folder and measure it with all that it starts; its words go to run.log there."""
    with (folder / "run.log").open("ab") as log:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=ENVIRONMENT, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
        done = threading.Event()
        seen = Seen()
        watcher = threading.Thread(target=watch, args=(process.pid, done, seen))
        watcher.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        done.set()
        watcher.join()
    memory = max(seen.memory, used.ru_maxrss * 1024)
    cpu = max(sum(seen.spent.values()), used.ru_utime + used.ru_stime)
    return Measure(name, wall, cpu, memory, process.returncode)


def watch(root: int, done: threading.Event, seen: Seen) -> None:
    """Look at a process tree every 50 ms until `done`."""
    while not done.wait(EVERY):
        seen.look(root)


def edit_one(site: Path) -> None:
    """Add a sentence to the content file in the middle of the list."""
    files = sorted((site / "content" / "entries").rglob("*.md"))
    chosen = files[len(files) // 2]
    chosen.write_text(chosen.read_text("utf-8") + "\nOne sentence more.\n", "utf-8")


def measure(count: int, form: str, work: Path) -> Iterator[tuple[str, ...]]:
    """Make the corpus in `work`, build it three times, and give a row of the table for each run."""
    site = work / "site"
    corpus.write(count, site / "content" / "raw", form)
    (site / "site.yaml").write_text(SITE, "utf-8")
    command = (sys.executable, "-m", "generator", "build", "-q")
    for name in ("cold", "unchanged", "one entry edited"):
        if name == "one entry edited":
            edit_one(site)
        cost = run(name, command, site)
        entries = sum(1 for _ in (site / "content" / "entries").rglob("*.md"))
        files = [path.stat().st_size for path in (site / "public").rglob("*") if path.is_file()]
        costs = (f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.memory / 1e6:,.0f}", f"{entries:,}")
        yield (name, *costs, f"{len(files):,}", f"{sum(files) / 1e6:.1f}", str(cost.code))
        if cost.code:
            return


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a Markdown table: the first column to the left, numbers to the right."""
    lines = [COLUMNS, ("---", *["---:"] * (len(COLUMNS) - 1)), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """Machine, load, versions and day, in a line."""
    info = Path("/proc/cpuinfo").read_text()
    found = re.search(r"^model name\s*:\s*(.+)$", info, re.MULTILINE)
    cores = f"{os.cpu_count()} cores ({found[1] if found else platform.machine()})"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    return (
        f"{datetime.date.today()}: {cores}, {memory:.0f} GiB,"
        f" load before {os.getloadavg()[0]:.1f}; Python {platform.python_version()}, {versions}."
    )


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


def main() -> int:
    """Read the command line, measure, print the table and write it down; 1 if a build failed."""
    parser = argparse.ArgumentParser(description="Measure fonds build.")
    parser.add_argument("count", type=int, nargs="?", default=10_000, metavar="N")
    parser.add_argument("--form", choices=("entries", "raw", "jsonl"), default="entries")
    parser.add_argument("--work", type=Path, help="folder for corpus and site; a temporary one if not given")
    parser.add_argument("--keep", action="store_true", help="leave that folder as it is at the end")
    parser.add_argument("--dry", action="store_true", help="do not write bench/README.md")
    told = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="fonds-bench-", dir=told.work))
    about = machine()
    try:
        rows = list(measure(told.count, told.form, work))
        log = (work / "site" / "run.log").read_text("utf-8", "replace")
    finally:
        if not told.keep:
            shutil.rmtree(work, ignore_errors=True)
    command = f"python bench/build.py {told.count} --form {told.form}"
    text = f"`{command}`, {about}\n\n{table(rows)}"
    print(text, log[-2000:] if any(row[-1] != "0" for row in rows) else "", sep="\n")
    if not told.dry:
        record(f"fonds build, {told.count:,} articles ({told.form})", text)
    return int(any(row[-1] != "0" for row in rows))


if __name__ == "__main__":
    sys.exit(main())
