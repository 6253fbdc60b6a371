"""Every call of a build that changes the disk is a point, and at one of them the world ends: a write fails, or a kill.

    python -m tests.fault.points SITE

Reads lines of JSON, [folder, at, how], and answers each with [exit code, points that were passed]. Each run is a fork
of this process, which has all libraries loaded, so that hundreds of points cost seconds. `how`: "count" lets everything
through; "once" makes call number `at` fail as on a full disk, "fail" all that follow too; "kill" ends the process at
that call as kill -9 does. Half of the bytes of a write that does not go through have arrived.

In a folder that holds a file small-is-large, a site that is replaced stays as a spare, as a large one does.

Points are: opening a file for writing, each write of it, fsync, making, renaming, linking and deleting files and
folders, the exchange of two folders, and each transaction of the cache.
"""

from __future__ import annotations

import builtins
import errno
import io
import json
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from typing import Any, NoReturn

EVENTS = frozenset({"os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.truncate", "os.symlink"})


class Points:
    """Counts the calls, and ends the world at one of them."""

    def __init__(self, at: int, how: str) -> None:
        self.at, self.how, self.passed = at, how, 0

    def reach(self, half: Callable[[], object] = lambda: None, full: type[Exception] = OSError) -> None:
        """One call more; `half` does the half of it that the end of the world lets through."""
        self.passed += 1
        if self.how == "count" or self.passed < self.at or (self.how == "once" and self.passed > self.at):
            return
        if self.passed == self.at:
            half()
        if self.how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise full("disk is full") if full is not OSError else OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def inject(points: Points) -> None:
    """Let every call that changes the disk pass by `points`; for good, so only in a fork."""

    class Counted(io.FileIO):
        def write(self, data: Any) -> int:
            points.reach(lambda: super(Counted, self).write(bytes(data)[: len(data) // 2]))
            return super().write(data)

    real_open = io.open

    def opened(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
        if not set("wax+") & set(mode) or isinstance(file, int) or options.get("opener"):
            return real_open(file, mode, *args, **options)
        raw = Counted(os.fspath(file), mode.replace("b", "").replace("t", ""))
        if "b" in mode:
            return raw if args[:1] == (0,) or options.get("buffering") == 0 else io.BufferedWriter(raw)
        _, encoding, errors, newline = (*args, *(None,) * 4)[:4]
        named = {"encoding": encoding, "errors": errors, "newline": newline} | options
        named.pop("buffering", None)
        return io.TextIOWrapper(io.BufferedWriter(raw), **named)

    def heard(event: str, args: tuple[Any, ...]) -> None:
        if event in EVENTS or (event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)):
            points.reach()

    io.open = builtins.open = opened  # type: ignore[assignment]
    os.fsync = lambda number: points.reach()
    sys.addaudithook(heard)
    _inject_ours(points)


def _inject_ours(points: Points) -> None:
    """What audit events do not tell: transactions of the cache, the exchange, and the wait for the disk."""
    from generator.edge import disk, publish
    from generator.edge.cache import Cache

    def counted(real: Callable[..., Any], full: type[Exception] = OSError) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            points.reach(full=full)
            return real(*args)

        return call

    for name in ("keep", "keep_last"):
        setattr(Cache, name, counted(getattr(Cache, name), sqlite3.OperationalError))
    publish._exchanged = counted(publish._exchanged)
    disk.sync = counted(lambda folder: None)


def run(folder: str, at: int, how: str) -> NoReturn:
    """One build in a fork; ends it with the exit code of the command."""
    from generator.cli import cli
    from generator.edge import publish

    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.chdir(folder)
    if os.path.exists("small-is-large"):  # noqa: PTH110
        publish.SPARED = 2
    points = Points(at, how)
    inject(points)
    code = 70
    try:
        cli(["build", "-q", "--executor", "inline"], prog_name="fonds")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        os.write(3, str(points.passed).encode())
        os._exit(code)


def answer(folder: str, at: int, how: str) -> tuple[int, int]:
    """Exit code (negative: the signal) and points passed of one run."""
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(writes, 3)
        run(folder, at, how)
    os.close(writes)
    with os.fdopen(reads, "rb") as pipe:
        passed = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), int(passed or b"0")


def main() -> None:
    """Load all that a build loads, by building SITE, then answer."""
    from generator.cli import cli

    try:
        cli(["build", "-q", "--executor", "inline", "-c", sys.argv[1]], prog_name="fonds")
    except SystemExit as ended:
        assert not ended.code, "the site that warms up cannot be built"
    for line in sys.stdin:
        folder, at, how = json.loads(line)
        print(json.dumps(answer(folder, at, how)), flush=True)


if __name__ == "__main__":
    main()
