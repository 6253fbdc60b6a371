"""Where a site lives on disk: site.yaml, the folders it names, and what runs in it remember."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from generator.config import Config
from generator.edge.cache import digest_of


class Place(Struct, frozen=True):
    """The folders of a site."""

    root: Path
    config: Config
    name: str = "site.yaml"
    latest: str = ""
    """No document is dated later: the end of next year, so that the clock changes a result once a year at most."""

    @property
    def raw(self) -> Path:
        """Raw files: only ever read."""
        return self.root / self.config.heap

    @property
    def entries(self) -> Path:
        """Content files, one a document."""
        return self.root / self.config.content / "entries"

    @property
    def copies(self) -> Path:
        """Texts of copies that differ from their entries: written by ingest, for the pages that compare them."""
        return self.root / self.config.content / "copies"

    @property
    def images(self) -> Path:
        """Pictures of the texts, each under its digest: written by ingest."""
        return self.root / self.config.content / "images"

    @property
    def pictures(self) -> Path:
        """By which names the texts call them."""
        return self.root / self.config.content / "images.jsonl"

    @property
    def notes(self) -> Path:
        """The keeper's own pages, such as about.md."""
        return self.root / self.config.content / "pages"

    @property
    def static(self) -> Path:
        """Files that are published as they are, such as CNAME."""
        return self.root / self.config.content / "static"

    @property
    def ledger(self) -> Path:
        """What ingest last wrote, a line an entry."""
        return self.root / self.config.content / "ledger.jsonl"

    @property
    def overrides(self) -> Path:
        """What a person has settled of entries, by id."""
        return self.root / self.config.content / "overrides.yaml"

    @property
    def withdrawn(self) -> Path:
        """What was taken out for good, and by which digests it is known again."""
        return self.root / self.config.content / "withdrawn.jsonl"

    @property
    def state(self) -> Path:
        """What can be deleted at any time: the cache, and the stats of the published files."""
        return self.root / ".fonds"

    @property
    def output(self) -> Path:
        """The folder that the finished site replaces."""
        return self.root / self.config.output

    @property
    def published(self) -> Path:
        """What the output folder holds, as it was last published: each output folder has a record of its own."""
        return self.state / f"published-{digest_of(str(self.output.resolve()).encode())[:12]}.msgpack"
