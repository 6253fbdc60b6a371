"""Two texts -> what says something else in the second, and what is only damage."""

from __future__ import annotations

import pytest

from generator.ingest.changes import changed, has_note, material, text

STORY = """The ferry pier at Lantern Quay will close on Monday for repairs that the office expects to take nine weeks.
Divers found that 41 of the 120 piles below the water had been hollowed by shipworm, and that is the worst of it.

“We are not worried about the boats, we are worried about the queue,” said the engineer, Odile Brandt, who walked the
length of the pier on Thursday with a hammer. She struck each pile in turn and wrote down the result in chalk.

During the repairs the ferry will land at the coal steps, which have no railing, and the fare stays as it was now."""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("found that 41 of", "found that 47 of", ("41", "47")),
        ("take nine weeks", "take eleven weeks", ("nine", "eleven")),
        ("engineer, Odile Brandt", "engineer, Harald Lund", ("Odile Brandt", "Harald Lund")),
        ("pier on Thursday with", "pier on Wednesday with", ("Thursday", "Wednesday")),
        ("pier at Lantern Quay will close", "pier at Lantern Quay will not close", ("", "not")),
        ("each pile in turn", "each beam in turn", None),
        ("“We are not", "We are not", None),
        ("the engineer, Odile", "the Engineer, Odile", None),
        ("shipworm", "shipwonm", None),
        ("Lantern Quay", "Lantem Quay", None),
        ("nine weeks", "9 weeks", None),
        (" 120 ", " 120.0 ", None),
        ("During the repairs", "While the repairs", None),
    ],
)
def test_a_number_a_name_or_a_not_says_something_else(old: str, new: str, told: tuple[str, str] | None) -> None:
    found = changed(text(STORY), text(STORY.replace(old, new)))
    assert found.told == ((told,) if told else ())
    assert material(found) == bool(told)


@pytest.mark.parametrize(("old", "new"), [("is the worst", "isn’t the worst"), ("is the worst", "isnt the worst")])
def test_a_not_within_a_word_is_heard(old: str, new: str) -> None:
    assert material(changed(text(STORY), text(STORY.replace(old, new))))


def test_what_is_changed_on_both_sides_is_the_same_the_other_way_round() -> None:
    later = STORY.replace("41", "47")
    assert changed(text(later), text(STORY)).told == (("47", "41"),)


@pytest.mark.parametrize(
    "line",
    [
        "Shared 41 times",
        "| Monday | 41 | high | of all the towns on this coast that have a gauge of their own in use |",
    ],
)
def test_numbers_of_a_menu_or_a_table_are_no_part_of_the_text(line: str) -> None:
    a, b = f"{STORY}\n\n{line}\n\n{STORY[::-1]}", f"{STORY}\n\n{line.replace('41', '47')}\n\n{STORY[::-1]}"
    assert not material(changed(text(a), text(b)))


def test_addresses_of_links_are_no_words() -> None:
    a = STORY.replace("coal steps", "[coal steps](https://x.example/a?s=41)")
    assert changed(text(a), text(a.replace("s=41", "s=977"))).told == ()
    assert changed(text(a), text(STORY)).agreed == len(text(STORY).words)


def test_a_bad_scan_has_no_versions_however_its_numbers_read() -> None:
    words = STORY.replace("41", "47").split(" ")
    scan = " ".join(word.replace("e", "c", 1) if at % 9 == 0 else word for at, word in enumerate(words))
    found = changed(text(STORY), text(scan))
    assert found.told and found.garbled
    assert not material(found)


@pytest.mark.parametrize(
    "note",
    [
        "Correction: an earlier version of this article named the wrong pier, and the wrong engineer as well.",
        "*Editor’s note:* the number of piles that were found to be hollow has been put right on Tuesday.",
        "This text was corrected after the harbour office had counted the piles for a second time on Tuesday.",
        "Korrektur: In einer früheren Fassung dieses Textes stand eine falsche Zahl, wir bitten um Nachsicht.",
    ],
)
def test_a_note_of_a_correction_makes_a_version(note: str) -> None:
    assert has_note(f"{STORY}\n\n{note}") and not has_note(STORY)
    for later in (f"{STORY}\n\n{note}", f"{note}\n\n{STORY}"):
        assert material(changed(text(STORY), text(later)))
        assert not material(changed(text(later), text(later.replace("“", ""))))


def test_a_lost_paragraph_is_damage_and_is_counted() -> None:
    short = STORY.partition("\n\nDuring")[0]
    found = changed(text(STORY), text(short))
    assert found.added == (len(text(STORY).words) - len(text(short).words), 0)
    assert not material(found)


def test_long_and_hostile_texts_are_compared() -> None:
    for hostile in ("](" * 20_000, "not " * 20_000, "1 2 " * 20_000, "\n\n" * 20_000, "Correction: " * 8_000):
        found = changed(text(hostile), text(hostile + STORY))
        assert found.longer == len(text(hostile + STORY).words)
