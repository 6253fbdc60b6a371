"""Drafts -> which are versions of one story, which are copies, and which only look alike."""

from __future__ import annotations

import random

import pytest

from generator.ingest.group import group
from generator.ingest.overrides import Override
from generator.ingest.settled import apart
from generator.ingest.versions import TAKEN, Told, told_apart
from generator.sketch import digest_of_letters, letters, sketch
from generator.types import Draft, Evidence, Group, Known, Meta, RawRef

URL = "https://paper.example/pier"


def prose(seed: int, paragraphs: int = 5) -> str:
    dice = random.Random(seed)
    words = ["".join(dice.choices("abdeghilmnorstu", k=dice.randint(2, 8))) for _ in range(400)]
    return "\n\n".join(" ".join(dice.choices(words, k=45)).capitalize() + "." for _ in range(paragraphs))


def draft(body: str, origin: str, **fields: object) -> Draft:
    evidence = {name: Evidence("certain", "header line") for name in ("date", "title") if fields.get(name)}
    evidence |= fields.pop("evidence", {})  # type: ignore[arg-type]
    meta = Meta(raw=RawRef(origin, f"{origin:0<64}"), evidence=evidence, **fields)  # type: ignore[arg-type]
    bare = letters(body)
    return Draft(meta, body, digest_of_letters(bare), sketch(body), len(bare))


def told(*drafts: Draft) -> Told:
    return told_apart(drafts, group(drafts), lambda a, b: False)


def stories(*drafts: Draft) -> list[list[str]]:
    return [[drafts[one].meta.raw.origin for one in story] for story in told(*drafts).stories]  # type: ignore[union-attr]


PIER = prose(1).replace(".\n\n", " and of 41 piles that stood in the water there was little to be said.\n\n", 1)
CORRECTED = PIER.replace("41", "47")
UPDATED = f"{PIER}\n\n{prose(2, 2)}"
REWRITTEN = "\n\n".join([*PIER.split("\n\n")[:3], *prose(3, 2).split("\n\n")])


@pytest.mark.parametrize("later", [CORRECTED, UPDATED, REWRITTEN, PIER.replace("that stood", "that never stood")])
def test_what_was_changed_under_one_address_is_a_version(later: str) -> None:
    a, b = draft(PIER, "a", url=URL, date="2019-03-04"), draft(later, "b", url=URL, date="2019-03-05")
    assert stories(a, b) == stories(b, a) == [["a", "b"]]
    assert not told(a, b).problems


@pytest.mark.parametrize("later", [CORRECTED, UPDATED, REWRITTEN])
def test_a_wire_story_is_updated_under_a_new_address(later: str) -> None:
    first = {"url": URL, "date": "2019-03-04", "source": "wire", "title": "Pier closes for repairs"}
    next_day = first | {"url": f"{URL}-2", "date": "2019-03-05", "title": "UPDATE 2-Pier closes for long repairs"}
    a, b = draft(PIER, "a", **first), draft(later, "b", **next_day)
    assert stories(a, b) == [["a", "b"]]
    (problem,) = told(a, b).problems
    assert (problem.level, problem.where, problem.message) == ("note", "b", f"{TAKEN}a")


@pytest.mark.parametrize(
    "copy", [PIER, PIER.replace(".", ""), "\n\n".join(PIER.split("\n\n")[:4]), PIER.replace("e", "c", 9)]
)
def test_a_copy_stays_a_copy(copy: str) -> None:
    a, b = draft(PIER, "a", url=URL, date="2019-03-04"), draft(copy, "b", url=URL)
    found = told(a, b)
    assert [len(one.others) for one in found.groups] == [1]
    assert not found.stories and not found.problems


def test_the_copy_of_a_version_stays_with_it() -> None:
    drafts = (
        draft(PIER, "a", url=URL, date="2019-03-04"),
        draft(CORRECTED, "b", url=URL, date="2019-03-05"),
        draft(CORRECTED.replace(".", ""), "c"),
        draft(PIER.replace(".", "!"), "d"),
    )
    found = told(*drafts)
    assert {frozenset((one.keep, *one.others)) for one in found.groups} == {frozenset({0, 3}), frozenset({1, 2})}
    assert stories(*drafts) == [["a", "b"]]


def test_versions_stand_in_order_of_date_and_what_has_no_date_comes_last() -> None:
    texts = [PIER, CORRECTED, UPDATED, PIER.replace("41", "52")]
    dates = ["2019-03-09", "", "2019-03-04", "2019"]
    drafts = [draft(text, name, url=URL, date=date) for text, name, date in zip(texts, "abcd", dates, strict=True)]
    assert stories(*drafts) == [["d", "c", "a", "b"]]


def test_of_one_day_that_which_says_that_it_was_corrected_is_the_later_one() -> None:
    note = "Correction: an earlier version of this article gave another number of piles in its first part."
    shorter = "\n\n".join([*CORRECTED.split("\n\n")[:4], note])
    a = draft(shorter, "a", url=URL, date="2019-03-04")
    assert stories(a, draft(PIER, "b", url=URL, date="2019-03-04")) == [["b", "a"]]


# --- what is none ---------------------------------------------------------------------------------------------


def test_the_week_s_column_is_no_version_of_the_last_one() -> None:
    head = prose(1, 1)
    column = {"title": "Notes from the mole", "source": "paper"}
    drafts = [draft(f"{head}\n\n{prose(9 + k, 2)}", str(k), date=f"2019-03-{4 + 7 * k:02}", **column) for k in range(4)]
    assert stories(*drafts) == []
    again = [draft(f"{PIER}\n\n{prose(9 + k, 1)}", str(k), date=f"2019-03-{4 + 7 * k:02}", **column) for k in range(4)]
    assert stories(*again) == []


