"""One raw record -> its draft."""

from __future__ import annotations

import msgspec
import pytest

from generator.ingest.draft import Reading, as_it_is, draft
from generator.types import Cut, Draft, Problem, Raw, RawRef, Signal

TEXT = (
    "Herring at the quay\n\nThe boats came in late that year, and the ice was gone before noon on each of the days.\n"
)


def drafted(text: str, media: str = "text/plain", **more: object) -> Draft:
    raw = Raw("heap/a.txt#3", "d" * 64, media, text, **more)  # type: ignore[arg-type]
    return msgspec.msgpack.decode(draft(Reading(raw)), type=Draft)


def test_where_a_draft_comes_from_is_kept() -> None:
    found = drafted(
        TEXT, extra={"volume": "7"}, cuts=(Cut("header-line", "x"),), problems=(Problem("note", "", "odd"),)
    )
    assert found.meta.raw == RawRef("heap/a.txt#3", "d" * 64)
    assert found.meta.extra == {"volume": "7"}
    assert found.meta.cuts[0] == Cut("header-line", "x")
    assert found.problems[0].where == "heap/a.txt#3"
    assert "boats came in late" in found.body


def test_what_the_container_says_goes_into_the_fields() -> None:
    signals = (Signal("title", "A title", "header line", 0.95), Signal("date", "2021-03-14", "header line", 0.95),
               Signal("url", "https://example.org/a", "header line", 0.95))  # fmt: skip
    meta = drafted(TEXT, signals=signals).meta
    assert (meta.title, meta.date, meta.url) == ("A title", "2021-03-14", "https://example.org/a")


def test_equal_letters_make_equal_digests() -> None:
    assert drafted(TEXT).letters == drafted(TEXT.upper().replace(",", "")).letters
    assert drafted(TEXT).letters != drafted(TEXT + "more").letters


@pytest.mark.parametrize("media", ["text/plain", "text/markdown", "text/html"])
@pytest.mark.parametrize("text", ["", "\n", "x", "<", "<html>", "---\n", "\ufffd", "<p>" * 300, "* " * 300])
def test_any_text_gives_a_draft(media: str, text: str) -> None:
    assert isinstance(drafted(text, media), Draft)


@pytest.mark.parametrize("text", [TEXT, "a\n```\n<b>x</b>\n```\n# b", "````\nx", ""])
def test_a_text_taken_in_as_it_is_is_shown_whole_and_literally(text: str) -> None:
    import markdown

    raw = Raw("a.txt", "d" * 64, "text/plain", text)
    found = msgspec.msgpack.decode(as_it_is(Reading(raw), "took too long"), type=Draft)
    assert [problem.where for problem in found.problems if "as it is" in problem.message] == ["a.txt"]
    shown = markdown.markdown(found.body, extensions=["fenced_code"])
    assert shown.startswith("<pre><code>")
    assert shown.count("<pre>") == 1
    assert shown.rstrip().endswith("</code></pre>")


def test_html_that_is_an_article_already_is_taken_whole() -> None:
    page = "<p>One.</p><div class='related'>Two.</div><aside>Three.</aside>"
    assert drafted(page, "text/html", article=True).body.split() == ["One.", "Two.", "Three."]


def test_the_day_on_which_a_page_was_saved_is_a_bound_and_not_its_date() -> None:
    saved = Signal("date", "2020-05-05", "saved on (column time_added)", 0.2)
    found = drafted(TEXT, signals=(saved, Signal("date", "2019-04-04", "column date", 0.9))).meta
    assert found.date == "2019-04-04"
    alone = drafted(TEXT, signals=(saved,)).meta
    assert (alone.date, alone.evidence["date"].sure) == ("2020-05-05", "worked out")
    assert "not newer" in alone.evidence["date"].how


def test_words_that_go_astray_on_the_way_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(f"word{number}" for number in range(200))
    whole = drafted(text)
    monkeypatch.setattr("generator.ingest.plain.to_markdown", lambda text: text[: len(text) // 2])
    half = drafted(text)
    assert (len(whole.problems), len(half.problems)) == (0, 1)
    assert "words of the record are neither in the entry" in half.problems[0].message
