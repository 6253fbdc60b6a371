"""A theme as a value -> a Jinja environment: every template escapes, an unknown variable is an error."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from html import unescape
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import DictLoader, Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape

from generator import phrases
from generator.phrases import Words
from generator.render.compiled import Code, escaped
from generator.render.inside import inside
from generator.render.pictured import Shown, pictured
from generator.types import Theme

SCHEMES = frozenset(("http", "https", "ftp", "mailto"))
"""What an outside link may begin with: all else ("javascript:", "data:") is dropped."""
BLANKS = re.compile(r"[\x00-\x20\x7f]+")
"""What browsers take out of an address before they read its scheme (WHATWG URL, "basic URL parser")."""
TAGS = re.compile(r"<del class=\"cut\"[^>]*>.*?</del>|<[^>]*>", re.DOTALL)
LETTERS = re.compile(r"[\W_]+")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
MARKS = re.compile(r"[\\\[\]<>*_`]")

LINKED = re.compile(r"\[([^\[\]]{1,200})\]")
"""The words of a link within a phrase."""
ONES = tuple(
    "No one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split()
)
TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())


def environment(theme: Theme) -> Environment:
    """The environment of a theme; the same one for equal templates and words.

    Templates that did not come with fonds run in Jinja's sandbox: they read what the view holds, and reach neither
    Python nor the machine. For ours the sandbox would only take time: the output is the same.
    """
    return _environment(tuple(sorted(theme.templates.items())), tuple(sorted(theme.words.items())), theme.ours)


class _Environment(Environment):
    """Values of a view are looked up as what they are, mappings, before Jinja asks them for an attribute."""

    code_generator_class = Code
    escaped = staticmethod(escaped)
    words: Words
    pure: Mapping[str, Callable[..., object]]
    """Functions of words and of what is given to them."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute` in a template."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


class _Sandbox(_Environment, ImmutableSandboxedEnvironment):
    """The same, for templates of others: no attribute of Python, no change of a value, no endless range."""


@lru_cache(maxsize=4)
def _environment(templates: tuple[tuple[str, str], ...], said: tuple[tuple[str, str], ...], ours: bool) -> Environment:
    words = dict(said)
    env = (_Environment if ours else _Sandbox)(
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
        date=lru_cache(4096)(partial(phrases.date, words)),
        number=partial(phrases.number, words),
        month=partial(phrases.month, words),
        spelled=partial(spelled, words),
        bytes=partial(in_bytes, words),
        per_cent=per_cent,
        repeats=repeats,
        json=as_json,
        line=line,
        inside=led_inside,
        pictured=with_pictures,
    )
    env.words, env.pure = words, {"t": phrase, "translated": translated}
    env.globals.update({name: partial(function, words) for name, function in env.pure.items()})
    env.globals.update(weekdays=phrases.weekdays(words))
    return env


@pass_context
def url(context: Context, address: str) -> str:
    """An address of the site as a link, percent-encoded: with the base path before it, or as a page below this one."""
    head = context.resolve_or_missing("head")
    here: str = "" if head is missing else head["address"]
    if here and address.startswith(here):
        below = address[len(here) :]
        if below and not below.startswith("/"):
            return _quoted(below)
    base: str = context["site"]["base"]
    return base + _quoted(address)


@lru_cache(maxsize=16384)
def _quoted(address: str) -> str:
    return quote(address, safe="/~#?=&")


@pass_context
def led_inside(context: Context, body: str, leads: Sequence[Sequence[str]], label: str) -> Markup:
    """A body whose links to other entries stay inside the archive; `label` names the links to the originals."""
    base: str = context["site"]["base"]
    return inside(body, leads, base, label)


@pass_context
def with_pictures(context: Context, body: str, pictures: Shown, label: str) -> Markup:
    """A body with the pictures that the site shows; `label` is what finish.py calls one without words."""
    site = context["site"]
    return pictured(body, pictures, site["images"], site["base"], label)


@lru_cache(256)
def safe_url(address: str) -> str:
    """An address outside as it may stand in a link: "" unless its scheme is http, https, ftp or mailto."""
    plain = BLANKS.sub("", address)
    try:
        scheme = urlsplit(plain).scheme
    except ValueError:
        return ""
    return quote(plain, safe=":/?#[]@!$&'()*+,;=%~") if scheme.lower() in SCHEMES else ""


def as_json(value: object, indent: int | None = None) -> Markup:
    """A value as JSON, for a file or a data block in a page; no text in it can end the block (HTML, 4.12.1.3)."""
    apart = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(value, ensure_ascii=False, separators=apart, indent=indent)
    return Markup(text.replace("<", "\\u003c"))


def line(value: str) -> Markup:
    """A text on one line of a file that is no HTML, with a backslash before what Markdown would read as a mark."""
    return Markup(MARKS.sub(r"\\\g<0>", " ".join(CONTROLS.sub(" ", value).split())))


def in_bytes(words: Words, value: int) -> str:
    """A size in words that stay together: "812 bytes", "4 kB", "1.2 MB"."""
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if value >= 10 * size:
            return f"{phrases.number(words, round(value / size))}\u00a0{unit}"
        if value >= size:
            point = "." if words.get("@thousands", ",") == "," else ","
            return f"{value / size:.1f}".replace(".", point) + f"\u00a0{unit}"
    return phrases.say(words, "{n} bytes", value).replace(" ", "\u00a0")


def phrase(
    words: Words, text: str, /, n: int | None = None, link: str | tuple[str, ...] = (), **parts: object
) -> Markup:
    """`t(...)` in a template: the English text in the site's language, escaped, as phrases.say reads it.

    `link` is the address of what stands in [brackets], or one address for each pair of brackets in turn.
    """
    found = phrases.pattern(words, text, n)
    if n is None and not parts and not link:
        return escape(found)
    hrefs = iter((link,) if isinstance(link, str) else link)
    html = LINKED.sub(lambda part: f'<a href="{escape(next(hrefs, ""))}">{part[1]}</a>', str(escape(found)))
    given = parts if n is None else {"n": phrases.number(words, n), **parts}
    return Markup(phrases.PART.sub(lambda part: str(escape(given.get(part[1], part[0]))), html))


def translated(words: Words, texts: Sequence[str]) -> dict[str, str]:
    """Those of the texts that the site's language has other words for: for a script, which knows the English ones."""
    return {text: words[text] for text in texts if text in words}


def per_cent(value: float) -> str:
    """A share for SVG: 3.5 -> "3.5%", 20.0 -> "20%"."""
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"


def spelled(words: Words, value: int) -> str:
    """A number at the beginning of a sentence: in English, words up to ninety-nine, 41 -> "Forty-one"; else digits."""
    if value > 99 or words.get(phrases.LANGUAGE, "en") != "en":
        return phrases.number(words, value)
    if value < 20:
        return ONES[value].capitalize()
    tens = TENS[value // 10 - 2]
    return (f"{tens}-{ONES[value % 10]}" if value % 10 else tens).capitalize()


def repeats(body: str, words: str) -> bool:
    """Whether a text (safe HTML) begins with these words, up to their first 40 letters."""
    begin = LETTERS.sub("", unescape(TAGS.sub("", str(body)[:4000]))).casefold()
    return begin.startswith(LETTERS.sub("", words).casefold()[:40])
