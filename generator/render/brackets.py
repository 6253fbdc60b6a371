"""Python-Markdown's links and images, found in time that grows with the text and not with its square.

For each opening bracket the library looks for its end up to the end of the block: 8 KB of `[a` take it seven seconds.
Here the pairs of a text are found once. What comes out is the same (tests compare).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from markdown import Markdown
from markdown import inlinepatterns as known
from markdown.extensions import Extension

_KINDS = (
    ("reference", known.ReferenceInlineProcessor, known.REFERENCE_RE, 170),
    ("link", known.LinkInlineProcessor, known.LINK_RE, 160),
    ("image_link", known.ImageInlineProcessor, known.IMAGE_LINK_RE, 150),
    ("image_reference", known.ImageReferenceInlineProcessor, known.IMAGE_REFERENCE_RE, 140),
    ("short_reference", known.ShortReferenceInlineProcessor, known.REFERENCE_RE, 130),
    ("short_image_ref", known.ShortImageReferenceInlineProcessor, known.IMAGE_REFERENCE_RE, 125),
)
"""Name, class, pattern and priority, as Python-Markdown registers them."""


class Brackets(Extension):
    """The processors of the library, with the two methods that look for an end."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Put them in the place of the library's."""
        for name, kind, pattern, priority in _KINDS:
            linear = type(
                kind.__name__, (_Linear, kind), {"needs_address": not issubclass(kind, known.ReferenceInlineProcessor)}
            )
            md.inlinePatterns.register(linear(pattern, md), name, priority)


class _Linear(known.LinkInlineProcessor):
    needs_address = True
    """Whether (address) follows the brackets; else they name what is defined elsewhere."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802
        """The text between brackets of which the first stands before `index`, and where it ends."""
        end = _pairs(data, "[", "]").get(index - 1)
        if end is None or (self.needs_address and data[end + 1 : end + 2] != "("):
            return "", len(data), False
        # Where nothing is defined no text names it, and a text within many brackets would be copied for each of them.
        return data[index:end] if self.needs_address or self.md.references else "", end + 1, True

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802
        """The address and title in the parentheses that open at `index`."""
        # Within quotes parentheses count otherwise: where any follow, the library reads them itself.
        if data[index : index + 1] == "(" and _last_quote(data) < index and index not in _pairs(data, "(", ")"):
            return "", None, index, False
        return super().getLink(data, index)


@lru_cache(4)
def _pairs(text: str, opens: str, shuts: str) -> Mapping[int, int]:
    """Place of each opening mark that is closed -> place of its closing mark."""
    found: dict[int, int] = {}
    waiting: list[int] = []
    for place, char in enumerate(text):
        if char == opens:
            waiting.append(place)
        elif char == shuts and waiting:
            found[waiting.pop()] = place
    return found


@lru_cache(2)
def _last_quote(text: str) -> int:
    return max(text.rfind('"'), text.rfind("'"))
