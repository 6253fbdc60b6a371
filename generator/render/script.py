"""A script as it was written -> the same script without indentation and lines of comment: what is published."""

from __future__ import annotations


def lean(script: str) -> str:
    """The script without the blanks around its lines, empty lines, and lines of comment but for "//!".

    Line ends stay, for they end statements. A script with a text over several lines (a template, a backslash at the end
    of a line), or a comment of several lines, is left as it is: there blanks and slashes may be text.
    """
    lines = [line.strip() for line in script.split("\n")]
    if any(line.count("`") % 2 or line.endswith("\\") or "/*" in line for line in lines):
        return script
    return "\n".join(line for line in lines if line and (not line.startswith("//") or line.startswith("//!"))) + "\n"
