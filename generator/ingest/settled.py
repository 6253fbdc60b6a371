"""What overrides.yaml says of copies -> what a person has settled of two records: are they documents of their own?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.ingest.overrides import Overrides
from generator.types import Draft, Known, RawRef

_DIGEST_LEAST = 8
"""So many digits of a digest name a record."""
_ID = 12
"""So many digits of its first record's digest make the id of a new entry (merge.py)."""


def apart(overrides: Overrides, ledger: Sequence[Known]) -> Callable[[Draft, Draft], bool]:
    """Whether one of two records is named in the `not_copy_of` of the entry that is taken from the other.

    A document of its own is neither a copy nor a version. An entry is known by the first record of its ledger line, or,
    before it has one, by the digest that ids are made of.
    """
    asked = {key: one.not_copy_of for key, one in overrides.items() if one.not_copy_of}
    lines = {line.id: line for line in ledger if line.id in asked}
    owners: dict[str, list[str]] = {}
    for key in asked:
        names = {*lines[key].raws[:1], lines[key].origin} - {""} if key in lines else {key}
        for name in sorted(names):
            owners.setdefault(name, []).append(key)

    def says(one: Draft, other: Draft) -> bool:
        return bool(asked) and (_names(one, other, owners, asked) or _names(other, one, owners, asked))

    return says


def _names(one: Draft, other: Draft, owners: Mapping[str, Sequence[str]], asked: Mapping[str, Sequence[str]]) -> bool:
    raw = other.meta.raw or RawRef("", "")
    named = (name for key in _keys(one, owners) for name in asked[key])
    return any(
        name == raw.origin or (len(name) >= _DIGEST_LEAST and raw.sha256.startswith(name.lower())) for name in named
    )


def _keys(draft: Draft, owners: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The ids of the asked entries that are taken from this record."""
    raw = draft.meta.raw or RawRef("", "")
    return (key for name in (raw.sha256, raw.origin, raw.sha256[:_ID]) for key in owners.get(name, ()))
