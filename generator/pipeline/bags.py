"""A bag, whoever made it -> whether it is whole: each file is there, with the bytes that its manifests tell."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from generator import bagit
from generator.bagit import Declared, Line
from generator.edge import disk, fixity
from generator.types import Digest, Problem, Stop

Files = Mapping[str, tuple[tuple[Digest, ...], int]]
"""What is in the bag: path -> its digests, by the algorithms of the bag in order; its size."""
_FORM = "It is two lines, in UTF-8: BagIt-Version: 1.0 and Tag-File-Character-Encoding: UTF-8."
_AGAIN = "Bring the file back from where the bag came from."
_UNSAFE = "It leads out of the bag: do not unpack or complete this bag with other tools."
_OLD_INFO = "package-info.txt"
"""What bag-info.txt was called before 0.96."""


class Checked(Struct, frozen=True):
    """What was read of a bag, and what is wrong with it; it is valid if no problem is an error."""

    files: int
    said: str
    """Its version and algorithms."""
    problems: tuple[Problem, ...]


class _Manifest(Struct, frozen=True):
    name: str
    of_tags: bool
    place: int
    """Of its algorithm among those of the bag."""
    lines: tuple[Line, ...]


class _Bag(Struct, frozen=True):
    declared: Declared
    files: Files
    manifests: tuple[_Manifest, ...]
    spelled: Mapping[str, str]


def check(folder: Path) -> Checked:
    """Read every byte of a bag (RFC 8493, section 3: complete and valid). Stop if the folder is no bag."""
    if not (folder / bagit.DECLARATION).is_file():
        hint = "A bag has a file bagit.txt. To verify a site, run `fonds verify` in its folder, or with -c."
        raise Stop(Problem("error", str(folder), "is no bag", hint))
    said = bagit.declared(disk.read(folder / bagit.DECLARATION))
    if said is None:
        return Checked(1, "no valid bagit.txt", (Problem("error", bagit.DECLARATION, "is not of its form", _FORM),))
    named = {path.name: found for path in sorted(folder.iterdir()) if (found := bagit.manifest(path.name))}
    algorithms = sorted({algorithm for _, algorithm in named.values() if bagit.known(algorithm)})
    files = fixity.sums(folder, algorithms)
    problems: list[Problem] = []
    manifests = []
    for name, (of_tags, algorithm) in named.items():
        if algorithm not in algorithms:
            hint = "Its digests were not compared."
            problems.append(Problem("warning", name, f"the algorithm {algorithm!r} is not known here", hint))
            continue
        lines, wrong = _lines(folder / name, said)
        problems += wrong
        manifests.append(_Manifest(name, of_tags, algorithms.index(algorithm), lines))
    bag = _Bag(said, files, tuple(manifests), bagit.spelled(files))
    problems += [*_of_form(bag), *(one for each in manifests for one in _compared(bag, each)), *_unlisted(bag)]
    problems += [*_of_fetch(folder, bag), *_of_oxum(folder, bag)]
    version = ".".join(map(str, said.version))
    return Checked(len(files), f"BagIt {version}, {', '.join(algorithms) or 'no digests'}", tuple(problems))


def _text(path: Path, said: Declared) -> tuple[str, list[Problem]]:
    data = disk.read(path)
    try:
        return data.decode(said.encoding).removeprefix("\ufeff"), []
    except UnicodeDecodeError:
        wrong = Problem("error", path.name, f"is not in {said.encoding}, as bagit.txt says", _AGAIN)
        return data.decode(said.encoding, "replace"), [wrong]


def _lines(path: Path, said: Declared) -> tuple[tuple[Line, ...], list[Problem]]:
    """The lines of a manifest, each path once, and what is wrong with them."""
    text, problems = _text(path, said)
    found: dict[str, Line] = {}
    for line in bagit.lines(text, said.version):
        if isinstance(line, int):
            problems.append(Problem("error", f"{path.name}:{line}", "is no digest and path", _AGAIN))
        elif bagit.leads_out(line.path):
            problems.append(Problem("error", line.path, f"is listed in {path.name}", _UNSAFE))
        elif line.path in found:
            same = found[line.path].digest == line.digest
            words = f"is listed twice in {path.name}{'' if same else ', with different digests'}"
            problems.append(Problem("warning" if same else "error", line.path, words, "List it once."))
        else:
            if line.written.startswith("./"):
                hint = "Tools compare paths letter by letter: write data/..."
                problems.append(Problem("warning", line.written, f"begins with ./ in {path.name}", hint))
            found[line.path] = line
    return tuple(found.values()), [*problems, *_alike(found, path.name)]


def _alike(paths: Sequence[str] | Mapping[str, Line], name: str) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for path in paths:
        other = first.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        if other != path:
            hint = "On some systems both are one file."
            yield Problem("warning", path, f"differs from {other} only in its case or accents ({name})", hint)


def _of_form(bag: _Bag) -> Iterator[Problem]:
    if not any(not one.of_tags for one in bag.manifests):
        hint = "Nothing tells which bytes the payload had."
        yield Problem("error", "manifest-*.txt", "there is no payload manifest with a known algorithm", hint)
    if not any(path.startswith(bagit.PAYLOAD) for path in bag.files) and _listed(bag):
        yield Problem("error", bagit.PAYLOAD, "there is no payload", _AGAIN)
    for path, (found, _) in bag.files.items():
        if "" in found:
            yield Problem("error", path, "is a link, or cannot be read", "A bag holds the files themselves.")


def _compared(bag: _Bag, listing: _Manifest) -> Iterator[Problem]:
    """Each line of a manifest: is the file there, where it may be, and with these bytes?"""
    for line in listing.lines:
        in_payload = line.path.startswith(bagit.PAYLOAD)
        if in_payload is listing.of_tags or (listing.of_tags and line.path.startswith("tagmanifest-")):
            kind = "tag file" if listing.of_tags else "file of the payload"
            yield Problem("error", line.path, f"is listed in {listing.name}, but is no {kind}", _AGAIN)
            continue
        path, doubt = _meant(bag, line, listing)
        if doubt:
            yield doubt
        if path is None:
            yield Problem("error", line.path, f"is missing, though {listing.name} tells of it", _AGAIN)
        elif bag.files[path][0][listing.place] not in ("", line.digest):
            yield Problem("error", path, f"its bytes are not those that {listing.name} tells", _AGAIN)


def _meant(bag: _Bag, line: Line, listing: _Manifest) -> tuple[str | None, Problem | None]:
    """The file that a line means, and a doubt. Some tools encode no per cent signs; some systems spell names anew."""
    if line.path in bag.files:
        return line.path, None
    if line.written in bag.files:
        return line.written, Problem("warning", line.written, "per cent signs are not encoded", "RFC 8493, 2.1.3.")
    other = bag.spelled.get(unicodedata.normalize("NFC", line.path).casefold())
    if other and bag.files[other][0][listing.place] == line.digest:
        return other, Problem("warning", line.path, f"the file is called {other}", "Some systems spell names anew.")
    return None, None


def _listed(bag: _Bag) -> list[set[str]]:
    """For each payload manifest the files that it lists."""
    listings = (one for one in bag.manifests if not one.of_tags)
    return [{_meant(bag, line, one)[0] or line.path for line in one.lines} for one in listings]


def _unlisted(bag: _Bag) -> Iterator[Problem]:
    """Files of the payload of which a manifest does not tell: one must (before 1.0), all must (since)."""
    listed = _listed(bag)
    if not listed:
        return
    told = set.intersection(*listed) if bag.declared.version >= (1, 0) else set.union(*listed)
    for path in bag.files:
        if path.startswith(bagit.PAYLOAD) and path not in told:
            words = "is not in all payload manifests" if path in set.union(*listed) else "is in no payload manifest"
            yield Problem("error", path, words, "Was it added later? List it, or take it out.")


def _of_fetch(folder: Path, bag: _Bag) -> Iterator[Problem]:
    """The files that are to be fetched; nothing is fetched here."""
    if not (folder / bagit.FETCH).is_file():
        return
    text, problems = _text(folder / bagit.FETCH, bag.declared)
    yield from problems
    listed = set().union(*_listed(bag))
    for line in bagit.fetched(text, bag.declared.version):
        if isinstance(line, int):
            yield Problem("error", f"{bagit.FETCH}:{line}", "is no address, length and path", _AGAIN)
        elif bagit.leads_out(line[1]) or not line[1].startswith(bagit.PAYLOAD):
            yield Problem("error", line[1], f"is listed in {bagit.FETCH}", _UNSAFE)
        elif line[1] not in listed:
            yield Problem("error", line[1], f"is listed in {bagit.FETCH}, but in no payload manifest", _AGAIN)
        elif line[1] not in bag.files:
            yield Problem("note", line[1], f"can be fetched from {line[0]}", "fonds fetches nothing by itself.")


def _of_oxum(folder: Path, bag: _Bag) -> Iterator[Problem]:
    name = "bag-info.txt" if (folder / "bag-info.txt").is_file() else _OLD_INFO
    if not (folder / name).is_file():
        return
    text, problems = _text(folder / name, bag.declared)
    yield from problems
    payload = [size for path, (_, size) in bag.files.items() if path.startswith(bagit.PAYLOAD)]
    there = sum(payload), len(payload)
    for told in bagit.oxums(text):
        if told is None:
            yield Problem("warning", name, "its Payload-Oxum is no number of bytes and of files", "Write 123.4.")
        elif told != there:
            words = f"tells of {told[0]:,} bytes in {told[1]:,} files; there are {there[0]:,} in {there[1]:,}"
            yield Problem("error", name, f"its Payload-Oxum {words}", _AGAIN)
