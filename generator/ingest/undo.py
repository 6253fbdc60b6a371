"""The groups of a heap and what a person says of rules and cuts -> what is not applied to which records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.ingest.overrides import Override, Overrides, keys, owners
from generator.ingest.rules import cut_name, is_one_cut
from generator.types import Draft, Group, Known, Problem


def undone(
    groups: Sequence[Group], drafts: Sequence[Draft], ledger: Sequence[Known], overrides: Overrides
) -> tuple[dict[str, tuple[str, ...]], list[Problem]]:
    """Origin -> the rules, and the single cuts, that are not applied to this record: to all of an entry with `rules`.

    `groups` are those of drafts to which all rules were applied, whatever was said: so the next run finds the same. A
    cut that no record of the entry has, or that has no place to go back to, is a Problem.
    """
    asked = {key: override for key, override in overrides.items() if override.rules_off}
    taken_from = owners(asked, ledger)
    found: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for one in groups if asked else ():
        members = [drafts[index] for index in (one.keep, *one.others)]
        named = dict.fromkeys(key for member in members for key in keys(member, taken_from))
        rules = [rule for key in named for rule in asked[key].rules_off]
        problems += [problem for key in named for problem in _unmet(asked[key], members)]
        if rules:
            found |= {member.meta.raw.origin: tuple(sorted({*rules})) for member in members if member.meta.raw}
    return found, problems


def _unmet(asked: Override, members: Sequence[Draft]) -> Iterator[Problem]:
    """A warning for each single cut that cannot be put back."""
    cuts = {cut_name(cut): cut for member in members for cut in member.meta.cuts}
    for name in filter(is_one_cut, asked.rules_off):
        if name not in cuts:
            hint = "`fonds explain` prints the names of the cuts of an entry."
            yield Problem("warning", asked.where, f"no cut of the entry is called {name}", hint)
        elif cuts[name].at < 0 or cuts[name].words:
            message = f"the cut {name} has no place in the text to which it could go back"
            hint = f"Switch the rule off: {{rules: {{{cuts[name].rule}: off}}}}"
            yield Problem("warning", asked.where, message, hint)
