"""Everything packed is opened: gzip, bare deflate, SQLite, values of the cache."""

from __future__ import annotations

import gzip
import zlib

import msgspec
import pytest

from generator.edge.tables import database
from generator.edge.unpack import parts, text, unpacked

WORD = b"Quetzalina met the harbour master at noon. " * 9


def found(data: bytes) -> bool:
    return any(b"Quetzalina" in part for part in unpacked(data))


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


@pytest.mark.parametrize(
    "data",
    [
        WORD,
        gzip.compress(WORD, mtime=0),
        gzip.compress(b"first", mtime=0) + gzip.compress(WORD, mtime=0),
        gzip.compress(gzip.compress(WORD, mtime=0), mtime=0),
        deflated(WORD),
        database([("CREATE TABLE t (a)", []), ("INSERT INTO t VALUES (?)", [(WORD.decode(),)])]),
    ],
)
def test_a_word_is_found_however_it_is_packed(data: bytes) -> None:
    assert found(data)


def test_a_cut_gzip_file_gives_what_is_readable() -> None:
    assert found(gzip.compress(WORD)[:-12])
    assert not next(iter(unpacked(b"\x1f\x8bnonsense")))


def test_long_bytes_within_a_value_of_the_cache_are_parts() -> None:
    value = msgspec.msgpack.encode({"data": deflated(WORD * 20), "more": [{"x": b"short"}]})
    assert sum(found(part) for part in parts(value)) >= 1
    assert list(parts(b"\xc1 no msgpack")) == [b"\xc1 no msgpack"]


def test_markup_and_escapes_are_undone() -> None:
    assert text(b"<p>Tom &amp; <b>Ann</b></p>").split() == ["Tom", "&", "Ann"]
    assert text(rb'{"a": "one\ntwo \u00e9"}') == '{"a": "one two é"}'
