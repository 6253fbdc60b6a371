"""A page that is one typed text."""

from __future__ import annotations

import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import draft, readers
from generator.ingest.readers.typed import typed
from generator.types import Draft, Raw

TEXT = """
[Congressional Record Volume 151, Number 99 (Wednesday, July 20, 2005)]
[Senate]
[Page S8582]
From the Congressional Record Online [<a href="http://www.gpo.gov">www.gpo.gov</a>]

[[Page S8582]]

                    AUTHORITY FOR THE HARBOUR COMMITTEE
                            TO MEET, ETC.

  Mrs. QUILL. Mr. President, I ask that the &quot;Harbour&quot; Committee
be authorized to meet. <bullet> It is <5 at noon.
"""
HEAD = "<title>Congressional Record, Volume 151 Issue 99 (Wednesday, July 20, 2005)</title>"
PAGE = f"<html>\n<head>\n{HEAD}\n</head>\n<body><pre>{{}}</pre></body>\n</html>"


def only(page: str) -> Raw:
    (raw,) = readers.read("a.htm", io.BytesIO(page.encode()))
    assert isinstance(raw, Raw)
    return raw


def test_its_header_lines_and_its_heading_are_read_as_those_of_a_text() -> None:
    raw = only(PAGE.format(TEXT))
    assert raw.media == "text/plain"
    made = msgspec.msgpack.decode(draft.draft(draft.Reading(raw)), type=Draft)
    assert made.meta.title == "AUTHORITY FOR THE HARBOUR COMMITTEE TO MEET, ETC."
    assert (made.meta.date, made.meta.source) == ("2005-07-20", "Congressional Record")
    assert made.body.startswith('Mrs. QUILL. Mr. President, I ask that the "Harbour" Committee\nbe authorized')
    assert "meet. It is <5 at noon." in " ".join(made.body.replace("&lt;", "<").split())
    assert [cut.rule for cut in made.meta.cuts] == ["header-line", "repeated-title", "print-mark"]


def test_a_title_of_its_own_is_kept() -> None:
    raw = only(
        PAGE.replace("Congressional Record, Volume 151 Issue 99", "The barge").format("\nOne line.\n\nTwo lines.\n")
    )
    assert ("title", "The barge (Wednesday, July 20, 2005)") in [(one.field, one.value) for one in raw.signals]


@pytest.mark.parametrize(
    "page",
    [
        PAGE.format("a <b>bold</b> word"),
        PAGE.format('see <a href="https://a.example/x">here</a>'),
        PAGE.format("one</pre><p>two</p><pre>three"),
        PAGE.replace("<pre>", "<p>words</p><pre>").format("text"),
        PAGE.replace("<title>", '<meta name="author" content="Ada"><title>').format("text"),
        "<pre>text</pre>",
    ],
)
def test_a_page_with_anything_else_on_it_stays_a_page(page: str) -> None:
    assert typed(page) is None


@given(st.text("ab &\n<>.", max_size=60))
def test_whatever_is_typed_comes_out(text: str) -> None:
    page = PAGE.format("\n" + text.replace("&", "&amp;").replace("<", "&lt;"))
    found = typed(page)
    assert found is not None and found.text == text
