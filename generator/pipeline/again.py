"""A published site -> what a second run from nothing, without any memory, makes otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from msgspec import Struct

from generator import manifest
from generator.edge import fixity, publish
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.pipeline.build import made, tree_of
from generator.pipeline.ingest import heap
from generator.pipeline.intake import take_in
from generator.pipeline.place import Place
from generator.types import Problem

_HINT = "A build must not depend on what is remembered, on time, on chance or on order: report it."
_SAID = {
    "changed": "a second build makes other bytes",
    "missing": "a second build makes it, but it is not published",
    "extra": "is published, but a second build does not make it",
}


class Again(Struct, frozen=True):
    """What was made a second time, and what is not the same."""

    files: int
    """Published files that were compared."""
    documents: int
    problems: tuple[Problem, ...]


def again(place: Place, work: Work, base_url: str) -> Again:
    """Ingest and build once more with an empty cache, write nothing, and compare with content/ and with what is
    published; each published byte is read."""
    with _without_memory(place, work) as fresh:
        intake = take_in(*heap(place, fresh, True), place, fresh, writing=False)
        files = dict(tree_of(made(place, fresh, base_url)[0], fresh))
    there = fixity.digests(place.output)
    there.pop(publish.MARK, None)
    problems = [
        Problem("error", f"{place.config.content}/entries/{path}", f"a second ingest says: {reason}", _HINT)
        for path, reason in intake.changes
        if not reason.endswith("by hand")
    ]
    problems += [
        Problem("error", f"{place.config.output}/{path}", _SAID[state], _HINT)
        for path, state in manifest.compare(files, there)
    ]
    return Again(len(there), intake.documents, tuple(problems))


@contextmanager
def _without_memory(place: Place, work: Work) -> Iterator[Work]:
    folder = place.state / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix="again-", ignore_cleanup_errors=True) as name:
        cache = Cache(folder / name / "cache.sqlite")
        try:
            with Work(cache, work.code, work.jobs, work.tick, "inline" if work.inline else "processes") as fresh:
                yield fresh
        finally:
            cache.close()
