"""Documents -> shards in order of time: bounded, stable, complete."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site import shards as module
from generator.site.shards import Shard, shards
from generator.types import Document

FEW = 8


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEAST", FEW)
    monkeypatch.setattr(module, "PART", FEW // 2)


def document(number: int, date: str) -> Document:
    return Document(f"{date or 'undated'}/{number}/", f"Entry {number}", "", "en", date)


def held(shard: Shard) -> list[Document]:
    return [item for part in shard.parts for item in part.documents]


YEARS = st.integers(1990, 1999) | st.integers(0, 9999)
DATES = st.one_of(
    st.just(""),
    YEARS.map("{:04}".format),
    st.builds("{:04}-{:02}".format, YEARS, st.integers(1, 12)),
    st.builds("{:04}-{:02}-{:02}".format, YEARS, st.integers(1, 12), st.integers(1, 28)),
    st.just("1994-05-06"),
)
ARCHIVES = st.lists(DATES, max_size=150).map(lambda dates: [document(n, date) for n, date in enumerate(dates)])


@given(ARCHIVES)
def test_each_document_is_in_one_shard_and_none_is_too_large(archive: list[Document]) -> None:
    made = shards(archive)
    assert Counter(item.address for shard in made for item in held(shard)) == Counter(i.address for i in archive)
    assert all(0 < len(held(shard)) <= FEW for shard in made)
    assert all(0 < len(part.documents) <= FEW // 2 for shard in made for part in shard.parts)
    assert len({shard.name for shard in made}) == len(made)
    names = [part.name for shard in made for part in shard.parts]
    assert len(set(names)) == len(names), "texts of a part have a folder of their own"


@given(ARCHIVES)
def test_shards_and_what_is_in_them_are_in_order_of_time(archive: list[Document]) -> None:
    dates = [item.date for shard in shards(archive) for item in held(shard)]
    known = [date for date in dates if date]
    assert known == sorted(known)
    assert dates[len(known) :] == [""] * (len(dates) - len(known)), "those without a date come last"


@given(ARCHIVES)
def test_the_order_of_the_documents_does_not_matter(archive: list[Document]) -> None:
    assert shards(archive) == shards(archive[::-1])


@given(ARCHIVES, DATES)
def test_one_more_document_changes_one_shard_or_splits_it(archive: list[Document], date: str) -> None:
    added = document(len(archive), date)
    before, after = shards(archive), shards([*archive, added])
    gone = [shard for shard in before if shard not in after]
    new = [shard for shard in after if shard not in before]
    assert len(gone) <= 1
    moved = {item.address for shard in gone for item in held(shard)} | {added.address}
    assert {item.address for shard in new for item in held(shard)} == moved


@given(ARCHIVES, DATES)
def test_one_more_document_changes_one_part_or_splits_it(archive: list[Document], date: str) -> None:
    before, after = (
        {part.documents for s in shards(some) for part in s.parts}
        for some in (archive, [*archive, document(len(archive), date)])
    )
    assert len(before - after) <= 1


def test_a_large_archive_has_larger_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MANY", 4)
    archive = [document(n, f"{1900 + n % 100}-{1 + n % 12:02}-{1 + n % 28:02}") for n in range(200)]
    made = shards(archive)
    assert max(len(held(shard)) for shard in made) > FEW
    assert len(made) <= 2 * 4 + 8


def test_a_shard_is_named_after_the_time_at_which_it_begins() -> None:
    archive = [document(n, date) for n, date in enumerate(["", *["2021-03-14"] * 20, *["2021-07"] * 3, "1998"])]
    names = [shard.name for shard in shards(archive)]
    assert names[-1] == "undated"
    assert sorted(names) == names
    assert sum(name.startswith("2021-03-14") for name in names) >= 3, "one day in several shards"
