"""The heap -> the raw files that are published, each under its digest, where no browser takes one for a page."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from generator.edge import disk
from generator.edge.disk import Found
from generator.edge.work import Work
from generator.pipeline.ingest import heap
from generator.pipeline.place import Place
from generator.types import Digest, Problem, RawFile, Tree
from generator.withdrawals import Withdrawal

FOLDER = "raw/"
_TEXT = frozenset(
    "txt text md markdown csv tsv json jsonl ndjson html htm xhtml xml svg eml mbox yaml yml rst log".split()
)
"""Published as .txt: a page of the heap opened as a page would run its scripts at our address."""
_KEPT = frozenset("pdf png jpg jpeg gif webp gz zip zst warc".split())


class Raws(Struct, frozen=True):
    """Raw files that are published."""

    addresses: dict[str, str] = {}
    """Path below the raw folder -> address in the site."""
    tree: dict[str, Digest] = {}
    problems: tuple[Problem, ...] = ()


def wanted(place: Place, work: Work, paranoid: bool) -> tuple[RawFile, ...]:
    """The raw files, if site.yaml wants them published."""
    return tuple(raw for raw, _ in heap(place, work, paranoid)[0]) if place.config.raw_files else ()


def published(place: Place, gone: Sequence[Withdrawal], work: Work) -> Raws:
    """The raw files in the site, without those that hold a withdrawn record; none while something is masked."""
    if not place.config.raw_files:
        return Raws()
    if place.config.mask:
        hint = "Take `mask` or `raw_files` out of site.yaml."
        why = "raw files are not published, for they show what `mask` hides"
        return Raws(problems=(Problem("warning", place.name, why, hint),))
    files = _free(heap(place, work, False)[0], gone, place, work)
    real = {raw.path: found.real for raw, found in files}
    items = [raw for raw, _ in files]
    digests = work.memo_map(as_it_is, items, fetch=lambda raw: (disk.read(real[raw.path]),))
    addresses = {raw.path: address(raw) for raw in items}
    tree: Tree = {addresses[raw.path]: digest for raw, digest in zip(items, digests, strict=True)}
    return Raws(addresses, dict(tree))


def address(raw: RawFile) -> str:
    """Where a raw file stands: its name cannot be trusted, its digest can."""
    ending = raw.path.rpartition(".")[2].lower()
    kind = "txt" if ending in _TEXT else ending if ending in _KEPT else "bin"
    return f"{FOLDER}{raw.digest}.{kind}"


def as_it_is(raw: RawFile, data: bytes) -> bytes:
    """The bytes of a raw file. A step, so that they are read once."""
    return data


def _free(
    files: list[tuple[RawFile, Found]], gone: Sequence[Withdrawal], place: Place, work: Work
) -> list[tuple[RawFile, Found]]:
    if not gone:
        return files
    # Only here: what reads raw files takes a while to load.
    from generator.pipeline.intake import withheld_files

    held = withheld_files(place, work)
    return [(raw, found) for raw, found in files if raw.path not in held]
