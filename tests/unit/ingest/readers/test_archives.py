"""ZIP and tar archives -> the records of their members: names, damage, links, locks, bombs, nesting."""

from __future__ import annotations

import gzip
import io
import random
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import readers
from generator.ingest.readers import members
from generator.types import Problem, Raw

SHARED = Path(__file__).parents[5] / "shared"
Files = dict[str, bytes]


def read(name: str, data: bytes) -> tuple[list[Raw], list[Problem]]:
    items = list(readers.read(name, io.BytesIO(data)))
    return [item for item in items if isinstance(item, Raw)], [item for item in items if isinstance(item, Problem)]


def zipped(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: Files) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


FILES = {
    "notes/a.txt": b"date 2021-03-14 https://example.org/a\n\nThe wall is done.\n",
    "b.csv": b"url,title\nhttps://example.org/b,One\nhttps://example.org/c,Two\n",
    "c/d.html": b"<!doctype html><p>A page.",
}
ORIGINS = ["notes/a.txt", "b.csv#1", "b.csv#2", "c/d.html"]


@pytest.mark.parametrize(("pack", "name"), [(zipped, "x.zip"), (tarred, "x.tar"), (tarred, "x"), (zipped, "x.txt")])
def test_members_are_read_as_files_of_the_heap(pack: type, name: str) -> None:
    raws, problems = read(name, pack(FILES))
    assert [raw.origin for raw in raws] == [f"{name}/{origin}" for origin in ORIGINS] and not problems
    assert raws[0].text.startswith("The wall") and raws[3].media == "text/html"


@pytest.mark.parametrize(("pack", "name"), [(zipped, "x.zip.gz"), (tarred, "x.tar.gz"), (tarred, "x.tgz")])
def test_packed_archives(pack: type, name: str) -> None:
    raws, problems = read(name, gzip.compress(pack(FILES)))
    assert [raw.origin for raw in raws] == [f"{name}/{origin}" for origin in ORIGINS] and not problems


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_that_lead_out_are_refused_and_the_others_go_on(pack: type) -> None:
    bad = ["../up.txt", "a/../../up.txt", "/etc/x.txt", "C:\\x.txt", "..\\up.txt"]
    raws, problems = read("x", pack({**dict.fromkeys(bad, b"words"), **FILES}))
    assert len(raws) == 4
    assert [problem.where for problem in problems] == [f"x/{name}" for name in bad]
    assert all("leads out" in problem.message for problem in problems)


def test_a_name_that_is_there_twice_and_files_of_the_system() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "One.")
        with pytest.warns(UserWarning):
            archive.writestr("a.txt", "Two.")
        archive.writestr("__MACOSX/._a.txt", b"\0\5\x16\7")
    raws, (note,) = read("x.zip", out.getvalue())
    assert [(raw.origin, raw.text) for raw in raws] == [("x.zip/a.txt", "One."), ("x.zip/a.txt (2)", "Two.")]
    assert note.level == "note" and "1 files of the operating system" in note.message


