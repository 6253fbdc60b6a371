"""An XML file of many records -> the source of each record, then its elements: one pass, lenient, without a DTD.

No entity that a file declares is ever expanded and nothing outside of the file is ever read, so neither XXE nor a
"billion laughs" file has anything to work with. Broken markup, which exports are full of, costs its place alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from generator.ingest.decode import plain
from generator.ingest.readers.unpack import MOST_WHOLE

_CHUNK = 1 << 16
_LONGEST_MARK = 64
_PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]{0,2000}\?>\s*|<!--(?:[^-]|-(?!->)){0,20000}-->\s*"
    rb"|<!DOCTYPE[^\[>]{0,2000}(?:\[[^\]]{0,20000}\]\s*)?>\s*){0,20}<(?P<name>[A-Za-z_][\w:.-]{0,60})",
    re.I,
)
_ENCODING = re.compile(rb"<\?xml[^>]{0,300}?encoding\s{0,5}=\s{0,5}[\"']([\w:.-]{1,40})")
_TOKEN = re.compile(
    r"<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z_][\w:.-]{0,100})(?P<rest>[^<>]*)>",
    re.S,
)
_ATTRIBUTE = re.compile(r"([A-Za-z_][\w:.-]{0,100})\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)')")
_DEEPEST = 100


class Piece(Struct, frozen=True):
    """A stretch of the file: a record, or what stands before one."""

    data: bytes
    is_record: bool
    whole: bool = True
    """Its end was there."""


class Element(Struct):
    """One element: its name as written ("content:encoded"), its own text, and the elements in it."""

    name: str
    rest: str = ""
    texts: list[str] = []
    children: list[Element] = []
    inner: tuple[int, int] = (0, 0)
    """Where its inside stands in the source."""

    @property
    def text(self) -> str:
        """The text that stands in it and in no element inside it, unescaped once."""
        return plain("".join(self.texts)).strip()

    @property
    def attributes(self) -> dict[str, str]:
        """By name; the first of a name wins."""
        found: dict[str, str] = {}
        for name, double, single in _ATTRIBUTE.findall(self.rest[:20_000]):
            found.setdefault(name, plain(html.unescape(double or single)))
        return found

    def all(self, *names: str) -> list[Element]:
        """The elements directly in it that have one of these names, in the order of the names."""
        return [child for name in names for child in self.children if child.name == name]

    def first(self, *names: str) -> str:
        """The text of the first of them that has one."""
        return next((child.text for child in self.all(*names) if child.text), "")


def root(head: bytes) -> str:
    """The name of the outermost element; "" if the file does not begin like XML."""
    match = _PROLOG.match(head)
    return match["name"].decode("ascii", "replace") if match else ""


def encoding(head: bytes) -> str:
    """The label in the XML declaration; "" if there is none."""
    match = _ENCODING.search(head[:1_000])
    return match[1].decode("ascii") if match else ""


def is_closed(tail: bytes, name: str) -> bool:
    """Whether the last bytes of a file hold the end of its outermost element."""
    return re.search(rb"</" + re.escape(name.encode()) + rb"\s{0,20}>", tail, re.I) is not None


def pieces(stream: BinaryIO, name: str) -> Iterator[Piece]:
    """Cut a stream at the elements called `name`, without holding more than one of them.

    Marks inside of comments and CDATA are passed over.
    """
    cutter = _Cutter(name)
    while chunk := stream.read(_CHUNK):
        cutter.buffer += chunk
        yield from cutter.cut(final=False)
    yield from cutter.cut(final=True)


class _Cutter:
    """What was read and not yet given, and where in it to read on."""

    def __init__(self, name: str) -> None:
        tag = re.escape(name.encode())
        self._marks = re.compile(rb"<!\[CDATA\[|<!--|<" + tag + rb"(?=[\s/>])|</" + tag + rb"\s{0,20}>")
        self.buffer = bytearray()
        self._at = 0
        self._inside = False
        self._until = b""

    def cut(self, final: bool) -> Iterator[Piece]:
        """The pieces that are whole; at the end of the file, also what is left."""
        while mark := self._next(final):
            if mark.startswith(b"<!"):
                self._until = b"]]>" if mark.startswith(b"<![") else b"-->"
            elif self._inside == mark.startswith(b"</"):
                end = self._at if self._inside else self._at - len(mark)
                if end:
                    yield self._given(end)
                self._inside = not self._inside
                self._at = 0 if not self._inside else len(mark)
        if len(self.buffer) > MOST_WHOLE:
            yield self._given(len(self.buffer), whole=False)
            self._at = 0
        if final and self.buffer:
            yield self._given(len(self.buffer), whole=not self._inside)

    def _next(self, final: bool) -> bytes:
        """The next mark that counts, behind which reading goes on; nothing where more must be read first."""
        if self._until:
            end = self.buffer.find(self._until, self._at)
            if end < 0:
                self._at = max(self._at, len(self.buffer) - len(self._until) + 1)
                return b""
            self._at, self._until = end + len(self._until), b""
        mark = self._marks.search(self.buffer, self._at)
        if mark and (final or mark.end() < len(self.buffer)):
            self._at = mark.end()
            return mark[0]
        self._at = mark.start() if mark else max(self._at, len(self.buffer) - _LONGEST_MARK)
        return b""

    def _given(self, end: int, whole: bool = True) -> Piece:
        piece = Piece(bytes(self.buffer[:end]), self._inside, whole)
        del self.buffer[:end]
        return piece


def element(source: str) -> Element:
    """The tree of a piece of XML; what is not well formed is taken as it can be understood. Linear, never raises."""
    top = Element("")
    stack = [top]
    at = 0
    for token in _TOKEN.finditer(source):
        if token.start() > at:
            stack[-1].texts.append(html.unescape(source[at : token.start()]))
        at = token.end()
        if token["cdata"] is not None:
            stack[-1].texts.append(token["cdata"])
        elif token["name"] and not token["end"]:
            child = Element(token["name"], token["rest"], inner=(at, at))
            stack[-1].children.append(child)
            if not token["rest"].rstrip().endswith("/") and len(stack) < _DEEPEST:
                stack.append(child)
        elif token["name"]:
            _close(stack, token["name"], token.start())
    stack[-1].texts.append(html.unescape(source[at:]))
    for open_one in stack[1:]:
        open_one.inner = (open_one.inner[0], len(source))
    return top


def _close(stack: list[Element], name: str, at: int) -> None:
    """End the innermost element of that name, and those inside it that were left open."""
    depth = next((depth for depth in range(len(stack) - 1, 0, -1) if stack[depth].name == name), 0)
    while depth and len(stack) > depth:
        closed = stack.pop()
        closed.inner = (closed.inner[0], at)
