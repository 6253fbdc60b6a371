"""Links -> what hangs together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.connected import connected

LINKS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=14)


def test_a_chain_is_one_and_what_no_link_joins_stays_apart() -> None:
    assert list(connected([(7, 3), (1, 2), (3, 9)])) == [[1, 2], [3, 7, 9]]
    assert list(connected([])) == []


@given(LINKS)
def test_each_linked_number_is_in_one_group_with_its_neighbours(links: list[tuple[int, int]]) -> None:
    groups = list(connected(links))
    assert sorted(one for group in groups for one in group) == sorted({one for link in links for one in link})
    home = {one: number for number, group in enumerate(groups) for one in group}
    assert all(home[one] == home[other] for one, other in links)
    assert groups == list(connected((b, a) for a, b in reversed(links)))
