"""The body of a web server's answer and its Content-Encoding -> the body unpacked, within bounds, and its damage."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import brotli
import zstandard

from generator.ingest.readers.unknown import is_text
from generator.ingest.readers.zstd_frames import Frames

MOST_BYTES = 100_000_000
MOST_TIMES = 200
"""A packed body that grows past both is a decompression bomb."""

_MOST_CODINGS = 3
_PIECE = 1 << 16
_SMALL = 1 << 12
"""What a step of Brotli takes in: where the data are damaged, the step's whole output is lost."""
_BARE = frozenset(("", "identity", "none", "utf-8", "binary", "8bit"))
_DAMAGE = (zlib.error, brotli.error, zstandard.ZstdError, ValueError)


def unpacked(body: bytes, value: str) -> tuple[bytes, tuple[str, ...]]:
    """The body under its Content-Encoding (RFC 9110, section 8.4: the last one named was laid on last).

    Many archives keep the header and store the body unpacked: that is no damage. What could be unpacked before damage
    is kept. Nothing is raised.
    """
    names = [name.strip() for name in value.lower().split(",")]
    problems: list[str] = []
    for name in reversed([name for name in names if name not in _BARE][:_MOST_CODINGS]):
        if not body:
            break
        if name not in _CODINGS:
            return b"", (*problems, f"the body is packed with {name[:40]}, which is not read")
        body = _opened(body, name, problems)
    return body, tuple(problems)


def _opened(body: bytes, name: str, problems: list[str]) -> bytes:
    out, wrong = b"", ""
    for unpack in _CODINGS[name]:
        out, wrong = _collected(unpack, body)
        if out or not wrong:
            break
    if wrong and "bomb" not in wrong and is_text(body[:_SMALL]):
        return body  # stored unpacked
    if wrong:
        problems.append(wrong)
    return out


def _collected(unpack: Callable[[bytes], Iterator[bytes]], body: bytes) -> tuple[bytes, str]:
    """What came out, and what is wrong."""
    most = max(MOST_BYTES, MOST_TIMES * len(body))
    out: list[bytes] = []
    size = 0
    try:
        for piece in unpack(body):
            out.append(piece)
            size += len(piece)
            if size > most:
                return b"", "the body is a decompression bomb: not read"
    except EOFError:
        return b"".join(out), "the packed body is cut"
    except _DAMAGE:
        return b"".join(out), "the packed body is damaged"
    return b"".join(out), ""


def _pieces(machine: Any, body: bytes, size: int = _PIECE) -> Iterator[bytes]:
    """What a machine of zlib's kind makes of a body. Raises EOFError where the body ends before its end mark."""
    for at in range(0, len(body), size):
        data = body[at : at + size]
        while data and not machine.eof:
            yield machine.decompress(data, _PIECE)
            data = machine.unconsumed_tail
        if machine.eof:
            return
    if hasattr(machine, "flush"):
        yield machine.flush()
    if not machine.eof:
        raise EOFError


def _zlib(bits: int, body: bytes) -> Iterator[bytes]:
    return _pieces(zlib.decompressobj(wbits=bits), body)


def _zstandard(body: bytes) -> Iterator[bytes]:
    return _pieces(Frames()(), body)


def _brotli(body: bytes) -> Iterator[bytes]:
    """RFC 7932: no mark at its beginning, so only trying tells whether a body is packed."""
    machine = brotli.Decompressor()
    for at in range(0, len(body), _SMALL):
        data = body[at : at + _SMALL]
        while True:
            yield machine.process(data, output_buffer_limit=_PIECE)
            if machine.is_finished():
                return
            if machine.can_accept_more_data():
                break
            data = b""
    raise EOFError


_GZIP = (partial(_zlib, 31),)
_CODINGS: Mapping[str, tuple[Callable[[bytes], Iterator[bytes]], ...]] = {
    "gzip": _GZIP,
    "x-gzip": _GZIP,
    "deflate": (partial(_zlib, 15), partial(_zlib, -15)),  # some servers leave the zlib header out
    "br": (_brotli,),
    "zstd": (_zstandard,),
}
