"""Two texts -> copies or not: what is lost, moved or garbled is damage, what is exchanged is another text."""

from __future__ import annotations

import random

import pytest

from generator.ingest.same import LITTLE, OTHER, SAME, Reading, compared, same
from generator.types import Draft, Meta

VOCABULARY = ["".join(random.Random(seed).choices("abdeghilmnorstu", k=2 + seed % 7)) for seed in range(500)]


def prose(seed: int, words: int) -> str:
    return " ".join(random.Random(seed).choices(VOCABULARY, k=words))


def reading(text: str) -> Reading:
    return Reading(Draft(Meta(), text))


def verdict(one: list[str], other: list[str]) -> str:
    found = compared(reading("\n\n".join(one)), reading("\n\n".join(other)))
    assert found == compared(reading("\n\n".join(other)), reading("\n\n".join(one)))
    return found


TEXT = [prose(seed, 45) for seed in range(9)]


@pytest.mark.parametrize(
    "text",
    [
        "It’s l'été — “d’accord”, x_y.",
        "Don't\u00a0stop… 3½ naïve ﬁne",
        "Straße ΟΔΟΣ Москва",
        "plain ASCII, it's 5 o'clock",
    ],
)
def test_words_are_folded_alike_in_every_script(text: str) -> None:
    assert reading(text).words == reading(f"{text} \u4e2d").words[:-1]  # the last word keeps the text off any short way


def test_words() -> None:
    assert reading("“It’s l'été,” she SAID—x_y.").words == ["its", "lete", "she", "said", "x", "y"]


def test_a_passage_that_stands_elsewhere_is_no_exchange() -> None:
    swapped = [TEXT[0], TEXT[6], *TEXT[2:6], TEXT[1], *TEXT[7:]]
    moved = [*TEXT[1:5], TEXT[0], *TEXT[5:]]
    assert verdict(TEXT, swapped) == SAME
    assert verdict(TEXT, moved) == SAME


def test_a_passage_exchanged_for_another_is_another_text() -> None:
    assert verdict(TEXT, [*TEXT[:4], prose(77, 45), *TEXT[5:]]) == OTHER


def test_words_in_common_by_chance_do_not_hide_an_exchange() -> None:
    often = random.Random(5)
    one, other = ([often.choice(("the", "of", "to", "in")) for _ in range(60)] for _ in range(2))
    assert verdict([*TEXT[:4], " ".join(one), *TEXT[4:]], [*TEXT[:4], " ".join(other), *TEXT[4:]]) == OTHER


def test_a_garbled_copy_is_a_copy() -> None:
    dice = random.Random(6)
    words = "\n\n".join(TEXT).split(" ")
    bad = [word[:-1] + "x" if dice.random() < 0.3 and len(word) > 3 else word for word in words]
    assert same(reading(" ".join(words)), reading(" ".join(bad)))


def test_a_frame_may_be_longer_if_it_stands_above_and_below() -> None:
    # The copy lost its last paragraph; below stands the footer of a page of 50 words, above perhaps a header.
    above, below = prose(81, 12), prose(82, 50)
    assert verdict(TEXT, [above, *TEXT[:-1], below]) == SAME
    assert verdict(TEXT, [*TEXT[:-1], below]) == OTHER
    assert verdict(TEXT, [*TEXT[:-1], prose(82, 20)]) == SAME


def test_less_than_most_of_the_longer_one_tells_too_little() -> None:
    assert verdict(TEXT, TEXT[:4]) == LITTLE
    assert verdict(TEXT, TEXT[:6]) == SAME
