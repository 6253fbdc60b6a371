"""A disk that is really full: site, cache and content on a file system of a few megabytes, with more and more room."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fault.conftest import FINISHED, SITE, Builds, States, seen

ROOMS = {"without search": (*range(0, 400, 20), 2000), "with search": (*range(0, 900, 50), 4000)}
"""Free space before the build, in KiB: from none to more than enough."""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MB, where this machine lets us mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "mount") or library.mount(b"none", os.fsencode(folder), b"tmpfs", 0, b"size=8m") != 0:
        pytest.skip("this machine does not let the tests mount a small file system")
    yield folder
    library.umount2(os.fsencode(folder), 2)


def fill(folder: Path, room: int) -> None:
    """Leave `room` KiB."""
    with (folder / "filler").open("wb", buffering=0) as filler:
        free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
        filler.write(bytes(max(0, free - room * 1024)))


@pytest.mark.parametrize("kind", ROOMS)
def test_on_a_full_disk_the_site_is_the_old_or_the_new(
    builds: Builds, states: States, small: Path, tmp_path: Path, figure: Any, kind: str
) -> None:
    start, rooms = states.folders["edited"], ROOMS[kind]
    if kind == "with search":
        start = shutil.copytree(start, tmp_path / "start")
        (start / "site.yaml").write_text(SITE.format(search="true"))
    before, good, ends = seen(start), 0, set()
    end = shutil.copytree(start, tmp_path / "end")  # on another file system: no byte hangs on the order of its folders
    assert builds.run(end)[0] == 0
    after = seen(end)
    for room in rooms:
        folder = shutil.copytree(start, small / "site")
        fill(small, room)
        code, _ = builds.run(folder)
        now = seen(folder)
        sound = code in FINISHED and now.public in (before.public, after.public)
        sound &= code != 0 or now.public == after.public
        sound &= all(data in (before.content.get(path), after.content.get(path)) for path, data in now.content.items())
        (small / "filler").unlink()
        sound &= builds.run(folder)[0] == 0 and seen(folder) == after
        shutil.rmtree(folder)
        good += bool(sound)
        ends.add(code)
    assert ends == {0, 1}, "some rooms were too small, some large enough"
    figure(f"a full disk, with more and more room, {kind}", f"{len(rooms)} of {len(rooms)}", f"{good} of {len(rooms)}")
