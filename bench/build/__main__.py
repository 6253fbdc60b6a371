"""A number of articles -> what it costs to make a site of them: fonds beside its peers, in one run.

    python bench/build [N ...] [--only fonds,Hugo] [--rounds 1] [--peers FOLDER] [--work FOLDER] [--keep] [--dry]

The same invented articles (bench/corpus.py) are laid out for each contender; then come four runs: cold (no output, no
cache), unchanged, after one sentence was added to one article, after a change of the template that all pages share. In
each the contenders take turns, so that a change of the machine's mood meets them alike; with --rounds all is done
again, and the median counts. A peer is its own build and Pagefind after it, as their users do; the rendering alone is
compared too. Peers are installed by package name into --peers (once); one that cannot be is left out with a word.
The floor is copying the output. The tables go to the terminal and into bench/README.md. Linux only.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

import corpus  # noqa: E402
import programs  # noqa: E402
from contenders import PEERS, Contender, fonds, peer  # noqa: E402
from process import Measure, run  # noqa: E402
from record import machine, record, table  # noqa: E402
from weight import told  # noqa: E402

RUNS = ("cold", "unchanged", "one entry edited", "theme edited")
OURS, BARE, RAW, FLOOR = "fonds", "fonds, no search", "fonds, from raw files", "copying the output of fonds"
LIBRARIES = ("Markdown", "Jinja2", "PyYAML", "nh3", "msgspec", "pagefind-bin")
COLUMNS = ("run", "contender", "seconds", "CPU s", "peak MB", "fonds: time", "CPU", "memory", "pages", "files", "MB")


class Made(NamedTuple):
    """What is in a folder: pages (outside the search index), files, bytes."""

    pages: int
    files: int
    size: int


class Cost(NamedTuple):
    """One run of one contender: rendering, making the index (None where that is part of it), and what came out."""

    render: Measure
    search: Measure | None
    made: Made
    bare: Made
    """What came out, without the search index."""

    @property
    def whole(self) -> Measure:
        """Both commands, one after the other."""
        if self.search is None:
            return self.render
        a, b = self.render, self.search
        return Measure(a.wall + b.wall, a.cpu + b.cpu, max(a.memory, b.memory), a.code or b.code)


Costs = dict[tuple[str, str], list[Cost]]
"""(run, contender) -> what each round cost."""


def entrants(wanted: Sequence[str], folder: Path) -> tuple[list[Contender], list[str]]:
    """All that take part, and a word for each that cannot."""
    found = [fonds(OURS), fonds(BARE, "search: false\n"), fonds(RAW, raw=True)]
    missing = []
    names = [name for name in PEERS if not wanted or name.lower() in wanted]
    if names:
        missing += [f"`{command}` failed" for command in programs.install(folder)]
    for name in names:
        one = peer(name, folder)
        found += [one] if one else []
        missing += [] if one else [f"{name} is left out: no program of it runs here"]
    return found, missing


def measure(count: int, all_of_them: Sequence[Contender], rounds: int, work: Path) -> Costs:
    """Lay the articles out for each contender, and let them take turns."""
    articles = list(corpus.articles(count))
    for one in all_of_them:
        one.lay_out(articles, work / one.name, one.text)
    del articles
    costs: Costs = {}
    for number in range(rounds):
        for name in RUNS:
            for one in all_of_them:
                cost = turn(one, name, number, work / one.name)
                costs.setdefault((name, one.name), []).append(cost)
                print(f"{count} {name}: {one.name} {cost.whole.wall:.1f} s, exit {cost.whole.code}", flush=True)
        costs.setdefault(("floor", FLOOR), []).append(copying(work))
    return costs


def turn(one: Contender, name: str, number: int, site: Path) -> Cost:
    """Bring the site into the state that the run is about, then run."""
    if name == "cold":
        for path in one.clean:
            shutil.rmtree(site / path, ignore_errors=True)
            (site / path).unlink(missing_ok=True)
    elif name == "one entry edited":
        one.edit(site)
    elif name == "theme edited":
        one.restyle(site, number)
    render = run(one.render, site, one.environment)
    search = run(one.index, site, one.environment) if one.index else None
    return Cost(render, search, published(site / "public"), published(site / "public", "pagefind"))


def copying(work: Path) -> Cost:
    """The floor: the output of fonds, copied."""
    shutil.rmtree(work / "copy", ignore_errors=True)
    done = run(("cp", "-r", str(work / OURS / "public"), str(work / "copy")), work)
    made = published(work / "copy")
    return Cost(done, None, made, made)


def published(folder: Path, without: str = "") -> Made:
    """What is in a folder, without what is below one of its folders."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    files = [path for path in files if not without or path.relative_to(folder).parts[0] != without]
    pages = sum(path.suffix == ".html" for path in files)
    return Made(pages, len(files), sum(path.stat().st_size for path in files))


