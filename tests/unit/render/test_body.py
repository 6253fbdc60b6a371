"""Markdown -> safe HTML."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parser

from generator import content
from generator.edge.cache import Cache, digest_of
from generator.edge.work import Work
from generator.pipeline.steps import entry, plain
from generator.render import body
from generator.sketch import sketch
from generator.types import Body, Cut, Entry, Meta, Problem, RawRef, TextFile

TAKEN_IN = Meta(url="https://example.org/news/story.html", raw=RawRef("a.html", "0" * 64))
SAFE_SCHEMES = ("http:", "https:", "ftp:", "mailto:")
BLANKS = "".join(map(chr, range(33)))
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
ADDRESSES = ("href", "src", "cite", "action", "formaction", "poster", "data", "xlink:href", "background")
ACTIVE = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "form",
    "input",
    "button",
    "link",
    "meta",
    "base",
}


def converted(text: str, meta: Meta = Meta()) -> Body:  # noqa: B008
    data = content.show(meta, text).encode()
    return body.convert(content.read(data, "a.md"), "a.md")


def shown(text: str, meta: Meta = Meta()) -> str:  # noqa: B008
    return converted(text, meta).html


def live(markup: str) -> list[str]:
    """What in a piece of HTML would run or load: found by a parser, not by looking for words."""
    found = []
    for element in parser.fragment_fromstring(markup, create_parent="div").iter():
        if not isinstance(element.tag, str):
            found.append(f"comment or instruction {element!r}")
            continue
        if element.tag.lower() in ACTIVE:
            found.append(element.tag)
        for name, value in element.attrib.items():
            address = SCHEME.match(re.sub("[\t\r\n]", "", value).lstrip(BLANKS))
            if (
                name.lower().startswith("on")
                or name in ("style", "srcdoc", "srcset")
                or (name.lower() in ADDRESSES and address and address[0].lower() not in SAFE_SCHEMES)
            ):
                found.append(f"{name}={value}")
        if element.tag == "img" and (SCHEME.match(element.get("src", "")) or element.get("src", "").startswith("//")):
            found.append(f"loads {element.get('src')}")
    return found


@pytest.mark.parametrize(
    "kind", ["ammonia", "dompurify", "h5sc", "owasp-evasion", "payloadbox", "payloadsallthethings"]
)
def test_no_markup_of_a_text_runs(shared: Path, kind: str) -> None:
    lines = (shared / f"inputs/xss-{kind}/cases.jsonl").read_text("utf-8").split("\n")
    payloads = [json.loads(line)["payload"] for line in lines if line.strip()]
    payloads = [text.encode("utf-8", "replace").decode() for text in payloads]
    step = max(1, len(payloads) // 600)
    for payload in payloads[::step]:
        forms = (payload, f"Words [link]({payload}) ![image]({payload}) <{payload}>", f"[a]: {payload}\n\n[a] ![a]")
        for text in forms:
            for meta in (Meta(), TAKEN_IN):
                assert live(shown(text, meta)) == [], text


def test_the_watcher_sees_what_it_looks_for() -> None:
    for markup in (
        "<script>x</script>",
        "<p onclick=x>",
        "<a href='java\tscript:x'>",
        "<svg/>",
        "<img src=http://e/x>",
    ):
        assert live(markup), markup


def test_files_that_carry_script_are_harmless_as_text(shared: Path) -> None:
    for file in (shared / "inputs/xss-files").iterdir():
        assert live(shown(file.read_bytes().decode("utf-8", "replace"))) == [], file.name


@pytest.mark.parametrize("url", ["javascript:alert(1)//", "file:///etc/", "data:text/html,", "vbscript:x/", "http://["])
def test_the_address_of_a_document_makes_no_link_unsafe(url: str) -> None:
    meta = Meta(url=url, raw=RawRef("a", "0"))
    for target in ("x", "?x", "/x", "//x/y", "../x", "#x"):
        found = parser.fragment_fromstring(shown(f"[a]({target}) ![b]({target})", meta), create_parent="div")
        for address in found.xpath("//@href | //@src"):
            assert str(address).startswith(("http:", "https:")), (url, target)


def test_headings_stand_below_the_title_with_ids_of_their_own() -> None:
    found = converted("# One\n\n## Two & *two*\n\n## One\n\n###### Six\n\n# \U0001f642\n")
    assert [(heading.level, heading.id, heading.text) for heading in found.headings[:4]] == [
        (2, "s-one", "One"), (3, "s-two-two", "Two & two"), (3, "s-one-2", "One"), (4, "s-six", "Six")]  # fmt: skip
    assert "<h1" not in found.html
    ids = parser.fragment_fromstring(found.html, create_parent="div").xpath("//@id")
    assert ids == [heading.id for heading in found.headings]


@given(st.lists(st.integers(1, 6), max_size=12))
def test_no_level_of_heading_is_skipped_and_what_stood_under_a_heading_still_does(written: list[int]) -> None:
    found = converted("".join(f"{'#' * level} Words\n\n" for level in written))
    levels = [heading.level for heading in found.headings]
    assert len(levels) == len(written)
    for (above, level), (outer, inner) in zip(pairwise([1, *levels]), pairwise([0, *written]), strict=True):
        assert 2 <= level <= min(above + 1, 6)
        assert inner <= outer or level == min(above + 1, 6)


def test_ids_that_a_text_brings_are_dropped() -> None:
    assert "id=" not in shown('<p id="search">a</p><div id="x" class="caret" name="y">b</div>')


def test_remote_images_become_links_and_own_images_stay() -> None:
    text = shown("![A boat](https://example.org/b.png) ![Own](/static/own.png)")
    assert '<a class="image" href="https://example.org/b.png">A boat</a>' in text
    assert 'src="/static/own.png"' in text
    assert text.count("<img") == 1
    assert "<img" not in shown("![A boat](//example.org/b.png)")
    assert "<img" not in shown("![A boat](/b.png)", TAKEN_IN)
    linked = shown("[![A boat](https://e.org/b.png)](https://e.org/)")
    place = '<span class="image" title="https://e.org/b.png">A boat</span>'
    assert linked == f'<p><a href="https://e.org/">{place}</a></p>'
    forged = "<span class='image' title='https://e.org/b.png'>x</span><a class='image' href='https://e.org/'>y</a>"
    assert 'class="image"' not in shown(forged), "only finish.py marks the place of a picture"


def test_a_body_names_the_pictures_that_it_does_not_load() -> None:
    text = "![a](b.png?x=1&y=2) ![c](//e.org/c.png) ![d](ni:///sha-256;AAAA) [e](ni:///sha-256;AAAA) ![f](javascript:g)"
    found = converted(text, TAKEN_IN)
    assert found.pictures == ("https://example.org/news/b.png?x=1&y=2", "https://e.org/c.png", "ni:///sha-256;AAAA")
    assert "<img" not in found.html
    assert converted("![a](https://e.org/a.png)", Meta(raw=TAKEN_IN.raw)).html.startswith('<p><a class="image" href=')
    assert 'href="ni:' not in found.html
    assert converted("![a](b.png)", msgspec.structs.replace(TAKEN_IN, url="")).pictures == ("b.png",)


@pytest.mark.parametrize(
    ("target", "whole"),
    [
        ("other.html", "https://example.org/news/other.html"),
        ("/x", "https://example.org/x"),
        ("../y?a=1&b=2", "https://example.org/y?a=1&amp;b=2"),
        ("//e.org/z", "https://e.org/z"),
        ("https://e.org/", "https://e.org/"),
    ],
)
def test_a_relative_link_leads_where_it_led(target: str, whole: str) -> None:
    assert shown(f"[a]({target})", TAKEN_IN) == f'<p><a href="{whole}">a</a></p>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("https://x.example/a|b", "https://x.example/a%7Cb"),
        ("<https://x.example/a b{c}>", "https://x.example/a%20b%7Bc%7D"),
        ("https://x.example/a%7Cb?c=[d]&e=é#f", "https://x.example/a%7Cb?c=[d]&amp;e=é#f"),
    ],
)
def test_a_link_has_no_sign_that_no_address_may_have(written: str, shown: str) -> None:
    assert f'<a href="{shown}">x</a>' in converted(f"[x]({written})").html


def test_a_link_that_led_into_its_own_page_or_nowhere_known_is_words() -> None:
    assert shown("[a](#top)", TAKEN_IN) == "<p>a</p>"
    assert shown("[a](x.html)", Meta(raw=RawRef("a", "0"))) == "<p>a</p>"
    assert shown("[a](/2021/)") == '<p><a href="/2021/">a</a></p>'


def test_tables_scroll_and_numbers_are_set_right() -> None:
    text = shown("| a | b |\n|---|--:|\n| x | 1 |\n")
    assert '<div class="scroll" tabindex="0" role="group" aria-label="a, b"><table>' in text
    assert '<td class="n">1</td>' in text
    assert "style=" not in text


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("<table><caption>Boats &amp; <i>crews</i></caption><tr><td>x</td></tr></table>", ["Boats & crews"]),
        ("<table><tr><td></td></tr><tr><th>Year</th><th></th><th>Tide, high</th></tr></table>", ["Year, Tide, high"]),
        ("<table><tr><td><img src=/a.png alt=A></td></tr></table>", ["Table"]),
        ("<table></table>", ["Table"]),
        ("<table><tr><td>out<table><tr><td>in</td></tr></table></td></tr></table>", ["outin", "in"]),
        ('<table><tr><th>"x" &lt;y&gt;</th></tr></table>', ['"x" <y>']),
        (f"<table><tr><td>{'word ' * 90}</td></tr></table>", [f"{'word ' * 23}…"]),
    ],
)
def test_the_box_of_a_table_is_named_by_its_caption_or_first_row(table: str, names: list[str]) -> None:
    found = parser.fragment_fromstring(shown(table), create_parent="div")
    assert found.xpath("//div[@role='group']/@aria-label") == names


def test_cuts_in_a_table_are_not_in_its_name() -> None:
    text = "<table><caption>Tides</caption><tr><td>x</td></tr></table>"
    found = shown(text, cut_at(text, text.index("des")))
    assert 'aria-label="Tides"><table><caption><del class="cut"' in found


def cut_at(text: str, at: int, words: str = "cut words") -> Meta:
    return Meta(cuts=(Cut("hover-card", words, at=at, after=text[max(0, at - 24) : at]),))


def test_a_cut_is_placed_where_it_stood() -> None:
    text = "First words. Second words."
    found = shown(text, cut_at(text, 12, "a <b> & more"))
    assert found.count('id="cut-1"') == 1
    assert "<b>Cut 1</b> a &lt;b&gt; &amp; more</del>" in found
    assert found.index("First words.") < found.index('class="caret"') < found.index("Second")


def test_a_cut_is_found_again_after_an_edit_before_it_and_dropped_if_its_place_is_gone() -> None:
    text = "First words. Second words."
    meta = cut_at(text, 12)
    moved = shown("A new opening by the keeper.\n\n" + text, meta)
    assert moved.index("First words.") < moved.index('class="caret"') < moved.index("Second")
    assert "cut" not in shown("Quite another text.", meta)


@pytest.mark.parametrize(
    "block", ["## Heading", "- item\n- item", "> quote", "```\ncode\n```", "| a | b |\n|---|---|\n| c | d |"]
)
@pytest.mark.parametrize("before", ["", "Words before.\n\n"])
def test_a_cut_before_a_block_leaves_the_block_what_it_is(block: str, before: str) -> None:
    text = f"{before}{block}\n\nWords after."
    plain = parser.fragment_fromstring(shown(text), create_parent="div")
    found = parser.fragment_fromstring(shown(text, cut_at(text, len(before))), create_parent="div")
    assert found.xpath("count(//del)") == 1
    for name in ("h2", "li", "blockquote", "code", "td"):
        assert len(found.findall(f".//{name}")) == len(plain.findall(f".//{name}")), name


def test_a_cut_inside_a_link_makes_no_link_inside_a_link() -> None:
    text = "See [the long words](https://e.org/) here."
    found = shown(text, cut_at(text, 13))
    inside = found.partition('<a href="https://e.org/">')[2].partition("</a>")[0]
    assert "<a" not in inside


@pytest.mark.parametrize("mark", ["&#xe000;1&#xe001;", "&#57344;1&#57345;", "\ue0001\ue001", "&#xE000;99&#xE001;"])
def test_a_text_cannot_forge_the_mark_of_a_cut(mark: str) -> None:
    assert "cut" not in shown(f"Words {mark} words.")
    text = f"First. Words {mark} words."
    found = shown(text, cut_at(text, 6))
    assert found.count('id="cut-1"') == 1


def test_words_and_opening_are_read() -> None:
    found = converted("# Title\n\nOne *two* three.\n\nFour &amp; five.")
    assert (found.words, found.opening) == (7, "One two three. Four & five.")
    long = converted("A sentence of some length stands here. " * 20).opening
    assert len(long) <= 240
    assert long.endswith("here.")


class Shown(NamedTuple):
    html: str
    problems: tuple[Problem, ...]


def limited(text: str) -> Shown:
    cache = Cache(None)
    file = TextFile("a.md", digest_of(text.encode()))
    with Work(cache, "code", executor="inline") as work:
        digest = work.memo_map(entry, [file], fetch=lambda _: (text.encode(),), fallback=plain)[0]
    found = msgspec.msgpack.decode(cache.blob(digest), type=Entry)
    shown = Shown(cache.blob(found.body).decode(), tuple(one for one in found.problems if one.where == file.path))
    cache.close()
    return shown


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the timer may strike within a callback
@pytest.mark.parametrize("text", ["* " * 2000 + "x", "> " * 3000, "<div>" * 1000, "- " * 5000 + "x"])
def test_a_text_that_markdown_cannot_finish_is_shown_as_it_is(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.edge.limits.CPU", 0.5)
    found = limited(text)
    assert found.html.startswith("<pre>")
    assert parser.fragment_fromstring(found.html).text == text
    assert [problem.level for problem in found.problems] == ["warning"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the timer may strike within a callback
def test_pathological_markdown_is_finished_or_shown_as_it_is(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.edge.limits.CPU", 0.5)
    files = [file for file in (shared / "inputs/cmark-pathological").glob("*.md") if file.name != "README.md"]
    assert files
    for file in files:
        found = limited(file.read_text("utf-8", "replace"))
        assert found.html.startswith("<pre>") == bool(found.problems), file.name
        assert live(found.html) == []


def test_nothing_of_one_text_is_seen_in_the_next() -> None:
    shown("[a]: https://e.org/\n\nA note[^1].\n\n[^1]: Words.")
    assert shown("[a] and[^1]") == "<p>[a] and[^1]</p>"


def test_footnotes_lead_there_and_back() -> None:
    found = parser.fragment_fromstring(shown("A note[^1].\n\n[^1]: Words."), create_parent="div")
    ids = set(found.xpath("//@id"))
    targets = [str(href) for href in found.xpath("//@href")]
    assert len(targets) == 2
    assert {target.removeprefix("#") for target in targets} <= ids


def test_a_body_says_where_its_links_lead_and_what_it_is_about() -> None:
    links = "[a](https://www.e.org/a/?utm_source=x#y) [a](http://e.org/a) [b](b.html) ![i](//e.org/i.png)"
    found = converted(
        f"{links} [m](mailto:a@e.org) [top](#top)[^1]\n\n[^1]: of the Petrel.\n\n" + "The tide rose. " * 30, TAKEN_IN
    )
    assert found.links == ("//e.org/a", "//example.org/news/b.html")
    assert converted("**The tide** [rose](#a). " * 30).sketch == sketch("The tide rose. " * 30) != b""
    assert "Petrel" in found.terms
    assert converted("[b](../b/#x) [c](/c/) [d](//e.org/d) [e](#e)").links == ("../b/", "/c/", "//e.org/d")


def test_words_that_were_cut_are_not_what_a_body_is_about() -> None:
    meta = Meta(cuts=(Cut("hover-card", "the Antelope of Sir Percival", 4),))
    assert converted("Here lay the Petrel.", meta).terms == ("Petrel",)
