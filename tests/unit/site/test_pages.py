"""Every kind of page, made and rendered with the default theme."""

from __future__ import annotations

import re
from urllib.parse import urljoin
from xml.etree import ElementTree

import msgspec
import pytest
from lxml import html
from msgspec.structs import replace

from generator.render.page import render
from generator.site import views
from generator.site.arrange import Site
from generator.site.pages import compare as compare_pages
from generator.site.pages import pages
from generator.site.pages.frame import cover
from generator.site.pages.sitemap import pages as sitemap_pages
from generator.site.views import Comparison, Hunk, Piece
from generator.types import Copy, Cut, Entry, Meta, Page, RawRef, SiteInfo
from tests.unit.site.tidewater import INFO, entry, rich, site, theme

SCRIPTS = "//script[not(@src) and not(@type='application/ld+json')]"
BODY = '<p>The boats came in before dark.</p><p><del class="cut" id="cut-1"><b>Cut 1</b> x</del>Late.</p>'


def made(found: Site) -> dict[str, str]:
    """All files of a site, rendered."""
    return {p.path: render(p.template, p.view, BODY if p.body else "", theme()).decode() for p in pages(found)}


@pytest.fixture(scope="module")
def full() -> dict[str, str]:
    return made(site(rich(), notes=[entry("method.md", title="Method")]))


def test_templates_give_the_same_in_the_sandbox() -> None:
    found = [*pages(site(rich(), notes=[entry("method.md", title="Method")]))]
    ours = [render(p.template, p.view, BODY if p.body else "", replace(theme(), ours=True)) for p in found]
    others = [render(p.template, p.view, BODY if p.body else "", replace(theme(), ours=False)) for p in found]
    assert len(found) > 20
    assert ours == others


def test_a_long_title_is_set_smaller() -> None:
    found = made(site([entry("a.md", title="Sea " * 40), entry("b.md", title="Sea")]))
    assert "<h1 dir=auto class=long>" in found["a/index.html"] and "<h1 dir=auto>" in found["b/index.html"]


def crowded() -> Site:
    """So many entries and names that listings are cut and the index has pages for letters."""
    day = [entry(f"2020/{i}.md", "2020-02-29", source="Office", tags=(f"{'abc'[i % 3]}{i}",)) for i in range(700)]
    return site([*day, *(entry(f"2019/{i}.md", f"2019-{i % 12 + 1:02}", source="Office") for i in range(200))])


@pytest.mark.parametrize("count", [8, 9])
def test_a_day_of_many_entries_is_a_list_of_titles(count: int) -> None:
    day = [entry(f"{i}.md", "2021-03-14", source="Office", people=("Ida Fenn",), summary="Rain.") for i in range(count)]
    tree = html.fromstring(made(site(day))["2021/03/14/index.html"])
    titles = tree.xpath("//ol[@class='entries']//h3/a/@href" if count == 8 else "//dl[@class='days']//dd/a/@href")
    assert titles == [f"/archive/{i}/" for i in range(count)]
    said = tree.xpath("string(//main)")
    assert ("Ida Fenn" in said) == (count == 8) and "Office" in said


@pytest.mark.parametrize("count", [300, 301])
def test_the_list_of_a_large_shelf_is_bare(count: int) -> None:
    some = [entry(f"{i}.md", "2021-03-14", source="Office", tags=("tides",)) for i in range(count)]
    tree = html.fromstring(made(site(some))["tags/tides/index.html"])
    assert bool(tree.xpath("//dd/small[.='Office']")) == (count == 300)
    assert len(tree.xpath("//dl[@class='days wide']//dd/a")) > 100


def test_every_kind_of_page_is_there(full: dict[str, str]) -> None:
    wanted = (
        "index.html 404.html about/index.html search/index.html years/index.html all/index.html undated/index.html "
        "2021/index.html 2021/03/index.html 2021/03/14/full/index.html people/index.html people/ida-fenn/index.html "
        "sources/harbour-office/index.html tags/tides/index.html old/place.html former/index.html method/index.html "
        "feed.xml feed.json sitemap.xml robots.txt opensearch.xml llms.txt"
    ).split()
    assert set(wanted) <= set(full)


