"""Three digests of a content file -> what becomes of it; the same again when only content files were edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.types import Digest

REFUSED = "refused"
"""In the ledger in place of a digest: the person wants no entry; one that lifts the ban gets it back."""


class Wanted(Struct, frozen=True):
    """What ingest would write of a document, and what it decided."""

    id: str
    path: str
    fresh: Digest
    """Of the text that it would write."""
    last: Digest | None
    """Of the text that it wrote last."""
    settled: bool
    """Whether a person has settled something of the document."""
    reason: str


def decide(fresh: Digest, on_disk: Digest | None, last: Digest | None) -> str:
    """What becomes of one file: "new", "updated", "unchanged", "edited by hand" or "deleted by hand".

    Three digests: of what would be written now, what is on disk (None: no file), what was written last (None: never).
    A file without a ledger line that is just what would be written is of a run that was killed before its ledger.
    """
    if on_disk is None:
        return "new" if last is None else "deleted by hand"
    if on_disk == fresh:
        return "unchanged"
    return "updated" if on_disk == last else "edited by hand"


def wrote(reason: str, fresh: Digest, last: Digest | None) -> Digest:
    """What the ledger says was written last."""
    if reason in ("new", "updated", "unchanged"):
        return fresh
    return REFUSED if reason == "refused by hand" else last or ""


def later(one: Wanted) -> Wanted:
    """The same decision as the next run will come to, if nothing changes until then."""
    reason = "unchanged" if one.reason in ("new", "updated") else one.reason
    return replace(one, last=wrote(one.reason, one.fresh, one.last), reason=reason)


def redecided(wanted: Sequence[Wanted], edited: Mapping[str, Digest]) -> tuple[Wanted, ...] | None:
    """The same decisions after some files were edited (path -> new digest), if nothing else follows from that.

    None if a file is to be written, the ledger changes, or a person has settled something of a file that was edited.
    """
    try:
        return tuple(_redecided(wanted, edited))
    except ValueError:
        return None


def _redecided(wanted: Sequence[Wanted], edited: Mapping[str, Digest]) -> Iterator[Wanted]:
    for one in wanted:
        digest = edited.get(one.path)
        if digest is None or one.reason not in ("unchanged", "edited by hand"):
            yield one
            continue
        reason = decide(one.fresh, digest, one.last)
        if one.settled or reason == "updated" or wrote(reason, one.fresh, one.last) != (one.last or ""):
            raise ValueError(one.path)
        yield replace(one, reason=reason)
