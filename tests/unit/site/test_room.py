"""Which lists of an entry have no room on its page."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.room import shortened
from generator.types import Copy, Cut, RawRef
from tests.unit.site.tidewater import entry, site

RAW = RawRef("box/1.txt", "a" * 64)
CUTS = tuple(Cut(f"rule-{n}", "MORE", n) for n in range(30))
COPIES = tuple(Copy(f"box/{n}.txt", f"{n:064}") for n in range(9))
PEOPLE = tuple(f"Ida Fenn {n}" for n in range(60))


def gone(**said: Any) -> tuple[str, ...]:
    """What has no room of one entry among others."""
    return shortened(site([entry("2021/ebb.md", "2021-03-14", **said)])).get(0, ())


def test_what_has_room_stays() -> None:
    assert gone(raw=RAW, cuts=CUTS[:2], copies=COPIES[:1], people=PEOPLE[:3], tags=("tides",)) == ()


def test_how_a_page_was_made_goes_before_its_copies_and_these_before_its_people() -> None:
    assert gone(raw=RAW, cuts=CUTS) == ("made",)
    assert gone(raw=RAW, cuts=CUTS, copies=COPIES, people=PEOPLE[:12]) == ("made", "copies")
    assert gone(raw=RAW, cuts=CUTS, copies=COPIES, people=PEOPLE) == ("made", "copies", "people")


def test_a_list_goes_only_if_that_leaves_less() -> None:
    assert gone(people=PEOPLE) == ("people",)
    assert gone(title="Ebb " * 300, people=PEOPLE[:3]) == ()


@pytest.mark.parametrize(("words", "short"), [(10, ()), (60, ("related",)), (150, ("related", "all related"))])
def test_of_what_is_related_one_stays_and_then_none(words: int, short: tuple[str, ...]) -> None:
    others = [entry(f"2020/{'a-letter-to-the-editor-' * 4}{n}.md", "2020-03-14", people=PEOPLE[:2]) for n in range(3)]
    found = site([entry("2021/ebb.md", "2021-03-14", title="Ebb " * words, people=PEOPLE[:2]), *others])
    place = next(place for place, one in enumerate(found.entries) if one.address == "2021/ebb/")
    assert len(found.related[place]) == 3
    assert found.short.get(place, ()) == short


def test_links_to_an_entry_are_counted_and_versions_of_it() -> None:
    others = [entry(f"2020/a-letter-to-the-editor-{n}.md", links=("/2021/ebb/",)) for n in range(20)]
    ids = tuple(f"{n:08}" for n in range(12))
    story = [entry(f"2021/told-again-{one}.md", "2021-03-14", id=one, versions=ids) for one in ids]
    found = site([entry("2021/ebb.md", "2021-03-14"), *others, *story])
    lists = {found.entries[place].address: names for place, names in shortened(found).items()}
    assert lists["2021/ebb/"] == ("linked",)
    assert {lists[f"2021/told-again-{one}/"] for one in ids} == {("versions",)}
    assert len(lists) == 13


@given(st.integers(0, 60), st.integers(0, 20), st.integers(0, 60), st.integers(0, 60))
def test_one_thing_more_never_brings_a_list_back(cuts: int, copies: int, people: int, tags: int) -> None:
    said = {"raw": RAW, "cuts": CUTS[:cuts], "copies": COPIES[:copies], "people": PEOPLE[:people]}
    few, more = gone(**said, tags=PEOPLE[:tags]), gone(**said, tags=(*PEOPLE[:tags], "One more"))
    assert set(few) <= set(more)


def test_letters_of_more_bytes_count_for_more() -> None:
    name = "Ольга Петрова"
    assert gone(people=(name,) * 30) == ("people",) and gone(people=("x" * len(name),) * 30) == ()
