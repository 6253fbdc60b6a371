"""Content files and withdrawals -> the files that may be shown: what was withdrawn is not, though its file be back."""

from __future__ import annotations

from collections.abc import Sequence

from generator.edge import disk
from generator.edge.disk import Found
from generator.edge.work import Work
from generator.site.heads import identify
from generator.types import Problem, TextFile
from generator.withdrawals import Withdrawal, digest, records

Files = Sequence[tuple[TextFile, Found]]


def shown(files: Files, found: Sequence[Withdrawal], work: Work) -> tuple[Files, list[Problem]]:
    """The content files without those that are withdrawn, and an error for each of those."""
    if not found:
        return files, []
    real = {file.path: where.real for file, where in files}
    texts = [file for file, _ in files]
    keys = work.memo_map(identify, texts, fetch=lambda file: (disk.read(real[file.path]),))
    ids = dict(work.cache.read(keys))
    dates = {one.id: one.date for one in found} | {one.file: one.date for one in found if one.file}
    gone = {
        file.path: dates[name]
        for file, key in zip(texts, keys, strict=True)
        for name in (ids[key].decode(), digest(file.path))
        if name in dates
    }
    hint = "Delete the file, or let it come back with `fonds withdraw --undo`."
    problems = [
        Problem("error", f"entries/{path}", f"was withdrawn on {date}: it is not shown", hint)
        for path, date in gone.items()
    ]
    return [(file, where) for file, where in files if file.path not in gone], problems


def copies_shown(files: Files, found: Sequence[Withdrawal]) -> Files:
    """The files of content/copies without those of withdrawn records."""
    gone = {record[:12] for record in records(found)}
    return [(file, where) for file, where in files if file.path.removesuffix(".md") not in gone]
