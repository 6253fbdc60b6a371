"""Manifests: what is written is read back, damage is seen, and every difference has its name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator import manifest

PATHS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12).filter(str.strip)
DIGESTS = st.text("0123456789abcdef", min_size=64, max_size=64)
A, B = "a" * 64, "b" * 64


@given(st.dictionaries(PATHS, DIGESTS, max_size=6))
def test_a_manifest_is_read_back(rows: dict[str, str]) -> None:
    assert manifest.parse(manifest.show(rows)) == rows


def test_a_line_is_as_rfc_8493_writes_it() -> None:
    assert manifest.show({"data/100%\r\n.txt": A}) == f"{A}  data/100%25%0D%0A.txt\n"


@given(st.dictionaries(PATHS, DIGESTS, min_size=1, max_size=4), st.data())
def test_a_flipped_byte_gives_another_manifest_or_none(rows: dict[str, str], data: st.DataObject) -> None:
    text = manifest.show(rows)
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]
    assert manifest.parse(changed) != rows


def test_an_end_that_is_missing_is_damage() -> None:
    assert manifest.parse(f"{A}  a\n{B}  b") is None
    assert manifest.parse(f"{B}  b\n{A}  a\n") is None, "out of order"


def test_each_difference_has_its_name() -> None:
    told, there = {"a": A, "b": A, "c": A}, {"a": A, "b": B, "d": A}
    assert manifest.compare(told, there) == [("b", "changed"), ("c", "missing"), ("d", "extra")]


@given(st.sets(PATHS, max_size=8))
def test_tame_names_are_apart_and_plain(paths: set[str]) -> None:
    tame = manifest.tame(paths)
    assert len(set(tame.values())) == len(paths)
    assert all(manifest.coded(name) == name and name == name.rstrip() for name in tame.values())


def test_a_tame_name_does_not_take_the_place_of_another_file() -> None:
    assert manifest.tame(["a%b", "a_b"]) == {"a_b": "a_b", "a%b": "a_b_2"}
