"""Plain texts: each form of header, what it says, what stays in the body."""

from __future__ import annotations

import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.readers import text
from generator.types import Raw

PROSE = (
    "The harbour wall was finished in the autumn, two years late, and nobody in the town spoke of the cost again. "
    "The first ship that came in brought salt, oranges and a letter for the schoolmaster, who did not open it."
)


def one(said: str, name: str = "a.txt") -> Raw:
    (found,) = text.read(name, io.BytesIO(said.encode()))
    assert isinstance(found, Raw)
    return found


def signals(raw: Raw) -> dict[str, str]:
    return {signal.field: signal.value for signal in raw.signals}


HEADERS = [
    (
        " date 2021-03-14 https://example.org/a/b?c=d",
        {"date": "2021-03-14", "url": "https://example.org/a/b?c=d"},
        {},
    ),
    ("date 2021-03", {"date": "2021-03"}, {}),
    (
        "-- Harbour wall done\n-- By Ada Lin and Bo Wren\n-- Wed Nov 13, 2013 2:29am EST\n-- https://example.org/x",
        {"title": "Harbour wall done", "author": "Bo Wren", "date": "2013-11-13", "url": "https://example.org/x"},
        {},
    ),
    ("The wall is done", {"title": "The wall is done"}, {}),
    ("THE WALL IS DONE\n \nApril 16, 1945", {"title": "THE WALL IS DONE", "date": "1945-04-16"}, {}),
    (
        "A Report on the Wall:\nAims.  February 2, 1973",
        {"title": "A Report on the Wall: Aims", "date": "1973-02-02"},
        {},
    ),
    ("Sunday, October 27, 2019", {"date": "2019-10-27"}, {}),
    (
        "The wall is done\nBy Ada Lin\n\n16 April 1945",
        {"title": "The wall is done", "author": "Ada Lin", "date": "1945-04-16"},
        {},
    ),
    (
        "Title: The wall\n  is done\nDate: 2021-03-14\nURL: https://example.org/x\nAuthor: Lin, Ada\nShelf: B 12",
        {"title": "The wall is done", "date": "2021-03-14", "url": "https://example.org/x", "author": "Lin, Ada"},
        {"Shelf": "B 12"},
    ),
    ("Title: The wall is done", {"title": "The wall is done"}, {}),
    ("Source: https://example.org/x", {"url": "https://example.org/x"}, {}),
    ("Title: The wall\nDate: spring of 1884", {"title": "The wall", "date": "spring of 1884"}, {}),
    ("date c. 1923 https://example.org/x", {"date": "c. 1923", "url": "https://example.org/x"}, {}),
    ("The wall by the sea\n\n1914-1918", {"title": "The wall by the sea", "date": "1914-1918"}, {}),
    ("Title: The wall\nDate: the year of the flood", {"title": "The wall"}, {"Date": "the year of the flood"}),
    (
        "[Congressional Record Volume 151, Number 99 (Wednesday, July 20, 2005)]\n[Senate]\n[Pages S1-S2]\n"
        "From the Congressional Record Online through the Government Publishing Office [www.gpo.gov]",
        {"date": "2005-07-20", "source": "Congressional Record"},
        {"volume": "151", "number": "99", "part": "Senate; Pages S1-S2"},
    ),
    (
        '<!-- isosent="20030131235959" -->\n<!-- name="Ada Lin" -->\n<!-- email="ada@example.org" -->\n'
        '<!-- subject="Re: the wall" -->',
        {"date": "2003-01-31", "author": "Ada Lin", "title": "Re: the wall"},
        {"email": "ada@example.org"},
    ),
    (
        "# The wall #\n\n**Source:** <https://example.org/x>\n**Author**: Ada Lin\n**Shelf:** B 12",
        {"title": "The wall", "url": "https://example.org/x", "author": "Ada Lin"},
        {"Shelf": "B 12"},
    ),
    ("**Source:** [here](https://example.org/x)", {"url": "https://example.org/x"}, {}),
    ("https://example.org/x", {"url": "https://example.org/x"}, {}),
    ("9:10 P.M. EST", {}, {"time": "9:10 P.M. EST"}),
    (
        "9:10 p.m.\n\ndate 2021-03-14 https://example.org/x",
        {"date": "2021-03-14", "url": "https://example.org/x"},
        {"time": "9:10 p.m."},
    ),
]


@pytest.mark.parametrize(("header", "said", "extra"), HEADERS, ids=lambda value: str(value)[:30])
def test_header_forms(header: str, said: dict[str, str], extra: dict[str, str]) -> None:
    raw = one(f"{header}\n\n{PROSE}\n")
    assert signals(raw) == said
    assert dict(raw.extra) == extra
    assert raw.text == PROSE + "\n"
    (gone,) = raw.cuts
    assert (gone.rule, gone.text, gone.at) == ("header-line", header, 0)
    assert raw.digest == hashlib.sha256(f"{header}\n\n{PROSE}\n".encode()).hexdigest()


