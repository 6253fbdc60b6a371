"""The name of an entry, an address, a raw file or an id -> the stories of the entries that it means."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from generator import content
from generator.edge import disk
from generator.edge.disk import Found
from generator.edge.work import Work
from generator.ingest import draft as drafting
from generator.ingest import rules as rules_of
from generator.ingest import story
from generator.ingest.decide import REFUSED
from generator.ingest.evidence.addresses import host_of
from generator.ingest.merge import OnDisk
from generator.ingest.overrides import Overrides
from generator.ingest.story import Record, Story, Version
from generator.pipeline import reading
from generator.pipeline.ingest import Intake, latest
from generator.pipeline.intake import ledger_of, on_disk, overrides_of
from generator.pipeline.place import Place
from generator.types import Draft, Known, Meta, Problem, Raw, RawFile, RawRef, Signal, Stop

_COMPARED = 20_000
"""So many names at most are compared with one that is unknown."""


class _Site(Struct, frozen=True):
    """What is known of a site's entries."""

    place: Place
    files: tuple[OnDisk, ...]
    lines: Mapping[str, Known]
    settled: Overrides
    raw: Mapping[str, Found]
    """The raw files by path."""
    intake: Intake | None


class _Target(Struct, frozen=True):
    """One entry that is asked for: its file, its line of the ledger, or both."""

    file: OnDisk | None = None
    line: Known | None = None


class _Heap(Struct, frozen=True):
    """Records read again, by origin, with the size of their files; and what could not be read."""

    records: Mapping[str, tuple[Raw, int]] = {}
    problems: tuple[Problem, ...] = ()


def explain(name: str, place: Place, work: Work) -> list[Story]:
    """The story of each entry that `name` means. Nothing is written. Stop, with the nearest names, if there is none."""
    site = _Site(
        place,
        tuple(on_disk(place, work)),
        {line.id: line for line in ledger_of(place)},
        overrides_of(place)[0],
        {file.path: file for file in disk.walk(place.raw, place.config.ignore)[0]},
        latest(place, work),
    )
    meant = forms(name, place)
    targets = _targets(site, meant)
    if targets:
        return _stories(site, targets, work)
    raw = next((form for form in meant if _holder(form, site.raw)), None)
    found = _of_raw(site, raw, work) if raw else []
    if not found:
        raise Stop(_unknown(name, site))
    return found


def forms(name: str, place: Place) -> list[str]:
    """What a name may mean: as it is, as a path from here, and without the folder or address in which things stand."""
    whole = place.config.base_url.rstrip("/")
    name = name[len(whole) :] if whole and name.startswith(whole) else name
    tops = (place.entries, place.raw)
    real = Path(name).resolve()
    here = [real.relative_to(top.resolve()).as_posix() for top in tops if real.is_relative_to(top.resolve())]
    bare = name.removeprefix("./").strip("/").removesuffix("index.html").rstrip("/")
    prefixes = [f"{top.relative_to(place.root).as_posix()}/" for top in tops if top.is_relative_to(place.root)]
    inside = [bare.removeprefix(prefix) for prefix in prefixes if bare.startswith(prefix)]
    return [form for form in dict.fromkeys((*here, *inside, bare)) if form not in ("", ".")]


def _targets(site: _Site, forms: Sequence[str]) -> list[_Target]:
    """The entry whose id, file or address this is; of a file that was deleted only the line of the ledger is left."""
    for form in forms:
        paths = (form, f"{form}.md")
        for file in site.files:
            if form == file.id or file.path in paths:
                return [_Target(file, site.lines.get(file.id))]
        for line in site.lines.values():
            if form == line.id or line.path in paths or f"/{form}/" in line.aliases:
                return [_target(site, line)]
    of_gone = (line for line in site.lines.values() if line.origin and not _holder(line.origin, site.raw))
    return [_target(site, line) for line in of_gone if {line.origin, line.origin.partition("#")[0]} & {*forms}]


def _target(site: _Site, line: Known) -> _Target:
    return _Target(next((file for file in site.files if file.id == line.id), None), line)


def _stories(site: _Site, targets: Sequence[_Target], work: Work) -> list[Story]:
    read = [_read(site, target) for target in targets]
    heap = _again(site, {meta.raw.origin for meta, _ in read if meta.raw}, work)
    return [
        _story(site, target, meta, problems, heap, work) for target, (meta, problems) in zip(targets, read, strict=True)
    ]


def _read(site: _Site, target: _Target) -> tuple[Meta, tuple[Problem, ...]]:
    """The front matter of the entry, and what is wrong with it; of a file that is gone what the ledger knows."""
    if target.file:
        where = f"entries/{target.file.path}"
        text = content.decoded(disk.read(site.place.entries / target.file.path))
        found = content.parse(text, where)
        return found.meta, found.problems
    line = target.line
    assert line is not None
    return Meta(id=line.id, raw=RawRef(line.origin, line.raws[0] if line.raws else "")), ()


def _story(site: _Site, target: _Target, meta: Meta, problems: Sequence[Problem], heap: _Heap, work: Work) -> Story:
    path = target.file.path if target.file else target.line.path if target.line else ""
    folder = site.place.config.content
    override = site.settled.get(meta.id)
    rules = override.rules_off if override else ()
    origins = {ref.origin for ref in (meta.raw, *meta.copies) if ref}
    record, drafted = _record(site, meta.raw, heap, work, rules) if meta.raw else (None, ())
    told = _told(site, origins, path)
    return Story(
        id=meta.id,
        address=f"/{path.removesuffix('.md')}/" if target.file else "",
        file=f"{folder}/entries/{path}",
        file_state=_state(target),
        record=record,
        decided=story.decided(meta),
        by_hand=_by_hand(site, meta.id) if override else (),
        cuts=story.gone(meta.cuts),
        rules_off=tuple(sorted({*site.place.config.rules_off, *_of_place(site, meta), *rules})),
        copies=meta.copies,
        versions=_versions(site, meta),
        problems=tuple(dict.fromkeys((*problems, *drafted, *told))),
    )


