"""Each folder of ../shared/inputs is a heap: nothing stops the build, nothing is lost unnamed, the site is sound."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"
FOLDERS = sorted(path.name for path in SHARED.glob("inputs/*") if path.is_dir()) or ["none"]
SEARCHED = os.environ.get("FONDS_LONG") == "1"
"""With the search index: for some of these folders Pagefind takes longer than all else."""


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_of_hostile_files_becomes_a_site(
    shared: Path, site: Any, name: str, figure: Callable[..., None]
) -> None:
    copied(shared / "inputs" / name, site.folder / "content/raw")
    site.write({"site.yaml": f"title: {name}\nsearch: {str(SEARCHED).lower()}\nbase_url: https://archive.example/x/\n"})
    done = site.run("build", "--json", code=None)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr[-2000:]
    report = json.loads(done.stdout)
    intake, built = report["intake"], report["built"]
    count = sum(path.is_file() for path in (site.folder / "content/raw").rglob("*"))
    assert intake["files"] == count == intake["read"] + intake["refused"]
    assert intake["records"] == intake["documents"] + intake["copies"]
    assert built["entries"] + built["kept_back"] == intake["documents"]
    site.run("verify")
    figure(f"{name}: files of {count} neither in an entry nor named in a problem", 0, len(unnamed(site, report)))


def copied(source: Path, target: Path) -> None:
    """The files of a folder but those that begin with a dot, which ingest leaves to the folder's tools."""
    for file in source.rglob("*"):
        inner = file.relative_to(source)
        if file.is_file() and not any(part.startswith(".") for part in inner.parts):
            (target / inner).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target / inner)


def unnamed(site: Any, report: dict[str, Any]) -> list[str]:
    entries = "\n".join(site.entries().values())
    told = "\n".join(one["where"] for one in report["problems"])
    raw = site.folder / "content/raw"
    names = [path.relative_to(raw).as_posix() for path in raw.rglob("*") if path.is_file()]
    return [name for name in names if name not in entries and f"content/raw/{name}" not in told]
