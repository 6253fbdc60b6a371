"""The first pipeline, as far as it must always run: has anything changed since the last time?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from generator import bagit
from generator.edge import disk, elsewhere
from generator.edge.cache import digest_of
from generator.edge.disk import Found
from generator.edge.elsewhere import Elsewhere
from generator.edge.work import Work
from generator.ingest.decide import Wanted, later, redecided
from generator.pipeline.files import Seen
from generator.pipeline.fixity import seal
from generator.pipeline.place import Place
from generator.types import Digest, Problem, RawFile, TextFile


class Intake(Struct, frozen=True):
    """What one run of ingest did."""

    files: int = 0
    """All that is in the heap: read + withheld + refused."""
    read: int = 0
    """Files of which a record is in a document."""
    withheld: int = 0
    """Files that hold only what was withdrawn."""
    refused: int = 0
    """Files that gave nothing; each is named in a Problem."""
    records: int = 0
    """Read and let in: documents + copies."""
    documents: int = 0
    copies: int = 0
    lost: int = 0
    """Records, or parts of one, of the files that were read, which could not be; each is a Problem."""
    reasons: dict[str, int] = {}
    """How many content files were new, updated, unchanged, edited by hand ..."""
    changes: tuple[tuple[str, str], ...] = ()
    """Content file and reason, for those that were touched or left for a person's sake."""
    problems: tuple[Problem, ...] = ()
    mistakes: tuple[Problem, ...] = ()
    """What is wrong with overrides.yaml, which a person wrote: errors there fail the run, as they do in site.yaml."""
    failed: bool = False
    """A store did not give a file: the next run asks again, whatever has changed."""
    wanted: tuple[Wanted, ...] | None = None
    """As in merge.Plan; None if more follows than what is decided of each (an entry is a copy of another now)."""

    @property
    def balanced(self) -> bool:
        """Whether all that came in is accounted for."""
        whole = self.files == self.read + self.withheld + self.refused
        return whole and self.records == self.documents + self.copies


class _State(Struct, frozen=True):
    """All that the outcome of ingest depends on."""

    raw: tuple[RawFile, ...]
    ledger: Digest
    overrides: Digest
    entries: tuple[TextFile, ...]
    copies: tuple[TextFile, ...]
    rules: Mapping[str, tuple[str, ...]]
    latest: str
    withdrawn: Digest = ""
    pictures: Digest = ""
    """Of the list of those that are kept, where site.yaml asks for them."""
    elsewhere: tuple[Elsewhere, ...] = ()


class _Last(Struct, frozen=True):
    """The last run: what it saw, and what a run that finds nothing to do would say."""

    state: _State
    intake: Intake


def ingest(place: Place, work: Work, paranoid: bool = False, seen: Seen | None = None) -> Intake:
    """Bring content/entries up to date with the heap. Nothing is read but stat data if nothing changed.

    In `seen` are afterwards the content files as they are then.
    """
    seen = seen or Seen()
    files, trouble = heap(place, work, paranoid)
    state = _state(place, work, [raw for raw, _ in files], paranoid, seen)
    known = work.recall("ingest", [state])[0]
    if known is not None:
        seal(place, work, state, paranoid, seen)
        return msgspec.msgpack.decode(known, type=Intake)
    edited = _only_edited(state, place, work)
    if edited is not None:
        seal(place, work, state, paranoid, seen)
        _keep(edited, state, work)
        return edited
    work.prepare(reading=bool(files or state.elsewhere))
    # Only here: the libraries that read documents take a second to load, and mostly there is nothing to read.
    from generator.pipeline.intake import take_in

    intake = take_in(files, trouble, place, work)
    seen.forget()
    after = _state(place, work, [raw for raw, _ in files], paranoid, seen)
    seal(place, work, after, paranoid, seen)
    if not intake.failed:
        _keep(intake, after, work)
    return intake


def _keep(intake: Intake, state: _State, work: Work) -> None:
    again = _again(intake)
    work.remember("ingest", state, msgspec.msgpack.encode(msgspec.structs.replace(again, wanted=None)))
    if again.wanted is not None:
        work.keep_last("ingest", msgspec.msgpack.encode(_Last(state, again)))


