"""The published site, content/ and the cache -> every trace of what was withdrawn, found without having its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from generator.edge import disk, unpack
from generator.edge.work import Work
from generator.pipeline import outputs
from generator.pipeline.index_traces import index_traces
from generator.pipeline.place import Place
from generator.pipeline.withheld import withdrawals_of
from generator.types import Problem
from generator.withdrawals import Seeker, Withdrawal

_DIGEST = re.compile(rb"[0-9a-f]{64}")
_LOG = "withdrawn/index.html"
_OWN = frozenset(("manifest-sha256.txt",))
"""Names every page there is, the pages in the place of withdrawn entries among them."""


class Sought(Struct, frozen=True):
    """How much was looked through, and what was found."""

    withdrawn: int
    files: int
    size: int
    """Bytes, unpacked."""
    problems: tuple[Problem, ...]


class _Search:
    """What is looked for, and how much has been looked through."""

    def __init__(self, found: Sequence[Withdrawal]) -> None:
        self.seeker = Seeker(found)
        self.records = {record.encode(): one.id for one in found for record in one.records}
        names = {address.encode(): one.id for one in found for address in one.addresses}
        self.names = re.compile(b"|".join(re.escape(name) for name in sorted(names)) or rb"(?!)")
        self.ids = names
        self.files = self.size = 0

    def look(self, where: str, data: bytes, naming: bool, recorded: bool = True) -> Iterator[Problem]:
        """The traces in one file; without `naming` addresses may be in it, without `recorded` raw records."""
        self.files += 1
        runs: Counter[str] = Counter()
        seen: dict[str, str] = {}
        for part in unpack.unpacked(data):
            self.size += len(part)
            runs.update(self.seeker.seek(unpack.text(part)))
            for digest in _DIGEST.findall(part) if recorded else ():
                if digest in self.records:
                    seen[self.records[digest]] = "names the raw record of"
            for name in self.names.findall(part) if naming else ():
                seen.setdefault(self.ids[name], "names the address of")
        for key, count in runs.items():
            hint = "If another entry quotes it, withdraw that too."
            yield _found(where, f"has {count} run{'s' if count > 1 else ''} of words of", key, hint)
        for key, how in seen.items():
            yield _found(where, how, key)


def traces(place: Place, work: Work) -> Sought:
    """Look for each withdrawal in every file of the output, the content and the cache, packed ones unpacked.

    Known are its records, its addresses and digests of runs of its words. Single words, as a search index has them, are
    not known: there nothing may be that no published text has. Other folders into which the site was published are
    looked through too. The raw folder is not: what a person has to delete there `fonds withdraw` listed.
    """
    found = withdrawals_of(place)
    search = _Search(found)
    problems = [*_published(place, search, found), *_held(place, search), *_cached(work, search)]
    return Sought(len(found), search.files, search.size, tuple(problems))


def _published(place: Place, search: _Search, found: Sequence[Withdrawal]) -> Iterator[Problem]:
    for one in (place, *outputs.others(place)):
        yield from _in_site(one.output, one.config.output, search, found)


def _in_site(output: Path, name: str, search: _Search, found: Sequence[Withdrawal]) -> Iterator[Problem]:
    stones = {f"{address}index.html" for one in found for address in one.addresses} | {_LOG} | _OWN
    stones |= {address for one in found for address in one.addresses}
    for file in disk.walk(output)[0]:
        yield from search.look(f"{name}/{file.path}", disk.read(file.real), file.path not in stones)
    if found:
        yield from index_traces(output, name)


def _held(place: Place, search: _Search) -> Iterator[Problem]:
    for folder in (place.entries, place.copies, place.notes, place.static):
        name = folder.relative_to(place.root).as_posix()
        for file in disk.walk(folder)[0]:
            yield from search.look(f"{name}/{file.path}", disk.read(file.real), naming=False)


def _cached(work: Work, search: _Search) -> Iterator[Problem]:
    for digest, data in work.cache.all():
        for part in unpack.parts(data):
            yield from search.look(f".fonds/cache.sqlite#{digest[:12]}", part, naming=False, recorded=False)


def _found(where: str, how: str, key: str, hint: str = "") -> Problem:
    return Problem("error", where, f"{how} the withdrawn entry {key}", hint)
