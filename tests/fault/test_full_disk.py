"""Every Nth write fails as on a full disk: what is published is the old site or the new one, and content is whole."""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.config import Config
from generator.edge import disk, publish
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.pipeline.build import build
from generator.pipeline.ingest import ingest
from generator.pipeline.place import Place
from generator.types import Stop

RAW = {
    "a.txt": "Herring at the quay\n\nThe boats came in late, and the ice was gone before noon.\n",
    "b.txt": "A lamp in the storm\n\nThe keeper wrote one line a night, and that night he wrote two.\n",
}
MORE = {"c.txt": "The census of the lane\n\nEleven children were counted twice, and one of them never.\n"}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(disk, "sync", lambda: None)
    made = Place(tmp_path / "site", Config(search=False))
    write(made, RAW)
    return made


def write(place: Place, texts: dict[str, str]) -> None:
    place.raw.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (place.raw / name).write_text(text)


def run(place: Place, building: bool = True) -> None:
    cache = Cache(None)
    try:
        with Work(cache, "code", 1) as work:
            ingest(place, work)
            if building:
                build(place, work, "")
    finally:
        cache.close()


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(found)}


class Disk:
    """Lets so many calls through, then says that it is full; half of the bytes of the write that fails arrive."""

    def __init__(self, patch: pytest.MonkeyPatch, calls: int) -> None:
        self.left = calls
        self.failed = False
        for owner, name in ((Path, "write_bytes"), (Path, "write_text"), (disk, "write"), (os, "mkdir"), (os, "fsync")):
            patch.setattr(owner, name, self.counted(getattr(owner, name)))

    def counted(self, real: Callable[..., Any]) -> Callable[..., Any]:
        """The call, or ENOSPC."""

        def call(*args: Any, **options: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                self.failed = True
                if real.__name__ == "write_bytes":
                    real(args[0], args[1][: len(args[1]) // 2])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(*args, **options)

        return call


def test_publishing_on_a_full_disk_leaves_the_old_site_or_the_new(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(place)
    old = files(place.output)
    write(place, MORE)
    run(place, building=False)
    run(Place(place.root, Config(search=False, output="other")))
    new = files(place.root / "other")
    assert old != new
    calls = 0
    while calls < 400:
        with monkeypatch.context() as patch:
            failing = Disk(patch, calls)
            try:
                run(place)
                ended = True
            except (Stop, OSError):
                ended = False
        now = files(place.output)
        assert now in (old, new), f"after {calls} calls"
        assert failing.failed or ended
        if ended:
            assert now == new
            break
        calls += 1 if calls < 12 else 5
    assert calls > 20
    assert sorted(path.name for path in place.root.iterdir() if path.name.startswith("public.")) == []


def test_ingest_on_a_full_disk_loses_nothing(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Place(tmp_path / "whole", Config(search=False))
    write(whole, RAW)
    run(whole, building=False)
    expected, ledger = files(whole.entries), disk.read(whole.ledger)
    for calls in range(40):
        with monkeypatch.context() as patch:
            failing = Disk(patch, calls)
            try:
                run(place, building=False)
            except OSError:
                assert failing.failed
        for path, data in files(place.entries).items():
            assert expected[path] == data
        if not failing.failed:
            break
    assert calls > 2
    assert files(place.entries) == expected
    assert disk.read(place.ledger) == ledger


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB, where this machine lets us mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "mount") or library.mount(b"none", os.fsencode(folder), b"tmpfs", 0, b"size=1m") != 0:
        pytest.skip("this machine does not let the tests mount a small file system")
    yield folder
    library.umount2(os.fsencode(folder), 2)


def test_a_disk_that_is_really_full(place: Place, small: Path) -> None:
    there = Place(place.root, Config(search=False, output=str(small / "public")))
    run(there)
    old = files(there.output)
    write(place, MORE)
    with (small / "filler").open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(b"\0" * 4096)
        except OSError:
            pass
    with pytest.raises(Stop) as stopped:
        run(there)
    assert "No space left" in stopped.value.args[0].message
    assert files(there.output) == old
    (small / "filler").unlink()
    run(there)
    assert files(there.output) != old
    assert (there.output / publish.MARK).exists()
