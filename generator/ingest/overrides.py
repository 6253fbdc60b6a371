"""content/overrides.yaml -> what a person has settled of each entry, and what that does to its fields and copies."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from generator import yamltext
from generator.content import dated, valid_date
from generator.ingest import accept as accepting
from generator.ingest import rules
from generator.types import Draft, Evidence, Group, Known, Meta, Problem
from generator.yamltext import Value

BY_HAND = "by hand"
"""How a field is known that a person has settled."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")
_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_DATES = "write 2021, 2021-03, 2021-03-14, c. 1923 or 1914-1918"
_YES = frozenset(("true", "yes", "on", "1"))
_NO = frozenset(("false", "no", "off", "0"))
_ID_LIKE = re.compile(r"[0-9a-f]{10,14}(?:-\d+)?")
"""An id as ingest makes them, or one with a letter too few; raw records have other names."""
_DIGEST_LEAST = 8
"""So many digits of a digest name a record."""
_ID = 12
"""So many digits of its first record's digest make the id of a new entry (merge.py)."""
_COMPARED = 10_000
"""So many names at most are compared with one that is unknown."""


class Override(Struct, frozen=True):
    """What a person has settled of one entry."""

    where: str
    """path:line, for problems."""
    fields: Mapping[str, str | tuple[str, ...]] = {}
    """Fields of Meta by name; an empty one is settled too: nothing is known, or nobody is named."""
    keep: bool = True
    """False: the document is refused; it is never an entry."""
    not_copy_of: tuple[str, ...] = ()
    """Origins, or the first digits of digests, of records that are documents of their own."""
    rules_off: tuple[str, ...] = ()
    """Cleaning rules that are not applied to the records of the entry."""
    accept: accepting.Accepted = {}
    """Doubts that are none, by kind: this changes no entry, only what is listed for a person."""


Overrides = Mapping[str, Override]
"""By the id of the entry."""
NOTHING: Overrides = MappingProxyType({})


class _Wrong(Struct, frozen=True):
    message: str


def parse(text: str, where: str) -> tuple[Overrides | None, tuple[Problem, ...]]:
    """Read overrides.yaml; `where` is the path that problems name.

    Each mistake is a Problem with its line, and what else stands there counts. None if the YAML itself cannot be read:
    then nothing may be done, for every answer of the person would be lost.
    """
    loaded = yamltext.load(text, where)
    if not isinstance(loaded.value, dict):
        hint = "Begin each line with the id of an entry: 0123456789ab: {date: '2021-03'}"
        return None, loaded.problems or (Problem("error", f"{where}:1", "is not a mapping of ids", hint),)
    found: dict[str, Override] = {}
    problems: list[Problem] = []
    for key, value in loaded.value.items():
        spot = f"{where}:{loaded.lines.get(key, 1)}"
        if not isinstance(value, dict):
            hint = "Write what you know of the entry: {date: '2021-03'}"
            problems.append(Problem("error", spot, f"`{key}` has no fields", hint))
            continue
        lines = {name: f"{where}:{loaded.lines.get(f'{key}.{name}', 1)}" for name in value}
        found[key], wrong = _override(value, spot, lines)
        problems += wrong
    return found, tuple(problems)


def applied(meta: Meta, override: Override | None) -> Meta:
    """The meta with the settled fields, and how these are known."""
    if override is None or not override.fields:
        return meta
    fields = dict(override.fields)
    evidence = {**meta.evidence, **dict.fromkeys(fields, Evidence("certain", BY_HAND))}
    if "date" in fields:
        day = dated(str(fields["date"]))
        fields |= {"date": day.date, "date_text": day.text}
    return replace(meta, **fields, evidence=evidence)


