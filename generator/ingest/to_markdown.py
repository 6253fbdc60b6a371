"""An HTML element -> Markdown that Python-Markdown reads back to the same words and the same structure.

The tree is walked without recursion: when an element ends, the pieces that its children left become its own pieces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Final

from lxml import etree, html

from generator.ingest import to_markdown_inline as inline
from generator.ingest.markup import BLOCK, SKIP
from generator.ingest.markup import pieces as visible
from generator.ingest.to_markdown_image import image
from generator.ingest.to_markdown_pieces import Kind, Piece, gathered
from generator.ingest.to_markdown_print import printed
from generator.ingest.to_markdown_table import cell, row, table

MAX_NEST: Final = 10
"""Lists and quotes nested deeper are unfolded: Python-Markdown reads them by recursion."""

_EM: Final = frozenset(("em", "i", "cite", "dfn", "var"))
_STRONG: Final = frozenset(("strong", "b"))
_CODE: Final = frozenset(("code", "tt", "kbd", "samp"))
_RAW_INLINE: Final = frozenset(("sub", "sup", "del", "s", "ins", "mark", "abbr", "q", "ruby", "rt", "rp"))
_PRE: Final = frozenset(("pre", "listing", "xmp", "plaintext"))
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NESTS: Final = frozenset(("ul", "ol", "menu", "dir", "blockquote", "dl"))
_PLACES: Final = frozenset(("p", "li", "td", "th", "dd"))
"""Where a picture that stood just before stands once more, and is not the stand-in for the same one."""
_COUNTED: Mapping[str, str] = {
    "a": "a", "table": "table", **dict.fromkeys(_CODE, "code"), **dict.fromkeys(_NESTS, "nest"),
}  # fmt: skip
_LANGUAGE: Final = re.compile(r"(?:^|\s)(?:language|lang|brush:|highlight-source|source)[-: ]?\s*([\w+#.-]{1,30})")
_PICTURES: Final = re.compile(rf"(?:[ {inline.BREAK}]|!\[(?:\\.|[^\]\\])*\]\([^)\s]*\))+")


class _Walk:
    """What the walk knows at its present element: the open pieces and the elements it is inside of."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.open: list[list[Piece]] = [[]]
        self.inside: dict[str, int] = {"code": 0, "a": 0, "table": 0, "nest": 0}
        self.last_image = ""
        """The picture just before: pages put the same one once more into a `noscript`, or beside a stand-in."""

    def text(self, text: str | None) -> None:
        """Add words of the page to the open element."""
        if not text:
            return
        if text.strip():
            self.last_image = ""
        if self.inside["code"] and text.strip():
            done = inline.code_span(text, bars=self.inside["table"] > 0)
            done = f"{' ' * text[0].isspace()}{done}{' ' * text[-1].isspace()}"
        else:
            done = inline.escape(text, brackets=self.inside["a"] > 0, bars=self.inside["table"] > 0)
        self.open[-1].append(Piece("text", done))

    def count(self, tag: str, step: int) -> None:
        """Note that an element begins (1) or ends (-1)."""
        if name := _COUNTED.get(tag):
            self.inside[name] += step


def to_markdown(element: html.HtmlElement, base_url: str = "") -> str:
    """Markdown of `element` and what it holds; links and images are resolved against `base_url`.

    Ends with a line end, or is "" if the element shows nothing. The element is not changed.
    """
    walk = _Walk(base_url)
    steps = etree.iterwalk(element, events=("start", "end"))
    for event, node in steps:
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            walk.open.append([])
            walk.count(tag, 1)
            if tag in _PLACES and node.getparent() is not None and node.getparent().tag != "noscript":
                walk.last_image = ""
            if tag in SKIP or tag in _PRE or not tag:
                steps.skip_subtree()
            else:
                walk.text(node.text)
        else:
            done = _close(walk, node, tag, walk.open.pop())
            walk.count(tag, -1)
            walk.open[-1] += done
            if node is not element:
                walk.text(node.tail)
    text = printed(gathered(walk.open[0]))
    return text + "\n" if text else ""


