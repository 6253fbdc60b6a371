"""Folders of templates and assets, laid one over another -> a theme as a value."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.edge import disk
from generator.edge.cache import Cache
from generator.types import Problem, Stop, Theme

_INSTALLED = Path(__file__).parents[1] / "themes"
_BUILT_IN = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[2] / "themes"
"""In an installed wheel themes/ stands inside the package, in a checkout beside it."""
_LONGEST_LINE = 10


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
    templates: dict[str, str] = {}
    assets: dict[str, str] = {}
    strings: dict[str, tuple[str, ...]] = {}
    for folder in folders:
        for file in disk.walk(folder / "templates")[0]:
            templates[file.path] = _text(file, "templates")
        for file in disk.walk(folder / "strings")[0]:
            strings[file.path] = (*strings.get(file.path, ()), _text(file, "strings"))
        for file in disk.walk(folder / "assets")[0]:
            assets[file.path] = cache.keep([(b"", disk.read(file.real))])[0]
    return Theme(dict(sorted(templates.items())), dict(sorted(assets.items())), dict(sorted(strings.items())))


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
    for line in disk.lines_of(folder / "theme.yaml"):
        key, _, value = line.partition(":")
        if key.strip() == "parent":
            return value.strip().strip("\"'")
    return ""
