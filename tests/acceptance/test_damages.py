"""A thousand planted damages, in the site and in content/, one at a time: verify names each, and nothing else."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator import manifest
from generator.config import Config
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.pipeline.build import build
from generator.pipeline.fixity import verify
from generator.pipeline.ingest import ingest
from generator.pipeline.place import Place

COUNT = 1_000
TOP = Path(__file__).parents[2]
Undo = Callable[[], object]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Some of the demo's heap, built with raw files and data files published."""
    options = Config(base_url="https://example.org/", search=False, raw_files=True, data=("jsonl", "csv", "bibtex"))
    made = Place(tmp_path, options, latest="2027-12-31")
    made.raw.mkdir(parents=True)
    for path in sorted((TOP / "content" / "raw" / "courier").iterdir())[:6]:
        shutil.copyfile(path, made.raw / path.name)
    cache = Cache(None)
    with Work(cache, "code", executor="inline") as work:
        ingest(made, work)
        build(made, work, "https://example.org/")
    cache.close()
    return made


def flipped(file: Path, chance: random.Random) -> bytes:
    data = file.read_bytes()
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


CHANGES: dict[str, Callable[[Path, random.Random], bytes]] = {
    "a bit flipped": flipped,
    "cut short": lambda file, chance: file.read_bytes()[: chance.randrange(file.stat().st_size)],
    "a byte more": lambda file, chance: file.read_bytes() + bytes([chance.randrange(256)]),
    "emptied": lambda file, chance: b"",
    "two bytes changed places": lambda file, chance: swapped(file.read_bytes(), chance),
}


def swapped(data: bytes, chance: random.Random) -> bytes:
    """Two neighbouring bytes that differ; a damage that a sum or a length does not see."""
    places = [at for at in range(len(data) - 1) if data[at] != data[at + 1]]
    if not places:
        return data + b"x"
    at = chance.choice(places)
    return data[:at] + data[at + 1 : at + 2] + data[at : at + 1] + data[at + 2 :]


def planted(files: list[Path], kind: str, chance: random.Random) -> tuple[set[Path], Undo]:
    """Damage one of the files; gives the paths that must be named, and how it is undone."""
    file = chance.choice(files)
    data, stat = file.read_bytes(), file.stat()
    if kind == "missing":
        file.unlink()
        return {file}, lambda: file.write_bytes(data)
    if kind == "extra":
        more = file.with_name(f"extra-{chance.randrange(1_000)}{file.suffix}")
        more.write_bytes(data)
        return {more}, more.unlink
    if kind == "renamed":
        other = file.with_name(f"renamed-{file.name}")
        file.rename(other)
        return {file, other}, lambda: other.rename(file)
    file.write_bytes(CHANGES[kind](file, chance))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    return {file}, lambda: file.write_bytes(data)


def test_a_thousand_planted_damages_are_named(place: Place, figure: Any) -> None:
    chance = random.Random(1000)
    kinds = (*CHANGES, "missing", "extra", "renamed")
    folders = (place.output, place.root / "content")
    found = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    files = [path for path in found if path.name not in (".fonds", manifest.NAME) and path.stat().st_size]
    assert len(files) > 80
    named = 0
    for number in range(COUNT):
        damaged, undo = planted(files, kinds[number % len(kinds)], chance)
        wanted = {path.relative_to(place.root).as_posix() for path in damaged}
        named += {problem.where for problem in verify(place).problems} == wanted
        undo()
    assert not verify(place).problems
    figure("planted damages that verify names, and nothing else", COUNT, named)
