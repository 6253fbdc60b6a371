"""An entry -> minimal HTML for the search index."""

from __future__ import annotations

import msgspec
from lxml import html as parser

from generator.render.document import FIRST, LAST, document
from generator.types import Body, Document

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
    return parser.document_fromstring(document(item, msgspec.msgpack.encode(Body(html, "", 1))))


def bare(**facts: object) -> Document:
    return msgspec.convert({"address": "a/", "title": "T", "body": "", "index_language": "en", **facts}, Document)


def values(page: parser.HtmlElement, kind: str, name: str) -> list[str]:
    return [str(value) for value in page.xpath(f'//meta[@data-pagefind-{kind}="{name}[content]"]/@content')]


def test_facts_and_filters_hold_the_values_whole() -> None:
    page = page_of(WHOLE)
    assert page.get("lang") == "de"
    assert page.findtext(".//h1") == WHOLE.title
    assert values(page, "filter", "person") == list(WHOLE.people)
    assert values(page, "filter", "tag") == list(WHOLE.tags)
    assert values(page, "filter", "source") == [WHOLE.source]
    assert values(page, "filter", "language") == ["en"]
    assert (values(page, "filter", "year"), values(page, "filter", "month")) == (["2021"], ["2021-03"])
    assert values(page, "meta", "date") == ["2021-03-14"]
    assert values(page, "sort", "newest") == values(page, "sort", "oldest") == ["2021-03-14"]


def test_an_entry_without_a_date_is_last_in_both_orders() -> None:
    page = page_of(bare())
    assert values(page, "sort", "newest") == [FIRST] < ["0001"]
    assert values(page, "sort", "oldest") == [LAST] > ["9998"]
    assert values(page, "filter", "year") == []


def test_a_date_that_is_only_a_year_gives_no_month() -> None:
    assert values(page_of(bare(date="2021")), "filter", "month") == []


def test_how_a_date_is_known_is_said_if_it_is_given() -> None:
    assert values(page_of(bare(how="from the URL")), "meta", "how") == ["from the URL"]
    assert values(page_of(bare()), "meta", "how") == []


def test_cuts_are_not_searched() -> None:
    cut = '<del class="cut" id="cut-1"><b>Cut 1</b> gone</del>'
    caret = '<a class="caret" href="#cut-1" aria-label="Cut 1">1</a>'
    page = page_of(bare(), f"<p>{cut}before{caret} after</p>")
    assert page.xpath("string(//p)") == "before after"


def test_the_words_of_a_date_stand_beside_it() -> None:
    page = page_of(bare(date="1923", date_text="c. 1923"))
    assert (values(page, "meta", "date"), values(page, "meta", "written")) == (["1923"], ["c. 1923"])
    assert values(page, "sort", "newest") == ["1923"]
