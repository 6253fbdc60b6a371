"""Content files, and what ingest reported -> what a person should look at: rows, each with a way to settle it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

import msgspec
from msgspec import Struct

from generator import content
from generator.ingest import accept, balance, opening, versions
from generator.ingest.overrides import BY_HAND, Overrides
from generator.ingest.rules import RULES, cut_name
from generator.types import Copy, Cut, Meta, Problem, TextFile

_NAMED = 5
"""Cuts that a row about heavy cuts names."""
HEAVY = 1 / 3
"""Share of the words that cuts may take before somebody should look."""
LIKE = 0.9
"""Share of agreeing letters from which a copy is not in doubt."""
BY_ADDRESS = 0.5
"""Share of agreeing letters below which a copy was joined by its address alone (a bookmark)."""
_MOVED = frozenset(("header-line", *opening.RULES))
_GUESSED = ("first words", "file name", "URL slug")
"""Places of a title that nobody wrote as one."""
_KNOWN = "  # not known; else 2021, 2021-03 or 2021-03-14"
_TOLD = "the date is told in different ways: "
_OF_DATE = (_TOLD, "nothing says for certain that ")
"""What ingest says of dates: the entry has a row about it already."""
_SHARED = " different texts have the address "
_ADDRESS_END = re.compile(r": |:$")
_LOOK = "fonds explain with the id tells what was cut; put back into the file what belongs there"
_ORDER = ("address", "versions", "words", "trouble", "refused")
"""Of the rows that ingest reported."""
_DIGITS = 12
"""So many digits of a copy's digest name it."""


class Row(Struct, frozen=True):
    """One thing to settle."""

    id: str
    """Of the entry; of a raw record that has none its name."""
    what: str
    file: str
    """Content file, relative to content/entries."""
    origin: str
    """Of the raw record."""
    used: str
    """What stands in the entry now."""
    candidates: str
    """What else was found, or why there is doubt."""
    settle: str
    """What to do: a line for overrides.yaml that is ready to be used, or a sentence."""
    kind: str = ""
    """By which it can be accepted (accept.KINDS)."""
    mark: str = ""
    """The value for which it can be accepted."""
    named: str = ""
    """The record that is in doubt, if it is another than that of the entry."""

    @property
    def fine(self) -> str:
        """The line for overrides.yaml that says: nothing is wrong here."""
        return _accepting(self)


class Doubts(Struct, frozen=True):
    """What one content file gives."""

    id: str
    path: str
    origins: tuple[str, ...]
    """Of its record and its copies."""
    date: str
    rows: tuple[Row, ...]


def doubts(file: TextFile, data: bytes) -> bytes:
    """The encoded Doubts of a content file. Pure. What was settled by hand is in no doubt."""
    found = content.parse(data.decode("utf-8", "replace").replace("\r\n", "\n"), file.path)
    meta = found.meta
    rows = (*_date(meta), *_title(meta), *_cuts(meta, found.body), *_copies(meta)) if meta.raw else ()
    origins = tuple(ref.origin for ref in (meta.raw, *meta.copies) if ref)
    placed = tuple(msgspec.structs.replace(row, file=file.path) for row in rows)
    return msgspec.msgpack.encode(Doubts(meta.id, file.path, origins, meta.date, placed))


def review(found: Sequence[Doubts], known: Iterable[str], reported: Sequence[Problem], raw: str) -> list[Row]:
    """All rows: of each file, with the dates that ingest saw; addresses of several texts; words lost; trouble; refused.

    `known` are further origins of records that have an entry, or had one that was deleted or refused by hand.
    `reported` are the problems of ingest, whose `where` begins with the raw folder `raw`.
    """
    by_origin = {origin: one for one in found for origin in one.origins}
    taken = {*by_origin, *known}
    files = {origin.partition("#")[0] for origin in taken}
    in_raw = [(p.where.removeprefix(f"{raw}/"), p) for p in reported if p.where.startswith(f"{raw}/")]
    told = {where: p.message.removeprefix(_TOLD) for where, p in in_raw if p.message.startswith(_TOLD)}
    rows = [_told(row, one, told) for one in found for row in one.rows]
    reports = [row for where, problem in in_raw for row in _reported(where, problem, by_origin, taken, files)]
    return rows + sorted(reports, key=lambda row: _ORDER.index(row.kind))


