"""Drafts in groups, the ledger, and what is on disk -> what is to happen to each content file. No hand edit is lost."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator import content
from generator.address import slug, unique
from generator.ingest.align import combine
from generator.ingest.copies import CopyFile, copy_files
from generator.ingest.decide import REFUSED, Wanted, decide, wrote
from generator.ingest.overrides import NOTHING, Overrides, applied, edited, unmet
from generator.ingest.versions import order
from generator.types import Change, Digest, Draft, Group, Known, Meta, Problem


class OnDisk(Struct, frozen=True):
    """A file of content/entries."""

    path: str
    digest: Digest
    id: str


class Plan(Struct, frozen=True):
    """What ingest will do."""

    changes: tuple[Change, ...]
    ledger: tuple[Known, ...]
    """The whole new ledger, by id."""
    problems: tuple[Problem, ...] = ()
    copies: tuple[CopyFile, ...] = ()
    """What content/copies is to hold for the documents of this run."""
    wanted: tuple[Wanted, ...] = ()
    """By what it was decided, document by document."""


class _Document(Struct, frozen=True):
    """A group made one, with the id it gets."""

    draft: Draft
    raws: tuple[Digest, ...]
    id: str
    joined: tuple[str, ...]
    """Ids of former entries that are copies of it."""
    others: tuple[Draft, ...]
    keep: int
    """Its place among the drafts."""


def plan(
    drafts: Sequence[Draft],
    groups: Sequence[Group],
    ledger: Sequence[Known],
    files: Sequence[OnDisk],
    overrides: Overrides = NOTHING,
    stories: Sequence[Sequence[int]] = (),
) -> Plan:
    """Decide for each document by three digests: what ingest wrote last, what is on disk, what it would write now.

    On disk as written: ours, may be rewritten. Otherwise: the person's for ever. In the ledger but not on disk: the
    person deleted it. A file that was moved is found by its id. A ledger line whose raw records are gone stays.
    What a person has settled in overrides.yaml is part of what ingest would write; the address stays what it was.
    `stories` are the drafts kept that are versions of one story: each entry names the ids of all of them.
    """
    known = {line.id: line for line in ledger}
    on_disk, problems = _by_id(files, known)
    taken = {file.path.casefold() for file in files} | {line.path.casefold() for line in ledger}
    lines = dict(known)
    changes: list[Change] = []
    copies: list[CopyFile] = []
    wanted: list[Wanted] = []
    documents = list(_documents(drafts, groups, ledger, frozenset(on_disk)))
    versions = _versions(documents, stories, [known.get(one.id) for one in documents], on_disk, overrides)
    for document in documents:
        file, old, said = on_disk.get(document.id), known.get(document.id), overrides.get(document.id)
        path = file.path if file else old.path if old else _new_path(document.draft, taken)
        taken.add(path.casefold())
        joins = [_join(other, document.id, on_disk.get(other), known[other]) for other in document.joined]
        aliases = [*(old.aliases if old else ()), *_aliases(joins, on_disk, lines)]
        meta = _told(applied(document.draft.meta, said), document.id, versions, aliases)
        text = content.show(meta, document.draft.body)
        fresh = hashlib.sha256(text.encode()).hexdigest()
        last = old.wrote if old and old.wrote != REFUSED else None
        reason = decide(fresh, file.digest if file else None, last)
        if said and reason == "edited by hand":
            problems.append(edited(said, path))
        elif said and not said.keep:
            text, reason = "", "refused by hand"
        writes = reason in ("new", "updated") or (reason == "refused by hand" and file is not None)
        changes += [*joins, Change(document.id, path, text if writes else None, reason)]
        if reason not in ("deleted by hand", "refused by hand"):
            copies += copy_files(document.id, document.draft.body, document.others)
        wanted.append(Wanted(document.id, path, fresh, last, said is not None, reason))
        left = wrote(reason, fresh, last)
        lines[document.id] = Known(document.id, path, left, document.raws, _origin(document.draft), meta.aliases)
    ids, paths = frozenset(change.id for change in changes), {key: file.path for key, file in on_disk.items()}
    problems += unmet(overrides, ids, paths)
    kept = tuple(_moved(lines[key], on_disk.get(key)) for key in sorted(lines))
    return Plan(tuple(changes), kept, tuple(problems), tuple(copies), tuple(wanted))


def _told(meta: Meta, id_: str, versions: Mapping[str, tuple[str, ...]], aliases: Sequence[str]) -> Meta:
    """The front matter with what only the whole of ingest knows."""
    return replace(meta, id=id_, versions=versions.get(id_, ()), aliases=tuple(dict.fromkeys(aliases)))


def _moved(line: Known, file: OnDisk | None) -> Known:
    """The line with the place of its file, which a person may have moved when its raw records were gone."""
    return replace(line, path=file.path) if file and file.path != line.path else line


def _join(other: str, to: str, file: OnDisk | None, line: Known) -> Change:
    if file is None:
        return Change(other, line.path, None, "deleted by hand")
    if file.digest == line.wrote:
        return Change(other, file.path, "", f"now a copy of {to}")
    return Change(other, file.path, None, "edited by hand")


def _aliases(joins: Sequence[Change], on_disk: Mapping[str, OnDisk], lines: dict[str, Known]) -> Iterator[str]:
    """The addresses of entries that are gone, for they are copies now; their lines leave the ledger."""
    for change in joins:
        if change.text is not None or change.id not in on_disk:
            yield from lines.pop(change.id).aliases
            yield f"/{change.path.removesuffix('.md')}/"


def _documents(
    drafts: Sequence[Draft], groups: Sequence[Group], ledger: Sequence[Known], there: frozenset[str]
) -> Iterator[_Document]:
    """Each group with its id: the one under which the ledger knows its records, else a new one from its first record.

    Groups whose first record is the first of a ledger line choose first: if a group falls apart, its base keeps the id.
    Of two ids the one whose file is `there` is taken: an entry is not taken away as the copy of a deleted one. A record
    that stands where one stood that is gone is that one, changed in place, if its date or title still is the same.
    """
    present = {draft.meta.raw.sha256 for draft in drafts if draft.meta.raw}
    moved_on = {line.origin: line for line in ledger if line.origin and line.raws and line.raws[0] not in present}
    by_raw: dict[Digest, list[str]] = {}
    for line in ledger:
        for raw in line.raws:
            by_raw.setdefault(raw, []).append(line.id)
    first = {line.raws[0] for line in ledger if line.raws}
    taken = {line.id for line in ledger}
    claimed: set[str] = set()

    def order(group: Group) -> tuple[bool, str, str]:
        raw = drafts[group.keep].meta.raw
        assert raw is not None
        return raw.sha256 not in first, raw.sha256, raw.origin

    for group in sorted(groups, key=order):
        members = [drafts[index] for index in (group.keep, *group.others)]
        raws = tuple(dict.fromkeys(member.meta.raw.sha256 for member in members if member.meta.raw))
        ids = [key for raw in raws for key in by_raw.get(raw, ()) if key not in claimed]
        ids = sorted(list(dict.fromkeys(ids))[: len(members)], key=lambda key: key not in there)
        before = moved_on.get(_origin(members[0]))
        if not ids and before and before.id not in claimed and _same_place(before, members[0]):
            ids = [before.id]
        if not ids:
            ids = [unique(raws[0][:12], taken)]
            taken.add(ids[0])
        claimed.update(ids)
        draft = combine(members[0], members[1:]) if len(members) > 1 else members[0]
        yield _Document(draft, raws, ids[0], tuple(ids[1:]), tuple(members[1:]), group.keep)


def _versions(
    documents: Sequence[_Document],
    stories: Sequence[Sequence[int]],
    lines: Sequence[Known | None],
    on_disk: Mapping[str, OnDisk],
    overrides: Overrides,
) -> dict[str, tuple[str, ...]]:
    """The ids of all versions of its story, in order of date, for each id; without entries that a person took away."""
    there: dict[int, Draft] = {}
    ids: dict[int, str] = {}
    told = frozenset(one for story in stories for one in story)
    for document, line in ((one, line) for one, line in zip(documents, lines, strict=True) if one.keep in told):
        said = overrides.get(document.id)
        deleted = document.id not in on_disk and line is not None and line.wrote != REFUSED
        if not deleted and (said is None or said.keep):
            there[document.keep] = replace(document.draft, meta=applied(document.draft.meta, said))
            ids[document.keep] = document.id
    found: dict[str, tuple[str, ...]] = {}
    for story in stories:
        members = sorted((one for one in story if one in there), key=lambda one: order(there[one]))
        if len(members) > 1:
            found |= dict.fromkeys((ids[one] for one in members), tuple(ids[one] for one in members))
    return found


def _by_id(files: Sequence[OnDisk], known: Mapping[str, Known]) -> tuple[dict[str, OnDisk], list[Problem]]:
    """Files by id; of two with one id the one at the ledger's path counts, and the other is named."""
    found: dict[str, OnDisk] = {}
    problems = []
    for file in sorted(files, key=lambda file: file.path):
        if not file.id:
            continue
        if file.id not in found:
            found[file.id] = file
            continue
        at_home = known.get(file.id) and known[file.id].path == file.path
        loser = found[file.id] if at_home else file
        found[file.id] = file if at_home else found[file.id]
        hint = "Take the id out of the copy, or delete it."
        problems.append(Problem("warning", f"entries/{loser.path}", f"has the id of {found[file.id].path}", hint))
    return found, problems


def _origin(draft: Draft) -> str:
    return draft.meta.raw.origin if draft.meta.raw else ""


def _same_place(line: Known, draft: Draft) -> bool:
    folder, name = _wish(draft)
    return line.path.startswith(f"{folder}/") or line.path.endswith(f"/{name}.md")


def _new_path(draft: Draft, taken: set[str]) -> str:
    """Where an entry's file goes, which is also its address: 2021/03/14/title.md, with a number if that is taken."""
    folder, name = _wish(draft)
    path, number = f"{folder}/{name}.md", 2
    while path in taken:
        path, number = f"{folder}/{name}-{number}.md", number + 1
    return path


def _wish(draft: Draft) -> tuple[str, str]:
    """Folder and name: what is not known of the date is left out."""
    meta = draft.meta
    name = slug(meta.title or draft.body[:200].strip() or _origin(draft).rpartition("/")[2])
    return meta.date.replace("-", "/") or "undated", f"no-{name}" if name.isdigit() else name
