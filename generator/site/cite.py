"""An entry -> how others cite it: APA, BibLaTeX, RIS, CSL-JSON, and what citation managers read in its page."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import NamedTuple

import msgspec
from msgspec import Struct

from generator.site.views import Article, Person, Tag

BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""Line ends would end a field of RIS, and no reader of these formats wants control characters."""
TEX = re.compile(r"[\\{}$&#%_^~]")
TEX_NAMES = MappingProxyType(
    {
        "\\": r"\textbackslash{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        # BibTeX counts braces whether or not a backslash stands before them.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
    }
)
APA_NAMES = 20
"""Of more authors, the first nineteen and the last are named."""
MONTHS = tuple("January February March April May June July August September October November December".split())
LETTER = re.compile(r"[^\W\d_]")
URL_SIGNS = MappingProxyType({"{": "%7B", "}": "%7D", "\\": "%5C"})


class Work(NamedTuple):
    """What is cited."""

    key: str
    """Its address in the archive without the last slash: "2021/03/14/slug". No two entries have the same."""
    title: str
    authors: tuple[str, ...]
    date: str
    container: str
    """The source, or the archive if the source is not known."""
    url: str
    language: str = ""
    published: bool = False
    """Whether the source is known: then it is an article that appeared there, else a page of the archive."""
    date_text: str = ""
    """The date in the document's own words, where they are less exact: "c. 1923"."""


class CslName(Struct, frozen=True, omit_defaults=True):
    """A name of CSL-JSON: in two parts, or as it is."""

    family: str = ""
    given: str = ""
    literal: str = ""


class CslDate(Struct, frozen=True, omit_defaults=True, rename="kebab"):
    """A date of CSL-JSON, as far as it is known: [[2021, 3, 14]]."""

    date_parts: tuple[tuple[int, ...], ...]
    circa: bool = False


CSL = MappingProxyType({"container": "container-title", "url": "URL"})


class CslItem(Struct, frozen=True, omit_defaults=True, rename=CSL):
    """An item of CSL-JSON (citation-style-language/schema, csl-data.json)."""

    id: str
    type: str
    title: str
    author: tuple[CslName, ...] = ()
    issued: CslDate | None = None
    container: str = ""
    url: str = ""
    language: str = ""


def plain(text: str) -> str:
    """The text on one line, without control characters."""
    return BLANKS.sub(" ", text).strip()


def turned(author: str) -> tuple[str, str]:
    """Last name, given names: by the comma if there is one, else the last word is the last name."""
    name = plain(author)
    last, comma, given = name.partition(",")
    if comma and name.strip(", "):
        return last.strip(), given.strip()
    given, _, last = name.rpartition(" ")
    return last, given.strip()


def named(author: str) -> str:
    """ "Ida Fenn" -> "Fenn, Ida"; a name of one word stays as it is."""
    return ", ".join(filter(None, turned(author)))


# --- for readers ------------------------------------------------------------------------------------------------


def apa(work: Work) -> str:
    """A reference in the style of APA, 7th edition, section 10.16 (webpages and websites), up to the address.

    Its own words are English, whatever the language of the site: so the style is used in most places.
    """
    names = [_apa_name(author) for author in work.authors]
    if len(names) > APA_NAMES:
        who = f"{', '.join(names[: APA_NAMES - 1])}, . . . {names[-1]}"
    else:
        who = ", & ".join(filter(None, (", ".join(names[:-1]), "".join(names[-1:]))))
    title = plain(work.title)
    ended = title if title.endswith(("?", "!")) else f"{title.rstrip('.')}."
    when = f"({plain(work.date_text) or _apa_date(work.date)})."
    parts = (_ended(who), when, ended) if who else (ended, when)
    return " ".join((*parts, *filter(None, (_ended(plain(work.container)),))))


def _apa_name(author: str) -> str:
    """ "Jean-Paul Fenn" -> "Fenn, J.-P."."""
    last, given = turned(author)
    words = ([LETTER.search(part) for part in word.split("-")] for word in given.split())
    initials = ("-".join(f"{found[0].upper()}." for found in word if found) for word in words)
    return ", ".join(filter(None, (last, " ".join(filter(None, initials)))))


def _apa_date(date: str) -> str:
    year, *rest = date.split("-")
    words = [MONTHS[int(rest[0]) - 1], *(str(int(day)) for day in rest[1:])] if rest else []
    return ", ".join(filter(None, (year, " ".join(words)))) or "n.d."


def _ended(text: str) -> str:
    return f"{text}." if text and not text.endswith(".") else text


# --- for reference managers (assets/cite.js makes the same of what stands in a page) ----------------------------


