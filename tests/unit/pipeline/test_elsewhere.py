"""Raw files at addresses are read by workers, once; a store that fails changes nothing and is asked again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import config
from generator.content import parse
from generator.edge import elsewhere
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.pipeline.ingest import Intake, ingest
from generator.pipeline.place import Place
from generator.types import Stop

fsspec = pytest.importorskip("fsspec", reason="the extra `remote` is not installed")

TEXT = " date 2021-03-14 https://example.org/ice\n\nNo ice\n\nThe boats came in late, and the ice was gone by noon.\n"
OTHER = " date 2021-04-01 https://example.org/tar\n\nTar\n\nA barrel of tar went over the side at the north pier.\n"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Intake]]:
    """`run(raw, jobs=1)`: ingest with `raw:` of site.yaml, one job in this process; a test's runs share a cache."""
    cache = Cache(tmp_path / "cache.sqlite")

    def once(raw: str, jobs: int = 1) -> Intake:
        options, problems = config.parse(f"raw: {raw}\n", "site.yaml")
        assert problems == ()
        (tmp_path / "site/content/raw").mkdir(parents=True, exist_ok=True)
        with Work(cache, "code", jobs, executor="inline" if jobs == 1 else "processes") as work:
            return ingest(Place(tmp_path / "site", options), work)

    yield once
    cache.close()


@pytest.fixture
def store() -> Iterator[Callable[[str, str], None]]:
    """Writes a file into the memory of this process: memory://heap/..."""
    memory = fsspec.filesystem("memory")
    yield lambda path, text: memory.pipe(f"/heap/{path}", text.encode())
    memory.rm("/heap", recursive=True)


def entries(tmp_path: Path) -> list[str]:
    return [path.read_text("utf-8") for path in sorted((tmp_path / "site/content/entries").rglob("*.md"))]


def test_files_are_read_once_and_again_when_they_change(run: Any, store: Any, tmp_path: Path, monkeypatch: Any) -> None:
    read: list[str] = []
    opened = elsewhere.opened
    monkeypatch.setattr(elsewhere, "opened", lambda url: read.append(url) or opened(url))
    store("ice.txt", TEXT)
    store(".hidden.txt", OTHER)
    first = run("[content/raw, memory://heap]")
    assert (first.files, first.documents, first.problems) == (1, 1, ())
    assert parse(entries(tmp_path)[0], "").meta.raw.origin == "memory:///heap/ice.txt"
    assert run("[content/raw, memory://heap]").reasons == {"unchanged": 1}
    store("deep/tar.txt", OTHER)
    assert run("[content/raw, memory://heap]").reasons == {"new": 1, "unchanged": 1}
    assert [url.rpartition("/")[2] for url in read] == ["ice.txt", "tar.txt"]


def test_the_building_process_does_not_read_them(run: Any, store: Any, tmp_path: Path) -> None:
    store("ice.txt", TEXT)  # no worker process sees it, for it is in the memory of this one
    said = run("memory://heap", jobs=2)
    assert (said.documents, said.refused) == (0, 1)
    assert "ice.txt" in said.problems[0].message
    (tmp_path / "far").mkdir()
    (tmp_path / "far/ice.txt").write_text(TEXT, "utf-8")
    assert run(f"{tmp_path.as_uri()}/far", jobs=2).documents == 1


def test_a_file_that_its_store_does_not_give_is_asked_for_again(run: Any, store: Any, monkeypatch: Any) -> None:
    def broken(url: str) -> Any:
        raise OSError("the line is dead")

    store("ice.txt", TEXT)
    with monkeypatch.context() as patched:
        patched.setattr(elsewhere, "opened", broken)
        for _ in range(2):
            said = run("memory://heap")
            assert said.documents == 0
            assert "the line is dead" in said.problems[0].message
            assert said.problems[0].where == "memory:///heap/ice.txt"
    assert run("memory://heap").documents == 1


def test_a_store_that_cannot_be_listed_stops_the_run(run: Any, tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        run(f"{tmp_path.as_uri()}/nowhere")
    assert "cannot be listed" in stop.value.args[0].message


def test_files_on_the_web(run: Any, serve: Any, tmp_path: Path) -> None:
    pytest.importorskip("aiohttp", reason="the extra `remote` is not installed")
    (tmp_path / "web").mkdir()
    (tmp_path / "web/ice.txt").write_text(TEXT, "utf-8")
    assert run(f"[content/raw, {serve(tmp_path / 'web')}ice.txt]", jobs=2).documents == 1
    assert "The boats came in late" in entries(tmp_path)[0]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("s3://bucket/a b/c.txt", "s3://bucket/a b/c.txt"),
        ("https://me:secret@example.org/a.csv?token=x#y", "https://example.org/a.csv"),
        ("file:///data/a#1.txt", "file:///data/a#1.txt"),
        ("memory:///a.txt", "memory:///a.txt"),
    ],
)
def test_what_is_secret_in_an_address_is_not_shown(url: str, shown: str) -> None:
    assert elsewhere.named(url) == shown
