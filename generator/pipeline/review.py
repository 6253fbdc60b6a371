"""The content files of a site, and what ingest reported -> the desk for doubt on disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from generator.edge import disk
from generator.edge.work import Work
from generator.ingest import doubts, review
from generator.pipeline.files import text_files
from generator.pipeline.intake import ledger_of
from generator.pipeline.place import Place
from generator.types import Problem, Stop


def write_review(place: Place, work: Work, reported: Sequence[Problem], folder: Path | None) -> tuple[Path, int]:
    """Write review.csv and index.html into `folder` (None: .fonds/review/); gives the folder and the number of rows.

    `reported` are the problems of ingest. Stop if the folder holds anything else.
    """
    target = folder or place.state / "review"
    _check(target)
    files, _ = text_files(place.entries, work)
    real = {file.path: found.real for file, found in files}
    digests = work.memo_map(
        doubts.doubts, [file for file, _ in files], fetch=lambda file: (disk.read(real[file.path]),), label="Reviewing"
    )
    blobs = dict(work.cache.read(dict.fromkeys(digests)))
    found = [msgspec.msgpack.decode(blobs[digest], type=doubts.Doubts) for digest in digests]
    rows = doubts.review(found, [line.origin for line in ledger_of(place)], reported, place.config.raw)
    for name, data in zip(
        review.FILES, (review.csv_file(rows), review.html_file(rows, place.config.title)), strict=True
    ):
        disk.write(target, name, data)
    return target, len(rows)


def _check(target: Path) -> None:
    """Only an earlier review is written over."""
    if not target.exists():
        return
    page = target / "index.html"
    ours = target.is_dir() and {item.name for item in target.iterdir()} <= {*review.FILES}
    if not ours or (page.exists() and review.MARK.encode() not in disk.read(page)):
        hint = "Choose an empty folder."
        raise Stop(Problem("error", str(target), "holds something else than a review, and is left as it is", hint))