def _close(walk: _Walk, node: html.HtmlElement, tag: str, parts: list[Piece]) -> list[Piece]:
    """The pieces that an element leaves behind."""
    if tag in SKIP or not tag:
        return []
    if tag in _PRE:
        return _verbatim(node, walk.base_url)
    if tag == "img":
        return _image(walk, node)
    if tag == "br":
        return [Piece("text", inline.BREAK)]
    if tag in _NESTS and walk.inside["nest"] > MAX_NEST:
        return gathered(parts)
    if tag in _CLOSE:
        return _CLOSE[tag](node, parts)
    if tag == "a":
        return _anchor(walk, node, parts)
    return gathered(parts) if tag in BLOCK else parts


# --- inline ---------------------------------------------------------------------------------------------------


def _wrapped(parts: Iterable[Piece], wrap: Callable[[str], str]) -> list[Piece]:
    """Apply an inline mark to each run of text, inside paragraphs and headings too."""
    out: list[Piece] = []
    run: list[str] = []
    for part in (*parts, Piece("raw")):
        if part.kind == "text":
            run.append(part.text)
            continue
        if (text := "".join(run)).strip(f" {inline.BREAK}"):
            out.append(Piece("text", wrap(text)))
        elif text:
            out.append(Piece("text", text))
        run = []
        if part.kind in ("p", "h", "caption", "dt"):
            out.append(part._replace(text=wrap(part.text)))
        elif part.parts and part.kind != "code":
            out.append(part._replace(parts=tuple(_wrapped(part.parts, wrap))))
        else:
            out.append(part)
    return out[:-1]


def _emphasis(node: html.HtmlElement, parts: list[Piece]) -> list[Piece]:
    mark, end = (inline.EM, inline.EM_END) if node.tag in _EM else (inline.STRONG, inline.STRONG_END)
    return _wrapped(parts, lambda text: f"{mark}{text}{end}")


def _raw_inline(node: html.HtmlElement, parts: list[Piece]) -> list[Piece]:
    if any(part.kind != "text" for part in parts):
        return parts
    return _wrapped(parts, lambda text: f"<{node.tag}>{text}</{node.tag}>")


def _anchor(walk: _Walk, node: html.HtmlElement, parts: list[Piece]) -> list[Piece]:
    if walk.inside["a"] > 1 or not any(part.text.strip() or part.parts for part in parts):
        return parts
    url = inline.address(node.get("href") or "", walk.base_url)
    return _wrapped(_one_link(parts), lambda text: inline.link(text, url)) if url else parts


def _one_link(parts: list[Piece]) -> list[Piece]:
    """Short paragraphs in one link as one paragraph, with line breaks: a link of Markdown ends with its paragraph."""
    runs = gathered(parts) if any(part.kind in ("p", "caption") for part in parts) else parts
    words = [i for i, part in enumerate(runs) if part.kind in ("p", "caption") and not _PICTURES.fullmatch(part.text)]
    if len(words) < 2 or sum(len(runs[i].text) for i in words) > inline.LONG_LINK or len(words) <= words[-1] - words[0]:
        return parts
    one = Piece("p", inline.BREAK.join(runs[i].text for i in words))
    return [*runs[: words[0]], one, *runs[words[-1] + 1 :]]


def _image(walk: _Walk, node: html.HtmlElement) -> list[Piece]:
    text = image(node, walk.base_url, bars=walk.inside["table"] > 0)
    if not text or text == walk.last_image:
        return []
    walk.last_image = text
    return [Piece("text", text)]


# --- blocks ---------------------------------------------------------------------------------------------------


def _heading(node: html.HtmlElement, parts: list[Piece]) -> list[Piece]:
    words = [part.text for part in gathered(parts) if part.kind in ("p", "h", "caption", "dt")]
    rest = [part for part in parts if part.kind not in ("text", "p", "h", "caption", "dt")]
    text = " ".join(words)
    if not text.strip():
        return rest
    if not any(piece.strip() for piece in visible(node)):
        return [Piece("p", text), *rest]
    return [Piece("h", text, int(node.tag[1])), *rest]


