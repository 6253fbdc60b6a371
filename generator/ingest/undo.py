"""The groups of a heap and what a person says of rules -> which rules are not applied to which records."""

from __future__ import annotations

from collections.abc import Sequence

from generator.ingest.overrides import Overrides, keys, owners
from generator.types import Draft, Group, Known


def undone(
    groups: Sequence[Group], drafts: Sequence[Draft], ledger: Sequence[Known], overrides: Overrides
) -> dict[str, tuple[str, ...]]:
    """Origin -> the rules that are not applied to this record: to all records of an entry that has `rules`.

    `groups` are those of drafts to which all rules were applied, whatever was said: so the next run finds the same.
    """
    asked = {key: override for key, override in overrides.items() if override.rules_off}
    taken_from = owners(asked, ledger)
    found: dict[str, tuple[str, ...]] = {}
    for one in groups if asked else ():
        members = [drafts[index] for index in (one.keep, *one.others)]
        rules = [rule for member in members for key in keys(member, taken_from) for rule in asked[key].rules_off]
        if rules:
            found |= {member.meta.raw.origin: tuple(sorted({*rules})) for member in members if member.meta.raw}
    return found
