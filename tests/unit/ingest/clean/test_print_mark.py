"""Marks for the printer in texts: what goes, what stays, and that it can be put back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.clean import clean, restore

ROWS = "Mr. LOTT. Mr. President, I ask unanimous consent that the Senate at 4 p.m."


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (f"{ROWS} today,\n\n[[Page S700]]\n\nSenator Thompson", f"{ROWS} today,\nSenator Thompson"),
        (f"{ROWS} today the\n\n\\[\\[Page S700\\]\\]\n\nSenator", f"{ROWS} today the\nSenator"),
        ("It is so ordered.\n\n[[Page S700-701]]\n\nMr. LOTT.", "It is so ordered.\n\nMr. LOTT."),
        ("January 28, 1997\n\n[[Page D52]]\n\nDaily Digest", "January 28, 1997\n\nDaily Digest"),
        ("<bullet> Mr. FRIST. I introduce the Act.<bullet>", "Mr. FRIST. I introduce the Act."),
        ("\\<bullet> Mr. FRIST.&lt;bullet>\n&lt;bullet>  Mr. KERRY.", "Mr. FRIST.\nMr. KERRY."),
        ("So ordered.\n\n\\_\\_\\_\\_\\_\\_", "So ordered."),
        ("CO<INF>2</INF> concentrations", "CO2 concentrations"),
    ],
)
def test_marks_for_the_printer_go(text: str, cleaned: str) -> None:
    found = clean(text, "text/plain")
    assert found.text == cleaned
    assert {cut.rule for cut in found.cuts} == {"print-mark"}
    assert restore(found.text, found.cuts) == text


@pytest.mark.parametrize(
    "text",
    [
        "See [[Page on roofs]] of the wiki",
        "[Page 12]",
        "a < b, b > c",
        "<information>",
        "the bullet> sign",
        "Name: ______",
        "a\n\n______\n\nb",
    ],
)
def test_what_looks_alike_stays(text: str) -> None:
    assert clean(text, "text/plain").text == text


def test_the_rule_can_be_switched_off() -> None:
    text = "<bullet> Mr. FRIST."
    assert clean(text, "text/plain", frozenset({"print-mark"})).text == text


@given(st.lists(st.sampled_from(["[[Page S1]]", "\n", "\n\n", "<bullet>", " ", "word,", "Word.", "[", "\\<INF>", "x"])))
def test_putting_the_cuts_back_gives_the_text(parts: list[str]) -> None:
    found = clean("".join(parts), "text/plain", frozenset({"white-space"}))
    assert restore(found.text, found.cuts) == "".join(parts)