def _verbatim(node: html.HtmlElement, base_url: str) -> list[Piece]:
    """Code with its language; with links it also has its HTML, for a fenced block of Markdown has none."""
    text = "".join(_code_text(node)).replace("\t", "    ").strip("\n").rstrip()
    if not text.strip():
        return []
    names = " ".join(
        each.get("class") or "" for each in (node, *node.iterchildren("code"), node.getparent()) if each is not None
    )
    language = _LANGUAGE.search(names)
    parts = [Piece("text", language[1] if language else "")]
    if language is None and any(_leads(each) for each in node.iter("a")):
        linked = "".join(_code_text(node, base_url)).replace("\t", "    ").strip("\n").rstrip()
        parts.append(Piece("raw", f"<pre>{linked}</pre>"))
    return [Piece("code", text, parts=tuple(parts))]


def _leads(link: html.HtmlElement) -> bool:
    """Whether a link leads to another page and has words."""
    return not (link.get("href") or "#").startswith("#") and any(text.strip() for text in link.itertext())


def _code_text(node: html.HtmlElement, base_url: str | None = None) -> Iterable[str]:
    """The text of code; with `base_url` as HTML, with its links."""
    done: Callable[[str], str] = str if base_url is None else escape
    for event, each in etree.iterwalk(node, events=("start", "end")):
        url = inline.address(each.get("href") or "", base_url) if base_url is not None and each.tag == "a" else ""
        if event == "start" and each.tag == "br":
            yield "\n"
        if event == "start" and isinstance(each.tag, str) and each.tag not in ("script", "style"):
            yield (f'<a href="{url}">' if url else "") + done(each.text or "")
        if event == "end" and each is not node:
            yield ("</a>" if url else "") + done(each.tail or "")


def _list(node: html.HtmlElement, parts: list[Piece]) -> list[Piece]:
    """A list of items; what stands between them joins the item before it."""
    items: list[Piece] = []
    lead: list[Piece] = []
    for part in gathered(parts):
        if part.kind == "item":
            items.append(part)
        elif items:
            items[-1] = items[-1]._replace(parts=(*items[-1].parts, part))
        else:
            lead.append(part)
    if items and lead and all(part.kind == "list" for part in lead):
        items, lead = [Piece("item", parts=tuple(lead)), *items], []
    items = [item for item in items if item.parts]
    if not items:
        return lead
    start = node.get("start") or "1"
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
    return [*lead, Piece("list", level=first if node.tag == "ol" else -1, parts=tuple(items))]


def _item(node: html.HtmlElement, parts: list[Piece]) -> list[Piece]:
    inner = tuple(gathered(parts))
    owner = node.getparent()
    return [Piece("item", parts=inner)] if owner is not None and owner.tag in _NESTS else list(inner)


def _quote(_: html.HtmlElement, parts: list[Piece]) -> list[Piece]:
    inner = tuple(gathered(parts))
    return [Piece("quote", parts=inner)] if inner else []


def _definitions(_: html.HtmlElement, parts: list[Piece]) -> list[Piece]:
    inner = tuple(gathered(parts))
    return [Piece("dl", parts=inner)] if inner else []


def _definition(_: html.HtmlElement, parts: list[Piece]) -> list[Piece]:
    """A definition; libxml2 puts the next one into one that was not closed: such are taken out again."""
    inner = [part for part in gathered(parts) if part.kind not in ("dd", "dt")]
    return [Piece("dd", parts=tuple(inner)), *(part for part in parts if part.kind in ("dd", "dt"))]


def _inner_text(kind: Kind) -> Callable[[html.HtmlElement, list[Piece]], list[Piece]]:
    """Paragraphs of the element become pieces of this kind; anything else in it stays."""
    return lambda _, parts: [part._replace(kind=kind) if part.kind == "p" else part for part in gathered(parts)]


_CLOSE: Mapping[str, Callable[[html.HtmlElement, list[Piece]], list[Piece]]] = {
    **dict.fromkeys((*_EM, *_STRONG), _emphasis),
    **dict.fromkeys(_RAW_INLINE, _raw_inline),
    **dict.fromkeys(_HEADINGS, _heading),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _list),
    **dict.fromkeys(("td", "th"), cell),
    "li": _item,
    "blockquote": _quote,
    "hr": lambda _, parts: [Piece("raw", "---")],
    "figcaption": _inner_text("caption"),
    "caption": _inner_text("caption"),
    "dl": _definitions,
    "dt": _inner_text("dt"),
    "dd": _definition,
    "tr": row,
    "table": table,
}
