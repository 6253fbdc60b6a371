"""Evidence, languages and rules -> words for readers."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

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
        "header-line": ("Read the header lines above the text", "line"),
        "hover-card": ("Took out what the website put inside sentences when the mouse rested on a name", "card"),
        "page-furniture": ("Took out buttons, menus and sign-up forms", "passage"),
        "repeated-title": ("Took out the title where the text repeated it", "line"),
        "shortcode": ("Took out instructions for the website's own program", "passage"),
    }
)
"""What each rule of ingest does, and what one of its cuts is called."""


def language_name(code: str) -> str:
    """The English name of a language: "pt-br" -> "Portuguese (BR)"; the code itself if it is not in the table."""
    base, _, region = code.partition("-")
    name = LANGUAGES.get(base.lower(), "")
    return (f"{name} ({region.upper()})" if region else name) or code


def direction(code: str) -> str:
    """ "rtl" for languages written from right to left, else "ltr"."""
    return "rtl" if code.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def from_where(how: str) -> str:
    """Evidence as the end of a sentence: "header line, URL" -> "from the header line, URL"."""
    if not how:
        return ""
    plain = how[:1].lower() + how[1:] if how[1:2].islower() else how
    if plain.startswith(("from ", "by ", "worked out", "no ", "not ", "set by", "added ", "edited ")):
        return plain
    return f"from {plain}" if plain.startswith(("the ", "a ", "an ", "its ")) else f"from the {plain}"


@lru_cache(maxsize=65536)
def how_known(date: str, evidence: Evidence | None) -> tuple[Sure | None, str]:
    """The mark of a date and the words beside it; no mark if nothing is said of how it is known.

    "certain, from the header line"; "month only, from the file name"; "worked out from its neighbours".
    """
    if not date:
        return "unknown", "no date known" if evidence is None else _after("no date known", from_where(evidence.how))
    if evidence is None:
        return None, ""
    exact = {4: "year only", 7: "month only"}.get(len(date), "")
    word = exact if exact and evidence.sure != "certain" else ", ".join(filter(None, (evidence.sure, exact)))
    return evidence.sure, _after(word, from_where(evidence.how))


def _after(word: str, more: str) -> str:
    return f"{word}, {more}" if more else word


def did(rule: str, count: int) -> str:
    """What a rule did to an entry, in a sentence."""
    what, one = RULES.get(rule, ("Took out words", "passage"))
    return f"{what}: {count} {one}{'' if count == 1 else 's'}"


def listed(words: tuple[str, ...]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
