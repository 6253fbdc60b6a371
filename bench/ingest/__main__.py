"""All measures of ingest, one after the other: what our reading keeps, beside the libraries on the same files.

    python bench/ingest [DATA] [--few] [--dry]

DATA is the folder of corpora with truth (default: ../shared/data beside the project); a measure whose corpus is absent
is left out with a word. `--few`: 10,000 planted copies in the place of 100,000, and fewer texts for speed. Each measure
is a script of its own in this folder, with further options; each runs in a process of its own, so that one that fails
is named at the end and the others go on. About a quarter of an hour on two cores. What they print is put into
bench/README.md, unless with `--dry`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from record import machine, record  # noqa: E402


def measures(data: Path, few: bool) -> list[tuple[str, list[str], Path | None]]:
    """Heading, command line, and the corpus without which it cannot run."""
    count, texts = ("10000", "300") if few else ("100000", "1000")
    return [
        ("Bodies: text, snippets, structure", ["bodies.py", str(data)], data / "aeb"),
        ("Fields: title, date, address, authors", ["fields.py", str(data)], data / "html-dates"),
        ("Hover cards", ["cards.py", str(data / "news-texts")], data / "news-texts"),
        ("Near copies", ["copies.py", "--count", count], None),
        ("Near copies, other damage", ["copies.py", "--count", "10000", "--damage", "second"], None),
        ("Versions", ["versions.py", str(data / "digitalgov-news")], data / "digitalgov-news"),
        ("Speed", ["speed.py", "--data", str(data), "--count", texts], None),
    ]


def main() -> int:
    """Run them all, print and record what they say; 1 if one failed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", nargs="?", type=Path, default=HERE.parents[2] / "shared" / "data")
    options.add_argument("--few", action="store_true")
    options.add_argument("--dry", action="store_true", help="do not write bench/README.md")
    told = options.parse_args()
    failed: list[str] = []
    said = [f"`python bench/ingest{' --few' * told.few}`, {machine()}"]
    for name, (script, *arguments), needed in measures(told.data, told.few):
        print(f"\n== {name}: {script} {' '.join(arguments)}", flush=True)
        if needed and not needed.exists():
            print(f"not measured: {needed.name} is absent")
            continue
        start = time.perf_counter()
        command = [sys.executable, str(HERE / script), *arguments]
        done = subprocess.run(command, check=False, stdout=subprocess.PIPE, encoding="utf-8")
        print(done.stdout, f"({time.perf_counter() - start:.0f} s)", sep="", flush=True)
        failed += [name] if done.returncode else []
        said.append(f"{name} (`{script}`):\n\n```text\n{done.stdout.strip()}\n```")
        if not told.dry:
            record("Reading", "\n\n".join(said))
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
