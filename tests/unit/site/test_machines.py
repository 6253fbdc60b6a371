"""What programs read besides pages: feeds of sources and people, JSON feeds, OpenSearch, llms.txt, data packages."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from lxml import etree, html
from msgspec.structs import replace

from generator.render.page import render
from generator.site.arrange import Site
from generator.site.pages import pages
from generator.site.pages.data import licences
from generator.site.records import FIELDS
from generator.site.views import DataFile, Licence
from generator.types import SiteInfo
from tests.unit.site.tidewater import INFO, entry, rich, site, theme

FILES = (
    DataFile("data/entries.csv", "Table (CSV)", "A row each.", "text/csv", 12_345, "c" * 64),
    DataFile("data/entries.jsonl.gz", "Everything", "All.", "application/gzip", 2_345_678, "d" * 64),
)
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def files(found: Site) -> dict[str, str]:
    """All files of a site, rendered."""
    return {p.path: render(p.template, p.view, "<p>x</p>" if p.body else "", theme()).decode() for p in pages(found)}


def many() -> Site:
    """A source and a person with more entries than their feeds hold, and some with too few for a feed."""
    days = [
        entry(f"{n:03}.md", f"20{n // 12:02}-{n % 12 + 1:02}-01", source="Harbour office", people=("Ida Fenn",))
        for n in range(60)
    ]
    return site([*days, *rich(), entry("lost.md", source="Harbour office")])


@pytest.fixture(scope="module")
def full() -> dict[str, str]:
    return files(replace(many(), data=FILES))


def test_each_feed_holds_the_newest_of_its_own(full: dict[str, str]) -> None:
    counts = {"feed.json": 50, "sources/harbour-office/feed.json": 50, "people/ida-fenn/feed.json": 10}
    for path, count in counts.items():
        items = json.loads(full[path])["items"]
        dates = [item["date_published"] for item in items]
        assert len(items) == count and dates == sorted(dates, reverse=True)
        atom = etree.fromstring(full[path.replace(".json", ".xml")].encode())
        ids = [node.text for node in atom.iterfind("{*}entry/{*}id")]
        assert ids == [item["id"] for item in items], "the two feeds say the same"
    assert not any("unused" in path for path in full)


def test_a_page_names_the_feed_of_what_it_lists(full: dict[str, str]) -> None:
    def feeds(path: str) -> list[str]:
        return [str(href) for href in html.fromstring(full[path]).xpath("//link[@rel='alternate']/@href")]

    assert feeds("index.html") == ["/archive/feed.xml", "/archive/feed.json"]
    assert feeds("people/ida-fenn/index.html") == ["feed.xml", "feed.json"], "its own"
    assert feeds("people/tom-reed/index.html") == feeds("index.html"), "one entry is not worth a feed"


def test_the_search_is_described_as_opensearch_wants_it(full: dict[str, str]) -> None:
    root = etree.fromstring(full["opensearch.xml"].encode())
    assert root.tag == f"{OPENSEARCH}OpenSearchDescription"
    texts = {str(node.tag).removeprefix(OPENSEARCH): node.text or "" for node in root}
    assert 0 < len(texts["ShortName"]) <= 16 and len(texts["LongName"]) <= 48 and len(texts["Description"]) <= 1024
    (url,) = root.findall(f"{OPENSEARCH}Url")
    assert url.attrib == {"type": "text/html", "template": f"{INFO.base_url}/search/?q={{searchTerms}}"}
    link = html.fromstring(full["index.html"]).xpath("//link[@rel='search']")[0]
    assert link.get("href") == "/archive/opensearch.xml" and link.get("title") == INFO.title
    assert "opensearch" not in full["1999/01/01/old/index.html"]


def test_without_a_search_or_an_address_nothing_describes_it() -> None:
    for info in (replace(INFO, search=False), SiteInfo("Post")):
        made = files(site(rich(), info))
        assert "opensearch.xml" not in made and not any("opensearch" in text for text in made.values())


def test_llms_txt_is_a_title_a_quotation_and_lists_of_links(full: dict[str, str]) -> None:
    lines = full["llms.txt"].splitlines()
    assert lines[0] == "# The Tidewater Post" and lines[2] == "> Letters of a harbour"
    assert [line for line in lines if line.startswith("## ")] == ["## Ways in", "## Data files and feeds"]
    links = re.findall(r"^- \[[^\]]+\]\((\S+)\)$", full["llms.txt"], re.MULTILINE)
    assert len(links) == sum(line.startswith("- ") for line in lines)
    for link in links:
        path = link.removeprefix(f"{INFO.base_url}/")
        assert (f"{path}index.html" if path.endswith("/") else path) in {*full, *(file.path for file in FILES)}


def test_llms_txt_lets_no_title_be_markup() -> None:
    hostile = replace(INFO, title="A [b](javascript:x)\n## <i>", description="*x*")
    text = files(site([], hostile))["llms.txt"]
    assert text.startswith("# A \\[b\\](javascript:x) ## \\<i\\>\n\n> \\*x\\*\n")


def test_the_package_describes_each_file(full: dict[str, str]) -> None:
    package: dict[str, Any] = json.loads(full["data/datapackage.json"])
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert re.fullmatch(r"[a-z0-9-]+", package["name"]) and "licenses" not in package
    table, text = package["resources"]
    assert (table["path"], table["bytes"], table["hash"]) == ("entries.csv", 12_345, f"sha256:{'c' * 64}")
    assert [field["name"] for field in table["schema"]["fields"]] == [field.name for field in FIELDS]
    assert table["schema"]["primaryKey"] == ["address"] and table["type"] == "table"
    assert text["format"] == "jsonl" and "schema" not in text
    assert len({resource["name"] for resource in package["resources"]}) == 2


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        ("", ()),
        ("CC-BY-4.0", (Licence(name="CC-BY-4.0"),)),
        ("https://terms.example/", (Licence(path="https://terms.example/"),)),
        ("Ask us first", (Licence(name="other", title="Ask us first"),)),
    ],
)
def test_terms_as_the_package_wants_them(said: str, licence: tuple[Licence, ...]) -> None:
    assert licences(said) == licence


def test_the_page_of_the_data_names_each_file_its_size_and_the_terms(full: dict[str, str]) -> None:
    page = html.fromstring(full["data/index.html"])
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//table")[0].xpath(".//tbody/tr")]
    assert rows == [
        ["entries.csv", "Table (CSV). A row each.", "12\u00a0kB"],
        ["entries.jsonl.gz", "Everything. All.", "2.3\u00a0MB"],
    ]
    assert "No terms are stated here" in page.text_content()
    assert page.xpath("//a/@href[.='datapackage.json']")
    linked = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert linked["@type"] == "Dataset" and linked["distribution"][0]["contentUrl"].endswith("/data/entries.csv")
    assert "/archive/data/" in html.fromstring(full["about/index.html"]).xpath("//main//a/@href")
    open_data = replace(many(), data=FILES, info=replace(INFO, licence="https://terms.example/"))
    assert "href=https://terms.example/>" in files(open_data)["data/index.html"]


def test_without_data_files_nothing_leads_to_them() -> None:
    made = files(site(rich()))
    assert not any(path.startswith("data/") for path in made)
    assert not any("/archive/data/" in text for text in made.values())


def test_an_entry_says_its_facts_once_for_zotero_and_once_in_json_ld(full: dict[str, str]) -> None:
    page = html.fromstring(full["2021/03/14/full/index.html"])
    tags = [(tag.get("name"), tag.get("content")) for tag in page.xpath("//head/meta[@name]")]
    assert ("citation_title", "full") in tags and ("DC.source", "Harbour office") in tags
    assert ("DC.language", "nl") in tags and ("DC.type", "newspaperArticle") in tags
    assert page.xpath("//meta[@property='og:title']/@content") == ["full"]
    said = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert (said["@type"], said["archivedAt"]) == ("NewsArticle", "./")
    assert said["isBasedOn"] == "https://post.example/a?b=1&c=<d>" and said["datePublished"] == "2021-03-14"


def test_no_text_ends_the_block_of_json_in_a_page(full: dict[str, str]) -> None:
    for path, text in full.items():
        for block in re.findall(r"<script type=application/ld\+json>(.*?)</script>", text, re.DOTALL):
            assert json.loads(block) and "<" not in block, path


def test_a_twin_is_named_where_there_is_one() -> None:
    with_twins = files(site(rich(), replace(INFO, twins=True)))["2021/03/14/full/index.html"]
    link = html.fromstring(with_twins).xpath("//link[@type='text/markdown']/@href")
    assert link == ["index.md"]
    assert "text/markdown" not in files(site(rich()))["2021/03/14/full/index.html"]


def test_the_sitemap_dates_a_page_only_if_somebody_said_when_it_changed() -> None:
    text = files(site([entry("a.md", "2001-01-01"), entry("b.md", "2001-01-01", lastmod="2024-05-06T10:00")]))
    found = etree.fromstring(text["sitemap.xml"].encode()).iterfind("{*}url/{*}lastmod")
    assert [node.text for node in found] == ["2024-05-06"]
