"""The differences between an entry and a copy of it: nothing lost on either side, and said in words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.compare import Pair, compare, hunks_of, paragraphs, too_long
from generator.site.differences import deck
from generator.site.views import Comparison, Hunk

WORDS = st.sampled_from("the boat boats' came in. “It late,” - 1998 can't cant 日本 ! ”".split())
PARAGRAPH = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
TEXT = st.lists(PARAGRAPH, max_size=6)
A = [
    "The boat came in at “nine”.",
    "“It’s late,” she said.",
    "Nobody was hurt on the quay that night.",
    "The end.",
]


def side(hunks: Sequence[Hunk], name: str) -> list[str]:
    """The paragraphs that one side has."""
    found: list[str] = []
    for hunk in hunks:
        found += hunk.same
        found += "".join(piece.text for piece in hunk.pieces if piece.side in ("both", name)).split("\n")
    return [text for text in found if text]


def said(a: list[str], b: list[str], header_a: str = "", header_b: str = "") -> str:
    return deck("B", header_a, header_b, tuple(hunks_of(a, b)))


@given(TEXT, TEXT)
def test_both_texts_can_be_read_off_whole(a: list[str], b: list[str]) -> None:
    hunks = list(hunks_of(a, b))
    assert side(hunks, "a") == a
    assert side(hunks, "b") == b


@given(TEXT, st.randoms(use_true_random=False))
def test_so_they_can_if_one_is_made_from_the_other(a: list[str], chance: object) -> None:
    assert hasattr(chance, "sample")
    words = " \n ".join(a).split(" ")
    left = " ".join(word for word in words if len(word) != 3)
    b = [line for part in left.split("\n") if (line := " ".join(part.split()))]
    hunks = list(hunks_of(a, b))
    assert (side(hunks, "a"), side(hunks, "b")) == (a, b)


@given(TEXT)
def test_equal_texts_are_one_run(a: list[str]) -> None:
    assert [hunk.same for hunk in hunks_of(a, a)] == ([tuple(a)] if a else [])


def test_words_and_marks_differ_within_a_paragraph() -> None:
    (hunk,) = hunks_of(["You “can’t” see nine hundred boats."], ["You cant see 900 boats."])
    assert [(piece.side, piece.text) for piece in hunk.pieces] == [
        ("both", "You "),
        ("a", "“can’t”"),
        ("b", "cant"),
        ("both", " see "),
        ("a", "nine hundred"),
        ("b", "900"),
        ("both", " boats."),
    ]


def test_a_paragraph_more_is_a_paragraph_even_if_its_neighbours_begin_and_end_like_it() -> None:
    more = ["The tide rose.”", "The ferry sank.”", "The bells rang.”"]
    for at in range(3):
        hunks = list(hunks_of(more, more[:at] + more[at + 1 :]))
        (odd,) = (hunk for hunk in hunks if hunk.pieces)
        assert [(piece.side, piece.text) for piece in odd.pieces] == [("a", more[at])]


def test_so_it_is_between_paragraphs_that_differ() -> None:
    a = ["One tide rose.”", "The ferry sank.”", "The bells rang.”"]
    hunks = [hunk.pieces for hunk in hunks_of(a, ["A tide rose.”", "The bells sang.”"])]
    assert [(piece.side, piece.text) for piece in hunks[1]] == [("a", a[1])]
    assert len(hunks) == 3


def test_an_end_of_a_paragraph_that_one_side_lacks_is_shown() -> None:
    (hunk,) = hunks_of(["One day.", "Another."], ["One day. Another."])
    assert [(piece.side, piece.text) for piece in hunk.pieces] == [
        ("both", "One day."), ("a", "\n"), ("b", " "), ("both", "Another.")]  # fmt: skip
    assert said(["One day.", "Another."], ["One day. Another."]).startswith("The paragraphs end at other places.")


@pytest.mark.parametrize(
    ("b", "words"),
    [
        (A, "The two texts are the same, letter for letter."),
        (
            ["The boat came in at nine.", "Its late, she said.", *A[2:]],
            "Copy B has lost all 4 quotation marks and 1 apostrophe. Copy B has no sentence that copy A lacks.",
        ),
        (
            ["The boat came in at nine.", *A[1:]],
            "Copy B has lost 2 quotation marks. Copy B has no sentence that copy A lacks.",
        ),
        ([*A[:2], *A[3:]], "Copy A has 1 sentence that copy B lacks. Copy B has no sentence that copy A lacks."),
        (
            [*A, "The mayor came too late. He had lost his hat."],
            "Copy B has 2 sentences that copy A lacks.",
        ),
        ([*A[:3], "The finish."], "1 word differs. Copy B has no sentence that copy A lacks."),
        ([*A[:3], "The end"], "Copy B has lost 1 other mark. Copy B has no sentence that copy A lacks."),
        ([*A[:3], "The end!"], "1 mark differs. Copy B has no sentence that copy A lacks."),
        (
            [*A[:3], "The “end.”"],
            "Copy B has 2 quotation marks that copy A lacks. Copy B has no sentence that copy A lacks.",
        ),
    ],
)
def test_the_deck_says_what_differs(b: list[str], words: str) -> None:
    assert said(A, b) == words


def test_the_deck_counts_a_header_line_as_one_thing() -> None:
    assert said(A, A, "date 2021-03-14") == (
        "Copy B has lost its header line. Copy B has no sentence that copy A lacks."
    )
    assert said(A, A, "", "By Ida").startswith("Copy B has a header line that copy A lacks.")
    assert said(A, A, "date 2021-03-14", "By Ida").startswith("The header lines differ.")
    assert said(A, A, "By Ida", "By  Ida") == said(A, A)


def body(html: str) -> bytes:
    return html.encode()


def test_a_comparison_shows_headers_first_and_no_cuts() -> None:
    pair = Pair("1", "2", "date 2021", "", "C")
    a = body('<p>Came <del class="cut" id="cut-1"><b>Cut 1</b> x</del>in.</p>')
    found = msgspec.msgpack.decode(compare(pair, a, body("<p>Came in.</p>")), type=Comparison)
    assert found.deck.startswith("Copy C has lost its header line.")
    assert side(found.hunks, "a") == ["date 2021", "Came in."]
    assert side(found.hunks, "b") == ["Came in."]
    plain = msgspec.msgpack.decode(too_long(pair, a, body("<p>Late.</p><p>So.</p>")), type=Comparison)
    assert (side(plain.hunks, "a"), side(plain.hunks, "b")) == (["date 2021", "Came in."], ["Late.", "So."])


def test_a_body_is_read_as_plain_paragraphs() -> None:
    html = (
        '<h2 id="a">A &amp; b</h2>\n<p>One<br>two <em>three</em>\nfour</p><ul><li>x</li><li>y</li></ul>'
        '<table><tr><td>1</td><td>2</td></tr></table><p><a href="/" title="a > b">c</a></p><pre>d\n\ne</pre>'
    )
    assert paragraphs(html) == ["A & b", "One two three four", "x", "y", "1 2", "c", "d", "e"]


def test_long_texts_without_a_word_in_common_take_no_long_time() -> None:
    a, b = (" ".join(f"{name}{n % 700}" for n in range(40_000)) for name in "ab")
    (hunk,) = hunks_of([a], [b])
    assert [piece.side for piece in hunk.pieces] == ["a", "b"]


def test_a_paragraph_more_at_the_end_is_that_paragraph_even_if_one_before_differs() -> None:
    a = ["It holds 41 piles.", "The dear work is done."]
    b = ["It holds 47 piles.", "The cheap work is done.", "Put right on Monday."]
    hunks = [hunk.pieces for hunk in hunks_of(a, b)]
    assert [(piece.side, piece.text) for piece in hunks[-1]] == [("b", "Put right on Monday.")]
    assert len(hunks) == 3
