"""An entry -> minimal HTML for the search index."""

from __future__ import annotations

import msgspec
from lxml import html as parser

from generator.render.document import UNDATED, Document, document
from generator.types import Body, Entry, Evidence, Meta

META = Meta(title="A <b> & \"c\"", date="2021-03-14", source="The Post, Ltd: north", authors=("A",), language="en",
            people=("Smith, J.", "O'Neil"), tags=("a:b", "c,d"))  # fmt: skip


def lines(meta: Meta, html: str = "<p>Words</p>") -> parser.HtmlElement:
    entry = Entry("a.md", meta, "", "", 1)
    return parser.document_fromstring(document(Document("a/", entry, "de"), msgspec.msgpack.encode(Body(html, "", 1))))


def values(page: parser.HtmlElement, kind: str, name: str) -> list[str]:
    return [str(value) for value in page.xpath(f'//meta[@data-pagefind-{kind}="{name}[content]"]/@content')]


def test_facts_and_filters_hold_the_values_whole() -> None:
    page = lines(META)
    assert page.get("lang") == "de"
    assert page.findtext(".//h1") == META.title
    assert values(page, "filter", "person") == list(META.people)
    assert values(page, "filter", "tag") == list(META.tags)
    assert values(page, "filter", "source") == [META.source]
    assert (values(page, "filter", "year"), values(page, "filter", "month")) == (["2021"], ["2021-03"])
    assert values(page, "meta", "date") == ["2021-03-14"]
    assert values(page, "sort", "date") == ["2021-03-14"]


def test_an_entry_without_a_date_keeps_its_sort_key() -> None:
    page = lines(Meta(title="T"))
    assert values(page, "sort", "date") == [UNDATED]
    assert values(page, "filter", "year") == []


def test_a_date_that_is_only_a_year_gives_no_month() -> None:
    assert values(lines(Meta(date="2021")), "filter", "month") == []


def test_how_a_date_is_known_is_said_unless_it_is_certain() -> None:
    assert values(lines(Meta(date="2021", evidence={"date": Evidence("worked out", "URL")})), "meta", "how") == ["URL"]
    assert values(lines(Meta(date="2021", evidence={"date": Evidence("certain", "URL")})), "meta", "how") == []


def test_cuts_are_not_searched() -> None:
    cut = '<del class="cut" id="cut-1"><b>Cut 1</b> gone</del>'
    caret = '<a class="caret" href="#cut-1" aria-label="Cut 1">1</a>'
    page = lines(Meta(title="T"), f"<p>{cut}before{caret} after</p>")
    assert page.xpath("string(//p)") == "before after"
