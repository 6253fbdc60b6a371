"""Promise 4: no input file can stop the others; all that goes in is a page, a copy, or refused by name."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from figures import TOP, Figure, exactly

HOW = "bench/trust/heap.py"


def figures(shared: Path) -> Iterator[Figure]:
    """Each folder of public data as one corpus through a whole build, search included."""
    for name in ("inputs", "data"):
        with tempfile.TemporaryDirectory(prefix="fonds-trust-") as folder:
            yield from _corpus(shared / name, name, Path(folder))


def _corpus(source: Path, name: str, site: Path) -> Iterator[Figure]:
    raw = site / "content" / "raw"
    raw.mkdir(parents=True)
    for file in source.rglob("*"):
        if file.is_file() and not _is_hidden(file.relative_to(source)):
            there = raw / file.relative_to(source)
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, there)
    (site / "site.yaml").write_text(f'title: "All of {name}"\nbase_url: "https://archive.example/x/"\n')
    count = sum(path.is_file() for path in raw.rglob("*"))
    command = [sys.executable, "-m", "generator", "build", "--json", "-c", str(site)]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    yield exactly(f"{name}, {count:,} files: exit code of the build", 0, done.returncode, HOW)
    yield exactly(f"{name}: tracebacks", 0, done.stderr.count("Traceback"), HOW)
    if not done.stdout.strip():
        yield Figure(f"{name}: a report", "one", done.stderr.strip().splitlines()[-1][:200], HOW, False)
        return
    report = json.loads(done.stdout)
    intake, built = report["intake"], report["built"]
    said = f"{intake['read']:,} read + {intake['refused']:,} refused"
    balance = intake["read"] + intake["refused"] == count == intake["files"]
    yield Figure(f"{name}: files in = read + refused", f"{count:,}", f"{said} = {intake['files']:,}", HOW, balance)
    records = f"{intake['documents']:,} documents + {intake['copies']:,} copies"
    made = intake["documents"] + intake["copies"]
    yield Figure(f"{name}: records", f"{intake['records']:,}", f"{records} = {made:,}", HOW, made == intake["records"])
    pages = f"{built['entries']:,} pages + {built['kept_back']:,} drafts"
    whole = built["entries"] + built["kept_back"] == intake["documents"]
    yield Figure(f"{name}: documents = pages + drafts", f"{intake['documents']:,}", pages, HOW, whole)
    yield exactly(f"{name}: files neither in an entry nor named in a problem", 0, _unnamed(raw, site, report), HOW)


def _is_hidden(path: Path) -> bool:
    """Whether ingest passes a file by: what begins with a dot belongs to the tools of the folder."""
    return any(part.startswith(".") for part in path.parts)


def _unnamed(raw: Path, site: Path, report: dict[str, Any]) -> int:
    """Files that no content file names as its raw file or as that of a copy, and no problem."""
    content = "\n".join(path.read_text("utf-8") for path in (site / "content" / "entries").rglob("*.md"))
    problems = "\n".join(problem["where"] for problem in report["problems"])
    left = 0
    for path in raw.rglob("*"):
        name = path.relative_to(raw).as_posix()
        if path.is_file() and name not in content and f"content/raw/{name}" not in problems:
            print(f"      nothing names {name}")
            left += 1
    return left
