"""`accept` in overrides.yaml -> kinds and values, and for what they hold."""

from __future__ import annotations

import pytest

from generator.ingest.accept import KINDS, Accepted, holds, plain, read


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (["cuts", "date"], {"cuts": (), "date": ()}),
        ("cuts, date", {"cuts": (), "date": ()}),
        (
            {"date": "2021", "copies": ["0123456789ab", "b.txt"]},
            {"date": ("2021",), "copies": ("0123456789ab", "b.txt")},
        ),
        ({"cuts": "340", "title": ""}, {"cuts": ("340",), "title": ("",)}),
        ({"cuts": []}, {"cuts": ()}),
    ],
)
def test_a_list_takes_whatever_comes_and_a_mapping_takes_values(value: object, found: Accepted) -> None:
    assert read(value) == found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (["cut"], "`cut` is no kind of doubt; did you mean `cuts`?"),
        (["zzzz"], "known are date, title"),
        ({"cuts": "many"}, "`cuts`: expected a number of words"),
        ({"date": {"a": "b"}}, "`date`: expected a text or a list of texts"),
    ],
)
def test_a_mistake_is_told_in_words(value: object, said: str) -> None:
    told = read(value)  # type: ignore[arg-type]
    assert isinstance(told, str)
    assert said in told


@pytest.mark.parametrize(
    ("kind", "values", "mark", "is_so"),
    [
        ("date", (), "1999", True),
        ("date", ("2021",), "2021", True),
        ("date", ("2021",), "2021-03", False),
        ("cuts", ("100",), "90", True),
        ("cuts", ("100",), "110", True),
        ("cuts", ("100",), "111", False),
        ("cuts", ("100", "200"), "220", True),
        ("words", ("0",), "1", False),
        ("copies", ("b.txt",), "0123456789ab", True),
        ("copies", ("01234567",), "0123456789ab", True),
        ("copies", ("0123456789ab" + "c" * 52,), "0123456789ab", True),
        ("copies", ("0123456",), "0123456789ab", False),
        ("copies", ("c.txt",), "0123456789ab", False),
    ],
)
def test_what_is_accepted_holds_until_the_evidence_is_another(
    kind: str, values: tuple[str, ...], mark: str, is_so: bool
) -> None:
    assert holds({kind: values}, kind, mark, "b.txt") is is_so
    assert not holds({kind: values}, "trouble", mark, "b.txt")


def test_a_value_is_one_line_that_can_be_seen() -> None:
    assert plain(" a\n b\x00\u202e " + "c" * 500) == "a b " + "c" * 156
    assert all(plain(text) == text for text in KINDS.values())
