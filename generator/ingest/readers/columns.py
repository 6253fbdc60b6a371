"""Named values of a container (columns, JSON keys, front matter, header lines) -> what they say about the document."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from generator.ingest.decode import plain
from generator.types import Problem, Signal
from generator.written import epoch, said

Field = Literal["title", "date", "url", "source", "author", "language", "tag", "summary", "person"]
Flat = Iterable[tuple[str, str | list[str]]]
"""Names with their texts; nested names are joined with dots."""


class Told(Struct, frozen=True):
    """What the named values of one record say."""

    signals: tuple[Signal, ...] = ()
    extra: Mapping[str, str] = {}
    text: str = ""
    kind: Literal["", "html", "markdown"] = ""
    """What the column's name says that the text is written in."""
    problems: tuple[Problem, ...] = ()


_FIELDS: Mapping[Field, str] = MappingProxyType(
    {
        "title": "title headline heading head_line subject post_title article_title page_title news_title "
        "resolved_title given_title og_title dc_title titel titre titulo name",
        "url": "url link uri href permalink canonical canonical_url source_url original_url article_url web_url weburl "
        "page_url post_url news_url external_url resolved_url given_url link_url tumblr_url og_url original_link "
        "originalurl sourceurl canonicalurl short_url address",
        "date": "date published published_at publishedat published_date published_on publication_date publicationdate "
        "pub_date pubdate publish_date publishdate date_published datepublished date_publish article_date post_date "
        "issued date_posted posted posted_at posted_on datum fecha isosent dc_date article_published_time "
        "webpublicationdate first_published sent "
        "datetime date_time timestamp time created created_at created_on created_utc createdat date_created "
        "datecreated saved_at savedat saved_date saved_on date_saved highlighted_at time_added date_added added",
        "source": "source site publisher publication outlet newspaper site_name sitename website domain domain_name "
        "media_name source_name sourcename feed_title journal provider og_site_name dc_publisher news_source quelle",
        "author": "author authors byline by creator creators writer writers dc_creator author_name authorname "
        "article_author reporter from autor auteur written_by contributors",
        "tag": "tag tags category categories keyword keywords labels topics topic subjects section news_keywords "
        "subject_terms tag_list dc_subject document_tags",
        "language": "language lang locale lang_code language_code inlanguage in_language dc_language sprache",
        "summary": "summary description excerpt abstract standfirst dek subtitle teaser snippet deck og_description "
        "meta_description lede short_description extended",
        "person": "people persons person people_mentioned",
    }
)
_BODIES = tuple(
    "text body content article full_text fulltext article_text articletext maintext main_text story raw_text "
    "plain_text plaintext text_content textcontent body_text bodytext article_body articlebody content_text selftext "
    "transcript speech message markdown body_markdown content_markdown md html content_html contenthtml body_html "
    "bodyhtml article_html content_encoded post_content raw_html page_html html_content".split()
)
_NAMED: Mapping[str, tuple[Field, int]] = MappingProxyType(
    {name: (field, rank) for field, names in _FIELDS.items() for rank, name in enumerate(names.split())}
)
_SAVED = tuple("saved_at savedat saved_date saved_on date_saved highlighted_at time_added date_added added".split())
"""When a reader kept the page: the document is not newer."""
_CHANGED = frozenset(
    "lastmod last_mod last_modified lastmodified modified modified_at modified_on modified_date date_modified "
    "datemodified modified_time post_modified article_modified_time og_updated_time updated updated_on last_updated "
    "date_updated dateupdated last_edited".split()
)
"""When the document was last changed; `updated_at` is when a service last changed its own record of it."""
_WEAK = MappingProxyType(
    {
        "name": 0.6,
        "address": 0.6,
        "short_url": 0.6,
        "from": 0.7,
        "section": 0.7,
        "extended": 0.7,
        "subtitle": 0.6,
        "timestamp": 0.6,
        "time": 0.6,
        **dict.fromkeys("datetime date_time".split(), 0.8),
        **dict.fromkeys("created created_at created_on createdat date_created datecreated created_utc".split(), 0.6),
        **dict.fromkeys(_SAVED, 0.2),
    }
)
"""Names that often mean something else: the weight of what they say."""

