"""Python-Markdown's inline markup in time that grows with the text and not with its square; what comes out is the same.

For each mark the library copies the whole block, and for each run of backticks it reads on to the end of the block.
Here a pattern goes through a block once, and the runs of a block are found once (tests compare).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markdown import Markdown, util
from markdown import inlinepatterns as known
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor
from msgspec import Struct

_RUN = re.compile("`+")


class Inline(Extension):
    """The library's run over inline patterns, and its code spans."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Put them in the place of the library's, at its priorities."""
        md.treeprocessors.register(_Inline(md), "inline", 20)
        md.inlinePatterns.register(_Backticks(known.BACKTICK_RE), "backtick", 190)


class _Inline(InlineProcessor):
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        """A text with a placeholder for each piece of markup, from a pattern on; the library calls it by this name."""
        if isinstance(data, util.AtomicString):
            return data
        for place in range(patternIndex, len(self.inlinePatterns)):
            pattern: Any = self.inlinePatterns[place]
            if self.ancestors and any(tag.lower() in self.ancestors for tag in pattern.ANCESTOR_EXCLUDES):
                continue
            if isinstance(pattern, known.DelimiterProcessor):  # counts on the text with its placeholders
                data = self._library(pattern, data, place)
            else:
                data = self._replaced(pattern, data, place)
        return data

    def _InlineProcessor__processPlaceholders(  # noqa: N802
        self,
        data: str | None,
        parent: Any,
        isText: bool = True,  # noqa: N803
    ) -> Any:
        """The elements of a text with placeholders; those that stand for text are filled in at once, not one by one."""
        if data and not isinstance(data, util.AtomicString):
            data = util.INLINE_PLACEHOLDER_RE.sub(self._filled, data)
        return super()._InlineProcessor__processPlaceholders(data, parent, isText)  # type: ignore[misc]

    def _filled(self, match: re.Match[str]) -> str:
        node = self.stashed_nodes.get(match[1])
        return node if isinstance(node, str) else match[0]

    def _library(self, pattern: Any, data: str, place: int) -> str:
        matched, start = True, 0
        while matched:
            data, matched, start = self._InlineProcessor__applyPattern(pattern, data, place, start)  # type: ignore[attr-defined]
        return data

    def _replaced(self, pattern: Any, data: str, place: int) -> str:
        """The text with a placeholder for each match of a pattern."""
        pieces: list[str] = []
        begin = start = 0
        looks_back = "(?<" in pattern.pattern
        while found := _next(pattern, data, start):
            node, first, end = found
            if node is None:
                start = end
                continue
            if not isinstance(node, str) and not isinstance(node.text, util.AtomicString):
                self._within(node, place)
            pieces += (data[begin:first], self._InlineProcessor__stashNode(node, pattern.type()))  # type: ignore[attr-defined]
            begin = start = end
            if end <= first or (looks_back and data[end - 1] in "\\!"):
                # An odd link "ends" before it begins; and the last character of a placeholder escapes nothing.
                data, begin, start = util.ETX + data[end:], 1, 1
        return "".join((*pieces, data[begin:])) if pieces else data

    def _within(self, node: Any, place: int) -> None:
        """Go on within a new element: its text with the patterns after this one, the tails in it with this one too."""
        for child in (node, *node):
            if child.text:
                self.ancestors.append(child.tag.lower())
                child.text = self._InlineProcessor__handleInline(child.text, place + 1)
                self.ancestors.pop()
            if child.tail:
                child.tail = self._InlineProcessor__handleInline(child.tail, place)


def _next(pattern: Any, data: str, start: int) -> tuple[Any, int, int] | None:
    """The next match that a pattern takes: its node (None: it stays as it is), begin and end."""
    for match in pattern.getCompiledRegExp().finditer(data, start):
        node, first, end = pattern.handleMatch(match, data)
        if first is not None and end is not None:
            return node, first, end
    return None


class _Runs(Struct, frozen=True):
    """The runs of backticks of a text, in order."""

    begins: tuple[int, ...]
    lengths: tuple[int, ...]
    longest: tuple[int, ...]
    """For each run, which is the first of the longest of those from it on."""
    places: Mapping[int, tuple[int, ...]]
    """Length -> which runs have it."""


class _Backticks(known.BacktickInlineProcessor):
    def find_code_spans(self, start: int, text: str) -> Any:
        """Where the code begins and ends whose first backtick stands at `start`; its end is None if it has none."""
        runs = _runs(text)
        here = bisect_left(runs.begins, start + 1) - 1
        begin = runs.begins[here] + runs.lengths[here]
        wanted = begin - start
        same = runs.places.get(wanted, ())
        nearest = bisect_left(same, here + 1)
        if nearest < len(same):
            return begin, runs.begins[same[nearest]]
        if here + 1 < len(runs.begins):
            at = runs.longest[here + 1]
            if (length := runs.lengths[at]) < wanted:
                return start + length, runs.begins[at]
        return begin + wanted, None  # so far, as the library does, goes the search on


@lru_cache(2)
def _runs(text: str) -> _Runs:
    spans = [match.span() for match in _RUN.finditer(text)]
    lengths = [end - begin for begin, end in spans]
    longest = list(range(len(spans)))
    places: dict[int, list[int]] = {}
    for place in reversed(range(len(spans) - 1)):
        if lengths[longest[place + 1]] > lengths[place]:
            longest[place] = longest[place + 1]
    for place, length in enumerate(lengths):
        places.setdefault(length, []).append(place)
    begins = tuple(begin for begin, _ in spans)
    return _Runs(begins, tuple(lengths), tuple(longest), {length: tuple(some) for length, some in places.items()})
