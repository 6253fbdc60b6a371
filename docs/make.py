"""The code -> docs/options.md and docs/theme-api.md: `python docs/make.py` writes them; a test compares them."""

from __future__ import annotations

import ast
import inspect
import re
import sys
import typing
from pathlib import Path

import msgspec

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

import strings

from generator.config import OPTIONS
from generator.site import views

HERE = Path(__file__).parent


def options() -> str:
    """docs/options.md."""
    lines = [
        "# Options of site.yaml",
        "",
        "Every option may be left out. A key that is not known is reported with its line and the nearest name that is.",
        "",
        "| option | is | default | does | also read as |",
        "|---|---|---|---|---|",
    ]
    for option in OPTIONS:
        default = f"`{option.default}`" if option.default else ""
        also = ", ".join(f"`{name}`" for name in option.also)
        lines.append(f"| `{option.name}` | {option.kind} | {default} | {option.does} | {also} |")
    return "\n".join(lines) + "\n"


def theme_api() -> str:
    """docs/theme-api.md, from the view types and the strings below their fields."""
    lines = [
        "# What a template sees",
        "",
        "A template gets the fields of its view as variables, and nothing else: no file, no clock, no other page.",
        "Addresses are relative to the site; the filter `url` makes a link of one, `safe_url` lets an outside address",
        "through if its scheme is harmless. Everything is escaped; `body`, on pages that have one, is HTML that is",
        "safe already. A theme is a folder with theme.yaml (`parent: default`), templates/, assets/ and strings/; what it",
        "lacks comes from its parent, and a site's own templates/, assets/ and strings/ lie over all: see [themes.md].",
        "",
        "Words: `t('English text')` is the text in the site's language. `t('{n} entry|{n} entries', n=3)` takes the form",
        "of number; other {parts} are given by name and escaped; `link=address` makes a link of what stands in [brackets].",
        "`translated(['a', 'b'])` is a mapping of those texts that have other words, for a script; `weekdays` are the",
        "seven short names, Monday first.",
        "",
        "Filters: `url`, `safe_url` for links; `date`, `month`, `number`, `spelled`, `bytes`, `per_cent` for dates and",
        "numbers; `json` for data blocks; `line` for files that are no HTML; `repeats` tells whether a body begins with",
        "a text; `inside` makes the links of a body lead to entries of the archive.",
        "",
        "Blocks of base.html: `allow` (more of the content security policy), `meta`, `styles`, `scripts`, `top`, `main`,",
        "`foot`. Of entry.html: `headline`, `facts`, `text`, `record`, `near`. Of home.html: `sum`, `chart` (both in `top`),",
        "`newest`, `copied`, `ways`.",
        "",
        "[themes.md]: themes.md",
        "",
    ]
    for name, view in _views():
        lines += [f"## {name}", "", inspect.getdoc(view) or "", "", "| field | type | |", "|---|---|---|"]
        notes = _notes(view)
        hints = typing.get_type_hints(view)
        for field in msgspec.structs.fields(view):
            kind = _type(hints[field.name])
            lines.append(f"| `{field.name}` | {kind} | {notes.get(field.name, '')} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _views() -> list[tuple[str, type]]:
    members = vars(views).items()
    return [
        (name, member)
        for name, member in members
        if isinstance(member, type)
        and issubclass(member, msgspec.Struct)
        and member.__module__.startswith(views.__name__)
    ]


def _type(hint: object) -> str:
    text = hint.__name__ if isinstance(hint, type) and not typing.get_args(hint) else str(hint)
    return re.sub(r"generator\.site\.views\.(\w+\.)?", "", text).replace("NoneType", "None").replace("|", "or")


def _notes(view: type) -> dict[str, str]:
    """The string literal below each field."""
    tree = ast.parse(inspect.getsource(view)).body[0]
    assert isinstance(tree, ast.ClassDef)
    notes = {}
    for field, note in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(note, ast.Expr) and isinstance(note.value, ast.Constant):
            assert isinstance(field.target, ast.Name)
            notes[field.target.id] = " ".join(str(note.value.value).split()).replace("|", "\\|")
    return notes


PAGES = {"options.md": options, "theme-api.md": theme_api, "../themes/default/strings/en.yaml": strings.english}

if __name__ == "__main__":
    for file, make in PAGES.items():
        (HERE / file).write_text(make(), "utf-8")
        print(f"wrote {(HERE / file).resolve().relative_to(HERE.parent)}")
