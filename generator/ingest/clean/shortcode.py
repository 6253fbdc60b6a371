"""Text -> the spans of marks that only a publishing program understands."""

from __future__ import annotations

import re

from generator.ingest.clean.span import Found, Span

_FORMS = re.compile(
    r"""
    \{\{[<%] [^\n{}]{1,500} [>%]\}\}                                            # Hugo: {{< figure src="a.jpg" >}}
    | \{\{ \s* site\.(?:base)?url \s* \}\}                                          # Jekyll: {{ site.baseurl }}
    | \{% \s* /?(?:include|youtube|vimeo|gist|tweet|raw|endraw) \b [^\n{}]{0,500} %\}  # Jekyll, Eleventy
    | \[/?(?:caption|gallery|embed|audio|video|playlist|vc_row|vc_column) (?:\s[^\]\[\n]{0,500})? \]  # WordPress
    """,
    re.X,
)

_LINK = re.compile(r"\]\([ ]{0,9}\{\{[<%][^\n{}]{1,500}[>%]\}\}[^\n()]{0,300}\)")
"""The end of a link that a publishing program was to resolve: [text]({{< ref "a.md" >}} "title")."""
_LONGEST_LINK = 1_000

_VALUE = re.compile(
    r"(?P<before>\{\{-? {0,9}(?P<quote>[\"']))(?P<value>[^\"'{}\n]{1,300})"
    r"(?P<after>(?P=quote) {0,9}(?P<filter>\|[^{}\n]{0,300})?-?\}\})"
    r"|(?P<before2>\[(?:youtube|vimeo)[ =]\"?)(?P<value2>https?://[^\s\"\]&]{4,300}(?:&(?![wh]=)[^\s\"\]&]{1,300})*)"
    r"(?P<after2>[^\]\n]{0,300}\])"
)
"""A value and what is to be done with it: {{ "/about/" | url }} in Jekyll, [youtube=https://...&w=600] in WordPress."""
_OF_PICTURES = re.compile(r"\|\s*\w*(?:photo|image|img|picture|avatar)\w*")

_CODE = re.compile(r"^ {0,3}(?:```|~~~)|`[^`\n]*$", re.M)


def find(text: str, media: str) -> Found:
    """The spans of shortcodes; what stands between an opening and a closing one stays.

    A link that leads to one loses its goal and keeps its words; of a value only the value stays, but for pictures.
    Sources: the shortcode pages of Hugo, Jekyll and WordPress. A text with code in it is left alone: it may be about
    shortcodes.
    """
    if "{" not in text and "[" not in text:
        return Found()
    if ("`" in text or "~~~" in text) and _CODE.search(text):
        return Found()
    marks = [_span(text, match.start(), match.end()) for match in _FORMS.finditer(text)]
    if "{{" in text or "[youtube" in text or "[vimeo" in text:
        marks += [span for match in _VALUE.finditer(text) for span in _around(match)]
        marks += [span for match in _LINK.finditer(text) for span in _goal(text, match)]
    return Found(tuple(marks))


def _around(match: re.Match[str]) -> list[Span]:
    """What stands before and after a value; all of it if the value names a picture."""
    if _OF_PICTURES.match(match["filter"] or ""):
        return [Span(*match.span())]
    names = ("before", "after") if match["before"] else ("before2", "after2")
    return [Span(*match.span(name)) for name in names]


def _goal(text: str, match: re.Match[str]) -> list[Span]:
    """The brackets of a link and its goal; nothing if its beginning is not found."""
    depth = 0
    for at in range(match.start() - 1, max(-1, match.start() - _LONGEST_LINK), -1):
        depth += (text[at] == "]") - (text[at] == "[")
        if depth < 0:
            is_picture = text[at - 1 : at] == "!"
            return [Span(at - 1, match.end())] if is_picture else [Span(at, at + 1), Span(*match.span())]
    return []


def _span(text: str, start: int, end: int) -> Span:
    """With its line and the empty line behind it, if it stands alone."""
    alone = (start == 0 or text[start - 1] == "\n") and text[end : end + 1] in ("\n", "")
    while alone and text[end : end + 1] == "\n":
        end += 1
    return Span(start, end)
