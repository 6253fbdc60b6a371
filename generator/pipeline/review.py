"""What ingest wrote and reported -> the desk for doubt on disk; a table with answers -> overrides.yaml."""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

import msgspec

from generator.edge import disk
from generator.edge.work import Work
from generator.ingest import amend, answers, desk, doubts, review
from generator.ingest.overrides import Overrides
from generator.pipeline.files import text_files
from generator.pipeline.intake import ledger_of, overrides_of
from generator.pipeline.place import Place
from generator.types import Problem, Stop


def write_review(place: Place, work: Work, reported: Sequence[Problem], folder: Path | None) -> tuple[Path, int]:
    """Write review.csv and index.html into `folder` (None: .fonds/review/); gives the folder and the number of rows.

    `reported` are the problems of ingest. Answers in the table that is written over go into the new one as long as
    their rows are in it. Stop if the folder holds anything else.
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
    rows = doubts.review(found, [line.origin for line in ledger_of(place)], reported, place.config.heap)
    settled = overrides_of(place)[0]
    shown = doubts.still_open(rows, settled)
    table = target / review.FILES[0]
    waiting = answers.waiting(disk.read(table)) if table.exists() else {}
    said = _said(place, target, shown, settled, len(rows) - len(shown), waiting)
    for name, data in zip(review.FILES, (review.csv_file(shown, waiting), desk.html_file(shown, said)), strict=True):
        disk.write(target, name, data)
    return target, len(shown)


def apply_answers(place: Place, table: Path) -> tuple[int, tuple[Problem, ...]]:
    """Put the answers of a review.csv into content/overrides.yaml: how many, and what is wrong with the others.

    Stop if either file cannot be read; then nothing is written.
    """
    if not table.is_file():
        hint = "`fonds review` writes one; the page saves one where the browser puts what it saves."
        raise Stop(Problem("error", str(table), "there is no such file", hint))
    found, problems = answers.read(disk.read(table), table.name)
    overrides_of(place)
    data = disk.read(place.overrides) if place.overrides.exists() else b""
    old = data.decode("utf-8-sig")
    done = amend.amend(old.replace("\r\n", "\n"), found)
    if done.done:
        text = done.text.replace("\n", "\r\n") if "\r\n" in old else done.text
        if text != old:
            disk.write(place.overrides.parent, place.overrides.name, text.encode())
    return len(done.done), (*problems, *done.problems)


def _said(
    place: Place, target: Path, rows: Iterable[doubts.Row], settled: Overrides, accepted: int, waiting: dict[str, str]
) -> desk.Beside:
    """What the page shows beside the rows: links to files, and which ids have answers."""
    real = {file.path for file in disk.walk(place.raw, place.config.ignore)[0]}
    names = {name for row in rows for name in (row.origin, row.named) if name}
    folder = _address(target, place.raw)
    held = {name: _holder(name, real) for name in names}
    return desk.Beside(
        place.config.title,
        {name: folder + quote(file) for name, file in held.items() if file},
        _address(target, place.entries),
        accepted,
        {key: override.where for key, override in settled.items()},
        waiting,
    )


def _address(target: Path, folder: Path) -> str:
    """A folder as an address seen from the page."""
    return quote(os.path.relpath(folder, target).replace(os.sep, "/")) + "/"


def _holder(name: str, files: set[str]) -> str:
    """The raw file that holds a record: `box.csv` for `box.csv#3` and `box.csv:7`; "" if none does."""
    ends = (at for at, char in enumerate(name) if char in "#/:")
    return name if name in files else next((name[:at] for at in ends if name[:at] in files), "")


def _check(target: Path) -> None:
    """Only an earlier review is written over."""
    if not target.exists():
        return
    page = target / "index.html"
    ours = target.is_dir() and {item.name for item in target.iterdir()} <= {*review.FILES}
    if not ours or (page.exists() and desk.MARK.encode() not in disk.read(page)):
        hint = "Choose an empty folder."
        raise Stop(Problem("error", str(target), "holds something else than a review, and is left as it is", hint))
