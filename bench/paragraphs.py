"""All documents of a folder -> is our HTML of their Markdown, byte for byte, that of plain Python-Markdown; how fast?

    python bench/paragraphs.py [FOLDER ...] [--part 1/8] [--dry]

FOLDER: ../shared/data and ../shared/inputs beside the project by default. Of each record in each file two texts are
converted both ways: the one that ingest makes of it, which is what the site converts, and the record's own if it is not
HTML. A text for which Python-Markdown alone takes more than 10 CPU seconds, or overflows the
stack, is counted and left out: the site shows such a text as it is. Writes the figures into bench/README.md; exit
status 1 if one text differs. `--part n/m` takes every m-th file.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import markdown  # noqa: E402
import msgspec  # noqa: E402
from record import machine, record, table  # noqa: E402

from generator.edge import limits  # noqa: E402
from generator.ingest import draft as drafting  # noqa: E402
from generator.ingest import readers  # noqa: E402
from generator.render.body import EXTENSIONS  # noqa: E402
from generator.render.paragraphs import to_html  # noqa: E402
from generator.types import Draft, Problem  # noqa: E402

LONGEST = 4_000_000
"""Characters of a text: beyond this it is counted and left out."""


def texts(file: Path, name: str) -> Iterator[str]:
    """The body of each record in a file, and its text as it stood there if it is no page."""
    with file.open("rb") as stream:
        for item in readers.read(name, stream):
            if not isinstance(item, Problem):
                yield msgspec.msgpack.decode(drafting.draft(drafting.Reading(item)), type=Draft).body
                if item.media != "text/html":
                    yield item.text


def converter() -> Callable[[str], str]:
    """Plain Python-Markdown, as body.py has it."""
    made = markdown.Markdown(extensions=list(EXTENSIONS))

    def convert(text: str) -> str:
        try:
            return made.convert(text)
        finally:
            made.reset()

    return convert


def compare(text: str, spent: dict[str, float]) -> str:
    """What came of one text: `same`, `differs`, or why it was left out; adds CPU seconds to `spent`."""
    if len(text) > LONGEST:
        return f"longer than {LONGEST:,} characters"
    plain, ours = converter(), converter()
    start = time.process_time()
    try:
        with limits.limited():
            wanted = plain(text)
    except limits.EXCEEDED:
        return "too much for Python-Markdown"
    middle = time.process_time()
    found = to_html(text, ours)
    spent["plain"] += middle - start
    spent["ours"] += time.process_time() - middle
    return "same" if found == wanted else "differs"


def main() -> int:
    """Read the command line, compare, print and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    beside = HERE.parents[1] / "shared"
    parser.add_argument("folders", nargs="*", type=Path, default=[beside / "data", beside / "inputs"], metavar="FOLDER")
    parser.add_argument("--part", default="1/1", metavar="n/m")
    parser.add_argument("--dry", action="store_true", help="do not write bench/README.md")
    told = parser.parse_args()
    first, step = map(int, told.part.split("/"))
    files = [(top, file) for top in told.folders for file in sorted(top.rglob("*")) if file.is_file()]
    counts: Counter[str] = Counter()
    spent = {"plain": 0.0, "ours": 0.0}
    seen: set[int] = set()
    for number, (top, file) in enumerate(files[first - 1 :: step]):
        if number % 500 == 0:
            print(f"{number} of {len(files) // step} files", file=sys.stderr, flush=True)
        for text in texts(file, file.relative_to(top).as_posix()):
            if hash(text) in seen:
                continue
            seen.add(hash(text))
            came = compare(text.replace("\r\n", "\n"), spent)
            counts[came] += 1
            if came != "same":
                print(f"{came}: {file.relative_to(top)}", flush=True)
    shown = [(name, f"{count:,}") for name, count in counts.most_common()]
    times = f"CPU seconds: Python-Markdown {spent['plain']:.1f}, with the shortcut {spent['ours']:.1f}"
    part = "" if told.part == "1/1" else f" --part {told.part}"
    about = f"`python bench/paragraphs.py{part}`, {machine()}; Markdown {importlib.metadata.version('Markdown')}"
    text = f"{about}.\n\n{table(('texts', 'count'), shown)}\n\n{times}."
    print(text)
    if not told.dry:
        record("Plain paragraphs past Python-Markdown", text)
    return int(counts["differs"] > 0)


if __name__ == "__main__":
    sys.exit(main())
