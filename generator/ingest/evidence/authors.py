"""Bylines turned into the names of people: "By Jane Doe and John Roe, Staff Writers" -> two names."""

from __future__ import annotations

import html
import re

MAX_BYLINE = 600
MAX_AUTHORS = 40

_BY = (
    r"by|written by|posted by|published by|reported by|story by|text by|words by|author|authors"
    r"|von|text von|ein beitrag von|eine analyse von|ein kommentar von|autor|autorin|autoren|verfasst von"
    r"|geschrieben von|veröffentlicht von|par|écrit par|publié par|auteur|por|escrito por|publicado por|texto|autora"
    r"|di|a cura di|scritto da|autore|door|geschreven door|af|av|skrevet av|skrevet af|forfatter|författare"
    r"|kirjoittaja|przez|autor tekstu|napisał|napisała|автор|от|од|yazan|szerző"
)
_LEAD = re.compile(rf"^\s*(?:{_BY})(?:\s*[:：]\s*|\s+)", re.IGNORECASE)
_SPLIT = re.compile(
    r"\s*(?:;|\||•|·|/|\n|\s&\s|\s\+\s|,?\s+(?:and|und|et|y|e|og|och|en|with|mit)\s+(?=[A-ZÀ-ÞĄ-ŽΑ-ΩА-Я]))\s*"
)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\(?[^\s@()]{1,64}@[^\s@()]{1,255}\)?|(?<!\w)@\w+|\(\s*\)")
_KIND = (
    r"senior|junior|chief|managing|executive|deputy|associate|assistant|contributing|political|national|business|sports?"
    r"|foreign|white house|washington|science|technology|tech|health|guest|news|special|freelance|investigative|city"
    r"|editorial|lead|principal"
)
_JOBS = re.compile(
    rf"\b(?:staff(?: writer)?|(?:(?:{_KIND}) )?(?:staff )?(?:reporter|editors?(?:-in-chief| in chief)?|writers?"
    r"|correspondent|columnist|contributor|journalist|blogger|producer|photographer|analyst|critic)"
    r"|(?:chef)?redakteur(?:in)?|korrespondent(?:in)?|journalistin|volontär(?:in)?|redactor[a]?|rédact(?:eur|rice)"
    r"|autor(?:in)?|author|ph\.?d\.?|m\.?d\.?|mba|jr\.?|view (?:orcid )?profile)(?!\w)\.?",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"admin(?:istrator)?|root|user\d*|guest|anonym(?:ous)?|unknown|unbekannt|n/?a|none|null|undefined|author|autor"
    r"|publisher|editor(?:s|ial)?(?: team| board| staff)?|(?:the )?(?:news ?)?(?:staff|team|desk|newsroom|webmaster)"
    r"|(?:die |la )?(?:web|online-?)?(?:redaktion|redaction|rédaction|redacción|redazione|redactie)"
    r"|redaksjonen|redaktionen|toimitus|gast(?:autor)?|leserbriefe?|red|webteam|moderator"
    r"|super user|press release|pressemitteilung",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:for|at|of|in|on|from|für|bei|aus|am|pour|published|posted|updated|veröffentlicht)\s+.*$|\s+[-–—]\s+.*$"
    r"|\s*\(.*$|\s*\b\d{1,2}[.:/]\d.*$|\s*\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\d<>{}\[\]=#$%*\\^~|]{2,60}")


def names_in(byline: str) -> tuple[str, ...]:
    """The people whom a byline names, in its order; () if it names none.

    "By" and its like in other languages, job titles, mail and web addresses and @names are dropped. Without any
    person, an agency or an office ("Reuters") is given as it stands.
    """
    text = html.unescape(byline[:MAX_BYLINE]).replace("\u00a0", " ")
    text = _ADDRESS.sub(" ", re.sub(r"<[^<>]{0,200}>", " ", text))
    text = _LEAD.sub("", _LEAD.sub("", re.sub(r"[ \t]+", " ", text).strip()))
    names: list[str] = []
    for part in _SPLIT.split(text)[: MAX_AUTHORS * 2]:
        for name in _comma_parts(part):
            if name not in names:
                names.append(name)
    return tuple(names[:MAX_AUTHORS])


def _comma_parts(part: str) -> list[str]:
    """ "Doe, Jane" is one name (turned round); "Jane Doe, John Roe" are two; what follows a name and is a job drops."""
    pieces = [piece for piece in (one.strip() for one in part.split(",")) if piece]
    if len(pieces) == 2 and all(len(piece.split()) == 1 for piece in pieces) and not _JOBS.search(part):
        return [name for name in [_name(f"{pieces[1]} {pieces[0]}")] if name]
    return [name for name in (_name(piece) for piece in pieces) if name]


def _name(piece: str) -> str:
    piece = _TAIL.sub("", _LEAD.sub("", piece)).strip(' .,:;-–—*|"“”')
    without = re.sub(r"\s+", " ", _JOBS.sub("", piece)).strip(" .,:;-–—*|")
    if not without or _NOBODY.fullmatch(without) or not _NAME.fullmatch(without):
        return ""
    if len(without.split()) > 6 or not any(c.isalpha() for c in without):
        return ""
    return _cased(without)


def _cased(name: str) -> str:
    """JANE DOE -> Jane Doe: capitals throughout are a style of the page, not of the name. One word stays."""
    words = name.split()
    if len(words) > 1 and name.isupper() and not any("." in word for word in words):
        return " ".join("-".join(part.capitalize() for part in word.split("-")) for word in words)
    return name
