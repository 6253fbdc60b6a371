"""A step over many values -> digests of its results: each distinct (step, code, value) is computed once, ever."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from concurrent.futures import BrokenExecutor, Executor, Future
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import msgspec

from generator.edge import limits, processes
from generator.edge.cache import Cache
from generator.types import Digest

if TYPE_CHECKING:
    from generator.edge.cluster import Cluster

T = TypeVar("T")
Item = TypeVar("Item")
Made = bytes | tuple[bytes, ...]
"""What a step gives: bytes, or several, of which the first names the others by digest; those are kept too."""


class Passing(tuple[bytes, ...]):
    """What a step gives that holds for this run only, as when a store did not answer: it is not remembered."""

    __slots__ = ()


Step = Callable[..., Made]
"""`step(item, *blobs, *shared) -> Made`: a pure top-level function."""
Tick = Callable[[str, int, int], None]
"""Called with the name of a step, how many items are done, and how many there are."""

_ENCODE = msgspec.msgpack.Encoder(order="deterministic").encode
_INLINE = 24
"""Up to so many missing results of what is no document are computed here: starting workers takes longer."""
_CHUNK = 32
_LOOK = 512
"""Items of which it is asked at once whether their results are known."""


class Job(NamedTuple):
    """A step, what takes its place for an item that it cannot bear, and what all items share."""

    step: Step
    fallback: Step | None
    shared: tuple[bytes, ...]
    large: bool = False


class _Batch(NamedTuple):
    keys: list[bytes]
    arguments: list[tuple[Any, ...]]


class Work:
    """Where steps run: the cache, the worker processes (started when they are first needed), the progress."""

    def __init__(
        self, cache: Cache, code: str, jobs: int = 0, tick: Tick | None = None, executor: str = "processes"
    ) -> None:
        """`code`: digest of all that shapes results besides the values. `jobs`: workers; 0 one a core.

        `executor`: where batches of steps run: `processes` of this machine, `inline` (in this process, where a document
        has no limit of memory), or a cluster by its address (cluster.py).
        """
        self.cache = cache
        self.code = code
        self.inline = executor == "inline"
        self.jobs = 1 if self.inline else jobs or os.cpu_count() or 1
        self._address = "" if executor in ("inline", "processes") else executor
        self._cluster: Cluster | None = None
        processes.quiet()
        self.tick = tick or (lambda name, done, total: None)
        self._pool: Executor | None = None

    def __enter__(self) -> Work:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
        if self._cluster:
            self._cluster.close()

    def memo_map(
        self,
        step: Step,
        items: Iterable[T],
        *,
        fetch: Callable[[T], tuple[bytes, ...]] = lambda item: (),
        shared: tuple[bytes, ...] = (),
        fallback: Step | None = None,
        large: bool = False,
        label: str = "",
    ) -> list[Digest]:
        """The digest of `step(item, *fetch(item), *shared)` for each item, in order.

        An item names by digest what `fetch` brings and what `shared` holds, so that its encoding alone is the key;
        `fetch` is called on a miss only, here. Where a `fallback` is given, it takes the step's place, with the same
        arguments and `why` in words, for an item that takes more than limits.py allows or ends its worker: such items
        are documents, and however few there are, a worker has them. Where items are `large`, each is a batch of its
        own, and may take what it needs. With a `label`, progress is reported. Items are taken as they are needed: where
        they are made on the way, they are made while workers run, and are not all in memory.
        """
        return self.begin(Job(step, fallback, shared, large), items, fetch, label)()

    def begin(
        self,
        job: Job,
        items: Iterable[T],
        fetch: Callable[[T], tuple[bytes, ...]] = lambda item: (),
        label: str = "",
    ) -> Callable[[], list[Digest]]:
        """The same, only begun: what is given back waits for the end of it. Meanwhile workers do the first of it."""
        asked = _Asked(self.cache, self._name(job.step), items)
        missing = iter(asked)
        few = list(islice(missing, _INLINE + 1))
        loaded = (
            _Batch([key for key, _ in some], [(item, *fetch(item)) for _, item in some])
            for some in _batched(chain(few, missing), 1 if job.large else _CHUNK)
        )
        results = self._compute(job, loaded, len(few))
        next(results)
        return lambda: self._kept(asked, results, label)

    def _kept(self, asked: _Asked[T], results: Iterable[tuple[list[bytes], list[Made]]], label: str) -> list[Digest]:
        """Keep results as they come; the digests of all that was asked."""
        done = 0
        for keys_made, made in results:
            pairs = list(_pairs(keys_made, made))
            passing = {key for key, one in zip(keys_made, made, strict=True) if isinstance(one, Passing)}
            kept = self.cache.keep([(b"" if key in passing else key, data) for key, data in pairs])
            asked.known.update(zip((key for key, _ in pairs), kept, strict=True))
            done += len(made)
            if label:
                self.tick(label, done, asked.missing + asked.unseen())
        return [asked.known[key] for key in asked.keys]

    def stream(
        self, generate: Callable[[T], Iterator[Item]], tasks: Sequence[T], instead: Callable[[T, str], Item]
    ) -> Iterator[tuple[int, Item]]:
        """What `generate` gives for each task, as `processes.stream` tells; nothing of it is remembered."""
        run = processes.stream_here if self.inline else processes.stream
        return run(generate, tasks, instead)

    def prepare(self, reading: bool = False) -> None:
        """There will be documents to make, or to read too: let the first worker be there sooner."""
        if not (self.inline or self._pool):
            processes.prepare(reading)

    def give_back(self) -> None:
        """Large values of the caller are gone: let the system have their memory."""
        processes.give_back()

    def renew(self) -> None:
        """The same, and end the workers, which hold more than they need: there are new ones when there is work."""
        if self._pool:
            self._pool.shutdown()
            self._pool = None
        processes.give_back()

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

    def last(self, name: str) -> bytes | None:
        """What `keep_last` kept of the last run of this program: what follows from it must be told from the values."""
        return self.cache.last(name, self.code.encode())

    def keep_last(self, name: str, data: bytes) -> None:
        """Keep what the next run may begin from."""
        self.cache.keep_last(name, self.code.encode(), data)

    def _name(self, step: Step) -> bytes:
        return f"{step.__module__}.{step.__qualname__}\0{self.code}\0".encode()

    def _key(self, name: str, item: object) -> bytes:
        return hashlib.sha256(f"{name}\0{self.code}\0".encode() + _ENCODE(item)).digest()

    def _compute(self, job: Job, batches: Iterator[_Batch], count: int) -> Iterator[tuple[list[bytes], list[Made]]]:
        """The results of batches, in order. The first is none: it comes as soon as workers have enough to do."""
        alone = self.jobs == 1 and not self._address
        if self.inline or (job.fallback is None and (alone or (count <= _INLINE and not job.large))):
            yield [], []
            for batch in batches:
                yield batch.keys, run_batch(job, batch.arguments)
            return
        submitted = ((batch, self._submit(job, batch)) for batch in batches)
        waiting = deque(islice(submitted, 1))  # by then it is known how many workers a cluster has
        slots = self._cluster.slots if self._cluster else self.jobs
        waiting.extend(islice(submitted, slots if job.large else 3 * slots))
        yield [], []
        while waiting:
            result = self._collect(job, *waiting.popleft())
            waiting.extend(islice(submitted, 1))
            yield result

    def _submit(self, job: Job, batch: _Batch) -> Future[list[Made]]:
        if self._address:
            return self._on_cluster(job, batch)
        try:
            return self._executor().submit(run_batch, job, batch.arguments)
        except BrokenExecutor as broken:
            failed: Future[list[Made]] = Future()
            failed.set_exception(broken)
            return failed

    def _collect(self, job: Job, batch: _Batch, future: Future[list[Made]]) -> tuple[list[bytes], list[Made]]:
        try:
            return batch.keys, future.result()
        except BrokenExecutor:
            self._pool = None
        except Exception as error:
            if not self._cluster or not isinstance(error, self._cluster.lost):
                raise  # what the cluster gave up ends a process at most here
        return batch.keys, one_by_one(job, batch.arguments)

    def _on_cluster(self, job: Job, batch: _Batch) -> Future[list[Made]]:
        # Only here: what talks to a cluster takes a second to load.
        from generator.edge import cluster

        if self._cluster is None:
            self._cluster = cluster.connect(self._address, self.code)
        return self._cluster.executor.submit(cluster.run_batch, self.code, job, batch.arguments)

    def _executor(self) -> Executor:
        if self._pool is None:
            self._pool = processes.pool(self.jobs)
        return self._pool


class _Asked(Generic[T]):
    """Items on their way: those whose results are not known are given, each once, with their keys."""

    def __init__(self, cache: Cache, name: bytes, items: Iterable[T]) -> None:
        self._cache, self._name, self._items = cache, name, items
        self.keys: list[bytes] = []
        """Of all items so far, in order."""
        self.known: dict[bytes, Digest] = {}
        self.missing = 0
        """Items so far whose results are not known."""

    def __iter__(self) -> Iterator[tuple[bytes, T]]:
        seen: set[bytes] = set()
        for some in _batched(self._items, _LOOK):
            keys = [hashlib.sha256(self._name + _ENCODE(item)).digest() for item in some]
            self.keys += keys
            new = {key: item for key, item in zip(keys, some, strict=True) if key not in seen}
            seen |= new.keys()
            known = self._cache.known(list(new))
            self.known |= known
            self.missing += len(new) - len(known)
            yield from ((key, item) for key, item in new.items() if key not in known)

    def unseen(self) -> int:
        """How many items are still to come, as far as that can be told."""
        return len(self._items) - len(self.keys) if isinstance(self._items, Sized) else 0


def _pairs(keys: Sequence[bytes], made: Sequence[Made]) -> Iterator[tuple[bytes, bytes]]:
    """What the cache keeps of results: each under its key, and what it names without one."""
    for key, one in zip(keys, made, strict=True):
        if isinstance(one, bytes):
            yield key, one
        else:
            yield key, one[0]
            yield from ((b"", named) for named in one[1:])


def run_batch(job: Job, batch: list[tuple[Any, ...]]) -> list[Made]:
    """Run a step on each of a batch of argument tuples (in a worker)."""
    if job.fallback is None or job.large:
        made = [job.step(*arguments, *job.shared) for arguments in batch]
        if job.large:
            batch.clear()  # else its values would stay until there is another
            processes.give_back()
        return made
    with limits.bounded():
        return [_one(job, job.fallback, arguments) for arguments in batch]


def _one(job: Job, fallback: Step, arguments: tuple[Any, ...]) -> Made:
    try:
        with limits.limited():
            return job.step(*arguments, *job.shared)
    except limits.EXCEEDED as error:
        why = limits.reason(error)
    return fallback(*arguments, *job.shared, why=why)


def one_by_one(job: Job, batch: list[tuple[Any, ...]]) -> list[Made]:
    """A batch one by one in a worker of its own: the item that ends its worker gives way, the others go on."""
    done: list[Made] = []
    while len(done) < len(batch):
        with processes.pool(1) as single:
            try:
                for arguments in batch[len(done) :]:
                    done += single.submit(run_batch, job, [arguments]).result()
            except BrokenExecutor:
                if job.fallback is None:
                    raise
                done.append(job.fallback(*batch[len(done)], *job.shared, why=limits.BROKEN))
    return done


def _batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
