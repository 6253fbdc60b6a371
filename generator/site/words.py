"""Evidence, languages and rules -> words for readers."""

from __future__ import annotations

import re
from types import MappingProxyType

from generator.phrases import Words, say
from generator.types import Evidence, Sure

LANGUAGES = MappingProxyType(
    dict(
        line.split("=")
        for line in (
            "ar=Arabic|bg=Bulgarian|bn=Bengali|ca=Catalan|cs=Czech|cy=Welsh|da=Danish|de=German|el=Greek|en=English"
            "|eo=Esperanto|es=Spanish|et=Estonian|eu=Basque|fa=Persian|fi=Finnish|fr=French|ga=Irish|gl=Galician"
            "|he=Hebrew|hi=Hindi|hr=Croatian|hu=Hungarian|hy=Armenian|id=Indonesian|is=Icelandic|it=Italian|ja=Japanese"
            "|ka=Georgian|ko=Korean|la=Latin|lt=Lithuanian|lv=Latvian|mk=Macedonian|ms=Malay|mt=Maltese|nl=Dutch"
            "|no=Norwegian|nb=Norwegian|nn=Norwegian Nynorsk|pl=Polish|pt=Portuguese|ro=Romanian|ru=Russian|sk=Slovak"
            "|sl=Slovenian|sq=Albanian|sr=Serbian|sv=Swedish|sw=Swahili|ta=Tamil|te=Telugu|th=Thai|tl=Tagalog|tr=Turkish"
            "|uk=Ukrainian|ur=Urdu|vi=Vietnamese|yi=Yiddish|zh=Chinese"
        ).split("|")
    )
)
"""ISO 639-1 codes and English names."""

RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"))

RULES = MappingProxyType(
    {
        "header-line": ("Read the header lines", "line"),
        "hover-card": ("Took out cards that open over names", "card"),
        "page-furniture": ("Took out buttons, menus and sign-up forms", "passage"),
        "repeated-title": ("Took out the repeated title", "line"),
        "print-mark": ("Took out marks for the printer", "passage"),
        "shortcode": ("Took out instructions for the website's program", "passage"),
    }
)
"""What each rule of ingest does, and what one of its cuts is called."""


SEEN = tuple(
    "header line|URL|URL slug|file name|text|first line|first lines|first words|first heading|heading|h1|by-line"
    "|byline|byline in the text|canonical link|html lang|dateline|date on the page|time element"
    "|line beside the heading|capture time|HTTP Last-Modified|saved page|day it was saved|page as a whole|feed"
    "|feed title|mail header|by hand|hover card|copy|note title|bookmark|Slack export|Slack channel|web archive"
    "|attachment name|labelled date|author link".split("|")
)
"""Where ingest sees things: what follows "from the"."""
SPOKEN = MappingProxyType({"saved on": "day it was saved", "htmldate": "page as a whole"})
"""Names of the program's own, and what people are told."""
NAMED = tuple("column|front matter|meta|mail header|header field|header comment|bold line|JSON-LD|field".split("|"))
"""Places that have names: "column headline"."""
GIVEN = tuple("quotes|punctuation|title|date|url|source|authors|language|people|tags|summary".split("|"))
"""What an entry took over from a copy."""
_PLACE = re.compile(r"[^,;: ](?:[^,;:]|:(?! ))*")
NONE: Words = MappingProxyType({})


def language_name(code: str, words: Words = NONE) -> str:
    """The name of a language: "pt-br" -> "Portuguese (BR)"; the code itself if it is not in the table."""
    base, _, region = code.partition("-")
    name = say(words, LANGUAGES.get(base.lower(), ""))
    return (f"{name} ({region.upper()})" if region else name) or code


def direction(code: str) -> str:
    """ "rtl" for languages written from right to left, else "ltr"."""
    return "rtl" if code.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def from_where(how: str, words: Words = NONE) -> str:
    """Evidence as the end of a sentence: "header line, URL" -> "from the header line, URL"."""
    if not how:
        return ""
    plain = how[:1].lower() + how[1:] if how.split()[0][1:].islower() else how
    if plain.startswith(("from ", "by ", "worked out", "no ", "not ", "set by", "added ", "edited ")):
        return say(words, plain)
    if plain.startswith(("the ", "a ", "an ", "its ")):
        return say(words, "from {what}", what=plain)
    return say(words, "from the {what}", what=_places(words, plain))


def _places(words: Words, places: str) -> str:
    """Places with commas, semicolons and colons between them, in the site's language."""
    return _PLACE.sub(lambda one: _place(words, one[0]), places)


def _place(words: Words, place: str) -> str:
    """A place where something was seen, and what it says; the name of a column or field stays as it is."""
    place = SPOKEN.get(place, place)
    if place in words:
        return say(words, place)
    known, says, said = place.partition(" says ")
    if says:
        return say(words, "{place} says {said}", place=_place(words, known), said=said)
    kind = next((kind for kind in NAMED if place.startswith(f"{kind} ")), "")
    return f"{say(words, kind)} {place[len(kind) + 1 :]}" if kind else place


def how_known(
    date: str, evidence: Evidence | None, worded: bool = False, words: Words = NONE
) -> tuple[Sure | None, str]:
    """The mark of a date and the words beside it; no mark if nothing is said of how it is known.

    "certain, from the header line"; "month only, from the file name"; "worked out from its neighbours". `worded`: the
    date is shown in the document's own words, which say themselves how exact it is.
    """
    where = from_where(evidence.how, words) if evidence else ""
    if not date:
        return "unknown", _after(say(words, "no date known"), where)
    if evidence is None:
        return None, ""
    exact = "" if worded else {4: say(words, "year only"), 7: say(words, "month only")}.get(len(date), "")
    if worded and evidence.sure == "certain":
        return evidence.sure, _after(say(words, "as written"), where)
    sure = say(words, evidence.sure)
    return evidence.sure, _after(exact if exact and evidence.sure != "certain" else _after(sure, exact), where)


def _after(word: str, more: str) -> str:
    return f"{word}, {more}" if more else word


def did(rule: str, count: int, words: Words = NONE) -> str:
    """What a rule did to an entry, in a sentence."""
    what, one = RULES.get(rule, ("", "passage"))
    number = say(words, f"{{n}} {one}|{{n}} {one}s", count)
    return f"{say(words, what)}: {number}" if what else number


def listed(names: tuple[str, ...], words: Words = NONE) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return say(words, "{some} and {last}", some=", ".join(names[:-1]), last=names[-1])