def test_no_two_pages_stand_at_one_path() -> None:
    for found in (site(rich()), crowded(), site([])):
        paths = [p.path.casefold() for p in pages(found)]
        assert len(set(paths)) == len(paths)


@pytest.mark.parametrize("info", [SiteInfo("Empty"), INFO])
def test_a_site_without_entries_renders_and_says_so(info: SiteInfo) -> None:
    files = made(site([], info))
    assert "There are no entries yet" in files["index.html"]
    assert "years/index.html" not in files and "undated/index.html" not in files


def test_without_an_address_there_is_no_feed_and_no_link_to_one() -> None:
    files = made(site(rich(), SiteInfo("Post")))
    assert "feed.xml" not in files and "sitemap.xml" not in files and "Sitemap:" not in files["robots.txt"]
    assert not any("feed.xml" in text or re.search(r"rel=canonical href=(?:\"\"|>)", text) for text in files.values())


def test_every_link_inside_the_site_leads_somewhere(full: dict[str, str]) -> None:
    for files in (full, made(crowded())):
        ids = {path: set(re.findall(r" id=\"?([^\s\">]+)", text)) for path, text in files.items()}
        for path, text in files.items():
            if not path.endswith(".html"):
                continue
            here = f"/archive/{path.removesuffix('index.html')}"
            for href in html.fromstring(text).xpath("//@href | //@src | //@action"):
                target, _, anchor = urljoin(here, href).partition("#")
                if target.startswith("/") and not target.startswith("/archive/assets/"):
                    file = target.removeprefix("/archive/") + ("index.html" if target.endswith("/") else "")
                    assert file in files, (path, href)
                    assert not anchor or anchor in ids[file], (path, href)


def test_ids_are_unique_and_a_page_has_one_h1(full: dict[str, str]) -> None:
    for path, text in full.items():
        if path.endswith(".html") and path not in ("old/place.html", "former/index.html"):
            tree = html.fromstring(text)
            ids = tree.xpath("//@id")
            assert len(set(ids)) == len(ids), path
            assert len(tree.xpath("//h1")) == 1, path


def test_hostile_texts_stay_texts(full: dict[str, str]) -> None:
    for path, text in full.items():
        assert "<script>alert" not in text, path
        assert "javascript:" not in text, path
        for tree in [html.fromstring(text)] if path.endswith(".html") else []:
            assert not tree.xpath(f"{SCRIPTS} | //style | //*[@style] | //@*[starts-with(name(), 'on')]"), path


def test_xml_is_well_formed_and_the_feed_has_what_rfc_4287_demands(full: dict[str, str]) -> None:
    ElementTree.fromstring(full["sitemap.xml"])
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(full["feed.xml"])
    for node in [feed, *feed.findall(f"{atom}entry")]:
        assert all(len(node.findall(atom + tag)) == 1 for tag in ("id", "title", "updated"))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", node.findtext(f"{atom}updated") or "")
        assert (node.findtext(f"{atom}id") or "").startswith("https://post.example/archive/")
    newest = feed.find(f"{atom}entry/{atom}id")
    assert newest is not None and newest.text == "https://post.example/archive/2022/year/"


def test_a_sitemap_past_the_limit_gets_an_index() -> None:
    planned = sitemap_pages(site([]), [f"{i}/" for i in range(7)], limit=3)
    found = [p.page() for p in planned if "sitemap" in p.path]
    assert [(p.path, p.template) for p in found] == [
        ("sitemap.xml", "sitemap-index.xml"),
        *((f"sitemap-{n}.xml.gz", "sitemap.xml") for n in (1, 2, 3)),
    ]
    files = [ElementTree.fromstring(render(p.template, p.view, "", theme())) for p in found]
    assert [len(tree) for tree in files] == [3, 3, 3, 1]


