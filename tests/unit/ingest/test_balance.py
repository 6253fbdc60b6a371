"""No word of a record goes without being counted: raw = entry + cuts, within what Markdown changes."""

from __future__ import annotations

import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest import balance, readers
from generator.ingest.draft import Reading, draft
from generator.ingest.markup import parse, plain_text
from generator.types import Cut, Draft, Raw

WORD = st.text(alphabet="abcdefgh\u00e4\u00df\u0434\u4e2d", min_size=1, max_size=8)
PIECE = st.one_of(
    WORD, st.sampled_from(["*x*", "[cat](dog)", "#", "1.", "-", "&rsquo;", "\t", "<b>bold</b>", "\\", "`c`"])
)
LINE = st.lists(PIECE, min_size=1, max_size=12).map(" ".join)
SPOT = st.sampled_from(["Advertisement", "Share this article", "[caption id=4]x[/caption]", "{{< figure src=a >}}", ""])
TEXT = st.lists(st.one_of(LINE, SPOT), min_size=1, max_size=12).map("\n\n".join)
HEAD = st.sampled_from(["", "date 2021-03-14 https://harbour.example/wall\n\n", "https://harbour.example/wall\n\n"])


def drafted(raw: Raw) -> Draft:
    return msgspec.msgpack.decode(draft(Reading(raw)), type=Draft)


@given(HEAD, TEXT)
def test_the_words_of_a_text_file_are_those_of_the_entry_and_of_its_cuts(head: str, text: str) -> None:
    data = (head + text).encode()
    for raw in readers.read("a.txt", io.BytesIO(data)):
        if isinstance(raw, Raw) and raw.media == "text/plain":
            made = drafted(raw)
            assert balance.lost(data.decode(), made.body, made.meta.cuts)[0] == 0


@given(st.sampled_from(["text/plain", "text/markdown"]), TEXT)
def test_the_words_of_a_record_are_those_of_the_body_and_of_its_cuts(media: str, text: str) -> None:
    made = drafted(Raw("a", "0" * 64, media, text))  # type: ignore[arg-type]
    assert balance.lost(text, made.body, made.meta.cuts)[0] == 0


@given(st.lists(st.tuples(st.sampled_from(["p", "nav", "h2", "li", "td", "aside", "div hidden"]), LINE), max_size=30))
def test_the_words_of_a_page_are_those_of_the_body_and_of_its_cuts(parts: list[tuple[str, str]]) -> None:
    inside = "".join(f"<{tag}>{text.replace('<', '&lt;')}</{tag.split()[0]}>" for tag, text in parts)
    page = f"<html><body><article>{inside}</article></body></html>"
    made = drafted(Raw("a", "0" * 64, "text/html", page))
    assert balance.lost(plain_text(parse(page)), made.body, made.meta.cuts)[0] == 0


@pytest.mark.parametrize(
    ("seen", "body", "cuts", "gone"),
    [
        ("The wall held.", "**The** wall\\_held", (), 0),
        ("the wall the sea", "the wall", (), 2),
        ("the wall the sea", "The sea", (Cut("x", "the wall"),), 0),
        ("a b c d e f", "a", (Cut("x", "b…", words=4),), 1),
        ("caf\u00e9 &amp; soft\u00adhyphen", "cafe\u0301 softhyphen", (), 0),
        ("don't won't can't", "", (Cut("x", "don't…", words=3),), 0),
    ],
)
def test_words_are_counted_whatever_their_form(seen: str, body: str, cuts: tuple[Cut, ...], gone: int) -> None:
    assert balance.lost(seen, body, cuts)[0] == gone


def test_words_of_cuts_are_not_lost_and_those_of_header_lines_stand_for_no_others() -> None:
    text = "[caption id=4 " + " ".join(f"w{number}" for number in range(60)) + "]\n\nThe wall held.\n"
    raw = Raw("a", "0" * 64, "text/plain", text)
    made = drafted(raw)
    assert sum(cut.words or len(cut.text.split()) for cut in made.meta.cuts) > 50
    assert not [one for one in made.problems if balance.LOST in one.message]


def test_a_few_words_are_no_doubt_and_more_are() -> None:
    seen = " ".join(f"w{number}" for number in range(1000))
    for kept, doubted in ((970, 0), (969, 1)):
        body = " ".join(f"w{number}" for number in range(kept))
        assert len(balance.doubt(seen, body, ())) == doubted
    assert balance.doubt("ten words are few enough to go by one another", "", ()) == ()
    (problem,) = balance.doubt(seen, "", ())
    assert problem.message == f"1000 of 1000{balance.LOST}"
    assert (balance.told(problem.message), balance.told("no charset is declared")) == (1000, -1)
