"""The text of a content file <-> front matter and body."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import content
from generator.types import Copy, Cut, Evidence, Meta, RawRef

TOP = Path(__file__).resolve().parents[2]
FULL = Meta(
    id="abc123",
    title='Tides: a "history"',
    date="2021-03",
    url="https://example.org/a?b=c#d",
    authors=("Anna Lund", "Smith, J."),
    tags=("no", "2015"),
    draft=True,
    aliases=("/old/",),
    raw=RawRef("heap/a.txt", "0" * 64),
    copies=(Copy("heap/b.txt", "1" * 64, alike=0.9866, gave=("date",)),),
    evidence={"date": Evidence("worked out", "URL; the page says 2021-03-15")},
    cuts=(Cut("hover-card", "line one\n---\nline two", at=12, after="the end"), Cut("page-furniture", "Menu")),
    extra={"volume": "07", "rating": "null"},
)
"""All that a front matter can hold."""


def test_what_was_shown_is_parsed_back() -> None:
    found = content.parse(content.show(FULL, "Body.\n\nMore."), "x.md")
    assert (found.meta, found.body, found.problems) == (FULL, "Body.\n\nMore.", ())


@pytest.mark.parametrize("body", ["", "\n", "\n\n", "---", "---\n", "---\na: b\n---\n", "  a", "a  ", "\ta", "a\n"])
def test_a_body_comes_back_to_the_character(body: str) -> None:
    for meta in (Meta(), Meta(title="T")):
        found = content.parse(content.show(meta, body), "x")
        assert (found.meta, found.body) == (meta, body)


def test_odd_strings_come_back_unchanged_in_every_field(shared: Path) -> None:
    texts = _odd_strings(shared)
    assert len(texts) > 2000
    changed = []
    for text in texts:
        kept = text.strip() or "x"
        meta = Meta(id=text, title=text, url=text, source=text, summary=text, lastmod=text, language=text,
                    authors=(kept,), people=(kept,), tags=(kept, "last"), aliases=(kept,),
                    raw=RawRef(text, text), copies=(Copy(text, text, url=text, date=text, gave=(text,)),),
                    evidence={"title": Evidence("certain", text)}, cuts=(Cut(text, text, after=text),),
                    extra={f"x {text}": text})  # fmt: skip
        found = content.parse(content.show(meta, text), "x")
        if (found.meta, found.body, found.problems) != (meta, text, ()):
            changed.append(text)
    assert changed == []


def _odd_strings(shared: Path) -> list[str]:
    cases = sorted(shared.glob("inputs/*/cases.jsonl"))
    if not cases:
        pytest.skip("../shared/inputs holds no cases")
    found: dict[str, None] = {}
    for path in cases:
        for line in path.read_text("utf-8").split("\n"):
            payload = json.loads(line).get("payload") if line.strip() else None
            if isinstance(payload, str) and len(payload) < 5000:
                found[payload.encode("utf-8", "replace").decode()] = None
    whole = list(found)
    blns = whole[:300]
    return blns + whole[300 :: max(1, len(whole) // 2500)]


@pytest.mark.parametrize(
    ("text", "date", "doubts"),
    [
        ("2021", "2021", 0),
        ("2021-03", "2021-03", 0),
        ("2021-03-14", "2021-03-14", 0),
        ("2021-03-14T10:00:00Z", "2021-03-14", 0),
        ("2021-03-14 10:00", "2021-03-14", 0),
        ("2000-02-29", "2000-02-29", 0),
        ("2021-02-30", "", 1),
        ("1900-02-29", "", 1),
        ("2021-13", "", 1),
        ("2021-00", "2021", 0),
        ("2021-03-00", "2021-03", 0),
        ("2021-03-32", "", 1),
        ("0000", "", 1),
        ("14 March 2021", "2021-03-14", 0),
        ("2021-3-14", "2021-03-14", 0),
        ("the year of the flood", "", 1),
        ("", "", 0),
    ],
)
def test_dates_are_kept_only_if_the_calendar_has_them(text: str, date: str, doubts: int) -> None:
    found = content.parse(f"---\ntitle: T\ndate: {text}\n---\n", "x.md")
    assert found.meta.date == date
    assert [problem.where for problem in found.problems] == ["x.md:3"] * doubts
    assert found.meta.extra == ({"date_as_written": text} if doubts else {})


@pytest.mark.parametrize(
    ("front", "date", "words", "doubts"),
    [
        ("date: c. 1923", "1923", "c. 1923", 0),
        ("date: 1914-1918", "1914", "1914-1918", 0),
        ("date: '1923'\ndate_text: c. 1923", "1923", "c. 1923", 0),
        ("date: 1888-02\ndate_text: the winter of the great snow", "1888-02", "the winter of the great snow", 0),
        ("date: 1925\ndate_text: 1920s", "1925", "1920s", 0),
        ("date_text: 1920s", "1920", "1920s", 0),
        ("date: 1925\ndate_text: c. 1884", "1925", "c. 1884", 1),
        ("date: c. 1925\ndate_text: c. 1923", "1925", "c. 1925", 1),
        ("date_text: the year of the flood", "", "the year of the flood", 0),
    ],
)
def test_a_date_in_words_is_a_date_and_its_words(front: str, date: str, words: str, doubts: int) -> None:
    found = content.parse(f"---\ntitle: T\n{front}\n---\n", "x.md")
    assert (found.meta.date, found.meta.date_text) == (date, words)
    assert [problem.where for problem in found.problems] == ["x.md:3"] * doubts
    again = content.parse(content.show(found.meta, found.body), "x.md")
    assert (again.meta, again.problems == () or doubts) == (found.meta, True)


@pytest.mark.parametrize(
    "text", ["", "a", "\n", "no front matter\n---\n", "--- \na: b\n---\n", "----\n", "---\nno end"]
)
def test_a_text_without_front_matter_is_all_body(text: str) -> None:
    found = content.parse(text, "x")
    assert (found.meta, found.body, found.problems) == (Meta(), text.removesuffix("\n"), ())


@pytest.mark.parametrize("head", ["title: a: b", "- a\n- b", "just words", "a: *x", "\ta: b", "a: 1\na: 2"])
def test_front_matter_that_cannot_be_read_loses_nothing(head: str) -> None:
    text = f"---\n{head}\n---\n\nThe body.\n"
    found = content.parse(text, "x.md")
    assert found.body == text
    assert found.meta == Meta()
    assert [problem.level for problem in found.problems] == ["error"]
    assert found.problems[0].where.startswith("x.md:")


def test_names_that_other_generators_use_are_understood() -> None:
    text = "---\nauthor: Anna Lund, Ben Ito\nlang: de\ndescription: Short.\nredirect_from: [/a/, /b/]\n---\n"
    meta = content.parse(text, "x").meta
    assert meta == Meta(authors=("Anna Lund", "Ben Ito"), language="de", summary="Short.", aliases=("/a/", "/b/"))


def test_an_unknown_key_is_kept_as_it_is() -> None:
    text = '---\nweight: 010\nnested: {a: [x, "ü"]}\n---\n'
    assert content.parse(text, "x").meta.extra == {"weight": "010", "nested": '{"a": ["x", "ü"]}'}


def test_an_extra_key_never_takes_the_place_of_a_field() -> None:
    """A container may call its own fields what we call ours: the entry's title is not theirs to change."""
    meta = Meta(title="Ours", authors=("Anna",), extra={"title": "Theirs", "author": "Bob", "Lang": "de", "raw": "x"})
    found = content.parse(content.show(meta, ""), "x")
    assert found.meta.title == "Ours"
    assert found.meta.authors == ("Anna",)
    assert found.meta.language == ""
    assert {"Theirs", "Bob", "de", "x"} <= set(found.meta.extra.values())
    assert found.problems == ()


