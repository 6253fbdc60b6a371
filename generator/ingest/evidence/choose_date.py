"""Date signals of a document turned into its date, how that is known, and the disagreements worth a look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date as day
from datetime import timedelta
from typing import NamedTuple

from ...types import Problem, Signal, Sure
from ...written import DAY, EARLIEST, Said, compatible, days_between, parse_date, said
from .choice import NOTHING, Choice
from .zones import hour_in_utc, local_day, offset

STRONG = 0.7
"""Weight from which a place that disagrees is worth a person's look."""
DOUBT = 0.4
"""Weight from which a place that disagrees takes certainty away."""
CERTAIN = 0.955
"""Joint weight from which independent places that agree make a date certain (measured on saved news pages)."""
STATED = 0.95
"""Weight of a place whose purpose is to say the date: alone it makes certain, if nothing strong says otherwise."""
PRINTED = 0.6
"""Weight from which a place is taken to show the day as readers saw it (above the heading stands today's date)."""
SETTLED = 0.6
"""Joint weight from which no other reading of a page is asked for."""
WEAK = 0.65
"""Joint weight up to which a date that a page only shows is told to a person (of 26 on saved pages, 5 were wrong)."""
UPDATE = 0.72
"""Weight of a date that the page shows and its data call that of a change: worth a look, no more."""
MADE = frozenset(("data of the page", "URL"))
"""What a publishing program makes of one field of its own: where these agree and no reader is shown the date, it may be
the day on which the page was begun."""
OUTRIGHT = ("header line", "front matter")
"""Places that a person or a program wrote to say the date, whatever their weight."""
EVENING = range(1, 4)
"""Hours in UTC at which it is the evening before in all of America."""
SAME_DAY = range(8, 15)
"""Hours in UTC at which the day is the same from Los Angeles to Tokyo."""

_FAMILIES = (
    ("JSON-LD", "data of the page"),
    ("microdata", "data of the page"),
    ("meta ", "data of the page"),
    ("URL", "URL"),
    ("time element", "page"),
    ("date on", "page"),
    ("line beside", "page"),
    ("labelled", "page"),
    ("dateline", "page"),
    ("first", "page"),
)

_SHORT = re.compile(r"\d{1,2}\s?[/-]\s?\d{1,2}\s?[/-]\s?\d{4}")


class Witness(NamedTuple):
    """A place that says a date."""

    date: str
    how: str
    weight: float
    hour: int = -1
    """The hour if the date is of a time in UTC: where people read it, the day may have been another; else -1."""
    text: str = ""
    """The words of the place, where they say less than the date: "c. 1923"."""

    @property
    def family(self) -> str:
        """Places of one family come out of one pen: if they agree, that proves little."""
        return next((family for start, family in _FAMILIES if self.how.startswith(start)), self.how)


class Candidate(NamedTuple):
    """One date, all places that say it, and the joint weight of those that are independent of each other."""

    date: str
    score: float
    places: tuple[Witness, ...]


def choose_date(
    signals: Sequence[Signal], language: str, where: str, today: str = ""
) -> tuple[Choice, tuple[Problem, ...]]:
    """The date that the best evidence gives, and problems for strong evidence that differs by more than a day.

    A time of capture or of a change (of the text, or of the server's file) is no date of publication: it bounds it from
    above, and is used, as worked out, only where nothing else is known. today: bounds by a year more, for what is
    announced ahead; "" = no bound.
    """
    witnesses, unread = _read(signals, language)
    witnesses = _updates(witnesses)
    bound = _bound(witnesses, today)
    told = [w for w in witnesses if not _bounds(w) and int(w.date[:4]) >= EARLIEST and w.date <= bound]
    ranked = rank(told)
    problems = tuple(_not_a_date(s, where) for s in unread if s.weight >= STRONG)
    if not ranked:
        return _last_resort(witnesses), problems
    best = _evening(_as_printed(ranked), language)
    against = [w for w in told if days_between(w.date, best.date) > 0 and w.how != "htmldate" and w not in best.places]
    strong = [w for w in against if w.weight >= STRONG and days_between(w.date, best.date) > 1]
    how = ", ".join(dict.fromkeys(w.how for w in best.places))
    if strong:
        how += "; " + ", ".join(dict.fromkeys(f"{w.how} says {w.date}" for w in strong))
        problems += (_disagreement(best, strong, where),)
    if not strong and (doubt := _doubt(best, witnesses, where)):
        problems += (doubt,)
    sure: Sure = "certain" if _certain(best, against, strong) else "worked out"
    return Choice(best.date, sure, how, _words(best)), problems


def _updates(witnesses: Sequence[Witness]) -> list[Witness]:
    """The same, but a date on the page that its data call that of a change weighs less than their own."""
    stated = {w.date for w in witnesses if w.family == "data of the page"}
    changed = {w.date for w in witnesses if w.how.startswith(_CHANGED)} - stated if stated else set()
    return [
        w._replace(weight=min(w.weight, UPDATE)) if w.family == "page" and w.date in changed else w for w in witnesses
    ]


