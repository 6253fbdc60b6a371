"""Sanitised HTML -> the finished body: ids of headings, cuts at their places, whole links, nothing loaded from afar."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Mapping
from textwrap import shorten
from urllib.parse import urljoin

from generator.address import slug, unique
from generator.render.terms import terms
from generator.sketch import sketch
from generator.types import Body, Heading, Meta
from generator.weburl import link_key

OPEN, SHUT = "\ue000", "\ue001"
"""Private-use characters that mark the place of a cut while Markdown runs; taken out of the text before."""
OPENING = 240
"""Characters of the opening at most."""
FIRST_ROW = 500
"""Tokens at the beginning of a table in which its name is looked for."""
NAME = 120
"""Characters of the name of a table at most."""
RIGHT = "text-align: right;"
"""How Python-Markdown aligns a column of numbers; the pages' policy forbids styles, so it becomes a class."""
_PLACE = re.compile("\ue000(\\d+)\ue001")
_TOKEN = re.compile(r"<[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>|[^<]+")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_NOTE = re.compile(r"#fn(?:ref)?\d*:")
_ABSOLUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_HREF = re.compile(r' href="[^"]*"')
_SENTENCE = re.compile(r"[.!?…][\"”’')\]]*\s")
_BLOCKS = frozenset(("p", "li", "td", "th", "dd", "dt", "blockquote", "pre", "figcaption", "caption"))
_CELLS = frozenset(("</th>", "</td>", "</caption>"))
_ROWS = frozenset(("</tr>", "</caption>"))
_WEB = frozenset(("http", "https", "ftp"))


class _Walk:
    """The walk over the sanitised tokens: state that the tokens share."""

    def __init__(self, meta: Meta) -> None:
        self.cuts = meta.cuts
        self.unplaced = set(range(1, len(meta.cuts) + 1))
        self.carets: list[str] = []
        self.url = meta.url
        self.taken_in = meta.raw is not None
        self.out: list[str] = []
        self.block = 0
        self.links: list[bool] = []
        self.headings: list[Heading] = []
        self.open_heading = -1
        self.heading_text: list[str] = []
        self.outline: list[int] = []
        self.tables: list[int] = []
        self.ids: set[str] = set()
        self.again: Counter[str] = Counter()
        self.words = 0
        self.opening = ""
        self.paragraph: list[str] | None = None
        self.text: list[str] = []
        self.leads: dict[str, None] = {}
        self.pictures: dict[str, None] = {}


def finish(safe: str, meta: Meta) -> Body:
    """Number the headings' ids, place the cuts, make tables scroll, remote images links and links whole.

    `safe` is what the sanitiser left, with the markers of `meta.cuts` in its texts. What is added is our own, escaped.
    """
    walk = _Walk(meta)
    for token in _TOKEN.findall(safe):
        if token.startswith("<"):
            _finish_tag(walk, token)
        else:
            _finish_text(walk, token)
    text = "".join(walk.text)
    return Body(
        html="".join(walk.out),
        opening=_shorten(walk.opening),
        words=walk.words,
        headings=tuple(walk.headings),
        sketch=sketch(text),
        terms=terms(text),
        links=tuple(walk.leads),
        pictures=tuple(walk.pictures),
    )


def _finish_text(walk: _Walk, text: str) -> None:
    marked = OPEN in text
    bare = html.unescape(_PLACE.sub("", text) if marked else text)
    walk.words += len(bare.split())
    walk.text.append(bare)
    if walk.open_heading >= 0:
        walk.heading_text.append(bare)
    if walk.paragraph is not None:
        walk.paragraph.append(bare)
    last = 0
    for match in _PLACE.finditer(text) if marked else ():
        number = int(match[1][:9])
        walk.out.append(text[last : match.start()])
        last = match.end()
        if number not in walk.unplaced:  # the text itself held such a mark, as an entity
            continue
        walk.unplaced.remove(number)
        (walk.carets if walk.links else walk.out).append(
            f'<a class="caret" href="#cut-{number}" aria-label="Cut {number}">{number}</a>'
        )
        words = html.escape(walk.cuts[number - 1].text, quote=False)
        walk.out.insert(walk.block, f'<del class="cut" id="cut-{number}"><b>Cut {number}</b> {words}</del>')
        walk.block += 1
    walk.out.append(text[last:])


def _finish_tag(walk: _Walk, tag: str) -> None:
    tag = _PLACE.sub("", tag) if OPEN in tag else tag
    match = _TAG.match(tag)
    if not match:
        walk.out.append(tag)
        return
    closing, name = bool(match[1]), match[2]
    if name in _HANDLERS:
        _HANDLERS[name](walk, tag, name, closing)
    else:
        walk.out.append(tag.replace(f' style="{RIGHT}"', ' class="n"'))
    if not closing and name in _BLOCKS:
        walk.block = len(walk.out)


def _paragraph(walk: _Walk, tag: str, name: str, closing: bool) -> None:
    if closing and walk.paragraph is not None:
        walk.opening = f"{walk.opening} {' '.join(''.join(walk.paragraph).split())}".strip()
        walk.paragraph = None
    elif not closing and len(walk.opening) < OPENING:
        walk.paragraph = []
    walk.out.append(tag)


