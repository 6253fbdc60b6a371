"""An edited entry that takes its old one's place in the site: the site is the one that is arranged anew, or none."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from generator.site.arrange import Site, arrange, swapped
from generator.types import Entry
from tests.unit.site.tidewater import INFO, entry, rich

FROM = "2021/03/15/plain.md"


def edited(**more: Any) -> Entry:
    return entry(FROM, more.pop("date", "2021-03-15"), **more)


def anew(one: Entry) -> Site:
    return arrange(INFO, [one if other.path == one.path else other for other in rich()])


@pytest.mark.parametrize(
    "one",
    [
        edited(summary="The boats came in after dark."),
        edited(title="Another title"),
        edited(summary="Other words.", links=("https://post.example/a?b=1&c=<d>",)),
        edited(url="https://elsewhere.example/plain"),
    ],
)
def test_a_text_or_a_link_is_swapped(one: Entry) -> None:
    found = swapped(arrange(INFO, rich()), {FROM: one})
    assert found is not None
    assert found == replace(anew(one), related=found.related)
    assert found != arrange(INFO, rich())


@pytest.mark.parametrize(
    "one",
    [
        edited(title="Another title", aliases=("was/here/",)),
        edited(date="2021-03-16"),
        edited(people=("Ida Fenn",)),
        edited(tags=("tides",)),
        edited(draft=True),
        entry("2021/03/15/new.md", "2021-03-15"),
    ],
)
def test_what_would_stand_or_be_filed_otherwise_is_not(one: Entry) -> None:
    assert swapped(arrange(INFO, rich()), {one.path: one}) is None


def test_the_first_entry_of_an_empty_archive_is_arranged() -> None:
    assert swapped(arrange(INFO, []), {FROM: edited()}) is None
