"""Content files, and what ingest reported -> what a person should look at: rows, each with a way to settle it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

import msgspec
from msgspec import Struct

from generator import content
from generator.ingest import opening
from generator.ingest.overrides import BY_HAND
from generator.types import Copy, Cut, Meta, Problem, TextFile

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
_SHARED = " different texts have the address "


class Row(Struct, frozen=True):
    """One thing to settle."""

    id: str
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
    """All rows: of each file, with the dates that ingest saw; then addresses of several texts; then refused records.

    `known` are further origins of records that have an entry, or had one that was deleted or refused by hand.
    `reported` are the problems of ingest, whose `where` begins with the raw folder `raw`.
    """
    by_origin = {origin: one for one in found for origin in one.origins}
    in_raw = [
        (problem.where.removeprefix(f"{raw}/"), problem) for problem in reported if problem.where.startswith(f"{raw}/")
    ]
    told = {where: p.message.removeprefix(_TOLD) for where, p in in_raw if p.message.startswith(_TOLD)}
    rows = [_told(row, one, told) for one in found for row in one.rows]
    rows += [_shared(where, problem, by_origin) for where, problem in in_raw if _SHARED in problem.message]
    return [*rows, *_refused(in_raw, {*by_origin, *known})]


# --- what a file gives ----------------------------------------------------------------------------------------


def _date(meta: Meta) -> Iterator[Row]:
    known = meta.evidence.get("date")
    if known and known.how == BY_HAND:
        return
    if not meta.date:
        yield _row(meta, "no date", "", known.how if known else "", _line(meta.id, "date", "") + _KNOWN)
    elif known and (known.sure != "certain" or "; " in known.how):
        what = "dates that disagree" if " says " in known.how else "date worked out"
        yield _row(meta, what, meta.date, known.how, _line(meta.id, "date", meta.date))


def _title(meta: Meta) -> Iterator[Row]:
    known = meta.evidence.get("title")
    if known and known.how == BY_HAND:
        return
    if not meta.title:
        yield _row(meta, "no title", "", "", _line(meta.id, "title", "") + "  # write the title")
    elif known and known.how in _GUESSED:
        yield _row(meta, f"title from {known.how}", meta.title, "", _line(meta.id, "title", meta.title))


def _cuts(meta: Meta, body: str) -> Iterator[Row]:
    """What stands beside the text now (header lines, the title at its head) is no loss."""
    gone = [(cut.rule, _words(cut)) for cut in meta.cuts if cut.rule not in _MOVED]
    words, kept = sum(count for _, count in gone), len(body.split())
    if words > HEAVY * (words + kept):
        rules = {rule: sum(count for name, count in gone if name == rule) for rule, _ in gone}
        used = f"{kept} words kept, {words} cut"
        said = ", ".join(f"{rule}: {count} words" for rule, count in rules.items())
        yield _row(
            meta, "heavy cuts", used, said, f"fonds explain {meta.id}; put back into the file what belongs there"
        )


def _words(cut: Cut) -> int:
    return cut.words or len(cut.text.split())


def _copies(meta: Meta) -> Iterator[Row]:
    """Those of which much differs, or that are dated in another year."""
    for copy in meta.copies:
        if copy.alike < BY_ADDRESS:
            continue
        elsewhen = bool(copy.date and meta.date) and copy.date[:4] != meta.date[:4]
        if copy.alike < LIKE or elsewhen:
            yield _row(
                meta,
                "doubtful copy",
                copy.origin,
                _unlike(copy),
                f"{_key(meta.id)}: {{not_copy_of: [{_quoted(copy.origin)}]}}  # if it is none",
            )


def _unlike(copy: Copy) -> str:
    parts = (f"{100 * copy.alike:.1f}% of the letters agree", copy.date and f"dated {copy.date}", copy.url)
    return "; ".join(filter(None, parts))


def _row(meta: Meta, what: str, used: str, candidates: str, settle: str) -> Row:
    return Row(meta.id, what, "", meta.raw.origin if meta.raw else "", used, candidates, settle)


def _line(key: str, field: str, value: str) -> str:
    return f"{_key(key)}: {{{field}: {_quoted(value)}}}"


def _key(key: str) -> str:
    return key if key.isalnum() else _quoted(key)


def _quoted(text: str) -> str:
    """A text in YAML's single quotes, in one line."""
    line = "".join(char for char in " ".join(text.split()) if char.isprintable())
    return "'" + line.replace("'", "''") + "'"


# --- what ingest reported -------------------------------------------------------------------------------------


def _told(row: Row, one: Doubts, told: Mapping[str, str]) -> Row:
    """The row with all dates that were seen, if ingest reported them."""
    said = next((told[origin] for origin in one.origins if origin in told), "")
    return msgspec.structs.replace(row, candidates=said) if said and row.what.startswith("date") else row


def _shared(where: str, problem: Problem, by_origin: Mapping[str, Doubts]) -> Row:
    one = by_origin.get(where)
    key, path = (one.id, one.path) if one else ("", "")
    hint = (
        f"refuse what is not wanted: {_key(key)}: {{keep: false}}" if key else "refuse what is not wanted: keep: false"
    )
    return Row(key, "several texts with one address", path, where, "each is an entry", problem.message, hint)


def _refused(reported: Iterable[tuple[str, Problem]], taken: Set[str]) -> Iterator[Row]:
    """Records that gave no entry: named in an error, or in any problem of a file of which no record is in an entry."""
    files = {origin.partition("#")[0] for origin in taken}
    for where, problem in reported:
        file = where.partition("#")[0].partition(":")[0]
        lost = problem.level == "error" or file not in files
        if lost and problem.level != "note" and where not in taken:
            yield Row("", "refused", "", where, "no entry", problem.message, problem.hint)