def rows(costs: Costs, ours: str, others: Sequence[str], *, search: bool) -> Iterator[tuple[str, ...]]:
    """A row for each run of each contender; without `search` the indexing of the peers is left out."""
    for name in RUNS:
        mean = {one: middle(costs[name, one], search) for one in (ours, *others)}
        for one, cost in mean.items():
            last = costs[name, one][-1]
            yield row(name, one, cost, None if one == ours else mean[ours], last.made if search else last.bare)
    if search:
        yield row("floor", FLOOR, middle(costs["floor", FLOOR], True), None, costs["floor", FLOOR][-1].made)


def middle(all_costs: Sequence[Cost], search: bool) -> Measure:
    """The median of the rounds, figure by figure; the exit code of any that failed."""
    seen = [cost.whole if search else cost.render for cost in all_costs]
    wall = statistics.median(one.wall for one in seen)
    cpu = statistics.median(one.cpu for one in seen)
    memory = int(statistics.median(one.memory for one in seen))
    return Measure(wall, cpu, memory, max(one.code for one in seen))


def row(name: str, one: str, cost: Measure, ours: Measure | None, made: Made) -> tuple[str, ...]:
    """One row, with what `ours` takes divided by what this one takes; of a run that failed, the exit code instead."""
    ratios: tuple[str, ...] = ("", "", "")
    if cost.code:
        ratios = (f"failed ({cost.code})", "", "")
    elif ours:
        ratios = tuple(
            f"{a / b:.2f}" for a, b in ((ours.wall, cost.wall), (ours.cpu, cost.cpu), (ours.memory, cost.memory))
        )
    figures = (f"{cost.wall:.2f}", f"{cost.cpu:.1f}", f"{cost.memory / 1e6:,.0f}")
    return (name, one, *figures, *ratios, f"{made.pages:,}", f"{made.files:,}", f"{made.size / 1e6:.1f}")


def report(
    count: int, command: str, found: Sequence[Contender], missing: Sequence[str], costs: Costs, kinds: str
) -> str:
    """The text below the heading of one corpus; `kinds` tells the bytes of our output."""
    versions = [
        f"Python {platform.python_version()}",
        *(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES),
    ]
    versions += [f"{one.name} {one.version}" for one in found if one.version]
    names = [one.name for one in found if one.index]
    with_search = table(COLUMNS, list(rows(costs, OURS, [RAW, *names], search=True)), 2)
    alone = table(COLUMNS, list(rows(costs, BARE, names, search=False)), 2)
    left_out = "".join(f" {words}." for words in missing)
    return (
        f"`{command}`, {machine()}; {', '.join(versions)}.{left_out}\n\n{with_search}\n\n"
        f"Rendering alone, without search:\n\n{alone}\n\n"
        f"What fonds published (`python bench/build/weight.py`):\n\n{kinds}"
    )


def main() -> int:
    """Read the command line, measure, print the tables and write them down; 1 if a build of ours failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=int, nargs="*", default=[1_000, 10_000], metavar="N")
    parser.add_argument("--only", default="", help="names of peers, with commas; `fonds` for none of them")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--peers", type=Path, default=Path.home() / ".cache" / "fonds-peers")
    parser.add_argument("--work", type=Path, help="folder for corpora and sites; a temporary one if not given")
    parser.add_argument("--keep", action="store_true", help="leave that folder as it is at the end")
    parser.add_argument("--dry", action="store_true", help="do not write bench/README.md")
    asked = parser.parse_args()
    found, missing = entrants([name for name in asked.only.lower().split(",") if name], asked.peers)
    failed = False
    for count in asked.counts:
        work = Path(tempfile.mkdtemp(prefix="fonds-bench-", dir=asked.work))
        try:
            costs = measure(count, found, asked.rounds, work)
            kinds = told(work / OURS / "public")
        finally:
            if not asked.keep:
                shutil.rmtree(work, ignore_errors=True)
        rounds = f" --rounds {asked.rounds}" if asked.rounds > 1 else ""
        only = f" --only {asked.only}" if asked.only else ""
        text = report(count, f"python bench/build {count}{only}{rounds}", found, missing, costs, kinds)
        print(text)
        if not asked.dry:
            record(f"Building {count:,} articles" + (f" ({asked.only})" if asked.only else ""), text)
        failed |= any(
            cost.whole.code for (_, one), rounds in costs.items() if one in (OURS, BARE, RAW) for cost in rounds
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
