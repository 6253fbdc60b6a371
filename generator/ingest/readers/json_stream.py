"""A JSON text too long to be held -> its rows, one after the other."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from generator.ingest.decode import decode, mended
from generator.ingest.readers import rows
from generator.ingest.readers.json_text import Broken, Value, headed, raw_value, resumed, skip

_CHUNK = 1 << 20
_SAMPLE = 1 << 20
_DEEPEST = 3
_CLOSE = 64
"""Characters before the end of what was read in which any trouble may only mean that more must be read."""
_LARGEST = 64_000_000


def values(first: bytes, stream: BinaryIO) -> Iterator[Value | Broken]:
    """The rows of a list, of a list that an object wraps, or of objects that follow each other.

    `first` is what was read of `stream` already. Raises Broken, with the line in place of the position, where it cannot
    be read on, after all rows before that place were given. Holds no more than the largest row and what is read ahead.
    """
    window = _Window(first, stream)
    if window.peek() == "[":
        window.at += 1
        yield from _items(window)
    elif window.complete():
        while window.peek():
            yield Value(window.value(), window.here(), alone=False)
        return
    else:
        yield from _wrapped(window, 0)
    if window.peek():
        raise Broken("more text after the list", window.here())


def _items(window: _Window) -> Iterator[Value | Broken]:
    header: list[str] | None = None
    names: frozenset[str] = frozenset()
    while window.peek() != "]":
        line = window.here()
        try:
            value = window.value()
        except Broken as broken:
            if not window.resume(names):
                raise
            yield broken
            continue
        names = frozenset(value) if isinstance(value, dict) else names
        header, row = headed(header, value)
        if row is not None:
            yield Value(row, line, alone=False)
        try:
            window.comma("]")
        except Broken as broken:
            if window.peek() != "{" and not window.resume(names):
                raise
            yield broken
    window.at += 1


def _wrapped(window: _Window, depth: int) -> Iterator[Value | Broken]:
    """The rows in an object: `{"articles": [...]}`, `{"response": {"docs": [...]}}`, `{"id 1": {row}, ...}`."""
    window.expect("{")
    while window.peek() != "}":
        name = str(window.value())
        window.expect(":")
        mark, line, listed = window.peek(), window.here(), name.lower() in rows.LISTS
        if mark == "[" and (listed or window.long()):
            window.at += 1
            yield from _items(window)
        elif mark == "{" and listed and depth < _DEEPEST:
            yield from _wrapped(window, depth + 1)
        else:
            value = window.value()
            if isinstance(value, Mapping) and rows.is_row(value):
                yield Value({"key": name, **value}, line, alone=False)
        window.comma("}")
    window.at += 1


class _Window:
    """What was read of a JSON text and not yet taken."""

    def __init__(self, first: bytes, stream: BinaryIO) -> None:
        found = decode(first[:_SAMPLE])
        errors = "surrogateescape" if found.charset == "utf-8" else "replace"
        self._decoder = codecs.getincrementaldecoder(found.charset)(errors)
        self._first, self._taken = first, 0
        self._stream = stream
        self._text = ""
        self._line, self._counted = 1, 0
        self._ended = False
        self.at = 0

    def here(self) -> int:
        """The line at which reading stands."""
        self._line += self._text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def peek(self) -> str:
        """The next character that is no space; "" at the end."""
        while (at := skip(self._text, self.at)) >= len(self._text) and self._more():
            pass
        self.at = at = skip(self._text, self.at)
        return self._text[at : at + 1]

    def expect(self, mark: str) -> None:
        """Go over a mark. Raises Broken where another stands."""
        if self.peek() != mark:
            raise Broken(f"{mark} is missing" if self._text[self.at :] else "the text is cut", self.here())
        self.at += 1

    def comma(self, end: str) -> None:
        """Go over the comma before the next item, or to the mark that ends the list."""
        found = self.peek()
        if found == ",":
            self.at += 1
            self.peek()
        elif found != end:
            raise Broken(f"a comma or {end} is missing" if found else "the list is cut", self.here())

    def complete(self) -> bool:
        """Whether the value that begins here ends within what was read."""
        try:
            raw_value(self._text, self.at)
        except Broken:
            return False
        return True

    def long(self) -> bool:
        """Whether it does not."""
        return not self.complete()

    def value(self) -> Any:
        """The value that begins here; raises Broken."""
        self.peek()
        while True:
            try:
                value, end = raw_value(self._text, self.at)
            except Broken as broken:
                message, at = broken.args
                if self._might_go_on(message, at) and self._more():
                    continue
                raise Broken(message, self.here()) from None
            if end < len(self._text) or not self._more():
                self.at = end
                return value

    def resume(self, names: frozenset[str]) -> bool:
        """Go to the next object behind damage that is like those before; whether there is one."""
        while (after := resumed(self._text, self.at, names)) < 0:
            if len(self._text) - self.at > _LARGEST or not self._more():
                return False
        self.at = after
        return True

    def _might_go_on(self, message: str, at: int) -> bool:
        near = "cut" in message or at > len(self._text) - _CLOSE
        return near and len(self._text) - self.at < _LARGEST

    def _more(self) -> bool:
        """Read on, as much again as is held, so that a long value is not tried too often; False at the end."""
        size = max(_CHUNK, len(self._text) - self.at)
        data = self._first[self._taken : self._taken + size]
        self._taken += len(data)
        if self._ended:
            return False
        data += self._stream.read(size - len(data)) if len(data) < size else b""
        self._ended = not data
        self.here()
        fresh = self._decoder.decode(data, final=self._ended).replace("\ufeff", "")
        self._text = self._text[self.at :] + (fresh if fresh.isascii() else mended(fresh))
        self.at = self._counted = 0
        return True
