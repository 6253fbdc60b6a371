"""E-mail addresses, phone numbers and bank accounts are found; dates, sums and addresses of pages are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.private import KINDS, counts, found, masked


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Write to ada.ray@harbour.example.", "emails"),
        ("<ada+news@mail.harbour.example>", "emails"),
        (r"ada\_ray@harbour.example", "emails"),
        ("https://list.example/archive/ada%40harbour.example/", "emails"),
        ("ada@[192.0.2.1], not from here", "emails"),
        ("<ada@192.0.2.1>", "emails"),
        ("Call +49 30 901820 today", "phones"),
        ("+43 \u2013 (0)1 \u2013 361 88 98 or by post", "phones"),
        ("+49 (0)40 / 49 07 11 05 ada", "phones"),
        ("+7(495) 633-5-633", "phones"),
        ("01 02 03 04 05", "phones"),
        ("Telephone: 02382-59743", "phones"),
        ("Call 0044 (0)20 7946 0018.", "phones"),
        ("Tel. (020) 7946 0018, evenings", "phones"),
        ("030 / 12 34 56 78", "phones"),
        ("ring 555-010-1234 or", "phones"),
        ("IBAN DE02 1203 0000 0000 2020 51.", "accounts"),
        ("GB33BUKB20201555555555", "accounts"),
    ],
)
def test_it_is_found_and_masked(text: str, kind: str) -> None:
    assert counts(text).get(kind) == 1
    hidden = masked(text, [kind])
    assert len(hidden) == len(text)
    assert not counts(hidden).get(kind)
    assert "•" in hidden


@pytest.mark.parametrize(
    "text",
    [
        "On 2021-03-14 and 03.04.2021 and 3/4/21 it rained.",
        "It cost 1,250,000 dollars, or 12 345 678 kroner.",
        "https://harbour.example/2021/03/14/55501012345",
        "ISBN 978-3-16-148410-0",
        "DE02 1203 0000 0000 2020 52 has wrong check digits",
        "1914-1918, pages 120-135",
        "06.11.2023 13:30, 05/12/2020 - 14:08, 04.12.19 18:30 Uhr, 2022-12-01 09:16:022022-12-01",
        "Springfield, MA 01111-0001",
        "Versions: 00 01 02 03 04",
        "I0326 22:57:06.114856  1274 exec.cpp",
        "10%40 of it is more than 50%40.5 percent",
        "an @ sign, a@b, x@y.",
    ],
)
def test_what_only_looks_alike_is_none(text: str) -> None:
    assert counts(text) == {}


def test_only_what_is_asked_for_is_masked() -> None:
    text = "ada@harbour.example, +49 30 901820"
    assert masked(text, ["phones"]) == "ada@harbour.example, +•• •• ••••••"
    assert masked(text, []) == text


@given(st.text(max_size=200))
def test_places_stay_what_they_were(text: str) -> None:
    hidden = masked(text, KINDS)
    assert len(hidden) == len(text)
    assert all(a == b or b == "•" for a, b in zip(text, hidden, strict=True))


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "a@" * 50_000, "0 " * 50_000, "+49" * 30_000, "AB12 " * 20_000, "1." * 50_000]
)
def test_a_hostile_text_is_read_once(text: str) -> None:
    assert len(list(found(text))) <= len(text)