def bibtex(work: Work) -> str:
    """BibLaTeX's @online, with `date` as far as it is known (ISO 8601-2: "1923~" is about 1923)."""
    fields = {
        "author": " and ".join(_tex_name(author) for author in work.authors),
        "title": f"{{{_tex(work.title)}}}",
        "organization": _tex(work.container),
        "date": f"{work.date}~" if work.date_text else work.date,
        "url": re.sub(r"[{}\\]", lambda m: URL_SIGNS[m[0]], plain(work.url)),
    }
    lines = (f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@online{{{work.key},\n" + ",\n".join(lines) + "\n}"


def _tex_name(author: str) -> str:
    """A name of one word, and one with an "and" or a second comma in it, must not be taken apart: it is in braces."""
    last, given = turned(author)
    parted = given and "," not in given and not re.search(r"\band\b", author, re.IGNORECASE)
    return f"{_tex(last)}, {_tex(given)}" if parted else f"{{{_tex(author)}}}"


def _tex(text: str) -> str:
    return TEX.sub(lambda m: TEX_NAMES.get(m[0], "\\" + m[0]), plain(text))


def ris(work: Work) -> str:
    """The RIS format (Research Information Systems): tags of two letters; how lines end is left to the file.

    A date may have a fourth part, in words: "1923///c. 1923".
    """
    date = work.date.replace("-", "/")
    told = f"{date}{'/' * (3 - date.count('/'))}{plain(work.date_text)}" if work.date_text else date
    lines = [
        ("TY", "NEWS" if work.published else "ELEC"),
        *(("AU", named(author)) for author in work.authors),
        ("TI", plain(work.title)),
        ("T2", plain(work.container)),
        ("PY", date[:4]),
        ("DA", told),
        ("LA", plain(work.language)),
        ("UR", plain(work.url)),
    ]
    return "\n".join([*(f"{tag}  - {value}" for tag, value in lines if value), "ER  - "])


def csl(work: Work) -> str:
    """An item of CSL-JSON, as one line."""
    parts = tuple(int(part) for part in work.date.split("-")) if work.date else ()
    item = CslItem(
        id=work.key,
        type="article-newspaper" if work.published else "webpage",
        title=plain(work.title),
        author=tuple(_csl_name(author) for author in work.authors),
        issued=CslDate((parts,), bool(work.date_text)) if parts else None,
        container=plain(work.container),
        url=plain(work.url),
        language=work.language,
    )
    return msgspec.json.encode(item).decode()


def _csl_name(author: str) -> CslName:
    last, given = turned(author)
    return CslName(family=last, given=given) if given else CslName(literal=plain(author))


# --- in the page ------------------------------------------------------------------------------------------------


def article(work: Work, original: str) -> Article:
    """The entry as schema.org sees it; `original` is the URL of the document.

    Relative addresses of JSON-LD are resolved against the page (JSON-LD 1.1, 7.3): this holds wherever the site is.
    """
    return Article(
        context="https://schema.org",
        type="NewsArticle" if work.published else "Article",
        headline=plain(work.title),
        author=tuple(Person(plain(author)) for author in work.authors),
        date_published=work.date,
        in_language=work.language,
        is_based_on=original,
        archived_at="./",
    )


def tags(work: Work, foreign: str = "") -> tuple[Tag, ...]:
    """The `meta` elements that Zotero's translator "Embedded Metadata" and Google Scholar read, each fact once.

    Zotero reads no JSON-LD. It takes title, authors and date from Highwire's names, and the rest from Dublin Core:
    without DC.type it would take whatever has a citation_title for an article of a journal. URL, summary (if one was
    written) and language it finds by itself, in the canonical link, the description and the `lang` of the page;
    `foreign` is the entry's language if it is not that of the page. `property` lets an element serve OpenGraph too.
    """
    who = "DC.creator" if any(_is_cut(plain(author)) for author in work.authors) else "citation_author"
    found = (
        Tag("citation_title", plain(work.title), "og:title"),
        *(Tag(who, plain(author)) for author in work.authors),
        Tag("DC.date", plain(work.date_text)) if work.date_text else Tag("citation_publication_date", work.date),
        Tag("DC.type", "newspaperArticle" if work.published else "webpage"),
        Tag("DC.source", plain(work.container)),
        Tag("DC.language", foreign),
    )
    return tuple(tag for tag in found if tag.content)


def _is_cut(author: str) -> bool:
    """Whether Zotero would make two of a citation_author: at a semicolon, or a comma between names of two words."""
    parts = [part.strip() for part in author.split(",")]
    return ";" in author or (len(parts) > 1 and " " in parts[0] and " " in parts[1])
