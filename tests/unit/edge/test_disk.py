"""Folders, files and writes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.edge import disk
from generator.edge.cache import Cache, digest_of
from generator.types import Stop


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    made = Cache(tmp_path / "state" / "cache")
    yield made
    made.close()


@pytest.fixture
def heap(tmp_path: Path) -> Path:
    folder = tmp_path / "heap"
    for name in ("b.txt", "a/z.txt", "a/y.tmp", ".hidden", ".git/config", "A.txt", "drafts/one.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def paths(folder: Path, *ignore: str) -> list[str]:
    return [file.path for file in disk.walk(folder, ignore)[0]]


def test_files_come_by_path_without_dot_files(heap: Path) -> None:
    assert paths(heap) == ["A.txt", "a/y.tmp", "a/z.txt", "b.txt", "drafts/one.txt"]


def test_ignored_files_and_folders_are_left_out(heap: Path) -> None:
    assert paths(heap, "*.tmp", "drafts/*") == ["A.txt", "a/z.txt", "b.txt"]
    assert paths(heap, "a") == ["A.txt", "b.txt", "drafts/one.txt"]


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert disk.walk(tmp_path / "none") == ([], [])


def test_a_file_in_the_place_of_the_folder_is_reported(heap: Path) -> None:
    found, problems = disk.walk(heap / "b.txt")
    assert found == []
    assert [problem.level for problem in problems] == ["error"]


def test_links_are_not_followed_and_are_reported(heap: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key.txt").write_text("secret")
    (heap / "out").symlink_to(secret)
    (heap / "key.txt").symlink_to(secret / "key.txt")
    (heap / "circle").symlink_to(heap)
    (heap / "dangling").symlink_to(tmp_path / "nowhere")
    found, problems = disk.walk(heap)
    assert len(found) == 5
    assert sorted(problem.where for problem in problems) == ["circle", "dangling", "key.txt", "out"]


def test_pipes_and_sockets_are_not_opened(heap: Path) -> None:
    os.mkfifo(heap / "pipe")
    assert "pipe" not in paths(heap)


def test_names_that_are_not_utf8_are_shown_and_can_be_read(heap: Path, cache: Cache) -> None:
    try:
        Path(os.fsdecode(os.fsencode(heap) + b"/caf\xe9.txt")).write_text("latin")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    found, _ = disk.walk(heap)
    (odd,) = [file for file in found if file.path == "caf\\xe9.txt"]
    assert disk.read(odd.real) == b"latin"
    assert disk.digests([odd], cache) == ({"caf\\xe9.txt": digest_of(b"latin")}, [])


def test_what_cannot_be_read_is_a_problem_and_the_rest_goes_on(
    heap: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rights do not stop root, so the refusal comes from the calls themselves."""
    scan, digest = os.scandir, disk._digest

    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", lambda path: refuse(path) if path.endswith("drafts") else scan(path))
    monkeypatch.setattr(disk, "_digest", lambda path: refuse(path) if path.endswith("b.txt") else digest(path))
    found, problems = disk.walk(heap)
    assert [problem.where for problem in problems] == ["drafts/"]
    digests, more = disk.digests(found, cache)
    assert "b.txt" not in digests
    assert len(digests) == 3
    assert [(problem.level, problem.where) for problem in more] == [("error", "b.txt")]


def old(path: Path, seconds: int = 100) -> Path:
    os.utime(path, ns=(0, path.stat().st_mtime_ns - seconds * 1_000_000_000))
    return path


def test_an_unchanged_file_is_not_read_again(heap: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in disk.walk(heap)[0]:
        old(Path(file.real))
    before = disk.digests(disk.walk(heap)[0], cache)
    monkeypatch.setattr(disk, "_digest", lambda path: pytest.fail(f"{path} was read"))
    assert disk.digests(disk.walk(heap)[0], cache) == before


def test_a_change_within_the_same_tick_of_the_clock_is_seen(heap: Path, cache: Cache) -> None:
    path = heap / "b.txt"
    disk.digests(disk.walk(heap)[0], cache)
    stat = path.stat()
    path.write_text("B.txt")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_size == stat.st_size
    assert disk.digests(disk.walk(heap)[0], cache)[0]["b.txt"] == digest_of(b"B.txt")


def test_a_file_replaced_by_another_of_the_same_age_and_size_is_seen(heap: Path, cache: Cache) -> None:
    path = old(heap / "b.txt")
    disk.digests(disk.walk(heap)[0], cache)
    stat = path.stat()
    other = heap / "new"
    other.write_text("B.txt")
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    other.replace(path)
    assert disk.digests(disk.walk(heap)[0], cache)[0]["b.txt"] == digest_of(b"B.txt")


def test_paranoid_reads_all(heap: Path, cache: Cache) -> None:
    path = old(heap / "b.txt")
    disk.digests(disk.walk(heap)[0], cache)
    stat = path.stat()
    with path.open("r+b") as file:
        file.write(b"B")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert disk.digests(disk.walk(heap)[0], cache)[0]["b.txt"] == digest_of(b"b.txt")
    assert disk.digests(disk.walk(heap)[0], cache, paranoid=True)[0]["b.txt"] == digest_of(b"B.txt")


def test_a_write_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk.write(tmp_path, "a/b.txt", b"one")
    assert (tmp_path / "a/b.txt").read_bytes() == b"one"

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        disk.write(tmp_path, "a/b.txt", b"two")
    assert (tmp_path / "a/b.txt").read_bytes() == b"one"
    assert paths(tmp_path) == ["a/b.txt"]


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc/x", "", ".", "..", "a/..", "link/x", "alias"])
def test_no_write_leaves_the_folder(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "link").symlink_to(tmp_path)
    (root / "alias").symlink_to(tmp_path / "x")
    for action in (lambda: disk.write(root, path, b"x"), lambda: disk.remove(root, path)):
        with pytest.raises(Stop):
            action()
    assert not (tmp_path / "x").exists()


def test_removing_takes_the_folders_that_are_empty_then(tmp_path: Path) -> None:
    disk.write(tmp_path, "a/b/c/one.md", b"1")
    disk.write(tmp_path, "a/two.md", b"2")
    disk.remove(tmp_path, "a/b/c/one.md")
    assert paths(tmp_path) == ["a/two.md"]
    assert not (tmp_path / "a/b").exists()
    disk.remove(tmp_path, "a/two.md")
    assert tmp_path.exists()
    assert list(tmp_path.iterdir()) == []


def test_lines_end_only_at_line_ends(tmp_path: Path) -> None:
    """A ledger line may name a file with a line separator in its name."""
    path = tmp_path / "ledger"
    path.write_bytes("one\u2028\x85\x0b still one\ntwo\r\nthree".encode())
    assert list(disk.lines_of(path)) == ["one\u2028\x85\x0b still one", "two", "three"]
    assert list(disk.lines_of(tmp_path / "none")) == []
