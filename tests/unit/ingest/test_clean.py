"""Texts in the shapes that saved pages have -> the sentences that their authors wrote, and a log of what went."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.clean import RULES, clean, restore

SHARED = Path(__file__).parents[3] / ".." / "shared"
MENDING = frozenset({"mojibake", "white-space"})


def text_of(text: str) -> str:
    return clean(text, "text/plain").text


# --- hover cards ----------------------------------------------------------------------------------------------

CARDS = {
    "headlines glued": (
        "Mayor Ada BrookAda BrookTown votes on parksBrook opens the libraryNew bridge is lateMORE spoke.",
        "Mayor Ada Brook spoke.",
        "Ada Brook",
    ),
    "headlines parted by spaces": (
        "Mayor Ada Brook Ada BrookTown votes on parks Brook opens the library New bridge is late MORE spoke.",
        "Mayor Ada Brook spoke.",
        "Ada Brook",
    ),
    "only the last name shown": (
        "as Brook Ada Jane BrookTown votes on parks MORE’s term ends",
        "as Brook’s term ends",
        "Ada Jane Brook",
    ),
    "lost apostrophe": (
        "as BrookAda BrookTown votes on parksMOREs term ends",
        "as Brooks term ends",
        "Ada Brook",
    ),
    "nickname in parentheses": (
        "Sen. Kit Marlow Christopher (Kit) Ed Marlow3 things to know 'Why not?' MORE (X-Land) said",
        "Sen. Kit Marlow (X-Land) said",
        "Christopher (Kit) Ed Marlow",
    ),
    "capital inside the name": (
        "leader Una McTavish Winifred (Una) Bell McTavishBudget is late MORE said",
        "leader Una McTavish said",
        "Winifred (Una) Bell McTavish",
    ),
    "two names with a hyphen": (
        "Rep. Ina Orta-Lund Ina Maria Orta-LundWho pays? MORE, who",
        "Rep. Ina Orta-Lund, who",
        "Ina Maria Orta-Lund",
    ),
    "suffix": (
        "with Max Rowe Jr. Maximilian (Max) RoweRowe Jr. tours MORE and",
        "with Max Rowe Jr. and",
        "Maximilian (Max) Rowe",
    ),
    "particle in lower case": (
        "Mayor Tom de Witte Tom de WitteRents rise again MORE (L) has",
        "Mayor Tom de Witte (L) has",
        "Tom de Witte",
    ),
    "no headline": ("chief Jon Abel Jon Francis AbelMORE and", "chief Jon Abel and", "Jon Francis Abel"),
    "name parted from headline": (
        "Speaker Pia Noor Pia Lena Noor Readers should say 'no' to the plan Late trains again MORE (X) is",
        "Speaker Pia Noor (X) is",
        "Pia Lena Noor",
    ),
    "only the first name again": (
        "secretary Mia Hollis Mia Jane CarverPress: a need for briefings MORE Carver said",
        "secretary Mia Hollis Carver said",
        "Mia Jane Carver",
    ),
    "another closing word": (
        "Mayor Ada BrookAda BrookTown votes on parksBrook opens the libraryRead more spoke.",
        "Mayor Ada Brook spoke.",
        "Ada Brook",
    ),
    "the closing word in a headline": (
        "Mayor Ada BrookAda BrookMore parks for the townBrook opens it MORE spoke.",
        "Mayor Ada Brook spoke.",
        "Ada Brook",
    ),
}


@pytest.mark.parametrize("shape", CARDS)
def test_a_card_goes_and_the_shown_name_stays(shape: str) -> None:
    given_text, wanted, person = CARDS[shape]
    cleaned = clean(given_text, "text/plain")
    assert cleaned.text == wanted
    assert cleaned.people == (person,)
    assert [cut.rule for cut in cleaned.cuts] == ["hover-card"]


def test_several_cards_in_a_sentence_are_told_apart() -> None:
    cleaned = clean(
        "Ada BrookAda BrookTown voteslateMORE and Kit MarlowKit E. MarlowWho paysthe billMORE met.\n\n"
        "So did Una McTavishUna McTavishA new dayMORE.",
        "text/plain",
    )
    assert cleaned.text == "Ada Brook and Kit Marlow met.\n\nSo did Una McTavish."
    assert cleaned.people == ("Ada Brook", "Kit E. Marlow", "Una McTavish")


def test_headlines_are_named_apart_where_they_are_glued() -> None:
    cleaned = clean("by Ada BrookAda BrookTown votes on parksBrook opens the libraryMORE here", "text/plain")
    assert cleaned.related == ("Town votes on parks", "Brook opens the library")


def test_a_card_made_of_markdown_links_goes() -> None:
    link = "(https://news.example/a?b=1)"
    cleaned = clean(f"See [Ada Brook]{link}Ada Jane Brook[Town votes]{link}[It rains]{link} [MORE]{link} now.", "")
    assert cleaned.text == f"See [Ada Brook]{link} now."
    assert cleaned.related == ("Town votes", "It rains")


@pytest.mark.parametrize(
    "text",
    [
        "We ask for MORE of it.",
        "READ MORE:\n\nThe town in the fog",
        "GRAB ONE MORE: the plan",
        "Ada Brook Ada Brook was MORE than pleased.",
        "New York New York MORE",
        "In Brook. Ada Brook asked for MORE.",
        "The BrookSide and the BrookLine want MORE.",
        "Using OpenSides.com. The OpenSides pages give More than before.",
        "Ada Brook spoke. More people came, and Ada Brook left. Read more about Ada Brook.",
    ],
)
def test_sentences_that_only_look_like_cards_stay(text: str) -> None:
    assert not [cut for cut in clean(text, "text/plain").cuts if cut.rule == "hover-card"]


def test_a_card_without_its_end_stays_and_is_reported() -> None:
    cleaned = clean("Mayor Ada BrookAda Jane BrookTown votes on parks spoke.", "text/plain")
    assert cleaned.text == "Mayor Ada BrookAda Jane BrookTown votes on parks spoke."
    assert [problem.level for problem in cleaned.problems] == ["note"]


# --- the other rules ------------------------------------------------------------------------------------------


def test_furniture_lines_go_with_their_empty_lines() -> None:
    cleaned = clean("One.\n\nADVERTISEMENT\n\nTwo.\n\nSign up for our newsletter\n\nShare this story", "text/plain")
    assert cleaned.text == "One.\n\nTwo."
    assert {cut.rule for cut in cleaned.cuts} == {"page-furniture"}


def test_a_mark_between_sentences_that_ran_together_goes() -> None:
    assert text_of("He left in 2017 ADVERTISEMENT The train was late.") == "He left in 2017 The train was late."


@pytest.mark.parametrize(
    "text",
    [
        "They saw an advertisement in the paper.",
        "The word ADVERTISEMENT stood there.",
        "Print",
        "Shopping\n\nPrint\n\nStay",
        "Read more books, she said.",
        "More On This River",
        "Share this story with no one, he begged.",
    ],
)
def test_lines_that_may_be_the_authors_own_stay(text: str) -> None:
    assert text_of(text) == text


def test_a_row_of_sharing_buttons_goes() -> None:
    assert text_of("One.\n\nShare\nTweet\nPrint\n\nTwo.") == "One.\n\nTwo."


def test_shortcodes_go_and_what_they_frame_stays() -> None:
    text = 'A\n\n{{< figure src="a.jpg" >}}\n\n[caption id="3"]A boat[/caption]\n\nB'
    assert text_of(text) == "A\n\nA boat\n\nB"
    assert (
        text_of("Write `{{< figure >}}`\n\n```\n{{< figure >}}\n```")
        == "Write `{{< figure >}}`\n\n```\n{{< figure >}}\n```"
    )


def test_mojibake_is_put_right_and_quotes_stay_as_they_are() -> None:
    cleaned = clean("A “quote” and a 'straight' one.\nCafÃ© on the square.", "text/plain")
    assert cleaned.text == "A “quote” and a 'straight' one.\nCafé on the square."
    assert len(cleaned.repairs) == 1


def test_white_space_goes_and_markdown_line_breaks_stay() -> None:
    assert text_of("\n\nOne \t\n\n\n\nTwo\u00a0words  \nThree\n") == "One\n\nTwo words\nThree"
    assert clean("One  \nTwo \nThree", "text/markdown").text == "One  \nTwo\nThree"


# --- all rules ------------------------------------------------------------------------------------------------

EVERYTHING = (
    "Ada BrookAda BrookTown votes lateMORE  spoke.\n\n\n\nADVERTISEMENT\n\n{{< figure >}}\n\nCafÃ© Noor opens.\n"
)


@pytest.mark.parametrize("name", RULES)
def test_each_rule_can_be_switched_off_and_says_what_it_does(name: str) -> None:
    text = f"{EVERYTHING}\n<bullet> So it is ordered.\n"
    assert clean(text, "text/plain", frozenset(RULES)).text == text
    assert clean(text, "text/plain", frozenset(RULES) - {name}).text != text
    assert RULES[name].did.endswith(".")
    assert (RULES[name].mend is None) != (RULES[name].cut is None)


def test_cuts_name_their_place_in_the_finished_text() -> None:
    cleaned = clean(EVERYTHING, "text/plain")
    assert [cut.rule for cut in cleaned.cuts] == ["hover-card", "page-furniture", "shortcode"]
    for cut in cleaned.cuts:
        assert cleaned.text[: cut.at].endswith(cut.after)
        assert cleaned.text.startswith("Ada Brook  spoke.\n\nCafé Noor"[: cut.at])


PIECES = st.sampled_from(
    (
        "Ada Brook|Brook|Kit E. Marlow|MORE|More|Read more|Town votes|it rains| |  |\n|\n\n|"
        "ADVERTISEMENT|Share|Tweet|{{< a >}}|[caption x]|said so.|’s|s|(|“|1 Day|é"
    ).split("|")
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_cuts_put_back_give_the_text_that_came_in(text: str) -> None:
    cleaned = clean(text, "text/plain", off=MENDING)
    assert restore(cleaned.text, cleaned.cuts) == text


@given(st.text(max_size=300))
def test_any_text_can_be_restored_and_no_letter_is_invented(text: str) -> None:
    cleaned = clean(text, "text/plain")
    mended = clean(text, "text/plain", off=frozenset(RULES) - MENDING).text
    assert restore(cleaned.text, cleaned.cuts) == mended


@given(st.lists(PIECES, max_size=40).map("".join))
def test_cleaning_only_takes_away(text: str) -> None:
    rest = iter(text)
    assert all(char in rest for char in clean(text, "text/plain", off=MENDING).text)


def test_no_card_is_left_in_the_seeds() -> None:
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip("shared/seeds is absent")
    for path in seeds:
        cleaned = clean(path.read_text("utf-8"), "text/plain")
        assert len([cut for cut in cleaned.cuts if cut.rule == "hover-card"]) == 4
        assert not re.search("MORE", cleaned.text)
        assert len(cleaned.people) == 4


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("Follow the Lantern on the notice board · Share this story · Print", True),
        ("Share | Tweet | Email", True),
        ("Follow the river · Mind the heron", False),
        ("Bread · Print · Salt", False),
    ],
)
def test_a_row_of_buttons_goes_only_if_it_is_nothing_else(line: str, goes: bool) -> None:
    found = clean(f"The first sentence stands.\n\n{line}\n\nThe last one stands too.", "text/plain")
    assert [cut.rule for cut in found.cuts] == (["page-furniture"] if goes else [])
