"""Raw files in stores (s3://, gs://, https:// ...) -> what they gave: a worker reads each and drafts its records.

Its bytes never pass through the building process, which gets drafts. A file is the unit of work, and its drafts are one
result: a store of many files of some megabytes suits this, one file of a terabyte does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import msgspec
from msgspec import Struct

from generator.edge import elsewhere, limits
from generator.edge.cache import digest_of
from generator.edge.elsewhere import Elsewhere
from generator.edge.work import Job, Made, Passing, Work, run_batch
from generator.ingest import draft as drafting
from generator.ingest import readers
from generator.pipeline.place import Place
from generator.types import Digest, Problem

Rules = Sequence[tuple[str, tuple[str, ...]]]
"""Origin of a record, and the cleaning rules that are undone for it."""


class Read(Struct, frozen=True):
    """What a raw file gave."""

    drafts: tuple[Digest, ...]
    problems: tuple[Problem, ...]
    withheld: tuple[Digest, ...] = ()
    """Records that were passed over, for they are withdrawn."""
    failed: bool = False
    """Its store did not give it: it is asked again next time."""


class Source(Struct, frozen=True):
    """All that the drafts of a file depend on."""

    file: Elsewhere
    beside: tuple[Elsewhere, ...]
    """Files of the heap that say more about it."""
    rules_off: tuple[str, ...]
    rules: Mapping[str, tuple[str, ...]]
    undone: tuple[tuple[str, tuple[str, ...]], ...]
    latest: str
    withdrawn: tuple[Digest, ...]


def read_all(
    files: Sequence[Elsewhere], place: Place, work: Work, withdrawn: Set[Digest], undone: Mapping[str, Rules]
) -> list[Read]:
    """What each file gave; `undone` are the rules undone for single records, by the name of their file."""
    named = {file.name: file for file in files}
    folders = readers.beside.by_folder(named)
    off, by, gone = place.config.rules_off, place.config.rules_by, tuple(sorted(withdrawn))
    sources = []
    for file in files:
        more = tuple(named[name] for name in readers.beside.companions(file.name, folders))
        sources.append(Source(file, more, off, by, tuple(undone.get(file.name, ())), place.latest, gone))
    digests = work.memo_map(read, sources, fallback=lost, large=True, label="Reading elsewhere")
    blobs = dict(work.cache.read(digests))
    return [msgspec.msgpack.decode(blobs[digest], type=Read) for digest in digests]


def read(source: Source) -> Made:
    """The encoded Read of a file, then its drafts. A step that runs on a worker: it alone sees the file's bytes."""
    name = source.file.name
    drafts: list[bytes] = []
    problems: list[Problem] = []
    withheld: list[Digest] = []
    withdrawn, undone = frozenset(source.withdrawn), dict(source.undone)
    try:
        more = [_whole(one.url) for one in source.beside]
        with elsewhere.opened(source.file.url) as stream:
            for item in limits.each(readers.read(name, stream, more), lambda why: _unread(name, why)):
                if isinstance(item, Problem):
                    problems.append(item)
                elif item.digest in withdrawn:
                    withheld.append(item.digest)
                else:
                    rules = (*source.rules_off, *undone.get(item.origin, ()))
                    drafts += _drafted(drafting.Reading(item, rules, source.latest, source.rules))
    except OSError as error:
        return Passing([_encoded(Read((), (_unread(name, f"failed: {error}"),), failed=True))])
    return (_encoded(Read(tuple(map(digest_of, drafts)), tuple(problems), tuple(withheld))), *drafts)


def lost(source: Source, why: str) -> bytes:
    """What a file gave that ended its worker."""
    return _encoded(Read((), (_unread(source.file.name, why),)))


def _drafted(reading: drafting.Reading) -> Sequence[bytes]:
    made = run_batch(Job(drafting.draft, drafting.as_it_is, ()), [(reading,)])
    return [one for one in made if isinstance(one, bytes)]


def _whole(url: str) -> bytes:
    with elsewhere.opened(url) as stream:
        return stream.read()


def _unread(name: str, why: str) -> Problem:
    return Problem("error", name, f"reading it {why}", "Can all workers read it? Is it what its name says?")


def _encoded(read: Read) -> bytes:
    return msgspec.msgpack.encode(read)
