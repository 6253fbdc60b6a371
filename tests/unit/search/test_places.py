"""The part that is counted and the one that Pagefind makes: the same, on real documents and for each sign and tag.

tests/property/test_places.py makes up more documents.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import pytest

from generator import content
from generator.edge import search
from generator.render import body
from generator.search import places
from generator.search.document import document
from generator.search.lexicon import Lexicon
from generator.search.part import part
from generator.types import Document

TOP = Path(__file__).resolve().parents[3]
EACH = 3
"""Each so-manieth text of shared/data."""


def page(text: str, title: str = "Title", source: str = "") -> bytes:
    one = Document(address="", title=title, body="", index_language="en", source=source)
    return document(one, text.encode(), apart=True)


def entry(path: Path, language: str) -> bytes:
    """The minimal HTML of a text as a content file."""
    found = content.parse(path.read_text("utf-8", errors="replace"), path.name)
    meta = found.meta
    one = Document(
        address="", title=meta.title or path.stem, body="", index_language=language,
        source=meta.source or "The Post", people=meta.people,
    )  # fmt: skip
    return document(one, body.convert(found, path.name).html.encode(), apart=True)


def assert_same(pages: Mapping[str, bytes], language: str, known: Lexicon) -> None:
    counted = places.part(pages, known)
    told = part(search.index(pages.items(), language), pages.keys())
    assert counted
    assert (counted.addresses, counted.lengths, counted.fields) == (told.addresses, told.lengths, told.fields)
    assert list(counted.sizes.items()) == list(told.sizes.items())
    assert counted == told


def lexicon(language: str) -> Lexicon:
    return Lexicon(lambda html: search.index([("", html)], language))


@pytest.mark.parametrize("language", ["en", "de", "tr", "xx"])
def test_the_demo_archive(language: str) -> None:
    paths = sorted((TOP / "content").rglob("*.md"))
    assert len(paths) > 50
    pages = {f"{path.relative_to(TOP)}/": entry(path, language) for path in paths}
    assert_same(pages, language, lexicon(language))


def test_the_texts_of_the_shared_data(shared: Path) -> None:
    paths = sorted(path for kind in ("*.md", "*.txt") for path in (shared / "data").rglob(kind))[::EACH]
    assert len(paths) > 200
    known = lexicon("en")
    for some in batches(paths, 250):
        assert_same({f"{path.relative_to(shared)}/": entry(path, "en") for path in some}, "en", known)


def batches(paths: list[Path], size: int) -> Iterator[list[Path]]:
    rest = iter(paths)
    while some := list(islice(rest, size)):
        yield some


def test_each_tag_that_a_body_may_have() -> None:
    tags = sorted(body._TAGS)
    texts = [f"w<{tag}>x</{tag}>y <p>z<{tag}>v</{tag}></p>" for tag in tags if tag not in ("br", "hr", "img", "wbr")]
    texts += ["a<br>b<hr>c<wbr>d", '<p>e<img src="f g.png" alt="h">i</p>', '<p>e<img src="f"></p><img src="k" alt="l">']
    assert_same({f"{number}/": page(text) for number, text in enumerate(texts)}, "en", lexicon("en"))


def test_each_sign_that_is_a_blank_or_is_not_seen() -> None:
    """What parts tokens is a blank to Pagefind and to us; the four that are one to Python only are odd (tokens.py)."""
    kinds = ("Zs", "Zl", "Zp", "Cc", "Cf")
    signs = [sign for sign in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(sign) in kinds]
    signs = [sign for sign in signs if sign not in "\x1c\x1d\x1e\x1f"]
    assert len(signs) > 200
    pages = {f"{ord(sign)}/": page(f"<p>one{sign}two {sign} Three{sign}</p>") for sign in signs}
    assert_same(pages, "en", lexicon("en"))


def test_headings_weigh_more_and_their_parts_a_share_of_it() -> None:
    headings = "".join(f"<h{level}>Well-known state-of-the-art one-two-three run</h{level}>" for level in range(2, 7))
    long = "-".join(f"part{number}" for number in range(30))
    texts = {"a/": page(f"{headings}<p>run {long}</p>", "Run-down run"), "b/": page("run runs running run-run")}
    assert_same(texts, "en", lexicon("en"))


def test_facts_and_the_first_image_are_read_as_attributes_are() -> None:
    image = '<img src="\ufeffa&amp;b c.png" alt="\ufeffAT&amp;T &quot;quay&quot;"><img src="d.png" alt="e">'
    texts = {"a/": page(image, "\ufeffA & B", '\ufeffSmith & "Co"'), "b/": page("quay", "\ufeff T \ufeff", "\ufeff")}
    assert_same(texts, "en", lexicon("en"))


def test_a_document_that_pagefind_leaves_out_is_none_of_ours() -> None:
    assert places.part({"a/": page("", title="—", source="The Post"), "b/": page("word")}, lexicon("en")) is None
    assert places.part({}, lexicon("en")) is None
