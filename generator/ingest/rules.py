"""What site.yaml and overrides.yaml say of rules -> which of them cut nothing from a record, and which cuts go back."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from fnmatch import fnmatchcase

from msgspec.structs import replace

from generator.ingest import clean, opening
from generator.sketch import letters_digest
from generator.types import Cut
from generator.yamltext import Value

RULES = (*clean.RULES, *opening.RULES)
"""Names of the rules that can be switched off."""
_OFF = frozenset(("false", "no", "off", "0"))
_DIGITS = 8
_ONE_CUT = re.compile(rf"(?P<rule>[a-z-]+)-[0-9a-f]{{{_DIGITS}}}")


def read(value: Value) -> tuple[str, ...] | str:
    """The names in a list, or in a mapping that says of each that it is off; else what is wrong, in words.

    A name is that of a rule, or of one cut (`cut_name`).
    """
    names = [value] if isinstance(value, str) else [*value]
    if isinstance(value, dict) and not all(isinstance(said, str) and said.lower() in _OFF for said in value.values()):
        return "a rule can only be switched off here: {hover-card: off}"
    for name in names:
        if name not in RULES and not is_one_cut(str(name)):
            near = difflib.get_close_matches(str(name)[:40], RULES, n=1, cutoff=0.5)
            guess = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(RULES)}"
            return f"no rule is called `{str(name)[:40]}`; {guess}"
    return tuple(dict.fromkeys(map(str, names)))


def off(rules: Mapping[str, Sequence[str]], origin: str, sources: Iterable[str]) -> frozenset[str]:
    """The rules that are switched off for a record of the raw file or record `origin`, from one of these sources.

    `rules` are those of site.yaml: to each the raw files and sources for which it is off, as patterns.
    """
    path = origin.partition("#")[0]
    names = {path, *(source.casefold() for source in sources if source)}
    return frozenset(
        rule
        for rule, patterns in rules.items()
        if any(fnmatchcase(name, one) or fnmatchcase(name, one.casefold()) for one in patterns for name in names)
    )


def cut_name(cut: Cut) -> str:
    """By this a person names one cut: its rule and a digest of its letters, which later runs of ingest find again."""
    return f"{cut.rule}-{letters_digest(cut.text)[:_DIGITS]}"


def is_one_cut(name: str) -> bool:
    """Whether a name is that of a cut of a rule that can be switched off."""
    match = _ONE_CUT.fullmatch(name)
    return match is not None and match["rule"] in RULES


def put_back(body: str, cuts: Sequence[Cut], names: Set[str]) -> tuple[str, tuple[Cut, ...]]:
    """The body with the cuts of these names at their places again, and the other cuts, moved by them.

    A cut that has no place in the body, or whose text is shortened, stays a cut.
    """
    parts: list[str] = []
    left: list[Cut] = []
    done = size = 0
    for cut in cuts:
        if cut.at < 0:
            left.append(cut)
            continue
        parts.append(body[done : cut.at])
        size, done = size + cut.at - done, cut.at
        if cut_name(cut) in names and not cut.words:
            parts.append(cut.text)
            size += len(cut.text)
        else:
            left.append(replace(cut, at=size))
    whole = "".join([*parts, body[done:]])
    return whole, tuple(replace(cut, after=_before(whole, cut)) if cut.at >= 0 else cut for cut in left)


def _before(body: str, cut: Cut) -> str:
    return body[max(0, cut.at - clean.AFTER) : cut.at]
