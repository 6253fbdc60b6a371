"""Names of entries -> a withdrawal: their files, copies and cached texts are gone, and a list says that they were."""

from __future__ import annotations

import fnmatch
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from generator import content
from generator.edge import disk, publish
from generator.edge.work import Work
from generator.ingest.copies import copy_path
from generator.ingest.decide import REFUSED
from generator.pipeline import outputs
from generator.pipeline.explain import forms
from generator.pipeline.files import text_files
from generator.pipeline.fixity import seal
from generator.pipeline.intake import drafts_of, ledger_of, overrides_of, purge
from generator.pipeline.place import Place
from generator.pipeline.withheld import withdrawals_of, write
from generator.site import addresses
from generator.sketch import letters_digest, sketch
from generator.types import Digest, Draft, Known, Meta, Problem, RawRef, Stop
from generator.weburl import link_key
from generator.withdrawals import Withdrawal, digest, its_own, marks


class Wish(Struct, frozen=True):
    """What is to be withdrawn, and what is said of it in public."""

    names: tuple[str, ...] = ()
    """Ids, addresses, content files, raw files or patterns."""
    url: str = ""
    """Of the original document."""
    person: str = ""
    pattern: str = ""
    """Such as "2021/03/*": of a content file, an address, an original URL or a raw file."""
    reason: str = ""
    date: str = ""
    by: str = ""
    versions: bool = False
    """The other versions of the story too."""
    address: bool = True
    """Whether the address stays known, with a page that says what became of it."""


class Entry(Struct, frozen=True):
    """A content file that may be meant."""

    path: str
    meta: Meta
    body: str

    @property
    def raws(self) -> tuple[RawRef, ...]:
        """The raw record and all its copies."""
        first = (self.meta.raw,) if self.meta.raw else ()
        return (*first, *(RawRef(one.origin, one.sha256) for one in self.meta.copies))


class Outcome(Struct, frozen=True):
    """What a withdrawal does, or would do."""

    withdrawn: tuple[Withdrawal, ...]
    gone: tuple[str, ...]
    """Files that are taken away, relative to the site's folder."""
    raw: tuple[str, ...]
    """Raw files that hold the text: only a person deletes those."""
    others: tuple[str, ...]
    """Content files of other versions, which stay."""
    settled: tuple[str, ...]
    """Ids of which overrides.yaml says something."""
    elsewhere: tuple[str, ...] = ()
    """Other folders in which a site that was published from here shows the text until it is built again there."""


def withdraw(wish: Wish, place: Place, work: Work, *, dry: bool = False, many: bool = False) -> Outcome:
    """Withdraw what `wish` names; `dry` only says what would go.

    Stop if nothing is meant by a name, and, unless `many`, if the URL, the person or the pattern mean several entries.

    The list is written first: a run that is killed behind that point leaves nothing that build or ingest would show.
    """
    entries = {path: _entry(place, path) for path in _paths(place, work)}
    meant = _meant(wish, entries, place)
    if len(meant) > max(1, len(wish.names)) and not (many or dry):
        hint = "Look at them with --dry-run; then say --all."
        raise Stop(Problem("error", "withdraw", f"{len(meant)} entries are meant", hint))
    others = _other_versions(meant, entries.values())
    if wish.versions:
        meant, others = [*meant, *others], []
    lines = {line.id: line for line in ledger_of(place)}
    named = _addresses(entries, place, work)
    shelved = _shelved(place, work, meant)
    drafts = {draft.meta.raw.sha256: draft for draft in drafts_of(place, work) if draft.meta.raw}
    known = frozenset(one.path for one in (*meant, *others))
    versions, rest = [_said(one) for one in others], [_said(one) for path, one in entries.items() if path not in known]
    listed = (
        _withdrawal(wish, one, lines.get(one.meta.id), named.get(one.path, ""), _texts(one, shelved.values(), drafts))
        for one in meant
    )
    made = [its_own(one, versions, rest) for one in listed]
    outcome = Outcome(
        tuple(made),
        _gone(place, meant, shelved),
        tuple(sorted({f"{place.config.heap}/{ref.origin}" for one in meant for ref in one.raws})),
        tuple(one.path for one in others),
        tuple(sorted({one.meta.id for one in meant} & set(overrides_of(place)[0]))),
        tuple(one.config.output for one in outputs.others(place)),
    )
    if not dry:
        write([*withdrawals_of(place), *made], place)
        _take_away(outcome, place)
        _keep_ledger(lines, outcome.withdrawn, place)
        purge(place, work)
        seal(place, work, None)
    return outcome


