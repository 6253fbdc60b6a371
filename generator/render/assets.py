"""A script or a style sheet as it was written -> what is published: in the site's language, without what only its
author reads."""

from __future__ import annotations

import json
import re

from rjsmin import jsmin

from generator.phrases import Words

WORDS = "/*words*/{}"
"""In a script, where it wants the words of the site's language: an object from English texts to these."""
_ASKED = re.compile(r"\bsay\('((?:[^'\\\n]|\\.)*)'")

_UNSURE = re.compile(
    r"//!|\$\{(?:[^{}`]|\{[^{}`]*\})*`|(?:=>|\b(?:await|case|do|else|in|of|throw|typeof|void|yield))\s*/(?![/*])"
)
"""Where rjsmin would not see what is text: in a template within another, in a regular expression after an arrow or a
word; and a comment to be kept of which it takes no notice."""


def worded_script(script: str, words: Words) -> str:
    """The script with the words of the site's language where it wants them: those for the texts in its `say(...)`."""
    asked = dict.fromkeys(text for text in _ASKED.findall(script) if text in words)
    said = json.dumps({text: words[text] for text in asked}, ensure_ascii=False, separators=(",", ":"))
    return script.replace(WORDS, said) if asked else script


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
