"""Raw files and content files -> the pictures that the texts name, kept in content/images; those -> the site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from generator import pictures
from generator.edge import disk
from generator.edge.disk import Found
from generator.edge.work import Work
from generator.pictures import Picture
from generator.pipeline.files import reading, text_files
from generator.pipeline.heads import heads_of
from generator.pipeline.place import Place
from generator.pipeline.raws import as_it_is
from generator.types import Digest, Entry, Problem, RawFile

FOLDER = "images/"
_OURS = re.compile(r"[0-9a-f]{64}\.[a-z]{3,4}")


class Shown(Struct, frozen=True):
    """Pictures of the site."""

    of: Mapping[int, tuple[tuple[str, str, int, int], ...]] = {}
    """Number of an entry -> address in its text, file in the site, width, height."""
    tree: Mapping[str, Digest] = {}
    problems: tuple[Problem, ...] = ()


def take(files: Sequence[tuple[RawFile, Found]], place: Place, work: Work) -> list[Problem]:
    """Bring content/images up to date, if site.yaml asks for local pictures.

    Kept is what a content file names and a raw file holds; a picture that no text names any more goes. Of raw files
    that have not changed nothing is read again unless they hold a picture that is wanted and not there.
    """
    if place.config.images != "local":
        return []
    wanted = _wanted(place, work)
    there = {found.path for found in disk.walk(place.images)[0]}
    listed = pictures.parse(disk.read(place.pictures)) if place.pictures.exists() else {}
    kept = {key: one for key, one in listed.items() if key in wanted and one.file in there}
    to_read = []
    for raw, found in files:
        names = _held(raw, work)
        if names is None or any(one.key in wanted and one.key not in kept for one in names):
            to_read.append((raw, found))
    _read(to_read, wanted, kept, place, work)
    for name in there - {one.file for one in kept.values()}:
        if _OURS.fullmatch(name):
            disk.remove(place.images, name)
    text = pictures.show(kept.values())
    if (text or place.pictures.exists()) and not (place.pictures.exists() and disk.read(place.pictures) == text):
        disk.write(place.pictures.parent, place.pictures.name, text)
    return _missing(wanted, kept)


def shown(entries: Sequence[Entry], place: Place, work: Work) -> Shown:
    """The pictures that entries show, by the entries' numbers; only these are published."""
    if place.config.images == "drop" or not place.pictures.exists():
        return Shown()
    table = pictures.parse(disk.read(place.pictures))
    named = [(number, address, one) for number, entry in enumerate(entries) for address, one in _of(entry, table)]
    files = sorted({one.file for *_, one in named})
    real = {found.path: found.real for found in disk.walk(place.images)[0]}
    items = [RawFile(file, pictures.digest_of(file), 0) for file in files if file in real]
    digests = work.memo_map(as_it_is, items, fetch=lambda item: (disk.read(real[item.path]),))
    whole = {item.path: digest for item, digest in zip(items, digests, strict=True) if item.digest == digest}
    of: dict[int, list[tuple[str, str, int, int]]] = {}
    for number, address, one in named:
        if one.file in whole:
            of.setdefault(number, []).append((address, FOLDER + one.file, one.width, one.height))
    hint = "Bring it back, or run fonds ingest with the raw file that holds it."
    where = f"{place.config.content}/{FOLDER}"
    lost = [Problem("warning", where + file, "is missing or damaged", hint) for file in files if file not in whole]
    tree = {FOLDER + file: digest for file, digest in whole.items()}
    return Shown({number: tuple(found) for number, found in of.items()}, tree, tuple(lost))


def _wanted(place: Place, work: Work) -> dict[str, str]:
    """Each name under which a text may have a picture -> the address in the text."""
    files = text_files(place.entries, work)[0]
    found: dict[str, str] = {}
    for entry in heads_of((files, reading(files)), work):
        for address in entry.pictures:
            found |= dict.fromkeys(_keys(entry, address), address)
    return found


def _of(entry: Entry, table: Mapping[str, Picture]) -> Iterator[tuple[str, Picture]]:
    for address in entry.pictures:
        if one := next((table[key] for key in _keys(entry, address) if key in table), None):
            yield address, one


def _keys(entry: Entry, address: str) -> tuple[str, ...]:
    return pictures.keys(address, entry.meta.url, entry.meta.raw.origin if entry.meta.raw else "")


def _held(raw: RawFile, work: Work) -> tuple[Picture, ...] | None:
    """The pictures of a raw file, if it was looked through before."""
    known = work.recall("pictures", [raw])[0]
    return None if known is None else msgspec.msgpack.decode(known, type=tuple[Picture, ...])


def _read(
    files: Sequence[tuple[RawFile, Found]],
    wanted: Mapping[str, str],
    kept: dict[str, Picture],
    place: Place,
    work: Work,
) -> None:
    listed: dict[int, list[Picture]] = {number: [] for number in range(len(files))}
    for number, named in work.stream(_pictures, [(raw.path, found.real) for raw, found in files], _no_picture):
        one = pictures.picture(*named)
        if one is None:
            continue
        listed[number].append(one)
        if one.key in wanted and one.key not in kept:
            disk.write(place.images, one.file, named[1], sync=False)
            kept[one.key] = one
        work.tick("Pictures", number + 1, len(files))
    for number, found in listed.items():
        work.remember("pictures", files[number][0], msgspec.msgpack.encode(found))


def _pictures(task: tuple[str, str]) -> Iterator[tuple[str, bytes]]:
    """The pictures of a raw file: its path in the heap, its place on the disk (in a process of its own)."""
    # Only here: what reads raw files takes a while to load.
    from generator.ingest.readers.pictures import pictures as held

    path, real = task
    with disk.open_file(real) as stream:
        yield from held(path, stream)


def _no_picture(task: tuple[str, str], why: str) -> tuple[str, bytes]:
    """What could not be read was told when its texts were read."""
    return "", b""


def _missing(wanted: Mapping[str, str], kept: Mapping[str, Picture]) -> list[Problem]:
    lost = {*wanted.values()} - {wanted[key] for key in kept}
    if not lost:
        return []
    told = f"{len(lost):,} of {len({*wanted.values()}):,} pictures are not in the raw files: links stand for them"
    return [Problem("note", "content/images", told, "Add saved pages, web archives or the files themselves.")]