def still_open(rows: Iterable[Row], settled: Overrides) -> list[Row]:
    """The rows that nobody has accepted; one that was accepted for another value says for which."""
    found = []
    for row in rows:
        override = settled.get(row.id)
        accepted = override.accept if override else {}
        if accept.holds(accepted, row.kind, row.mark, row.named):
            continue
        before = ", ".join(repr(value) for value in accepted.get(row.kind, ()))
        told = f"accepted was {before}" if before and row.kind != "copies" else ""
        found.append(msgspec.structs.replace(row, candidates="; ".join(filter(None, (row.candidates, told)))))
    return found


# --- what a file gives ----------------------------------------------------------------------------------------


def _date(meta: Meta) -> Iterator[Row]:
    known = meta.evidence.get("date")
    if known and known.how == BY_HAND:
        return
    said = meta.date_text or meta.date
    if not meta.date:
        yield _row(meta, "date", "no date", "", known.how if known else "", _line(meta.id, "date", "") + _KNOWN)
    elif known and (known.sure != "certain" or "; " in known.how):
        what = "dates that disagree" if " says " in known.how else "date worked out"
        yield _row(meta, "date", what, said, known.how, _line(meta.id, "date", said))


def _title(meta: Meta) -> Iterator[Row]:
    known = meta.evidence.get("title")
    if known and known.how == BY_HAND:
        return
    if not meta.title:
        yield _row(meta, "title", "no title", "", "", _line(meta.id, "title", "") + "  # write the title")
    elif known and known.how in _GUESSED:
        what = f"title from {known.how}"
        yield _row(meta, "title", what, meta.title, "", _line(meta.id, "title", meta.title))


def _cuts(meta: Meta, body: str) -> Iterator[Row]:
    """What stands beside the text now (header lines, the title at its head) is no loss."""
    gone = [(cut.rule, _words(cut)) for cut in meta.cuts if cut.rule not in _MOVED]
    words, kept = sum(count for _, count in gone), len(body.split())
    if words > HEAVY * (words + kept):
        rules = {rule: sum(count for name, count in gone if name == rule) for rule, _ in gone}
        used = f"{kept} words kept, {words} cut"
        said = ", ".join(f"{rule}: {count} words" for rule, count in rules.items())
        off = ", ".join(f"{rule}: off" for rule in rules if rule in RULES)
        settle = f"{_key(meta.id)}: {{rules: {{{off}}}}}  # if they belong to the text" if off else _LOOK
        said += _one_by_one(meta)
        yield _row(meta, "cuts", "heavy cuts", used, said, settle, str(words))


def _one_by_one(meta: Meta) -> str:
    """The names by which the longest cuts can be put back one by one."""
    single = [cut for cut in meta.cuts if cut.at >= 0 and not cut.words and cut.rule in {*RULES} - _MOVED]
    longest = sorted(single, key=lambda cut: -len(cut.text))[:_NAMED]
    return f"; one by one: {', '.join(dict.fromkeys(map(cut_name, longest)))}" if longest else ""


def _words(cut: Cut) -> int:
    return cut.words or len(cut.text.split())


def _copies(meta: Meta) -> Iterator[Row]:
    """Those of which much differs, or that are dated in another year."""
    for copy in meta.copies:
        if copy.alike < BY_ADDRESS:
            continue
        elsewhen = bool(copy.date and meta.date) and copy.date[:4] != meta.date[:4]
        if copy.alike < LIKE or elsewhen:
            settle = f"{_key(meta.id)}: {{not_copy_of: [{_quoted(copy.origin)}]}}  # if it is none"
            row = _row(meta, "copies", "doubtful copy", copy.origin, _unlike(copy), settle, copy.sha256[:_DIGITS])
            yield msgspec.structs.replace(row, named=copy.origin)


def _unlike(copy: Copy) -> str:
    parts = (f"{100 * copy.alike:.1f}% of the letters agree", copy.date and f"dated {copy.date}", copy.url)
    return "; ".join(filter(None, parts))


