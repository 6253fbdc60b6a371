"""The tag files of a bag -> what they say (BagIt 0.93 to 1.0; RFC 8493, and the drafts before it)."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

DECLARATION = "bagit.txt"
PAYLOAD = "data/"
FETCH = "fetch.txt"
_DECLARED = re.compile(
    rb"BagIt-Version: ([0-9]{1,3})\.([0-9]{1,3})(?:\r\n|\r|\n)Tag-File-Character-Encoding: ([\x21-\x7e]+)\s*"
)
_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9_-]+)\.txt", re.IGNORECASE)
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
_FETCHED = re.compile(r"(\S+)[ \t]+(?:[0-9]+|-)[ \t]+(.+)")
_ENDS = re.compile(r"\r\n|\r|\n")
_OXUM = re.compile(r"([0-9]+)\.([0-9]+)")
_DRIVE = re.compile(r"[A-Za-z]:")
_CODED = re.compile(r"%(0[AaDd]|25)")
_CODED_BEFORE = re.compile(r"%(0[AaDd])")


class Declared(Struct, frozen=True):
    """What bagit.txt says."""

    version: tuple[int, int]
    encoding: str


class Line(Struct, frozen=True):
    """A line of a manifest."""

    path: str
    """As it means a file: decoded, without `./`."""
    digest: str
    written: str
    """The path as it stands there."""


def declared(data: bytes) -> Declared | None:
    """What a bagit.txt says; None if it is not of its form (two lines, no byte order mark, no blank before a colon)."""
    found = _DECLARED.fullmatch(data)
    if not found:
        return None
    try:
        encoding = codecs.lookup(found[3].decode()).name
    except LookupError:
        return None
    return Declared((int(found[1]), int(found[2])), encoding)


def manifest(name: str) -> tuple[bool, str] | None:
    """Whether a file of this name lists tag files (else payload files), and by which algorithm; None if it does not."""
    found = _MANIFEST.fullmatch(name)
    return (bool(found[1]), found[2].lower().replace("-", "")) if found else None


def known(algorithm: str) -> bool:
    """Whether digests of an algorithm can be reckoned here."""
    return algorithm in hashlib.algorithms_guaranteed and not algorithm.startswith("shake")


def lines(text: str, version: tuple[int, int]) -> Iterator[Line | int]:
    """The lines of a manifest; for one that is not of the form the number of the line."""
    for number, line in enumerate(_ENDS.split(text), 1):
        found = _LINE.fullmatch(line)
        if found:
            yield Line(_plain(found[2], version), found[1].lower(), found[2])
        elif line.strip():
            yield number


def fetched(text: str, version: tuple[int, int]) -> Iterator[tuple[str, str] | int]:
    """Address and path of each line of fetch.txt; for one that is not of the form the number of the line."""
    for number, line in enumerate(_ENDS.split(text), 1):
        found = _FETCHED.fullmatch(line)
        if found:
            yield found[1], _plain(found[2], version)
        elif line.strip():
            yield number


def oxums(text: str) -> list[tuple[int, int] | None]:
    """Bytes and files of the payload, as bag-info.txt tells them; None for a Payload-Oxum of another form."""
    said = [line.partition(":") for line in _ENDS.split(text)]
    values = [value.strip() for label, _, value in said if label.strip().lower() == "payload-oxum"]
    found = [_OXUM.fullmatch(value) for value in values]
    return [(int(one[1]), int(one[2])) if one else None for one in found]


def leads_out(path: str) -> bool:
    """Whether a path of a tag file may mean something outside of the bag, on whatever system it is read."""
    parts = path.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or path.startswith("~") or bool(_DRIVE.match(path)) or "\0" in path


def tag_files(paths: Iterable[str]) -> set[str]:
    """Of the files of a heap those that only tell of the bags in it: what lies in a bag, but not in its data/."""
    all_paths = list(paths)
    tops = {path[: -len(DECLARATION)] for path in all_paths if f"/{path}".endswith(f"/{DECLARATION}")}
    bags = {top for top in tops if any(path.startswith(top + PAYLOAD) for path in all_paths)} if tops else set()
    return {path for path in all_paths for top in bags if _is_tag(path, top)}


def spelled(paths: Iterable[str]) -> Mapping[str, str]:
    """Names that differ in nothing but case or the way in which accents are written -> the first of them."""
    import unicodedata

    found: dict[str, str] = {}
    for path in paths:
        found.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
    return found


def _is_tag(path: str, top: str) -> bool:
    return path.startswith(top) and not path.startswith(top + PAYLOAD)


def _plain(path: str, version: tuple[int, int]) -> str:
    """The path that a line means: line ends are encoded, per cent signs since 1.0 (RFC 8493, 2.1.3)."""
    path = path.removeprefix("./")
    coded = _CODED if version >= (1, 0) else _CODED_BEFORE
    return coded.sub(lambda found: chr(int(found[1], 16)), path)
