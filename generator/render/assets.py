"""A script or a style sheet as it was written -> the same without what only its author reads: what is published."""

from __future__ import annotations


def lean_script(script: str) -> str:
    """The script without the blanks around its lines, empty lines, and lines of comment but for "//!".

    Line ends stay, for they end statements. A script with a text over several lines (a template, a backslash at the end
    of a line), or a comment of several lines, is left as it is: there blanks and slashes may be text.
    """
    lines = [line.strip() for line in script.split("\n")]
    if any(line.count("`") % 2 or line.endswith("\\") or "/*" in line for line in lines):
        return script
    return "\n".join(line for line in lines if line and (not line.startswith("//") or line.startswith("//!"))) + "\n"


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