def _words(best: Candidate) -> str:
    """The words of the best place that says just this date, where they say less than it."""
    return next((w.text for w in best.places if w.date == best.date), "")


def settled(signals: Sequence[Signal]) -> bool:
    """Whether the dates of a page need no other reading of it."""
    ranked = rank(w for w in _read(signals, "")[0] if not _bounds(w))
    return bool(ranked) and ranked[0].score >= SETTLED and len(ranked[0].date) == DAY


def rank(witnesses: Iterable[Witness]) -> list[Candidate]:
    """The dates that places give, best first.

    The joint weight is that at least one family is right, 1 - (1-a)(1-b)...; a less precise date supports the fuller
    ones that it is compatible with, and stands for itself only where there is none.
    """
    all_of_them = list(witnesses)
    dates = sorted({w.date for w in all_of_them})
    firm = {w.date for w in all_of_them if w.weight >= 0.3}
    fullest = [d for d in dates if not any(o != d and o.startswith(d) and o in firm for o in dates)]
    ranked = [_candidate(d, [w for w in all_of_them if compatible(w.date, d)]) for d in fullest[:200]]
    return sorted(ranked, key=lambda c: (-c.score, -len(c.date), c.date))


def _candidate(date: str, places: Sequence[Witness]) -> Candidate:
    kinds: dict[str, dict[str, float]] = {}
    for place in places:
        weight = place.weight if place.date == date else place.weight * 0.3
        kind = place.how.split(" ")[0]
        family = kinds.setdefault(place.family, {})
        family[kind] = max(weight, family.get(kind, 0.0))
    if any(place.family in ("data of the page", "URL") and place.date == date for place in places):
        kinds.pop("htmldate", None)  # it has read them too
    doubt = 1.0
    for family in kinds.values():
        doubt *= 1 - _of_family(sorted(family.values()))
    return Candidate(date, 1 - doubt, tuple(sorted(places, key=lambda w: -w.weight)))


def _of_family(weights: Sequence[float]) -> float:
    """The best weight of a family, and a fifth of the way to certainty for each further kind of place that agrees."""
    return 1 - (1 - weights[-1]) * 0.8 ** (len(weights) - 1) if weights[-1] < STATED else weights[-1]


def _as_printed(ranked: Sequence[Candidate]) -> Candidate:
    """The day before or after, if the best is only a time in UTC and the page or its address prints that day.

    Observed on news pages: data say 2021-03-15T02:30Z, readers in America were shown March 14.
    """
    best = ranked[0]
    times = [w for w in best.places if w.date == best.date and w.how != "htmldate"]
    if not times or any(w.hour < 0 for w in times if w.weight >= 0.3):
        return best
    for other in ranked[1:]:
        printed = [w for w in other.places if w.hour < 0 and w.weight >= PRINTED and w.how != "htmldate"]
        if printed and len(other.date) == DAY and days_between(best.date, other.date) == 1:
            fits = [w for w in times if (w.hour < 14 if other.date < best.date else w.hour >= 10)]
            if fits:
                return _candidate(other.date, [*other.places, *(w._replace(date=other.date) for w in fits)])
    return best


def _evening(best: Candidate, language: str) -> Candidate:
    """The day before, if the best is only a time of the first hours in UTC on a page in English that prints no day.

    Observed on news pages: 6 of 9 such times are evenings in America.
    """
    firm = [w for w in best.places if w.date == best.date and w.how != "htmldate"]
    if not language.startswith("en") or len(best.date) != DAY or any(w.hour not in EVENING for w in firm) or not firm:
        return best
    before = (day.fromisoformat(best.date) - timedelta(1)).isoformat()
    return Candidate(before, best.score, tuple(w._replace(date=before) if w in firm else w for w in best.places))


def _certain(best: Candidate, against: Sequence[Witness], strong: Sequence[Witness]) -> bool:
    if any(w.date == best.date and (w.weight >= STATED or w.how.startswith(OUTRIGHT)) for w in best.places):
        return not strong
    firm = [w for w in best.places if w.weight >= 0.3 and w.how != "htmldate"]
    families = {w.family for w in firm}
    if not any(w.hour < 0 or w.hour in SAME_DAY for w in firm):
        return False
    if len(families) < 2 or families <= MADE:
        return False
    return best.score >= CERTAIN and not any(w.weight >= DOUBT for w in against)


