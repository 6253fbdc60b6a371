"""overrides.yaml and answers -> its text with the answers in it; nothing that stood there goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import yamltext
from generator.ingest.amend import Amended, amend
from generator.ingest.answers import Answer
from generator.yamltext import Value


def put(text: str, *answers: tuple[str, dict[str, Value]]) -> Amended:
    return amend(text, [Answer(key, values, f"t.csv:{at}", "said") for at, (key, values) in enumerate(answers, 2)])


DATE: dict[str, Value] = {"date": "2021"}
CUTS: dict[str, Value] = {"accept": {"cuts": "340"}}
COPY: dict[str, Value] = {"not_copy_of": ["c.txt"]}


@pytest.mark.parametrize(
    ("text", "answers", "new"),
    [
        ("", [("a1", DATE)], "a1: {date: '2021'}\n"),
        ("# mine", [("a1", DATE)], "# mine\na1: {date: '2021'}\n"),
        ("a1: {title: x}  # sure\n", [("a1", DATE)], "a1: {title: x, date: '2021'}  # sure\n"),
        ("a1: {}\nb2: {}\n", [("a1", DATE), ("a1", CUTS)], "a1: {date: '2021', accept: {cuts: '340'}}\nb2: {}\n"),
        ("a1: {title: x,}\n", [("a1", DATE)], "a1: {title: x,date: '2021'}\n"),
        ("a1:\n  title: x  # so\n\n# two\nb2: {}\n", [("a1", DATE)],
         "a1:\n  title: x  # so\n  date: '2021'\n\n# two\nb2: {}\n"),
        ("a1:\n  title: |\n    x\nb2: {}\n", [("a1", DATE)], "a1:\n  title: |\n    x\n  date: '2021'\nb2: {}\n"),
        ("a1:\n  title: x", [("a1", DATE)], "a1:\n  title: x\n  date: '2021'"),
        ("a1: {accept: {date: ''}}\n", [("a1", CUTS)], "a1: {accept: {date: '', cuts: '340'}}\n"),
        ("a1:\n  accept:\n    date: ''\n", [("a1", CUTS)], "a1:\n  accept:\n    date: ''\n    cuts: '340'\n"),
        ("a1: {accept: {cuts: 100}}\n", [("a1", CUTS)], "a1: {accept: {cuts: ['100', '340']}}\n"),
        ("a1: {accept: [date]}\n", [("a1", CUTS)], "a1: {accept: {date: [], cuts: '340'}}\n"),
        ("a1: {not_copy_of: b.txt}\n", [("a1", COPY)], "a1: {not_copy_of: ['b.txt', 'c.txt']}\n"),
        ("a1:\n  accept:\n  - date\n  tags: []\n", [("a1", CUTS)],
         "a1:\n  accept: {date: [], cuts: '340'}\n  tags: []\n"),
        ("a1:\n  not_copy_of:\n  - b.txt\nb2: {}\n", [("a1", COPY)],
         "a1:\n  not_copy_of:\n  - b.txt\n  - 'c.txt'\nb2: {}\n"),
        ("{a1: {title: x}}\n", [("b2", DATE)], "{a1: {title: x}, b2: {date: '2021'}}\n"),
        ("a1: {}\n", [("box/b.jpg", {"accept": {"refused": "it's"}})],
         "a1: {}\n'box/b.jpg': {accept: {refused: 'it''s'}}\n"),
    ],
)  # fmt: skip
def test_an_answer_is_put_where_it_belongs(text: str, answers: list[tuple[str, dict[str, Value]]], new: str) -> None:
    made = put(text, *answers)
    assert made.problems == ()
    assert made.text == new
    assert len(made.done) == len(answers)
    assert put(new, *answers).text == new


def test_another_answer_is_never_written_over() -> None:
    text = "a1: {date: '1999'}  # from the book\n"
    made = put(text, ("a1", {"date": "2021", "title": "x"}), ("b2", DATE), ("b2", {"date": "1900"}))
    assert made.text == text + "b2: {date: '2021'}\n"
    assert [problem.where for problem in made.problems] == ["t.csv:2", "t.csv:4"]
    assert "has an answer already (date: '1999')" in made.problems[0].message
    assert [answer.where for answer in made.done] == ["t.csv:3"]


@pytest.mark.parametrize("text", ["a1: 2021\n", "a1:\n"])
def test_what_has_no_fields_is_left(text: str) -> None:
    made = put(text, ("a1", DATE))
    assert made.text == text
    assert len(made.problems) == 1


def test_a_file_that_ends_otherwise_is_left() -> None:
    made = put("a1: {}\n...\n", ("b2", DATE))
    assert made.text == "a1: {}\n...\n"
    assert made.done == ()
    assert "by hand" in made.problems[0].hint


TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=12)
TEXT = TEXT.map(lambda text: " ".join(text.split()))
KEY = st.sampled_from(["a1", "b2", "0123456789ab", "box/b #1.jpg", "123", "true", "it's"])
FIELDS = st.dictionaries(
    st.sampled_from(["date", "title", "tags", "people"]), TEXT | st.lists(TEXT, max_size=3), max_size=3
)
ACCEPT = st.fixed_dictionaries(
    {"accept": st.dictionaries(st.sampled_from(["cuts", "date", "copies"]), TEXT, max_size=3)}
)
ANSWER = st.tuples(
    KEY, FIELDS | ACCEPT | st.fixed_dictionaries({"not_copy_of": st.lists(TEXT, min_size=1, max_size=3)})
)


@given(st.dictionaries(KEY, FIELDS | ACCEPT, max_size=4), st.booleans(), st.lists(ANSWER, max_size=6))
def test_all_that_was_said_stays_and_a_second_time_changes_nothing(
    old: dict[str, dict[str, Value]], has_comment: bool, answers: list[tuple[str, dict[str, Value]]]
) -> None:
    text = ("# kept\n" if has_comment else "") + yamltext.dump(old)
    made = put(text, *answers)
    new = yamltext.load(made.text, "").value
    assert isinstance(new, dict)
    assert {key for key, _ in answers if key in new} | {*old} == {*new}
    for key, fields in old.items():
        found = new[key]
        assert isinstance(found, dict)
        assert all(found[name] == value for name, value in fields.items() if name not in ("accept", "not_copy_of"))
    assert made.text.startswith("# kept\n") is has_comment or not has_comment
    assert put(made.text, *answers).text == made.text
