"""Entries -> their pages: the text's frame, the facts, the record, what is near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from types import MappingProxyType
from urllib.parse import quote, urlsplit

from generator.phrases import Words, say
from generator.site.arrange import Site
from generator.site.cite import apa, article, tags
from generator.site.filed import Filed, clip, evidence, opening
from generator.site.lines import near, way
from generator.site.pages.anniversary import anniversary_address
from generator.site.pages.day import day_address
from generator.site.pages.frame import Planned, head, page
from generator.site.pages.versions import versions
from generator.site.raws import sourced
from generator.site.records import WEB, record, work
from generator.site.room import NO_RELATED, RELATED, record_address
from generator.site.twins import NAME
from generator.site.views import CopyView, CutView, EntryView, Fact, Head, Near, Record, Rule, SiteView, VersionView
from generator.site.words import NONE, did, from_where, how_known, language_name, listed
from generator.types import Copy, Cut, Meta

SHOWN = 300
"""Characters of a cut that has no place in the text."""
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "title": "Title",
        "author": "Author",
        "authors": "Author",
        "source": "Source",
        "url": "Address",
        "language": "Language",
    }
)


def pages(site: Site, cover: SiteView) -> Iterator[Planned]:
    """A page for each entry."""
    for place, one in enumerate(site.entries):
        kin = site.related[place]
        reads = [place, *beside(site, place), *(one.other for one in kin), *site.crosslinks.linked.get(place, ())]
        reads += site.versions.get(place, ())
        view = partial(entry_view, site, cover, place, one)
        also = (kin, site.short.get(place, ()))
        yield page(one.address, "entry.html", view, one.entry.body, reads=reads, also=also)


def entry_view(site: Site, cover: SiteView, place: int, one: Filed) -> EntryView:
    """All that the page of one entry shows but its text; nothing that counts other entries."""
    meta = one.entry.meta
    sure, how = how_known(one.date, evidence(one), bool(one.date_text), site.info.words)
    other = foreign(site, one)
    short = site.short.get(place, ())
    earlier, later = turn(site, place)
    known = record(site.info, one)
    cited, at = work(known, site.info.title), host(meta.url)
    return EntryView(
        site=cover,
        head=frame(site, one),
        title=one.name,
        deck=deck(one),
        date=one.date,
        date_text=one.date_text,
        sure=sure,
        how=how,
        language=other,
        spoken=language_name(other, site.info.words) if other else "",
        source=way(site, "source", meta.source) if one.names["source"] else None,
        authors=tuple(a for a in meta.authors if a.strip()),
        people=tuple(way(site, "person", name) for name in one.names["person"]),
        tags=tuple(way(site, "tag", name) for name in one.names["tag"]),
        original=known.original,
        host=at,
        wayback=wayback(meta.url, one.date) if at else "",
        record=told(site, place),
        article=article(cited, known.original),
        meta=tags(cited, other),
        cited=apa(cited),
        twin=NAME if site.info.twins else "",
        day=day_address(one.date) if len(site.days.get(one.date, ())) > 1 else "",
        other_years=anniversary_address(site, one.date),
        leads=tuple((key, site.entries[other].address) for key, other in site.crosslinks.leads.get(place, ())),
        pictures=site.pictures.get(place, ()),
        linked=tuple(near(site, other) for other in site.crosslinks.linked.get(place, ())),
        related=related(site, place)[: 0 if NO_RELATED in short else 1 if RELATED in short else None],
        earlier=earlier,
        later=later,
        at="",
        second=record_address(one, short),
        short=short,
    )


def foreign(site: Site, one: Filed) -> str:
    """The language of an entry, "" if it is not known or the site's."""
    language = one.entry.meta.language
    return language if language.lower() != site.info.language.lower() else ""


def related(site: Site, place: int) -> tuple[Near, ...]:
    """What is worth reading beside an entry; versions of its story stand elsewhere."""
    story, words = site.versions.get(place, ()), site.info.words
    return tuple(near(site, kin.other, kin.words(words)) for kin in site.related[place] if kin.other not in story)


def told(site: Site, place: int) -> Record:
    """How an entry was made, with all that it links to."""
    meta = site.entries[place].entry.meta
    return sourced(made(meta, compared_at(site, place), versions(site, place), site.info.words), site.raw)


