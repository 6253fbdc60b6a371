"""The Markdown of an entry -> safe HTML, and what is read from it on the way: headings, opening, number of words."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote

import markdown
import nh3

from generator.content import Content
from generator.render.brackets import Brackets
from generator.render.finish import OPEN, OPENING, RIGHT, SHUT, finish
from generator.render.inline import Inline
from generator.render.paragraphs import to_html
from generator.types import Body, Cut, Problem

_MARKERS = re.compile("[\ue000\ue001]")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_UNFIT = re.compile(r"[ |^`{}<>\"]")
"""What no URL may have as it is (URL Standard, 4.3), but for a backslash, which browsers read as a slash."""
_FOOTNOTE = re.compile(r"fn(?:ref)?\d*:[\w-]{1,60}")
_CODE_CLASS = re.compile(r"language-[\w+#.-]{1,30}")
_QUOTES = re.compile(r"^(?:[ \t]*>){40}", re.MULTILINE)
"""How deep Python-Markdown follows quotations depends on the stack that it is called on: no value of the text alone."""
_BLOCK = re.compile(
    r"[ \t]*(?:[#>|<~`:]|[-*+][ \t]|\d{1,9}[.)][ \t]|\[\^)|\t| {4}|[^\n]*\|[^\n]*\n[ \t]*[|:-]|[^\n]+\n[=-]"
)
"""What begins a block that is no paragraph: a mark before it stands in a paragraph of its own."""
EXTENSIONS = ("tables", "fenced_code", "footnotes", "def_list", "sane_lists")
"""Of Python-Markdown."""
_LONGEST = 16_000_000
"""Characters of a text that is formatted."""
_DEEPEST = 200
"""Open elements: the sanitiser takes quadratic time on nested ones."""

_TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i"
    " img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th thead time tr"
    " u ul var wbr".split()
)
_DROPPED = frozenset(("script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math", "title"))
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "a": frozenset(("href", "title")),
    "img": frozenset(("src", "alt", "title", "width", "height")),
    "td": frozenset(("colspan", "rowspan", "style")),
    "th": frozenset(("colspan", "rowspan", "scope", "style")),
    "ol": frozenset(("start", "reversed", "type")),
    "li": frozenset(("id", "value")),
    "sup": frozenset(("id",)),
    "code": frozenset(("class",)),
    "abbr": frozenset(("title",)),
    "time": frozenset(("datetime",)),
    "bdo": frozenset(("dir",)),
    "p": frozenset(("dir", "lang")),
    "span": frozenset(("dir", "lang")),
    "blockquote": frozenset(("cite", "dir", "lang")),
}
_SCHEMES = frozenset(("http", "https", "ftp", "mailto", "ni"))
"""What an address may begin with; "ni" names a picture that stood in the page itself (pictures.py)."""


def convert(found: Content, where: str) -> Body:
    """The body of a content file; `where` is the path that problems name."""
    if len(found.body) > _LONGEST:
        return _as_text(found.body, where, f"the text is longer than {_LONGEST:,} characters")
    marked = _mark_cuts(found.body, found.meta.cuts)
    if _QUOTES.search(marked) or _depth(marked) > _DEEPEST:
        return _as_text(found.body, where, f"HTML or quotations are nested deeper than {_DEEPEST} or 40 levels")
    return finish(_cleaner().clean(_markdown(marked)), found.meta)


def plain(found: Content, where: str, why: str) -> Body:
    """The same for a text that Markdown could not finish: shown as it is; `why` stands in its Problem."""
    return _as_text(found.body, where, f"as Markdown, the text {why}")


def _as_text(body: str, where: str, why: str) -> Body:
    hint = "The page shows the text as it is; simplify the file to have it formatted."
    opening = " ".join(body[:2000].split())[:OPENING]
    problem = Problem("warning", where, f"{why}; shown as plain text", hint)
    shown = f"<pre>{html.escape(body)}</pre>"
    return Body(shown, opening, len(body.split()), (), b"", (problem,))


def _depth(text: str) -> int:
    deepest = depth = 0
    for match in _TAG.finditer(text.lower()):
        depth += -1 if match[1] else 1 if match[2] not in ("br", "hr", "img", "wbr", "p", "li", "td", "tr") else 0
        deepest = max(deepest, depth)
    return deepest


def _mark_cuts(body: str, cuts: tuple[Cut, ...]) -> str:
    """Put a marker where each cut stood; a cut whose place is gone (the body was edited) gets none."""
    body = _MARKERS.sub("", body)
    places = []
    for number, cut in enumerate(cuts, 1):
        if cut.at >= 0 and (place := _place(body, cut)) >= 0:
            places.append((place, number))
    pieces, last = [], 0
    for place, number in sorted(places):
        mark = f"{OPEN}{number}{SHUT}"
        before_block = place == 0 or body[place - 1] == "\n"
        pieces += [body[last:place], f"{mark}\n\n" if before_block and _BLOCK.match(body, place) else mark]
        last = place
    return "".join((*pieces, body[last:]))


def _place(body: str, cut: Cut) -> int:
    if cut.at <= len(body) and body[: cut.at].endswith(cut.after):
        return cut.at
    near = body.find(cut.after, max(0, cut.at - 2000), cut.at + 2000) if cut.after else -1
    return near + len(cut.after) if near >= 0 else -1


@lru_cache(1)
def _converter() -> markdown.Markdown:
    return markdown.Markdown(extensions=[*EXTENSIONS, Brackets(), Inline()])


def _markdown(text: str) -> str:
    try:
        return to_html(text, _convert)
    except BaseException:
        _converter.cache_clear()  # its parser stands in the middle of this text, and would read the next one so
        raise


def _convert(text: str) -> str:
    converter = _converter()
    try:
        return converter.convert(text)
    finally:
        converter.reset()


@lru_cache(1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_attribute,
        url_schemes=set(_SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href" and value[:3].lower() == "ni:":
        return None
    if name == "href" and value[:4].lower() == "http":
        return _UNFIT.sub(lambda sign: quote(sign[0]), value.strip())
    if name == "id":
        return value if _FOOTNOTE.fullmatch(value) else None
    if name == "class":
        return value if _CODE_CLASS.fullmatch(value) else None
    if name == "style":
        return value if value == RIGHT else None
    return value
