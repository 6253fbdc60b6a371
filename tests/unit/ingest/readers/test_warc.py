"""Web archives -> records: what is taken, what is counted, and every cut and damage told by name."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zlib
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import readers
from generator.ingest.readers import coding, http, warc
from generator.types import Problem, Raw

SHARED = Path(__file__).parents[5] / "shared"


def read(name: str, data: bytes) -> tuple[list[Raw], list[Problem]]:
    items = list(readers.read(name, io.BytesIO(data)))
    return [item for item in items if isinstance(item, Raw)], [item for item in items if isinstance(item, Problem)]


def troubles(items: tuple[list[Raw], list[Problem]]) -> list[Problem]:
    raws, problems = items
    return [p for p in (*problems, *(p for raw in raws for p in raw.problems)) if p.level != "note"]


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def record(kind: str, block: bytes, url: str = "http://example.org/a", **more: str) -> bytes:
    fields = {"WARC-Type": kind, "WARC-Target-URI": url, "WARC-Date": "2019-05-06T07:08:09Z", **more}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"WARC/1.0\r\n{lines}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def sent(body: bytes, kind: str = "text/html; charset=windows-1251", status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


PAGE = "<html><body><p>Мост открыт</p></body></html>".encode("cp1251")
INFO = record("warcinfo", b"software: ours\r\n", Content_Type="application/warc-fields")
GOOD = record("response", sent(PAGE), WARC_Block_Digest=sha1(sent(PAGE)), WARC_Payload_Digest=sha1(PAGE))
FILE = INFO + record("request", b"GET / HTTP/1.1\r\n\r\n") + GOOD


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_page(pack: type) -> None:
    (raw,), (note,) = read("a.warc", pack(FILE))
    assert (raw.origin, raw.media) == ("a.warc#3", "text/html") and "Мост открыт" in raw.text and not raw.problems
    assert [(s.field, s.value, s.how, s.weight) for s in raw.signals] == [
        ("url", "http://example.org/a", "web archive", 0.95),
        ("date", "2019-05-06", "capture time", 0.1),
    ]
    assert raw.extra["captured"] == "2019-05-06T07:08:09Z"
    assert note.level == "note" and "2 of 3 records" in note.message and "1 request" in note.message


@pytest.mark.parametrize(
    ("stated", "day"), [("Sat, 04 May 2019 01:58:10 GMT", ["2019-05-04"]), ("0", []), ("Thu, 99 Foo", [])]
)
def test_when_the_server_says_its_file_was_changed(stated: str, day: list[str]) -> None:
    (raw,), _ = read("a.warc", INFO + record("response", sent(PAGE, more=f"Last-Modified: {stated}\r\n")))
    assert [s.value for s in raw.signals if s.how == "HTTP Last-Modified"] == day


def test_each_record_packed_on_its_own() -> None:
    (raw,), problems = read("a.warc.gz", gzip.compress(INFO) + gzip.compress(GOOD))
    assert raw.origin == "a.warc.gz#2" and [problem.level for problem in problems] == ["note"]


def test_what_is_no_page_is_counted_in_one_note() -> None:
    data = b"".join(
        (
            record("response", sent(b"<p>gone", status="404 Not Found")),
            record("response", sent(b"\x89PNG", kind="image/png")),
            record("revisit", b""),
            record("resource", b"-i urls", url="metadata://x.example/arguments", Content_Type="text/plain"),
            record("response", sent(b"User-agent: *", kind="text/plain"), url="http://example.org/robots.txt"),
        )
    )
    raws, (note,) = read("a.warc", data)
    assert not raws and note.level == "note" and "5 of 5" in note.message
    for what in ("with status 404", "image/png", "revisit", "note of the crawler", "robots.txt"):
        assert f"1 {what}" in note.message


def test_texts_of_conversion_and_resource_records() -> None:
    data = record("conversion", "Ein Gruß\nWorte".encode(), Content_Type="text/plain")
    data += record("resource", b"<p>A saved page</p>", Content_Type="text/html")
    raws, problems = read("a.warc.wet", data)
    assert [(raw.media, raw.text) for raw in raws] == [
        ("text/plain", "Ein Gruß\nWorte"),
        ("text/html", "<p>A saved page</p>"),
    ]
    assert not problems


def test_no_cut_goes_unseen() -> None:
    """A file cut anywhere but between two records (dangers.md: the usual library is silent in 38 of 45 cases)."""
    ends = {len(INFO), len(FILE) - len(GOOD), len(FILE)}
    for cut in range(9, len(FILE)):
        assert bool(troubles(read("a.warc", FILE[:cut]))) == (cut not in ends), cut
    packed = gzip.compress(INFO, mtime=0) + gzip.compress(GOOD, mtime=0)
    for cut in range(11, len(packed), 3):
        found = troubles(read("a.warc.gz", packed[:cut]))
        assert found or cut == len(gzip.compress(INFO, mtime=0)), cut
        assert all(problem.where.startswith("a.warc.gz") for problem in found)


def test_a_cut_record_is_kept_and_says_so() -> None:
    (raw,), _ = read("a.warc", FILE[:-20])
    assert "Мост" in raw.text and "is cut" in raw.problems[0].message and raw.problems[0].level == "error"


def test_a_changed_byte_is_found_by_the_digest() -> None:
    at = FILE.index(PAGE[15:20]) + 2
    changed = FILE[:at] + bytes([FILE[at] ^ 1]) + FILE[at + 1 :]
    assert any("digest" in problem.message for problem in troubles(read("a.warc", changed)))


def test_each_digest_is_checked() -> None:
    for name in ("WARC_Block_Digest", "WARC_Payload_Digest"):
        for stated in ("sha1:" + "A" * 32, "sha256:" + "0" * 64, "md5:" + "0" * 32):
            (raw,), _ = read("a.warc", record("response", sent(PAGE), **{name: stated}))
            assert ["digest" in problem.message for problem in raw.problems] == [True], (name, stated)
    block = hashlib.sha256(sent(PAGE)).hexdigest()
    (raw,), _ = read("a.warc", record("response", sent(PAGE), WARC_Block_Digest=f"sha-256:{block}"))
    assert not raw.problems


def test_after_damage_reading_goes_on() -> None:
    wrong = GOOD.replace(b"Content-Length: ", b"Content-Length: 9", 1)
    raws, _ = read("a.warc", INFO + b"rubbish\r\n" + GOOD + GOOD)
    assert [raw.origin for raw in raws] == ["a.warc#2", "a.warc#3"]
    assert any("belong to no record" in problem.message for problem in read("a.warc", INFO + b"rubbish\r\n" + GOOD)[1])
    assert troubles(read("a.warc", wrong))
    short = GOOD.replace(f"Content-Length: {len(sent(PAGE))}".encode(), b"Content-Length: 60")
    raws, _ = read("a.warc", short + GOOD)
    assert len(raws) == 2 and "end mark" in raws[0].problems[0].message and not raws[1].problems


def test_one_line_end_between_records_is_no_damage() -> None:
    raws, problems = read("a.warc", GOOD[:-2] + GOOD)
    assert len(raws) == 2 and not problems and not raws[0].problems


def test_an_arc_file() -> None:
    head = b"1 0 ours\nURL IP-address Archive-date Content-type Archive-length\n"
    data = b"filedesc://a.arc 0.0.0.0 19970417000000 text/plain %d\n" % len(head) + head + b"\n"
    block = sent(PAGE)
    data += b"http://example.org/a b 1.2.3.4 19970418010203 text/html %d\n" % len(block) + block + b"\n"
    (raw,), (note,) = read("a.arc", data)
    assert "Мост" in raw.text and [s.value for s in raw.signals] == ["http://example.org/a%20b", "1997-04-18"]
    assert "1 of 2" in note.message and not raw.problems
    assert "is cut" in read("a.arc", data[:-9])[0][0].problems[0].message


CHUNKS = b"5\r\n<p>ab\r\n3;x=y\r\ncd<\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "more", "text", "wrong"),
    [
        (CHUNKS, "Transfer-Encoding: chunked\r\n", "<p>abcd<", ""),
        (CHUNKS[:10], "Transfer-Encoding: chunked\r\n", "<p>ab", "cut"),
        (CHUNKS[:8] + b"zz", "Transfer-Encoding: chunked\r\n", "<p>ab", "broken"),
        (b"<p>joined", "Transfer-Encoding: chunked\r\n", "<p>joined", ""),
        (gzip.compress(b"<p>zipped", mtime=0), "Content-Encoding: gzip\r\n", "<p>zipped", ""),
        (gzip.compress(b"<p>zipped", mtime=0)[:-3], "Content-Encoding: gzip\r\n", "<p>zipped", "cut"),
        (b"<p>bare", "Content-Encoding: gzip\r\n", "<p>bare", ""),
        (zlib.compress(b"<p>deflated"), "Content-Encoding: deflate\r\n", "<p>deflated", ""),
        (zlib.compress(b"<p>raw", wbits=-15), "Content-Encoding: deflate\r\n", "<p>raw", ""),
        (brotli.compress(b"<p>new" * 99), "Content-Encoding: br\r\n", "<p>new" * 99, ""),
        (brotli.compress(bytes(range(256)) * 99)[:-9], "Content-Encoding: br\r\n", "", "cut"),
        (b"<p>stored without it", "Content-Encoding: br\r\n", "<p>stored without it", ""),
        (b"\xff\1\3\1\5\6\2" * 9, "Content-Encoding: br\r\n", "", "damaged"),
        (zstandard.compress(b"<p>z" * 99), "Content-Encoding: zstd\r\n", "<p>z" * 99, ""),
        (brotli.compress(gzip.compress(b"<p>twice", mtime=0)), "Content-Encoding: gzip, br\r\n", "<p>twice", ""),
        (b"\x1b\x00\x00", "Content-Encoding: sdch\r\n", "", "packed with sdch"),
    ],
)
def test_bodies(body: bytes, more: str, text: str, wrong: str) -> None:
    found = http.answer(sent(body, more=more))
    assert found.body.startswith(text.encode()) and found.status == 200
    assert bool(found.problems) == bool(wrong) and (not wrong or wrong in found.problems[0])


def test_a_packed_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding, "MOST_BYTES", 100_000)
    for name, pack in (("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstandard.compress)):
        found = http.answer(sent(pack(b"a" * 10_000_000), more=f"Content-Encoding: {name}\r\n"))
        assert not found.body and "bomb" in found.problems[0]


def test_what_came_out_of_a_damaged_body_is_kept() -> None:
    packed = bytearray(gzip.compress(b"".join(b"<p>%d" % (at * at) for at in range(99_999)), mtime=0))
    packed[len(packed) // 2 : len(packed) // 2 + 99] = b"\xff" * 99
    found = http.answer(sent(bytes(packed), more="Content-Encoding: gzip\r\n"))
    assert found.body.startswith(b"<p>0<p>1<p>4") and found.problems == ("the packed body is damaged",)


def with_dictionary(data: bytes, packed: bool) -> bytes:
    """Each record a frame of its own, all with one dictionary, which stands first in a frame that others skip."""
    dictionary = zstandard.train_dictionary(4_000, [GOOD[at:] + b"%d" % at * 9 for at in range(300)])
    learned = dictionary.as_bytes()
    learned = zstandard.compress(learned) if packed else learned
    first = b"\x5d\x2a\x4d\x18" + len(learned).to_bytes(4, "little") + learned
    passed = b"\x50\x2a\x4d\x18\3\0\0\0abc"
    squeeze = zstandard.ZstdCompressor(dict_data=dictionary)
    return first + squeeze.compress(INFO) + passed + squeeze.compress(data)


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("name", ["a.warc.zst", "a.bin"])
def test_zstandard_with_a_dictionary(packed: bool, name: str) -> None:
    data = with_dictionary(GOOD, packed)
    (raw,), (note,) = read(name, data)
    assert "Мост" in raw.text and raw.origin == f"{name}#2" and note.level == "note"
    for cut in (5, 60, len(data) - 9):
        assert any("damaged" in problem.message for problem in read(name, data[:cut])[1]), cut


@given(st.binary(max_size=300), st.integers(0, 400))
def test_nothing_is_raised(data: bytes, cut: int) -> None:
    for start in (b"WARC/1.0\r\n", b"filedesc://a 0 19970417000000 text/plain ", FILE[:cut]):
        assert list(warc.read("a.warc", io.BytesIO(start + data)))
    http.answer(b"HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n" + data)


# --- files that nobody here wrote -------------------------------------------------------------------------------


def test_shared_archives() -> None:
    folder = SHARED / "data" / "warc"
    if not folder.is_dir():
        pytest.skip("shared/data/warc absent")
    counts = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "README.md"):
        raws, problems = read(path.name, path.read_bytes())
        assert raws or problems
        counts[path.name] = len(raws)
    assert counts["books.toscrape.warc"] == 1 and counts["whirlwind.warc.wet.gz"] == 1
    assert counts["IAH-20080430204825-00000-blackbook-truncated.arc"] == 2, "two pages; robots.txt is no document"
    assert counts["sopa-wikipedia-homepage.warc.gz"] == 1
    assert sum(counts.values()) == 16


def test_shared_damaged_archives_are_told() -> None:
    folder = SHARED / "inputs" / "warc-jwat"
    if not folder.is_dir():
        pytest.skip("shared/inputs/warc-jwat absent")
    for path in sorted(folder.glob("*.*rc")):
        found = read(path.name, path.read_bytes())
        assert found[0] or found[1], path.name
        if any(mark in path.name for mark in ("garbage", "lonely", "fields-missing", "digest-fields")):
            assert troubles(found), path.name
