"""Links between entries: which lead inside, and what links to what."""

from __future__ import annotations

import pytest

from generator.site.arrange import Site
from generator.site.pages import pages
from generator.types import Copy, Entry
from generator.weburl import link_key
from tests.unit.site.tidewater import INFO, entry, site

WALL = "https://www.courier.example/2021/03/wall.html?utm_source=mail"


def linking(*links: str, date: str = "2021-05-01", **more: object) -> Entry:
    return entry("from.md", date, links=links, **more)


def led(found: Site) -> dict[str, str]:
    """The links of from.md that lead inside: key -> address."""
    at = [one.address for one in found.entries].index("from/")
    return {key: found.entries[place].address for key, place in found.crosslinks.leads.get(at, ())}


def backlinks(found: Site) -> dict[str, list[str]]:
    names = [one.address for one in found.entries]
    return {names[to]: [names[place] for place in places] for to, places in found.crosslinks.linked.items()}


@pytest.mark.parametrize(
    "href",
    [
        "http://courier.example/2021/03/wall.html#gauge",
        "https://www.courier.example/2021/03/wall.html?fbclid=1",
        "https://copy.example/wall/",
        "https://post.example/archive/wall/",
        "https://post.example/archive/former/",
    ],
)
def test_a_link_to_an_address_of_an_entry_leads_to_the_entry(href: str) -> None:
    copy = Copy("b.txt", "b" * 64, url="https://copy.example/wall")
    found = site(
        [entry("wall.md", "2021-03-14", url=WALL, copies=(copy,), aliases=("former",)), linking(link_key(href))]
    )
    assert led(found) == {link_key(href): "wall/"}
    assert backlinks(found) == {"wall/": ["from/"]}


@pytest.mark.parametrize("href", ["/wall/", "../wall/index.html", "/former", "/old.html"])
def test_a_link_within_the_site_stays_as_it_is_and_counts(href: str) -> None:
    found = site([entry("wall.md", "2021-03-14", aliases=("former/", "old.html")), linking(href)])
    assert led(found) == {} and backlinks(found) == {"wall/": ["from/"]}


@pytest.mark.parametrize(
    "href", ["https://else.example/", "https://courier.example/2021/03/wall", "/nowhere/", "../../..", "//["]
)
def test_any_other_link_leads_where_it_led(href: str) -> None:
    found = site([entry("wall.md", "2021-03-14", url=WALL), linking(link_key(href) or href)])
    assert led(found) == {} and backlinks(found) == {}


def test_of_several_entries_with_one_address_the_nearest_in_date_is_meant() -> None:
    front = [entry(f"{d}.md", d, url="https://courier.example/") for d in ("2019-01-01", "2021-04-20", "2021-05-03")]
    key = link_key("https://courier.example")
    assert led(site([*front, linking(key)])) == {key: "2021-05-03/"}
    assert led(site([*front, linking(key, date="2021-04")])) == {key: "2021-04-20/"}
    assert led(site([*front, linking(key, date="2025")])) == {key: "2021-05-03/"}


def test_a_link_to_its_own_address_means_the_original() -> None:
    key = link_key(WALL)
    found = site([entry("earlier.md", "2021-05-01", url=WALL), linking(key, url=WALL)])
    assert led(found) == {} and backlinks(found) == {}


def test_an_entry_that_nobody_links_to_changes_no_other_page_but_its_neighbours() -> None:
    key = link_key(WALL)
    entries = [
        entry("2021/03/14/wall.md", "2021-03-14", url=WALL),
        linking(key),
        *(entry(f"{year}.md", f"{year}-07-01") for year in range(1998, 2021)),
    ]
    new = entry("1999/11/23/new.md", "1999-11-23", url="https://courier.example/new", terms=("Petrel", "Yusra"))
    before, after = ({p.path: p for p in pages(site(found, INFO))} for found in (entries, [*entries, new]))
    changed = {
        path for path, one in after.items() if one.template in ("entry.html", "day.html") and before.get(path) != one
    }
    new_ones = {"1999/11/23/new/index.html", "1999/11/23/index.html"}
    earlier_and_later = {f"{year}{rest}/index.html" for year in (1999, 2000) for rest in ("-2", "/07/01")}
    assert changed == new_ones | earlier_and_later
    assert before.keys() <= after.keys()
