"""A tree of digests -> the published folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.edge import publish, record
from generator.edge.cache import digest_of
from generator.types import Digest, Stop

OLD = {"index.html": b"old home", "a/index.html": b"page a", "gone/index.html": b"gone", "same.css": b"body{}"}
NEW = {"index.html": b"new home", "a/index.html": b"page a", "b/c/index.html": b"page c", "same.css": b"body{}"}


class Killed(BaseException):
    """Stands for kill -9."""


class Folder:
    """An output folder and the record beside it."""

    def __init__(self, top: Path) -> None:
        self.out, self.record = top / "public", top / "state" / "published.json"

    def publish(self, files: Mapping[str, bytes], found: Digest | None = None) -> int:
        """Publish these files."""
        blobs = {digest_of(data): data for data in files.values()}

        def read(wanted: Iterable[Digest]) -> Iterator[tuple[Digest, bytes]]:
            return ((digest, blobs[digest]) for digest in list(dict.fromkeys(wanted)))

        return publish.publish(tree(files), read, self.out, self.record, found)

    def files(self) -> dict[str, bytes]:
        """What is published."""
        found = (path for path in self.out.rglob("*") if path.is_file() and path.name != publish.MARK)
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in found}

    def is_current(self, digest: Digest) -> bool:
        """Whether just the tree with this digest is published."""
        return publish.is_current(digest, self.out, next(publish.intact(self.out, self.record)))

    def beside(self) -> list[str]:
        """What lies beside the output folder."""
        return sorted(path.name for path in self.out.parent.iterdir() if path.name not in ("public", "state"))


def tree(files: Mapping[str, bytes]) -> dict[str, Digest]:
    return {path: digest_of(data) for path, data in files.items()}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setattr(publish.disk, "sync", lambda folder: None)
    return Folder(tmp_path)


def test_the_folder_holds_exactly_the_tree(folder: Folder) -> None:
    assert folder.publish(OLD) == sum(map(len, OLD.values()))
    assert folder.files() == OLD
    folder.publish(NEW)
    assert folder.files() == NEW
    assert folder.beside() == []
    assert not (folder.out / "gone").exists()


def test_only_what_changed_is_written_and_the_rest_is_linked(folder: Folder) -> None:
    folder.publish(OLD)
    inodes = {path: (folder.out / path).stat().st_ino for path in OLD}
    written = folder.publish(NEW)
    assert written == len(b"new home") + len(b"page c")
    assert (folder.out / "same.css").stat().st_ino == inodes["same.css"]
    assert (folder.out / "a/index.html").stat().st_ino == inodes["a/index.html"]
    assert (folder.out / "index.html").stat().st_ino != inodes["index.html"]


def test_without_hard_links_files_are_written(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    folder.publish(OLD)
    monkeypatch.setattr(os, "link", refuse)
    folder.publish(NEW)
    assert folder.files() == NEW


@pytest.mark.parametrize("record", ["kept", "lost", "damaged"])
def test_a_published_file_that_was_changed_by_hand_is_written_anew(folder: Folder, record: str) -> None:
    folder.publish(OLD)
    (folder.out / "same.css").write_bytes(b"hacked")
    (folder.out / "a/index.html").unlink()
    if record == "lost":
        folder.record.unlink()
    elif record == "damaged":
        folder.record.write_text('{"same.css": 3, "a": ["x"]}')
    assert not folder.is_current(publish.tree_digest(tree(OLD)))
    folder.publish(OLD)
    assert folder.files() == OLD


def test_what_is_published_is_known_to_be_current(folder: Folder) -> None:
    folder.publish(OLD)
    assert folder.is_current(publish.tree_digest(tree(OLD)))
    assert not folder.is_current(publish.tree_digest(tree(NEW)))
    shutil.rmtree(folder.out)
    assert not folder.is_current(publish.tree_digest(tree(OLD)))


def test_a_file_that_is_not_ours_in_the_site_makes_it_not_current(folder: Folder) -> None:
    """What is not in the tree is not published."""
    folder.publish(OLD)
    (folder.out / "stray.html").write_bytes(b"stray")
    assert not folder.is_current(publish.tree_digest(tree(OLD)))
    folder.publish(OLD)
    assert folder.files() == OLD


@pytest.mark.parametrize("name", ["public", "public.next", "public.old"])
def test_a_folder_that_is_not_ours_is_never_touched(folder: Folder, name: str) -> None:
    other = folder.out.with_name(name)
    (other / "letters").mkdir(parents=True)
    (other / "letters/one.txt").write_text("the only copy")
    for action in (lambda: folder.publish(NEW), lambda: publish.clean(folder.out)):
        with pytest.raises(Stop):
            action()
        publish.heal(folder.out)
        assert (other / "letters/one.txt").read_text() == "the only copy"


def test_a_file_or_a_link_in_the_place_of_the_folder_is_refused(folder: Folder, tmp_path: Path) -> None:
    folder.out.write_text("a file")
    with pytest.raises(Stop):
        folder.publish(NEW)
    folder.out.unlink()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / publish.MARK).write_text("x")
    (mine / "keep").write_text("x")
    folder.out.symlink_to(mine)
    with pytest.raises(Stop):
        folder.publish(NEW)
    assert (mine / "keep").exists()


def test_an_empty_folder_may_be_taken(folder: Folder) -> None:
    folder.out.mkdir()
    folder.publish(NEW)
    assert folder.files() == NEW


def test_clean_takes_our_folder_away(folder: Folder) -> None:
    folder.publish(OLD)
    publish.clean(folder.out)
    assert not folder.out.exists()
    publish.clean(folder.out)


def test_a_tree_that_needs_bytes_that_are_gone_publishes_nothing(folder: Folder) -> None:
    folder.publish(OLD)
    with pytest.raises(KeyError):
        publish.publish(tree(NEW), lambda wanted: iter(()), folder.out, folder.record)
    assert folder.files() == OLD


@pytest.mark.parametrize("path", ["../x.html", "/tmp/x.html", "a/../../x.html"])
def test_no_file_of_a_tree_leaves_the_folder(folder: Folder, path: str) -> None:
    with pytest.raises(Stop):
        folder.publish({path: b"x"})
    assert not (folder.out.parent / "x.html").exists()


def test_a_large_site_that_was_replaced_becomes_the_next(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "SPARED", 2)
    third = NEW | {"a": b"a file where a folder was", "c/d/e.html": b"deep"}
    third = {path: data for path, data in third.items() if not path.startswith("a/")}
    folder.publish(OLD)
    assert folder.beside() == []
    for files in (NEW, OLD, third, NEW, third, OLD):
        folder.publish(files)
        assert folder.files() == files
        assert folder.beside() == ["public.next"]
        assert folder.is_current(publish.tree_digest(tree(files)))
    publish.heal(folder.out, folder.record)
    assert folder.beside() == ["public.next"]
    publish.clean(folder.out)
    assert folder.beside() == []


def test_a_file_that_both_sites_share_is_never_written_into(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "SPARED", 2)
    for files in (OLD, NEW, OLD):
        folder.publish(files)
    changed = dict.fromkeys(OLD, b"changed")
    seen = {path: (folder.out / path).open("rb") for path in OLD}
    folder.publish(changed)
    assert {path: file.read() for path, file in seen.items()} == OLD
    for file in seen.values():
        file.close()
    assert folder.files() == changed


@pytest.mark.parametrize("how", ["stray", "missing", "altered", "no record", "unfinished"])
def test_a_spare_site_that_is_not_as_it_was_kept_is_not_used(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(publish, "SPARED", 2)
    folder.publish(OLD)
    folder.publish(NEW)
    spare = folder.out.with_name("public.next")
    file = next(path for path in spare.rglob("*.html"))
    if how == "stray":
        (spare / "stray.html").write_text("stray")
    elif how == "missing":
        file.unlink()
    elif how == "altered":
        file.unlink()
        file.write_text("altered")
    elif how == "no record":
        folder.record.with_name(f"spare-{folder.record.name}").unlink()
    else:
        (spare / publish.MARK).write_text("unfinished\n")
    folder.publish(OLD)
    assert folder.files() == OLD


def test_what_was_found_before_the_lock_holds_only_if_nobody_published_since(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "SPARED", 2)
    folder.publish(OLD)
    folder.publish(NEW)
    site, spare = publish.intact(folder.out, folder.record)
    assert (site, spare) == (publish.tree_digest(tree(NEW)), publish.tree_digest(tree(OLD)))
    another = Folder(folder.out.parent)
    another.record = folder.record.with_name("another.json")
    for files in ({"index.html": b"theirs"}, {"index.html": b"theirs, too"}):
        another.publish(files)
    assert not publish.is_current(publish.tree_digest(tree(NEW)), folder.out, site)
    folder.publish(OLD, spare)
    assert folder.files() == OLD


def test_what_was_found_is_not_looked_at_again(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "SPARED", 2)
    large = {f"{n}/index.html": b"the same" for n in range(50)}
    for home in (b"1", b"2"):
        folder.publish(large | {"index.html": home})
    _, spare = publish.intact(folder.out, folder.record)
    looked: list[str] = []
    real = record.os.stat

    def stat(path: Any, *args: Any, **more: Any) -> os.stat_result:
        looked.append(os.fspath(path))
        return real(path, *args, **more)

    monkeypatch.setattr(record.os, "stat", stat)
    edited = large | {"index.html": b"3", "7/index.html": b"edited", "8/second/index.html": b"new"}
    folder.publish(edited, spare)
    assert len(looked) < 50 and not any("/9" in path for path in looked)
    monkeypatch.undo()
    assert folder.files() == edited and folder.is_current(publish.tree_digest(tree(edited)))


def test_a_large_site_gets_a_spare_of_links_that_becomes_the_next(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "SPARED", 2)
    folder.publish(OLD)
    site, spare = publish.intact(folder.out, folder.record, lambda: True)
    assert site == spare == publish.tree_digest(tree(OLD)) and folder.beside() == ["public.next"]
    assert [*publish.intact(folder.out, folder.record)] == [site, spare], "it is as its record tells"
    new = folder.out.with_name("public.next")
    assert all((new / path).samefile(folder.out / path) for path in OLD)
    assert not (new / publish.MARK).samefile(folder.out / publish.MARK)
    kept = {path: (folder.out / path).open("rb") for path in OLD}
    folder.publish(NEW, spare)
    assert {path: file.read() for path, file in kept.items()} == OLD
    for file in kept.values():
        file.close()
    assert folder.files() == NEW and folder.is_current(publish.tree_digest(tree(NEW)))


@pytest.mark.parametrize("why", ["not wanted", "small", "altered", "no links", "half made"])
def test_where_there_can_be_no_spare_the_site_is_published_without(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    monkeypatch.setattr(publish, "SPARED", 2 if why != "small" else 20)
    folder.publish(OLD)
    if why == "altered":
        (folder.out / "same.css").write_text("altered")
    if why == "half made":
        folder.out.with_name("public.next").mkdir()
        (folder.out.with_name("public.next") / publish.MARK).write_text(f"{publish.UNFINISHED}\n")
    if why in ("no links", "half made"):
        monkeypatch.setattr(publish, "_linked", lambda source, target: False)
    _, spare = publish.intact(folder.out, folder.record, lambda: why != "not wanted")
    assert spare == ""
    monkeypatch.undo()
    folder.publish(NEW, spare)
    assert folder.files() == NEW


def test_a_folder_that_is_not_ours_does_not_become_a_spare(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "SPARED", 2)
    folder.publish(OLD)
    folder.out.with_name("public.next").mkdir()
    (folder.out.with_name("public.next") / "mine.txt").write_text("the only copy")
    with pytest.raises(Stop):
        list(publish.intact(folder.out, folder.record, lambda: True))
    assert (folder.out.with_name("public.next") / "mine.txt").read_text() == "the only copy"


def test_nothing_of_a_site_that_is_to_be_forgotten_is_kept(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "SPARED", 2)
    folder.publish(OLD)
    folder.publish(NEW)
    publish.forget(folder.out, folder.record)
    assert folder.beside() == []
    folder.publish(OLD)
    assert folder.beside() == []
    assert folder.files() == OLD


def test_the_digest_of_a_tree_knows_no_order() -> None:
    assert publish.tree_digest({"a": "1", "b": "2"}) == publish.tree_digest({"b": "2", "a": "1"})
    assert publish.tree_digest({"a": "1", "b": "2"}) != publish.tree_digest({"a": "2", "b": "1"})


STAGES = ("mkdir", "write_bytes", "write_text", "link", "rename", "unlink", "rmdir", "scandir", "replace")


@pytest.mark.parametrize("exchange", [True, False])
@pytest.mark.parametrize("before", [(), (OLD,), (NEW, OLD)])
def test_killed_at_any_call_the_next_build_heals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool, before: tuple[Mapping[str, bytes], ...]
) -> None:
    """Every call that changes the disk is in turn the last one; what is seen is the old site, the new, or (where the
    system cannot exchange two folders, and between two renames only) none; the next build publishes."""
    real = {"os": {name: getattr(os, name) for name in ("mkdir", "link", "rename", "replace", "unlink", "rmdir")}}
    monkeypatch.setattr(publish.disk, "sync", lambda folder: None)
    monkeypatch.setattr(publish, "SPARED", 2 if len(before) == 2 else 2_000)
    if not exchange:
        monkeypatch.setattr(publish, "_exchanged", lambda one, other: False)
    for number in range(1, 60):
        folder = Folder(tmp_path / str(number))
        folder.out.parent.mkdir()
        for files in before:
            folder.publish(files)
        left = [number]
        with monkeypatch.context() as patch:
            for name, function in real["os"].items():
                patch.setattr(os, name, _counted(function, left))
            try:
                folder.publish(NEW)
                ended = True
            except Killed:
                ended = False
        publish_seen = folder.files() if folder.out.exists() else None
        assert publish_seen in ((OLD, NEW, *((None,) * (not exchange))) if before else (None, NEW))
        assert folder.publish(NEW) >= 0
        assert folder.files() == NEW
        assert folder.beside() in ([], ["public.next"] * (len(before) == 2))
        if ended:
            assert number > 5
            return
    pytest.fail("never came to the end")


def _counted(function, left):  # type: ignore[no-untyped-def]
    def call(*args, **options):  # type: ignore[no-untyped-def]
        left[0] -= 1
        if left[0] <= 0:
            raise Killed
        return function(*args, **options)

    return call


@pytest.mark.parametrize("what", ["empty next", "half removed next", "half removed old"])
def test_remains_of_a_kill_are_cleared(folder: Folder, what: str) -> None:
    folder.publish(OLD)
    rest = folder.out.with_name("public.old" if what.endswith("old") else "public.next")
    rest.mkdir()
    if not what.startswith("empty"):
        (rest / publish.MARK).write_text("unfinished\n")
        (rest / "a").mkdir()
        (rest / "a/x.html").write_text("x")
    folder.publish(NEW)
    assert folder.files() == NEW
    assert folder.beside() == []
