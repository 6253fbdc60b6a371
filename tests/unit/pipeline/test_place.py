"""Where a site lives on disk."""

from __future__ import annotations

from pathlib import Path

from generator.config import Config
from generator.pipeline.place import Place


def test_the_folders_follow_the_configuration() -> None:
    place = Place(Path("/site"), Config(raw=("../heap",), content="texts", output="out"))
    assert place.raw == Path("/site/../heap")
    assert place.entries == Path("/site/texts/entries")
    assert place.notes == Path("/site/texts/pages")
    assert place.static == Path("/site/texts/static")
    assert place.ledger == Path("/site/texts/ledger.jsonl")
    assert place.state == Path("/site/.fonds")
    assert place.output == Path("/site/out")
