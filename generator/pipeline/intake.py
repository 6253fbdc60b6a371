"""Raw files -> drafts -> groups -> changes of content files: what ingest does when something changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from types import MappingProxyType

import msgspec

from generator.edge import disk
from generator.edge.disk import Found
from generator.edge.work import Work
from generator.ingest import copies, merge, overrides, undo, versions
from generator.ingest import draft as drafting
from generator.ingest.group import group
from generator.ingest.settled import apart
from generator.pipeline import elsewhere, reading
from generator.pipeline.elsewhere import Read
from generator.pipeline.files import text_files
from generator.pipeline.ingest import Intake, heap, stored
from generator.pipeline.pictures import take
from generator.pipeline.place import Place
from generator.pipeline.withheld import Gate, gate
from generator.site.heads import identify
from generator.types import Change, Digest, Draft, Known, Problem, RawFile, Stop

_BATCH = 512
"""Records that are drafted together: what a heap of any size holds in memory as text."""


NO_RULES: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def take_in(
    files: Sequence[tuple[RawFile, Found]],
    trouble: Sequence[Problem],
    place: Place,
    work: Work,
    *,
    writing: bool = True,
) -> Intake:
    """Bring content/entries up to date with these raw files; `trouble` came with looking for them.

    `writing` False only says what would be done.
    """
    known, (settled, mistakes) = ledger_of(place), overrides_of(place)
    withdrawn = gate(place, known)
    read = _read_all(files, place, work, withdrawn.records)
    drafts = _let_in(read, withdrawn, work)
    groups, more = overrides.parted(group(drafts), drafts, known, settled)
    undone, strange = undo.undone(groups, drafts, known, settled)
    if undone:
        read = _read_all(files, place, work, withdrawn.records, undone)
        drafts = _let_in(read, withdrawn, work)
        groups, more = overrides.parted(group(drafts), drafts, known, settled)
    told = versions.told_apart(drafts, groups, apart(settled, known))
    plan = merge.plan(drafts, told.groups, known, on_disk(place, work), settled, told.stories)
    copied, stays = _copies(plan, place, work)
    if writing:
        _carry_out(plan, copied, place)
        withdrawn.forget(_encoded(read), work)
    pictured = take(files, place, work) if writing else []
    problems = [*_in_raw(place, withdrawn.problems)]
    problems += [*_in_raw(place, [*trouble, *(p for one in read for p in one.problems)])]
    problems += _in_raw(place, [p for one in drafts for p in one.problems])
    problems += [*_in_raw(place, told.problems), *more, *strange, *plan.problems, *stays, *pictured]
    fates = Counter(_fate(one, withdrawn) for one in read)
    return Intake(
        files=len(read) + len(trouble),
        read=fates["read"],
        withheld=fates["withheld"],
        refused=fates["refused"] + len(trouble),
        records=len(drafts),
        documents=len(told.groups),
        copies=sum(len(one.others) for one in told.groups),
        lost=sum(_lost(one) for one in read),
        reasons=_counted([change.reason for change in plan.changes]),
        changes=tuple((change.path, change.reason) for change in plan.changes if change.reason != "unchanged"),
        problems=tuple(problems),
        mistakes=mistakes,
        failed=any(one.failed for one in read),
        wanted=plan.wanted if len(plan.wanted) == len(plan.changes) else None,
    )


def _read_all(
    files: Sequence[tuple[RawFile, Found]],
    place: Place,
    work: Work,
    withdrawn: Set[Digest] = frozenset(),
    undone: Mapping[str, tuple[str, ...]] = NO_RULES,
) -> list[Read]:
    """What each file gave: remembered, or read now and drafted in batches that run across files; then those elsewhere.

    `withdrawn` are records that are passed over; `undone` are the rules that are not applied to single records, by
    origin.
    """
    far = stored(place)
    without = _by_file([*(raw.path for raw, _ in files), *(file.name for file in far)], undone)
    off = place.config.rules_off
    by = place.config.rules_by
    tasks = reading.tasks(files)
    keys = [
        (one.raw, tuple(digest for digest, _ in one.beside), off, by, place.latest, without.get(one.raw.path, ()))
        for one in tasks
    ]
    known = [_still(data, withdrawn) for data in work.recall("read", keys)]
    drafts: dict[int, list[Digest]] = {index: [] for index, one in enumerate(known) if one is None}
    problems: dict[int, list[Problem]] = {index: [] for index in drafts}
    withheld: dict[int, list[Digest]] = {index: [] for index in drafts}
    waiting: list[tuple[int, drafting.Reading]] = []
    order = list(drafts)
    for number, item in reading.records([tasks[index] for index in order], work):
        index = order[number]
        if isinstance(item, Problem):
            problems[index].append(item)
        elif item.digest in withdrawn:
            withheld[index].append(item.digest)
        else:
            rules = (*off, *undone.get(item.origin, ()))
            waiting.append((index, drafting.Reading(item, rules, place.latest, by)))
        if len(waiting) == _BATCH:
            _draft(waiting, drafts, work)
        work.tick("Reading", number, len(order))  # one file may hold many records
    _draft(waiting, drafts, work)
    if order:
        work.tick("Reading", len(order), len(order))
    result = []
    for index, one in enumerate(known):
        read = one or Read(tuple(drafts[index]), tuple(problems[index]), tuple(withheld[index]))
        if one is None:
            work.remember("read", keys[index], msgspec.msgpack.encode(read))
        result.append(read)
    return result + elsewhere.read_all(far, place, work, withdrawn, without)


def _still(data: bytes | None, withdrawn: Set[Digest]) -> Read | None:
    """What is remembered of a raw file, unless it passed over a record that is not withdrawn any more."""
    read = msgspec.msgpack.decode(data, type=Read) if data is not None else None
    return read if read and withdrawn >= {*read.withheld} else None


def _by_file(
    names: Sequence[str], undone: Mapping[str, tuple[str, ...]]
) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """The records of `undone` by the raw file that holds them."""
    paths = set(names) if undone else set()
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for origin, rules in sorted(undone.items()):
        ends = [at for at, char in enumerate(origin) if char in "#/"]
        for path in {origin, *(origin[:at] for at in ends)} & paths:
            found.setdefault(path, []).append((origin, rules))
    return found


def _draft(waiting: list[tuple[int, drafting.Reading]], drafts: dict[int, list[Digest]], work: Work) -> None:
    digests = work.memo_map(drafting.draft, [reading for _, reading in waiting], fallback=drafting.as_it_is)
    for (index, _), digest in zip(waiting, digests, strict=True):
        drafts[index].append(digest)
    waiting.clear()


def _let_in(read: Sequence[Read], withdrawn: Gate, work: Work) -> list[Draft]:
    """The drafts, without those that were withdrawn and their copies."""
    order = [digest for one in read for digest in one.drafts]
    blobs = {digest: msgspec.msgpack.decode(data, type=Draft) for digest, data in work.cache.read(order)}
    return withdrawn.let_in(order, [blobs[digest] for digest in order])


def drafts_of(place: Place, work: Work) -> list[Draft]:
    """What each record of the heap says, remembered or read now; without what was withdrawn."""
    withdrawn = gate(place, ledger_of(place))
    return _let_in(_read_all(heap(place, work, False)[0], place, work, withdrawn.records), withdrawn, work)


def purge(place: Place, work: Work) -> None:
    """Take the texts of withdrawn records out of the cache."""
    withdrawn = gate(place, ledger_of(place))
    read = _read_all(heap(place, work, False)[0], place, work, withdrawn.records)
    _let_in(read, withdrawn, work)
    withdrawn.forget(_encoded(read), work, always=True)


def withheld_files(place: Place, work: Work) -> frozenset[str]:
    """The raw files of which a record is withdrawn; none is read if nothing is."""
    withdrawn = gate(place, ledger_of(place))
    if not withdrawn.records:
        return frozenset()
    files = heap(place, work, False)[0]
    read = _read_all(files, place, work, withdrawn.records)
    return frozenset(raw.path for (raw, _), one in zip(files, read, strict=False) if one.withheld)


def _encoded(read: Sequence[Read]) -> list[tuple[Sequence[Digest], bytes]]:
    return [(one.drafts, msgspec.msgpack.encode(one)) for one in read]


def overrides_of(place: Place) -> tuple[overrides.Overrides, tuple[Problem, ...]]:
    """What content/overrides.yaml says, and what is wrong with it. Stop if it cannot be read: no answer may be lost."""
    where = f"{place.config.content}/{place.overrides.name}"
    data = disk.read(place.overrides) if place.overrides.exists() else b""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Stop(Problem("error", f"{where}:{line}", "is not UTF-8", "Save it as UTF-8.")) from error
    found, problems = overrides.parse(text, where)
    if found is None:
        raise Stop(problems[0])
    return found, problems


def ledger_of(place: Place) -> list[Known]:
    """The lines of content/ledger.jsonl. Stop if one cannot be read."""
    known = []
    for number, line in enumerate(disk.lines_of(place.ledger), 1):
        try:
            known += [msgspec.json.decode(line, type=Known)] if line.strip() else []
        except msgspec.DecodeError as error:
            hint = "Bring the file back from version control; without it no hand edit could be told from our own text."
            where = f"{place.config.content}/{place.ledger.name}:{number}"
            raise Stop(Problem("error", where, f"cannot be read: {error}", hint)) from error
    return known


def on_disk(place: Place, work: Work) -> list[merge.OnDisk]:
    """The files of content/entries with their ids."""
    files, _ = text_files(place.entries, work)
    real = {file.path: found.real for file, found in files}
    texts = [file for file, _ in files]
    digests = work.memo_map(identify, texts, fetch=lambda file: (disk.read(real[file.path]),))
    ids = dict(work.cache.read(digests))
    return [merge.OnDisk(file.path, file.digest, ids[key].decode()) for file, key in zip(texts, digests, strict=True)]


def _copies(plan: merge.Plan, place: Place, work: Work) -> tuple[list[Change], list[Problem]]:
    """What is to happen to content/copies: the copies of documents that are not in the heap any more stay."""
    files, _ = text_files(place.copies, work)
    real = {file.path: found.real for file, found in files}
    texts = [file for file, _ in files]
    digests = work.memo_map(copies.stamped, texts, fetch=lambda file: (disk.read(real[file.path]),))
    ours = dict(work.cache.read(digests))
    there = [copies.Shelved(file.path, file.digest, bool(ours[key])) for file, key in zip(texts, digests, strict=True)]
    planned = {change.id for change in plan.changes}
    gone = {copies.copy_path(raw) for line in plan.ledger if line.id not in planned for raw in line.raws}
    return copies.plan_copies(plan.copies, there, gone)


def _carry_out(plan: merge.Plan, copied: Sequence[Change], place: Place) -> None:
    """Files first, the ledger last: a run killed between leaves files that the next run finds just as it wants."""
    touched = False
    both = [*((place.entries, change) for change in plan.changes), *((place.copies, change) for change in copied)]
    for folder, change in both:
        if change.text is None:
            continue
        touched = True
        if change.text:
            disk.write(folder, change.path, change.text.encode(), sync=False)
        else:
            disk.remove(folder, change.path)
    text = b"".join(msgspec.json.encode(line) + b"\n" for line in plan.ledger)
    if touched or (text and (not place.ledger.exists() or disk.read(place.ledger) != text)):
        disk.sync(place.ledger.parent)
        disk.write(place.ledger.parent, place.ledger.name, text)


def _fate(one: Read, withdrawn: Gate) -> str:
    """What became of a raw file: "read", "withheld" (all that it gave is withdrawn) or "refused" (it gave nothing)."""
    if any(withdrawn.is_free(digest) for digest in one.drafts):
        return "read"
    return "withheld" if one.drafts or one.withheld else "refused"


def _lost(one: Read) -> int:
    """Records of a file that was read, and parts of them, that could not be."""
    return sum(problem.level != "note" for problem in one.problems) if one.drafts or one.withheld else 0


def _in_raw(place: Place, problems: Sequence[Problem]) -> Iterator[Problem]:
    folder = place.config.heap
    for problem in problems:
        far = "://" in problem.where
        yield problem if far else msgspec.structs.replace(problem, where=f"{folder}/{problem.where}")


def _counted(reasons: Sequence[str]) -> dict[str, int]:
    return {reason: reasons.count(reason) for reason in sorted(set(reasons))}
