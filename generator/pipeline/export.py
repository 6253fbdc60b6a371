"""The archive -> a bag of its raw files, its content and, if wanted, its finished site, without what was withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from generator import __version__, manifest
from generator.edge import bag, disk, publish
from generator.edge.work import Work
from generator.pipeline.intake import withheld_files
from generator.pipeline.place import Place
from generator.types import Problem, Stop


class Bagged(Struct, frozen=True):
    """What a bag holds."""

    files: int
    size: int
    problems: tuple[Problem, ...]


def bagit(target: Path, place: Place, work: Work, date: str, *, site: bool = False) -> Bagged:
    """Write a bag (RFC 8493): data/raw, data/content, data/site.yaml and, with `site`, data/public.

    A name that not all tools can read is changed, and original-names.json says how. A raw file that holds a withdrawn
    record is left out, with a warning. Stop if the folder holds anything, or if a file cannot be copied.
    """
    gone = withheld_files(place, work)
    payload, problems = _payload(place, gone, site)
    names = manifest.tame(payload)
    tags = {"bag-info.txt": "".join(f"{label}: {' '.join(value.split())}\n" for label, value in _info(place, date))}
    renamed = {path: name for path, name in names.items() if path != name}
    if renamed:
        tags["original-names.json"] = msgspec.json.format(msgspec.json.encode(renamed)).decode() + "\n"
    try:
        named = {names[path]: real for path, real in payload.items()}
        files, size = bag.write(target, named, tags, manifest.show)
    except OSError as error:
        hint = "What was written so far ends in .part and can be deleted."
        raise Stop(Problem("error", str(target), f"the bag could not be made: {error.strerror}", hint)) from error
    return Bagged(files, size, tuple(problems))


def _payload(place: Place, gone: frozenset[str], site: bool) -> tuple[dict[str, Path], list[Problem]]:
    files = {"site.yaml": place.root / place.name}
    hint = "Take the record out of the file, or delete the file, to have the rest of it in the bag."
    problems = []
    for file in disk.walk(place.raw)[0]:
        if file.path in gone:
            where = f"{place.config.heap}/{file.path}"
            problems.append(Problem("warning", where, "holds a withdrawn record: it is not in the bag", hint))
        else:
            files[f"raw/{file.path}"] = Path(file.real)
    files |= {f"content/{path}": real for path, real in _content(place)}
    if site:
        folder = disk.walk(place.output)[0] if (place.output / publish.MARK).exists() else []
        files |= {f"public/{file.path}": Path(file.real) for file in folder}
    return files, problems


def _content(place: Place) -> Iterator[tuple[str, Path]]:
    """All of content/ but the raw files and the manifest, which names them."""
    folder = place.root / place.config.content
    for file in disk.walk(folder)[0]:
        real = Path(file.real)
        if file.path != manifest.NAME and not real.is_relative_to(place.raw):
            yield file.path, real


def _info(place: Place, date: str) -> Iterator[tuple[str, str]]:
    options = place.config
    yield "Bag-Software-Agent", f"fonds {__version__}"
    yield "Bagging-Date", date
    if options.keeper:
        yield "Source-Organization", options.keeper
    yield "External-Description", ". ".join(text for text in (options.title, options.description) if text)
    if options.base_url:
        yield "External-Identifier", options.base_url
    if options.licence:
        yield "Licence", options.licence
