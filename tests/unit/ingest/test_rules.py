"""Rules that are switched off and cuts that are put back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.config import OPTIONS
from generator.ingest import rules
from generator.ingest.clean import restore
from generator.types import Cut


def test_site_yaml_knows_each_rule_that_can_be_switched_off() -> None:
    (option,) = (option for option in OPTIONS if option.name == "rules")
    assert option.among == rules.RULES


@pytest.mark.parametrize(
    ("patterns", "is_off"),
    [
        (("*",), True),
        (("paper.example",), True),
        (("The Paper",), True),
        (("the paper",), True),
        (("box/*.csv",), True),
        (("box/*",), True),
        (("other.example", "box/rows.csv"), True),
        (("example",), False),
        (("*.txt",), False),
        ((), False),
    ],
)
def test_a_pattern_is_of_a_source_or_of_a_raw_file(patterns: tuple[str, ...], is_off: bool) -> None:
    found = rules.off({"byline": patterns}, "box/rows.csv#3", ("The Paper", "paper.example", ""))
    assert found == ({"byline"} if is_off else set())


def test_a_cut_is_known_by_its_letters() -> None:
    one, other = Cut("byline", "By  Ada Quill\n\n"), Cut("byline", "by Ada Quill")
    assert rules.cut_name(one) == rules.cut_name(other) != rules.cut_name(Cut("dateline", "By Ada Quill"))
    assert rules.is_one_cut(rules.cut_name(one))
    assert rules.read([rules.cut_name(one)]) == (rules.cut_name(one),)


@pytest.mark.parametrize("name", ["odd-rule-0123abcd", "byline-0123", "byline-0123ABCD", "header-line-0123abcd"])
def test_other_names_are_refused(name: str) -> None:
    assert "no rule is called" in rules.read([name])


@st.composite
def _cut_bodies(draw: Any) -> tuple[str, tuple[Cut, ...]]:
    body = draw(st.text("ab \n", max_size=30))
    places = sorted(draw(st.lists(st.integers(0, len(body)), max_size=5)))
    texts = [draw(st.text("cd \n", min_size=1, max_size=6)) for _ in places]
    cuts = [Cut("byline", text, at, body[max(0, at - 24) : at]) for at, text in zip(places, texts, strict=True)]
    return body, (Cut("header-line", "x"), *cuts)


@given(_cut_bodies(), st.sets(st.integers(0, 5)))
def test_whatever_is_put_back_the_rest_puts_back_the_same_text(
    made: tuple[str, tuple[Cut, ...]], some: set[int]
) -> None:
    body, cuts = made
    names = {rules.cut_name(cut) for index, cut in enumerate(cuts) if index in some}
    whole, left = rules.put_back(body, cuts, names)
    assert restore(whole, left) == restore(body, cuts)
    assert not any(rules.cut_name(cut) in names for cut in left if cut.at >= 0)
    assert all(cut.after == whole[max(0, cut.at - 24) : cut.at] for cut in left if cut.at >= 0)
