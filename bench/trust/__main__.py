"""The thirteen promises of trust, each with the figures that were seen today, in one table.

    python bench/trust [NUMBER ...] [--shared DIR] [--dry]

Each promise has a module in this folder (promise 4 has two) with one function, `figures(shared)`, that yields Figures:
what was wanted, what was seen, and how. Where a test in tests/ proves the promise, the figure is that test's own (see
`figures.tested`). DIR is the folder of public data (default: ../shared beside the project). Without NUMBERs all are
measured. What was measured takes the place of the lines of the same promise in the table of bench/README.md, each with
its day. Exit code 1 if a promise is not kept.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

from figures import Figure  # noqa: E402
from record import machine, record  # noqa: E402

PROMISES = (
    (1, "A raw byte that came in can always be got out; every damage is named", ("fixity",)),
    (2, "A build replaces the whole site or nothing", ("whole",)),
    (3, "An incremental build equals a clean build byte for byte, anywhere", ("same",)),
    (4, "No input file can stop the others", ("heap", "limits")),
    (5, "Nothing is lost in silence", ("loss",)),
    (6, "No markup of a raw file runs in the reader's browser", ("markup",)),
    (7, "A reader's visit tells no third party", ("visits",)),
    (8, "A withdrawn document is nowhere", ("withdrawn",)),
    (9, "No write outside the output, no read outside the input", ("paths",)),
    (10, "Work grows in step with input", ("growth",)),
    (11, "The preview server refuses every hostile request", ("preview",)),
    (12, "Installs are pinned, a build opens no connection", ("installs",)),
    (13, "Odd strings in metadata stay as they are", ("strings",)),
)
"""Number, promise, the modules that measure it."""
TITLE = "The thirteen promises"
HEAD = (
    "| # | promise | figure | wanted | seen | kept | how | day |",
    "| ---: | --- | --- | --- | --- | --- | --- | --- |",
)


def measured(module: str, shared: Path) -> Iterator[Figure]:
    """The figures of one module; one that fails is a figure too, and the others go on."""
    how = f"bench/trust/{module}.py"
    if not (HERE / f"{module}.py").exists():
        yield Figure(module, "a figure", "not measured", how, False)
        return
    try:
        yield from importlib.import_module(module).figures(shared)
    except Exception as error:
        traceback.print_exc()
        yield Figure(module, "a figure", f"failed: {type(error).__name__}: {error}", how, False)


def lines(rows: Sequence[tuple[int, str, Figure]], day: str) -> dict[int, list[str]]:
    """The figures as lines of a Markdown table, by promise, whose words stand on its first line only."""
    found: dict[int, list[str]] = {}
    for number, promise, one in rows:
        own = found.setdefault(number, [])
        head = ("", "") if own else (str(number), promise)
        cells = (*head, one.name, one.wanted, one.seen, "yes" if one.met else "**no**", f"`{one.how}`", day)
        own.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return found


def recorded(page: str) -> dict[int, list[str]]:
    """The lines of the table that stands in a page, by promise."""
    found: dict[int, list[str]] = {}
    number = 0
    _, _, block = page.partition(f"<!-- {TITLE} -->")
    for line in block.partition(f"<!-- end of {TITLE} -->")[0].split("\n"):
        first = line[1:].partition("|")[0].strip() if line.startswith("|") else "-"
        number = int(first) if first.isdigit() else number
        if first.isdigit() or (number and not first):
            found.setdefault(number, []).append(line)
    return found


def table(found: Mapping[int, Sequence[str]]) -> str:
    """The lines under their head, in the order of promises."""
    return "\n".join([*HEAD, *(line for number in sorted(found) for line in found[number])])


def main() -> int:
    """Measure, print each figure as it comes, then the table; 1 if one does not keep its promise."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("numbers", nargs="*", type=int, metavar="NUMBER")
    options.add_argument("--shared", type=Path, default=HERE.parents[2] / "shared")
    options.add_argument("--dry", action="store_true", help="do not write bench/README.md")
    told = options.parse_args()
    about = machine()
    day = about.partition(":")[0]
    rows = []
    for number, promise, modules in PROMISES:
        if told.numbers and number not in told.numbers:
            continue
        start = time.perf_counter()
        print(f"\n{number}. {promise}", flush=True)
        for module in modules:
            for figure in measured(module, told.shared.resolve()):
                rows.append((number, promise, figure))
                mark = "kept" if figure.met else "NOT KEPT"
                print(f"   {mark}: {figure.name}: {figure.seen} (wanted: {figure.wanted})", flush=True)
        print(f"   ({time.perf_counter() - start:.0f} s)", flush=True)
    made = lines(rows, day)
    print(f"\n{table(made)}")
    if not told.dry:
        known = recorded((HERE.parent / "README.md").read_text("utf-8"))
        said = f"`python bench/trust [NUMBER ...]`, each promise as it was measured last; the last of them {about}."
        record(TITLE, f"{said}\n\n{table(known | made)}")
    return int(not all(figure.met for *_, figure in rows))


if __name__ == "__main__":
    sys.exit(main())
