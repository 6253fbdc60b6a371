"""Signals of a document turned into its title, address, source, authors, language, tags and summary."""

from __future__ import annotations

from collections.abc import Sequence

from ...types import Evidence, Signal
from . import addresses, language, titles
from .authors import names_in
from .choice import NOTHING, Choice

STATED = 0.95
MAX_TAGS = 50
MAX_SUMMARY = 600
_SLUG = 0.3
"""Weight up to which a title is only the words of a slug."""


def _of(signals: Sequence[Signal], field: str) -> list[Signal]:
    """The signals of a field that say something, heaviest first (equal ones in their order)."""
    return sorted((s for s in signals if s.field == field and s.value.strip()), key=lambda s: -s.weight)


def _sure(signals: Sequence[Signal], chosen: Signal) -> Choice:
    """The chosen signal's value; certain if its place is made for it, or two others say the same."""
    return Choice(chosen.value, "certain" if chosen.weight >= STATED or len(signals) > 2 else "worked out", "")


def choose_url(signals: Sequence[Signal]) -> Choice:
    """The tidy address of the original: the one stated outright, else canonical, og:url, where it was saved from.

    A canonical address on the front page of its site, or on a bare host, says nothing of the article.
    """
    found = _of(signals, "url")
    base = next((s.value for s in found if addresses.tidy_url(s.value)), "")
    tidy = [Signal("url", addresses.tidy_url(s.value, base), s.how, s.weight) for s in found]
    good = [s for s in tidy if s.value]
    deep = [s for s in good if _has_path(s.value)] or good
    if not deep:
        return NOTHING
    best = deep[0]
    if best.how == "URL":
        best = next((s for s in deep if s.how == "canonical link"), best)
    agree = [s for s in good if _bare(s.value) == _bare(best.value)]
    return Choice(best.value, "certain" if best.weight >= STATED or len(agree) > 1 else "worked out", _hows(agree))


def _has_path(url: str) -> bool:
    return url.count("/") > 3 or not url.endswith("/") or "?" in url


def _bare(url: str) -> str:
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")


def _hows(signals: Sequence[Signal]) -> str:
    return ", ".join(dict.fromkeys(s.how for s in signals))


def choose_source(signals: Sequence[Signal]) -> Choice:
    """The name of the site, paper or publisher, else the host of the address."""
    found = [s for s in _of(signals, "source") if titles.is_title(s.value)]
    if not found:
        return NOTHING
    best = found[0]
    agree = [s for s in found if titles.fold(s.value) == titles.fold(best.value)]
    sure = best.weight >= STATED or len(agree) > 1
    return Choice(titles.tidy_title(best.value), "certain" if sure else "worked out", _hows(agree))


def choose_title(signals: Sequence[Signal], body: str, source: str, url: str) -> Choice:
    """The headline without the site's name; from a slug, spelled as the body spells it; else the body's first words.

    A title that several places give (letters and digits compared) outweighs one that stands alone.
    """
    sites = tuple(s.value for s in _of(signals, "source")) + ((addresses.host_of(url),) if url else ())
    found = [Signal("title", _clean(s, sites), s.how, s.weight) for s in _of(signals, "title")]
    found = [s for s in found if titles.is_title(s.value)]
    full = [s for s in found if s.weight > _SLUG]
    names = {titles.fold(site) for site in sites}
    full = [s for s in full if s.weight >= STATED or titles.fold(s.value) not in names] or full
    if full:
        return _agreed(full)
    if found:
        title = titles.readable_slug(found[0].value, body)
        return Choice(titles.tidy_title(title), "worked out", found[0].how)
    words = titles.first_words(body)
    return Choice(words, "worked out", "first words") if words else NOTHING


def _clean(signal: Signal, sites: tuple[str, ...]) -> str:
    title = titles.tidy_title(signal.value)
    if signal.weight >= STATED or signal.weight <= _SLUG or signal.how.startswith(("h1", "one of")):
        return title
    return titles.without_site(title, sites)


