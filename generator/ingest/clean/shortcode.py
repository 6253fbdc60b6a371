"""Text -> the spans of marks that only a publishing program understands."""

from __future__ import annotations

import re

from generator.ingest.clean.span import Found, Span

_FORMS = re.compile(
    r"""
    \{\{[<%] [^\n{}]{1,500} [>%]\}\}                                            # Hugo: {{< figure src="a.jpg" >}}
    | \{% \s* /?(?:include|youtube|vimeo|gist|tweet|raw|endraw) \b [^\n{}]{0,500} %\}  # Jekyll, Eleventy
    | \[/?(?:caption|gallery|embed|audio|video|playlist|vc_row|vc_column) (?:\s[^\]\[\n]{0,500})? \]  # WordPress
    """,
    re.X,
)

_CODE = re.compile(r"^ {0,3}(?:```|~~~)|`[^`\n]*$", re.M)


def find(text: str, media: str) -> Found:
    """The spans of shortcodes; what stands between an opening and a closing one stays.

    Sources: the shortcode pages of Hugo, Jekyll and WordPress. A text with code in it is left alone: it may be about
    shortcodes.
    """
    if "{" not in text and "[" not in text:
        return Found()
    if ("`" in text or "~~~" in text) and _CODE.search(text):
        return Found()
    return Found(tuple(_span(text, match.start(), match.end()) for match in _FORMS.finditer(text)))


def _span(text: str, start: int, end: int) -> Span:
    """With its line and the empty line behind it, if it stands alone."""
    alone = (start == 0 or text[start - 1] == "\n") and text[end : end + 1] in ("\n", "")
    while alone and text[end : end + 1] == "\n":
        end += 1
    return Span(start, end)
