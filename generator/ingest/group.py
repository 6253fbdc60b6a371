"""Drafts -> groups of copies of one document, each with the copy that is to be kept.

Equal letters make copies; likely near copies (near.py) are compared word by word (same.py) with the copy that is kept,
so that chains do not drift. To join two documents is worse than to miss a copy: a digest that holds an article, a form
letter with other numbers, and a later version of a text are no copies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from generator.ingest.near import likely_pairs
from generator.ingest.same import LITTLE, OTHER, SAME, Reading, compared
from generator.types import Draft, Group, RawRef

SHORT = 200
"""Below this many letters equal texts ("Page not found") are copies only if nothing about them differs."""

TRIES = 12
"""How many texts a draft is compared with in vain before it is left alone: bounds the work in a crowd of forms."""

CLOSEST = 6
"""With how many of its likeliest copies a draft is compared to find the one in the middle."""

_QUOTES = frozenset("“”‘’„«»")
_SURE: Mapping[str, int] = MappingProxyType({"certain": 2, "worked out": 1, "unknown": 0})

_Near = dict[int, dict[int, float]]
_Found = tuple[int, list[int]]


def group(drafts: Sequence[Draft]) -> list[Group]:
    """Groups that hold each index once, in the order of the drafts kept.

    What is grouped does not depend on the order of `drafts`. Time: about n log n.
    """
    order = sorted(range(len(drafts)), key=lambda index: _identity(drafts[index]))
    classes = _equal(drafts, order)
    heads = [members[0] for members in classes]
    groups: list[Group] = []
    for keep, others in _verified([drafts[head] for head in heads]):
        rest = [index for place in others for index in classes[place]] + classes[keep][1:]
        groups.append(Group(heads[keep], tuple(sorted(rest))))
    groups = _with_mentions(drafts, groups)
    groups.sort(key=lambda found: found.keep)
    return groups


def _identity(draft: Draft) -> tuple[str, ...]:
    """What drafts are sorted by, so that the order of the input does not matter."""
    raw = draft.meta.raw or RawRef("", "")
    return (draft.letters, draft.body, raw.sha256, raw.origin, draft.meta.title, draft.meta.date, draft.meta.url)


# --- equal letters --------------------------------------------------------------------------------------------


def _equal(drafts: Sequence[Draft], order: Sequence[int]) -> list[list[int]]:
    """Classes of equal letters, the best first in each; short ones only where nothing speaks against it."""
    classes: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in order:
        classes[_class(drafts[index], index)].append(index)
    return [sorted(members, key=lambda index: _merit(drafts[index]), reverse=True) for members in classes.values()]


def _class(draft: Draft, index: int) -> tuple[str, ...]:
    meta = draft.meta
    if draft.letters and draft.size >= SHORT:
        return (draft.letters,)
    if draft.letters and draft.size:
        return (draft.letters, meta.title, meta.date, meta.url)
    return ("empty", meta.raw.sha256 if meta.raw else str(index))


def _merit(draft: Draft, whole: int = 0) -> tuple[float, ...]:
    """How good a copy is: complete (to nine tenths of `whole` letters), date, address, title, quotes, length."""
    meta = draft.meta
    sure = {field: _SURE[found.sure] for field, found in meta.evidence.items()}
    return (
        draft.size >= 0.9 * whole,
        sure.get("date", 0) if meta.date else -1,
        bool(meta.url),
        sure.get("title", 0) if meta.title else -1,
        not _QUOTES.isdisjoint(draft.body),
        draft.size,
        len(draft.body),
    )


# --- records without a text -----------------------------------------------------------------------------------


def _with_mentions(drafts: Sequence[Draft], groups: Sequence[Group]) -> list[Group]:
    """Records without a text (bookmarks, lists of links) join the one document at their address, or each other."""
    texts: dict[str, list[Group]] = defaultdict(list)
    mentions: dict[str, list[Group]] = defaultdict(list)
    for one in groups:
        draft = drafts[one.keep]
        if draft.meta.url:
            (texts if draft.size else mentions)[draft.meta.url].append(one)
    joined = dict[int, Group]()
    gone: set[int] = set()
    for url, bare in mentions.items():
        if len(texts[url]) > 1:  # several versions: which of them is meant, nobody can tell
            continue
        into, *rest = sorted(
            texts[url] + bare, key=lambda one: (drafts[one.keep].size == 0, _identity(drafts[one.keep]))
        )
        members = [index for one in rest for index in (one.keep, *one.others)]
        joined[into.keep] = Group(into.keep, tuple(sorted((*into.others, *members))))
        gone.update(one.keep for one in rest)
    return [joined.get(one.keep, one) for one in groups if one.keep not in gone]


# --- near copies ----------------------------------------------------------------------------------------------


def _verified(drafts: Sequence[Draft]) -> Iterator[_Found]:
    """Each draft in one group: the one kept, and its copies. Takes drafts in a fixed order."""
    sketched = [place for place, draft in enumerate(drafts) if draft.sketch]
    near: _Near = defaultdict(dict)
    for i, j, alike in likely_pairs([drafts[place].sketch for place in sketched]):
        near[sketched[i]][sketched[j]] = near[sketched[j]][sketched[i]] = alike
    yield from ((place, []) for place in range(len(drafts)) if place not in near)
    for cluster in _clusters(near):
        yield from (_best(drafts, near, members) for members in _split(drafts, near, cluster))


def _best(drafts: Sequence[Draft], near: _Near, members: Sequence[int]) -> _Found:
    """The member to keep: of the best merit, then the one most like the others."""
    whole = sorted(drafts[place].size for place in members)[len(members) // 2]
    keep = max(members, key=lambda place: (_merit(drafts[place], whole)[:-2], _middle(near, place, members), -place))
    return keep, [place for place in members if place != keep]


def _middle(near: _Near, place: int, members: Sequence[int]) -> float:
    """How like the others a draft is: the one in the middle is garbled least and has the fewest additions."""
    return round(sum(near[place].get(other, 0.0) for other in members), 6)


def _clusters(near: _Near) -> Iterator[list[int]]:
    """What hangs together, each sorted."""
    seen: set[int] = set()
    for place in sorted(near):
        if place in seen:
            continue
        cluster = [place]
        seen.add(place)
        for member in cluster:
            fresh = [other for other in near[member] if other not in seen]
            seen.update(fresh)
            cluster += fresh
        yield sorted(cluster)


class _Judge:
    """Says of the drafts of one cluster which are copies: compares each pair once, each draft TRIES times in vain."""

    def __init__(self, drafts: Sequence[Draft], cluster: Sequence[int]) -> None:
        self._readings = {place: Reading(drafts[place]) for place in cluster}
        self._tries = dict.fromkeys(cluster, TRIES)
        self._known: dict[tuple[int, int], str] = {}

    def same(self, one: int, other: int) -> bool:
        pair = (min(one, other), max(one, other))
        if pair not in self._known:
            if not self._tries[one] or not self._tries[other]:
                return False
            self._known[pair] = compared(self._readings[pair[0]], self._readings[pair[1]])
            if self._known[pair] != SAME:
                self._tries[one] -= 1
                self._tries[other] -= 1
        return self._known[pair] == SAME

    def balance(self, one: int, members: Sequence[int]) -> int:
        """With how many members it is known to be a copy, less those that are known to say something else."""
        found = [self._known.get((min(one, other), max(one, other)), LITTLE) for other in members if other != one]
        return found.count(SAME) - found.count(OTHER)


def _split(drafts: Sequence[Draft], near: _Near, cluster: Sequence[int]) -> Iterator[list[int]]:
    """The draft in the middle and all that are the same as it; then likewise with what is left."""
    judge = _Judge(drafts, cluster)
    weights = _weights(near, cluster, judge)
    left = set(cluster)
    for middle in sorted(cluster, key=lambda place: (-weights[place], place)):
        if middle in left:
            members = _same_as(middle, near, left, judge)
            left.difference_update(members)
            yield members


def _weights(near: _Near, cluster: Sequence[int], judge: _Judge) -> dict[int, float]:
    """How much each draft is in the middle: how like it is to its copies among the CLOSEST to it.

    The likeliest pairs are looked at first, so that none is left out for the sake of texts that share a frame.
    """
    weights = dict.fromkeys(cluster, 0.0)
    if len(cluster) < 3:
        return weights
    pairs = {
        (-near[place][other], min(place, other), max(place, other))
        for place in cluster
        for other in _closest(near, place)[:CLOSEST]
    }
    for unlike, one, other in sorted(pairs):
        if judge.same(one, other):
            weights[one] = round(weights[one] - unlike, 6)
            weights[other] = round(weights[other] - unlike, 6)
    return weights


def _closest(near: _Near, place: int) -> list[int]:
    return sorted(near[place], key=lambda other: (-near[place][other], other))


def _same_as(middle: int, near: _Near, left: set[int], judge: _Judge) -> list[int]:
    """The middle and those in `left` that are the same as it, reached over likely pairs, the likeliest first."""
    members = [middle]
    asked = {middle}
    for member in members:
        for other in _closest(near, member):
            if other not in asked and other in left:
                asked.add(other)
                if judge.same(middle, other):
                    members.append(other)
    return _in_accord(members, near, judge)


def _in_accord(members: list[int], near: _Near, judge: _Judge) -> list[int]:
    """Without those that say something else than most of the others: a garbled middle is like a version too."""
    middle, *others = members
    while others:
        worst = min(others, key=lambda place: (judge.balance(place, members), near[middle].get(place, 0.0), place))
        if judge.balance(worst, members) >= 0:
            break
        others.remove(worst)
        members = [middle, *others]
    return members
