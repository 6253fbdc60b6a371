"""A base and its copies -> one draft: marks and fields come back, words and cuts stay."""

from __future__ import annotations

import random
import re
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.align import combine
from generator.ingest.clean import clean, restore
from generator.runs import agreeing_runs
from generator.sketch import letters
from generator.types import Copy, Cut, Draft, Evidence, Meta, RawRef

SHARED = Path(__file__).parents[3] / ".." / "shared"

GOOD = (
    "The keeper’s lamp — an old one — went out at ten.\n\n"
    "“We’re not afraid,” she said. “It’s only the wind.”\n\n"
    "“‘Come in,’ he cried,” the boy’s letter ends; nobody came."
)
BAD = (
    "The keepers lamp an old one went out at ten.\n\n"
    "Were not afraid, she said. Its only the wind.\n\n"
    "Come in, he cried, the boys letter ends; nobody came."
)


def draft(body: str, origin: str = "a", **fields: object) -> Draft:
    return Draft(Meta(raw=RawRef(origin, origin * 64), **fields), body)  # type: ignore[arg-type]


def test_the_copy_gives_back_quotes_apostrophes_and_dashes() -> None:
    whole = combine(draft(BAD), [draft(GOOD, "b")])
    assert whole.body == GOOD
    (copy,) = whole.meta.copies
    assert (copy.origin, copy.sha256, copy.alike) == ("b", "b" * 64, 1.0)
    assert copy.gave == ("quotes", "punctuation")


def test_a_worse_copy_gives_nothing() -> None:
    whole = combine(draft(GOOD), [draft(BAD, "b")])
    assert whole.body == GOOD
    assert whole.meta.copies[0].gave == ()


def test_words_of_the_copy_are_never_taken() -> None:
    longer = GOOD.replace("went out", "flickered and then it went out").replace("boy’s", "tall boy’s")
    whole = combine(draft(BAD), [draft(longer, "b")])
    assert letters(whole.body) == letters(BAD)
    assert "“We’re not afraid,” she said. “It’s only the wind.”" in whole.body
    assert 0.5 < whole.meta.copies[0].alike < 1


def test_words_that_only_the_base_has_stay() -> None:
    shorter = GOOD.replace("an old one — ", "")
    whole = combine(draft(BAD), [draft(shorter, "b")])
    assert letters(whole.body) == letters(BAD)
    assert whole.body.endswith("the boy’s letter ends; nobody came.")


def test_paragraphs_of_the_base_stay_where_the_copy_has_none() -> None:
    whole = combine(draft(BAD), [draft(GOOD.replace("\n\n", " "), "b")])
    assert whole.body == GOOD


def test_stray_marks_of_a_worse_copy_are_not_taken() -> None:
    stray = BAD.replace("lamp", "'lamp").replace("ten", "t’en").replace(",", "").replace("afraid", "afraid'")
    assert combine(draft(GOOD), [draft(stray, "b")]).body == GOOD


def test_marks_of_markdown_are_not_taken() -> None:
    assert combine(draft("one two three"), [draft("one **two** [three](#)", "b")]).body == "one two three"


def test_lost_capitals_come_back() -> None:
    text = " ".join(["The Keeper and Anna met in Oslo on Monday near the old Bridge of Stones."] * 3)
    whole = combine(draft(text.lower()), [draft(text, "b")])
    assert whole.body == text
    assert "capitals" in whole.meta.copies[0].gave
    assert combine(draft(text), [draft(text.upper(), "b")]).body == text


def test_cuts_keep_their_places() -> None:
    cut_before = Cut("page-furniture", "ADVERTISEMENT\n\n", BAD.index("Were"), "")
    cut_behind = Cut("hover-card", " A CARD", BAD.index("letter") + len("letter"), "")
    nowhere = Cut("header-line", "date", -1)
    whole = combine(draft(BAD, cuts=(nowhere, cut_before, cut_behind)), [draft(GOOD, "b")])
    one, two, three = whole.meta.cuts
    assert one == nowhere
    assert whole.body[two.at :].startswith("“We’re")
    assert whole.body[: three.at].endswith("the boy’s letter") and three.after.endswith("boy’s letter")


def sure(field: str, how: str, level: str = "certain") -> dict[str, Evidence]:
    return {field: Evidence(level, how)}  # type: ignore[arg-type]


def test_empty_fields_are_filled_and_say_from_where() -> None:
    base = draft(BAD, people=("Ada",), tags=("sea",), extra={"k": "mine"})
    other = draft(
        GOOD, "b", date="2020-01-02", url="https://x.example/a", people=("Ada", "Bo"), tags=("wind",),
        extra={"k": "theirs", "l": "new"}, evidence=sure("date", "header line"),
    )  # fmt: skip
    meta = combine(base, [other]).meta
    assert (meta.date, meta.url) == ("2020-01-02", "https://x.example/a")
    assert meta.evidence["date"] == Evidence("certain", "copy: header line")
    assert (meta.people, meta.tags, dict(meta.extra)) == (("Ada", "Bo"), ("sea", "wind"), {"k": "mine", "l": "new"})
    assert meta.copies == (Copy("b", "b" * 64, 1.0, "", "", ("quotes", "punctuation", "date", "url")),)


