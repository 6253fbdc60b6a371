"""A step over many values -> digests of its results: each distinct (step, code, value) is computed once, ever."""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, NamedTuple, TypeVar

import msgspec

from generator.edge import limits
from generator.edge.cache import Cache
from generator.types import Digest

T = TypeVar("T")
Made = bytes | tuple[bytes, ...]
"""What a step gives: bytes, or several, of which the first names the others by digest; those are kept too."""
Step = Callable[..., Made]
"""`step(item, *blobs, *shared) -> Made`: a pure top-level function."""
Tick = Callable[[str, int, int], None]
"""Called with the name of a step, how many items are done, and how many there are."""

_ENCODE = msgspec.msgpack.Encoder(order="deterministic").encode
_INLINE = 24
"""Up to so many missing results are computed here: starting workers takes longer."""
_CHUNK = 32
_SMALL = 65_536
"""Bytes of a document that is computed here: only a worker can bound memory, and may be lost."""


class _Job(NamedTuple):
    step: Step
    fallback: Step | None
    shared: tuple[bytes, ...]


class _Batch(NamedTuple):
    keys: list[bytes]
    arguments: list[tuple[Any, ...]]


class Work:
    """Where steps run: the cache, the worker processes (started when they are first needed), the progress."""

    def __init__(self, cache: Cache, code: str, jobs: int = 0, tick: Tick | None = None) -> None:
        """`code`: digest of all that shapes results besides the values. `jobs`: workers; 0 one a core; 1 none."""
        self.cache = cache
        self.code = code
        self.jobs = jobs or os.cpu_count() or 1
        _quiet()
        self.tick = tick or (lambda name, done, total: None)
        self._pool: Executor | None = None

    def __enter__(self) -> Work:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def memo_map(
        self,
        step: Step,
        items: Sequence[T],
        *,
        fetch: Callable[[T], tuple[bytes, ...]] = lambda item: (),
        shared: tuple[bytes, ...] = (),
        fallback: Step | None = None,
        label: str = "",
    ) -> list[Digest]:
        """The digest of `step(item, *fetch(item), *shared)` for each item, in order.

        An item names by digest what `fetch` brings and what `shared` holds, so that its encoding alone is the key;
        `fetch` is called on a miss only, here. Where a `fallback` is given, it takes the step's place, with the same
        arguments and `why` in words, for an item that takes more than limits.py allows or ends its worker. With a
        `label`, progress is reported.
        """
        name = self._name(step)
        keys = [hashlib.sha256(name + _ENCODE(item)).digest() for item in items]
        known = self.cache.known(list(dict.fromkeys(keys)))
        missing = {key: item for key, item in zip(keys, items, strict=True) if key not in known}
        job = _Job(step, fallback, shared)
        loaded = (
            _Batch([key for key, _ in some], [(item, *fetch(item)) for _, item in some])
            for some in _chunks(list(missing.items()), _CHUNK)
        )
        done = 0
        for keys_made, made in self._compute(job, loaded, len(missing)):
            pairs = list(_pairs(keys_made, made))
            known.update(zip((key for key, _ in pairs), self.cache.keep(pairs), strict=True))
            done += len(made)
            if label:
                self.tick(label, done, len(missing))
        return [known[key] for key in keys]

    def known(self, step: Step, items: Sequence[T]) -> list[Digest | None]:
        """The digest of `step` for each item, None where it has not been computed."""
        name = self._name(step)
        keys = [hashlib.sha256(name + _ENCODE(item)).digest() for item in items]
        found = self.cache.known(list(dict.fromkeys(keys)))
        return [found.get(key) for key in keys]

    def recall(self, name: str, items: Sequence[object]) -> list[bytes | None]:
        """What `remember` kept under a name for each item, if anything."""
        keys = [self._key(name, item) for item in items]
        known = self.cache.known(keys)
        blobs = dict(self.cache.read(known.values()))
        return [blobs.get(known[key]) if key in known else None for key in keys]

    def remember(self, name: str, item: object, data: bytes) -> None:
        """Keep a result that this process computed itself; `item` is all that it depends on."""
        self.cache.keep([(self._key(name, item), data)])

    def _name(self, step: Step) -> bytes:
        return f"{step.__module__}.{step.__qualname__}\0{self.code}\0".encode()

    def _key(self, name: str, item: object) -> bytes:
        return hashlib.sha256(f"{name}\0{self.code}\0".encode() + _ENCODE(item)).digest()

    def _compute(self, job: _Job, batches: Iterable[_Batch], count: int) -> Iterator[tuple[list[bytes], list[Made]]]:
        if self.jobs == 1 or count <= _INLINE:
            for batch in batches:
                here = job.fallback is None or _are_small(batch)
                yield self._here(job, batch) if here else self._collect(job, batch, self._submit(job, batch))
            return
        waiting: deque[tuple[_Batch, Future[list[Made]]]] = deque()
        for batch in batches:
            waiting.append((batch, self._submit(job, batch)))
            if len(waiting) > 3 * self.jobs:
                yield self._collect(job, *waiting.popleft())
        while waiting:
            yield self._collect(job, *waiting.popleft())

    def _here(self, job: _Job, batch: _Batch) -> tuple[list[bytes], list[Made]]:
        return batch.keys, run_batch(job, batch.arguments)

    def _submit(self, job: _Job, batch: _Batch) -> Future[list[Made]]:
        try:
            return self._executor().submit(run_batch, job, batch.arguments)
        except BrokenProcessPool as broken:
            failed: Future[list[Made]] = Future()
            failed.set_exception(broken)
            return failed

    def _collect(self, job: _Job, batch: _Batch, future: Future[list[Made]]) -> tuple[list[bytes], list[Made]]:
        try:
            return batch.keys, future.result()
        except BrokenProcessPool:
            self._pool = None
        return batch.keys, _apart(job, batch.arguments)

    def _executor(self) -> Executor:
        if self._pool is None:
            self._pool = _pool(self.jobs)
        return self._pool