def _only_edited(state: _State, place: Place, work: Work) -> Intake | None:
    """What this run does, if nothing has changed since the last one but content files, and it writes none of them.

    A file is known to ingest by its id: those that came or went must have none, and those that were edited keep theirs.
    """
    data = work.last("ingest")
    last = msgspec.msgpack.decode(data, type=_Last) if data else None
    if last is None or msgspec.structs.replace(last.state, entries=state.entries) != state:
        return None
    work.prepare()  # a document will be made: the first worker loads while all that follows is done here
    # Only here: what reads content files takes a tenth of an unchanged build to load.
    from generator.site.heads import identify

    before, now = ({file.path: file for file in files} for files in (last.state.entries, state.entries))
    old = [file for file in last.state.entries if now.get(file.path) != file]
    new = [file for file in state.entries if before.get(file.path) != file]
    ours = {one.path: one.id.encode() for one in last.intake.wanted or ()}
    known = work.known(identify, old)
    was = {
        file.path: work.cache.blob(key) if key else ours.get(file.path) for file, key in zip(old, known, strict=True)
    }
    keys = work.memo_map(identify, new, fetch=lambda file: (disk.read(place.entries / file.path),))
    ids = {file.path: work.cache.blob(key) for file, key in zip(new, keys, strict=True)}
    if any(was.get(path, b"") != ids.get(path, b"") for path in was | ids):
        return None
    wanted = redecided(last.intake.wanted or (), {file.path: file.digest for file in new})
    return None if wanted is None else msgspec.structs.replace(last.intake, wanted=wanted, **_said(wanted))


def _said(wanted: Sequence[Wanted]) -> dict[str, Any]:
    """What is reported of decisions by which no file is written."""
    reasons = Counter(one.reason for one in wanted)
    changes = tuple((one.path, one.reason) for one in wanted if one.reason != "unchanged")
    return {"reasons": {reason: reasons[reason] for reason in sorted(reasons)}, "changes": changes}


def latest(place: Place, work: Work) -> Intake | None:
    """What the last run of ingest said, if nothing has changed since."""
    files, _ = heap(place, work, False)
    known = work.recall("ingest", [_state(place, work, [raw for raw, _ in files], False, Seen())])[0]
    return None if known is None else msgspec.msgpack.decode(known, type=Intake)


def heap(place: Place, work: Work, paranoid: bool) -> tuple[list[tuple[RawFile, Found]], list[Problem]]:
    """The raw files with their digests, and what cannot be read, is no file, or only tells of a bag."""
    found, trouble = disk.walk(place.raw, place.config.ignore)
    digests, unreadable = disk.digests(found, work.cache, paranoid)
    tags = bagit.tag_files([file.path for file in found])
    files = [
        (RawFile(file.path, digests[file.path], file.size), file)
        for file in found
        if file.path in digests and file.path not in tags
    ]
    return files, [*trouble, *unreadable, *(_of_bag(path) for path in sorted(tags) if path in digests)]


def _of_bag(path: str) -> Problem:
    hint = "`fonds verify FOLDER` says whether the bag is whole."
    return Problem("note", path, "only tells of a bag, of which data/ is read", hint)


def stored(place: Place) -> list[Elsewhere]:
    """The raw files at the addresses of `raw`, as their stores list them now."""
    return elsewhere.files(place.config.elsewhere, place.config.ignore) if place.config.elsewhere else []


def _state(place: Place, work: Work, raw: Sequence[RawFile], paranoid: bool, seen: Seen) -> _State:
    entries = tuple(file for file, _ in seen.files(place.entries, work, paranoid)[0])
    copies = tuple(file for file, _ in seen.files(place.copies, work, paranoid)[0])
    ledger, overrides, withdrawn, listed = (
        digest_of(disk.read(file)) if file.exists() else ""
        for file in (place.ledger, place.overrides, place.withdrawn, place.pictures)
    )
    pictures = listed or "none" if place.config.images == "local" else ""
    rules, far = place.config.rules, tuple(stored(place))
    return _State(tuple(raw), ledger, overrides, entries, copies, rules, place.latest, withdrawn, pictures, far)


def _again(intake: Intake) -> Intake:
    """What a run that finds nothing to do will say: the same counts and problems, and nothing done."""
    done = intake.reasons.get("new", 0) + intake.reasons.get("updated", 0)
    kept = {reason: count for reason, count in intake.reasons.items() if reason.endswith("by hand")}
    unchanged = intake.reasons.get("unchanged", 0) + done
    changes = tuple(change for change in intake.changes if change[1].endswith("by hand"))
    wanted = intake.wanted and tuple(map(later, intake.wanted))
    return msgspec.structs.replace(intake, reasons={**kept, "unchanged": unchanged}, changes=changes, wanted=wanted)
