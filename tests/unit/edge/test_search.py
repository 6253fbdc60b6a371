"""Documents -> a checked search index."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from generator.edge import search
from generator.edge.search import Bundle
from generator.types import Stop


def page(words: str) -> bytes:
    text = f"<!doctype html><html lang=en><head><title>{words}</title></head><body data-pagefind-body><h1>T</h1>"
    return f"{text}<p>{words}</p></body></html>".encode()


THREE = (("a/", page("herring quay")), ("b/c/", page("lighthouse keeper")), ("d/", page("withdrawn secretword")))
FACE = b"<!doctype html><html><head><title>(u)</title></head><body data-pagefind-body><h1>.-.</h1></body></html>"


def indexed(documents: Iterable[tuple[str, bytes]], work: Path) -> Bundle:
    with search.folder(work) as folder:
        return search.index(folder / "0", search.write(documents, folder / "0"), "en")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return indexed(THREE, tmp_path_factory.mktemp("work"))


def texts(bundle: Bundle) -> bytes:
    return b"\n".join(map(gzip.decompress, bundle.files.values()))


def test_every_document_is_in_the_index(bundle: Bundle) -> None:
    assert sorted(bundle.places) == ["a/", "b/c/", "d/"]
    for address, html in THREE:
        fragment = json.loads(gzip.decompress(bundle.files[f"fragment/{bundle.places[address]}.pf_fragment"])[12:])
        assert fragment["url"] == f"/{address.rstrip('/')}.html"
        assert fragment["content"].split(". ")[1].rstrip(".") in html.decode()
    assert bundle.words == 9, "the title and two words each"


def test_documents_without_a_word_are_not_missed(tmp_path: Path) -> None:
    face = FACE.replace(b"u", "⌣".encode())
    assert list(indexed([("a/", page("herring")), ("b/", face)], tmp_path).places) == ["a/"]
    assert indexed([("b/", face)], tmp_path) == Bundle({}, {}, {}, 0)


def test_only_what_the_theme_needs_is_kept(bundle: Bundle) -> None:
    assert {path.partition("/")[0] for path in bundle.files} == {"fragment", "index", f"pagefind.{bundle.hash}.pf_meta"}
    assert sorted(bundle.program) == ["pagefind-worker.js", f"wasm.{bundle.wasm}.pagefind"]
    assert bundle.wasm == "en"


def test_the_worker_speaks_as_the_theme_expects(bundle: Bundle) -> None:
    """The theme's shards.js calls it directly: another version of Pagefind that says things otherwise is seen here."""
    worker = bundle.program["pagefind-worker.js"].decode()
    for name in ("init", "enterPlaygroundMode", "search", "getData", "releaseData"):
        assert f'case"{name}"' in worker, name
    for name in (
        "query_term_idfs",
        "weighted_term_frequency",
        "verbose_meta_scores",
        "metaCacheTag",
        "pagefind_version",
    ):
        assert name in worker, name


def test_a_document_that_was_removed_is_nowhere(bundle: Bundle, tmp_path: Path) -> None:
    assert b"secretword" in texts(bundle)
    assert b"secretword" not in texts(indexed(THREE[:2], tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_the_same_documents_give_the_same_bytes(bundle: Bundle, tmp_path: Path) -> None:
    assert indexed(reversed(THREE), tmp_path) == bundle


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All that Pagefind wrote, before it is checked."""
    with search.folder(tmp_path_factory.mktemp("work")) as folder:
        search.write(THREE, folder / "0")
        search._run(folder / "0", folder / "1", "en")
        return {file.relative_to(folder / "1").as_posix(): file.read_bytes() for file in (folder / "1").rglob("*.*")}


KINDS = (".pf_fragment", ".pf_index", ".pf_meta", "wasm.en.pagefind", "pagefind-entry.json", "pagefind-worker.js")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("damage", ["cut", "empty", "gone"])
def test_a_file_that_is_not_whole_is_refused(raw: dict[str, bytes], kind: str, damage: str) -> None:
    for path in [path for path in raw if path.endswith(kind)]:
        files = dict(raw)
        data = files.pop(path)
        if damage != "gone":
            files[path] = data[: len(data) * 2 // 3] if damage == "cut" else b""
        with pytest.raises(Stop):
            search._checked(files, {address for address, _ in THREE})


def test_documents_that_are_missing_are_refused_but_for_a_few_odd_ones(raw: dict[str, bytes]) -> None:
    own = {"a/", "b/c/", "d/"}
    assert search._checked(raw, own).missing == frozenset()
    assert search._checked(raw, {*own, "e/"}).missing == {"e/"}
    for others in ({"a/", "b/c/"}, {*own, *(f"e{n}/" for n in range(4))}, {"a/", "b/c/", "e/"}):
        with pytest.raises(Stop):
            search._checked(raw, others)


def test_a_document_of_escaped_signs_alone_is_no_damage(tmp_path: Path) -> None:
    signs = page("&quot;&amp;&lt;").replace(b"<h1>T</h1>", b"")
    assert list(indexed([("a/", page("herring")), ("b/", signs)], tmp_path).places) == ["a/"]


def test_a_program_that_fails_is_a_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\necho no space left >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(search, "get_executable", lambda: program)
    with pytest.raises(Stop) as stopped:
        indexed([("a/", page("x"))], tmp_path / "work")
    assert "no space left" in stopped.value.args[0].message


def test_a_program_that_says_finished_and_writes_nothing_is_a_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    monkeypatch.setattr(search, "get_executable", lambda: program)
    with pytest.raises(Stop):
        indexed([("a/", page("x"))], tmp_path / "work")
