"""A stream that may be packed (gzip, bzip2, xz, Zstandard) -> a stream of what is inside, bounded, and its damage."""

from __future__ import annotations

import bz2
import hashlib
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import zstandard

from generator.ingest.readers import zstd_frames
from generator.types import Problem

MOST_TIMES = 200
MOST_BYTES = 100_000_000
"""Past this size, and this many times the packed size, a file is a decompression bomb and no text."""

MOST_WHOLE = 64_000_000
"""The largest file, unpacked, that is read in one piece."""

_CHUNK = 1 << 16
_ONCE = 1 << 20
"""A reader of whole files asks for all of them at once: no layer below needs room for that."""
_HOLE = bytes(256)
"""Shorter rows of zeros are the padding of fixed-length records."""


class Bomb(Exception):
    """More came out than a text can hold."""


class Counted(io.RawIOBase):
    """A stream that keeps the sha256 and the number of the bytes that went through it."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        self._hash = hashlib.sha256()
        self._first = b""
        """Not hashed yet: a small file is one read, and few are asked for their digest."""
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._inner.read(min(len(buffer), _ONCE))
        buffer[: len(data)] = data
        if not self.count:
            self._first = data
        elif data:
            self._add(data)
        self.count += len(data)
        return len(data)

    def _add(self, data: bytes) -> None:
        self._hash.update(self._first)
        self._hash.update(data)
        self._first = b""

    def digest(self) -> str:
        """The sha256 of all bytes of the stream: reads what nobody has read yet."""
        while self.read(_CHUNK):
            pass
        self._add(b"")
        return self._hash.hexdigest()


class Watched(io.RawIOBase):
    """A stream of text that counts the stretches of zero bytes in it, which disks and transfers leave for lost data."""

    def __init__(self, inner: BinaryIO) -> None:
        self._inner = inner
        self.holes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._inner.read(min(len(buffer), _ONCE))
        buffer[: len(data)] = data
        self.holes += data.count(_HOLE) > 0
        return len(data)


class Unpacked(io.RawIOBase):
    """The bytes inside a packed stream. Damage ends the stream and is told by `trouble`; a bomb raises Bomb."""

    def __init__(self, packed: BinaryIO, start: Callable[[], Any], taken: Callable[[], int]) -> None:
        self.trouble = ""
        self._taken = taken
        self._chunks = self._members(packed, start)
        self._left = b""
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        done = 0
        while done < len(buffer) and self._fill():
            size = min(len(buffer) - done, len(self._left))
            buffer[done : done + size] = self._left[:size]
            self._left = self._left[size:]
            done += size
        return done

    def _fill(self) -> bool:
        """Whether there is something left to give."""
        if not self._left:
            self._left = next(self._chunks, b"")
            self._given += len(self._left)
            if self._given > MOST_BYTES and self._given > MOST_TIMES * max(1, self._taken()):
                raise Bomb(f"unpacks to more than {MOST_BYTES:,} bytes and {MOST_TIMES} times its size")
        return bool(self._left)

    def _members(self, packed: BinaryIO, start: Callable[[], Any]) -> Iterator[bytes]:
        try:
            yield from _inflate(packed, start)
        except (zlib.error, lzma.LZMAError, zstandard.ZstdError, OSError, EOFError, ValueError) as error:
            self.trouble = str(error) or type(error).__name__


def _inflate(packed: BinaryIO, start: Callable[[], Any]) -> Iterator[bytes]:
    """Member after member; raises EOFError where the last one is cut, OSError where something else follows it."""
    machine, data, fresh = start(), b"", True
    while True:
        data = data or packed.read(_CHUNK)
        if not data:
            break
        if fresh and not data.strip(b"\0"):  # tapes and some tools pad with zeros
            data = b""
            continue
        fresh = False
        out = machine.decompress(data, _CHUNK)
        data = _rest(machine)
        while out:
            yield out
            out = b"" if machine.eof or data else _pending(machine)
        if machine.eof:
            data = machine.unused_data
            machine, fresh = start(), True
    if not fresh:
        tail = machine.flush() if hasattr(machine, "flush") else b""
        if tail:
            yield tail
        if not machine.eof:
            raise EOFError("the packed data end too early")


def _rest(machine: Any) -> bytes:
    return getattr(machine, "unconsumed_tail", b"")


def _pending(machine: Any) -> bytes:
    """bz2 and lzma keep what they could not give; zlib hands it back as its unconsumed tail."""
    return b"" if getattr(machine, "needs_input", True) else machine.decompress(b"", _CHUNK)


def _gzip() -> Any:
    return zlib.decompressobj(wbits=31)


_KINDS: tuple[tuple[bytes, str, Callable[[], Any]], ...] = (
    (b"\x1f\x8b\x08", "gzip", _gzip),
    (b"BZh", "bzip2", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\0", "xz", lzma.LZMADecompressor),
)


def kind(head: bytes) -> tuple[str, Callable[[], Any]] | None:
    """How the stream that begins with `head` is packed: the name, and what makes an unpacker; None if it is not."""
    for magic, name, start in _KINDS:
        if head.startswith(magic):
            return name, start
    return ("Zstandard", zstd_frames.Frames()) if zstd_frames.begins(head) else None


def whole(name: str, stream: BinaryIO) -> bytes | Problem:
    """All bytes of a stream; a Problem (error) if they are more than a reader of whole files takes."""
    data = stream.read(MOST_WHOLE + 1)
    if len(data) > MOST_WHOLE:
        hint = "Split it, or write it as JSON Lines or CSV: these are read row by row."
        return Problem("error", name, f"larger than {MOST_WHOLE:,} bytes: not read", hint)
    return data
