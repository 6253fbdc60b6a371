"""The arranged site and its content files -> the data files of the whole archive, and a Markdown twin of each entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from generator.edge import tables
from generator.edge.work import Work
from generator.site import database, exports, gzipped
from generator.site.arrange import Site
from generator.site.exports import Block, Form
from generator.site.records import Record, records
from generator.site.twins import NAME, Twin, twin
from generator.site.views import DataFile
from generator.types import Digest, TextFile

Read = Callable[[TextFile], bytes]
FOLDER = "data/"


class _Put(Struct, frozen=True):
    """All that pieces which follow each other in a data file depend on."""

    form: str
    pieces: tuple[Digest, ...]
    first: bool = True
    last: bool = True


class _Zipped(Struct, frozen=True):
    """All that a compressed data file depends on."""

    pieces: tuple[Digest, ...]
    """Encoded gzipped.Pieces."""


def data_files(site: Site, texts: Sequence[TextFile], read: Read, work: Work) -> list[DataFile]:
    """The data files that the site wants, kept in the cache.

    `texts`: the content file of each entry, in the site's order; `read` brings one, and is asked only for those whose
    piece is not known.
    """
    if not site.entries:
        return []
    found = records(site)
    wanted = [form for name, form in exports.FORMS.items() if name in site.info.data]
    places = list(exports.blocks(found))
    records_of = [exports.encoded([found[place] for place in some]) for some in places]
    made = [file for form in wanted for file in _of(form, site, places, records_of, texts, read, work)]
    return [*made, _database(found, work)] if "sqlite" in site.info.data else made


def twins(site: Site, texts: Sequence[TextFile], read: Read, work: Work) -> dict[str, Digest]:
    """The Markdown twin of each entry, if the site wants them."""
    if not site.info.twins:
        return {}
    items = [Twin(found, text.digest) for found, text in zip(records(site), texts, strict=True)]
    by_digest = {text.digest: text for text in texts}
    digests = work.memo_map(twin, items, fetch=lambda item: (read(by_digest[item.text]),), label="Writing twins")
    return {f"{one.address}{NAME}": digest for one, digest in zip(site.entries, digests, strict=True)}


def _of(
    form: Form,
    site: Site,
    places: Sequence[Sequence[int]],
    found: Sequence[bytes],
    texts: Sequence[TextFile],
    read: Read,
    work: Work,
) -> Iterator[DataFile]:
    """The files of one format: one, or several numbered from the oldest."""
    full = form.texts and (len(texts) <= exports.FULL or exports.TEXTS in site.info.data)
    by_digest = {text.digest: text for text in texts} if full else {}
    blocks = [
        Block(
            form.name,
            site.info.title,
            held,
            tuple(texts[place].digest for place in some) if full else (),
        )
        for some, held in zip(places, found, strict=True)
    ]
    pieces = work.memo_map(
        exports.piece,
        blocks,
        fetch=lambda block: tuple(read(by_digest[digest]) for digest in block.texts),
        label="Writing data files",
    )
    spans = exports.parts(places) if full else [range(len(pieces))]
    packed = len(texts) > exports.PLAIN and not form.texts
    for number, span in enumerate(spans, 1):
        digest = _file(form, places, pieces[span.start : span.stop], packed, work)
        path = form.path if len(spans) == 1 else _numbered(form.path, number)
        holds = form.bare if form.texts and not full else form.holds
        size = work.cache.sizes([digest])[digest]
        if packed:
            yield DataFile(f"{FOLDER}{path}.gz", f"{form.label}, gzip", holds, "application/gzip", size, digest)
        else:
            yield DataFile(f"{FOLDER}{path}", form.label, holds, form.media, size, digest)


def _file(form: Form, places: Sequence[Sequence[int]], pieces: Sequence[Digest], packed: bool, work: Work) -> Digest:
    """A data file of its pieces; if `packed`, some are compressed together, and others stay where one changes."""
    if form.texts:
        return _whole(_gzip, _Zipped(tuple(pieces)), work)
    if not packed:
        return _whole(_put, _Put(form.name, tuple(pieces)), work)
    spans = exports.parts(places, exports.BUNDLE)
    some = [
        _Put(form.name, tuple(pieces[span.start : span.stop]), span is spans[0], span is spans[-1]) for span in spans
    ]
    made = work.memo_map(_compressed, some, fetch=lambda item: tuple(map(work.cache.blob, item.pieces)))
    return _whole(_gzip, _Zipped(tuple(made)), work)


def _whole(step: Callable[..., bytes], item: _Put | _Zipped, work: Work) -> Digest:
    """A data file: remembered, so that an unchanged one is not put together again."""
    return work.memo_map(step, [item], fetch=lambda item: tuple(map(work.cache.blob, item.pieces)))[0]


def _put(item: _Put, *pieces: bytes) -> bytes:
    return exports.put(item.form, pieces, first=item.first, last=item.last)


def _compressed(item: _Put, *pieces: bytes) -> bytes:
    return gzipped.piece(_put(item, *pieces))


def _gzip(item: _Zipped, *pieces: bytes) -> bytes:
    return gzipped.joined(pieces)


def _numbered(path: str, number: int) -> str:
    """ "entries.jsonl.gz", 2 -> "entries-2.jsonl.gz"."""
    stem, dot, ending = path.partition(".")
    return f"{stem}-{number}{dot}{ending}"


def _database(found: Sequence[Record], work: Work) -> DataFile:
    known = work.recall("sqlite", [found])[0]
    if known is None:
        known = tables.database(database.statements(found))
        work.remember("sqlite", found, known)
    digest = work.cache.keep([(b"", known)])[0]
    return DataFile(f"{FOLDER}{database.PATH}", database.LABEL, database.HOLDS, database.MEDIA, len(known), digest)
