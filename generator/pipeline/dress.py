"""The theme and what site.yaml says of looks -> the theme in the site's language, and the site's own style sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import NamedTuple

from msgspec.structs import replace

from generator import phrases
from generator.edge.work import Work
from generator.render.assets import lean_script, lean_style, worded_script
from generator.site import style
from generator.types import Digest, Problem, SiteInfo, Theme, Tree


class Dressed(NamedTuple):
    """What pages are made of, but for the entries."""

    info: SiteInfo
    theme: Theme
    tree: Tree
    """The assets."""
    problems: tuple[Problem, ...]


def dressed(info: SiteInfo, theme: Theme, work: Work) -> Dressed:
    """Choose the words of the site's language; make the style sheet if site.yaml asks for colours, fonts or a logo."""
    words, wordless = phrases.chosen(theme.strings, info.language)
    known = theme.assets.get("style.css")
    own = work.cache.blob(known).decode("utf-8", "replace") if known else ""
    sheet, ill = style.sheet(info, own, theme.assets.keys())
    tree = {f"assets/{path}": digest for path, digest in theme.assets.items()}
    makes: dict[str, Callable[[str], str]] = {
        ".js": lambda text: lean_script(worded_script(text, words)),
        ".css": lean_style,
    }
    tree |= {
        path: _made(work, digest, makes[end])
        for path, digest in tree.items()
        if (end := PurePosixPath(path).suffix) in makes
    }
    tree |= {style.PATH: work.cache.keep([(b"", sheet.encode())])[0]} if sheet else {}
    logo = style.logo(info, theme.assets)
    info = replace(info, words=words, styled=bool(sheet), logo=logo)
    return Dressed(info, replace(theme, strings={}, words=words), tree, (*wordless, *ill))


def _made(work: Work, written: Digest, make: Callable[[str], str]) -> Digest:
    """The file as it is published; one that is no UTF-8 stays as it is."""
    try:
        text = work.cache.blob(written).decode()
    except UnicodeDecodeError:
        return written
    return work.cache.keep([(b"", make(text).encode())])[0]