def undo(names: Iterable[str], place: Place) -> list[Withdrawal]:
    """Take withdrawals off the list, by id or address; what is still among the raw files comes back with ingest.

    Stop if one is not on the list.
    """
    listed = withdrawals_of(place)
    lifted = []
    for name in names:
        bare = f"{name.strip('/')}/"
        found = [one for one in listed if name == one.id or bare in one.addresses]
        if not found:
            hint = f"Withdrawn are: {', '.join(one.id for one in listed[:20]) or 'none'}."
            raise Stop(Problem("error", name, "is not withdrawn", hint))
        lifted += found
    write([one for one in listed if one not in lifted], place)
    return lifted


# --- what is meant --------------------------------------------------------------------------------------------


def _paths(place: Place, work: Work) -> list[str]:
    return [file.path for file, _ in text_files(place.entries, work)[0]]


def _entry(place: Place, path: str) -> Entry:
    text = content.decoded(disk.read(place.entries / path))
    found = content.parse(text, path)
    return Entry(path, found.meta, found.body)


def _meant(wish: Wish, entries: Mapping[str, Entry], place: Place) -> list[Entry]:
    found: dict[str, Entry] = {}
    for name in wish.names:
        named = [one for one in entries.values() if _is(one, forms(name, place))]
        named = named or [one for one in entries.values() if _matches(Wish(pattern=name), one)]
        if not named:
            hint = "Give an id, an address, a file of content/entries or a raw file."
            raise Stop(Problem("error", name, "is no entry", hint))
        found |= {one.path: one for one in named}
    found |= {one.path: one for one in entries.values() if _matches(wish, one)}
    if not found:
        raise Stop(Problem("error", "withdraw", "no entry is meant", "Give a name, --url, --person or --pattern."))
    return list(found.values())


def _is(one: Entry, meant: Sequence[str]) -> bool:
    names = {one.path, one.path.removesuffix(".md"), one.meta.id, addresses.address(one.path).rstrip("/")}
    names |= {alias.strip("/") for alias in one.meta.aliases} | {ref.origin for ref in one.raws}
    return not (names - {""}).isdisjoint(meant)


def _matches(wish: Wish, one: Entry) -> bool:
    meta = one.meta
    if wish.url and link_key(wish.url) in {
        link_key(url) for url in (meta.url, *(copy.url for copy in meta.copies)) if url
    }:
        return True
    people = {name.casefold().strip() for name in (*meta.people, *meta.authors)}
    if wish.person and wish.person.casefold().strip() in people:
        return True
    names = (one.path, addresses.address(one.path), meta.url, *(ref.origin for ref in one.raws))
    return bool(wish.pattern) and any(name and fnmatch.fnmatchcase(name, wish.pattern) for name in names)


def _other_versions(meant: Sequence[Entry], entries: Iterable[Entry]) -> list[Entry]:
    ids = {one.meta.id for one in meant if one.meta.id}
    named = {version for one in meant for version in one.meta.versions} - ids
    return [one for one in entries if one.meta.id not in ids and (one.meta.id in named or ids & {*one.meta.versions})]


# --- what is written ------------------------------------------------------------------------------------------


def _addresses(entries: Mapping[str, Entry], place: Place, work: Work) -> Mapping[str, str]:
    """The address of each content file, as the site gives it."""
    notes = [file.path for file, _ in text_files(place.notes, work)[0]]
    return addresses.places([path for path, one in entries.items() if not one.meta.draft], notes)[0]