def _row(meta: Meta, kind: str, what: str, used: str, candidates: str, settle: str, mark: str | None = None) -> Row:
    """`mark` is what is used, if nothing else is said."""
    origin = meta.raw.origin if meta.raw else ""
    return Row(meta.id, what, "", origin, used, candidates, settle, kind, accept.plain(used if mark is None else mark))


def _accepting(row: Row) -> str:
    value = f"[{_quoted(row.mark)}]" if row.kind in ("copies", "trouble") else _quoted(row.mark)
    note = f"  # {_quoted(row.named)}" if row.named else ""
    return f"{_key(row.id)}: {{accept: {{{row.kind}: {value}}}}}{note}"


def _line(key: str, field: str, value: str) -> str:
    return f"{_key(key)}: {{{field}: {_quoted(value)}}}"


def _key(key: str) -> str:
    return key if key.isalnum() and key.isascii() else _quoted(key)


def _quoted(text: str) -> str:
    """A text in YAML's single quotes, in one line."""
    line = "".join(char for char in " ".join(text.split()) if char.isprintable())
    return "'" + line.replace("'", "''") + "'"


# --- what ingest reported -------------------------------------------------------------------------------------


def _told(row: Row, one: Doubts, told: Mapping[str, str]) -> Row:
    """The row with all dates that were seen, if ingest reported them."""
    said = next((told[origin] for origin in one.origins if origin in told), "")
    return msgspec.structs.replace(row, candidates=said) if said and row.what.startswith("date") else row


def _reported(
    where: str, problem: Problem, by_origin: Mapping[str, Doubts], taken: Set[str], files: Set[str]
) -> Iterator[Row]:
    """The row of a problem: an address of several texts, words lost, a record without an entry, or other trouble.

    No entry: named in an error, or in any problem of a file of which no record is in an entry. What is only noted, or
    is of a record whose entry somebody deleted or refused, makes no row.
    """
    one, message = by_origin.get(where), problem.message
    if _SHARED in message:
        yield _shared(where, problem, one)
    elif message.startswith(versions.TAKEN):
        if one:
            yield _taken(one, where, message.removeprefix(versions.TAKEN))
    elif problem.level == "note" or message.startswith(_OF_DATE) or (where in taken and not one):
        return
    elif one and balance.told(message) >= 0:
        yield _astray(one, where, message)
    elif one:
        yield _troubled(one.id, one.path, where, problem)
    elif problem.level == "error" or where.partition("#")[0].partition(":")[0] not in files:
        mark = accept.plain(message)
        yield Row(where, "refused", "", where, "no entry", message, problem.hint, "refused", mark)
    else:
        yield _troubled(where, "", where, problem)


def _shared(where: str, problem: Problem, one: Doubts | None) -> Row:
    key, path = (one.id, one.path) if one else (where, "")
    hint = f"{_key(key)}: {{keep: false}}  # if this one is not wanted" if one else "refuse what is not wanted"
    mark = accept.plain(_ADDRESS_END.split(problem.message)[0])
    what = "several texts with one address"
    return Row(key, what, path, where, "each is an entry", problem.message, hint, "address", mark)


def _taken(one: Doubts, where: str, other: str) -> Row:
    """Two texts under different addresses that were linked as versions of one story."""
    settle = f"{_key(one.id)}: {{not_copy_of: [{_key(other)}]}}  # if they are two stories"
    used = "linked as versions of one story"
    return Row(one.id, "doubtful version", one.path, where, used, other, settle, "versions", accept.plain(other))


def _astray(one: Doubts, where: str, message: str) -> Row:
    """Words that are neither in the body nor among the cuts."""
    used = message.partition(balance.LOST)[0] + " words"
    settle = f"fonds explain {one.id}; put back into the file what belongs there"
    return Row(one.id, "words lost", one.path, where, used, "in no cut", settle, "words", str(balance.told(message)))


def _troubled(key: str, path: str, where: str, problem: Problem) -> Row:
    """A warning about a record that became an entry, or about a file of which some did."""
    mark = accept.plain(problem.message)
    told, used = problem.message, "read as far as it goes"
    return Row(key, "trouble in reading", path, where, used, told, problem.hint, "trouble", mark)
