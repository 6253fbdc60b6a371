"""What is known of an entry -> the lines of its story."""

from __future__ import annotations

import msgspec

from generator.ingest import draft, story
from generator.ingest.story import Record, Story, Version
from generator.types import Copy, Cut, Evidence, Meta, Problem, Raw, Signal

SIGNAL = Signal("title", "T", "h1", 0.9)


def test_a_story_tells_of_each_part() -> None:
    meta = Meta(title="The wall", authors=("Ada Quill", "Bo Reed"), evidence={"title": Evidence("worked out", "h1")})
    record = Record("a.csv#3", "f" * 64, "changed since ingest read it", 1200, "text/html", (SIGNAL,))
    told = Story(
        id="0123456789ab",
        address="/2021/x/",
        file="content/entries/2021/x.md",
        file_state="edited by hand",
        record=record,
        decided=story.decided(meta),
        by_hand=("date",),
        cuts=story.gone([Cut("hover-card", "Ada Quill, a\nmason"), Cut("hover-card", "Bo"), Cut("odd-rule", "x")]),
        rules_off=("shortcode",),
        copies=(Copy("b.txt", "1" * 64, 0.987, date="2020", gave=("quotes", "url")),),
        versions=(Version("0", "/2020/x/", False), Version("1", "/2021/x/", True), Version("2", "", False)),
        problems=(Problem("note", "content/raw/b.txt", "odd"),),
    )
    assert list(story.lines(told)) == [
        "0123456789ab  /2021/x/",
        "  file: content/entries/2021/x.md (edited by hand)",
        "  raw: a.csv#3 (changed since ingest read it, 1,200 bytes, text/html)",
        f"    sha256 {'f' * 64}",
        "  signals:",
        "    title 0.90  T  [h1]",
        "  settled in overrides.yaml: date",
        "  decided:",
        "    title: The wall  [worked out, h1]",
        "    authors: Ada Quill, Bo Reed",
        "  cuts:",
        "    hover-card: Cards about people that the page showed on hover were taken out of the sentences.",
        "      4 words: Ada Quill, a mason",
        "      1 word: Bo",
        "    odd-rule",
        "      1 word: x",
        "  rules switched off:",
        "    shortcode",
        "  copies:",
        "    b.txt  98.7% alike; gave quotes, url; date 2020  sha256 111111111111",
        "  versions, the first one first:",
        "    0  /2020/x/",
        "    1  /2021/x/  (this one)",
        "    2  no entry any more",
        "  problems:",
        "    content/raw/b.txt: note: odd",
    ]


def test_a_long_or_hostile_text_is_one_short_harmless_line() -> None:
    (cut,) = story.gone([Cut("hover-card", "\x1b[2J" + "word " * 300)])
    assert len(cut.text) <= 100
    assert cut.text.isprintable()
    assert cut.words == 300
    assert cut.text.endswith("…")
    assert all(line.isprintable() for line in story.lines(Story(id="\x1b[2J", file="\x9b.md\n", file_state="odd")))


def test_signals_are_those_that_the_draft_weighs() -> None:
    html = "<html><head><link rel=canonical href=https://p.example/2021/03/14/the-wall></head><body><h1>The wall</h1>"
    raw = Raw(
        "2021-03-15-x.html", "d", "text/html", html + "<p>It held.</p></body></html>", (Signal("tag", "t", "row"),)
    )
    found = msgspec.msgpack.decode(draft.signals(draft.Reading(raw)), type=tuple[Signal, ...])
    said = {(signal.field, signal.value, signal.how) for signal in found}
    assert {
        ("tag", "t", "row"),
        ("title", "The wall", "h1"),
        ("date", "2021-03-15", "file name"),
        ("date", "2021-03-14", "URL"),
    } <= said
    least = msgspec.msgpack.decode(draft.signals_of_container(draft.Reading(raw)), type=tuple[Signal, ...])
    assert ("tag", "t", "row") in {(signal.field, signal.value, signal.how) for signal in least}
    assert not any(signal.how == "h1" for signal in least)