def _pairs(keys: Sequence[bytes], made: Sequence[Made]) -> Iterator[tuple[bytes, bytes]]:
    """What the cache keeps of results: each under its key, and what it names without one."""
    for key, one in zip(keys, made, strict=True):
        if isinstance(one, bytes):
            yield key, one
        else:
            yield key, one[0]
            yield from ((b"", named) for named in one[1:])


def run_batch(job: _Job, batch: list[tuple[Any, ...]]) -> list[Made]:
    """Run a step on each of a batch of argument tuples (in a worker)."""
    return [_one(job, arguments) for arguments in batch]


def _one(job: _Job, arguments: tuple[Any, ...]) -> Made:
    if job.fallback is None:
        return job.step(*arguments, *job.shared)
    try:
        with limits.limited():
            return job.step(*arguments, *job.shared)
    except limits.EXCEEDED as error:
        why = limits.reason(error)
    return job.fallback(*arguments, *job.shared, why=why)


def _apart(job: _Job, batch: list[tuple[Any, ...]]) -> list[Made]:
    """A batch one by one in a worker of its own: the item that ends its worker gives way, the others go on."""
    done: list[Made] = []
    while len(done) < len(batch):
        with _pool(1) as single:
            try:
                for arguments in batch[len(done) :]:
                    done += single.submit(run_batch, job, [arguments]).result()
            except BrokenProcessPool:
                if job.fallback is None:
                    raise
                done.append(job.fallback(*batch[len(done)], *job.shared, why=limits.BROKEN))
    return done


def _pool(jobs: int) -> ProcessPoolExecutor:
    # A fork of a process with threads (a progress bar has one) may hang; a fork server has none.
    methods = multiprocessing.get_all_start_methods()
    method = "forkserver" if "forkserver" in methods else "spawn"
    context = multiprocessing.get_context(method)
    return ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(limits.CPU, limits.MEMORY))


def _begin(cpu: float, memory: int) -> None:
    _quiet()
    limits.enter_worker(cpu, memory)


def _quiet() -> None:
    """What libraries have to say of a document is in its problems, or of no use to the reader of a log."""
    for name in ("trafilatura", "readability", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _are_small(batch: _Batch) -> bool:
    return all(len(_ENCODE(arguments)) <= _SMALL for arguments in batch.arguments)


def _chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
