"""A number of entries -> how long after it was saved an edit is seen in `fonds serve`, and when search has it.

    python bench/preview.py [N] [--edits 5] [--site FOLDER] [--dry]

A sentence is put into an entry in the middle of the list. Measured from the end of the write: until the browser is told
(server-sent event), until it has the page with the sentence, and until the search that has it is told. `--site` takes a
site that is there, already built by this code, so that nothing is built first. Linux only.
"""

from __future__ import annotations

import argparse
import http.client
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

sys.path[:0] = [str(Path(__file__).resolve().parent)]

import corpus  # noqa: E402
from record import machine, record, table  # noqa: E402

TOP = Path(__file__).resolve().parents[1]


class Seen(NamedTuple):
    """Seconds after an entry was saved."""

    told: float
    shown: float
    searched: float


class Events:
    """What the server tells a browser that keeps asking."""

    def __init__(self, address: str) -> None:
        self._address, self._last = address, "0"

    def next(self) -> str:
        """The next news; waits for it."""
        line = http.client.HTTPConnection(urlsplit(self._address).netloc, timeout=900)
        line.request("GET", "/-/reload/events", headers={"Last-Event-ID": self._last})
        said = line.getresponse().read().decode()
        line.close()
        found = re.search(r"id: (\d+)\ndata: (\w+)", said)
        if not found:
            raise RuntimeError(f"the server said {said!r}")
        self._last = found[1]
        return found[2]


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """Run `fonds serve`; gives its address."""
    command = [sys.executable, "-u", "-m", "generator", "serve", "--port", "0", "-q"]
    environment = {"PYTHONPATH": str(TOP), "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(command, cwd=site, env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        yield next(
            found[0].rstrip("/") for found in (re.search(r"http://127\S+", line) for line in running.stdout) if found
        )
        running.send_signal(signal.SIGINT)


def page(address: str, path: str) -> str:
    """A page as the server gives it."""
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    line.request("GET", path)
    text = line.getresponse().read().decode()
    line.close()
    return text


def edits(site: Path, count: int) -> Iterator[Seen]:
    """Edit an entry some times, each time when all is quiet."""
    entries = site / "content" / "entries"
    files = sorted(entries.rglob("*.md"))
    chosen = files[len(files) // 2]
    there = f"/{chosen.relative_to(entries).with_suffix('').as_posix()}/"
    before = chosen.read_text("utf-8")
    with serving(site) as address:
        events = Events(address)
        events.next()  # what is shown is known now
        try:
            for number in range(count):
                sentence = f"This is sentence {number} more."
                chosen.write_text(f"{before}\n{sentence}\n", "utf-8")
                begun = time.monotonic()
                told = seen = 0.0
                while not seen:  # news of the build before may come first
                    news = events.next()
                    told = time.monotonic() - begun
                    if sentence in page(address, there):
                        seen = time.monotonic() - begun
                while news != "search":
                    news = events.next()
                yield Seen(told, seen, time.monotonic() - begun)
        finally:
            chosen.write_text(before, "utf-8")


def main() -> int:
    """Read the command line, measure, print the table and write it down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=10_000, metavar="N")
    parser.add_argument("--edits", type=int, default=5)
    parser.add_argument("--site", type=Path, help="a site that is there")
    parser.add_argument("--dry", action="store_true", help="do not write bench/README.md")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fonds-bench-") as made:
        site = told.site or Path(made)
        if not told.site:
            corpus.write(told.count, site / "content" / "entries", "entries", 1)
            (site / "site.yaml").write_text('title: "Benchmark"\n', "utf-8")
        before = machine()
        seen = list(edits(site, told.edits))
        count = sum(1 for _ in (site / "content" / "entries").rglob("*.md"))
    rows = [
        (name, *(f"{pick(column):.2f}" for pick in (min, statistics.median, max)))
        for name, column in zip(
            ("the browser is told", "it has the page", "search has it, too"), zip(*seen, strict=True), strict=True
        )
    ]
    text = f"`python bench/preview.py {count} --edits {told.edits}`, {before}; seconds after the file was saved.\n\n"
    text += table(("until", "least", "median", "most"), rows)
    print(text)
    if not told.dry:
        record(f"An edit in `fonds serve`, {count:,} articles", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
