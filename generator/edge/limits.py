"""What one document may take: CPU seconds and memory. More of either ends its step, in the worst case its worker."""

from __future__ import annotations

import functools
import importlib
import math
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
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
def bounded() -> Iterator[None]:
    """Raise MemoryError inside, in a worker, past MEMORY, where the system can: for a batch of documents.

    A worker whose library does not bear a refused allocation ends itself.
    """
    with _bound("RLIMIT_AS", _most_memory) if _STATM.exists() else nullcontext():
        yield


@contextmanager
def limited() -> Iterator[None]:
    """Raise TooLong inside after CPU seconds, where the system can: for one document.

    Code in C sees no signal: a worker that stays in it a second or two longer is ended by the system (RLIMIT_CPU).
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    # Again each second: raised within a callback of the garbage collector it would be lost.
    signal.setitimer(signal.ITIMER_PROF, CPU, 1)
    try:
        with _bound("RLIMIT_CPU", lambda: math.ceil(time.process_time() + CPU + 1)):
            yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def each(items: Iterator[T], instead: Callable[[str], T]) -> Iterator[T]:
    """The items, each of which has CPU seconds, and all MEMORY; of what takes more, `instead(why)` is the last."""
    with bounded():
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


def _most_memory() -> int:
    """MEMORY over what is held now."""
    return int(_STATM.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") + MEMORY


@contextmanager
def _bound(name: str, most: Callable[[], int]) -> Iterator[None]:
    """Lower a limit of this process, if it is a worker."""
    resource = _resource()
    if not (_worker and resource):
        yield
        return
    kind = getattr(resource, name)
    before = resource.getrlimit(kind)
    hard = before[1]
    resource.setrlimit(kind, (most() if hard == resource.RLIM_INFINITY else min(most(), hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(kind, before)


@functools.cache
def _resource() -> Any:
    """The module `resource`; None on Windows."""
    try:
        return importlib.import_module("resource")
    except ImportError:
        return None


def _stop(*_: object) -> None:
    raise TooLong
