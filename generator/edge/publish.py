"""A tree of digests -> a folder of files that replaces the published one in a single step."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from generator.edge import disk, lock
from generator.edge.cache import digest_of
from generator.edge.record import MARK as MARK
from generator.edge.record import (
    UNFINISHED,
    Record,
    Stat,
    beside,
    is_as_recorded,
    is_ours,
    marked,
    recorded,
    size_and_mtime,
    spare_of,
)
from generator.types import Digest, Problem, Stop, Tree

_EXCHANGE = 2
"""RENAME_EXCHANGE of renameat2(2), and RENAME_SWAP of renamex_np(2)."""
_NO_NAME = re.compile(r"(?:^|/)\.{0,2}(?:/|$)", re.MULTILINE)
"""A step of a path that is empty, or leads here or up."""
SPARED = 2_000
"""Files of a site that is large: to link and to delete so many takes a second."""
Blobs = Callable[[Iterable[Digest]], Iterator[tuple[Digest, bytes]]]


def heal(out: Path, record: Path | None = None) -> None:
    """Finish or undo what a build that was killed left behind; with a `record`, a spare site stays."""
    old, new = beside(out)
    if not out.exists() and is_ours(old):
        old.rename(out)
    for folder in (old, new):
        if folder == new and record and marked(new) not in ("", UNFINISHED) and spare_of(record).exists():
            continue
        if is_ours(folder):
            _remove(folder)
        elif folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
            folder.rmdir()  # killed before its mark was written, or an empty folder that stood in the site's place


def check_ours(out: Path) -> None:
    """Stop if `out` holds anything that fonds did not make."""
    for folder in (out, *beside(out)):
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise Stop(Problem("error", folder.name, "is not a folder", "Choose another output folder with -o."))
        if folder.is_dir() and not is_ours(folder) and any(folder.iterdir()):
            hint = "Choose another with -o, or empty it yourself."
            raise Stop(Problem("error", folder.name, "is not empty, and fonds did not make it", hint))


def intact(out: Path, record: Path, wanted: Callable[[], bool] = lambda: False) -> Iterator[Digest]:
    """The digest of the tree that `out` holds, then that of the spare site beside it; "" if it is not as recorded.

    They are known by their marks, and by size and mtime of their files and folders. A large site without a spare gets
    one, if it is `wanted`: that takes most of the time of its first change, and can be done while pages are made.
    """
    known, spare = recorded(record), recorded(spare_of(record))
    whole = is_as_recorded(out, known)
    yield known.tree if whole else ""
    if is_as_recorded(beside(out)[1], spare):
        yield spare.tree
    else:
        yield _spared(out, record, known) if whole and len(known.files) >= SPARED and wanted() else ""


def _spared(out: Path, record: Path, known: Record) -> Digest:
    """Let a second folder of hard links stand beside the site, as its spare; gives its tree, "" if that cannot be."""
    new = beside(out)[1]
    with lock.within(out.parent):
        heal(out)
        check_ours(out)
        if marked(out) != known.tree:
            return ""
        new.mkdir()
        (new / MARK).write_text(f"{UNFINISHED}\n", "utf-8")
        for folder in _folders(known.files):
            os.mkdir(f"{new}/{folder}")  # noqa: PTH102
        if not all(_linked(f"{out}/{path}", f"{new}/{path}") for path in known.files):
            return ""
        folders = {path: size_and_mtime(f"{new}/{path}")[1] for path in known.folders}
        spare = Record(known.tree, known.files, folders)
        disk.write(record.parent, spare_of(record).name, msgspec.msgpack.encode(spare))
        (new / MARK).write_text(f"{known.tree}\n", "utf-8")
    return known.tree


def is_current(tree: Digest, out: Path, found: Digest) -> bool:
    """Whether `out` holds just the tree with this digest; `found`: which it held before its lock was taken."""
    return found == tree == marked(out)


def publish(tree: Tree, blobs: Blobs, out: Path, record: Path, found: Digest | None = None) -> int:
    """Make `out` hold exactly `tree`; gives the bytes written.

    The new site is built beside the old one (`out`.next): unchanged files are hard links, the others are written; then
    it goes to the disk, and the two folders change places. Whoever looks sees the old site or the new one. OSError if a
    write fails: then `out` is as it was. What fails after the change of places is left to the next start.

    A large site that was replaced stays beside the new one as a spare, and is brought up to date to become the next: so
    the work grows with what changed, not with the site. It is not looked at again if the tree that it holds is `found`.
    """
    heal(out, record)
    check_ours(out)
    old, new = beside(out)
    spare = recorded(spare_of(record))
    whole = is_as_recorded(new, spare) if found is None else found == spare.tree == marked(new)
    if not (whole and spare.tree):
        heal(out)
        spare = Record()
    written, stays = _fill(new, tree, blobs, out, recorded(record).files, spare.files)
    made = _seen(new, tree, stays, spare)
    (new / MARK).write_text(f"{made.tree}\n", "utf-8")
    disk.sync(new)
    _swap(new, out, old)
    with suppress(OSError):
        disk.sync(out.parent)
        if len(tree) >= SPARED and record.exists():
            _keep_spare(old, new, record)
        else:
            heal(out)
        record.parent.mkdir(parents=True, exist_ok=True)
        disk.write(record.parent, record.name, msgspec.msgpack.encode(made))
    return written


def clean(out: Path) -> None:
    """Take the published folder away, if it is ours."""
    heal(out)
    check_ours(out)
    if out.exists():
        _remove(out)


def tree_digest(tree: Tree) -> Digest:
    """One digest of a whole tree, whatever its order."""
    return digest_of("".join(f"{path}\0{tree[path]}\n" for path in sorted(tree)).encode())


def _fill(
    new: Path, tree: Tree, blobs: Blobs, out: Path, stats: Mapping[str, Stat], spare: Mapping[str, Stat]
) -> tuple[int, dict[str, Stat]]:
    """Make `new` hold the tree; gives how many bytes were written, and the files that were there or are links.

    `stats` are those of the files of `out`, `spare` those of the files of `new`. Paths are joined as text: with tens of
    thousands of files, `Path` would take most of the time.
    """
    if _NO_NAME.search("\n".join(tree)):
        for path in (path for path in tree if _NO_NAME.search(path)):
            raise Stop(Problem("error", path, "is no name of a file", "This is a fault of fonds: report it."))
    new.mkdir(exist_ok=True)
    (new / MARK).unlink(missing_ok=True)  # never written over: it may be one file with that of the site
    (new / MARK).write_text(f"{UNFINISHED}\n", "utf-8")
    stays = {path: stat for path, stat in spare.items() if tree.get(path) == stat.digest}
    _thin(new, spare.keys() - stays.keys())
    missing = [path for path in tree if path not in stays]
    for folder in _folders(missing):
        with suppress(FileExistsError):
            os.mkdir(f"{new}/{folder}")  # noqa: PTH102
    written: dict[Digest, list[str]] = {}
    for path in missing:
        stat, digest, there = stats.get(path), tree[path], f"{out}/{path}"
        if stat and stat.digest == digest and _untouched(there, stat) and _linked(there, f"{new}/{path}"):
            stays[path] = stat
        else:
            written.setdefault(digest, []).append(path)
    total = 0
    for digest, data in blobs(written):
        for path in written.pop(digest):
            _write(f"{new}/{path}", data)
            total += len(data)
    if written:
        raise KeyError(next(iter(written)))
    return total, stays


def _write(path: str, data: bytes) -> None:
    """Write a file that is not there: one that is may be, by a hard link, a file of the published site."""
    with open(path, "xb", buffering=0) as file:  # noqa: PTH123
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) :]


def _thin(folder: Path, paths: Iterable[str]) -> None:
    """Take files away, and the folders that are empty then."""
    for path in paths:
        with suppress(FileNotFoundError):
            os.unlink(f"{folder}/{path}")  # noqa: PTH108
        with suppress(OSError):
            while path := path.rpartition("/")[0]:
                os.rmdir(f"{folder}/{path}")  # noqa: PTH106


def _seen(folder: Path, tree: Tree, known: Mapping[str, Stat], spare: Record) -> Record:
    """The record of a folder that was filled just now; its mark, which is written after it, is there already.

    `known` are files that were looked at just before. Folders into which and out of which no file went have the times
    that the record of the `spare` tells, from which the folder was made.
    """
    files = {
        path: known.get(path) or Stat(digest, *size_and_mtime(f"{folder}/{path}")) for path, digest in tree.items()
    }
    moved = [path for path in files.keys() | spare.files.keys() if files.get(path) is not spare.files.get(path)]
    touched = {"", *_folders(moved)}
    still = {path: mtime for path, mtime in spare.folders.items() if path not in touched}
    folders = {path: still.get(path) or size_and_mtime(f"{folder}/{path}")[1] for path in ("", *_folders(tree))}
    return Record(tree_digest(tree), files, folders)


def forget(out: Path, record: Path) -> None:
    """Take the spare site away, and let the next build keep none: what is published may hold what must go."""
    heal(out)
    for kept in (record, spare_of(record)):
        kept.unlink(missing_ok=True)


def _keep_spare(old: Path, new: Path, record: Path) -> None:
    """Let the site that was replaced stay as `new`, with its record."""
    if old.exists():
        old.rename(new)
    record.replace(spare_of(record))


def _folders(paths: Iterable[str]) -> list[str]:
    """All folders of some files, each after the one that holds it."""
    found: set[str] = set()
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in found:
            found.add(path)
    return sorted(found)


def _linked(source: str, target: str) -> bool:
    try:
        os.link(source, target)
    except OSError:
        return False
    return True


def _swap(new: Path, out: Path, old: Path) -> None:
    if not out.exists():
        new.rename(out)
    elif not _exchanged(new, out):
        # Between these two renames there is no site; `heal` finishes what a kill here leaves.
        out.rename(old)
        new.rename(out)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, where the system can."""
    library = ctypes.CDLL(None, use_errno=True) if sys.platform in ("linux", "darwin") else None
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        assert library is not None
        here = -100  # AT_FDCWD
        return bool(library.renameat2(here, os.fsencode(one), here, os.fsencode(other), _EXCHANGE) == 0)
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        assert library is not None
        return bool(library.renamex_np(os.fsencode(one), os.fsencode(other), _EXCHANGE) == 0)
    return False


def _remove(folder: Path) -> None:
    """The mark goes last, so that what a kill leaves is still known as ours."""
    for item in folder.iterdir():
        if item.is_dir() and not item.is_symlink():
            shutil.rmtree(item)
        elif item.name != MARK:
            item.unlink()
    (folder / MARK).unlink(missing_ok=True)
    folder.rmdir()


def _untouched(path: str, stat: Stat) -> bool:
    try:
        return size_and_mtime(path) == (stat.size, stat.mtime)
    except OSError:
        return False
