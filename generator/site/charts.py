"""Counts by year or month -> a time line with every position computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct

from generator.site.views import Bar, Chart, Tick

MOST = 62
"""Bars side by side that can still be told apart on a small screen."""
FEWEST = 9
"""Slots that the width is divided into at least: a single year is a bar, not a wall."""
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 10000)
ROOM = 25
"""Per cent of the width that the name of a month takes on a small screen."""
WORDS = MappingProxyType({True: 19, False: 12})
"""Per cent of the width of half a note on a small screen: of one that names a month or several years, or a year."""
NAMED = 4
"""Per cent of the width of a bar from which on the words below that of no date have room beside the last year."""
MONTHS = 36
"""Months that have bars of their own; a longer time is told in years."""
INK = 0.66
"""Of a slot: the bar."""


class Tally(Struct, frozen=True):
    """What is known of a year: entries, and how many of them are dated by other evidence than the document."""

    count: int
    guessed: int = 0


class Frame(NamedTuple):
    """Heights of a chart, in pixels."""

    height: int
    top: int
    foot: int = 26

    @property
    def base(self) -> int:
        return self.height - self.foot


class Span(NamedTuple):
    """The years of a chart, in steps, or its months."""

    first: int
    last: int
    step: int
    months: bool = False
    """Whether these are months, counted from that of the year 0."""

    @property
    def starts(self) -> range:
        return range(self.first - self.first % self.step, self.last + 1, self.step)

    @property
    def by(self) -> str:
        """What a bar stands for."""
        return "month" if self.months else "year" if self.step == 1 else f"{self.step} years"

    def name(self, number: int) -> str:
        """A year or a month as a date."""
        return f"{number // 12:04}-{number % 12 + 1:02}" if self.months else str(number)


def no_link(first: int, last: int) -> str:
    """For bars that lead nowhere."""
    return ""


def span(first: int, last: int) -> Span:
    """A bar for each year, or for each 5, 10 ... if there would be too many."""
    step = next((s for s in (1, *STEPS[2:]) if (last - first) // s < MOST), STEPS[-1])
    return Span(first, last, step)


def chart(
    years: Mapping[int, Tally],
    over: Span,
    frame: Frame,
    link: Callable[[int, int], str] = no_link,
    undated: Tally | None = None,
    peak: bool = False,
    gaps: bool = True,
) -> Chart:
    """The time line of `years` over a span; `link(first, last)` gives the address of a bar.

    `peak` asks for a note above the highest bar; without `gaps`, years without entries have no bar.
    """
    bins = [_sum(years, start, over) for start in over.starts]
    highest = max([*(b.count for b in bins), undated.count if undated else 0, 1])
    slots = max(len(bins), FEWEST) + (1.7 if undated else 0)
    slot = round(100 / slots, 3)
    draw = _Draw(frame, slot, highest, len(bins))
    bars = tuple(
        draw.bar(i, over, start, tally, link)
        for i, (start, tally) in enumerate(zip(over.starts, bins, strict=True))
        if gaps or tally.count
    )
    return Chart(
        height=frame.height,
        base=frame.base,
        slot=slot,
        width=round(slot * INK, 3),
        end=round(slot * len(bins), 3),
        by=over.by,
        bars=bars,
        ticks=_ticks(over, slot, frame.height - 7),
        notes=_peak(bars, frame) if peak else (),
        undated=draw.last(undated, slots - 1) if undated else None,
        named=slot >= NAMED,
        guessed=sum(b.guessed for b in bins),
    )


def _sum(years: Mapping[int, Tally], start: int, over: Span) -> Tally:
    inside = [years.get(y, Tally(0)) for y in range(start, start + over.step)]
    return Tally(sum(t.count for t in inside), sum(t.guessed for t in inside))


class _Draw(NamedTuple):
    frame: Frame
    slot: float
    highest: int
    bars: int

    def tall(self, number: int) -> int:
        room = self.frame.base - self.frame.top
        return max(1, round(number / self.highest * room)) if number else 0

    def bar(self, i: int, over: Span, start: int, tally: Tally, link: Callable[[int, int], str]) -> Bar:
        first, last = max(start, over.first), min(start + over.step - 1, over.last)
        whole, guess = self.tall(tally.count), max(3, self.tall(tally.guessed)) if tally.guessed else 0
        whole, base, x = max(whole, guess), self.frame.base, i * self.slot
        half, middle = WORDS[over.months or over.step > 1], x + self.slot / 2
        wide = self.bars < FEWEST
        anchor = "middle" if wide or half < middle < 100 - half else "start" if middle < 50 else "end"
        return Bar(
            label=over.name(first) if first == last else f"{first}–{last}",
            first=over.name(first),
            last=over.name(last),
            address=link(first, last),
            x=round(x, 3),
            at=round(x + self.slot * (1 - INK) / 2, 3),
            count=tally.count,
            guessed=tally.guessed,
            sure_y=base - whole + guess,
            sure_height=whole - guess,
            guess_y=base - whole,
            guess_height=guess,
            tip_x=round(x + self.slot * {"start": 0, "middle": 0.5, "end": 1}[anchor], 3),
            anchor=anchor,
        )

    def last(self, tally: Tally, at: float) -> Bar:
        x, tall = at * self.slot, self.tall(tally.count)
        inside = round(x + self.slot * (1 - INK) / 2, 3)
        return Bar(
            "no date",
            "",
            "",
            "undated/",
            round(x, 3),
            inside,
            tally.count,
            0,
            guess_y=self.frame.base - tall,
            guess_height=tall,
        )


def _ticks(over: Span, slot: float, y: int) -> tuple[Tick, ...]:
    """The first, the last, and round years between them that keep their distance (an eighth of the width)."""
    if over.months:
        return _month_ticks(over, slot, y)
    starts = over.starts
    step = next((s for s in STEPS if s >= over.step and len(starts) * over.step / s <= 6.5), STEPS[-1])
    room = 12.5 / slot
    inner = [i for i, year in enumerate(starts) if year % step == 0 and room <= i <= len(starts) - 1 - room]
    if len(starts) <= 6:
        inner = list(range(1, len(starts) - 1))
    places = [0, *inner, *([len(starts) - 1] if len(starts) > 1 else [])]
    return tuple(_tick(i, over, slot, y) for i in places)


def _month_ticks(over: Span, slot: float, y: int) -> tuple[Tick, ...]:
    """The first month, each year that begins well inside, and the last month if it is far enough from the first."""
    margin, end = (1 - INK) / 2, len(over.starts) - 1
    years = [i for i, month in enumerate(over.starts) if month % 12 == 0 and ROOM <= i * slot <= end * slot - ROOM]
    return (
        Tick(over.name(over.first), round(margin * slot, 3), y, "start"),
        *(Tick(over.name(over.first + i)[:4], round((i + 0.5) * slot, 3), y, "middle") for i in years),
        *([Tick(over.name(over.last), round((end + 1 - margin) * slot, 3), y, "end")] if end * slot > 2 * ROOM else []),
    )


def _tick(i: int, over: Span, slot: float, y: int) -> Tick:
    """A year below its bar: the first and last reach inwards where a bar is narrower than a year on a small screen."""
    margin, last = (1 - INK) / 2, len(over.starts) - 1
    year = over.last if i == last else max(over.starts[i], over.first)
    if i == 0 and last >= FEWEST:
        return Tick(str(year), round((i + margin) * slot, 3), y, "start")
    if i == last >= FEWEST:
        return Tick(str(year), round((i + 1 - margin) * slot, 3), y, "end")
    return Tick(str(year), round((i + 0.5) * slot, 3), y, "middle")


def _peak(bars: Sequence[Bar], frame: Frame) -> tuple[Tick, ...]:
    """A note above the highest bar, if one stands out among enough."""
    best = max(bars, key=lambda b: b.count)
    if len(bars) < 5 or sum(b.count == best.count for b in bars) > 1:
        return ()
    y = frame.base - best.sure_height - best.guess_height - 8
    return (Tick(f"{best.label}: {best.count:,}", best.tip_x, y, best.anchor),)
