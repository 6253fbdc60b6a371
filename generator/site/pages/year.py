"""Years and months -> pages of their entries by day, or, where these are too many for one page, of what leads to them.

A year of many entries has its months with their days as links, a month of many its days: each title stands on the
page of its month or its day then, and once less among the bytes of a large archive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import groupby

from generator import phrases
from generator.phrases import Words, say
from generator.site.arrange import Site
from generator.site.dates import month_days
from generator.site.lines import section
from generator.site.pages.frame import Planned, head, page
from generator.site.parts import HARD, Chunk, part_address, parts, piece, split, spread
from generator.site.views import Group, Month, SiteView, Strip, Way, YearView

Days = Mapping[str, Sequence[str]]
"""Month -> its days that have entries."""


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """The parts of each year, then the parts of each month."""
    years, months = list(site.years), list(site.months)
    days = {month: tuple(found) for month, found in groupby(site.days, key=lambda day: day[:7])}
    for at, year in enumerate(years):
        yield from listing(site, cover, year, days, beside(site.years, years, at))
    for at, month in enumerate(months):
        yield from listing(site, cover, month, days, beside(site.months, months, at))


def is_long(site: Site, key: str) -> bool:
    """Whether a year or a month has too many entries for one page."""
    return len((site.years if len(key) == 4 else site.months)[key]) > HARD


def chunks_of(site: Site, key: str) -> list[list[Chunk]]:
    """The entries of a year by month, those without a month last, or of a month, packed into pages.

    Where they are too many for one page, only those that stand on no page below: of a year those without a month, of a
    month those without a day.
    """
    if is_long(site, key):
        members = (site.years if len(key) == 4 else site.months)[key]
        loose = tuple(place for place in members if site.entries[place].date == key)
        return split([(key, loose)]) if loose else [[]]
    if len(key) == 7:
        return split([(key, site.months[key])])
    months = [(f"{key}-{m:02}", site.months.get(f"{key}-{m:02}", ())) for m in range(1, 13)]
    rest = tuple(place for place in site.years[key] if len(site.entries[place].date) == 4)
    return split([*(pair for pair in months if pair[1]), *([(key, rest)] if rest else [])])


def below(site: Site, key: str, days: Days) -> tuple[Group, ...]:
    """The months of a year, or one month, each with its days as links."""
    months = [key] if len(key) == 7 else [month for month in site.months if month.startswith(key)]
    return tuple(month_group(site, month, days.get(month, ())) for month in months)


def month_group(site: Site, month: str, days: Sequence[str]) -> Group:
    """A month as a link, its days as links, each with the number of its entries."""
    ways = tuple(Way(day[8:].lstrip("0"), place(day), len(site.days[day])) for day in days)
    return Group(f"m{int(month[5:])}", month, place(month), len(site.months[month]), ways)


def beside(found: Mapping[str, Sequence[int]], keys: Sequence[str], at: int) -> tuple[Way | None, Way | None]:
    """Links to the year or month before and after, with the number of their entries."""
    earlier, later = keys[at - 1] if at else "", keys[at + 1] if at + 1 < len(keys) else ""
    return tuple(Way(key, place(key), len(found[key])) if key else None for key in (earlier, later))  # type: ignore[return-value]


def place(key: str) -> str:
    """ "2021" -> "2021/", "2021-03" -> "2021/03/"."""
    return key.replace("-", "/") + "/"


def listing(
    site: Site, cover: SiteView, key: str, days: Days, sides: tuple[Way | None, Way | None]
) -> Iterator[Planned]:
    """The pages of one year or month."""
    members = site.years[key] if len(key) == 4 else site.months[key]
    chunks, long = chunks_of(site, key), is_long(site, key)
    labels = [label(site, part) for part in chunks]
    drawn = cache(partial(strip, site, key, chunks))

    def view(number: int, address: str) -> YearView:
        return YearView(
            site=cover,
            head=head(site, title(site, key, labels, number), address, "years/", at=key[:4]),
            date=key,
            count=len(members),
            guessed=sum(site.entries[m].guessed for m in members),
            strip=drawn() if len(key) == 4 else None,
            earlier=sides[0],
            later=sides[1],
            below=below(site, key, days) if long and number == 1 else (),
            sections=tuple(section(site, c, whole_count(site, c, members, long)) for c in chunks[number - 1]),
            parts=parts(place(key), labels, number),
        )

    for number in range(1, len(chunks) + 1):
        address = part_address(place(key), number)
        yield page(address, "year.html", partial(view, number, address), reads=members)


def whole_count(site: Site, chunk: Chunk, members: Sequence[int], loose: bool) -> int:
    """The entries of the whole month; if they are `loose`, those of which no more than the year or month is known."""
    if len(chunk.key) == 7 and not loose:
        return len(site.months[chunk.key])
    return sum(site.entries[m].date == chunk.key for m in members)


def title(site: Site, key: str, labels: Sequence[str], number: int) -> str:
    """For the window: "2021", "2021, January to March", "March 2021"."""
    name = phrases.date(site.info.words, key)
    return f"{name}, {labels[number - 1]}" if len(labels) > 1 else name


def label(site: Site, part: Sequence[Chunk]) -> str:
    """What a part holds: "January to March", "March", "March, part 2", "no month"."""
    words = site.info.words
    if not part:
        return ""
    return spread(words, [piece(words, month_name(words, c.key), c.piece) for c in (part[0], part[-1])])


def month_name(words: Words, key: str) -> str:
    """The month of a chunk."""
    return phrases.month(words, key) if len(key) == 7 else say(words, "no month")


def strip(site: Site, year: str, chunks: list[list[Chunk]]) -> Strip:
    """The days of the year as ticks, each month a link to its section."""
    where: dict[str, int] = {}
    for number, part in enumerate(chunks, 1):
        for chunk in part:
            where.setdefault(chunk.key, number)
    by_day = Counter(site.entries[m].date for m in site.years[year] if len(site.entries[m].date) == 10)
    top = max([4, *by_day.values()])
    return Strip(top, tuple(month(site, f"{year}-{m:02}", where, by_day, top) for m in range(1, 13)))


def month(site: Site, key: str, where: Mapping[str, int], by_day: Mapping[str, int], top: int) -> Month:
    """One month of the strip."""
    number = int(key[5:])
    length = month_days(int(key[:4]), number)
    counts = ((day, by_day.get(f"{key}-{day:02}", 0)) for day in range(1, length + 1))
    ticks = "".join(f"M{day - 0.5} {top}v-{count}" for day, count in counts if count)
    address = f"{part_address(place(key[:4]), where[key])}#m{number}" if key in where else ""
    if key in site.months and not address:
        address = place(key)
    return Month(key, address, len(site.months.get(key, ())), round((number - 1) / 12 * 100, 3), length, ticks)
