"""A content file and its body -> the head of an entry."""

from __future__ import annotations

import pytest

from generator import content
from generator.edge.cache import digest_of
from generator.site.heads import head, identify, place
from generator.types import Body, Entry, Heading, Problem, TextFile


def made(data: bytes, body: Body = Body("", "", 0), path: str = "2021/some-name.md") -> Entry:  # noqa: B008
    file = TextFile(path, digest_of(data))
    return head(file, data, content.read(data, place(file)), body, "b" * 64)


def test_the_front_matter_and_the_body_make_the_head() -> None:
    body = Body("<p>", "The opening.", 12, (Heading("s-a", 2, "A"),), b"ab", (Problem("warning", "x", "odd"),))
    entry = made(b"---\nid: abc\ntitle: T\ndate: 2021\n---\n\nText", body)
    assert (entry.meta.id, entry.meta.title, entry.meta.date) == ("abc", "T", "2021")
    assert (entry.summary, entry.words, entry.body) == ("The opening.", 12, "b" * 64)
    assert (entry.headings, entry.sketch, entry.problems) == (body.headings, b"ab", body.problems)


def test_a_summary_of_the_front_matter_goes_before_the_opening() -> None:
    assert made(b"---\ntitle: T\nsummary: S\n---\n", Body("", "O", 1)).summary == "S"


@pytest.mark.parametrize(
    ("headings", "title"), [((), "some name"), ((Heading("a", 2, ""), Heading("b", 2, "First")), "First")]
)
def test_a_file_without_a_title_gets_one_and_a_note(headings: tuple[Heading, ...], title: str) -> None:
    entry = made(b"Text", Body("", "", 1, headings))
    assert entry.meta.title == title
    assert [(problem.level, problem.where) for problem in entry.problems] == [("note", "entries/2021/some-name.md")]


def test_a_file_without_an_id_gets_one_of_its_own() -> None:
    assert made(b"one").meta.id == digest_of(b"one")[:12]


def test_bytes_that_are_not_utf8_are_reported_with_their_line() -> None:
    entry = made(b"---\ntitle: T\n---\n\ncaf\xe9\n")
    assert [problem.where for problem in entry.problems] == ["entries/2021/some-name.md:5"]


def test_windows_line_ends_are_line_ends() -> None:
    assert made(b"---\r\ntitle: T\r\nid: x\r\n---\r\nText").meta.title == "T"
    assert identify(TextFile("a", ""), b"---\r\nid: x\r\n---\r\n") == b"x"


@pytest.mark.parametrize("data", [b"", b"text", b"---\nbroken: [\n---\n", b"\xff\xfe", b"---\ntitle: T\n---\n"])
def test_a_file_without_an_id_identifies_as_nothing(data: bytes) -> None:
    assert identify(TextFile("a", ""), data) == b""
