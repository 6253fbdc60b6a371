"""The code and the default theme -> all words that pages show; docs/make.py writes them to strings/en.yaml."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator import phrases
from generator.site import alphabet, database, differences, exports, words
from generator.site.pages import entry, frame, home, index, titles
from generator.site.records import FIELDS

TOP = Path(__file__).parents[1]
THEMES = TOP / "themes"
ENGLISH = THEMES / "default" / "strings" / "en.yaml"
HEAD = """\
# All words of the pages: English on the left, and what is shown on the right. For another language copy this file to
# strings/xx.yaml beside site.yaml (xx is its code), write its words on the right, and set `language: xx`. What is not
# there stays English. {parts} are filled in; [brackets] are links; | parts the forms of number (docs/themes.md).
# This file is made by `python docs/make.py`.
"""
SAYING = ("say", "phrases.say")
_IN_TEMPLATE = re.compile(r"\bt\((['\"])((?:(?!\1).)*)\1(?=[,)])")
_LISTED = re.compile(r"\btranslated\(\[([^\]]*)\]")
_IN_SCRIPT = re.compile(r"\bsay\('((?:[^'\\]|\\.)*)'(?=[,)])")
_QUOTED = re.compile(r"'([^']*)'")


def everything() -> list[str]:
    """All English texts, those of templates first, each once."""
    found = [*in_templates(THEMES / "default"), *in_code(), *in_tables()]
    return [text for text in dict.fromkeys(found) if text]


def in_templates(theme: Path) -> Iterator[str]:
    """The texts of a theme's templates and scripts."""
    for path in sorted((theme / "templates").rglob("*")):
        text = path.read_text("utf-8") if path.is_file() else ""
        yield from (match[2] for match in _IN_TEMPLATE.finditer(text))
        yield from (quoted for listed in _LISTED.finditer(text) for quoted in _QUOTED.findall(listed[1]))
    for path in sorted((theme / "assets").rglob("*.js")):
        yield from _IN_SCRIPT.findall(path.read_text("utf-8"))


def in_code() -> Iterator[str]:
    """The texts that stand in calls of `say`, or in a name that such a call takes."""
    for path in sorted((TOP / "generator").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in SAYING]
        asked = [call.args[1] for call in calls if len(call.args) > 1]
        names = {node.id for one in asked for node in ast.walk(one) if isinstance(node, ast.Name)}
        yield from _constants(one for one in asked if not isinstance(one, ast.JoinedStr))
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(target, ast.Name) and target.id in names for target in targets):
                yield from _constants([node.value])


def _constants(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for one in nodes:
        whole = [] if isinstance(one, ast.Call) else ast.walk(one)
        yield from (node.value for node in whole if isinstance(node, ast.Constant) and isinstance(node.value, str))


def in_tables() -> Iterator[str]:
    """Texts that code looks up in tables."""
    yield from (label for label, _, _ in frame.POSSIBLE)
    yield from (label for _, label, _ in home.ROWS)
    for kind, plural in index.FOLDERS.items():
        yield from (f"{{n}} {kind}|{{n}} {plural}", f"All {plural}", plural.capitalize(), kind.capitalize())
    yield from (titles.NAME, alphabet.OTHER, *dict.fromkeys(alphabet.SCRIPTS.values()))
    yield from entry.LABELS.values()
    yield from ("certain", "worked out", "unknown")
    for what, one in words.RULES.values():
        yield from (what, f"{{n}} {one}|{{n}} {one}s")
    yield from (differences.QUOTES, differences.APOSTROPHES, differences.OTHER_MARKS, differences.TOO_LONG)
    yield from (*words.SEEN, *words.NAMED, *words.GIVEN)
    yield from (form.label for form in exports.FORMS.values())
    yield from (text for form in exports.FORMS.values() for text in (form.holds, form.bare) if text)
    yield from (database.LABEL, database.HOLDS)
    yield from (field.description for field in FIELDS)
    yield from sorted(set(words.LANGUAGES.values()))


def english() -> str:
    """themes/default/strings/en.yaml."""
    manners = [f"{name}: {_quoted(phrases.ENGLISH[f'@{name}'])}" for name in phrases.MANNERS]
    return (
        HEAD
        + "\n".join(
            [*manners, "words:", *(f"  {_quoted(text)}: {_quoted(phrases.pattern({}, text))}" for text in everything())]
        )
        + "\n"
    )


def _quoted(text: str) -> str:
    """A text in double quotes: JSON's are YAML's."""
    return json.dumps(text, ensure_ascii=False)
