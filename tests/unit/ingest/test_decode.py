"""Bytes -> text: marks, declarations, damage, guesses; never an exception, never an unclean character."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.decode import codec, decode, mended, plain, prescan

CURLY = "“Tides” – a history of the sea’s edge"


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (b"\xef\xbb\xbf" + CURLY.encode(), "utf-8"),
        (b"\xff\xfe" + CURLY.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + CURLY.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\0\0" + CURLY.encode("utf-32-le"), "utf-32-le"),
        (CURLY.encode(), "utf-8"),
        (CURLY.encode("utf-16-le"), "utf-16-le"),
        (CURLY.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_unicode_is_known_by_its_mark_or_its_shape(data: bytes, charset: str) -> None:
    found = decode(data)
    assert (found.text, found.charset, found.problem) == (CURLY, charset, "")


def test_western_bytes_without_a_declaration_are_windows_1252_and_it_says_so() -> None:
    found = decode(CURLY.encode("cp1252"))
    assert found.text == CURLY
    assert "cp1252" in found.problem


def test_a_declared_charset_is_used_when_the_bytes_are_not_utf8() -> None:
    text = "Přílišžluťoučký kůň"
    assert decode(text.encode("iso8859-2"), "ISO-8859-2").text == text
    assert decode(b'<meta charset="iso-8859-2">' + text.encode("iso8859-2"), html=True).text.endswith(text)


def test_utf8_wins_over_a_wrong_declaration() -> None:
    found = decode(b"<meta charset=iso-8859-1>" + CURLY.encode(), html=True)
    assert found.text.endswith(CURLY)
    assert found.charset == "utf-8"


def test_a_wrong_utf8_declaration_does_not_destroy_the_text() -> None:
    text = "Съешь же ещё этих мягких французских булок да выпей чаю. " * 20
    assert decode(text.encode("cp1251"), "utf-8").text == text


def test_japanese_in_seven_bits_needs_its_declaration() -> None:
    data = "日本".encode("iso2022_jp")
    assert decode(data, "iso-2022-jp").text == "日本"


def test_few_damaged_bytes_do_not_turn_a_whole_text_into_mojibake() -> None:
    found = decode(("é" * 20).encode() + b" caf\xe9 " + b"\x93\xff\xfe tail")
    assert found.text == "é" * 20 + " café \ufffd tail"
    assert found.charset == "utf-8"
    assert "4 bytes" in found.problem


def test_a_character_cut_at_the_end_is_a_replacement_character() -> None:
    assert decode("ééé".encode() + b"\xc3").text == "ééé\ufffd"


def test_line_ends_marks_nul_and_surrogates_are_cleaned() -> None:
    assert plain("a\r\nb\rc\0d\ufeffe\ud800f") == "a\nb\ncde\ufffdf"
    assert plain("to\0\0\0\0the end") == "to the end"
    assert mended("a\udce9b") == "aéb"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("latin1", "cp1252"),
        (" ISO-8859-1\n", "cp1252"),
        ("us-ascii", "cp1252"),
        ("UTF8", "utf-8"),
        ("x-sjis", "cp932"),
        ("gb2312", "gb18030"),
        ("x-user-defined", "cp1252"),
        ("rot13", ""),
        ("unicode_escape", ""),
        ("idna", ""),
        ("no such", ""),
        ("a\0b", ""),
        ("", ""),
    ],
)
def test_labels_mean_what_browsers_make_of_them(label: str, name: str) -> None:
    assert codec(label) == name


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (b"<meta charset='koi8-r'>", "koi8-r"),
        (b'<meta http-equiv="content-type" content="text/html; charset=windows-1251">', "cp1251"),
        (b'<meta content="text/html; charset=windows-1251">', ""),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<!-- <meta charset=koi8-r> -->", ""),
        (b"<p title='<meta charset=koi8-r>'>", ""),
        (b"<meta charset=koi8-r", ""),
        (b"<metacharset=koi8-r>", ""),
        (b"<meta charset=nonsense><meta charset=koi8-r>", "koi8-r"),
    ],
)
def test_prescan(page: bytes, name: str) -> None:
    assert prescan(page) == name


def test_prescan_agrees_with_browsers_on_public_cases(shared: Path) -> None:
    cases = sorted((shared / "inputs/html5lib-encoding").glob("*.html"))
    assert len(cases) > 30
    for case in cases:
        data = case.read_bytes()
        expected = codec(re.sub(r".*_", "", case.stem))
        found = "utf-8" if data.startswith(b"\xef\xbb\xbf") else prescan(data) or "cp1252"
        assert found == expected, case.name


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "latin1", "utf-16", "shift_jis", "x"]), st.booleans())
def test_any_bytes_give_clean_text(data: bytes, declared: str, html: bool) -> None:
    text = decode(data, declared, html).text
    text.encode()
    assert not set(text) & set("\r\0\ufeff")


@given(st.text(max_size=200))
def test_utf8_text_comes_back_but_for_what_is_cleaned(text: str) -> None:
    if not any(char in text for char in "\0\ufeff\r"):
        clean = re.sub("[\ud800-\udfff]", "\ufffd", text)
        assert decode(b"\xef\xbb\xbf" + clean.encode()).text == clean
