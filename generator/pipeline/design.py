"""A name -> a theme of one's own to begin with, which takes from its parent all that it does not change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from generator.edge import disk, themes
from generator.types import Problem, Stop

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
FILES: Mapping[str, str] = MappingProxyType(
    {
        "theme.yaml": """\
# What is not in this folder comes from the parent, file by file.
name: {name}
parent: {parent}
description:
""",
        "templates/base.html": """\
{{# The frame of all pages. "parent/base.html" is the parent's; a block here takes the place of its block.
   What templates see: docs/theme-api.md. Words: t('...'), translated by the files in strings/. #}}
{{% extends "parent/base.html" %}}
{{% block styles %}}{{{{ super() }}}}
<link rel="stylesheet" href="{{{{ 'assets/{name}.css'|url }}}}">
{{% endblock %}}
""",
        "assets/{name}.css": """\
/* Laid over the parent's style.css. These are its colours: on light and on dark ground. */
:root{{
  --paper:light-dark(#fbfbf8,#111513);
  --ink:light-dark(#191e1b,#e2e6e0);
  --soft:light-dark(#4e5852,#a8b2ac);
  --link:light-dark(#0b5a48,#7ed0b5);
  --bar:light-dark(#0b5a48,#5aa890);
  --cloth:light-dark(#15372f,#0c241e);
  --gilt:#ecca72;
}}
""",
    }
)


def new(root: Path, name: str, parent: str) -> list[str]:
    """Make themes/NAME in a site's folder; gives the paths that were made, relative to it.

    Stop if the name is none or taken, or if there is no such parent.
    """
    if not NAME.fullmatch(name):
        hint = "Use small letters, digits, - and _."
        raise Stop(Problem("error", name, "cannot be the name of a theme", hint))
    if any(found == name for found, _, _ in themes.known(root)):
        raise Stop(Problem("error", f"themes/{name}", "is there already", "Choose another name."))
    themes.layers(root, parent)
    made = [f"themes/{name}/{path.format(name=name)}" for path in FILES]
    for path, text in zip(made, FILES.values(), strict=True):
        disk.write(root, path, text.format(name=name, parent=parent).encode())
    return made
