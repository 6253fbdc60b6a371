"""HTML text -> an lxml tree that is safe to walk: whole, free of control characters and of bounded depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree, html

MAX_DEPTH: Final = 200
"""Deepest nesting that a tree from `parse` has. Saved pages of news sites stay below 100."""

MAX_CHARS: Final = 20_000_000
"""Text beyond this is not parsed; no saved page of an article comes near it."""

SKIP: Final = frozenset(
    "script style template head title meta link base noframes svg canvas iframe object embed applet audio video map "
    "select option datalist button input textarea param dialog".split()
)
"""Elements whose text no reader of the page sees as part of its prose."""

BLOCK: Final = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav noscript ol optgroup p plaintext pre "
    "section summary table tbody td tfoot th thead tr ul xmp br img".split()
)
"""Elements that end a word: text before and after them belongs to different words."""

_TOO_DEEP: Final = etree.XPath("boolean(." + "/*" * MAX_DEPTH + ")")
_CONTROL: Final = bytes((*range(9), 11, 12, *range(14, 32), 127))
_NO_CHARACTERS: Final = ("\ufffe".encode(), "\uffff".encode(), "\xad".encode())
_ELEMENTS: Final = etree.ElementDefaultClassLookup(
    html.HtmlElement, html.HtmlComment, html.HtmlProcessingInstruction, html.HtmlEntity
)
"""No class of its own for each form and input: lxml would ask a function in Python for each element that is seen."""
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)[^<>]*>")
_MOST: Final = 1_000
"""Attributes of a tag that are read: libxml2 compares each with all before it."""
_ATTRIBUTE: Final = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_ENDLESS: Final = re.compile(f"(<[a-zA-Z][^\\s/>]*+(?:{_ATTRIBUTE}){{{_MOST}}}+)(?:{_ATTRIBUTE})++")
_LOOSE: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option "
    "optgroup colgroup html head body script style".split()
)

_OF_HEAD: Final = frozenset("title meta link base script style noscript template object bgsound basefont".split())


def parse(text: str) -> html.HtmlElement:
    """Turn any text into an `html` element; never raises.

    Nesting deeper than MAX_DEPTH is unfolded: the tags beyond it are left out and their text stays, because libxml2
    drops what lies below 2,048 levels without a word (observed with 3,000 nested `<div>`). Attributes of a tag beyond
    a thousand are left out. So are comments and processing instructions: walks over a tree tell of elements only, and
    the text after a comment, which belongs to it in lxml, would be lost.
    """
    data = _ENDLESS.sub(r"\1", text[:MAX_CHARS]).encode("utf-8", "ignore").translate(None, _CONTROL)
    for odd in _NO_CHARACTERS:
        data = data.replace(odd, b"")
    tree = _parse(data)
    if not _is_deep(tree):
        return tree
    clean = data.decode()
    tree = _parse(_flatten(clean).encode())
    if not _is_deep(tree):
        return tree
    return _parse(f"<p>{_TAG.sub(' ', clean).replace('<', '&lt;')}".encode())


def _parse(data: bytes) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        tree = html.document_fromstring(b"<html><body></body></html>", parser=parser)
    if tree.find("body") is None and tree.find(".//frameset") is None:
        etree.SubElement(tree, "body")
    _begin_body(tree)
    return tree


def _begin_body(tree: html.HtmlElement) -> None:
    """Put into the body what stands in the head and is nothing of a head (HTML Standard, section 13.2.6.4.4).

    libxml2 begins the body of a page that leaves out the tags around it at the first element of HTML 4: `article`,
    `main` or `header` would stay in the head, where nobody looks for words.
    """
    head, body = tree.find("head"), tree.find("body")
    strays = [node for node in head if node.tag not in _OF_HEAD] if head is not None and body is not None else []
    if strays:
        *_, last = strays
        last.tail = (last.tail or "") + (body.text or "")
        body.text = None
        body[:0] = strays


def _is_deep(tree: html.HtmlElement) -> bool:
    return bool(_TOO_DEEP(tree))


def _flatten(text: str) -> str:
    """Leave out the tags that open below half of MAX_DEPTH, and those that close them."""
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in _LOOSE:
            return match[0] if depth <= MAX_DEPTH // 2 else " "
        if not match[1]:
            depth += 1
            return match[0] if depth <= MAX_DEPTH // 2 else " "
        depth = max(0, depth - 1)
        return match[0] if depth < MAX_DEPTH // 2 else " "

    return _TAG.sub(keep, text)


def held(tree: html.HtmlElement) -> list[html.HtmlElement]:
    """All elements of a tree, to be held while it is read: of what nobody holds, lxml makes new ones on each walk."""
    return list(tree.iter())


def is_element(node: object) -> bool:
    """Whether `node` is an element: comments, processing instructions and entities have no text tag."""
    return isinstance(getattr(node, "tag", None), str)


def pieces(element: html.HtmlElement) -> Iterator[str]:
    """The visible text of `element` in reading order, with a space where a block element or a line break stands."""
    skipping = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else "script"
        if event == "start":
            skipping += tag in SKIP
        else:
            skipping -= tag in SKIP
        if tag in BLOCK:
            yield " "
        found = node.text if event == "start" else (node.tail if node is not element else None)
        if found and not skipping:
            yield found


def plain_text(element: html.HtmlElement) -> str:
    """The visible text of `element` on one line, words parted by single spaces."""
    return " ".join("".join(pieces(element)).split())
