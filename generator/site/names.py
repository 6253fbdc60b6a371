"""Names -> short ASCII slugs that no two names share, and the order of addresses."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache

from generator.address import slug

SPACES = re.compile(r"\s+")
DIGITS = re.compile(r"[0-9]+")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The form under which two spellings of a name count as one: NFC, folded case, single spaces."""
    return SPACES.sub(" ", unicodedata.normalize("NFC", name).casefold()).strip()


def natural(address: str) -> str:
    """A text that sorts addresses as people count: "part-2/" before "part-10/". Numbers are led by their length."""
    return DIGITS.sub(lambda found: f"{len(found[0].lstrip('0')):03}{found[0].lstrip('0')}", address)


def numbered(wish: str, free: Callable[[str], bool], start: int = 2) -> str:
    """`wish`, or the first of `wish-2`, `wish-3` ... that is free."""
    if free(wish):
        return wish
    number = start
    while not free(f"{wish}-{number}"):
        number += 1
    return f"{wish}-{number}"


def allot(names: Iterable[str]) -> dict[str, str]:
    """A slug of at most 60 characters for each name in the order given; no two are equal."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    again: Counter[str] = Counter()
    for name in names:
        wish = slug(name, 53)
        found[name] = numbered(wish, lambda s: s not in taken, again[wish] + 2)
        again[wish] += found[name] != wish
        taken.add(found[name])
    return found
