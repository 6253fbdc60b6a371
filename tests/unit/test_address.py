"""Names in any script -> slugs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.address import LONGEST, slug, unique

SHAPE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tides of the North", "tides-of-the-north"),
        ('We’re able: it\'s "done"!', "were-able-its-done"),
        ("Ærø, Łódź & Straße", "aero-lodz-strasse"),
        ("Crème brûlée", "creme-brulee"),
        ("Москва 1917", "moskva-1917"),
        ("Αθήνα", "athina"),
        ("İstanbul", "istanbul"),
        ("1984", "1984"),
        ("a/b\\c..d", "a-b-c-d"),
        ("../../etc/passwd", "etc-passwd"),
        ("Ⅷ ﬁne", "viii-fine"),
    ],
)
def test_names_become_readable_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize("text", ["", " ", "🙂", "東京", "---", "…", "\x00", "\ud800"])
def test_a_name_of_which_nothing_is_left_gets_a_digest(text: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{8}", slug(text))


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_names_that_windows_reserves_are_changed(name: str) -> None:
    assert slug(name) not in RESERVED
    assert slug(name.upper()) not in RESERVED
    assert slug(name).startswith(f"{name}-")


def test_names_that_lose_most_letters_stay_apart() -> None:
    assert slug("東京の歴史 1") != slug("大阪の歴史 1")


@given(st.text())
@example("a" * 59 + " b")
@example("字" * 400 + " " + "word " * 30)
@example("word " * 9 + "abcde " + "字" * 300)
def test_every_slug_is_short_ascii_and_safe(text: str) -> None:
    name = slug(text)
    assert SHAPE.fullmatch(name), name
    assert len(name) <= LONGEST
    assert name not in RESERVED
    assert slug(text) == name


@given(st.text(), st.integers(20, 60))
def test_a_shorter_limit_is_kept(text: str, longest: int) -> None:
    assert len(slug(text, longest)) <= longest
    assert SHAPE.fullmatch(slug(text, longest))


def test_a_long_name_is_cut_at_a_word() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve thirteen"
    assert slug(text) == "one-two-three-four-five-six-seven-eight-nine-ten-eleven"


@given(st.lists(st.sampled_from(["a", "a-2", "a-3", "b", "a-2-2"]), max_size=30))
def test_numbered_names_are_all_different(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        free = unique(name, taken)
        assert free not in taken
        assert free == name or free.startswith(f"{name}-")
        taken.add(free)


def test_hostile_names_never_leave_their_folder(shared: Path) -> None:
    for folder in ("path-traversal", "blns"):
        for line in (shared / "inputs" / folder / "cases.jsonl").read_text("utf-8").split("\n"):
            if line.strip():
                assert SHAPE.fullmatch(slug(json.loads(line)["payload"]))
