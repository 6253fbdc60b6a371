"""Text -> the spans of marks that only a printer understands: where a page began, signs to be set, the last rule."""

from __future__ import annotations

import re

from generator.ingest.clean.span import Found, Span

_PAGE = re.compile(r"(?P<before>\n*)\\?\[\\?\[Page [A-Z]{0,3}\d{1,6}(?:-\d{1,6})?\\?\]\\?\](?P<after>\n*)")
_MARK = r"(?:\\?<|&lt;)/?(?:bullet|INF|[lr]-arrow)(?:\\?>|&gt;)"
_SIGN = re.compile(rf"(?<![^\n]){_MARK} +|{_MARK}")
_FULL_LINE = 50
_LAST_RULE = re.compile(r"\s*\n(?:\\?_){5,200}\s*\Z")


def find(text: str, media: str) -> Found:
    """The spans of such marks; a sentence that a page mark parts becomes whole again.

    Source: texts of the Congressional Record as the Government Publishing Office gives them out ("[[Page S582]]",
    "<bullet>", "CO<INF>2</INF>").
    """
    spans: list[Span] = []
    if "[" in text and "[Page " in text:
        spans += (_page(text, match) for match in _PAGE.finditer(text))
    if ("<" in text or "&lt;" in text) and ("bullet" in text or "INF" in text or "-arrow" in text):
        spans += (Span(*match.span()) for match in _SIGN.finditer(text))
    if (tail := text[-500:]).rstrip().endswith("_") and (rule := _LAST_RULE.search(tail)):
        spans.append(Span(len(text) - len(tail) + rule.start(), len(text)))
    return Found(tuple(spans))


def _page(text: str, match: re.Match[str]) -> Span:
    """The mark with the empty lines on one side of it, on both but one if it stands in a sentence."""
    start, end = match.start(), match.end()
    line = text[:start].rpartition("\n")[2]
    in_sentence = line[-1:] in (",", "-") or (line[-1:].islower() and len(line) >= _FULL_LINE)
    if match["before"] and (in_sentence or text[end : end + 1].islower()):
        return Span(start + 1, end)
    return Span(match.end("before"), end)