def _read(signals: Sequence[Signal], language: str) -> tuple[list[Witness], list[Signal]]:
    """The dates of the signals, and the signals whose value is no date.

    03/04/2021 is read as another place reads it, if one says either of the two days outright.
    """
    dated = [s for s in signals if s.field == "date" and s.value.strip()]
    ways = {s.value: _ways(s.value, language) for s in dated}
    plain = {options[0].date for options in ways.values() if len(options) == 1}
    ahead = offset(s.value for s in dated)
    witnesses: list[Witness] = []
    for s in dated:
        found = next((way for way in ways[s.value][1:] if way.date in plain), ways[s.value][0])
        if found.date:
            day = local_day(found.date, s.value, language, ahead)
            hour = hour_in_utc(s.value) if ahead is None else -1
            witnesses.append(Witness(day, s.how, s.weight, hour, found.text))
    return witnesses, [s for s in dated if not ways[s.value][0].date]


def _ways(value: str, language: str) -> tuple[Said, ...]:
    """The date by the language's order first, then the readings by other orders if they differ."""
    orders = ("", "dmy", "mdy") if _SHORT.search(value[:100]) else ("",)
    return tuple(dict.fromkeys(_way(value, order, language) for order in orders))


def _way(value: str, order: str, language: str) -> Said:
    """What the value is, as a whole; else the first date in it."""
    found = said(value, order, language)
    return found if found.date else Said(parse_date(value, order, language))


_CHANGED = ("modified date (JSON-LD", "modified date (meta", "modified date (microdata")
_CAPTURED = ("capture time", "saved on")
"""When a copy was taken or kept: the document is not newer."""
_SERVED = ("HTTP Last-Modified",)
"""When a server says that its file was changed; for pages made on request, the time of the capture."""


def _bounds(witness: Witness) -> bool:
    return witness.how.startswith((*_CAPTURED, *_SERVED, "modified"))


def _bound(witnesses: Sequence[Witness], today: str) -> str:
    """The last day that a document can be dated: a year after today, and the day after it was captured."""
    bounds = [_next(w.date) for w in witnesses if w.how.startswith(_CAPTURED)]
    bounds += [f"{int(today[:4]) + 1}{today[4:]}"] if re.fullmatch(r"\d{4}-\d\d-\d\d", today) else []
    return min(bounds, default="9999")


def _next(date: str) -> str:
    """The day after a full date; for a month or year a text that sorts after all of its days."""
    return (day.fromisoformat(date) + timedelta(1)).isoformat() if len(date) == DAY else date + "~"


def _last_resort(witnesses: Sequence[Witness]) -> Choice:
    for kind in ("modified", *_SERVED, *_CAPTURED):
        dates = sorted((w.date, w.how) for w in witnesses if w.how.startswith(kind))
        if dates:
            return Choice(dates[0][0], "worked out", f"{dates[0][1]}: the document is not newer")
    return NOTHING


def _doubt(best: Candidate, witnesses: Sequence[Witness], where: str) -> Problem | None:
    """A warning for a date whose order nobody tells, that rests on little, or that only the data of a page give while
    it shows another.

    Of saved pages whose date only their data gave, 6 of 8 were wrong where the page showed another, else 2 of 23.
    """
    if _SHORT.fullmatch(_words(best)):
        message = f"nobody tells which is the day and which the month of {_words(best)}"
        return Problem("warning", where, message, "write it as `date: 2021-03-14` in the front matter of the entry")
    families = {w.family for w in best.places if w.date == best.date}
    if best.score <= WEAK and families <= {"page", "htmldate"}:
        how = ", ".join(dict.fromkeys(w.how for w in best.places))
        message = f"nothing says for certain that {best.date} is the date; it was found here: {how}"
        return Problem(
            "warning", where, message, "if it is another, write it as `date` in the front matter of the entry"
        )
    shown = [w for w in witnesses if _shown(w) and days_between(w.date, best.date) > 1]
    return _disagreement(best, shown, where) if families == {"data of the page"} and shown else None


def _shown(witness: Witness) -> bool:
    """Whether the page shows a date where it shows its own, be it that of a change."""
    changed = witness.how.startswith("modified date (") and not witness.how.startswith(_CHANGED)
    return changed or (witness.family == "page" and witness.weight >= DOUBT)


def _not_a_date(signal: Signal, where: str) -> Problem:
    return Problem(
        "warning",
        where,
        f"the {signal.how} gives the date {signal.value[:80]!r}, which is no date of the calendar",
        "write the date as 2021-03-14 (or 2021-03, or 2021) in the front matter of the entry",
    )


def _disagreement(best: Candidate, against: Sequence[Witness], where: str) -> Problem:
    sides = {best.date: best.places} | {w.date: tuple(o for o in against if o.date == w.date) for w in against}
    said = "; ".join(f"{date} ({', '.join(dict.fromkeys(w.how for w in places))})" for date, places in sides.items())
    return Problem(
        "warning",
        where,
        f"the date is told in different ways: {said}",
        f"{best.date} is used; if another is right, write it as `date` in the front matter of the entry",
    )
