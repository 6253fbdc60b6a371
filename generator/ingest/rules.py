"""What `rules` in overrides.yaml says -> the names of the rules that are switched off."""

from __future__ import annotations

import difflib

from generator.ingest import clean, opening
from generator.yamltext import Value

RULES = (*clean.RULES, *opening.RULES)
"""Names of the rules that can be switched off."""
_OFF = frozenset(("false", "no", "off", "0"))


def read(value: Value) -> tuple[str, ...] | str:
    """The names in a list, or in a mapping that says of each that it is off; else what is wrong, in words."""
    names = [value] if isinstance(value, str) else [*value]
    if isinstance(value, dict) and not all(isinstance(said, str) and said.lower() in _OFF for said in value.values()):
        return "a rule can only be switched off here: {hover-card: off}"
    for name in names:
        if name not in RULES:
            near = difflib.get_close_matches(str(name)[:40], RULES, n=1, cutoff=0.5)
            guess = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(RULES)}"
            return f"no rule is called `{str(name)[:40]}`; {guess}"
    return tuple(dict.fromkeys(map(str, names)))
