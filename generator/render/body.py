"""The Markdown of an entry -> safe HTML, and what is read from it on the way: headings, opening, number of words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import urljoin

import markdown
import msgspec
import nh3

from generator import content
from generator.address import slug, unique
from generator.types import Body, Cut, Heading, Meta, Problem, TextFile

_OPEN, _SHUT = "\ue000", "\ue001"
"""Private-use characters that mark the place of a cut while Markdown runs; taken out of the text before."""
_MARKERS = re.compile("[\ue000\ue001]")
_PLACE = re.compile("\ue000(\\d+)\ue001")
_TOKEN = re.compile(r"<[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>|[^<]+")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_FOOTNOTE = re.compile(r"fn(?:ref)?\d*:[\w-]{1,60}")
_NOTE = re.compile(r"#fn(?:ref)?\d*:")
_ABSOLUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_HREF = re.compile(r' href="[^"]*"')
_CODE_CLASS = re.compile(r"language-[\w+#.-]{1,30}")
_QUOTES = re.compile(r"^(?:[ \t]*>){40}", re.MULTILINE)
"""How deep Python-Markdown follows quotations depends on the stack that it is called on: no value of the text alone."""
_BLOCK = re.compile(
    r"[ \t]*(?:[#>|<~`:]|[-*+][ \t]|\d{1,9}[.)][ \t]|\[\^)|\t| {4}|[^\n]*\|[^\n]*\n[ \t]*[|:-]|[^\n]+\n[=-]"
)
"""What begins a block that is no paragraph: a mark before it stands in a paragraph of its own."""
_SENTENCE = re.compile(r"[.!?…][\"”’')\]]*\s")
_DEEPEST = 200
"""Open elements: the sanitiser takes quadratic time on nested ones."""
_OPENING = 240

_TAGS = frozenset(
    "a abbr b bdi bdo blockquote br cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins"
    " kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table tbody td tfoot th thead time tr u ul var"
    " wbr".split()
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
_RIGHT = "text-align: right;"
"""How Python-Markdown aligns a column of numbers; the pages' policy forbids styles, so it becomes a class."""
_WEB = frozenset(("http", "https", "ftp"))
_SCHEMES = frozenset(("http", "https", "ftp", "mailto"))


def convert(file: TextFile, data: bytes) -> bytes:
    """A content file -> its encoded Body. Pure; `file` names `data` by digest."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    found = content.parse(text, file.path)
    marked = _mark_cuts(found.body, found.meta.cuts)
    if _QUOTES.search(marked) or _depth(marked) > _DEEPEST:
        return _as_text(found.body, file.path, f"HTML or quotations are nested deeper than {_DEEPEST} or 40 levels")
    return msgspec.msgpack.encode(_finish(_sanitise(_markdown(marked)), found.meta))


def plain(file: TextFile, data: bytes) -> bytes:
    """The same for a text that Markdown could not finish: shown as it is."""
    found = content.parse(data.decode("utf-8", "replace").replace("\r\n", "\n"), file.path)
    return _as_text(found.body, file.path, "Markdown took more time or depth than a document may")


def _as_text(body: str, where: str, why: str) -> bytes:
    hint = "The page shows the text as it is; simplify the file to have it formatted."
    opening = " ".join(body[:2000].split())[:_OPENING]
    problem = Problem("warning", where, f"{why}; shown as plain text", hint)
    shown = f"<pre>{html.escape(body)}</pre>"
    return msgspec.msgpack.encode(Body(shown, opening, len(body.split()), (), (), (problem,)))


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
        mark = f"{_OPEN}{number}{_SHUT}"
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
    return markdown.Markdown(extensions=["tables", "fenced_code", "footnotes", "def_list", "sane_lists"])


def _markdown(text: str) -> str:
    converter = _converter()
    try:
        return converter.convert(text)
    except BaseException:
        _converter.cache_clear()  # its parser stands in the middle of this text, and would read the next one so
        raise
    finally:
        converter.reset()


def _sanitise(unsafe: str) -> str:
    return nh3.clean(
        unsafe,
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_attribute,
        url_schemes=set(_SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "id":
        return value if _FOOTNOTE.fullmatch(value) else None
    if name == "class":
        return value if _CODE_CLASS.fullmatch(value) else None
    if name == "style":
        return value if value == _RIGHT else None
    return value


class _Finish:
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
        self.ids: set[str] = set()
        self.words = 0
        self.opening = ""
        self.paragraph: list[str] | None = None


def _finish(safe: str, meta: Meta) -> Body:
    """Number the headings' ids, place the cuts, make tables scroll, remote images links and links whole."""
    walk = _Finish(meta)
    for token in _TOKEN.findall(safe):
        if token.startswith("<"):
            _finish_tag(walk, token)
        else:
            _finish_text(walk, token)
    return Body("".join(walk.out), _shorten(walk.opening), walk.words, tuple(walk.headings))


