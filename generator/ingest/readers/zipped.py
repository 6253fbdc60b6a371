"""A ZIP archive -> the records of its members, each read as if it were a file of the heap."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import BinaryIO

from generator.ingest.readers import beside, slack
from generator.ingest.readers.members import DAMAGE, Budget, Inner, Member, Names, read_member, told
from generator.ingest.readers.unpack import whole
from generator.types import Problem, Raw

NAME = "ZIP"

_DOCUMENTS = (
    ("[content_types].xml", "a Microsoft Office document"),
    ("meta-inf/container.xml", "an EPUB book"),
    ("meta-inf/manifest.xml", "an OpenDocument file"),
)
_UNPACK = "Unpack it into the raw folder by hand if it is meant."


def sniff(name: str, head: bytes) -> bool:
    """A file that begins like a ZIP archive."""
    return head.startswith((b"PK\3\4", b"PK\5\6"))


def read(name: str, stream: BinaryIO, inner: Inner, budget: Budget) -> Iterator[Raw | Problem]:
    """The records of the members in their order, under `archive.zip/inner/path`; nothing is written to the disk.

    A stream that cannot be read from its end is held as a whole. `inner` reads a member; `budget` is that of the
    outermost file. Members that are locked, links or named to lead out of the archive are refused by name.
    """
    if not stream.seekable():
        data = whole(name, stream)
        if isinstance(data, Problem):
            yield data
            return
        stream = io.BytesIO(data)
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGE as error:
        hint = "Its table of contents stands at its end: a cut archive has none. Fetch it again."
        yield Problem("error", name, f"a ZIP archive that cannot be opened: {error}"[:300], hint)
        return
    members = archive.infolist()
    if what := _document([info.filename for info in members]):
        yield Problem("warning", name, f"unknown format: {what}", "Save it as HTML or text first.")
    elif not members:
        yield Problem("warning", name, "an empty archive", "Take it out.")
    elif (top := slack.folder([info.filename for info in members])) is not None:
        load = partial(_loaded, name, archive, budget)
        yield from slack.records(name, top, [info.filename for info in members], load)
    else:
        yield from _members(name, archive, _wanted(members), inner, budget)


def _told(
    inner: Inner, companions: Sequence[bytes], name: str, stream: BinaryIO, _: Sequence[bytes]
) -> Iterator[Raw | Problem]:
    return inner(name, stream, companions)


def _loaded(name: str, archive: zipfile.ZipFile, budget: Budget, path: str) -> bytes | Problem:
    """All bytes of one member."""
    try:
        with archive.open(path) as opened:
            member = Member(opened, budget)
            data = whole(f"{name}/{path}", io.BufferedReader(member))
            trouble = member.trouble
    except (*DAMAGE, KeyError) as error:
        data, trouble = b"", str(error) or type(error).__name__
    if trouble:
        return Problem("error", f"{name}/{path}", f"a member that cannot be read: {trouble}"[:300], "Export it again.")
    return data


def _document(names: Sequence[str]) -> str:
    """Documents of office programs and books are ZIP archives, too."""
    folded = {each.lower() for each in names[:2_000]}
    return next((what for mark, what in _DOCUMENTS if mark in folded), "")


def _wanted(members: Sequence[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Of a web archive collection (WACZ 1.1.1) the archives alone: the rest are indexes of them."""
    files = [info for info in members if not info.is_dir()]
    names = {info.filename for info in files}
    archives = [info for info in files if info.filename.startswith("archive/")]
    return archives if "datapackage.json" in names and archives else files


def _members(
    name: str, archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo], inner: Inner, budget: Budget
) -> Iterator[Raw | Problem]:
    loaded = lru_cache(maxsize=None)(partial(_loaded, name, archive, budget))
    names, folders = Names(name), beside.by_folder(info.filename for info in members)
    if not members:
        yield Problem("warning", name, "an archive of folders without files", "Take it out.")
    for number, info in enumerate(members, 1):
        full = names.safe(info.filename)
        if isinstance(full, Problem):
            yield full
        elif full:
            found = [loaded(each) for each in beside.companions(info.filename, folders)]
            reading = partial(_told, inner, [each for each in found if isinstance(each, bytes)])
            yield from _member(full, archive, info, reading, budget)
        if budget.spent and number < len(members):
            rest = len(members) - number
            yield Problem("error", name, f"a decompression bomb: the {rest} members after it are not read", _UNPACK)
            return
    yield from told(name, names)


def _member(
    full: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, inner: Inner, budget: Budget
) -> Iterator[Raw | Problem]:
    if stat.S_ISLNK(info.external_attr >> 16):
        yield Problem("error", full, "a link to another file: refused", "Put the file itself into the archive.")
        return
    if info.flag_bits & 1:
        yield Problem("error", full, "a locked member: it needs a password", "Unpack it into the raw folder by hand.")
        return
    try:
        opened = archive.open(info)
    except DAMAGE as error:
        yield Problem("error", full, f"a member that cannot be opened: {error}"[:300], "Fetch the archive again.")
        return
    with opened:
        yield from read_member(full, Member(opened, budget), inner)
