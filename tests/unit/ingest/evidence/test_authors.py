"""Bylines become names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.evidence.authors import names_in


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Mira Kovar and Tom Lund", ("Mira Kovar", "Tom Lund")),
        ("By MIRA KOVAR, Staff Writer", ("Mira Kovar",)),
        ("Von Ännchen Müller und Kurt Weiß", ("Ännchen Müller", "Kurt Weiß")),
        ("Kovar, Mira", ("Mira Kovar",)),
        ("Mira Kovar, Tom Lund", ("Mira Kovar", "Tom Lund")),
        ("By Mira Kovar @mkovar mira@example.org", ("Mira Kovar",)),
        ("Mira Kovar | March 3, 2021", ("Mira Kovar",)),
        ("Mira de la Kovar", ("Mira de la Kovar",)),
        ("Reuters", ("Reuters",)),
        ("https://example.org/mira", ()),
        ("Staff", ()),
        ("admin", ()),
        ("", ()),
    ],
)
def test_names(byline: str, names: tuple[str, ...]) -> None:
    assert names_in(byline) == names


@given(st.text(max_size=300))
def test_no_name_holds_an_address_or_markup(text: str) -> None:
    assert all("<" not in name and "://" not in name and name.strip() == name for name in names_in(text))
