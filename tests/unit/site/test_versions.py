"""Versions of a story -> their order, their pages, what lists say of them."""

from __future__ import annotations

from itertools import permutations

import msgspec
import pytest
from lxml import html
from msgspec.structs import replace

from generator.render.page import render
from generator.site.addresses import places
from generator.site.arrange import Site
from generator.site.compare import hunks_of
from generator.site.differences import revised
from generator.site.lines import line
from generator.site.pages import compare, pages
from generator.site.views import Comparison
from tests.unit.site.tidewater import entry, site, theme

BODY = "0" * 64


def told(*more: tuple[str, str, tuple[str, ...]]) -> Site:
    """A site of entries (id, date, versions)."""
    return site([entry(f"{key}.md", date, id=key, versions=versions) for key, date, versions in more])


def named(found: Site) -> list[list[str]]:
    stories = set(found.versions.values())
    return sorted([found.entries[place].entry.meta.id for place in members] for members in stories)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_versions_stand_in_order_of_date(order: tuple[int, ...]) -> None:
    ids = ("c", "a", "b")
    found = told(("c", "2019", ids), ("a", "2019-03-04", ids), ("b", "2018-01-01", ids), ("other", "2019", ()))
    assert named(found) == [["b", "a", "c"]]
    assert {found.entries[place].entry.meta.id for place in found.versions} == {"a", "b", "c"}


def test_it_is_enough_that_one_names_the_other() -> None:
    assert named(told(("a", "2019", ("a", "b")), ("b", "2020", ()))) == [["a", "b"]]
    assert named(told(("a", "2019", ()), ("b", "2020", ("a",)), ("c", "2018", ("b",)))) == [["c", "a", "b"]]
    assert named(told(("a", "2020", ()), ("b", "2018", ("a",)), ("c", "2019", ("a",)))) == [["b", "c", "a"]]


def test_an_id_that_no_entry_has_is_passed_over() -> None:
    assert told(("a", "2019", ("a", "gone")), ("b", "2020", ("b",))).versions == {}


def test_of_one_date_the_order_of_the_front_matter_counts() -> None:
    for ids in (("a", "b", "c"), ("c", "b", "a"), ("b", "c", "a")):
        assert named(told(*((key, "2019-03-04", ids) for key in "abc"))) == [list(ids)]


def compared() -> Site:
    ids = ("a", "b")
    found = told(("a", "2019-03-04", ids), ("b", "2019-03-05", ids), ("c", "2020", ()))
    assert {key: (pair.a, pair.b, pair.letter) for key, pair in compare.pairs(found, []).items()} == {
        (1, 0): (BODY, BODY, "")
    }
    return replace(found, compared={(1, 0): "2" * 64})


def shown(found: Site, path: str) -> html.HtmlElement:
    page = next(page for page in pages(found) if page.path == path)
    hunks = tuple(hunks_of(["It holds 5.31 <b> tons.", "Same."], ["It holds 5.40 <b> tons.", "Same."]))
    made = msgspec.msgpack.encode(Comparison(revised(hunks), hunks))
    text = render(page.template, page.view, "<p>Text.</p>", theme(), made if page.difference else b"")
    return html.document_fromstring(text.decode())


def test_an_entry_names_its_versions_and_links_to_what_changed() -> None:
    page = shown(compared(), "a/index.html")
    (panel,) = page.xpath("//details[summary/b='Versions']")
    rows = [" ".join(one.text_content().split()) for one in panel.xpath(".//dt | .//dd")]
    latest = "b, the latestWhat changed from version 1 to 2"
    assert rows == ["4 March 2019", "This page, the first", "5 March 2019", latest]
    assert [one.rpartition("archive")[2] for one in panel.xpath(".//a/@href")] == ["/b/", "/b/versions/"]
    assert panel.xpath("string(summary/span)") == "2, a later one is here"
    assert " ".join(page.xpath("string(//dt[.='Version']/following-sibling::dd)").split()) == "1 of 2, see the latest"
    assert shown(compared(), "b/index.html").xpath("string(//summary[b='Versions']/span)") == "2, this is the latest"
    assert not shown(compared(), "c/index.html").xpath("//*[.='Versions' or .='Version']")


def test_the_page_of_a_change_shows_what_went_and_what_came() -> None:
    page = shown(compared(), "b/versions/index.html")
    assert [mark.text_content() for mark in page.xpath("//div[@class='hunk']/p[1]/del")] == [" [gone: 31] "]
    assert [mark.text_content() for mark in page.xpath("//div[@class='hunk']/p[1]/ins")] == [" [new: 40] "]
    assert page.xpath("string(//p[@class='deck'])").startswith("5.31 became 5.40. Back")
    heads = [" ".join(head.text_content().split()) for head in page.xpath("//*[@class='who']")]
    assert heads == ["Version 1, 4 March 2019", "Version 2, 5 March 2019"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_lists_mark_an_earlier_version() -> None:
    found = compared()
    assert [line(found, place).outdated for place in range(3)] == [True, False, False]
    assert shown(found, "2019/index.html").xpath("//dd[.//*[.='earlier version']]/a/text()") == ["a"]


def test_a_version_is_not_told_to_be_related_to_the_others() -> None:
    told = {"a": ("b",), "b": (), "c": ()}
    texts = [entry(f"{key}.md", "2019", id=key, versions=told[key], people=("Ida Fenn",)) for key in told]
    view = next(page.view for page in pages(site(texts)) if page.path == "a/index.html")
    related = msgspec.msgpack.decode(view, type=dict[str, object])["related"]
    assert [one["address"] for one in related] == ["c/"]  # type: ignore[attr-defined, index]


def test_the_address_of_a_change_is_kept_free() -> None:
    assert places(["a/versions.md", "versions.md"], ())[0] == {
        "a/versions.md": "a/versions-2/",
        "versions.md": "versions/",
    }


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        (["It cost 310,000 in all."], ["It cost 325,000 in all."], "310,000 became 325,000."),
        (["It cost $3.10 now."], ["It cost $3.25 now."], "$3.10 became $3.25."),
        (
            ["1 or 2 or 3 or 4 or 5 men."],
            ["6 or 7 or 8 or 9 or 0 men."],
            "1 became 6, 2 became 7, 3 became 8 and 2 more numbers changed.",
        ),
        (["Ada came at 4 in a boat."], ["Bo came at 5 in a boat."], "4 became 5. 1 other word changed."),
        (["The bell rang twice on Sunday."], ["The bell rang once on Sunday."], "1 word changed."),
        (["One came."], ["One came.", "Then the other one came too."], "1 sentence is new."),
        (["One came.", "Then the other one came too."], ["One came."], "1 sentence is gone."),
        (["“One” came."], ["One came!"], "Only marks and the ends of paragraphs changed."),
        (["One came."], ["One came."], "The two texts are the same, letter for letter."),
    ],
)
def test_what_changed_is_said_in_words(a: list[str], b: list[str], words: str) -> None:
    assert revised(tuple(hunks_of(a, b))) == words
