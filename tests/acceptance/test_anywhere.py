"""The same heap gives the same bytes, content and site: whoever builds it, where, when in the year, in which order."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TOP = Path(__file__).parents[2]
SITE = (
    'title: "Anywhere"\nbase_url: "https://example.org/a/"\ntwins: true\ndata: [jsonl, csv, bibtex, ris, csl, sqlite]\n'
)
BACKWARDS = """
import os, sys
real_scan, real_list = os.scandir, os.listdir

class Scan:
    def __init__(self, found): self.found = iter(found)
    def __iter__(self): return self.found
    def __next__(self): return next(self.found)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass

def backwards(*path):
    with real_scan(*path) as found:
        return Scan(sorted(found, key=lambda item: item.name, reverse=True))

if __name__ == "__main__":
    os.scandir = backwards
    os.listdir = lambda *path: sorted(real_list(*path), reverse=True)
    from generator.cli import main
    main()
"""
HERE = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "1793500000"}
THERE = {"TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242", "SOURCE_DATE_EPOCH": "1796000000"}


def built(folder: Path, variables: dict[str, str], jobs: int, script: str = "") -> dict[str, bytes]:
    """Content and site of the demo's heap, with the environment of some machine."""
    raw = folder / "content" / "raw"
    raw.mkdir(parents=True)
    names = sorted((path for path in (TOP / "content" / "raw").rglob("*") if path.is_file()), reverse=bool(script))
    for path in names:
        there = raw / path.relative_to(TOP / "content" / "raw")
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, there)
    (folder / "site.yaml").write_text(SITE, "utf-8")
    command = [sys.executable, "-m", "generator"]
    if script:
        (folder / "backwards.py").write_text(script)
        command = [sys.executable, str(folder / "backwards.py")]
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "LANG", *HERE)}
    environment = kept | {"PYTHONPATH": str(TOP)} | variables
    done = subprocess.run(
        [*command, "build", "-q", "-j", str(jobs)], cwd=folder, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    found = (path for name in ("content", "public") for path in (folder / name).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(tmp_path_factory.mktemp("here"), HERE, 1)


def differing(here: dict[str, bytes], there: dict[str, bytes]) -> list[str]:
    return sorted(path for path in here.keys() | there.keys() if here.get(path) != there.get(path))


@pytest.mark.parametrize(
    ("name", "variables", "jobs", "script"),
    [
        ("time zone, locale, day of the year", THERE | {"PYTHONHASHSEED": "0"}, 1, ""),
        ("PYTHONHASHSEED, number of workers", HERE | {"PYTHONHASHSEED": "4242"}, 3, ""),
        ("order of files, length of the path", HERE, 1, BACKWARDS),
    ],
)
def test_the_same_heap_gives_the_same_bytes(
    here: dict[str, bytes], tmp_path: Path, figure: Any, name: str, variables: dict[str, str], jobs: int, script: str
) -> None:
    there = built(tmp_path / "a-much-longer-name" / "of a folder", variables, jobs, script)
    found = differing(here, there)
    print(*found, sep="\n")
    figure(f"other {name}: files that differ", f"0 of {len(here):,}", f"{len(found)} of {len(here):,}")


def test_the_comparison_can_fail(here: dict[str, bytes]) -> None:
    path = next(iter(here))
    assert differing(here, {**here, path: here[path] + b" ", "extra": b""}) == sorted(["extra", path])