def parted(
    groups: Sequence[Group], drafts: Sequence[Draft], ledger: Sequence[Known], overrides: Overrides
) -> tuple[list[Group], list[Problem]]:
    """The groups without the copies that a person says are none; these are a document of their own, together.

    An entry is known by the records of its ledger line, or, before it has one, by the digest that ids are made of. A
    record that is already apart needs nothing; one that is not in the heap is a Problem, and so is the entry's own.
    """
    asked = {key: override for key, override in overrides.items() if override.not_copy_of}
    if not asked:
        return list(groups), []
    taken_from = owners(asked, ledger)
    result: list[Group] = []
    problems = [*_unknown_records(asked.values(), drafts)]
    for found in groups:
        pieces = [found]
        for key in dict.fromkeys(key for one in (found.keep, *found.others) for key in keys(drafts[one], taken_from)):
            named = [(one, _named(drafts[one], asked[key].not_copy_of)) for one in (found.keep, *found.others)]
            own = {one for one, _ in named if key in keys(drafts[one], taken_from)}
            problems += [_own_record(asked[key]) for one, is_named in named if is_named and one in own]
            apart = {one for one, is_named in named if is_named} - own
            pieces = [part for piece in pieces for part in _split(piece, apart)]
        result += pieces
    return sorted(result, key=lambda one: one.keep), problems


def unmet(overrides: Overrides, applied_to: frozenset[str], known: Mapping[str, str]) -> Iterator[Problem]:
    """A warning for each override that reached no document of the heap; `known` leads from each id to its file.

    What is only accepted needs no document: `fonds review` shows each row of which it does not hold.
    """
    for key, override in overrides.items():
        if key in applied_to or (only_accepts(override) and (key in known or not _ID_LIKE.fullmatch(key))):
            continue
        if key in known:
            message = f"the raw record of {key} is gone, so this changes nothing"
            yield Problem("warning", override.where, message, f"Edit or delete entries/{known[key]} itself.")
            continue
        near = difflib.get_close_matches(key, [*known][:_COMPARED], n=1, cutoff=0.6)
        hint = f"Did you mean `{near[0]}`?" if near else "`fonds explain PATH` prints the id of an entry."
        yield Problem("warning", override.where, f"no entry has the id {key}", hint)


def only_accepts(override: Override) -> bool:
    """Whether an override changes no entry."""
    return (
        bool(override.accept) and override.keep and not (override.fields or override.not_copy_of or override.rules_off)
    )


def edited(override: Override, path: str) -> Problem:
    """The note that a file which was edited by hand is left alone, whatever the overrides say."""
    if not override.keep:
        message = f"entries/{path} is not taken away: it was edited by hand"
        return Problem("warning", override.where, message, "Delete the file if nothing in it is wanted.")
    if only_accepts(override):
        message = f"entries/{path} was edited by hand; what is accepted of it holds"
        return Problem("note", override.where, message)
    message = f"entries/{path} was edited by hand and is left as it is"
    return Problem("note", override.where, message, "Write the fields into the file.")


# --- the readers of values ------------------------------------------------------------------------------------


def _override(values: Mapping[str, Value], spot: str, lines: Mapping[str, str]) -> tuple[Override, Sequence[Problem]]:
    fields: dict[str, str | tuple[str, ...]] = {}
    rest: dict[str, object] = {}
    problems: list[Problem] = []
    for name, value in values.items():
        reader = _READERS.get(name)
        if reader is None:
            problems.append(_unknown_field(name, lines[name]))
            continue
        read = reader(value)
        if isinstance(read, _Wrong):
            problems.append(Problem("error", lines[name], f"`{name}`: {read.message}", "The field is left as it was."))
        elif isinstance(read, bool) or name in ("not_copy_of", "rules", "accept"):
            rest[_NAMES.get(name, name)] = read
        elif isinstance(read, str | tuple):
            fields[name] = read
    return Override(spot, fields, **rest), problems  # type: ignore[arg-type]


def _unknown_field(name: str, spot: str) -> Problem:
    near = difflib.get_close_matches(name, _READERS, n=1, cutoff=0.6)
    hint = f"Did you mean `{near[0]}`?" if near else f"Known are: {', '.join(_READERS)}."
    return Problem("warning", spot, f"unknown field `{name}`", hint)


def _text(value: Value) -> object:
    return " ".join(value.split()) if isinstance(value, str) else _Wrong("expected a text")


def _date(value: Value) -> object:
    text = _text(value)
    if not isinstance(text, str) or not text:
        return text
    return valid_date(text) or (text if dated(text).date else _Wrong(f"no such date: {text[:60]!r}; {_DATES}"))


def _address(value: Value) -> object:
    text = _text(value)
    if isinstance(text, str) and text and not _ADDRESS.fullmatch(text):
        return _Wrong(f"{text[:60]!r} is not an address such as https://paper.example/story")
    return text


