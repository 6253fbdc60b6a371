"""Records of entries -> data files, made in pieces: one changed entry makes one piece of each file anew."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

import msgspec
from msgspec import Struct

from generator import content
from generator.site import gzipped
from generator.site.cite import bibtex, csl, ris
from generator.site.records import FIELDS, LIST, Record, work
from generator.types import Digest

MOST = 100
"""Records in a piece: with their texts, some of these are in memory at once."""
PART = 20_000
"""Records in a file that holds texts: GitHub takes no file of more than 100 MB."""
FULL = 50_000
"""Entries of an archive beyond which their texts, 1.4 kB each, are among the data only if site.yaml asks for them: one
of 100,000, with its search, is to stay below the gigabyte that GitHub Pages takes."""
TEXTS = "texts"
"""What site.yaml says then."""
PLAIN = 2_000
"""Records in a file without texts, some 300 to 600 bytes each; files of more are compressed."""
BUNDLE = 1_000
"""Records that are compressed together in such a file: it takes a hundredth more than in one piece."""

_RECORDS = msgspec.msgpack.Decoder(tuple[Record, ...])


class Block(Struct, frozen=True):
    """All that a piece depends on."""

    form: str
    archive: str
    records: bytes
    """As `encoded` gives them: once for all formats."""
    texts: tuple[Digest, ...] = ()
    """Of the content files, where the piece holds texts."""


class Form(NamedTuple):
    """A format of data files."""

    name: str
    """In site.yaml."""
    path: str
    label: str
    media: str
    holds: str
    piece: Callable[[str, Sequence[Record], Sequence[bytes]], bytes]
    """Of the archive's name, records, and their content files if the format holds texts."""
    ends: tuple[bytes, bytes, bytes] = (b"", b"", b"")
    """What stands before the pieces, between two of them, and after them."""
    texts: bool = False
    bare: str = ""
    """What it holds where the texts are left out."""


def piece(block: Block, *texts: bytes) -> bytes:
    """A piece of a data file; `texts` are the content files of its records, if the format holds texts. Pure."""
    return FORMS[block.form].piece(block.archive, _RECORDS.decode(block.records), texts)


def encoded(records: Sequence[Record]) -> bytes:
    """The records of a Block."""
    return msgspec.msgpack.encode(records)


def put(form: str, pieces: Sequence[bytes], *, first: bool = True, last: bool = True) -> bytes:
    """Pieces that follow each other in a data file put together, the `first` or the `last` of it among them."""
    before, between, after = FORMS[form].ends
    return (before if first else between) + between.join(pieces) + (after if last else b"")


def blocks(records: Sequence[Record]) -> Iterator[list[int]]:
    """Places of the records of each piece. A piece ends with its year, so that a new entry moves few others."""
    for _, found in groupby(range(len(records)), key=lambda place: records[place].date[:4]):
        year = list(found)
        yield from (year[start : start + MOST] for start in range(0, len(year), MOST))


def parts(pieces: Sequence[Sequence[int]], most: int = PART) -> list[range]:
    """The pieces of each file, where one would be too large: numbered from the oldest."""
    starts, size = [0], 0
    for number, one in enumerate(pieces):
        if size and size + len(one) > most:
            starts.append(number)
            size = 0
        size += len(one)
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(pieces)], strict=True)]


def text_of(file: bytes) -> str:
    """The Markdown of a content file, without its front matter."""
    return content.split(content.decoded(file))[1]


def _jsonl(archive: str, records: Sequence[Record], texts: Sequence[bytes]) -> bytes:
    lines = [msgspec.structs.asdict(found) for found in records]
    if texts:
        lines = [{**line, "text": text_of(text)} for line, text in zip(lines, texts, strict=True)]
    return gzipped.piece(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))


def _csv(archive: str, records: Sequence[Record], texts: Sequence[bytes]) -> bytes:
    return _table(_cells(found) for found in records)


def _cells(found: Record) -> list[str]:
    values = msgspec.structs.astuple(found)
    return [LIST.join(value) if isinstance(value, tuple) else str(value) for value in values]


def _table(rows: Iterator[list[str]]) -> bytes:
    """CSV as RFC 4180 has it: UTF-8, lines end in CRLF. NUL, which no reader of CSV expects, is left out."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([cell.replace("\0", "") for cell in row] for row in rows)
    return out.getvalue().encode()


def _bibtex(archive: str, records: Sequence[Record], texts: Sequence[bytes]) -> bytes:
    return "".join(f"{bibtex(work(found, archive))}\n\n" for found in records).encode()


def _ris(archive: str, records: Sequence[Record], texts: Sequence[bytes]) -> bytes:
    made = "".join(f"{ris(work(found, archive))}\n\n" for found in records)
    return made.replace("\n", "\r\n").encode()


def _csl(archive: str, records: Sequence[Record], texts: Sequence[bytes]) -> bytes:
    return ",\n".join(csl(work(found, archive)) for found in records).encode()


FORMS = MappingProxyType(
    {
        form.name: form
        for form in (
            Form(
                "jsonl",
                "entries.jsonl.gz",
                "Entries (JSON Lines, gzip)",
                "application/gzip",
                "A line for each entry: all fields, and the whole text in Markdown, as “text”.",
                _jsonl,
                texts=True,
                bare="A line for each entry: all fields. The texts stand in the pages.",
            ),
            Form(
                "csv",
                "entries.csv",
                "Table (CSV)",
                "text/csv",
                "A row for each entry: all fields, without the text.",
                _csv,
                (_table(iter([[field.name for field in FIELDS]])), b"", b""),
            ),
            Form(
                "bibtex",
                "entries.bib",
                "Bibliography (BibLaTeX)",
                "application/x-bibtex",
                "A citation of each entry, for LaTeX and JabRef.",
                _bibtex,
            ),
            Form(
                "ris",
                "entries.ris",
                "Bibliography (RIS)",
                "application/x-research-info-systems",
                "A citation of each entry, for EndNote, Mendeley, Zotero and others.",
                _ris,
            ),
            Form(
                "csl",
                "entries.csl.json",
                "Bibliography (CSL-JSON)",
                "application/vnd.citationstyles.csl+json",
                "A citation of each entry, for Pandoc, citeproc and Zotero.",
                _csl,
                (b"[\n", b",\n", b"\n]\n"),
            ),
        )
    }
)
"""Formats that are made in pieces, by name."""
