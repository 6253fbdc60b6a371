"""How long listings are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.site.parts import part_address, parts, split


@given(st.lists(st.integers(1, 40), max_size=30))
def test_nothing_is_lost_and_nothing_grows_beyond_its_limit(sizes: list[int]) -> None:
    groups = [(str(i), tuple(range(i * 100, i * 100 + size))) for i, size in enumerate(sizes)]
    pages = split(groups, soft=10, hard=20)
    assert [m for page in pages for chunk in page for m in chunk.members] == [
        m for _, members in groups for m in members
    ]
    assert all(len(page) == 1 or sum(len(c.members) for c in page) <= 10 for page in pages)
    assert all(len(chunk.members) <= 20 for page in pages for chunk in page)


def test_a_new_entry_at_the_end_leaves_earlier_parts_as_they_are() -> None:
    groups = [(str(year), tuple(range(year * 9, year * 9 + 9))) for year in range(20)]
    before = split(groups, 30, 60)
    after = split([*groups[:-1], ("19", (*groups[-1][1], 999))], 30, 60)
    assert before[:-1] == after[: len(before) - 1] and before != after


def test_parts_are_numbered_from_the_oldest_and_few_are_shown() -> None:
    assert (part_address("2021/", 1), part_address("2021/", 2)) == ("2021/", "2021/part-2/")
    assert parts("x/", ["one"], 1) is None
    shown = parts("x/", [str(n) for n in range(1, 51)], 25)
    assert shown is not None
    assert [p.label for p in shown.shown] == ["1", "23", "24", "25", "26", "27", "50"]
    assert (shown.earlier, shown.later) == ("x/part-24/", "x/part-26/")
