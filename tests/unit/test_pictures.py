"""What a picture is by its bytes, and by which names a text calls it."""

from __future__ import annotations

import base64
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.pictures import HEAP, Picture, ending, inline, keys, name_of, name_of_inline, parse, picture, show, size

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480) + bytes(1200)
GIF = b"GIF89a" + struct.pack("<HH", 31, 17)
FRAME = b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", 90, 120) + b"\x03"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(10) + b"\xff\xc4\x00\x04\xff\xc0" + FRAME
WEBP = b"RIFF\0\0\0\0WEBP"
EXTENDED = WEBP + b"VP8X" + bytes(8) + (299).to_bytes(3, "little") + (199).to_bytes(3, "little")
LOSSLESS = WEBP + b"VP8L" + bytes(5) + struct.pack("<I", 299 | 199 << 14)
LOSSY = WEBP + b"VP8 " + bytes(10) + struct.pack("<HH", 300, 200)
AVIF = b"\0\0\0\x18ftypavif" + bytes(40) + b"ispe" + struct.pack(">III", 0, 300, 200)


@pytest.mark.parametrize(
    ("data", "kind", "sides"),
    [
        (PNG, "png", (640, 480)),
        (GIF, "gif", (31, 17)),
        (JPEG, "jpg", (120, 90)),
        (EXTENDED, "webp", (300, 200)),
        (LOSSLESS, "webp", (300, 200)),
        (LOSSY, "webp", (300, 200)),
        (AVIF, "avif", (300, 200)),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "", (0, 0)),
        (b"<html>", "", (0, 0)),
        (PNG[:17], "png", (0, 0)),
        (JPEG[:30], "jpg", (0, 0)),
    ],
)
def test_a_picture_is_known_by_its_bytes(data: bytes, kind: str, sides: tuple[int, int]) -> None:
    assert (ending(data), size(data)) == (kind, sides)


@given(st.sampled_from([PNG[:8], GIF[:6], b"\xff\xd8\xff", WEBP, AVIF[:12]]), st.binary(max_size=80))
def test_no_bytes_break_the_reading_of_sizes(magic: bytes, rest: bytes) -> None:
    assert all(0 <= side < 2**32 for side in size(magic + rest))


def test_what_is_no_picture_is_not_kept() -> None:
    assert picture("k", b"<svg onload=alert(1)>") is None
    assert picture("k", GIF[:6] + struct.pack("<HH", 1, 1)) is None, "a pixel counts readers"
    kept = picture("k", PNG)
    assert kept is not None
    assert kept.file.endswith(".png") and (kept.width, kept.height) == (640, 480)


def test_a_picture_within_a_page_is_named_by_its_digest() -> None:
    address = "data:image/png;base64," + base64.b64encode(PNG).decode()
    assert name_of_inline(address) == name_of(PNG)
    assert list(inline(f'<img src="{address}"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">')) == [PNG]
    assert name_of_inline("data:image/svg+xml;base64," + base64.b64encode(b"<svg>" * 400).decode()) == ""
    assert name_of_inline("data:image/gif;base64,R0lGODlhAQABAAAAACw=") == "", "a blank stands for a picture"


@pytest.mark.parametrize(
    ("address", "url", "origin", "wanted"),
    [
        ("https://www.e.org/a.png?w=1", "", "x.html", ("//e.org/a.png?w=1",)),
        ("//www.e.org/a.png", "", "x.html", ("//e.org/a.png",)),
        ("x_files/a%20b.png", "", "saved/x.html", (HEAP + "saved/x_files/a b.png",)),
        ("x_files/a.png", "", "a.zip/in/x.html", (HEAP + "a.zip/in/x_files/a.png",)),
        ("../a.png", "https://e.org/d/x.html", "s/x.html", (HEAP + "a.png", "//e.org/a.png")),
        ("https://e.org/d/x_files/a.png", "https://e.org/d/x.html", "s/x.html",
         (HEAP + "s/x_files/a.png", "//e.org/d/x_files/a.png")),
        ("../../../etc/passwd", "", "s/x.html", ()),
        ("/etc/passwd", "", "s/x.html", ()),
        ("javascript:x", "", "s/x.html", ()),
        ("ni:///sha-256;AA", "", "s/x.html", ("ni:///sha-256;AA",)),
    ],
)  # fmt: skip
def test_names_under_which_a_picture_may_be_kept(address: str, url: str, origin: str, wanted: tuple[str, ...]) -> None:
    assert keys(address, url, origin) == wanted


@given(st.lists(st.text(max_size=20), unique=True, max_size=5))
def test_the_list_is_read_as_it_is_written(names: list[str]) -> None:
    pictures = [Picture(name, "0" * 64 + ".png", 1, 2) for name in names]
    assert parse(show(pictures)) == {one.key: one for one in pictures}


def test_a_line_that_names_another_file_is_passed_over() -> None:
    assert parse(b'{"key":"a","file":"../../secret"}\nnothing\n' + show([Picture("b", "0" * 64 + ".png")])).keys() == {
        "b"
    }