def frame(site: Site, one: Filed) -> Head:
    """What the frame of the page says of the entry."""
    here = "years/" if one.date else ""
    about = clip(deck(one) or opening(one), 60)
    title = clip(one.name, 120)
    return head(site, title, one.address, here, about=about, at=one.date[:4], listing=False, kind="article")


def deck(one: Filed) -> str:
    """The summary that somebody wrote: one that was made of the text's own beginning is not repeated."""
    written = one.entry.meta.summary.strip()
    return written if written and written != one.name else ""


def turn(site: Site, place: int) -> tuple[Near | None, Near | None]:
    """The dated entries before and after; none for an entry without a date."""
    around = beside(site, place)
    earlier, later = place - 1 in around, place + 1 in around
    return near(site, place - 1) if earlier else None, near(site, place + 1) if later else None


def beside(site: Site, place: int) -> list[int]:
    """The places of these."""
    dated = len(site.entries) - len(site.undated)
    return [other for other in (place - 1, place + 1) if place < dated and 0 <= other < dated]


def host(url: str) -> str:
    """ "https://www.example.org/a" -> "example.org"; "" if it is no address of the web."""
    if not url.startswith(WEB):
        return ""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def wayback(url: str, date: str) -> str:
    """The Internet Archive's copy nearest to the date (web.archive.org/web/YYYYMMDD/URL)."""
    stamp = date.replace("-", "") or "0"
    return f"https://web.archive.org/web/{stamp}/{quote(url, safe=':/?#[]@!$&()*+,;=%~')}"


def compared_at(site: Site, place: int) -> Mapping[int, str]:
    """Addresses of the pages that compare an entry with its copies, by the number of the copy, from 1."""
    numbers = range(1, len(site.entries[place].entry.meta.copies) + 1)
    return {n: copy_address(site.entries[place], n) for n in numbers if (place, n) in site.compared}


def copy_address(one: Filed, number: int) -> str:
    """Of the page that compares an entry with one of its copies."""
    return f"{one.address}copies/{number}/"


def made(meta: Meta, compared: Mapping[int, str], told: tuple[VersionView, ...] = (), words: Words = NONE) -> Record:
    """How the entry was made: rules, cuts, raw file, copies, and fields that are not certain."""
    cuts = list(enumerate(meta.cuts, 1))
    ranked = sorted(cuts, key=lambda pair: (pair[1].rule, pair[0]))
    grouped = [(name, [n for n, _ in found]) for name, found in groupby(ranked, key=lambda pair: pair[1].rule)]
    return Record(
        rules=tuple(Rule(name, did(name, len(numbers), words), tuple(numbers)) for name, numbers in grouped),
        cuts=tuple(CutView(number, shown(cut, words)) for number, cut in cuts),
        origin=meta.raw.origin if meta.raw else "",
        sha256=meta.raw.sha256 if meta.raw else "",
        copies=tuple(copy_view(at, copy, compared.get(at, ""), words) for at, copy in enumerate(meta.copies, 1)),
        known=tuple(facts(meta, words)),
        versions=told,
    )


def shown(cut: Cut, words: Words = NONE) -> str:
    """The words of a cut, shortened, with their number if some are not there."""
    text = clip(cut.text, SHOWN)
    return say(words, "{text} ({n} words)", cut.words, text=text) if cut.words else text


def facts(meta: Meta, words: Words = NONE) -> Iterator[Fact]:
    """The fields, but for the date, that were worked out."""
    for field, said in meta.evidence.items():
        if field != "date" and said.sure == "worked out":
            label = say(words, LABELS.get(field, field.capitalize()))
            yield Fact(label, said.sure, from_where(said.how, words))


def copy_view(number: int, copy: Copy, differences: str, words: Words = NONE) -> CopyView:
    """Another record of the document; letters begin at B, for A is the entry itself."""
    gave = listed(tuple(say(words, one) for one in copy.gave), words)
    return CopyView(letter(number), copy.origin, round(copy.alike * 100), gave, differences, sha256=copy.sha256)


def letter(at: int) -> str:
    """0 -> "A", 25 -> "Z", 26 -> "AA"."""
    return (letter(at // 26 - 1) if at > 25 else "") + chr(65 + at % 26)
