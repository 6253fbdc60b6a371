"""Order, addresses, shelves and neighbours of a site."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.addresses import RECORD, alias_file, places
from generator.site.filed import clip
from generator.site.lines import line
from generator.types import SiteInfo
from tests.unit.site.tidewater import INFO, entry, rich, site


def addresses(*paths: str) -> list[str]:
    found, _ = places(paths, ())
    return [found[path] for path in paths]


def test_an_address_is_the_path_of_the_file() -> None:
    assert addresses("2021/03/14/slug.md", "Häuser & Höfe/Über uns.md") == ["2021/03/14/slug/", "hauser-hofe/uber-uns/"]


def test_equal_addresses_get_a_number_and_a_warning() -> None:
    found, problems = places(["a/B.md", "a/b.md", "a/b-2.md"], ())
    assert found == {"a/B.md": "a/b/", "a/b-2.md": "a/b-2/", "a/b.md": "a/b-3/"}
    assert {p.level for p in problems} == {"warning"} and problems[0].where.startswith("entries/a/")


def test_entries_of_one_date_are_in_the_order_in_which_people_count() -> None:
    names = ["part-10", "part-2", "part-02b", "part-1", "a", "part-100"]
    found = site([entry(f"{name}.md", "2021-03-14") for name in names])
    assert [one.address for one in found.entries] == [
        f"{name}/" for name in ("a", "part-1", "part-2", "part-02b", "part-10", "part-100")
    ]
    assert [found.entries[place].address for place in found.newest(2)] == ["part-100/", "part-10/"]


def test_addresses_of_our_own_pages_are_kept_free() -> None:
    taken = addresses(
        "search/x.md",
        "2021.md",
        "2021/03.md",
        "undated.md",
        "people/ida.md",
        "about.md",
        "2021/part-2.md",
        "a/copies/1.md",
    )
    assert taken == [
        "search-2/x/",
        "2021-2/",
        "2021/03-2/",
        "undated-2/",
        "people-2/ida/",
        "about/",
        "2021/part-2-2/",
        "a/copies/1-2/",
    ]


def test_the_second_page_of_an_entry_is_kept_free_and_nothing_else_of_that_name() -> None:
    assert addresses("2021/record.md", "record.md") == ["2021/record/", "record/"]
    assert addresses("a.md", "a/record.md", "a/record/b.md") == ["a/", "a/record-2/", "a/record/b/"]
    assert addresses("record/record.md") == ["record/record/"]
    assert addresses("Z!.md", "Z.md", "z-2/record.md") == ["z/", "z-2/", "z-2/record-2/"]
    assert addresses("a-2/record.md", "a.markdown", "a.md") == ["a-2/record/", "a/", "a-3/"]
    assert addresses("B/record.md", "b.md") == ["b/record-2/", "b/"]
    found = site([entry("a.md", aliases=("b/record/", "c/record/")), entry("b.md")])
    assert found.aliases == (("c/record/index.html", "a/"),)


def test_a_note_takes_its_address_before_an_entry_does() -> None:
    found, problems = places(["about.md"], ["about.md"])
    assert found == {"note:about.md": "about/", "about.md": "about-2/"}
    assert [p.where for p in problems] == ["entries/about.md"]


PATHS = st.lists(st.sampled_from(["a", "A", "record", "record-2"]), min_size=1, max_size=4).map("/".join)


@given(st.lists(PATHS | st.text(min_size=1, max_size=40), unique=True, max_size=12))
def test_addresses_are_safe_and_never_shared(paths: list[str]) -> None:
    found, _ = places(paths, ())
    folded = [unicodedata.normalize("NFC", place).casefold() for place in found.values()]
    folded += [f"{place}{RECORD}" for place in folded]
    assert len(set(folded)) == 2 * len(paths)
    for place in found.values():
        assert place.isascii() and place.endswith("/") and "//" not in place and not place.startswith("/")
        assert all(part not in ("", ".", "..", "con", "nul") for part in place[:-1].split("/"))


def test_the_order_is_by_date_with_the_unknown_last() -> None:
    dates = ["", "2021-03", "2021-03-31", "2021", "2020-12-31", "2021-04-01", "1999"]
    found = site([entry(f"{i}.md", date) for i, date in enumerate(dates)])
    assert [one.date for one in found.entries] == [
        "1999",
        "2020-12-31",
        "2021-03-31",
        "2021-03",
        "2021-04-01",
        "2021",
        "",
    ]
    assert found.undated == (6,)
    assert {year: len(members) for year, members in found.years.items()} == {"1999": 1, "2020": 1, "2021": 4}
    assert list(found.months) == ["2020-12", "2021-03", "2021-04"]


def test_the_newest_take_a_vague_date_at_its_beginning() -> None:
    found = site([entry("a.md", "2021"), entry("b.md", "2021-01-02"), entry("c.md", "2020-12-31"), entry("d.md", "")])
    assert [found.entries[i].address for i in found.newest(9)] == ["b/", "a/", "c/"]
    assert found.latest == "2021-01-02"


def test_equal_dates_are_in_the_order_of_addresses_whatever_comes_first() -> None:
    entries = [entry("b.md", "2021-01-01"), entry("a.md", "2021-01-01")]
    assert (
        [e.address for e in site(entries).entries] == [e.address for e in site(entries[::-1]).entries] == ["a/", "b/"]
    )


def test_a_date_that_does_not_exist_is_reported_and_shelved() -> None:
    found = site([entry("a.md", "2021-02-30")])
    assert found.undated == (0,)
    assert [p.level for p in found.problems if "2021-02-30" in p.message] == ["warning"]


def test_spellings_of_a_name_share_a_shelf_named_by_the_commonest() -> None:
    entries = [
        entry("a.md", people=("Ida Fenn", "ida  fenn")),
        entry("b.md", people=("Ida Fenn",)),
        entry("c.md", people=("IDA FENN",)),
    ]
    shelf = site(entries).shelf("person", "iDA fENN")
    assert (shelf.name, shelf.members, shelf.address) == ("Ida Fenn", (0, 1, 2), "people/ida-fenn/")
    assert shelf.spellings == (("Ida Fenn", 2), ("IDA FENN", 1))


def test_names_that_look_alike_as_slugs_get_their_own_addresses() -> None:
    shelves = site([entry("a.md", tags=("a b", "a-b", "a.b", "海", "con", "x" * 200))]).collections["tag"].values()
    parts = [shelf.address.split("/")[1] for shelf in shelves]
    assert len(set(parts)) == 6 and all(0 < len(part) <= 60 and part != "con" for part in parts)


def test_aliases_that_are_taken_or_unsafe_are_left_out_with_a_warning() -> None:
    aliases = ("old/page.html", "/former/", "b", "../up", "search/", "C:/x", "a//b", "con/x", "OLD/page.html")
    found = site([entry("a.md", aliases=aliases), entry("b.md")])
    assert found.aliases == (("old/page.html", "a/"), ("former/index.html", "a/"))
    assert len([p for p in found.problems if "alias" in p.message]) == 7


@pytest.mark.parametrize(
    "alias", ["404.html", "404.html/x", "index.html", "manifest-sha256.txt", "feed.xml/", "Sitemap.xml", "images/a.png",
              "robots.txt/a.html", "llms.txt"]
)  # fmt: skip
def test_no_alias_stands_where_a_file_of_ours_is(alias: str) -> None:
    assert site([entry("a.md", aliases=(alias,))]).aliases == ()


def test_no_alias_is_a_folder_of_another_and_a_file() -> None:
    found = site(
        [
            entry("a/b.html/c.md"),
            entry("b.md", aliases=("x.html", "x.html/y", "X.HTML/z.html", "y/z.html/w", "y/z.html")),
        ]
    )
    assert [file for file, _ in found.aliases] == ["x.html", "y/z.html/w/index.html"]


def test_an_alias_keeps_letters_of_any_script() -> None:
    assert alias_file("früher/日記") == "früher/日記/index.html"


def test_an_unknown_site_address_is_said_once() -> None:
    assert [p.level for p in site([], SiteInfo("x")).problems] == ["note"]
    assert site([], INFO).problems == ()


def test_an_entry_without_a_title_is_called_by_its_first_words() -> None:
    found = site(rich())
    assert line(found, found.undated[0]).title == "The boats came in before dark."
    assert site([entry("x/y.md", title="", summary="")]).entries[0].name == "y"


def test_clip_cuts_between_words() -> None:
    assert clip("one two three", 8) == "one two…"
    assert clip("one two", 7) == "one two"
    assert len(clip("x" * 100_000, 80)) == 80


def test_a_list_does_not_repeat_the_title_in_the_summary() -> None:
    found = site([entry("a.md", title="High water", summary="High water. The steps were covered at noon.")])
    assert line(found, 0, summary=120).summary == "The steps were covered at noon."