def _agreed(found: Sequence[Signal]) -> Choice:
    votes: dict[str, list[Signal]] = {}
    for signal in found:
        votes.setdefault(titles.fold(signal.value), []).append(signal)
    best = max(votes.values(), key=_joint)
    best = _without_kicker(best, votes)
    sure = best[0].weight >= STATED or len({s.how for s in best}) > 1
    return Choice(best[0].value, "certain" if sure else "worked out", _hows(best))


def _without_kicker(best: list[Signal], votes: dict[str, list[Signal]]) -> list[Signal]:
    """The votes for what is left if a heading begins with a section's name that the page's data leave out.

    Observed on news pages: the h1 holds "Local news" and the headline, og:title the headline alone.
    """
    if not best[0].how.startswith(("h1", "heading")):
        return best
    key = titles.fold(best[0].value)
    shorter = [other for other in votes if key != other and key.endswith(other) and 2 * len(other) > len(key)]
    firm = [other for other in shorter if votes[other][0].weight >= 0.7]
    return votes[max(firm, key=len)] if firm else best


def _joint(signals: Sequence[Signal]) -> float:
    """That at least one of the independent places is right: all meta tags and <title> come out of one pen."""
    families: dict[str, float] = {}
    for signal in signals:
        family = "meta" if signal.how.startswith(("meta ", "<title>")) else signal.how.split(" ")[0]
        families[family] = max(signal.weight, families.get(family, 0.0))
    doubt = 1.0
    for weight in families.values():
        doubt *= 1 - weight
    return 1 - doubt


def choose_authors(signals: Sequence[Signal], source: str) -> tuple[tuple[str, ...], Evidence]:
    """The names of the best byline; an agency or the site itself only where no person is named."""
    agencies = {titles.fold(source)} | {titles.fold(s.value) for s in _of(signals, "source")}
    bylines: dict[str, list[str]] = {}
    weights: dict[str, float] = {}
    for signal in _of(signals, "author"):
        names = bylines.setdefault(signal.how, [])
        names += [name for name in names_in(signal.value) if name not in names]
        weights[signal.how] = signal.weight
    for people_only in (True, False):
        for how, names in bylines.items():
            kept = [n for n in names if not (people_only and titles.fold(n) in agencies)]
            if kept:
                sure = weights[how] >= STATED or sum(kept == other for other in bylines.values()) > 1
                return tuple(kept), Evidence("certain" if sure else "worked out", how)
    return (), Evidence("unknown", "")


def choose_language(signals: Sequence[Signal], body: str) -> Choice:
    """What the record says, checked against the body: a long body in another language wins, a short one does not."""
    said = [s for s in _of(signals, "language") if s.how != "text"]  # the text is asked here
    stated = [Signal("language", tag, s.how, s.weight) for s in said if (tag := language.tidy_tag(s.value))]
    written = language.detect(body)
    best = next(iter(stated), None)
    if best is None:
        return Choice(written, "worked out", "text") if written else NOTHING
    if not written or language.same(best.value, written):
        sure = best.weight >= STATED or bool(written)
        return Choice(best.value, "certain" if sure else "worked out", best.how + (", text" if written else ""))
    if best.weight < STATED and language.letters(body) >= language.SURE_FROM:
        return Choice(written, "worked out", f"text; {best.how} says {best.value}")
    return Choice(best.value, "worked out", f"{best.how}; the text reads as {written}")


def choose_tags(signals: Sequence[Signal], title: str) -> tuple[tuple[str, ...], tuple[str, ...], Choice]:
    """People, tags and summary: each name once, in the order found; a summary that repeats the title is none."""
    people = _once(s.value for s in signals if s.field == "person")
    tags = _once(s.value for s in _of(signals, "tag"))
    for signal in _of(signals, "summary"):
        text = titles.tidy_title(signal.value)
        if text and titles.fold(text) != titles.fold(title):
            return people, tags, Choice(text, "certain" if signal.weight >= STATED else "worked out", signal.how)
    return people, tags, NOTHING


def _once(values: object) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for value in values:  # type: ignore[attr-defined]
        text = titles.tidy_title(value)
        if text and titles.fold(text):
            seen.setdefault(titles.fold(text), text)
    return tuple(seen.values())[:MAX_TAGS]
