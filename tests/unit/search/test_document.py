"""An entry -> minimal HTML for the search index."""

from __future__ import annotations

import msgspec
from lxml import html as parser

from generator.search.document import document
from generator.types import Document

WHOLE = Document(
    address="a/",
    title='A <b> & "c"',
    body="",
    index_language="de",
    date="2021-03-14",
    source="The Post, Ltd: north",
    people=("Smith, J.", "O'Neil"),
    tags=("a:b", "c,d"),
    language="en",
)


def page_of(item: Document, html: str = "<p>Words</p>") -> parser.HtmlElement:
    return parser.document_fromstring(document(item, html.encode()))


def bare(**facts: object) -> Document:
    return msgspec.convert({"address": "a/", "title": "T", "body": "", "index_language": "en", **facts}, Document)


def values(page: parser.HtmlElement, name: str) -> list[str]:
    return [str(value) for value in page.xpath(f'//meta[@data-pagefind-meta="{name}[content]"]/@content')]


def test_title_source_and_people_are_found_as_words_are() -> None:
    page = page_of(WHOLE)
    assert page.get("lang") == "de"
    assert page.findtext(".//h1") == WHOLE.title
    assert values(page, "source") == [WHOLE.source]
    assert values(page, "people") == ["Smith, J., O'Neil"]
    assert values(page_of(bare()), "people") == []


def test_what_narrows_and_sorts_is_left_to_the_facets() -> None:
    """Each filter would be files in each shard; and a document without a sort key would vanish from sorted results."""
    assert b"filter" not in document(WHOLE, b"<p>Words</p>")
    assert b"sort" not in document(WHOLE, b"<p>Words</p>")


def test_cuts_are_not_searched() -> None:
    cut = '<del class="cut" id="cut-1"><b>Cut 1</b> gone</del>'
    caret = '<a class="caret" href="#cut-1" aria-label="Cut 1">1</a>'
    page = page_of(bare(), f"<p>{cut}before{caret} after</p>")
    assert page.xpath("string(//p)") == "before after"


def test_a_blank_without_width_is_nowhere() -> None:
    """Pagefind joins what stands around it in a text, but not in a title or a fact."""
    page = page_of(
        bare(title="Salt\u200bmarsh", source="Cou\u200brier"), '<p>mud\u200bflat</p><img src="a" alt="qu\u200bay">'
    )
    assert page.findtext(".//h1") == "Saltmarsh"
    assert values(page, "source") == ["Courier"]
    assert page.findtext(".//p") == "mudflat"
    assert page.xpath("//img/@alt") == ["quay"]
