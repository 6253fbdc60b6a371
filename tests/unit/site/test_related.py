"""Which entries stand beside an entry, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.related import Traits, commonest, kin
from generator.site.shared import REACH, WHOLE, pairs, postings
from generator.sketch import sketch
from tests.unit.site.tidewater import entry, site

FERRY = ("Petrel", "Yusra", "crossing")


def traits(date: str, terms: Iterable[str] = (), people: tuple[str, ...] = (), sketch: bytes = b"") -> Traits:
    return Traits(date, people, " ".join(terms), sketch)


def others(entries: list[Traits], stories: dict[int, tuple[int, ...]] | None = None) -> list[list[int]]:
    return [[one.other for one in found] for found in kin(entries, stories or {})]


def many(count: int, **more: tuple[str, ...]) -> list[Traits]:
    return [traits(f"2020-01-{i + 1:02}", **more) for i in range(count)]


def test_related_entries_name_what_they_share() -> None:
    entries = [
        entry("a.md", "2021-01-01", people=("Ida Fenn", "Tom Reed"), tags=("tides",), terms=FERRY),
        entry("b.md", "2021-01-02", people=("IDA FENN", "Tom Reed"), terms=FERRY),
        entry("c.md", "2021-01-03", tags=("tides",)),
        entry("d.md", "2021-01-04", people=("Tom Reed",)),
        entry("e.md", "2021-01-05"),
    ]
    found = site(entries).related
    assert [(one.other, one.words({})) for one in found[0]] == [
        (1, "Same people: Ida Fenn, Tom Reed"),
        (3, "Same person: Tom Reed"),
    ]
    assert found[4] == ()


def test_words_count_before_a_person_whom_many_name() -> None:
    entries = [
        traits("2021-01-01", people=("Ida Fenn",), terms=FERRY),
        *many(8, people=("Ida Fenn",)),
        traits("1950-01-01", terms=FERRY),
    ]
    assert others(entries)[0][0] == 9


@pytest.mark.parametrize(
    ("one", "other", "related"),
    [
        (("Petrel", "mole"), ("petrel", "chain"), False),
        (("mole", "anchor", "rope"), ("mole", "anchor", "chain"), False),
        (("mole", "anchor", "rope"), ("mole", "anchor", "rope"), True),
        (("Petrel", "anchor"), ("petrel", "anchor"), True),
        (("海の", "の声"), ("海の", "の声"), False),
    ],
)
def test_a_word_or_two_are_chance(one: tuple[str, ...], other: tuple[str, ...], related: bool) -> None:
    found = others([traits("2021", terms=one), traits("2021", terms=other)])
    assert found == ([[1], [0]] if related else [[], []])


def test_a_common_word_tells_nothing() -> None:
    assert commonest(20) == 3 and commonest(20_000) == 32
    common = ("harbour", "council")
    entries = [*many(18, terms=common), traits("2021", terms=(*common, "Petrel", "Yusra")), traits("", terms=FERRY)]
    assert others(entries) == [[]] * 18 + [[19], [18]]


def test_texts_with_long_passages_in_common_are_related() -> None:
    words = [
        f"{a}{b} went down to the {b}{a} in the rain" for a, b in combinations("bell boat rope wall lamp".split(), 2)
    ]
    text = ". ".join(words)
    other = " ".join(f"nothing {i * 7919} of the kind {i * 104729}" for i in range(20))
    found = kin([traits("2021", sketch=sketch(part)) for part in (text, f"{text}. {other[:150]}", other)], {})
    assert [[(one.other, one.words({})) for one in beside] for beside in found] == [
        [(1, "Shares long passages with this page")],
        [(0, "Shares long passages with this page")],
        [],
    ]


def test_the_versions_of_a_story_take_no_place_among_the_related() -> None:
    entries = many(6, terms=FERRY)[:3] + many(1, people=("Ida Fenn",)) * 2
    entries = [*entries[:2], traits("2020-01-03", terms=FERRY[:2], people=("Ida Fenn",)), *entries[3:]]
    assert others(entries, {0: (0, 1), 1: (0, 1)})[:2] == [[2], [2]]


def test_one_entry_more_leaves_related_entries_far_away_as_they_are() -> None:
    entries = [entry(f"{i:03}.md", f"2020-01-{i:02}", people=("Ida Fenn",)) for i in range(1, 21)]
    before, after = site(entries), site([*entries, entry("new.md", "2020-02-01", people=("Ida Fenn",))])
    assert before.related[:15] == after.related[:15]


@given(st.lists(st.lists(st.integers(0, 12), unique=True, max_size=6), min_size=1, max_size=REACH + 1))
def test_pairs_weigh_what_they_share_and_each_counts_once(things: list[list[int]]) -> None:
    held = defaultdict(list)
    for place, found in enumerate(things):
        for thing in found:
            held[thing].append(place)
    wanted: dict[tuple[int, int], int] = defaultdict(int)
    for members in held.values():
        for pair in combinations(members, 2):
            wanted[pair] += 2 * WHOLE // len(members).bit_length()
    posted = postings(things)
    found = pairs(posted, np.full(len(posted.place), 2, np.int64), len(things))
    assert dict(zip(zip(found.one.tolist(), found.other.tolist()), found.weight.tolist())) == dict(wanted)  # noqa: B905
    assert found.one.tolist() == sorted(found.one.tolist())


TRAITS = st.builds(
    traits,
    date=st.sampled_from(["", "1999", "2021-03", "2021-03-14"]),
    people=st.lists(st.sampled_from("abc"), max_size=2).map(tuple),
    terms=st.lists(
        st.sampled_from(["Petrel", "petrel", "mole", "chain", "海の"]), unique_by=str.casefold, max_size=4
    ).map(tuple),
    sketch=st.sampled_from([b"", sketch("the rain on the sea " * 20)]),
)


@given(st.lists(TRAITS, max_size=12))
def test_nobody_is_related_to_himself_or_named_twice_and_each_has_a_reason(entries: list[Traits]) -> None:
    for place, found in enumerate(kin(entries, {})):
        beside = [one.other for one in found]
        assert place not in beside and len(set(beside)) == len(beside) <= 3
        assert all(one.words({}) for one in found)


def test_a_thing_named_twice_by_one_counts_once() -> None:
    assert [column.tolist() for column in postings([[1, 1], [2, 1], [2, 2, 2], []])] == [
        [1, 1, 2, 2],
        [0, 1, 1, 2],
        [2] * 4,
    ]
