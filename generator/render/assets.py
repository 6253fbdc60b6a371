"""A script or a style sheet as it was written -> the same without what only its author reads: what is published."""

from __future__ import annotations

import re

from rjsmin import jsmin

_UNSURE = re.compile(
    r"//!|\$\{(?:[^{}`]|\{[^{}`]*\})*`|(?:=>|\b(?:await|case|do|else|in|of|throw|typeof|void|yield))\s*/(?![/*])"
)
"""Where rjsmin would not see what is text: in a template within another, in a regular expression after an arrow or a
word; and a comment to be kept of which it takes no notice."""


def lean_script(script: str) -> str:
    """The script without comments but for "/*!", and without blanks that separate nothing.

    Line ends that may end a statement stay. A script that is not certain to do the same afterwards is left as it is.
    """
    return script if _UNSURE.search(script) else jsmin(script, keep_bang_comments=True).strip() + "\n"


def lean_style(sheet: str) -> str:
    """The style sheet without the blanks around its lines, empty lines, and lines of comment but for "/*!".

    Lines that end a rule or a declaration are joined to the next. A sheet with a text or a comment over several lines
    is left as it is.
    """
    lines = [line.strip() for line in sheet.split("\n")]
    if any(line.endswith("\\") or line.count("/*") != line.count("*/") for line in lines):
        return sheet
    kept = [line for line in lines if line and (not _comment(line) or line.startswith("/*!"))]
    return "".join(line if line.endswith(("{", "}", ";", ",")) else f"{line}\n" for line in kept).rstrip() + "\n"


def _comment(line: str) -> bool:
    return line.startswith("/*") and line.endswith("*/") and line.count("*/") == 1