def _heading(walk: _Walk, tag: str, name: str, closing: bool) -> None:
    """Below the page's title, its only h1, and one level below the heading it belongs to."""
    if not closing:
        walk.open_heading, walk.heading_text = len(walk.out), []
        walk.out.append("")
        walk.block = len(walk.out)
        return
    text = " ".join("".join(walk.heading_text).split())
    wish = f"s-{slug(text, 40)}"
    mark = unique(wish, walk.ids, walk.again[wish] + 2)
    walk.again[wish] += mark != wish
    walk.ids.add(mark)
    level = _level(walk.outline, int(name[1]))
    if walk.open_heading >= 0:
        walk.out[walk.open_heading] = f'<h{level} id="{mark}">'
        walk.headings.append(Heading(mark, level, text))
    walk.open_heading = -1
    walk.out.append(f"</h{level}>")


def _level(outline: list[int], written: int) -> int:
    """The level of a heading, 2 to 6; `outline` holds the written levels of those it may stand under.

    No level is skipped, whatever the text skips: HTML Standard, 4.3.11, headings and outlines.
    """
    while outline and outline[-1] >= written:
        outline.pop()
    outline.append(written)
    return min(len(outline) + 1, 6)


def _table(walk: _Walk, tag: str, name: str, closing: bool) -> None:
    """A table scrolls in a box that the keyboard reaches; the box is named in the table's own words."""
    if not closing:
        walk.tables.append(len(walk.out))
        walk.out.append("")
        return
    walk.out.append("</table></div>")
    place = walk.tables.pop()
    label = html.escape(_label(walk.out[place + 1 : place + 1 + FIRST_ROW]) or "Table")
    walk.out[place] = f'<div class="scroll" tabindex="0" role="group" aria-label="{label}"><table>'


def _label(tokens: list[str]) -> str:
    """The caption of a table, else the cells of its first row that has words."""
    cells: list[str] = []
    words: list[str] = []
    for token in tokens:
        if not token.startswith("<"):
            words.append(html.unescape(token))
        elif token in _CELLS:
            cells.append(" ".join("".join(words).split()))
            words = []
        if token in _ROWS and any(cells):
            break
    return shorten(", ".join(filter(None, cells)), NAME, placeholder=" …")


def _link(walk: _Walk, tag: str, name: str, closing: bool) -> None:
    """A relative link of a document that was taken in leads to where it led; if that is not known, it is words only."""
    if closing:
        if walk.links and walk.links.pop():
            walk.out.append("</a>")
        walk.out += walk.carets  # a link cannot hold another
        walk.carets.clear()
        return
    href = html.unescape(dict(_ATTRIBUTE.findall(tag)).get("href", ""))
    relative = not _ABSOLUTE.match(href) and not _NOTE.match(href)
    if relative and walk.taken_in:
        whole = _joined(walk.url, href)
        tag = _HREF.sub(lambda _: f' href="{html.escape(whole)}"', tag)
        href = whole
    walk.links.append(bool(href))
    if href:
        walk.out.append(tag)
        walk.leads |= dict.fromkeys(filter(None, (_leads(href),)))


def _leads(href: str) -> str:
    """Where a link leads, as `Body.links` says it; "" if to nothing that could be an entry."""
    if _ABSOLUTE.match(href) or href.startswith("//"):
        return link_key(href)
    return href.partition("#")[0]


def _joined(url: str, href: str) -> str:
    try:
        whole = urljoin(url, href) if url and href and not href.startswith("#") else ""
    except ValueError:
        return ""
    return whole if whole.partition(":")[0].lower() in _WEB else ""


def _image(walk: _Walk, tag: str, name: str, closing: bool) -> None:
    """An image elsewhere is a link or words: a visit must tell nobody. pictured.py shows it if the site holds it."""
    found = dict(_ATTRIBUTE.findall(tag))
    source, words = html.unescape(found.get("src", "")), found.get("alt") or found.get("title") or ""
    elsewhere = bool(_ABSOLUTE.match(source)) or source.startswith("//")
    if source and not elsewhere and not walk.taken_in:
        walk.out.append(tag)
        return
    web = source.partition(":")[0].lower() in _WEB
    whole = source if web or not walk.taken_in else _joined(walk.url, source)
    address = whole or source
    if address:
        walk.pictures[address] = None
    if whole and not walk.links and (whole.startswith("//") or whole.partition(":")[0].lower() in _WEB):
        walk.out.append(f'<a class="image" href="{html.escape(whole)}">{words or "Image"}</a>')
    elif address:
        walk.out.append(f'<span class="image" title="{html.escape(address)}">{words}</span>')
    else:
        walk.out.append(words)


_HANDLERS: Mapping[str, Callable[[_Walk, str, str, bool], None]] = {
    "p": _paragraph,
    "table": _table,
    "a": _link,
    "img": _image,
    **{f"h{level}": _heading for level in range(1, 7)},
}


def _shorten(text: str) -> str:
    """The first sentences that fit, else the first words and an ellipsis."""
    if len(text) <= OPENING:
        return text
    ends = [end.end() for end in _SENTENCE.finditer(text[: OPENING + 1]) if end.end() > OPENING // 3]
    if ends:
        return text[: ends[-1]].strip()
    return f"{text[: OPENING - 1].rpartition(' ')[0] or text[: OPENING - 1]} …"
