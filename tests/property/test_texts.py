"""What is written as text is read back as it was."""

from __future__ import annotations

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from generator import content, yamltext
from generator.types import Copy, Cut, Evidence, Meta, RawRef

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
HARD = st.lists(st.sampled_from(["---", "\n", ": ", "#", "'", '"', "- ", "\t", " ", "<<", "&a", "*a", "null", "\x85",
                                 "\u2028", "\r", "\ufeff", "\\", "{{", "%", "!", "a", "\x00", "\x7f", "|", ">"]),
                max_size=8).map("".join)  # fmt: skip
ANY = TEXT | HARD
NAME = ANY.map(str.strip).filter(bool)
NAMES = st.lists(NAME, max_size=3).map(tuple)
DATE = st.sampled_from(["", "2021", "2021-03", "2021-03-14", "0001", "2024-02-29"])
COPY = st.builds(Copy, ANY, ANY, st.floats(0, 1), ANY, ANY, st.lists(ANY, max_size=2).map(tuple))
HOW = st.builds(Evidence, st.sampled_from(["certain", "worked out", "unknown"]), ANY)
CUT = st.builds(Cut, ANY, ANY, st.integers(-1, 10**9), ANY, st.integers(0, 10**9))
META = st.builds(
    Meta, id=ANY, title=ANY, date=DATE, url=ANY, source=ANY, authors=NAMES, language=ANY, people=NAMES, tags=NAMES,
    summary=ANY, lastmod=ANY, draft=st.booleans(), aliases=NAMES, raw=st.none() | st.builds(RawRef, ANY, ANY),
    copies=st.lists(COPY, max_size=2).map(tuple), evidence=st.dictionaries(ANY, HOW, max_size=2),
    cuts=st.lists(CUT, max_size=2).map(tuple),
    extra=st.dictionaries(ANY | st.sampled_from(["title", "author", "Lang", "raw", "extra", "draft"]), ANY, max_size=3),
)  # fmt: skip
VALUE = st.recursive(
    ANY, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY, inner, max_size=3), max_leaves=8
)


@settings(max_examples=200)
@given(META, ANY)
def test_a_content_file_is_parsed_as_it_was_shown(meta: Meta, body: str) -> None:
    found = content.parse(content.show(meta, body), "x")
    assert found.meta == meta
    assert found.body == body
    assert found.problems == ()


@settings(max_examples=200)
@given(st.dictionaries(ANY, VALUE, max_size=4))
def test_yaml_is_loaded_as_it_was_dumped(value: dict[str, object]) -> None:
    loaded = yamltext.load(yamltext.dump(value), "x")
    assert loaded.problems == ()
    assert loaded.value == value


@settings(max_examples=200)
@given(st.text(string.printable + "\xe9\u2028\x85", max_size=60) | HARD)
def test_any_text_is_read_or_refused(text: str) -> None:
    loaded = yamltext.load(text, "x")
    assert (loaded.value is None) == bool(loaded.problems)
    found = content.parse(f"---\n{text}\n---\nbody", "x")
    assert found.body.endswith("body")
