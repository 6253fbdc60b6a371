"""What entries say and whom they name -> for each entry the few others worth reading beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from generator.phrases import Words, say
from generator.site.names import fold
from generator.site.shared import Pairs, Postings, joined, number_of, pairs, passages, postings

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[np.int64]]

TEXT, PERSON, NAME, WORD = 12, 3, 2, 1
"""How much it says that two entries share a passage, a person, a name in the text, a telling word."""
ENOUGH = 3
"""Words that two texts must share at least, a name counting for two: fewer are chance."""
COMMONEST = 32
"""Entries that may share a word before it tells nothing, in a large archive."""
RAREST = 3
"""The same in a small one."""
SHOWN = 3
NAMED = 3
"""Names or words in a reason."""
NEVER = 4095
"""Months between an entry without a date and any other, and the most that count."""


class Traits(Struct, frozen=True):
    """What of an entry can be shared."""

    date: str
    people: tuple[str, ...] = ()
    terms: str = ""
    """As in Entry."""
    sketch: bytes = b""


class Why(Struct, frozen=True):
    """What two entries share."""

    kind: Literal["text", "person", "word"]
    """Long passages; people; telling words."""
    names: tuple[str, ...] = ()
    """The people or words: at most three."""

    def words(self, words: Words) -> str:
        """The same in the site's language: "Same people: Ida Fenn, Tom Reed"."""
        names = ", ".join(self.names)
        if self.kind == "text":
            return say(words, "Shares long passages with this page")
        if self.kind == "word":
            return say(words, "Both mention {names}", names=names)
        return say(words, "Same people: {names}" if len(self.names) > 1 else "Same person: {names}", names=names)


class Kin(Struct, frozen=True):
    """Another entry, and why it is shown."""

    other: int
    """Its place among the site's entries."""
    why: Why | None
    """The strongest of what they share."""

    def words(self, words: Words) -> str:
        """The same in the site's language."""
        return self.why.words(words) if self.why else ""


Relate = Callable[[Sequence[Traits], Mapping[int, tuple[int, ...]]], tuple[tuple[Kin, ...], ...]]
"""What finds the related ones, as `kin` does."""


def close(entries: Sequence[Traits]) -> Pairs:
    """Those that share long passages."""
    return passages([one.sketch for one in entries], TEXT)


def kin(
    entries: Sequence[Traits], stories: Mapping[int, tuple[int, ...]], near: Pairs | None = None
) -> tuple[tuple[Kin, ...], ...]:
    """For each entry up to three others, best first; never a version of its own story, which it names anyway.

    Tags do not count: they say where an entry was filed, not what it says. What is shared counts for more the fewer
    share it; a word or two are chance and count for nothing. Of equals, the nearer in date wins, then the older.
    `near`: what `close` finds, if it is known.
    """
    import numpy as np  # takes 0.1 s: only those who need it

    if len(entries) < 2:
        return ((),) * len(entries)
    total, terms = len(entries), [tuple(map(intern, one.terms.split())) for one in entries]
    words = [list(map(_number, some)) for some in terms]
    names = frozenset(_number(term) for term in {term for some in terms for term in some} if _is_name(term))
    telling = postings(words, commonest(total))
    keys = [tuple(map(fold, one.people)) for one in entries]
    people = postings([[number_of(key) for key in found] for found in keys])
    near = near or close(entries)
    parts = (
        pairs(telling, _units(telling, names), total, least=ENOUGH),
        near,
        pairs(people, np.full(len(people.place), PERSON, np.int64), total),
    )
    best = _best(joined(parts, total), [_month(one.date) for one in entries], stories)
    alike = frozenset(zip(near.one.tolist(), near.other.tolist(), strict=True))
    told = frozenset(telling.thing.tolist())

    def why(a: int, b: int) -> Why | None:
        if (min(a, b), max(a, b)) in alike:
            return Why("text")
        if met := set(keys[a]).intersection(keys[b]):
            both = [name for name, key in zip(entries[a].people, keys[a], strict=True) if key in met]
            return Why("person", tuple(both[:NAMED]))
        shared = set(words[a]).intersection(words[b]) & told
        if sum(NAME if word in names else WORD for word in shared) < ENOUGH:
            return None
        both = [term for term, word in zip(terms[a], words[a], strict=True) if word in shared]
        return Why("word", tuple(both[:NAMED]))

    return tuple(tuple(Kin(b, why(a, b)) for b in others) for a, others in enumerate(best))


def commonest(total: int) -> int:
    """How many of `total` entries may share a word: a sixteenth, by powers of two, so that it changes seldom."""
    return max(RAREST, min(COMMONEST, 1 << max(0, total.bit_length() - 4)))


@lru_cache(maxsize=1 << 17)
def _number(term: str) -> int:
    return number_of(term.casefold())


def _is_name(term: str) -> bool:
    return term != term.lower()


def _units(telling: Postings, names: frozenset[int]) -> Numbers:
    import numpy as np

    return np.where(np.isin(telling.thing, np.array(sorted(names), np.int64)), NAME, WORD)


def _month(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7] or 6) if date else -NEVER


def _best(found: Pairs, months: Sequence[int], stories: Mapping[int, tuple[int, ...]]) -> Iterator[list[int]]:
    """For each place the places that share most with it."""
    import numpy as np

    story, month = np.arange(len(months), dtype=np.int64), np.array(months, np.int32)
    for place, versions in stories.items():
        story[place] = versions[0]
    apart = story[found.one] != story[found.other]
    columns = (found.one, found.other, found.weight)
    one, other, weight = (column[apart].astype(np.int32) for column in columns)  # there are millions
    a, b = np.concatenate((one, other)), np.concatenate((other, one))
    gap = np.minimum(np.abs(month[a] - month[b]), NEVER)
    order = np.lexsort((b, gap, -np.concatenate((weight, weight)), a))
    ranked = b[order]
    starts = np.searchsorted(a[order], np.arange(len(months) + 1))
    for first, last in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        yield ranked[first : min(last, first + SHOWN)].tolist()
