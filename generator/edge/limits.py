"""What one document may take: CPU seconds and memory. More of either ends its step, in the worst case its worker."""

from __future__ import annotations

import importlib
import math
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

CPU = 8.0
"""Seconds after which a document is given up (4 KB of `[` take Python-Markdown 4.3); 10 at most with what follows."""
MEMORY = 1_000_000_000
"""Bytes that one document may take over what its worker holds."""
BROKEN = "ended its worker"
_STATM = Path("/proc/self/statm")

_worker = False


class TooLong(BaseException):
    """The step used up its CPU time. No `except Exception` of a library may take it for one of its own."""


EXCEEDED = (TooLong, RecursionError, MemoryError)
"""What a step raises that takes more than a document may."""


def reason(error: BaseException) -> str:
    """What a document did that raised one of EXCEEDED, to stand in a Problem."""
    if isinstance(error, TooLong):
        return f"took more than {CPU:g} CPU seconds"
    return "is nested too deeply" if isinstance(error, RecursionError) else f"took more than {MEMORY // 10**9} GB"


def enter_worker(cpu: float, memory: int) -> None:
    """This process runs steps and nothing else: memory is limited, and what hangs in foreign code may be ended.

    `cpu` and `memory` are CPU and MEMORY as the building process has them.
    """
    global _worker, CPU, MEMORY
    _worker, CPU, MEMORY = True, cpu, memory
    if resource := _resource():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def limited() -> Iterator[None]:
    """Raise TooLong inside after CPU seconds and, in a worker, MemoryError past MEMORY, where the system can.

    Code in C sees no signal: a worker that stays in it a second or two longer is ended by the system (RLIMIT_CPU), and
    one whose library does not bear a refused allocation ends itself.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    # Again each second: raised within a callback of the garbage collector it would be lost.
    signal.setitimer(signal.ITIMER_PROF, CPU, 1)
    bounds = _bound() if _worker else []
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        if resource := _resource():
            for kind, old in bounds:
                resource.setrlimit(kind, old)


def each(items: Iterator[T], instead: Callable[[str], T]) -> Iterator[T]:
    """The items, each of which has CPU seconds; one that exceeds them is the last: `instead(why)` stands for it."""
    while True:
        try:
            with limited():
                item = next(items)
        except StopIteration:
            return
        except EXCEEDED as error:
            yield instead(reason(error))
            return
        yield item


def _bound() -> list[tuple[int, tuple[int, int]]]:
    """Bound memory and CPU time of this process; each limit with what it was before."""
    resource = _resource()
    if resource is None:
        return []
    wanted = {resource.RLIMIT_CPU: math.ceil(time.process_time() + CPU + 1)}
    if _STATM.exists():
        wanted[resource.RLIMIT_AS] = int(_STATM.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") + MEMORY
    before = [(kind, resource.getrlimit(kind)) for kind in wanted]
    for kind, (_, hard) in before:
        most = wanted[kind] if hard == resource.RLIM_INFINITY else min(wanted[kind], hard)
        resource.setrlimit(kind, (most, hard))
    return before


def _resource() -> Any:
    """The module `resource`; None on Windows."""
    try:
        return importlib.import_module("resource")
    except ImportError:
        return None


def _stop(*_: object) -> None:
    raise TooLong
