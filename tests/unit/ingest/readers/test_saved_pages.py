"""Pages saved in one file, MHTML and webarchive -> one record each."""

from __future__ import annotations

import io
import plistlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import readers
from generator.types import Problem, Raw

SHARED = Path(__file__).parents[5] / "shared"


def read(name: str, data: bytes) -> tuple[list[Raw], list[Problem]]:
    items = list(readers.read(name, io.BytesIO(data)))
    return [item for item in items if isinstance(item, Raw)], [item for item in items if isinstance(item, Problem)]


BLINK = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/gr%C3%BCn\r\n"
    b"Subject: =?utf-8?Q?Gr=C3=BCne_T=C3=BCren?=\r\nDate: Tue, 5 May 2020 23:50:00 -0000\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="cut"\r\n\r\n\r\n'
    b"--cut\r\nContent-Type: text/html\r\nContent-ID: <f@x>\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    b"Content-Location: https://example.org/gr%C3%BCn\r\n\r\n"
    b'<html><head><meta charset=3D"utf-8"></head><body><p>Die T=C3=BCr ist gr=C3=BCn.</p></body></html>\r\n'
    b"--cut\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    b"--cut\r\nContent-Type: text/html\r\n\r\n<p>A frame</p>\r\n--cut--\r\n"
)


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a", "a.txt"])
def test_a_page_saved_by_a_browser(name: str) -> None:
    (raw,), problems = read(name, BLINK)
    assert (raw.origin, raw.media, problems) == (name, "text/html", [])
    assert "Die Tür ist grün." in raw.text and "A frame" not in raw.text
    assert [(s.field, s.value, s.how) for s in raw.signals] == [
        ("url", "https://example.org/gr%C3%BCn", "saved page"),
        ("title", "Grüne Türen", "saved page"),
        ("date", "2020-05-05", "capture time"),
    ]
    assert [p.message for p in raw.problems] == ["2 parts of the page are not read: 1 image/png, 1 text/html"]


def test_the_root_is_the_part_that_start_names() -> None:
    data = BLINK.replace(b'boundary="cut"', b'start="<g@x>"; boundary="cut"', 1)
    data = data.replace(
        b"Content-Type: text/html\r\n\r\n<p>A", b"Content-Type: text/html\r\nContent-ID: <g@x>\r\n\r\n<p>A"
    )
    assert read("a.mht", data)[0][0].text.strip() == "<p>A frame</p>"


def test_a_cut_page_is_kept_and_told() -> None:
    (raw,), _ = read("a.mht", BLINK[:-20])
    assert "grün" in raw.text and any("cut" in problem.message for problem in raw.problems)
    (raw,), _ = read("a.mht", BLINK[: BLINK.index(b"--cut\r\n")])
    assert any("cut" in problem.message for problem in raw.problems)


def test_mail_with_a_page_in_it_is_mail() -> None:
    data = BLINK.replace(b"<Saved by Blink>", b"Ada <ada@x.example>").replace(b"Snapshot-Content-Location", b"X-Place")
    (raw,), _ = read("a.eml", data)
    assert any(signal.how == "mail header From" for signal in raw.signals)


PAGE = {
    "WebMainResource": {
        "WebResourceData": "<html><p>Мост открыт</p></html>".encode("cp1251"),
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "windows-1251",
        "WebResourceURL": "https://example.org/most",
    },
    "WebSubresources": [{"WebResourceData": b"x"}],
}


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
@pytest.mark.parametrize("name", ["a.webarchive", "a"])
def test_a_page_saved_by_safari(form: plistlib.PlistFormat, name: str) -> None:
    (raw,), problems = read(name, plistlib.dumps(PAGE, fmt=form))
    assert "Мост открыт" in raw.text and raw.media == "text/html" and not problems
    assert [(s.field, s.value) for s in raw.signals] == [("url", "https://example.org/most")]
    assert "0 frames and 1 pictures" in raw.problems[0].message


def test_damaged_lists_and_other_files_are_told() -> None:
    data = plistlib.dumps(PAGE, fmt=plistlib.FMT_BINARY)
    assert "damaged" in read("a.webarchive", data[:-20])[1][0].message
    assert "no saved page" in read("a.webarchive", plistlib.dumps({"a": 1}))[1][0].message
    image = {"WebMainResource": {**PAGE["WebMainResource"], "WebResourceMIMEType": "image/png"}}
    assert "image/png" in read("a", plistlib.dumps(image))[1][0].message


def test_entities_are_refused() -> None:
    data = b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "aaa">]><plist><dict>'
    data += b"<key>WebMainResource</key>&a;</dict></plist>"
    raws, problems = read("a.webarchive", data)
    assert not raws and problems


@given(st.binary(max_size=300))
def test_nothing_is_raised(data: bytes) -> None:
    for name, start in (
        ("a.mht", BLINK[:260]),
        ("a.mht", BLINK[:700]),
        ("a.webarchive", b"bplist00"),
        ("a", b"<plist>"),
    ):
        assert list(readers.read(name, io.BytesIO(start + data)))


def test_shared_saved_pages() -> None:
    path = SHARED / "data" / "saved-pages" / "tika" / "testWEBARCHIVE.webarchive"
    if not path.is_file():
        pytest.skip("shared/data/saved-pages absent")
    (raw,), problems = read(path.name, path.read_bytes())
    assert not problems and raw.media == "text/html" and "<html" in raw.text[:2_000].lower()
    assert [signal.field for signal in raw.signals] == ["url"]