def _of_place(site: _Site, meta: Meta) -> frozenset[str]:
    """The rules that site.yaml switches off for the raw file or the source of an entry."""
    origin = meta.raw.origin if meta.raw else ""
    return rules_of.off(site.place.config.rules_by, origin, (meta.source, host_of(meta.url)))


def _versions(site: _Site, meta: Meta) -> tuple[Version, ...]:
    """The versions that the content file names."""
    paths = {file.id: file.path for file in site.files} if meta.versions else {}
    addresses = {key: f"/{path.removesuffix('.md')}/" for key, path in paths.items()}
    return tuple(Version(key, addresses.get(key, ""), key == meta.id) for key in meta.versions)


def _state(target: _Target) -> str:
    file, line = target.file, target.line
    if file is None:
        return "refused by hand" if line and line.wrote == REFUSED else "deleted by hand"
    if line is None:
        return "written by hand"
    moved = "" if file.path == line.path else ", moved by hand"
    return ("as ingest wrote it" if file.digest == line.wrote else "edited by hand") + moved


def _by_hand(site: _Site, key: str) -> tuple[str, ...]:
    override = site.settled[key]
    names = [*override.fields, *(["keep: false"] if not override.keep else [])]
    return (*names, *(f"not_copy_of {name}" for name in override.not_copy_of))


def _record(
    site: _Site, ref: RawRef, heap: _Heap, work: Work, rules: tuple[str, ...]
) -> tuple[Record, tuple[Problem, ...]]:
    """The record as it is now, its signals computed again, and the problems of its draft."""
    if ref.origin not in heap.records:
        return Record(ref.origin, ref.sha256, "gone"), ()
    raw, size = heap.records[ref.origin]
    state = "as it was read" if raw.digest == ref.sha256 else "changed since ingest read it"
    config = site.place.config
    reading = drafting.Reading(raw, (*config.rules_off, *rules), site.place.latest, config.rules_by)
    found = work.memo_map(drafting.signals, [reading], fallback=drafting.signals_of_container)
    drafted = work.memo_map(drafting.draft, [reading], fallback=drafting.as_it_is)
    signals = msgspec.msgpack.decode(work.cache.blob(found[0]), type=tuple[Signal, ...])
    problems = msgspec.msgpack.decode(work.cache.blob(drafted[0]), type=Draft).problems
    return Record(ref.origin, ref.sha256, state, size, raw.media, signals), tuple(_in_raw(site, problems))


def _in_raw(site: _Site, problems: Sequence[Problem]) -> Iterator[Problem]:
    return (msgspec.structs.replace(one, where=f"{site.place.config.heap}/{one.where}") for one in problems)


def _told(site: _Site, origins: set[str], path: str) -> Iterator[Problem]:
    """What the last run of ingest said of these records and this file."""
    named = {f"{site.place.config.heap}/{origin}" for origin in origins} | {f"entries/{path}"}
    return (one for one in (site.intake.problems if site.intake else ()) if one.where in named)


# --- raw files ------------------------------------------------------------------------------------------------


def _holder(origin: str, raw: Mapping[str, Found]) -> str:
    """The raw file that holds a record: `box.csv` for `box.csv#3`, `box.zip` for `box.zip/a/b.txt`; "" if none does."""
    if origin in raw:
        return origin
    ends = (at for at, char in enumerate(origin) if char in "#/")
    return next((origin[:at] for at in ends if origin[:at] in raw), "")


def _again(site: _Site, origins: set[str], work: Work) -> _Heap:
    """The records of these origins, read again; each raw file once."""
    holders = {_holder(origin, site.raw) for origin in origins}
    files = [(RawFile(file.path, "", file.size), file) for file in site.raw.values()]
    wanted = [task for task in reading.tasks(files) if task.raw.path in holders]
    found: dict[str, tuple[Raw, int]] = {}
    problems: list[Problem] = []
    for number, item in reading.records(wanted, work):
        raw = wanted[number].raw
        if isinstance(item, Problem):
            problems.append(item)
        elif origins & {raw.path, item.origin, item.origin.partition("#")[0]}:
            found[item.origin] = (item, raw.size)
    return _Heap(found, tuple(problems))


def _of_raw(site: _Site, name: str, work: Work) -> list[Story]:
    """The entries that a raw file, or one record of it, went into; a record without one, and what was refused."""
    heap = _again(site, {name}, work)
    owners = {digest: line for line in site.lines.values() for digest in line.raws}
    lines = {owners[raw.digest].id: owners[raw.digest] for raw, _ in heap.records.values() if raw.digest in owners}
    found = _stories(site, [_target(site, line) for line in lines.values()], work)
    for raw, size in heap.records.values():
        if raw.digest not in owners:
            found.append(Story(record=Record(raw.origin, raw.digest, "not yet ingested", size, raw.media, raw.signals)))
    if heap.problems:
        holder = site.raw[_holder(name, site.raw)]
        refused = Record(holder.path, "", "in part or whole refused", holder.size)
        found.append(Story(record=refused, problems=tuple(_in_raw(site, heap.problems))))
    return found


def _unknown(name: str, site: _Site) -> Problem:
    names = [*site.lines, *(file.path for file in site.files), *site.raw][:_COMPARED]
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    hint = (
        f"Nearest: {', '.join(near)}." if near else "Give a file of content/entries, an address, a raw file or an id."
    )
    return Problem("error", name, "no entry, address, raw file or id is called so", hint)
