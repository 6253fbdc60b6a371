"""Documents -> a checked search index."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from generator.edge import search
from generator.types import Stop


def page(words: str) -> bytes:
    text = f"<!doctype html><html lang=en><head><title>{words}</title></head><body data-pagefind-body><h1>T</h1>"
    return f"{text}<p>{words}</p></body></html>".encode()


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    documents = [
        ("a/", page("herring quay")),
        ("b/c/", page("lighthouse keeper")),
        ("d/", page("withdrawn secretword")),
    ]
    return search.index(documents, tmp_path_factory.mktemp("work"), "en")


def texts(files: dict[str, bytes]) -> bytes:
    packed = (data for path, data in files.items() if path.endswith((".pf_fragment", ".pf_index", ".pf_meta")))
    return b"\n".join(map(gzip.decompress, packed))


def test_every_document_is_in_the_index(bundle: dict[str, bytes]) -> None:
    entry = json.loads(bundle["pagefind-entry.json"])
    assert [language["page_count"] for language in entry["languages"].values()] == [3]
    fragments = [json.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd")) for path, data in bundle.items()
                 if path.endswith(".pf_fragment")]  # fmt: skip
    assert sorted(fragment["url"] for fragment in fragments) == ["/a.html", "/b/c.html", "/d.html"]


def test_documents_without_a_word_do_not_spoil_the_count(tmp_path: Path) -> None:
    face = "<!doctype html><html><head><title>(⌣˛⌣)</title></head><body data-pagefind-body><h1>┒┎</h1></body></html>"
    files = search.index([("a/", page("herring")), ("b/", face.encode())], tmp_path, "en")
    assert sum(path.endswith(".pf_fragment") for path in files) == 1
    assert search.index([("b/", face.encode())], tmp_path, "en") == {}


def test_pagefinds_own_pages_parts_are_left_out(bundle: dict[str, bytes]) -> None:
    assert "pagefind.js" in bundle
    assert not [path for path in bundle if "ui" in path.split("/")[-1]]


def test_a_document_that_was_removed_is_nowhere(bundle: dict[str, bytes], tmp_path: Path) -> None:
    assert b"secretword" in texts(bundle)
    again = search.index([("a/", page("herring quay")), ("b/c/", page("lighthouse keeper"))], tmp_path, "en")
    assert b"secretword" not in texts(again)
    assert list(tmp_path.iterdir()) == []


def test_the_same_documents_give_the_same_texts(bundle: dict[str, bytes], tmp_path: Path) -> None:
    documents = [
        ("a/", page("herring quay")),
        ("b/c/", page("lighthouse keeper")),
        ("d/", page("withdrawn secretword")),
    ]
    again = search.index(reversed(documents), tmp_path, "en")
    for kind in (".pf_fragment", ".pf_index"):
        assert {path: data for path, data in again.items() if path.endswith(kind)} == {
            path: data for path, data in bundle.items() if path.endswith(kind)
        }


@pytest.mark.parametrize("kind", [".pf_fragment", ".pf_index", ".pf_meta", ".pagefind", "pagefind-entry.json", ".js"])
@pytest.mark.parametrize("damage", ["cut", "empty", "gone"])
def test_a_file_that_is_not_whole_is_refused(bundle: dict[str, bytes], kind: str, damage: str) -> None:
    if damage == "gone" and kind in (".pf_index", ".js"):
        kind = "pagefind.js"  # no list names the others
    for path in [path for path in bundle if path.endswith(kind)][: 1 if damage == "gone" else 3]:
        files = dict(bundle)
        data = files.pop(path)
        if damage != "gone":
            files[path] = data[: len(data) * 2 // 3] if damage == "cut" else b""
        with pytest.raises(Stop):
            search._check(files, 3)


def test_a_count_that_does_not_agree_is_refused(bundle: dict[str, bytes]) -> None:
    search._check(bundle, 3)
    with pytest.raises(Stop):
        search._check(bundle, 4)


def test_a_program_that_fails_is_a_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\necho no space left >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(search, "get_executable", lambda: program)
    with pytest.raises(Stop) as stopped:
        search.index([("a/", page("x"))], tmp_path / "work", "en")
    assert "no space left" in stopped.value.args[0].message


def test_a_program_that_says_finished_and_writes_nothing_is_a_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    monkeypatch.setattr(search, "get_executable", lambda: program)
    with pytest.raises(Stop):
        search.index([("a/", page("x"))], tmp_path / "work", "en")
