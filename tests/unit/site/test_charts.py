"""Positions of a time line."""

from __future__ import annotations

import pytest

from generator.site.charts import Frame, Tally, chart, span

FRAME = Frame(100, 20, 10)


def test_a_bar_is_as_high_as_its_share_and_parted_by_how_dates_are_known() -> None:
    drawn = chart({2000: Tally(10, 5), 2001: Tally(5), 2003: Tally(1, 1)}, span(2000, 2003), FRAME)
    first, second, empty, small = drawn.bars
    assert (first.guess_y, first.guess_height, first.sure_y, first.sure_height) == (20, 35, 55, 35)
    assert (second.sure_y, second.sure_height, second.guess_height) == (55, 35, 0)
    assert (empty.count, empty.sure_height) == (0, 0)
    assert (small.guess_height, small.sure_height) == (7, 0)
    assert drawn.guessed == 6


@pytest.mark.parametrize(
    ("first", "last", "step"), [(1998, 2024, 1), (1963, 2024, 1), (1962, 2024, 5), (1789, 2024, 5), (1500, 2024, 10)]
)
def test_many_years_share_bars(first: int, last: int, step: int) -> None:
    over = span(first, last)
    assert over.step == step and len(over.starts) <= 63


def test_no_year_is_lost_when_years_share_bars() -> None:
    years = {year: Tally(1) for year in range(1789, 2025)}
    drawn = chart(years, span(1789, 2024), FRAME)
    assert sum(bar.count for bar in drawn.bars) == 236
    assert (drawn.bars[0].label, drawn.bars[1].label, drawn.bars[-1].label) == ("1789", "1790–1794", "2020–2024")
    assert drawn.ticks[-1].text == "2024" and drawn.by == "5 years"


def test_everything_stays_inside_the_width() -> None:
    for last in (2000, 2001, 2006, 2026, 2061, 2300):
        drawn = chart({2000: Tally(1)}, span(2000, last), FRAME, undated=Tally(3), peak=True)
        assert drawn.end <= 100 and drawn.undated is not None and drawn.undated.x + drawn.slot <= 100.01
        assert all(bar.x >= 0 and bar.x + drawn.slot <= drawn.end + 0.1 for bar in drawn.bars)
        assert all(0 <= tick.x <= 100 for tick in drawn.ticks)


def test_a_note_stands_above_the_one_highest_bar_only() -> None:
    years = {year: Tally(1) for year in range(2000, 2010)}
    assert chart(years, span(2000, 2009), FRAME, peak=True).notes == ()
    assert [n.text for n in chart({**years, 2004: Tally(1200)}, span(2000, 2009), FRAME, peak=True).notes] == [
        "2004: 1,200"
    ]


@pytest.mark.parametrize(("last", "half"), [(2061, 12), (2199, 19)])
@pytest.mark.parametrize("undated", [None, Tally(3)])
def test_notes_have_their_room_inside_the_width(last: int, half: int, undated: Tally | None) -> None:
    drawn = chart({last: Tally(9)}, span(2000, last), FRAME, undated=undated, peak=True)
    for one in (*((bar.tip_x, bar.anchor) for bar in drawn.bars), *((note.x, note.anchor) for note in drawn.notes)):
        begin = {"start": one[0], "middle": one[0] - half, "end": one[0] - 2 * half}[one[1]]
        assert begin >= 0 and begin + 2 * half <= 100.1


def test_words_below_what_has_no_date_leave_room_for_the_last_year() -> None:
    named = {last: chart({}, span(2000, last), FRAME, undated=Tally(3)).named for last in (2005, 2061)}
    assert named == {2005: True, 2061: False}


@pytest.mark.parametrize("years", [10, 27, 62])
def test_the_first_and_the_last_year_reach_inwards(years: int) -> None:
    drawn = chart({}, span(2000, 1999 + years), Frame(150, 30))
    assert (drawn.ticks[0].anchor, drawn.ticks[-1].anchor) == ("start", "end")
    assert drawn.ticks[0].x > 0 and drawn.ticks[-1].x < drawn.end
