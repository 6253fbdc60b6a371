"""Whatever order versions of a story come in, and whatever a person edits or deletes: they are told as one story."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import content
from generator.site.stories import Told, stories

LINES = [
    f"The {word} at the mole was looked at on day {n + 1} and was found to be in its place, as the keeper had said."
    for n, word in enumerate("lamp rope chain anchor bell horn ladder crane gauge stair gate winch rail hook".split())
]
FIRST = "\n\n".join(LINES)
NOTE = "Correction: an earlier version of this article left out the keeper, and the dog of the keeper as well."
TEXTS = {
    "first": ("2019-03-04", FIRST),
    "second": ("2019-03-05", FIRST.replace("day 3", "day 30")),
    "third": ("2019-03-07", FIRST.replace("day 3", "day 30") + f"\n\n{NOTE}"),
    "copy": ("2019-03-05", FIRST.replace("day 3", "day 30").replace(",", "")),
    "other": ("2019-03-05", "\n\n".join(line[::-1] for line in LINES)),
}
STORY = ["2019-03-04", "2019-03-05", "2019-03-07"]


def raw(name: str) -> str:
    date, body = TEXTS[name]
    title, page = ("The mole at night", 2) if name == "other" else ("The mole", 1)
    return f"---\ntitle: {title}\ndate: {date}\nurl: https://p.example/{page}\n---\n\n{body}\n"


def told(archive: Any) -> list[list[str]]:
    """The stories that the site shows, by date."""
    read = [(path, content.parse(text, path).meta) for path, text in archive.entries().items()]
    found = stories([Told(meta, meta.date, path) for path, meta in read])
    return [[read[place][1].date for place in members] for members in set(found.values())]


@pytest.mark.parametrize("archive_kind", ["fresh", "edited", "deleted"])
def test_versions_survive_every_order_of_files_and_runs(archive_at: Any, archive_kind: str) -> None:
    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.permutations(sorted(TEXTS)), st.sets(st.integers(0, 4)))
    def run(order: list[str], runs: set[int]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            archive = archive_at(Path(folder))
            kept = ""
            for number, name in enumerate(order):
                archive.write(f"content/raw/{name}.md", raw(name))
                if number in runs:
                    archive.ingest()
                    if archive_kind == "edited" and not kept:
                        kept = sorted(archive.entries())[0]
                        archive.write(f"content/entries/{kept}", archive.entries()[kept] + "\nBy hand.\n")
            archive.ingest()
            before = archive.entries()
            assert told(archive) == [STORY]
            if kept:
                assert before[kept].endswith("\nBy hand.\n")
            if archive_kind == "deleted":
                (archive.place.entries / next(path for path in before if path.startswith("2019/03/07"))).unlink()
                archive.ingest()
                assert told(archive) == [STORY[:2]]
                assert all(len(content.parse(text, "").meta.versions) in (0, 2) for text in archive.entries().values())
            again = archive.entries()
            archive.forget()
            archive.ingest()
            assert archive.entries() == again
            archive.cache.close()

    run()
