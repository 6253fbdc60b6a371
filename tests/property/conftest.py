"""What the property tests share: a site on disk, ingested and built in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from generator.config import Config
from generator.edge import disk
from generator.edge.cache import Cache
from generator.edge.publish import MARK
from generator.edge.work import Work
from generator.pipeline.build import Built, build
from generator.pipeline.ingest import Intake, ingest
from generator.pipeline.place import Place


@pytest.fixture(scope="session")
def quick() -> Iterator[None]:
    """No waiting for the disk: these tests are about values, tests/fault about power."""
    patch = pytest.MonkeyPatch()
    patch.setattr(disk, "sync", lambda folder: None)
    patch.setattr(os, "fsync", lambda number: None)
    yield
    patch.undo()


class Archive:
    """A site in a folder, with or without a memory of earlier runs."""

    def __init__(self, root: Path, search: bool = False) -> None:
        self.place = Place(root, Config(title="Papers", base_url="https://example.org/papers", search=search))
        self.cache = Cache(None)
        self.place.raw.mkdir(parents=True, exist_ok=True)

    def write(self, path: str, text: str) -> None:
        """Write a file of the site."""
        file = self.place.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="")

    def forget(self) -> None:
        """Begin with an empty cache."""
        self.cache.close()
        self.cache = Cache(None)

    def ingest(self) -> Intake:
        """Run ingest."""
        with Work(self.cache, "code", executor="inline") as work:
            return ingest(self.place, work)

    def build(self) -> Built:
        """Run build."""
        with Work(self.cache, "code", executor="inline") as work:
            return build(self.place, work, self.place.config.base_url)

    def entries(self) -> dict[str, str]:
        """The content files."""
        return {path: data.decode() for path, data in files(self.place.entries).items()}

    def public(self) -> dict[str, bytes]:
        """The published files."""
        return {path: data for path, data in files(self.place.output).items() if path != MARK}


def files(folder: Path) -> Mapping[str, bytes]:
    """All files below a folder."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="session")
def archive_at(quick: None) -> type[Archive]:
    """`archive_at(folder, search=False)`: an Archive."""
    return Archive