def test_the_entry_says_how_its_date_is_known_and_what_was_cut(full: dict[str, str]) -> None:
    text = full["2021/03/14/full/index.html"]
    assert '<span class="sure about">worked out, from the file name</span>' in text
    assert "Show the 1 cut in place" in text and "<a href=record/#made>" in text
    record = full["2021/03/14/full/record/index.html"]
    assert "href=/archive/2021/03/14/full/#cut-1" in record and "#cut-2" not in record
    assert "<del dir=auto>Print this (9 words)</del>" in record
    assert "https://web.archive.org/web/20210314/https://post.example/a?b=1&amp;c=%3Cd%3E" in text
    assert "quotes and date" in record and "a" * 64 in record and "b" * 64 in record
    assert "class=deck" not in text, "the summary repeats the beginning of the text"


def test_where_there_is_room_the_record_stands_in_the_page() -> None:
    raw = {"raw": RawRef("box/1.txt", "a" * 64), "copies": (Copy("box/2.txt", "b" * 64),)}
    cuts = (Cut("hover-card", "MORE", 4), Cut("page-furniture", "Print this", -1, words=9))
    found = made(site([entry("ebb.md", "2021-03-14", cuts=cuts, **raw)]))
    text = found["ebb/index.html"]
    assert "href=#cut-1" in text and "<del dir=auto>Print this (9 words)</del>" in text and "#cut-2" not in text
    assert "a" * 64 in text and "<code>box/2.txt</code>" in text and "/record/" not in text
    assert "ebb/record/index.html" not in found


def test_a_page_without_room_for_anything_related_leads_to_it() -> None:
    others = [entry(f"2020/{n}.md", "2020-03-14", people=("Ida Fenn", "Tom Reed")) for n in range(3)]
    found = made(site([entry("ebb.md", "2021-03-14", title="Ebb " * 200, people=("Ida Fenn", "Tom Reed")), *others]))
    assert "<h2><a href=record/#related>Related</a></h2>" in found["ebb/index.html"]
    assert len(html.document_fromstring(found["ebb/record/index.html"]).xpath("//h2[@id='related']/following::li")) == 3


@pytest.mark.parametrize(("alike", "said"), [(0.97, "2, alike to 97 in 100"), (0.0, "2")])
def test_how_alike_copies_are_is_told_if_they_have_a_text(alike: float, said: str) -> None:
    text = made(site([entry("ebb.md", copies=(Copy("box/2.json#3", "b" * 64, alike),))]))["ebb/index.html"]
    assert f"<b>Copies</b> <span>{said}</span>" in text


@pytest.mark.parametrize(
    ("numbers", "said"), [((1, 2), "1, 2"), ((1, 2, 3, 4), "1–4"), ((1, 2, 4), "1, 2, 4"), ((3,), "3")]
)
def test_cuts_of_a_rule_that_follow_each_other_are_told_by_the_first_and_the_last(
    numbers: tuple[int, ...], said: str
) -> None:
    cuts = tuple(Cut("hover-card" if n in numbers else "byline", "x", n) for n in (1, 2, 3, 4))
    (page,) = (p for p in pages(site([entry("a.md", cuts=cuts)])) if p.path == "a/index.html")
    body = "".join(f'<p><del class="cut" id="cut-{n}">x</del></p>' for n in (1, 2, 3, 4))
    tree = html.fromstring(render(page.template, page.view, body, theme()).decode())
    (told,) = tree.xpath("//dt[.='hover-card']/following-sibling::dd[1]")
    assert told.text_content().endswith(f"({said})")
    assert told.xpath("a/@href") == [f"#cut-{n}" for n in re.findall(r"\d", said)]


def test_absent_things_are_absent(full: dict[str, str]) -> None:
    text = full["2021/03/15/plain/index.html"]
    assert not re.search(r"<dt>|How this page|Copies|Related|class=\"sure", text)
    assert "Newest entry" not in text and "Newest entry 2022" in full["index.html"]


