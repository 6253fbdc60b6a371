"""What the fault tests share: a small archive, before and after some edits, and builds that end at a chosen point."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from generator.edge.cache import digest_of

TOP = Path(__file__).parents[2]
TEXT = "The {0} at the quay\n\nThe boats of the {0} came in late, and the ice was gone before noon.\n"
NAMES = ("herring", "lamp", "census")
SITE = 'title: "Faults"\nsearch: {search}\ndata: []\n'
FINISHED = frozenset({0, 1, -9})
"""How a build may end: done, stopped with a word, killed; not with a traceback."""


class Seen(NamedTuple):
    """The files of an archive: path -> bytes."""

    public: dict[str, bytes]
    content: dict[str, bytes]


@dataclass(frozen=True)
class States:
    """An archive before its first build ("raw"), one that was published and edited since ("edited"), the same with
    the site before that kept as a spare ("spare"), and with a site that is to get one ("large")."""

    folders: dict[str, Path]
    before: dict[str, Seen]
    after: dict[str, Seen]
    """What a build that comes to its end makes of it."""


class Builds:
    """Runs builds in forks of one process (tests/fault/points.py)."""

    def __init__(self, warm: Path) -> None:
        command = [sys.executable, "-m", "tests.fault.points", str(warm)]
        self._process = subprocess.Popen(command, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, folder: Path, at: int = 0, how: str = "count") -> tuple[int, int]:
        """Exit code of a build in a folder that ends at point `at`, and the points that it passed."""
        assert self._process.stdin and self._process.stdout
        print(json.dumps([str(folder), at, how]), file=self._process.stdin, flush=True)
        code, passed = json.loads(self._process.stdout.readline())
        return code, passed

    def end(self) -> None:
        """Let the process go."""
        self._process.communicate(timeout=60)


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder but hidden ones."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def write(folder: Path, name: str, text: str) -> None:
    """A raw file."""
    (folder / "content" / "raw").mkdir(parents=True, exist_ok=True)
    (folder / "content" / "raw" / f"{name}.txt").write_text(text)


def copied(folder: Path, to: Path) -> Path:
    """A copy of a site with its links and times, for which what was published is as it was left."""
    subprocess.run(["cp", "-a", folder, to], check=True)
    names = [digest_of(str((at / "public").resolve()).encode())[:12] for at in (folder, to)]
    for record in (to / ".fonds").glob(f"*published-{names[0]}.msgpack"):
        record.rename(record.with_name(record.name.replace(*names)))
    return to


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builds]:
    """Builds that end where a test wants it."""
    warm = tmp_path_factory.mktemp("warm")
    write(warm, "one", TEXT.format("harbour"))
    (warm / "site.yaml").write_text(SITE.format(search="true"))
    running = Builds(warm)
    yield running
    running.end()


@pytest.fixture(scope="session")
def states(builds: Builds, tmp_path_factory: pytest.TempPathFactory) -> States:
    """An archive of three texts, and the same after one was added, one changed and one deleted."""
    top = tmp_path_factory.mktemp("states")
    raw, old, edited, done = (top / name for name in ("raw", "old", "edited", "done"))
    raw.mkdir()
    (raw / "site.yaml").write_text(SITE.format(search="false"))
    for name in NAMES:
        write(raw, name, TEXT.format(name))
    shutil.copytree(raw, old)
    assert builds.run(old)[0] == 0
    copied(old, edited)
    edit(edited)
    copied(edited, done)
    assert builds.run(done)[0] == 0
    spare = shutil.copytree(raw, top / "spare")
    (spare / "small-is-large").touch()
    for text in ("sea", "harbour", "quay"):  # a spare is kept from the second time on
        write(spare, "census", TEXT.format(text))
        assert builds.run(spare)[0] == 0
    write(spare, "census", TEXT.format("census"))
    assert builds.run(spare)[0] == 0
    assert (spare / "public.next").is_dir()
    edit(spare)
    used = copied(spare, top / "used")
    assert builds.run(used)[0] == 0
    large = copied(old, top / "large")
    (large / "small-is-large").touch()
    edit(large)
    spared = copied(large, top / "spared")
    assert builds.run(spared)[0] == 0
    assert (spared / "public.next").is_dir()
    folders = {"raw": raw, "edited": edited, "spare": spare, "large": large}
    after = {"raw": seen(old), "edited": seen(done), "spare": seen(used), "large": seen(spared)}
    return States(folders, {name: seen(at) for name, at in folders.items()}, after)


def edit(folder: Path) -> None:
    """One text more, one changed, one deleted."""
    write(folder, "storm", TEXT.format("storm"))
    write(folder, "lamp", TEXT.format("lamp") + "\nNobody slept until morning.\n")
    (folder / "content/raw/census.txt").unlink()


def seen(folder: Path) -> Seen:
    """What is published and what is in content now."""
    return Seen(files(folder / "public"), files(folder / "content"))


@pytest.fixture
def at_point(builds: Builds, states: States, tmp_path: Path) -> Any:
    """`at_point(state, at, how)`: a build of a copy of that state, ended there -> its exit code and folder."""

    def run(state: str, at: int, how: str) -> tuple[int, Path]:
        folder = tmp_path / f"{state}-{how}-{at}"
        copied(states.folders[state], folder)
        code, _ = builds.run(folder, at, how)
        assert code in FINISHED, f"{how} at point {at}: a traceback"
        return code, folder

    return run
