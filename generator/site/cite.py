"""An entry -> how others cite it: APA, BibTeX, RIS."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import NamedTuple

from generator.address import slug
from generator.site.views import Cite

MONTHS = tuple("January February March April May June July August September October November December".split())
TEX = re.compile(r"[\\{}$&#%_^~]")
TEX_NAMES = MappingProxyType({"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}"})
SMALL = frozenset("a an and as at by for from in of on or the to with".split())


class Work(NamedTuple):
    """What is cited."""

    title: str
    authors: tuple[str, ...]
    date: str
    container: str
    """The source, or the archive if the source is not known."""
    url: str


def cite(work: Work) -> Cite:
    """The three forms of one citation, without line ends at their close."""
    return Cite(apa=apa(work), bibtex=bibtex(work), ris=ris(work))


def turned(author: str) -> tuple[str, str]:
    """Last name, given names: by the comma if there is one, else the last word is the last name."""
    last, comma, given = author.partition(",")
    if comma:
        return last.strip(), given.strip()
    given, _, last = author.strip().rpartition(" ")
    return last, given.strip()


def apa(work: Work) -> str:
    """APA style, 7th edition, section 10.16 (webpages and websites)."""
    who = _apa_authors(work.authors)
    title = work.title.rstrip(".") + "" if work.title.endswith(("?", "!")) else work.title.rstrip(".") + "."
    when = f"({_apa_date(work.date)})."
    head = (who, when, title) if who else (title, when)
    return " ".join(filter(None, (*head, f"{work.container}." if work.container else "", work.url)))


def _apa_authors(authors: tuple[str, ...]) -> str:
    names = []
    for last, given in map(turned, authors[:20]):
        initials = " ".join(f"{part[0].upper()}." for part in given.split())
        names.append(f"{last}, {initials}" if initials else last)
    joined = ", & ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
    return joined if joined.endswith(".") or not joined else f"{joined}."


def _apa_date(date: str) -> str:
    if not date:
        return "n.d."
    year, month, day = (*date.split("-"), "", "")[:3]
    return ", ".join(
        filter(None, (year, " ".join(filter(None, (MONTHS[int(month) - 1] if month else "", day.lstrip("0"))))))
    )


def bibtex(work: Work) -> str:
    """BibLaTeX's @online, with `date` as far as it is known (ISO 8601)."""
    fields = {
        "author": " and ".join(
            f"{{{_tex(a)}}}" if "," not in a and " " not in a else _tex(", ".join(turned(a))) for a in work.authors
        ),
        "title": f"{{{_tex(work.title)}}}",
        "organization": _tex(work.container),
        "date": work.date,
        "url": work.url.replace("{", "%7B").replace("}", "%7D"),
    }
    lines = (f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return "@online{" + _key(work) + ",\n" + ",\n".join(lines) + "\n}"


def _tex(text: str) -> str:
    return TEX.sub(lambda m: TEX_NAMES.get(m[0], "\\" + m[0]), text)


def _key(work: Work) -> str:
    name = slug(turned(work.authors[0])[0]).replace("-", "") if work.authors else ""
    words = [w for w in slug(work.title).split("-") if w not in SMALL]
    return f"{name}{work.date[:4]}{words[0] if words else ''}" or "entry"


def ris(work: Work) -> str:
    """The RIS format (Research Information Systems): tags of two letters, CRLF is left to the reader's editor."""
    lines = [
        "TY  - ELEC",
        *(f"AU  - {', '.join(filter(None, turned(a)))}" for a in work.authors),
        f"TI  - {work.title}",
    ]
    date = work.date.replace("-", "/")
    more = {"T2": work.container, "DA": date, "UR": work.url}
    return "\n".join([*lines, *(f"{tag}  - {value}" for tag, value in more.items() if value), "ER  -"])
