"""Bookmarks and exports of services that keep pages for later -> address, title, tags, note, when it was saved."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import readers
from generator.ingest.readers import bookmarks
from generator.types import Problem, Raw

SHARED = Path(__file__).parents[5] / "shared"


def read(name: str, data: bytes) -> tuple[list[Raw], list[Problem]]:
    items = list(readers.read(name, io.BytesIO(data)))
    return [item for item in items if isinstance(item, Raw)], [item for item in items if isinstance(item, Problem)]


def said(raw: Raw, field: str) -> list[str]:
    return [signal.value for signal in raw.signals if signal.field == field]


BROWSER = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1">Häfen &amp; Tore</H3>
    <DL><p>
        <DT><A HREF="https://example.org/a?x=1&amp;y=2" ADD_DATE="1456433741" TAGS="lock, gate,,lock" ICON="data:x">A
  gate &lt;1&gt;</A>
        <DD>What it says:
- one <b>thing</b>
- <a href="https://example.org/no">another</a>
    </DL><p>
    <DT><A HREF="https://example.org/b" ADD_DATE="1515515697780642" PRIVATE="1">https://example.org/b</A>
    <DT><A HREF="javascript:alert(1)">Run</A>
    <DT><A HREF="?local">Here</A>
</DL><p>
""".encode()


def test_bookmarks_of_a_browser() -> None:
    raws, (note,) = read("b.html", BROWSER)
    assert [raw.origin for raw in raws] == ["b.html#1", "b.html#2", "b.html#3"]
    first, second, third = raws
    assert said(first, "url") == ["https://example.org/a?x=1&y=2"] and said(first, "title") == ["A gate <1>"]
    assert said(first, "tag") == ["lock", "gate"] and first.extra == {"folder": "Häfen & Tore"}
    assert first.text == "What it says:\n- one thing\n- another"
    assert [(s.value, s.how) for s in first.signals if s.field == "date"] == [("2016-02-25", "saved on")]
    assert said(second, "title") == [] and said(second, "date") == ["2018-01-09"] and second.extra == {"private": "1"}
    assert said(third, "url") == [] and third.extra["href"] == "?local"
    assert "1 bookmarks are programs" in note.message


def test_the_export_of_pocket() -> None:
    data = (
        b"<!DOCTYPE html>\n<html><head><title>Pocket Export</title></head><body>\n<h1>Unread</h1>\n<ul>\n"
        b'<li><a href="https://example.org/a" time_added="1466451234" tags="sea,ship">A ship</a></li>\n</ul>\n'
        b"<h1>Read Archive</h1>\n<ul>\n"
        b'<li><a href="https://example.org/b" time_added="1466451235" tags="">B</a></li></ul>'
    )
    raws, problems = read("ril_export.html", data)
    assert not problems and [said(raw, "title") for raw in raws] == [["A ship"], ["B"]]
    assert said(raws[0], "tag") == ["sea", "ship"] and said(raws[0], "date") == ["2016-06-20"]
    assert [raw.extra["folder"] for raw in raws] == ["Unread", "Read Archive"]


@pytest.mark.parametrize(
    ("name", "data", "title", "day", "tags"),
    [
        ("pocket.csv", "title,url,time_added,tags,status\nA,https://x.example/a,1466451234,sea|ship,unread\n", "A",
         "2016-06-20", ["sea", "ship"]),
        ("insta.csv", 'URL,Title,Selection,Folder,Timestamp,Tags\nhttps://x.example/a,A,,Unread,1466451234,"[""sea""]"\n',
         "A", "2016-06-20", ["sea"]),
        ("readwise.csv", 'Highlight,Book Title,Book Author,Note,Tags,Highlighted at\n'
         'Words.,A,Ada Ray,,sea,2016-06-20 10:00:00\n',
         "A", "2016-06-20", ["sea"]),
        ("reader.csv", "Title,URL,ID,Document tags,Saved date,Seen\n"
         "A,https://x.example/a,1,sea,2016-06-20 10:00:00,True\n",
         "A", "2016-06-20", ["sea"]),
        ("pinboard.json", '[{"href": "https://x.example/a", "description": "A", "extended": "", "tags": "sea ship",'
         ' "time": "2016-06-20T10:00:00Z"}]', "A", "2016-06-20", ["sea", "ship"]),
        ("wallabag.json", '[{"is_archived": 1, "is_starred": 0, "title": "A", "url": "https://x.example/a",'
         ' "content": "<p>Words.</p>", "created_at": "2016-06-20T10:00:00+0200", "tags": ["sea"]}]', "A",
         "2016-06-20", ["sea"]),
    ],
)  # fmt: skip
def test_exports_of_services(name: str, data: str, title: str, day: str, tags: list[str]) -> None:
    (raw,), problems = read(name, data.encode())
    assert not problems and said(raw, "title") == [title] and said(raw, "tag") == tags
    assert [(s.value, s.weight) for s in raw.signals if s.field == "date"] == [(day, 0.2)]
    if name.startswith("wallabag"):
        assert raw.media == "text/html" and raw.text == "<p>Words.</p>"


def test_values_that_are_there_twice_are_kept_once() -> None:
    data = b'[{"0": "3", "1": "A", "7": "alone", "id": "3", "title": "A", "url": "https://x.example/a"}]'
    (raw,), _ = read("v1.json", data)
    assert raw.extra == {"7": "alone", "id": "3"}


@given(st.text(alphabet='<>/=" aAdDtThHlL13', max_size=200))
def test_nothing_is_raised(text: str) -> None:
    data = b"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF='https://x'>" + text.encode()
    assert list(bookmarks.read("b.html", io.BytesIO(data)))


def test_hostile_markup_is_read_in_one_pass() -> None:
    for text in (b"<A " * 60_000, b"<DT><A HREF=" * 20_000, b"<DL>" * 50_000, b"<DD>" * 50_000, b"<DT><H3>" * 30_000):
        assert list(bookmarks.read("b.html", io.BytesIO(b"<!DOCTYPE NETSCAPE-Bookmark-file-1>" + text)))


def test_shared_bookmarks() -> None:
    folder = SHARED / "data" / "exports" / "netscape-bookmarks"
    if not folder.is_dir():
        pytest.skip("shared/data/exports absent")
    counts = {}
    for path in sorted(folder.glob("*.htm")):
        raws, problems = read(path.name, path.read_bytes())
        counts[path.stem] = (len(raws), sum(problem.level == "note" for problem in problems))
    assert counts["chromium_flat"] == (9, 0) and counts["delicious"] == (5, 0) and counts["shaarli"] == (6, 0)
    assert counts["netscape_extended"] == (1, 0), "the second link stands in a note"
    assert counts["netscape_nested"] == (8, 0) and counts["internet_explorer_11_nested"][0] == 27
    assert counts["google_bookmarks_nested"] == (6, 0)
