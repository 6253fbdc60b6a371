"""Worker processes, in which documents are read and made: what one of them takes or breaks ends there."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO, TypeVar

from generator.edge import limits

# multiprocessing is loaded where it is needed: an unchanged build needs none.
if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.connection import Connection

T = TypeVar("T")
Task = TypeVar("Task")

_LOADED = ("numpy", "generator.pipeline.steps")
_READING = ("generator.ingest.readers", "generator.ingest.draft")
"""What workers need of the program, and what of it only where documents are read: loaded once, in the process of which
they are forks."""
_TASKS = 4096
"""A process of `stream` is told of so many at most, and ends after them with all that it held."""


class _Sent(NamedTuple):
    """What comes from a process of `stream`."""

    item: Any = None
    done: bool = False
    """No item: the task has come to its end."""
    fault: Exception | None = None


class Beside(NamedTuple):
    """What is found beside this process."""

    lines: Iterator[str]
    tell: Callable[[bool], None]
    """Answers what is asked there; the first answer counts."""


def prepare(reading: bool = True) -> None:
    """Begin to load what workers need, beside what this process does: the first of them is there sooner."""
    if _method() == "forkserver":
        from multiprocessing import forkserver  # only where the system has it

        forkserver.set_forkserver_preload(["__main__", *_LOADED, *(_READING if reading else ())])
        forkserver.ensure_running()


def pool(jobs: int) -> ProcessPoolExecutor:
    """Worker processes, started as they are needed, that run batches of steps within limits.py."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    prepare(reading=False)
    context = multiprocessing.get_context(_method())
    return ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(limits.CPU, limits.MEMORY))


def stream(
    generate: Callable[[Task], Iterator[T]], tasks: Sequence[Task], instead: Callable[[Task, str], T]
) -> Iterator[tuple[int, T]]:
    """What `generate` gives for each task, with the task's number; made in a process apart and sent as it comes.

    Each item may take what limits.py allows. For a task that takes more or ends the process, `instead(task, why)` is
    the last item. Both are top-level functions. What they raise is a fault of the program, and raised here.
    """
    prepare()
    for start in range(0, len(tasks), _TASKS):
        some = tasks[start : start + _TASKS]
        done = 0
        while done < len(some):
            for sent in _received(generate, some[done:], instead):
                if sent.done:
                    done += 1
                else:
                    yield start + done, sent.item
            if done < len(some):
                yield start + done, instead(some[done], limits.BROKEN)
                done += 1


def stream_here(
    generate: Callable[[Task], Iterator[T]], tasks: Sequence[Task], instead: Callable[[Task, str], T]
) -> Iterator[tuple[int, T]]:
    """The same in this process, in which no memory is bounded, and which may be lost."""
    for number, task in enumerate(tasks):
        yield from ((number, item) for item in limits.each(generate(task), partial(instead, task)))


@contextmanager
def beside(find: Callable[[Callable[[], bool]], Iterator[str]], here: bool = False) -> Iterator[Beside]:
    """What `find` gives, line by line, found while this process goes on: whoever takes a line waits for it.

    It is for work on many files that nothing else changes meanwhile, and runs in a fork, which costs some milliseconds.
    `find` is given a function that waits until `tell` is called, and says what was told. Where the system has no fork,
    or this process has threads, or all is to be done `here`, it runs here when a line is asked for.
    """
    if here or sys.platform != "linux" or threading.active_count() > 1:
        said: list[bool] = []
        yield Beside(find(lambda: said[:1] == [True]), said.append)
        return
    (lines, answer), (asked, ask) = os.pipe(), os.pipe()
    fork = os.fork()
    if fork == 0:
        try:
            os.close(ask)  # so that the end of our parent is heard
            for line in find(partial(_told, asked)):
                os.write(answer, f"{line}\n".encode())
        finally:
            os._exit(0)
    os.close(answer)
    os.close(asked)
    with open(lines, encoding="utf-8") as pipe, open(ask, "wb", buffering=0) as back:  # noqa: PTH123

        def tell(yes: bool) -> None:
            with suppress(BrokenPipeError):
                back.write(b"y" if yes else b"n")

        try:
            yield Beside(_lines(pipe, find), tell)
        finally:
            os.kill(fork, signal.SIGKILL)
            os.waitpid(fork, 0)


def _told(asked: int) -> bool:
    if word := os.read(asked, 1):
        return word == b"y"
    os._exit(0)  # nobody is there any more


def _lines(pipe: TextIO, find: Callable[[Callable[[], bool]], Iterator[str]]) -> Iterator[str]:
    """What comes from a fork, and then what it owes if it has ended too soon."""
    count = 0
    for line in pipe:
        count += 1
        yield line.removesuffix("\n")
    yield from islice(find(lambda: False), count, None)


def quiet() -> None:
    """What libraries have to say of a document is in its problems, or of no use to the reader of a log.

    And no threads of theirs: what numpy would start them for (OpenBLAS) is never asked for, and they wait by turning.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name in ("trafilatura", "readability", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def give_back() -> None:
    """Give memory that is free back to the system; glibc would keep it for what may come (malloc_trim(3))."""
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "malloc_trim"):
        library.malloc_trim(0)


def _received(
    generate: Callable[[Task], Iterator[T]], tasks: Sequence[Task], instead: Callable[[Task, str], T]
) -> Iterator[_Sent]:
    """What a new process sends, until it ends."""
    import multiprocessing

    context: Any = multiprocessing.get_context(_method())
    ours, theirs = context.Pipe(duplex=False)
    told = (theirs, generate, tasks, instead, limits.CPU, limits.MEMORY)
    process = context.Process(target=_send, args=told, daemon=True)
    process.start()
    theirs.close()
    try:
        while sent := _next(ours):
            if sent.fault:
                raise sent.fault
            yield sent
    finally:
        process.kill()
        process.join()
        ours.close()


def _next(ours: Connection) -> _Sent | None:
    try:
        sent: _Sent = ours.recv()
    except (EOFError, OSError):  # at the end of a message, or within one
        return None
    return sent


def _send(
    theirs: Connection,
    generate: Callable[[Task], Iterator[T]],
    tasks: Sequence[Task],
    instead: Callable[[Task, str], T],
    cpu: float,
    memory: int,
) -> None:
    """What a process of `stream` does."""
    _begin(cpu, memory)
    try:
        for task in tasks:
            for item in limits.each(generate(task), partial(instead, task)):
                theirs.send(_Sent(item))
            theirs.send(_Sent(done=True))
    except Exception as fault:
        theirs.send(_Sent(fault=fault))


def _begin(cpu: float, memory: int) -> None:
    import multiprocessing

    quiet()
    limits.enter_worker(cpu, memory)
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(parent: int) -> None:
    """End this process when its parent has ended: one that is killed cannot tell its workers to go."""
    from multiprocessing import connection

    connection.wait([parent])
    os._exit(1)


def _method() -> str:
    # A fork of a process with threads (a progress bar has one) may hang; a fork server has none.
    import multiprocessing

    methods = multiprocessing.get_all_start_methods()
    return "forkserver" if "forkserver" in methods else "spawn"