def test_the_same_form_with_the_numbers_of_another_day_is_no_version() -> None:
    dice = random.Random(4)
    parts = prose(1, 8).split("\n\n")
    for fields in ({"url": URL}, {"title": "Market report", "source": "paper"}):
        forms = [
            draft(
                "\n\n".join(f"{part} It stood at {dice.randint(100, 9999)}." for part in parts),
                f"{day}",
                date=day,
                **fields,
            )
            for day in ("2019-03-04", "2019-03-05", "2019-03-06")
        ]
        assert stories(*forms) == []


def test_a_home_page_is_another_document_each_time_that_it_is_saved() -> None:
    for page in ("/", "", "/index.html", "/en/", "/wiki/Main_Page"):
        url = f"https://paper.example{page}"
        a, b = draft(PIER, "a", url=url, date="2019-03-04"), draft(REWRITTEN, "b", url=url, date="2019-03-05")
        assert stories(a, b) == []
        (problem,) = told(a, b).problems
        assert url in problem.message and "a, b" in problem.message


def test_different_texts_of_one_address_are_left_apart_and_named() -> None:
    a, b = draft(prose(7), "a", url=URL, date="2019-03-04"), draft(prose(8), "b", url=URL, date="2019-05-05")
    assert stories(a, b) == []
    assert [URL in problem.message for problem in told(a, b).problems] == [True]


def test_a_title_that_many_have_links_nothing() -> None:
    drafts = [draft(f"{PIER}\n\n{prose(20 + k, 2)}", str(k), title="Council", date="2019-03-04") for k in range(9)]
    assert stories(*drafts) == []


def test_a_title_that_many_have_links_not_even_two_that_are_alike() -> None:
    title = {"title": "Council", "date": "2019-03-04"}
    others = [draft(prose(20 + k), str(k), **title) for k in range(9)]
    assert stories(draft(PIER, "a", **title), draft(REWRITTEN, "b", **title)) == [["a", "b"]]
    assert stories(draft(PIER, "a", **title), draft(REWRITTEN, "b", **title), *others) == []


def test_a_text_that_resembles_many_is_a_form() -> None:
    wards = "north south east west quay mole lane hill dock".split()
    made = [
        draft(f"{PIER}\n\n{prose(20 + k, 2)}", ward, title=f"Council report, {ward}", date="2019-03-04", source="paper")
        for k, ward in enumerate(wards)
    ]
    assert len(stories(*made[:3])) == 1
    assert stories(*made) == []


def test_a_title_made_of_the_first_words_is_no_title() -> None:
    guessed = {"title": Evidence("worked out", "first words")}
    a, b = (draft(text, text[-9:], title="Ab", date="2019-03-04", evidence=guessed) for text in (PIER, UPDATED))
    assert told_apart([a, b], [Group(0), Group(1)], lambda x, y: False).stories == ()


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"title": "The pier", "source": "list"}, {"title": "Re: The pier", "source": "list"}),
        ({"title": "The pier", "authors": ("Ada Quill",)}, {"title": "The pier", "authors": ("Bo Reed",)}),
        ({"title": "Tide table, issue 45", "source": "paper"}, {"title": "Tide table, issue 46", "source": "paper"}),
        ({"title": "The pier", "source": "paper"}, {"title": "What else happened", "source": "paper"}),
        ({"title": "The pier closes", "source": "one"}, {"title": "The pier closes today", "source": "two"}),
    ],
)
def test_replies_other_writers_other_issues_and_other_sources_are_no_versions(one: object, two: object) -> None:
    a, b = draft(PIER, "a", date="2019-03-04", **one), draft(REWRITTEN, "b", date="2019-03-04", **two)  # type: ignore[arg-type]
    assert stories(a, b) == []


# --- what a person settled, and the order of the heap ---------------------------------------------------------


def test_what_a_person_says_is_a_document_of_its_own_is_no_version_either() -> None:
    a, b = draft(PIER, "a", url=URL, date="2019-03-04"), draft(CORRECTED, "b", url=URL, date="2019-03-05")
    line = Known("key", "2019/x.md", "", (f"{'a':0<64}",), "a")
    for owner, name in (("key", "b"), ("key", f"{'b':0<12}"), (f"{'b':0<12}", "a")):
        settled = apart({owner: Override("overrides.yaml:1", not_copy_of=(name,))}, [line])
        assert settled(a, b) and settled(b, a)
        found = told_apart([a, b], group([a, b]), settled)
        assert found.stories == () and len(found.groups) == 2
    assert not apart({"key": Override("overrides.yaml:1", not_copy_of=("c",))}, [line])(a, b)
    assert not apart({}, [line])(a, b)


def test_the_order_of_the_heap_does_not_matter() -> None:
    drafts = [
        draft(text, f"{seed}{k}", url=f"{URL}/{seed}", date=f"2019-03-{k + 1:02}")
        for seed in range(4)
        for k, text in enumerate((PIER + prose(seed), CORRECTED + prose(seed), UPDATED + prose(seed)))
    ]
    wanted = stories(*drafts)
    assert [len(story) for story in wanted] == [3, 3, 3, 3]
    for seed in range(5):
        random.Random(seed).shuffle(drafts)
        assert sorted(stories(*drafts)) == sorted(wanted)


def test_nothing_is_lost() -> None:
    drafts = [draft(text, name, url=URL) for text, name in ((PIER, "a"), (CORRECTED, "b"), ("", "c"), ("short", "d"))]
    found = told(*drafts)
    assert sorted(one for group_ in found.groups for one in (group_.keep, *group_.others)) == [0, 1, 2, 3]
