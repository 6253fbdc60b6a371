"""Folders of templates and assets, laid one over another -> a theme as a value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.edge import disk
from generator.edge.cache import Cache
from generator.types import Problem, Stop, Theme

_INSTALLED = Path(__file__).parents[1] / "themes"
_BUILT_IN = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[2] / "themes"
"""In an installed wheel themes/ stands inside the package, in a checkout beside it."""
_LONGEST_LINE = 10
_PARENT = re.compile(r"""(["'])parent/([^"']+)\1""")


def layers(root: Path, name: str) -> list[Path]:
    """The folders whose files make up a theme, the deepest ancestor first and the site's own last.

    A theme names its parent in theme.yaml (`parent: default`); the site's own templates/, assets/ and strings/ lie over
    all.
    Stop if a theme or its parent cannot be found.
    """
    chain: list[Path] = []
    wanted = name
    while wanted:
        folder = _find(root, wanted)
        if folder in chain or len(chain) == _LONGEST_LINE:
            raise Stop(Problem("error", f"themes/{wanted}/theme.yaml", "its parents form a circle", "Take one out."))
        chain.append(folder)
        wanted = _parent(folder)
    return [*reversed(chain), root]


def load(folders: Sequence[Path], cache: Cache) -> Theme:
    """Read the theme; its assets go into the cache."""
    assets: dict[str, str] = {}
    strings: dict[str, tuple[str, ...]] = {}
    templates = []
    for folder in folders:
        templates.append((folder.name, {f.path: _text(f, "templates") for f in disk.walk(folder / "templates")[0]}))
        for file in disk.walk(folder / "strings")[0]:
            strings[file.path] = (*strings.get(file.path, ()), _text(file, "strings"))
        for file in disk.walk(folder / "assets")[0]:
            assets[file.path] = cache.keep([(b"", disk.read(file.real))])[0]
    ours = all(folder.is_relative_to(_BUILT_IN) for folder, (_, found) in zip(folders, templates, strict=True) if found)
    return Theme(joined(templates), dict(sorted(assets.items())), dict(sorted(strings.items())), ours=ours)


def joined(layers: Sequence[tuple[str, Mapping[str, str]]]) -> dict[str, str]:
    """The templates of all layers, the later over the earlier: name of the layer, its templates by path.

    "parent/base.html" in a template is the base.html that would be there without its own layer: what a block of it
    overrides. Such a one is kept under the name of its layer: "default/base.html".
    """
    latest: dict[str, str] = {}
    below: dict[str, str] = {}
    kept: dict[str, str] = {}
    for name, layer in layers:
        found = {}
        for path, text in layer.items():
            wanted = {match[2] for match in _PARENT.finditer(text)} & below.keys()
            kept |= {f"{below[one]}/{one}": latest[one] for one in wanted}
            names = {one: f"{below[one]}/{one}" for one in wanted}
            found[path] = _PARENT.sub(lambda m, names=names: f"{m[1]}{names.get(m[2], m[0][1:-1])}{m[1]}", text)  # type: ignore[misc]
        latest |= found
        below |= dict.fromkeys(found, name)
    return dict(sorted((kept | latest).items()))


def known(root: Path) -> list[tuple[str, str, str]]:
    """The themes that a site can use: name, "yours" or "comes with fonds", and what theme.yaml says of it."""
    found: dict[str, tuple[str, str, str]] = {}
    for base, whose in ((_BUILT_IN, "comes with fonds"), (root / "themes", "yours")):
        for path in sorted(base.glob("*/theme.yaml")):
            found[path.parent.name] = (path.parent.name, whose, _said(path.parent, "description"))
    return [found[name] for name in sorted(found)]


def _text(file: disk.Found, kind: str) -> str:
    try:
        return disk.read(file.real).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Stop(Problem("error", f"{kind}/{file.path}", "is not UTF-8", "Save the file as UTF-8.")) from error


def _find(root: Path, name: str) -> Path:
    places = [base / name for base in (root / "themes", _BUILT_IN)]
    found = next((place for place in places if (place / "theme.yaml").is_file()), None)
    if found is None or "/" in name or "\\" in name or name.startswith("."):
        known = sorted(
            {path.parent.name for base in (root / "themes", _BUILT_IN) for path in base.glob("*/theme.yaml")}
        )
        hint = f"Known themes: {', '.join(known)}."
        raise Stop(Problem("error", "site.yaml", f"there is no theme {name!r}", hint))
    return found


def _parent(folder: Path) -> str:
    return _said(folder, "parent")


def _said(folder: Path, wanted: str) -> str:
    for line in disk.lines_of(folder / "theme.yaml"):
        key, _, value = line.partition(":")
        if key.strip() == wanted:
            return value.strip().strip("\"'")
    return ""