def _finish_text(walk: _Finish, text: str) -> None:
    bare = html.unescape(_PLACE.sub("", text))
    walk.words += len(bare.split())
    if walk.open_heading >= 0:
        walk.heading_text.append(bare)
    if walk.paragraph is not None:
        walk.paragraph.append(bare)
    last = 0
    for match in _PLACE.finditer(text):
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


def _finish_tag(walk: _Finish, tag: str) -> None:
    tag = _PLACE.sub("", tag)
    match = _TAG.match(tag)
    if not match:
        walk.out.append(tag)
        return
    closing, name = bool(match[1]), match[2]
    if name in _HANDLERS:
        _HANDLERS[name](walk, tag, name, closing)
    else:
        walk.out.append(tag.replace(f' style="{_RIGHT}"', ' class="n"'))
    if not closing and name in ("p", "li", "td", "th", "dd", "dt", "blockquote", "pre", "figcaption"):
        walk.block = len(walk.out)


def _paragraph(walk: _Finish, tag: str, name: str, closing: bool) -> None:
    if closing and walk.paragraph is not None:
        walk.opening = f"{walk.opening} {' '.join(''.join(walk.paragraph).split())}".strip()
        walk.paragraph = None
    elif not closing and len(walk.opening) < _OPENING:
        walk.paragraph = []
    walk.out.append(tag)


def _heading(walk: _Finish, tag: str, name: str, closing: bool) -> None:
    """One level down: the page's title is its only h1."""
    level = min(int(name[1]) + 1, 6)
    if not closing:
        walk.open_heading, walk.heading_text = len(walk.out), []
        walk.out.append("")
        walk.block = len(walk.out)
        return
    text = " ".join("".join(walk.heading_text).split())
    mark = unique(f"s-{slug(text, 40)}", walk.ids)
    walk.ids.add(mark)
    if walk.open_heading >= 0:
        walk.out[walk.open_heading] = f'<h{level} id="{mark}">'
        walk.headings.append(Heading(mark, level, text))
    walk.open_heading = -1
    walk.out.append(f"</h{level}>")


def _table(walk: _Finish, tag: str, name: str, closing: bool) -> None:
    walk.out.append("</table></div>" if closing else '<div class="scroll" tabindex="0"><table>')


def _link(walk: _Finish, tag: str, name: str, closing: bool) -> None:
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


def _joined(url: str, href: str) -> str:
    try:
        whole = urljoin(url, href) if url and href and not href.startswith("#") else ""
    except ValueError:
        return ""
    return whole if whole.partition(":")[0].lower() in _WEB else ""


def _image(walk: _Finish, tag: str, name: str, closing: bool) -> None:
    """An image elsewhere is named and linked, not loaded: a visit must tell nobody."""
    found = dict(_ATTRIBUTE.findall(tag))
    source, words = found.get("src", ""), found.get("alt") or found.get("title") or ""
    if source and walk.taken_in:
        source = html.escape(_joined(walk.url, html.unescape(source)))
    if source and not _ABSOLUTE.match(source) and not source.startswith("//"):
        walk.out.append(tag)
    elif walk.links or not source:
        walk.out.append(words)
    else:
        walk.out.append(f'<a class="image" href="{source}">{words or "Image"}</a>')


_HANDLERS = {
    "p": _paragraph,
    "table": _table,
    "a": _link,
    "img": _image,
    **{f"h{level}": _heading for level in range(1, 7)},
}


def _sentences(text: str) -> Iterator[int]:
    return (match.end() for match in _SENTENCE.finditer(text))


def _shorten(text: str) -> str:
    """The first sentences that fit, else the first words and an ellipsis."""
    if len(text) <= _OPENING:
        return text
    ends = [end for end in _sentences(text[: _OPENING + 1]) if end > _OPENING // 3]
    if ends:
        return text[: ends[-1]].strip()
    return f"{text[: _OPENING - 1].rpartition(' ')[0] or text[: _OPENING - 1]} …"