def _shelved(place: Place, work: Work, meant: Sequence[Entry]) -> dict[str, Entry]:
    """The files of content/copies that belong to these entries, by path."""
    ids = {one.meta.id for one in meant if one.meta.id}
    known = {copy_path(ref.sha256) for one in meant for ref in one.raws}
    found = {}
    for file, where in text_files(place.copies, work)[0]:
        text = content.read(disk.read(where.real), file.path)
        if file.path in known or text.meta.extra.get("of") in ids:
            found[file.path] = Entry(file.path, text.meta, text.body)
    return found


def _said(one: Entry) -> str:
    return f"{one.meta.title}\n\n{one.meta.summary}\n\n{one.body}"


def _texts(one: Entry, shelved: Iterable[Entry], drafts: Mapping[Digest, Draft]) -> list[tuple[Meta, str]]:
    """The texts of an entry: its own, those of its copies, and what its raw records say before they are made one."""
    copied = [(copy.meta, copy.body) for copy in shelved if copy.meta.extra.get("of") == one.meta.id]
    read = (drafts[ref.sha256] for ref in one.raws if ref.sha256 in drafts)
    return [(one.meta, one.body), *copied, *((draft.meta, draft.body) for draft in read)]


def _withdrawal(
    wish: Wish, one: Entry, line: Known | None, address: str, texts: Sequence[tuple[Meta, str]]
) -> Withdrawal:
    where = dict.fromkeys((address or addresses.address(one.path), *_former(one, line))) if wish.address else {}
    bodies = dict.fromkeys(body for _, body in texts)
    said = dict.fromkeys(text for meta, _ in texts for text in (meta.title, meta.summary))
    records = dict.fromkeys((*(ref.sha256 for ref in one.raws), *(line.raws if line else ())))
    return Withdrawal(
        id=one.meta.id or digest(one.path)[:12],
        date=wish.date,
        reason=wish.reason,
        by=wish.by,
        addresses=tuple(where),
        file="" if one.meta.id else digest(one.path),
        records=tuple(records),
        letters=tuple(dict.fromkeys(letters_digest(body) for body in bodies)),
        sketches=tuple(dict.fromkeys(sketch(body).hex() for body in bodies if sketch(body))),
        origins=tuple(dict.fromkeys(digest(ref.origin) for ref in one.raws if "#" not in ref.origin)),
        marks=marks([*bodies, *said], where),
    )


def _former(one: Entry, line: Known | None) -> Iterator[str]:
    for alias in (*one.meta.aliases, *(line.aliases if line else ())):
        file = addresses.alias_file(alias)
        if file:
            yield file.removesuffix("index.html")


def _gone(place: Place, meant: Iterable[Entry], shelved: Iterable[str]) -> tuple[str, ...]:
    folder = place.config.content
    paths = [*(f"{folder}/entries/{one.path}" for one in meant), *(f"{folder}/copies/{path}" for path in shelved)]
    made = (place.state / "review", place.state / "serve")
    return (*paths, *(path.relative_to(place.root).as_posix() for path in made if path.exists()))


def _take_away(outcome: Outcome, place: Place) -> None:
    for path in outcome.gone:
        if (place.root / path).is_dir():
            _empty(place.root / path)
        else:
            disk.remove(place.root, path)


def _empty(folder: Path) -> None:
    """Delete a folder of .fonds: a site made for looking at, or a review."""
    if (folder / publish.MARK).exists():
        publish.clean(folder)
    else:
        shutil.rmtree(folder)


def _keep_ledger(lines: Mapping[str, Known], made: Iterable[Withdrawal], place: Place) -> None:
    """The line stays, for an entry whose withdrawal is undone gets its old id and address; none stays if the address is
    to be forgotten."""
    named = {one.id: one for one in made}
    kept = [line for key, line in sorted(lines.items()) if key not in named or named[key].addresses]
    kept = [replace(line, wrote=REFUSED, origin="") if line.id in named else line for line in kept]
    if lines:
        text = b"".join(msgspec.json.encode(line) + b"\n" for line in kept)
        disk.write(place.ledger.parent, place.ledger.name, text)
