"""A command -> what it cost: wall time, CPU time, and the memory of all processes that it started. Linux only.

Memory is the highest sum, over the process and all its descendants, of the proportional set size (PSS: a page shared
by n processes counts 1/n in each), read every 50 ms, or less often where reading takes long (the kernel walks all
pages, and that must not slow down what is measured); shorter peaks escape, so the most that one of the processes had
held when it was last seen (VmHWM) is the floor; ru_maxrss begins with what the process that forks it holds. CPU
seconds are what the kernel counts for the process, for all that it waited for, and for those whose parent ended first:
they become children of this process (a subreaper, prctl(2)) and are waited for here. The floor is the sum over all
processes of what each had used when it was last seen.
"""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

EVERY = 0.05
SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER of <sys/prctl.h>."""
LATE = 2.0
"""Seconds that those whose parent has ended may take to end."""


@dataclass(frozen=True)
class Measure:
    """What a command cost: seconds, seconds, bytes; and its exit code."""

    wall: float
    cpu: float
    memory: int
    code: int


@dataclass
class Seen:
    """What a look at a process tree, again and again, has shown so far: bytes at the peak, seconds for each process."""

    memory: int = 0
    spent: dict[int, float] = field(default_factory=dict)

    def look(self, root: int) -> None:
        """Read the memory and the CPU time of a process and all its descendants now."""
        tree = descendants(root)
        self.memory = max(self.memory, sum(map(shared_out, tree)), *map(most_held, tree))
        self.spent.update((process, seconds) for process in tree if (seconds := seconds_of(process)))


def descendants(root: int) -> list[int]:
    """The process ids of `root` and all that it started, directly or not, that live now."""
    parents: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            parents.setdefault(parent_of(entry.name), []).append(int(entry.name))
    found = [root]
    for one in found:
        found.extend(parents.get(one, []))
    return found


def parent_of(process: str) -> int:
    """The parent's id; 0 if the process is gone."""
    state = state_of(process)
    return int(state[1]) if state else 0


def seconds_of(process: int) -> float:
    """User and system time that a process has used itself; 0 if it is gone."""
    state = state_of(str(process))
    return (int(state[11]) + int(state[12])) / os.sysconf("SC_CLK_TCK") if state else 0.0


def state_of(process: str) -> list[str]:
    """/proc/PID/stat from its third field on (the second, the name, may hold spaces and brackets); [] if gone."""
    try:
        text = Path("/proc", process, "stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def shared_out(process: int) -> int:
    """The proportional set size of a process in bytes; 0 if it is gone."""
    return bytes_of(process, "smaps_rollup", "Pss")


def most_held(process: int) -> int:
    """The largest resident set that a process has had since its program began, in bytes; 0 if it is gone."""
    return bytes_of(process, "status", "VmHWM")


def bytes_of(process: int, file: str, name: str) -> int:
    """A number of kB that /proc/PID/FILE gives under a name, in bytes; 0 if there is none."""
    try:
        text = Path("/proc", str(process), file).read_text()
    except OSError:
        return 0
    found = re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Measure:
    """Run a command in a folder and measure it with all that it starts; its words go to run.log there."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    with (folder / "run.log").open("ab") as log:
        others = children(os.getpid())
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
        done = threading.Event()
        seen = Seen()
        watcher = threading.Thread(target=watch, args=(process.pid, done, seen))
        watcher.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        done.set()
        watcher.join()
    cpu = max(sum(seen.spent.values()), used.ru_utime + used.ru_stime + orphans(others))
    return Measure(wall, cpu, seen.memory, process.returncode)


def children(parent: int) -> set[int]:
    """The process ids of a process's own children, the ended ones that nobody waited for among them."""
    return {
        int(entry.name) for entry in os.scandir("/proc") if entry.name.isdigit() and parent_of(entry.name) == parent
    }


def orphans(others: set[int]) -> float:
    """Wait for the children that have come to this process, but for `others` -> CPU seconds of them and theirs."""
    seconds, until = 0.0, time.perf_counter() + LATE
    while (left := children(os.getpid()) - others) and time.perf_counter() < until:
        for child in left:
            ended, _, used = os.wait4(child, os.WNOHANG)
            seconds += used.ru_utime + used.ru_stime if ended else 0
        time.sleep(EVERY)
    return seconds


def watch(root: int, done: threading.Event, seen: Seen) -> None:
    """Look at a process tree every 50 ms until `done`; looking takes a tenth of the time at most."""
    pause = EVERY
    while not done.wait(pause):
        start = time.perf_counter()
        seen.look(root)
        pause = max(EVERY, 9 * (time.perf_counter() - start))