def test_two_keys_for_one_field_lose_nothing() -> None:
    found = content.parse("---\nauthors: [Anna]\nauthor: Bob\n---\n", "x.md")
    assert found.meta.authors == ("Anna",)
    assert found.meta.extra == {"author": "Bob"}
    assert [problem.where for problem in found.problems] == ["x.md:3"]


def test_damaged_machine_keys_are_named_and_the_rest_is_read() -> None:
    found = content.parse("---\ntitle: T\nraw: nonsense\ncuts: {a: b}\ncopies:\n---\nBody\n", "x.md")
    assert (found.meta.title, found.meta.raw, found.meta.cuts, found.body) == ("T", None, (), "Body")
    assert [problem.where for problem in found.problems] == ["x.md:3", "x.md:4"]


def test_lines_of_keys_are_lines_of_the_file() -> None:
    assert content.parse("---\ntitle: T\ndate: 2021\n---\n", "x").lines == {"title": 2, "date": 3}


def test_work_is_linear_in_hostile_bodies() -> None:
    text = "---\n" * 100_000
    assert content.parse(text, "x").body
    assert content.parse("---\n" + "---x\n" * 100_000, "x").body


def test_no_odd_string_changes(shared: Path, figure: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    bench = TOP / "bench" / "trust"
    monkeypatch.syspath_prepend(str(bench))
    spec = importlib.util.spec_from_file_location("odd_strings", bench / "strings.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    some = [text.encode("utf-8", "replace").decode() for text in module.odd(shared)[::10]]
    assert len(some) > 1000
    figure(f"of {len(some)} odd strings in every field of an entry, changed", 0, sum(map(module.changed, some)))