def test_one_entry_more_changes_few_other_pages() -> None:
    entries = [entry(f"{i}.md", f"{2000 + i % 20}-01-{i % 28 + 1:02}", tags=(f"t{i % 9}",)) for i in range(120)]
    before, after = ({p.path: p for p in pages(site(e))} for e in (entries, [*entries, entry("new.md", "2010-06-01")]))
    changed = [path for path in before if before[path] != after[path]]
    entry_pages = [path for path in changed if before[path].template == "entry.html"]
    assert len(entry_pages) == 2, "only the entries before and after it"
    assert not [path for path in changed if path.startswith("tags/")]


def test_no_field_of_a_view_hides_behind_a_method_of_dict() -> None:
    structs = [
        member for member in vars(views).values() if isinstance(member, type) and issubclass(member, msgspec.Struct)
    ]
    assert len(structs) > 30
    for struct in structs:
        assert struct.__doc__, struct
        assert not {field.name for field in msgspec.structs.fields(struct)} & set(dir(dict)), struct


def test_views_name_their_template() -> None:
    named = {}
    for name, member in vars(views).items():
        told = member.__doc__ or "" if isinstance(member, type) else ""
        if found := re.match(r"[\w.-]+\.(?:html|xml|txt|json)", told):
            named[found[0]] = set(member.__struct_fields__)
            assert name.endswith("View")
    for page in (p for s in (site(rich(), notes=[entry("n.md")]), crowded()) for p in pages(s)):
        assert set(fields(page)) == named[page.template], page.template


def fields(page: Page) -> dict[str, object]:
    return msgspec.msgpack.decode(page.view, type=dict[str, object])


def with_copy() -> tuple[Site, str]:
    """A site that has compared an entry with its copy, and the page of the comparison as rendered."""
    found = site(rich())
    place = next(place for place, one in enumerate(found.entries) if one.entry.meta.copies)
    body, kept = "1" * 64, Meta(raw=RawRef("box/2.txt", "b" * 64), cuts=(Cut("header-line", "By Ida"),))
    pairs = compare_pages.pairs(found, [Entry("bbb.md", kept, body, "", 3)])
    assert [(key, pair.b, pair.header_a, pair.header_b) for key, pair in pairs.items()] == [
        ((place, 1), body, "", "By Ida")
    ]
    found = replace(found, compared=dict.fromkeys(pairs, "2" * 64))
    (made_page,) = (one.page() for one in compare_pages.pages(found, cover(found)))
    assert made_page.difference == "2" * 64
    hostile = Piece("b", "<script>\n")
    shown = msgspec.msgpack.encode(Comparison("Words.", (Hunk((hostile,)), Hunk((), ("Same.", "Too.")))))
    return found, render(made_page.template, made_page.view, "", theme(), shown).decode()


def test_a_comparison_has_a_page_that_its_record_links_to_and_the_sitemap_does_not_name() -> None:
    found, text = with_copy()
    files = {p.path: p for p in pages(found)}
    assert "2021/03/14/full/copies/1/index.html" in files
    record = files["2021/03/14/full/record/index.html"]
    link = html.document_fromstring(render(record.template, record.view, BODY, theme()).decode())
    (href,) = link.xpath("//a[text()='See the differences between A and B']/@href")
    assert href == "/archive/2021/03/14/full/copies/1/"
    assert b"copies/1" not in files["sitemap.xml"].view
    assert "<meta name=robots content=noindex>" in text


def test_a_comparison_folds_equal_paragraphs_and_escapes_the_others() -> None:
    tree = html.document_fromstring(with_copy()[1])
    assert [s.text_content() for s in tree.xpath("//details/summary")] == ["2 paragraphs the same in both"]
    assert [s.text_content() for s in tree.xpath("//*[@class='hunk']//span[@class='b']")] == ["<script> \u00b6 "] * 2
    assert tree.xpath("//p[@class='deck']/a/text()") == ["Back to the entry"]


def test_without_the_text_of_a_copy_there_is_no_page_and_no_link() -> None:
    files = made(site(rich()))
    assert not [path for path in files if "/copies/" in path]
    assert "See the differences" not in files["2021/03/14/full/index.html"]