@pytest.mark.parametrize("mark", ["\t", "&|&>", " &|&>"])
def test_an_address_and_the_text_on_one_line(mark: str) -> None:
    raw = one(f"https://example.org/x{mark}{PROSE}\nMore.")
    assert signals(raw) == {"url": "https://example.org/x"}
    assert raw.text == PROSE + "\nMore."


def test_lines_that_all_hold_an_address_and_a_text_are_records() -> None:
    found = list(text.read("a.txt", io.BytesIO(b"https://example.org/1\tOne.\n\nhttps://example.org/2\tTwo.\n")))
    assert [(raw.origin, raw.text) for raw in found if isinstance(raw, Raw)] == [
        ("a.txt#1", "One."),
        ("a.txt#2", "Two."),
    ]


def test_a_field_block_may_end_in_a_field_that_holds_the_text() -> None:
    raw = one(f"Title: The wall\nDate: 2021-03-14\nText: {PROSE}\nMore.")
    assert raw.text == f"{PROSE}\nMore."


def test_yaml_front_matter_in_a_text() -> None:
    raw = one(f"---\ntitle: The wall\ndate: 2021-03-14\n---\n\n{PROSE}")
    assert signals(raw) == {"title": "The wall", "date": "2021-03-14"}
    assert (raw.media, raw.text) == ("text/markdown", PROSE)


@pytest.mark.parametrize(
    "said",
    [
        PROSE,
        f"Nobody came.\n\n{PROSE}",
        f"Dear friends,\n\n{PROSE}",
        f"(A photo of the wall)\n\n{PROSE}",
        f"The cost rose. Wall nearly done\n\n{PROSE}",
        f"Three days ago\n\n{PROSE}",
        f"the wall\n\n{PROSE}",
        "A short note\n\nwith little text",
        f"Note: {PROSE}",
        f"Summary: what the sea gives.\n\n{PROSE}",
        f"Anna: who is there?\nBert: nobody.\n\n{PROSE}",
        f"---\n\n{PROSE}",
        f"-- {PROSE}\n-- more",
        "date",
        " ",
    ],
)
def test_an_ordinary_beginning_is_no_header(said: str) -> None:
    raw = one(said)
    assert (raw.signals, raw.cuts, raw.text) == ((), (), said)


def test_a_first_line_that_may_be_a_name_stays_in_the_text() -> None:
    raw = one(f"Ada Lin\n\n{PROSE}")
    assert [(signal.value, signal.weight) for signal in raw.signals] == [("Ada Lin", 0.4)]
    assert raw.text.startswith("Ada Lin") and not raw.cuts


def test_a_title_alone_is_weaker_than_a_header_line() -> None:
    (alone,) = one(f"The wall is done\n\n{PROSE}").signals
    stated = one(f"Title: The wall\nDate: 2021\n\n{PROSE}").signals[0]
    assert alone.weight < 0.7 < 0.9 < stated.weight


def test_markdown_is_known_by_its_headings() -> None:
    assert one(f"{PROSE}\n\n## One\n\nx\n\n## Two\n").media == "text/markdown"
    assert one(f"{PROSE}\n\n# of sheep: 4\n").media == "text/plain"


def test_a_long_header_is_cut_short_with_the_number_of_its_words() -> None:
    raw = one("Title: a\nDate: 2021\n" + "".join(f"Field {at}: {'word ' * 20}\n" for at in range(40)) + f"\n{PROSE}")
    assert len(raw.cuts[0].text) == 2_001 and raw.cuts[0].text.endswith("…")
    assert raw.cuts[0].words > 800


STARTS = [header for header, _, _ in HEADERS] + ["---\na: b\n---", "---", "+++", "**a:**", "Title:", "\t", "#", "<!--"]


@given(
    st.lists(st.sampled_from(STARTS) | st.text(max_size=30), max_size=6), st.sampled_from(["\n", "\n\n", "\r\n", " "])
)
def test_any_text_gives_one_record_and_loses_nothing(parts: list[str], between: str) -> None:
    said = between.join(parts)
    found = list(text.read("a.txt", io.BytesIO(said.encode("utf-8", "replace"))))
    assert found
    for raw in found:
        assert isinstance(raw, Raw)
        kept = raw.text + "".join(gone.text for gone in raw.cuts)
        assert sum(map(str.isalnum, kept)) >= sum(map(str.isalnum, said)) or len(found) > 1 or len(said) > 1_500


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 200_000])
def test_a_text_of_any_length_is_read_to_its_end(size: int) -> None:
    said = f"{PROSE}\n\n" + "a" * (size - len(PROSE) - 2)
    found = one(said)
    assert found.text == said
    assert found.digest == hashlib.sha256(said.encode()).hexdigest()
