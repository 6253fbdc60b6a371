"""An address such as dask://HOST:PORT -> the workers of a cluster, which run batches of steps as this machine does.

A worker of the cluster hands its batch to processes of its own, so that the limits of a document hold there too, and a
document that ends its process takes no worker of the cluster with it. The cluster does again elsewhere what a worker
had begun that is gone. All workers must have the very program that asks: results are remembered under its digest.
"""

from __future__ import annotations

import functools
import importlib
import multiprocessing
import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, NamedTuple

from generator.edge import code, processes, work
from generator.types import Digest, Problem, Stop

PATIENCE = 30
"""Seconds to wait for the cluster, and for its first worker."""
_OPTION = "--executor"

_lock = threading.Lock()
_pool: ProcessPoolExecutor | None = None


class Cluster(NamedTuple):
    """Workers on other machines."""

    executor: Executor
    slots: int
    """How many batches it runs at a time."""
    lost: tuple[type[Exception], ...]
    """What it raises if it gives a batch up because worker after worker ended while doing it."""
    close: Callable[[], object]


def connect(address: str, digest: Digest) -> Cluster:
    """The cluster at an address; `digest` is that of our program. Stop if there is none, or it has another program."""
    kind, _, place = address.partition("://")
    try:
        found = {"dask": _dask, "ray": _ray}[kind](place)
    except KeyError as error:
        hint = "Known are processes, inline, dask://HOST:PORT and ray://HOST:PORT."
        raise Stop(Problem("error", _OPTION, f"{address!r} is no executor", hint)) from error
    except ImportError as error:
        hint = f"Install it on this machine and on all workers: pip install 'fonds[{kind}]'"
        raise Stop(Problem("error", _OPTION, f"{address} needs the extra {kind!r}", hint)) from error
    except (OSError, TimeoutError, ConnectionError) as error:
        hint = "Start the scheduler and at least one worker first."
        raise Stop(Problem("error", _OPTION, f"nobody answers at {address}: {error}", hint)) from error
    try:
        found.executor.submit(check, digest).result()
    except (ModuleNotFoundError, AttributeError) as error:
        found.close()
        raise Stop(_other(f"a worker of {address} cannot load it ({error})")) from error
    return found


def check(digest: Digest) -> None:
    """Stop if the program on this worker is not the one with that digest."""
    if _ours() != digest:
        raise Stop(_other(f"the worker on {socket.gethostname()} has another version of fonds, or of a library"))


def run_batch(digest: Digest, job: work.Job, batch: list[tuple[Any, ...]]) -> list[work.Made]:
    """Run a batch on a worker of the cluster, in a process of its own. Stop if the program is not ours."""
    global _pool
    check(digest)
    with _lock:
        if _pool is None:
            # Dask marks its workers as daemons, which may have no children; these end with their parent by themselves.
            multiprocessing.current_process().daemon = False
            _pool = processes.pool(os.cpu_count() or 1)
        mine = _pool
    try:
        return mine.submit(work.run_batch, job, batch).result()
    except BrokenProcessPool:
        with _lock:
            _pool = None if _pool is mine else _pool
    return work.one_by_one(job, batch)


@functools.cache
def _ours() -> Digest:
    """Of the program that this process has loaded: files that change later are not loaded again."""
    return code.digest()


def _other(what: str) -> Problem:
    hint = "Install the same fonds, with the same lock file, on this machine and on all workers."
    return Problem("error", _OPTION, f"the workers do not run this program: {what}", hint)


def _dask(place: str) -> Cluster:
    distributed: Any = importlib.import_module("distributed")
    client = distributed.Client(f"tcp://{place}", timeout=PATIENCE, set_as_default=False)
    client.wait_for_workers(1, timeout=PATIENCE)
    slots = sum(client.nthreads().values())
    return Cluster(client.get_executor(pure=False), slots, (distributed.KilledWorker,), client.close)


def _ray(place: str) -> Cluster:
    ray: Any = importlib.import_module("ray")
    ray.init(f"ray://{place}" if place else "auto", logging_level="ERROR", log_to_driver=False)
    slots = int(ray.cluster_resources().get("CPU", 1))
    return Cluster(_Ray(ray), slots, (ray.exceptions.WorkerCrashedError,), ray.shutdown)


class _Ray(Executor):
    """Ray's tasks as an Executor."""

    def __init__(self, ray: Any) -> None:
        self._ray = ray

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        made: Future[Any] = self._ray.remote(fn).remote(*args, **kwargs).future()
        return made
