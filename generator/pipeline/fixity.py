"""The folders of a site -> manifest-sha256.txt over content/; and what is no longer as the manifests tell it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from generator import manifest
from generator.edge import disk, fixity, publish
from generator.edge.cache import digest_of
from generator.edge.disk import Found
from generator.edge.work import Work
from generator.pipeline.files import Seen
from generator.pipeline.place import Place
from generator.types import Digest, Problem

_MANY = ("raw", "entries", "copies")
"""Folders of content/ that ingest looks through itself."""
_SAID = {
    "changed": "its bytes are not those that the manifest tells",
    "missing": "is missing, though the manifest tells of it",
    "extra": "is not in the manifest",
}


class Verified(Struct, frozen=True):
    """What was read and what is wrong with it."""

    site: int
    """Files."""
    content: int
    problems: tuple[Problem, ...]


def seal(place: Place, work: Work, state: object, paranoid: bool = False, seen: Seen | None = None) -> None:
    """Write content/manifest-sha256.txt over raw files, entries, copies, pages and all else in content/.

    `state` is what ingest knows of the folders that hold most files: if that and the rest are as they were when the
    manifest was last written, nothing is looked at any further. Only files whose stat data changed are read; folders
    that were `seen` are not looked through again.
    """
    folder = place.root / place.config.content
    few = disk.walk(folder, (*_MANY, manifest.NAME))[0]
    key = (state, sorted(disk.digests(few, work.cache, paranoid)[0].items()))
    if work.recall("sealed", [key])[0] is not None and (folder / manifest.NAME).exists():
        return
    rows = _sealed(place, few, seen or Seen(), work, paranoid)
    text = manifest.show(rows).encode()
    there = folder / manifest.NAME
    if rows and not (there.exists() and disk.read(there) == text):
        disk.write(folder, manifest.NAME, text)
    work.remember("sealed", key, b"sealed")


def verify(place: Place) -> Verified:
    """Read every byte of the published site and of content/, and name each file that is not as its manifest tells."""
    site, wrong = _site(place)
    content, astray = _content(place)
    return Verified(site, content, (*wrong, *astray))


def files_of(place: Place) -> frozenset[str]:
    """The files of the published site, as its manifest names them; none if there is no whole one."""
    file = place.output / manifest.NAME
    told = manifest.parse(disk.read(file).decode("utf-8", "replace")) if file.is_file() else None
    return frozenset((*told, manifest.NAME)) if told else frozenset()


def _sealed(place: Place, few: Sequence[Found], seen: Seen, work: Work, paranoid: bool) -> dict[str, Digest]:
    """Path, relative to content/, -> digest; files whose names begin with a dot are nobody's content."""
    rows = disk.digests(few, work.cache, paranoid)[0]
    (content, _), *elsewhere = _folders(place)
    inside = [(content / name, f"{name}/") for name in _MANY if not (content / name).is_symlink()]
    for folder, prefix in (*inside, *elsewhere):
        digests, _ = disk.digests(seen.walk(folder)[0], work.cache, paranoid)
        rows |= {prefix + path: digest for path, digest in digests.items()}
    return rows


def _folders(place: Place) -> list[tuple[Path, str]]:
    """content/, and the raw folder if it lies elsewhere, with what stands before their paths in the manifest."""
    content = place.root / place.config.content
    if place.raw.is_relative_to(content):
        return [(content, "")]
    return [(content, ""), (place.raw, os.path.relpath(place.raw, content).replace(os.sep, "/") + "/")]


def _site(place: Place) -> tuple[int, list[Problem]]:
    name = place.config.output
    there = fixity.digests(place.output)
    mark = there.pop(publish.MARK, "")
    file = place.output / manifest.NAME
    if not file.is_file():
        return 0, [Problem("warning", name, "has no manifest", "`fonds build` publishes the site with one.")]
    text = disk.read(file)
    told = manifest.parse(text.decode("utf-8", "replace"))
    own = there.pop(manifest.NAME)
    if told is None:
        return len(there), [_of_manifest(f"{name}/{manifest.NAME}")]
    problems = _compared(told, there, name, "`fonds build --paranoid` publishes the site anew.")
    marked = disk.read(place.output / publish.MARK).decode("utf-8", "replace") if mark else ""
    if mark and marked != publish.tree_digest(told | {manifest.NAME: own}) + "\n":
        hint = "`fonds build --paranoid` publishes the site anew."
        why = "is not the manifest that was published, or the mark .fonds was changed"
        problems.append(Problem("error", f"{name}/{manifest.NAME}", why, hint))
    return len(there), problems


def _content(place: Place) -> tuple[int, list[Problem]]:
    folder = place.root / place.config.content
    where = f"{place.config.content}/{manifest.NAME}"
    if not (folder / manifest.NAME).is_file():
        return 0, [Problem("warning", where, "there is no manifest of the content", "`fonds ingest` writes it.")]
    told = manifest.parse(disk.read(folder / manifest.NAME).decode("utf-8", "replace"))
    there: dict[str, Digest] = {}
    for each, prefix in _folders(place):
        there |= {prefix + file.path: digest_of(disk.read(file.real)) for file in disk.walk(each)[0]}
    there.pop(manifest.NAME, None)
    if told is None:
        return len(there), [_of_manifest(where)]
    hint = "If you changed it, `fonds ingest` records it; else bring it back from version control or a backup."
    return len(there), _compared(told, there, place.config.content, hint)


def _compared(told: dict[str, Digest], there: dict[str, Digest], name: str, hint: str) -> list[Problem]:
    found = manifest.compare(told, there)
    return [Problem("error", f"{name}/{path}", _SAID[state], hint) for path, state in found]


def _of_manifest(where: str) -> Problem:
    return Problem("error", where, "is damaged: it is not as it was written", "Bring it back from a backup.")