def test_what_the_base_knows_stays_and_the_copys_own_is_recorded() -> None:
    base = draft(GOOD, date="2020-01-02", url="https://x.example/a", evidence=sure("date", "header line"))
    other = draft(GOOD, "b", date="2020-03-04", url="https://y.example/b", evidence=sure("date", "JSON-LD"))
    meta = combine(base, [other]).meta
    assert (meta.date, meta.url) == ("2020-01-02", "https://x.example/a")
    assert (meta.copies[0].date, meta.copies[0].url, meta.copies[0].gave) == ("2020-03-04", "https://y.example/b", ())


def test_a_stated_title_beats_the_first_words_and_an_exact_date_a_vague_one() -> None:
    base = draft(GOOD, title="The keeper’s lamp", date="2020-01", evidence=sure("title", "first words", "worked out"))
    other = draft(GOOD, "b", title="Lamps", date="2020-01-02", evidence=sure("title", "header line", "worked out"))
    meta = combine(base, [other]).meta
    assert (meta.title, meta.date) == ("Lamps", "2020-01-02")
    assert combine(other, [base]).meta.title == "Lamps"


def test_the_order_of_the_copies_does_not_matter() -> None:
    copies = [draft(GOOD, "b"), draft(BAD, "c", date="2020-01-02"), draft(GOOD[:60], "d", url="https://x.example/a")]
    assert len({repr(combine(draft(BAD), order)) for order in permutations(copies)}) == 1


WORDS = st.lists(
    st.sampled_from("sea wind lamp keeper stone its were a 1901 été boat".split()), min_size=1, max_size=60
)
MARKS = st.lists(
    st.sampled_from([" ", " ", ", ", ". ", "’", "” “", " — ", "\n\n", "-", "'", " (", ") "]), min_size=60, max_size=60
)


@given(WORDS, WORDS, MARKS, MARKS)
def test_no_word_of_the_base_is_lost_or_changed(
    one: list[str], two: list[str], marks: list[str], more: list[str]
) -> None:
    body = "".join(word + mark for word, mark in zip(one, marks, strict=False))
    other = "".join(word + mark for word, mark in zip([*one[:20], *two], more, strict=False))
    whole = combine(draft(body), [draft(other, "b")])
    assert letters(whole.body) == letters(body)
    assert set("".join(whole.body.split())) <= set(body + other)


@given(WORDS, MARKS, st.integers(0, 400))
def test_cuts_still_stand_behind_the_same_letters(words: list[str], marks: list[str], at: int) -> None:
    good = "".join(word + mark for word, mark in zip(words, marks, strict=False))
    bad = re.sub("[“”’'—(),.]", "", good)
    at = min(at, len(bad))
    whole = combine(draft(bad, cuts=(Cut("x", "gone", at),)), [draft(good, "b")])
    assert letters(whole.body[: whole.meta.cuts[0].at]) == letters(bad[:at])
    assert whole.body[: whole.meta.cuts[0].at].endswith(whole.meta.cuts[0].after)


@given(st.lists(st.sampled_from("abcdef"), max_size=80), st.lists(st.sampled_from("abcdef"), max_size=80))
def test_runs_agree_rise_and_end_at_what_differs(a: list[str], b: list[str]) -> None:
    done = (0, 0)
    for i, j, n in agreeing_runs(a, b):
        assert n > 0 and a[i : i + n] == b[j : j + n]
        assert i >= done[0] and j >= done[1]
        done = (i + n, j + n)
    assert agreeing_runs(a, a) == ([(0, 0, len(a))] if a else [])


def test_long_texts_with_many_small_losses_are_aligned() -> None:
    dice = random.Random(4)
    words = ["".join(dice.choices("abdeghilmnorstu", k=dice.randint(2, 8))) for _ in range(5000)]
    kept = [word for word in words if dice.random() > 0.05]
    assert sum(n for _, _, n in agreeing_runs(words, kept)) > 0.99 * len(kept)


def test_the_seeds_become_one_article_from_either_side() -> None:
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    if len(seeds) != 2:
        pytest.skip("shared/seeds is absent")
    texts = [re.sub(r"^\s*date \S+ \S+\n+", "", path.read_text("utf-8")) for path in seeds]
    cleaned = [clean(text, "text/plain") for text in texts]
    drafts = [draft(one.text, path.stem, cuts=one.cuts) for one, path in zip(cleaned, seeds, strict=True)]
    bodies = {combine(drafts[0], [drafts[1]]).body, combine(drafts[1], [drafts[0]]).body}
    assert len(bodies) == 1
    body = bodies.pop()
    assert body.count("“") == body.count("”") > 10 and "’s term" in body
    for one, other in (drafts, drafts[::-1]):
        whole = combine(one, [other])
        assert letters(restore(whole.body, whole.meta.cuts)) == letters(restore(one.body, one.meta.cuts))
