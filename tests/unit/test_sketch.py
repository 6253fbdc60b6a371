"""Letters and sketches: what must not matter does not, what must matter does, and no value ever changes."""

from __future__ import annotations

import random
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from generator.sketch import GRAM, LEAST, VALUES, WIDTH, alike, gram_hashes, letters, letters_digest, sketch, values


def prose(seed: int, words: int) -> str:
    dice = random.Random(seed)
    return " ".join("".join(dice.choices("abdeghilmnorstu", k=dice.randint(2, 8))) for _ in range(words))


def jaccard(one: str, two: str) -> float:
    grams = [{bare[i : i + GRAM] for i in range(len(bare) - GRAM + 1)} for bare in (letters(one), letters(two))]
    return len(grams[0] & grams[1]) / len(grams[0] | grams[1])


def test_only_letters_and_digits_count() -> None:
    assert letters("“It’s 5 o'clock,” she said.") == "its5oclockshesaid"
    assert letters("Straße ﬁne CAFÉ cafe\u0301 _x_") == "strassefinecafecafex"
    assert letters("Москва 東京 ٣") == "москва東京٣"
    assert letters(" \n—…") == ""


def test_few_and_many_letters_with_accents_are_read_alike() -> None:
    few, many = "Zoë née Müller", "Zoë née Müller, Ångström, Dvořák, Łódź, Åse, Ćosić, Šešelj, Ðorđe, Õnne, Ýr, Ğül"
    assert letters(few) == "zoeneemuller"
    assert letters(many) == letters(few) + "angstromdvorakłodzasecosicseseljðorđeonneyrgul"


@given(st.text(max_size=80))
def test_letters_of_letters_are_the_same(text: str) -> None:
    assert letters(letters(text)) == letters(text)


@given(st.text(max_size=60), st.sampled_from(" \n.,“”’—*_\u00a0"))
def test_marks_and_blanks_do_not_matter(text: str, mark: str) -> None:
    assert letters(mark.join(text)) == letters(text) or any(letters(char) == "" for char in text)
    assert letters_digest(mark + text + mark) == letters_digest(text)


def test_equal_digests_mean_equal_letters() -> None:
    assert letters_digest("We’re here") == letters_digest("were HERE")
    assert letters_digest("We are here") != letters_digest("were here")


def test_a_short_text_has_no_sketch() -> None:
    assert sketch("a" * (LEAST - 1)) == b""
    assert len(sketch("a" * LEAST)) == VALUES * WIDTH
    assert alike(b"", b"") == 0.0
    assert alike(sketch(prose(1, 100)), b"") == 0.0


def test_sketches_ignore_marks_and_tell_texts_apart() -> None:
    text = prose(1, 300)
    assert sketch(text) == sketch(text.upper().replace(" ", " — "))
    assert alike(sketch(text), sketch(prose(2, 300))) < 0.2


def test_the_estimate_is_near_the_truth() -> None:
    errors = []
    for seed in range(30):
        text = prose(seed, 400)
        other = text[: 200 + seed * 50] + prose(seed + 100, 10 * seed)
        errors.append(alike(sketch(text), sketch(other)) - jaccard(text, other))
    assert abs(sum(errors) / len(errors)) < 0.03
    assert max(map(abs, errors)) < 0.2


def test_sparse_texts_are_estimated_too() -> None:
    text = prose(5, 45)
    other = text[:-30] + prose(6, 6)
    assert abs(alike(sketch(text), sketch(other)) - jaccard(text, other)) < 0.2


def test_values_are_the_same_everywhere_and_for_ever() -> None:
    # Worked out by hand from the definitions in the module (see `plain_hash`), not copied from its output.
    assert [int(value) for value in gram_hashes("abcdef")] == [plain_hash("abcde"), plain_hash("bcdef")]
    assert [int(value) for value in gram_hashes("東京大阪市")] == [plain_hash("東京大阪市")]


def plain_hash(gram: str) -> int:
    packed = 0
    for char in gram:
        packed = (packed * 0x100000001B3 + ord(char)) % 2**64
    packed = (packed + 0x9E3779B97F4A7C15) % 2**64
    packed = (packed ^ packed >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    packed = (packed ^ packed >> 27) * 0x94D049BB133111EB % 2**64
    return packed ^ packed >> 31


def test_an_empty_bin_takes_the_value_of_a_filled_one() -> None:
    bare = letters(prose(5, 45))
    hashes = [plain_hash(bare[i : i + GRAM]) for i in range(len(bare) - GRAM + 1)]
    lowest = {index: min(h for h in hashes if h >> 57 == index) % 2**16 for index in {h >> 57 for h in hashes}}
    found = values(sketch(bare))
    empty = set(range(VALUES)) - set(lowest)
    assert empty
    for index in empty:
        order = sorted(range(VALUES), key=lambda other: sha256(f"{index} {other}".encode()).digest())
        assert found[index] == lowest[next(other for other in order if other in lowest)]


def test_each_value_is_the_lowest_of_its_bin() -> None:
    text = prose(3, 400)
    bare = letters(text)
    hashes = {plain_hash(bare[i : i + GRAM]) for i in range(len(bare) - GRAM + 1)}
    for index, value in enumerate(values(sketch(text))):
        mine = [h for h in hashes if h >> 57 == index]
        assert not mine or value == min(mine) % 2**16
