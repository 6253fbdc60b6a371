"""A theme as a value -> a Jinja environment: every template escapes, an unknown variable is an error."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from types import MappingProxyType
from urllib.parse import quote, urlsplit

from jinja2 import DictLoader, Environment, StrictUndefined, pass_context
from jinja2.runtime import Context

from generator.types import Theme

SCHEMES = frozenset(("http", "https", "ftp", "mailto"))
"""What an outside link may begin with: all else ("javascript:", "data:") is dropped."""
BLANKS = re.compile(r"[\x00-\x20\x7f]+")
"""What browsers take out of an address before they read its scheme (WHATWG URL, "basic URL parser")."""
TAGS = re.compile(r"<del class=\"cut\"[^>]*>.*?</del>|<[^>]*>", re.DOTALL)
LETTERS = re.compile(r"[\W_]+")

MONTHS = MappingProxyType(
    {
        "en": "January February March April May June July August September October November December",
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "nl": "januari februari maart april mei juni juli augustus september oktober november december",
        "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    }
)
BETWEEN = MappingProxyType({"es": " de ", "pt": " de "})
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
COMMAS = MappingProxyType({"de": ".", "es": ".", "it": ".", "nl": ".", "pt": ".", "fr": "\u202f"})
ONES = tuple(
    "No one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split()
)
TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())


def environment(theme: Theme) -> Environment:
    """The environment of a theme; the same one for equal templates."""
    return _environment(tuple(sorted(theme.templates.items())))


@lru_cache(maxsize=4)
def _environment(templates: tuple[tuple[str, str], ...]) -> Environment:
    env = Environment(
        loader=DictLoader(dict(templates)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    env.filters.update(
        url=url,
        safe_url=safe_url,
        date=date,
        number=number,
        per_cent=per_cent,
        spelled=spelled,
        repeats=repeats,
        month=month,
    )
    env.globals["weekdays"] = WEEKDAYS
    return env


@pass_context
def url(context: Context, address: str) -> str:
    """An address of the site as a link: with the base path before it, percent-encoded."""
    base: str = context["site"]["base"]
    return base + quote(address, safe="/~#?=&")


def safe_url(address: str) -> str:
    """An address outside as it may stand in a link: "" unless its scheme is http, https, ftp or mailto."""
    plain = BLANKS.sub("", address)
    try:
        scheme = urlsplit(plain).scheme
    except ValueError:
        return ""
    return quote(plain, safe=":/?#[]@!$&'()*+,;=%~") if scheme.lower() in SCHEMES else ""


@pass_context
def date(context: Context, value: str) -> str:
    """A date as far as it is known, in words of the site's language: "14 March 2021", "March 2021", "2021", ""."""
    return date_words(value, context["site"]["language"])


def date_words(value: str, language: str = "en") -> str:
    """The same for a language given: one of seven, else English."""
    year, _, rest = value.partition("-")
    if not rest:
        return value
    code = language.partition("-")[0].lower()
    name, day = month_name(value, code), rest[3:].lstrip("0")
    parts = (f"{day}." if code == "de" and day else day, name, year)
    return BETWEEN.get(code, " ").join(filter(None, parts))


def month_name(value: str, code: str) -> str:
    """ "2021-03" -> "March"."""
    return MONTHS.get(code, MONTHS["en"]).split()[int(value[5:7]) - 1]


@pass_context
def month(context: Context, value: str) -> str:
    """The month of a date, in the site's language."""
    return month_name(value, context["site"]["language"].partition("-")[0].lower())


@pass_context
def number(context: Context, value: int) -> str:
    """A number with its thousands parted, as the site's language does."""
    comma = COMMAS.get(context["site"]["language"].partition("-")[0].lower(), ",")
    return f"{value:,}".replace(",", comma)


def per_cent(value: float) -> str:
    """A share for SVG: 3.5 -> "3.5%", 20.0 -> "20%"."""
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"


def spelled(value: int) -> str:
    """A number at the beginning of a sentence, in English words up to ninety-nine: 41 -> "Forty-one"."""
    if value > 99:
        return f"{value:,}"
    if value < 20:
        return ONES[value].capitalize()
    tens = TENS[value // 10 - 2]
    return (f"{tens}-{ONES[value % 10]}" if value % 10 else tens).capitalize()


def repeats(body: str, words: str) -> bool:
    """Whether a text (safe HTML) begins with these words, up to their first 40 letters."""
    begin = LETTERS.sub("", unescape(TAGS.sub("", str(body)[:4000]))).casefold()
    return begin.startswith(LETTERS.sub("", words).casefold()[:40])
