"""Days, days of the year, years and months, titles from A to Z, the most copied."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.alphabet import filing
from generator.site.arrange import Site
from generator.site.charts import Frame
from generator.site.pages import anniversary, day, home, index, lists, shelf, titles, year
from generator.site.pages.frame import cover, line_of_time
from generator.types import Copy, Entry, SiteInfo
from tests.unit.site.tidewater import entry, site


def views(kind: Any, found: Site) -> dict[str, Any]:
    return {
        page.path.removesuffix("index.html"): msgspec.msgpack.decode(page.view)
        for page in (one.page() for one in kind.pages(found, cover(found)))
    }


def titled(*names: str) -> Site:
    return site([entry(f"{number}.md", title=name) for number, name in enumerate(names)])


# --- days -----------------------------------------------------------------------------------------------------


def test_a_day_has_its_entries_the_days_beside_it_and_parts() -> None:
    dates = ["2021-03-14"] * 450 + ["2021-03-02", "2021-04-01", "2021-03", "2020-03-14"]
    found = views(day, site([entry(f"{n}.md", date) for n, date in enumerate(dates)]))
    first, last = found["2021/03/14/"], found["2021/03/14/parts/3/"]
    assert {"2021/03/02/", "2021/04/01/", "2020/03/14/"} < found.keys() and "2021/03/" not in found
    assert (first["count"], len(first["lines"]), len(last["lines"])) == (450, 200, 50)
    assert (first["earlier"]["address"], first["later"]["address"]) == ("2021/03/02/", "2021/04/01/")
    assert first["other_years"] == "on-this-day/03/#d14" and found["2021/04/01/"]["other_years"] == ""
    assert [part["address"] for part in first["parts"]["shown"]] == [
        f"2021/03/14/{p}" for p in ("", "parts/2/", "parts/3/")
    ]


def test_an_entry_may_be_called_part_2_of_its_day_but_not_stand_at_the_day() -> None:
    found = site([entry("2021/03/14/part-2.md", "2021-03-14"), entry("2021/03/14.md", "2021-03")])
    assert {one.address for one in found.entries} == {"2021/03/14/part-2/", "2021/03/14-2/"}


# --- on this day ----------------------------------------------------------------------------------------------


def test_a_day_of_the_year_holds_all_years_in_the_page_of_its_month() -> None:
    dates = ["1999-03-14", "2021-03-14", "2021-03-02", "2021-02-29", "2020-02-29", "2021-03", ""]
    found = views(anniversary, site([entry(f"{n}.md", date) for n, date in enumerate(dates)]))
    assert list(found) == ["on-this-day/", "on-this-day/02/", "on-this-day/03/"]
    march = found["on-this-day/03/"]["sections"]
    assert [(one["id"], one["count"], [d["date"] for d in one["days"]]) for one in march] == [
        ("d02", 1, ["2021-03-02"]),
        ("d14", 2, ["1999-03-14", "2021-03-14"]),
    ]
    assert found["on-this-day/03/"]["earlier"]["label"] == "02" and found["on-this-day/03/"]["later"] is None
    ways = [
        (row["label"], way["label"], way["address"]) for row in found["on-this-day/"]["months"] for way in row["ways"]
    ]
    assert ways == [
        ("02", "29", "on-this-day/02/#d29"),
        ("03", "2", "on-this-day/03/#d02"),
        ("03", "14", "on-this-day/03/#d14"),
    ]


def test_a_month_of_many_entries_leads_to_pages_of_its_days() -> None:
    dates = [*(f"{1800 + n // 2 % 200}-03-{14 + n % 2}" for n in range(2000)), "2001-04-01"]
    found = views(anniversary, site([entry(f"{n}.md", date) for n, date in enumerate(dates)]))
    month = found["on-this-day/03/"]
    assert month["sections"] == [] and [way["address"] for way in month["days"]] == [
        "on-this-day/03/14/",
        "on-this-day/03/15/",
    ]
    parts = [one for address, one in found.items() if address.startswith("on-this-day/03/14/")]
    rows = [row for one in parts for section in one["sections"] for row in section["days"]]
    assert [row["date"][:4] for row in rows] == [str(year) for year in range(1800, 2000)]
    assert len(parts) > 1 and {(len(row["lines"]), row["more"]) for row in rows} == {(3, 2)}
    assert {section["count"] for one in parts for section in one["sections"]} == {1000 // len(parts)}
    assert found["on-this-day/03/15/"]["earlier"]["address"] == "on-this-day/03/14/"
    assert found["on-this-day/03/15/"]["later"]["address"] == "on-this-day/04/#d01"


def test_a_day_beside_a_short_month_leads_into_the_page_of_that_month() -> None:
    dates = ["2020-02-29", *(f"{1800 + n // 2 % 200}-03-{14 + n % 2}" for n in range(400)), "2020-04-01"]
    found = views(anniversary, site([entry(f"{n}.md", date) for n, date in enumerate(dates)]))
    assert found["on-this-day/03/14/"]["earlier"]["address"] == "on-this-day/02/#d29"
    assert found["on-this-day/03/15/"]["later"]["address"] == "on-this-day/04/#d01"


def test_of_a_day_with_many_entries_the_list_of_all_years_shows_a_few() -> None:
    dates = [*("2020-03-14" for _ in range(5)), "2021-03-14"]
    found = views(anniversary, site([entry(f"{n}.md", date) for n, date in enumerate(dates)]))
    (section,) = found["on-this-day/03/"]["sections"]
    assert section["count"] == 6
    assert [(row["date"], len(row["lines"]), row["more"]) for row in section["days"]] == [
        ("2020-03-14", 3, 2),
        ("2021-03-14", 1, 0),
    ]


# --- years, months and the list of all ------------------------------------------------------------------------


def test_a_year_and_a_month_of_too_many_entries_lead_to_days() -> None:
    dates = [*(f"2020-03-{1 + n % 20:02}" for n in range(400)), *("2020-05-02" for _ in range(9))]
    dates += ["2020", "2020-03", "2021-07-01"]
    found = views(year, site([entry(f"{n}.md", date) for n, date in enumerate(dates)]))
    whole = found["2020/"]
    assert [(one["id"], one["address"], one["count"]) for one in whole["below"]] == [
        ("m3", "2020/03/", 401),
        ("m5", "2020/05/", 9),
    ]
    assert [(way["label"], way["address"], way["count"]) for way in whole["below"][1]["ways"]] == [
        ("2", "2020/05/02/", 9)
    ]
    assert [(one["date"], one["count"]) for one in whole["sections"]] == [("2020", 1)]
    assert [one["address"] for one in whole["strip"]["months"] if one["address"]] == ["2020/03/", "2020/05/"]
    march = found["2020/03/"]
    assert [way["label"] for way in march["below"][0]["ways"]] == [str(day) for day in range(1, 21)]
    assert [(one["date"], one["count"]) for one in march["sections"]] == [("2020-03", 1)]
    assert found["2020/05/"]["below"] == [] and found["2021/"]["below"] == []
    assert found["2020/05/"]["sections"][0]["count"] == 9


def test_the_list_of_a_large_archive_is_that_of_its_months() -> None:
    dates = [*(f"20{20 + n % 2}-{1 + n % 3:02}-02" for n in range(599)), "2022"]
    small = site([entry(f"{n}.md", date) for n, date in enumerate(dates)])
    assert sum(len(one["lines"]) for one in views(lists, small).values()) == 600
    large = site([entry(f"{n}.md", date) for n, date in enumerate([*dates, "2022-04-01", ""])])
    found = views(lists, large)
    assert found["all/"]["lines"] == [] and found["all/"]["parts"] is None
    assert [(one["label"], one["count"]) for one in found["all/"]["groups"]] == [
        ("2020", 300),
        ("2021", 299),
        ("2022", 2),
        ("", 1),
    ]
    ways = [way["address"] for one in found["all/"]["groups"] for way in one["ways"]]
    assert ways == [f"20{year}/{month:02}/" for year in (20, 21) for month in (1, 2, 3)] + ["2022/04/"]
    assert [one["title"] for one in found["undated/"]["lines"]] == ["601"]


def test_only_the_first_part_of_a_shelf_has_its_time_line() -> None:
    dates = [f"{2000 + n % 4}-03-02" for n in range(600)]
    found = views(shelf, site([entry(f"{n}.md", date, source="Post") for n, date in enumerate(dates)]))
    first, *later = found.values()
    assert first["shelf"]["chart"] and later
    assert all(one["shelf"]["count"] == 600 and not one["shelf"]["chart"] for one in later)


# --- A to Z ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "letter"),
    [
        ("The sea", "T"), ("“Éclair”", "E"), ("Ölwechsel", "O"), ("ßonne", "S"), ("Øre", "O"), ("ægir", "A"),
        ("42 men", "0–9"), ("٣ boats", "0–9"), ("… !", "Other"), ("", "Other"), ("🌊 wave", "W"), ("ⓐ", "A"),
        ("Вода", "Cyrillic"), ("Ελπίδα", "Greek"), ("مرحبا", "Arabic"), ("海の声", "Chinese characters"),
        ("ガラス", "Kana"), ("한글", "Hangul"),
    ],
)  # fmt: skip
def test_a_title_is_found_under_its_first_letter_or_its_writing(title: str, letter: str) -> None:
    assert filing(title).letter == letter


def test_titles_are_in_order_with_other_writings_numbers_and_signs_last() -> None:
    found = views(titles, titled("zebra", "Änderung", "apple", "An end", "7", "Ω", "!", "вода"))["a-z/"]
    assert [(one["label"], one["count"]) for one in found["letters"]] == [
        ("A", 3), ("Z", 1), ("Cyrillic", 1), ("Greek", 1), ("0–9", 1), ("Other", 1),
    ]  # fmt: skip
    assert [(row["label"], [line["title"] for line in row["lines"]]) for row in found["letters"][0]["rows"]] == [
        ("An", ["An end", "Änderung"]),
        ("Ap", ["apple"]),
    ]


def test_names_stand_under_letters_and_writings_as_titles_do() -> None:
    tags = [f"tag {chr(97 + n % 26)}{n}" for n in range(700)]
    found = views(index, site([entry("a.md", tags=("Łódź", "éclair", "潮", "海", "вода", "7", "!", *tags))]))
    (letters,) = found["tags/"]["groups"]
    assert [(way["label"], way["count"]) for way in letters["ways"]] == [
        ("E", 1), ("L", 1), ("T", 700), ("Chinese characters", 2), ("Cyrillic", 1), ("0–9", 1), ("Other", 1),
    ]  # fmt: skip
    assert [way["label"] for way in found["tags/letters/chinese-characters/"]["groups"][0]["ways"]] == ["海", "潮"]


def test_many_titles_have_a_page_for_each_letter_and_none_is_lost() -> None:
    names = [f"{'STV'[n % 3]}tory {n * 7919 % 1000}" for n in range(1500)]
    found = views(titles, titled(*names))
    assert all(one["address"] and not one["rows"] for one in found["a-z/"]["letters"])
    parts = {address: one for address, one in found.items() if address.startswith("a-z/s/")}
    assert len(parts) > 1 and "a-z/s/part-2/" in parts
    shown = [line["title"] for one in parts.values() for row in one["letters"][0]["rows"] for line in row["lines"]]
    assert sorted(shown) == sorted(name for name in names if name[0] == "S")


def test_one_title_more_changes_one_part() -> None:
    names = [f"Story {n * 7919 % 10007:05}" for n in range(3000)]
    before, after = (titles.cut(titled(*found).titles) for found in (names, [*names, "Story 050005"]))
    keys = [{tuple(filing.key for filing, _ in part) for part in cuts} for cuts in (before, after)]
    assert len(before) > 8 and len(keys[0] - keys[1]) == 1 and len(keys[1] - keys[0]) <= 2


@given(st.lists(st.text(max_size=30), max_size=20))
def test_every_title_stands_somewhere_once(names: list[str]) -> None:
    found = views(titles, titled(*names))
    addresses = [
        line["address"]
        for one in found.values()
        for letter in one["letters"]
        for row in letter["rows"]
        for line in row["lines"]
    ]
    assert sorted(addresses) == sorted(f"{number}/" for number in range(len(names)))
    ids = [letter["id"] for one in found.values() for letter in one["letters"]]
    assert len(set(ids)) == len(ids)


# --- home -----------------------------------------------------------------------------------------------------


def copied(name: str, date: str, count: int) -> Entry:
    return entry(f"{name}.md", date, copies=tuple(Copy(f"{name}{n}", "0" * 64) for n in range(count)))


def test_the_most_copied_come_first_and_of_equals_the_newer() -> None:
    entries = [copied("a", "2019", 1), copied("b", "2020", 3), copied("c", "2021", 1), copied("d", "2022", 0)]
    found = home.most_copied(site(entries))
    assert [(way.label, way.count) for way in found] == [("b", 4), ("c", 2), ("a", 2)]


def test_a_short_time_has_a_bar_a_month_each_a_link() -> None:
    found = site([entry(f"{n}.md", date) for n, date in enumerate(["2020-11-30", "2021-01", "2021-01-02", ""])])
    drawn = line_of_time(found, Frame(100, 20))
    assert drawn is not None and drawn.by == "month" and drawn.undated is not None
    assert [(bar.label, bar.count, bar.address) for bar in drawn.bars] == [
        ("2020-11", 1, "2020/11/"),
        ("2020-12", 0, ""),
        ("2021-01", 2, "2021/01/"),
    ]


@pytest.mark.parametrize("dates", [["2020-11-30", "2021"], ["2018-01", "2021-01"]])
def test_a_long_time_or_one_told_in_years_has_a_bar_a_year(dates: list[str]) -> None:
    drawn = line_of_time(site([entry(f"{n}.md", date) for n, date in enumerate(dates)]), Frame(100, 20))
    assert drawn is not None and drawn.by == "year"


def test_months_and_their_words_stay_inside_the_width() -> None:
    for last in range(1, 37):
        months = (f"{2020 + n // 12}-{n % 12 + 1:02}" for n in (2, 1 + last))
        drawn = line_of_time(site([entry(f"{month}.md", month) for month in months]), Frame(100, 20))
        assert drawn is not None and all(0 <= tick.x <= 100 for tick in drawn.ticks)
        places = [tick.x for tick in drawn.ticks]
        assert places == sorted(places) and all(b - a >= 20 for a, b in pairwise(places))


def test_an_archive_without_days_or_entries_has_no_page_for_them() -> None:
    assert views(anniversary, site([entry("a.md", "2021-03")])) == {} == views(titles, site([], SiteInfo("Empty")))