_BOXES = frozenset(
    "article data post item doc document fields attributes metadata meta page story entry response params "
    "front_matter frontmatter record".split()
)
_OWNERS = frozenset("author authors byline creator creators source publisher site publication tags categories".split())
CALLED = frozenset("name title label display_name displayname full_name term".split())
"""The names under which an object (an author, a tag) keeps what it is called."""

CHANGED = "modified ("
"""How such a date is known (evidence/choose_lastmod.py)."""
_NOT_NAME = re.compile(r"[^0-9a-zà-ÿ]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WEB = re.compile(r"https?://[^\s<>\"]{3,2000}", re.I)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}(?:\.[\w-]+)?")
_LISTED = re.compile(r"\[\s*(?:'[^']*'|\"[^\"]*\")(?:\s*,\s*(?:'[^']*'|\"[^\"]*\"))*\s*\]")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_MARKED = re.compile(
    r"<(p|div|br|h[1-6]|ul|ol|article|table|blockquote|figure|html|body|section|a|span|em|strong)\b[^<>]*>", re.I
)
_LONGEST = 4_000


def told(pairs: Flat, how: str, where: str, weight: float = 0.95) -> Told:
    """Sort named values into signals, body and the rest.

    `how` begins the words of each signal ("column", "front matter"), `where` names the record in problems. The rest,
    and what does not fit its name (a date that no pattern reads, an address that is none), goes to `extra` as found.
    """
    signals: list[tuple[int, Signal]] = []
    extra: dict[str, str] = {}
    bodies: list[tuple[int, str, str]] = []
    for name, value in pairs:
        key = called(name)
        rank = _BODIES.index(key) if key in _BODIES else -1
        if rank >= 0:
            bodies.append((rank, name, "\n\n".join(value) if isinstance(value, list) else value))
            continue
        found = list(_signals(key, name, value, how, weight))
        signals += found
        if not found:
            _put(extra, name, value)
    text, kind, problems = _body(bodies, extra, where)
    ranked = tuple(signal for _, signal in sorted(signals, key=lambda pair: pair[0]))
    return Told(ranked, _trimmed(extra, where, problems), text, kind, tuple(problems))


def called(name: str) -> str:
    """The name by which a column is known: "Published At", "publishedAt" and "article.published_at" are one."""
    whole = folded(name)
    if whole in _NAMED or whole in _BODIES:
        return whole
    *parents, last = name.split(".")
    last = folded(last)
    if parents and all(folded(parent) in _BOXES for parent in parents):
        return last
    if len(parents) >= 1 and last in CALLED and folded(parents[-1]) in _OWNERS:
        return folded(parents[-1])
    joined = whole.replace("_", "")
    return joined if joined in _NAMED else whole


def known(name: str) -> bool:
    """Whether a column of this name has a meaning here."""
    key = called(name)
    return key in _NAMED or key in _BODIES


def is_body(name: str) -> bool:
    """Whether a column of this name holds the text itself."""
    return called(name) in _BODIES


def folded(name: str) -> str:
    """A name in lower case with single underscores between its words."""
    return _NOT_NAME.sub("_", _CAMEL.sub("_", name.strip()[:80]).lower()).strip("_")


def _signals(key: str, name: str, value: str | list[str], how: str, weight: float) -> Iterator[tuple[int, Signal]]:
    if key in _CHANGED and isinstance(value, str) and (day := said(value).date or epoch(value)):
        yield 0, Signal("date", day, f"{CHANGED}{how} {name.strip()[:80]})", 0.1)
    field, rank = _NAMED.get(key, (None, 0))
    if field is None:
        return
    sure = min(weight, _WEAK.get(key, 1.0))
    for given in value if isinstance(value, list) else [value]:
        if not given.strip():
            continue
        meant, values = _meant(field, given.strip(), isinstance(value, list))
        if len(values) > 200 or any(len(item) > 2_000 for item in values):
            continue
        words = f"{how} {name.strip()[:80]}"
        words = f"saved on ({words})" if key in _SAVED else words
        yield from ((rank, Signal(meant, item, words, sure)) for item in values)


def _meant(field: Field, given: str, single: bool) -> tuple[Field, list[str]]:
    """The field that a value is evidence for, and its parts: a "source" that is an address is the url."""
    if field == "url" or (field == "source" and _WEB.fullmatch(given)):
        return "url", [given] if _WEB.fullmatch(given) else []
    if field == "date":
        found = said(given)
        date = given if found.text else found.date or epoch(given)
        return field, [date] if date else []
    if field == "language":
        return field, [given.split(".")[0].replace("_", "-").lower()] if _LANGUAGE.fullmatch(given) else []
    if field in ("tag", "person"):
        return field, [given] if single else _tags(given)
    if field == "author":
        return field, authors(given)
    return field, [" ".join(html.unescape(given).split())]


def authors(line: str) -> list[str]:
    """The names of a by-line: split at semicolons, bars, "and", and at commas between whole names; "By" goes."""
    listed = _elements(line)
    line = " ".join(html.unescape(line).split())
    line = re.sub(r"^(?:(?:written |posted )?by\b:?|von\b|par\b)\s*", "", line, flags=re.I)
    parts = listed or re.split(r"\s*[;|]\s*|\s+(?:and|&)\s+", line[:2_000])
    names: list[str] = []
    for part in parts:
        pieces = [piece.strip() for piece in part.split(",")]
        pieces = [piece for piece in pieces if piece]
        names += pieces if len(pieces) > 1 and all(" " in piece for piece in pieces) else [part.strip(" ,")]
    return [name for name in names if name]


def _tags(given: str) -> list[str]:
    if listed := _elements(given):
        return listed
    for mark in (";", "|", ",", "\n"):
        if mark in given:
            return [part.strip() for part in given.split(mark) if part.strip()]
    return [given]


def _elements(given: str) -> list[str]:
    """The parts of "['a', 'b']", as tables written by programs hold lists."""
    if not given.startswith("[") or len(given) > 20_000 or not _LISTED.fullmatch(given.strip()):
        return []
    return [a or b for a, b in _QUOTED.findall(given) if a or b]


def _body(
    bodies: list[tuple[int, str, str]], extra: dict[str, str], where: str
) -> tuple[str, Literal["", "html", "markdown"], list[Problem]]:
    """The best of the columns that may hold the text: the first by name that is not empty."""
    filled = sorted((body for body in bodies if body[2].strip()), key=lambda body: body[0])
    problems: list[Problem] = []
    for _, name, text in filled[1:]:
        if text == filled[0][2]:
            continue
        if len(text) <= _LONGEST:
            extra[name] = text
        else:
            message = f"column {name} ({len(text):,} characters) is not used: the text is taken from {filled[0][1]}"
            problems.append(Problem("note", where, message))
    if not filled:
        return "", "", problems
    _, name, text = filled[0]
    key = called(name)
    if "html" in key or key in ("content_encoded", "post_content") or _is_markup(text):
        return text, "html", problems
    return text, "markdown" if "markdown" in key or key == "md" else "", problems


def _is_markup(text: str) -> bool:
    """HTML in a column that does not say so: it begins with a tag of prose and has an end tag, too."""
    head = text[:20_000].lstrip()
    return bool(_MARKED.match(head)) and ("</" in head or "<br" in head.lower())


def _put(extra: dict[str, str], name: str, value: str | list[str]) -> None:
    text = ", ".join(value) if isinstance(value, list) else value
    if text.strip():
        extra[plain(name.strip()) or "?"] = text.strip()


def _trimmed(extra: dict[str, str], where: str, problems: list[Problem]) -> dict[str, str]:
    for name, text in extra.items():
        if len(text) > _LONGEST:
            extra[name] = text[:_LONGEST] + "…"
            message = f"field {name} ({len(text):,} characters) is kept to its first {_LONGEST:,}"
            problems.append(Problem("note", where, message))
    return extra
