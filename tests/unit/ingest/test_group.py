"""Drafts -> who is a copy of whom: damaged copies are found, and what only looks alike is left apart."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from generator.ingest.group import group
from generator.sketch import letters, letters_digest, sketch
from generator.types import Draft, Evidence, Meta, RawRef


def prose(seed: int, paragraphs: int = 8) -> str:
    dice = random.Random(seed)
    words = ["".join(dice.choices("abdeghilmnorstu", k=dice.randint(2, 8))) for _ in range(400)]
    return "\n\n".join(" ".join(dice.choices(words, k=45)).capitalize() + "." for _ in range(paragraphs))


def draft(body: str, origin: str = "a", **fields: object) -> Draft:
    evidence = {name: Evidence("certain", "header line") for name in ("date", "title") if fields.get(name)}
    meta = Meta(raw=RawRef(origin, origin), evidence=evidence, **fields)  # type: ignore[arg-type]
    return Draft(meta, body, letters_digest(body), sketch(body), len(letters(body)))


def grouped(*drafts: Draft) -> set[frozenset[int]]:
    return {frozenset((one.keep, *one.others)) for one in group(drafts)}


TOGETHER = {frozenset({0, 1})}
APART = {frozenset({0}), frozenset({1})}


def garbled(text: str, every: int) -> str:
    return "".join("x" if index % every == 0 and char.isalpha() else char for index, char in enumerate(text))


DAMAGE = {
    "marks and capitals lost": lambda text: text.lower().replace(".", ""),
    "a paragraph lost": lambda text: "\n\n".join(text.split("\n\n")[:3] + text.split("\n\n")[4:]),
    "cut off": lambda text: text[: int(len(text) * 0.8)],
    "garbled": lambda text: garbled(text, 60),
    "header and footer": lambda text: "Our town paper since 1901\n\nHome News\n\n" + text + "\n\nAll rights kept 2020.",
    "a card left in": lambda text: text.replace(" ", " " + prose(99, 1) + " MORE ", 1),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_copy_is_found(kind: str) -> None:
    text = prose(1)
    assert grouped(draft(text), draft(DAMAGE[kind](text), "b")) == TOGETHER


def test_each_index_is_in_one_group() -> None:
    drafts = [draft(prose(seed % 4), str(seed)) for seed in range(9)] + [draft("", "x"), draft("short", "y")]
    groups = group(drafts)
    members = [index for one in groups for index in (one.keep, *one.others)]
    assert sorted(members) == list(range(len(drafts)))
    assert [one.keep for one in groups] == sorted(one.keep for one in groups)
    assert group([]) == []


def test_the_order_of_the_input_does_not_matter() -> None:
    drafts = [draft(kind(prose(seed)), f"{seed}{name}") for seed in range(4) for name, kind in DAMAGE.items()]
    wanted = {frozenset(drafts[i].meta.raw.origin for i in members) for members in grouped(*drafts)}  # type: ignore[union-attr]
    kept = {drafts[one.keep].body for one in group(drafts)}
    random.Random(3).shuffle(drafts)
    assert {frozenset(drafts[i].meta.raw.origin for i in members) for members in grouped(*drafts)} == wanted  # type: ignore[union-attr]
    assert {drafts[one.keep].body for one in group(drafts)} == kept


def test_of_equally_good_copies_the_same_one_is_kept_in_any_order() -> None:
    one, two = draft(prose(1), "a"), draft(prose(1).replace(".", "!"), "b")
    assert kept(one, two) == kept(two, one)


# --- traps ----------------------------------------------------------------------------------------------------


def form(numbers: random.Random, text: str) -> str:
    return "\n\n".join(
        f"{part} At {numbers.randint(1, 99)} it was {numbers.randint(1, 99)}." for part in text.split("\n\n")
    )


def test_the_same_form_with_other_numbers_is_another_document() -> None:
    dice = random.Random(1)
    forms = [draft(form(dice, prose(1)), str(k)) for k in range(6)]
    assert len(grouped(*forms)) == 6


def test_a_form_in_which_some_numbers_differ_is_another_document() -> None:
    parts = [f"{part} The count was {1000 + place}." for place, part in enumerate(prose(1, 12).split("\n\n"))]
    other = "\n\n".join(parts).replace("1002.", "2341.").replace("1005.", "2718.").replace("1008.", "3001.")
    assert grouped(draft("\n\n".join(parts)), draft(other, "b")) == APART


def test_the_same_form_with_other_names_is_another_document() -> None:
    text = prose(1)
    one = text.replace(". ", " Oslo. ").replace(".\n", " for Anna Berg in Oslo.\n")
    two = one.replace("Anna Berg", "Willem Zoon").replace("Oslo", "Turin")
    assert grouped(draft(one), draft(two, "b")) == APART


@pytest.mark.parametrize("count", [2, 5])
def test_a_digest_is_no_copy_of_what_it_holds(count: int) -> None:
    parts = [prose(seed) for seed in range(count)]
    assert len(grouped(*[draft(part, part[:9]) for part in parts], draft("\n\n".join(parts), "digest"))) == count + 1


def test_a_later_version_is_left_apart() -> None:
    paragraphs = prose(1, 10).split("\n\n")
    later = [*paragraphs[:3], prose(50, 1), *paragraphs[4:6], prose(51, 1), *paragraphs[7:]]
    url = "https://news.example/a"
    assert (
        grouped(draft("\n\n".join(paragraphs), "one.txt", url=url), draft("\n\n".join(later), "two.txt", url=url))
        == APART
    )


def test_a_chain_of_small_changes_does_not_drift() -> None:
    parts = prose(1, 40).split("\n\n")
    chain = ["\n\n".join(parts[start : start + 10]) for start in range(0, 30, 3)]
    drafts = [draft(text, str(place)) for place, text in enumerate(chain)]
    for members in grouped(*drafts):
        assert max(members) - min(members) <= 4
    assert len(grouped(*drafts)) >= 3


def test_two_dates_and_one_other_number_are_two_documents() -> None:
    text = prose(1) + " The level was 41 in the end, said the office to all who came to ask about it that day."
    other = text.replace("41", "43")
    days = draft(text, "a", date="2020-01-01"), draft(other, "b", date="2020-01-02")
    assert grouped(*days) == APART
    same_day = draft(text, "a", date="2020-01-01"), draft(text + " 43", "b", date="2020-01-01")
    assert grouped(*same_day) == TOGETHER


def test_a_span_and_a_day_within_it_are_no_two_dates() -> None:
    text = prose(1) + f" The levels were {', '.join(map(str, range(41, 61)))} in the end, said the office."
    other = text.replace("41", "99")
    days = draft(text, "a", date="1914-07-01"), draft(other, "b", date="1916-05-03")
    assert grouped(*days) == APART
    span = draft(text, "a", date="1914", date_text="1914-1918"), draft(other, "b", date="1916-05-03")
    assert grouped(*span) == TOGETHER


def test_short_equal_texts_are_copies_only_if_nothing_differs() -> None:
    page = "Page not found"
    assert grouped(draft(page, "a", url="https://x.example/1"), draft(page, "b", url="https://x.example/2")) == APART
    assert grouped(draft(page, "a"), draft(page, "b")) == TOGETHER
    assert grouped(draft("", "a"), draft("", "b")) == APART
    assert grouped(draft("", "a"), draft("", "a")) == TOGETHER


# --- which one is kept ----------------------------------------------------------------------------------------


def kept(*drafts: Draft) -> Draft:
    (one,) = group(drafts)
    return drafts[one.keep]


def test_the_best_copy_is_kept() -> None:
    text = prose(1)
    quoted = text.replace(" ", " “", 1)
    ranked = [
        draft(text[: int(len(text) * 0.75)], "cut off", date="2020-01-01", url="u", title="T"),
        draft(text, "plain"),
        draft(quoted, "quotes"),
        draft(text, "address", url="https://x.example/1"),
        draft(text, "date", date="2020-01-01"),
    ]
    for worse, better in pairwise(ranked):
        assert kept(worse, better) == better
        assert kept(better, worse) == better


def test_of_three_the_one_in_the_middle_is_kept() -> None:
    text = prose(1)
    whole = draft(text, "whole")
    assert kept(draft("A header of this page\n\n" + text, "a"), whole, draft(garbled(text, 50), "c")) == whole


def test_a_record_without_a_text_joins_the_document_at_its_address() -> None:
    text, bookmark = draft(prose(1), url="https://a.example/x"), draft("", "b", url="https://a.example/x")
    assert group([bookmark, text])[0].keep == 1
    assert grouped(bookmark, text) == TOGETHER
    assert grouped(bookmark, draft("", "c", url="https://a.example/x")) == TOGETHER
    assert grouped(bookmark, draft(prose(1), url="https://a.example/y")) == APART


def test_a_record_without_a_text_is_left_alone_where_several_texts_have_its_address() -> None:
    url = "https://a.example/x"
    found = grouped(draft(prose(1), url=url), draft(prose(2), "b", url=url), draft("", "c", url=url))
    assert found == {frozenset({0}), frozenset({1}), frozenset({2})}


# --- who is in the middle -------------------------------------------------------------------------------------


def test_texts_that_share_a_frame_do_not_draw_a_copy_away_from_its_document() -> None:
    frame = prose(70, 2)
    text = prose(1, 8)
    whole, cut_off = draft(text, "whole"), draft(text[: int(len(text) * 0.66)], "cut off")
    framed = draft(f"{text}\n\n{frame}", "framed")
    crowd = [draft(f"{prose(seed, 3)}\n\n{frame}", str(seed)) for seed in range(100, 112)]
    found = grouped(whole, cut_off, framed, *crowd)
    assert frozenset({0, 1, 2}) in found
    assert len(found) == 1 + len(crowd)


def test_a_version_does_not_join_over_a_garbled_copy() -> None:
    parts = prose(1, 10).split("\n\n")
    words = parts[4].split(" ")
    version = "\n\n".join([*parts[:4], " ".join([*words[:5], *prose(9).split(" ")[:14], *words[19:]]), *parts[5:]])
    text = "\n\n".join(parts)
    copies = [text, garbled(text, 45), text.replace(" ", " card one two three MORE ", 1), "Home News\n\n" + text]
    drafts = [draft(body, str(place)) for place, body in enumerate([*copies, version])]
    assert grouped(*drafts) == {frozenset({0, 1, 2, 3}), frozenset({4})}
