"""Places of a record that say something of it (Signals), and the fields that follow from them, with their evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree
from lxml.html import HtmlElement
from msgspec import Struct

from ..types import Evidence, Problem, Signal
from .evidence import addresses, language
from .evidence.choose import (
    choose_authors,
    choose_language,
    choose_source,
    choose_tags,
    choose_title,
    choose_url,
)
from .evidence.choose_date import choose_date, settled
from .evidence.choose_lastmod import choose_lastmod
from .evidence.html_body import signals_from_body
from .evidence.html_head import signals_from_head, signals_from_notes
from .evidence.json_ld import signals_from_json_ld
from .evidence.page import page_of
from .evidence.page_dates import dates_in_text
from .evidence.plain_text import signals_from_text

__all__ = ["Decision", "decide", "signals_from_html", "signals_from_name", "signals_from_text", "signals_from_url"]

_JSON_LD: Any = etree.XPath("//script[contains(@type, 'ld+json')]/text()")
_HASH = re.compile(r"(?:\d{1,6}[_-])?[0-9a-f]{12,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+", re.IGNORECASE)
_NAME_OF_YEAR = re.compile(r"((?:1[4-9]|20)\d\d)[-_ ]([^\W\d_a-z][^\W\d_]{2,})")
_MANY = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".mbox", ".xml", ".enex", ".warc", ".gz", ".zip")
"""Files of many records: their name is the title of none."""
_SOURCES = ("source", "url")
_NO_BOUND = "2199-12-31"


class Decision(Struct, frozen=True):
    """The fields of a document as far as they are known, and how each is known."""

    title: str = ""
    date: str = ""
    date_text: str = ""
    lastmod: str = ""
    url: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    tags: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    summary: str = ""
    evidence: dict[str, Evidence] = {}
    problems: tuple[Problem, ...] = ()


def signals_from_html(tree: HtmlElement, text: str, today: str = "") -> list[Signal]:
    """What a saved page says of itself.

    tree: the parsed page (not changed); text: its source, for the notes of saving programs, which a parser may drop;
    today: the newest day that htmldate may answer, "" = no bound. htmldate is asked only where the page's own dates
    leave doubt: it is an answer without a reason, and takes expiry dates and dates of comments too.
    """
    blocks = [str(block) for block in _JSON_LD(tree)]
    found = signals_from_json_ld(blocks) + signals_from_head(tree) + signals_from_notes(text)
    tag = next((language.tidy_tag(s.value) for s in found if s.field == "language" and s.how == "html lang"), "")
    headlines = [s.value for s in found if s.field == "title"]
    page = page_of(tree, tag, headlines)
    found += signals_from_body(page)
    if not settled(found):
        found += dates_in_text(tree, page)
    if not settled(found):
        found += _htmldate(tree, today)
    return found


def sources_of(signals: Sequence[Signal]) -> frozenset[str]:
    """All names of the sources that signals give: of the site or publisher, and the hosts of addresses."""
    named = (s.value if s.field == "source" else addresses.host_of(s.value) for s in signals if s.field in _SOURCES)
    return frozenset(" ".join(name.split()) for name in named if name)


def _htmldate(tree: HtmlElement, today: str) -> list[Signal]:
    from htmldate import find_date  # loads a parser of dates that few pages need

    try:
        answer = find_date(tree, original_date=True, max_date=today or _NO_BOUND)
    except Exception:  # the library raises many kinds on odd trees, and its answer is only one among others
        return []
    return [Signal("date", answer, "htmldate", 0.6)] if answer else []


def signals_from_url(url: str) -> list[Signal]:
    """What the address of a document says: itself, the date in its path, the words of its slug, its host."""
    tidy = addresses.tidy_url(url)
    if not tidy:
        return []
    found = [Signal("url", url, "URL", 0.7), Signal("source", addresses.host_of(tidy), "URL", 0.4)]
    date, slug, spelled = addresses.url_date(tidy), addresses.url_slug(tidy), addresses.wiki_title(tidy)
    if date:
        found.append(Signal("date", date, "URL", 0.9 if len(date) == 10 else 0.6))
    if spelled:
        return [*found, Signal("title", spelled, "URL title", 0.45)]
    return [*found, Signal("title", slug, "URL slug", 0.3)] if slug else found


def signals_from_name(path: str) -> list[Signal]:
    """What the name of a file says: its date ("2015-12-08-slug.md") and the words of its slug; nothing of a hash.

    A year and one name ("1801-Jefferson.txt") are a title together.
    """
    name = path.split("#")[0].rsplit("/", 1)[-1]
    stem = name.rsplit(".", 1)[0] if "." in name[1:] else name
    found: list[Signal] = []
    date = addresses.name_date(stem)
    if date:
        found.append(Signal("date", date, "file name", 0.7 if len(date) == 10 else 0.5))
    nameless = _HASH.fullmatch(stem) or name.lower().endswith(_MANY)
    slug = "" if nameless else addresses.slug_words(addresses.without_date(stem))
    if named := _NAME_OF_YEAR.fullmatch(stem):
        slug = " ".join(named.groups())
    return [*found, Signal("title", slug, "file name", 0.2)] if " " in slug and not _of_ids(slug) else found


def _of_ids(slug: str) -> bool:
    """Whether half of the words are numbers of something: "CREC pt1 PgS699"."""
    words = [word for word in slug.split() if not word.isdigit()]
    return 2 * sum(not word.isalpha() and word.isalnum() for word in words) >= len(words)


def decide(signals: Sequence[Signal], body: str, where: str, today: str = "") -> Decision:
    """Choose each field from its signals.

    signals: of every place, in any order; body: the finished text (Markdown), for the language, for the spelling of
    words of a slug, and for a title where there is no other; where: of the record, for problems; today: "2026-11-22",
    the newest day a document can be dated (a year is added for what is announced ahead), "" = no bound.
    """
    tongue = choose_language(signals, body)
    url = choose_url(signals)
    asked = weighed(signals)
    source = choose_source(asked)
    title = choose_title(asked, body, source.value, url.value)
    date, problems = choose_date(asked, tongue.value, where, today)
    authors, author_note = choose_authors(asked, source.value)
    people, tags, summary = choose_tags(asked, title.value)
    changed = choose_lastmod(asked, date.value, today)
    single = {
        "title": title,
        "date": date,
        "url": url,
        "source": source,
        "language": tongue,
        "summary": summary,
        "lastmod": changed,
    }
    evidence = {name: choice.evidence for name, choice in single.items() if choice.value}
    if authors:
        evidence["authors"] = author_note
    return Decision(
        title=title.value, date=date.value, date_text=date.text, lastmod=changed.value, url=url.value,
        source=source.value, authors=authors, language=tongue.value, tags=tags, people=people, summary=summary.value,
        evidence=evidence, problems=problems,
    )  # fmt: skip


def weighed(signals: Sequence[Signal]) -> list[Signal]:
    """All signals that `decide` weighs: these, and what the chosen address says."""
    return [*signals, *_from_address(signals, choose_url(signals).value)]


def _from_address(signals: Sequence[Signal], url: str) -> list[Signal]:
    """What the chosen address says, unless the caller has asked it already."""
    if not url or any(s.how == "URL" and s.field == "source" for s in signals):
        return []
    return [signal for signal in signals_from_url(url) if signal.field != "url"]
