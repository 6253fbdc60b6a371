"""content/withdrawn.jsonl -> the gate that lets no withdrawn record into ingest, and a cache without its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from generator.edge import disk, lock, publish
from generator.edge.cache import digest_of
from generator.edge.work import Work
from generator.ingest import withheld
from generator.pipeline import outputs
from generator.pipeline.files import text_files
from generator.pipeline.place import Place
from generator.types import Digest, Draft, Entry, Known, Problem, Stop
from generator.withdrawals import Withdrawal, parse, records, show


def withdrawals_of(place: Place) -> list[Withdrawal]:
    """What content/withdrawn.jsonl lists. Stop if a line cannot be read: its text would come back."""
    data = disk.read(place.withdrawn) if place.withdrawn.exists() else b""
    found, problems = parse(data.decode("utf-8", "replace"), f"{place.config.content}/{place.withdrawn.name}")
    if problems:
        raise Stop(problems[0])
    return list(found)


def write(found: Iterable[Withdrawal], place: Place) -> None:
    """Write content/withdrawn.jsonl; an empty list takes it away."""
    text = show(found)
    if text:
        disk.write(place.withdrawn.parent, place.withdrawn.name, text.encode())
    else:
        disk.remove(place.withdrawn.parent, place.withdrawn.name)


class Gate:
    """Lets drafts in, and remembers which it held back."""

    def __init__(self, place: Place, found: Sequence[Withdrawal], ledger: Sequence[Known]) -> None:
        self.records = records(found)
        self.problems: list[Problem] = []
        self._place, self._found, self._ledger = place, found, ledger
        self._more: dict[str, list[Digest]] = {}
        self._gone: set[Digest] = set()

    def let_in(self, order: Sequence[Digest], drafts: Sequence[Draft]) -> list[Draft]:
        """The drafts without those that are withdrawn; `order` are their digests in the cache."""
        held = withheld.held_back(drafts, self._found, self._ledger)
        self.problems = withheld.problems(held, drafts, {one.id: one.date for one in self._found})
        for one in held:
            raw = drafts[one.place].meta.raw
            self._more.setdefault(one.id, []).extend([raw.sha256] if raw else [])
        self._gone.update(order[one.place] for one in held)
        places = {one.place for one in held}
        return [draft for place, draft in enumerate(drafts) if place not in places]

    def is_free(self, digest: Digest) -> bool:
        """Whether a draft, by its digest in the cache, was let in."""
        return digest not in self._gone

    def forget(self, read: Sequence[tuple[Sequence[Digest], bytes]], work: Work, *, always: bool = False) -> None:
        """Put the records that were held back on the list, and take their text out of the cache.

        `read`: of each raw file the digests of its drafts, and what is remembered of it. Nothing is done if nothing was
        held back, unless `always`: bodies and pages of what was withdrawn may be in the cache all the same. The work of
        other documents is kept as far as it holds nothing of their neighbours: drafts, bodies and heads.
        """
        if not self._gone and not always:
            return
        known = [_with(one, self._more.get(one.id, ())) for one in self._found]
        write(known, self._place)
        keep = {digest for drafts, _ in read for digest in drafts} - self._gone
        keep |= {digest_of(data) for drafts, data in read if self._gone.isdisjoint(drafts)}
        sweep(self._place, work, keep)


def gate(place: Place, ledger: Sequence[Known]) -> Gate:
    """The gate for a run of ingest. Stop if the list cannot be read."""
    return Gate(place, withdrawals_of(place), ledger)


def sweep(place: Place, work: Work, keep: Iterable[Digest] = ()) -> None:
    """Forget everything but `keep` and what was made of single content files that are there."""
    # Only here: what renders bodies takes a while to load, and mostly nothing is withdrawn.
    from generator.pipeline.steps import entry

    kept = set(keep)
    for folder in (place.entries, place.copies, place.notes):
        files = [file for file, _ in text_files(folder, work)[0]]
        heads = {digest for digest in work.known(entry, files) if digest}
        kept |= heads | {msgspec.msgpack.decode(data, type=Entry).body for _, data in work.cache.read(heads)}
    work.cache.keep_only(kept)
    for one in (place, *outputs.others(place)):
        with lock.within(one.output.parent):
            publish.forget(one.output, one.published)


def _with(one: Withdrawal, more: Iterable[Digest]) -> Withdrawal:
    return replace(one, records=tuple(dict.fromkeys((*one.records, *more))))