def test_links_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", "Words.")
    raws, (problem,) = read("x.zip", out.getvalue())
    assert len(raws) == 1 and "link" in problem.message and problem.where == "x.zip/link.txt"
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, kind in (("s.txt", tarfile.SYMTYPE), ("h.txt", tarfile.LNKTYPE), ("f", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
        info = tarfile.TarInfo("a.txt")
        info.size = 6
        tar.addfile(info, io.BytesIO(b"Words."))
    raws, problems = read("x.tar", out.getvalue())
    assert [raw.text for raw in raws] == ["Words."] and len(problems) == 3
    assert all("refused" in problem.message for problem in problems)


def test_a_locked_member_is_refused() -> None:
    data = bytearray(zipped({"a.txt": b"Words.", "b.txt": b"More."}))
    data[6] |= 1  # the flag stands in the member's header and in the table at the end
    data[data.index(b"PK\1\2") + 8] |= 1
    raws, (problem,) = read("x.zip", bytes(data))
    assert [raw.text for raw in raws] == ["More."] and "password" in problem.message


def test_a_damaged_member_is_told_and_the_others_go_on() -> None:
    words = random.Random(1).randbytes(2_000).hex().encode()
    data = bytearray(zipped({"a.txt": words, "b.txt": b"More."}))
    data[1_000] ^= 255
    raws, problems = read("x.zip", bytes(data))
    assert raws[-1].text == "More."
    assert any(problem.where == "x.zip/a.txt" and "damaged" in problem.message for problem in problems)


def test_a_cut_archive_is_told() -> None:
    raws, (problem,) = read("x.zip", zipped(FILES)[:-30])
    assert not raws and "cannot be opened" in problem.message
    data = tarred(FILES)
    for cut in range(1030, 3 * 1024 + 500, 100):
        raws, problems = read("x.tar", data[:cut])
        assert raws and any("damaged" in problem.message or "read" in problem.message for problem in problems), cut


def test_a_header_that_is_damaged_is_told() -> None:
    data = bytearray(tarred(FILES))
    data[1024 + 150] ^= 1
    raws, problems = read("x.tar", bytes(data))
    assert [raw.origin for raw in raws] == ["x.tar/notes/a.txt"] and "no member" in problems[0].message


def test_archives_in_archives_at_most_twice() -> None:
    data = zipped({"a.txt": b"Words."})
    for level in range(2):
        data = zipped({f"{level}.zip": data})
    (raw,), problems = read("x.zip", data)
    assert raw.origin == "x.zip/1.zip/0.zip/a.txt" and not problems
    raws, (problem,) = read("x.tar.gz", gzip.compress(tarred({"2.zip": data})))
    assert not raws and "inside more than 2 others" in problem.message
    assert problem.where == "x.tar.gz/2.zip/1.zip/0.zip"


@pytest.mark.parametrize("nested", [False, True])
def test_a_bomb_is_not_unpacked_to_its_end(monkeypatch: pytest.MonkeyPatch, nested: bool) -> None:
    monkeypatch.setattr(members, "MOST_BYTES", 1_000_000)
    bomb = zipped({f"{at}.txt": b"a" * 3_000_000 for at in range(5)})
    raws, problems = read("x.zip", zipped({"in.zip": bomb, "b.txt": b"b"}) if nested else bomb)
    assert len(raws) <= 2 and sum("bomb" in problem.message for problem in problems) >= 2
    assert any("not read" in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}, "Office"),
        ({"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<x/>"}, "EPUB"),
        ({}, "empty"),
        ({"folder/": b""}, "without files"),
    ],
)
def test_archives_that_hold_no_files_of_the_heap(files: Files, what: str) -> None:
    raws, (problem,) = read("x.zip", zipped(files))
    assert not raws and what in problem.message


def test_of_a_wacz_only_the_archives_are_read() -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Page"
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\nContent-Length: %d\r\n\r\n"
    warc = gzip.compress(head % len(block) + block + b"\r\n\r\n")
    files = {"datapackage.json": b"{}", "pages/pages.jsonl": b'{"url": "http://x"}\n', "archive/data.warc.gz": warc}
    (raw,), problems = read("x.wacz", zipped(files))
    assert (raw.origin, raw.text) == ("x.wacz/archive/data.warc.gz#1", "<p>Page") and not problems


@given(st.binary(max_size=400), st.integers(0, 300))
def test_nothing_is_raised(data: bytes, cut: int) -> None:
    for start in (b"PK\3\4", b"PK\5\6", zipped(FILES)[:cut], tarred(FILES)[: 512 + cut]):
        assert list(readers.read("x.zip", io.BytesIO(start + data)))


def test_shared_archive() -> None:
    path = SHARED / "data" / "aeb" / "aeb-dev.tar.gz"
    if not path.is_file():
        pytest.skip("shared/data/aeb absent")
    with tarfile.open(path) as archive:
        files = [info for info in archive if info.isfile()]
    raws, problems = read(path.name, path.read_bytes())
    named = {raw.origin.split("#")[0] for raw in raws} | {problem.where.split("#")[0] for problem in problems}
    missing = [info.name for info in files if not any(f"/{info.name.removeprefix('./')}" in each for each in named)]
    assert len(files) > 100 and not missing