def _language(value: Value) -> object:
    text = _text(value)
    if isinstance(text, str) and text and not _LANGUAGE.fullmatch(text):
        return _Wrong(f"{text[:60]!r} is not a language such as en, de or pt-br")
    return text.lower() if isinstance(text, str) else text


def _names(value: Value) -> object:
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        return _Wrong("expected a list of names")
    return tuple(dict.fromkeys(" ".join(str(item).split()) for item in items if str(item).strip()))


def _records(value: Value) -> object:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) and item.strip() for item in items):
        return _Wrong("expected a list of raw files, records (file#3) or digests")
    return tuple(str(item).strip() for item in items)


def _rules(value: Value) -> object:
    read = rules.read(value)
    return _Wrong(read) if isinstance(read, str) else read


def _accepted(value: Value) -> object:
    read = accepting.read(value)
    return _Wrong(read) if isinstance(read, str) else read


def _flag(value: Value) -> object:
    text = value.lower() if isinstance(value, str) else ""
    if text in _YES:
        return True
    return False if text in _NO else _Wrong("expected true or false")


_READERS: Mapping[str, Callable[[Value], object]] = {
    "date": _date,
    "title": _text,
    "url": _address,
    "source": _text,
    "authors": _names,
    "language": _language,
    "people": _names,
    "tags": _names,
    "keep": _flag,
    "not_copy_of": _records,
    "rules": _rules,
    "accept": _accepted,
}
_NAMES: Mapping[str, str] = {"rules": "rules_off"}
"""Fields of an Override that have another name in the file."""


# --- records --------------------------------------------------------------------------------------------------


def owners(asked: Overrides, ledger: Sequence[Known]) -> Mapping[str, Sequence[str]]:
    """Digest, origin or first digits of the record that an entry is taken from -> its id."""
    found: dict[str, list[str]] = {}
    lines = {line.id: line for line in ledger if line.id in asked}
    for key in asked:
        names = (*lines[key].raws[:1], lines[key].origin) if key in lines else (key,)
        for name in names:
            found.setdefault(name, []).append(key)
    return found


def keys(draft: Draft, owners: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The ids of the asked entries that are taken from this record."""
    raw = draft.meta.raw
    if raw is None:
        return ()
    return [key for name in (raw.sha256, raw.origin, raw.sha256[:_ID]) for key in owners.get(name, ())]


def _named(draft: Draft, names: Sequence[str]) -> bool:
    raw = draft.meta.raw
    return raw is not None and any(_names_record(name, raw.origin, raw.sha256) for name in names)


def _names_record(name: str, origin: str, digest: str) -> bool:
    return name == origin or (len(name) >= _DIGEST_LEAST and digest.startswith(name.lower()))


def _split(found: Group, apart: Set[int]) -> list[Group]:
    """The members of `apart` as a group of their own; the first that stays is kept if the one that was kept goes."""
    members = (found.keep, *found.others)
    sides = ([one for one in members if one not in apart], [one for one in members if one in apart])
    return [Group(some[0], tuple(some[1:])) for some in sides if some]


def _unknown_records(asked: Iterable[Override], drafts: Sequence[Draft]) -> Iterator[Problem]:
    origins = [draft.meta.raw.origin for draft in drafts if draft.meta.raw]
    known = frozenset(origins)
    digests = sorted(draft.meta.raw.sha256 for draft in drafts if draft.meta.raw)
    for override in asked:
        for name in override.not_copy_of:
            if name in known or _begins(digests, name.lower()):
                continue
            near = difflib.get_close_matches(name, origins[:_COMPARED], n=1, cutoff=0.6)
            hint = f"Did you mean {near[0]}?" if near else "Name it as `fonds explain` does: file, file#3 or digest."
            yield Problem("warning", override.where, f"`not_copy_of`: no raw record is called {name[:80]}", hint)


def _begins(digests: Sequence[str], name: str) -> bool:
    """Whether one of the sorted digests begins so."""
    place = bisect_left(digests, name)
    return len(name) >= _DIGEST_LEAST and place < len(digests) and digests[place].startswith(name)


def _own_record(override: Override) -> Problem:
    hint = "Put the line under the id of the other entry, or name the other record."
    return Problem("warning", override.where, "`not_copy_of` names the record that the entry is taken from", hint)
