"""Texts that were compressed apart -> one gzip member (RFC 1952), as if they had been compressed together."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import lru_cache

import msgspec
from msgspec import Struct

HEADER = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
"""Deflate, no name, no time, unknown system: the same bytes at any time on any machine."""
END = b"\x03\x00"
"""An empty last block of deflate (RFC 1951, 3.2.3)."""
LEVEL = 5
"""Of an archive of prose 9 saves a hundredth more, in twice the time."""
POLYNOMIAL = 0xEDB88320
ONE = 1 << 31
"""The polynomial 1, its bits reversed as CRC-32 has them."""


class Piece(Struct, frozen=True):
    """A compressed text."""

    data: bytes
    """Deflate, ended at a byte (Z_FULL_FLUSH), its last block not marked as such."""
    crc: int
    size: int
    """Of the text."""


def piece(text: bytes) -> bytes:
    """The encoded Piece of a text."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)
    return msgspec.msgpack.encode(Piece(data, zlib.crc32(text), len(text)))


def joined(pieces: Iterable[bytes]) -> bytes:
    """The gzip file of all texts in order.

    Some programs read only the first member of a file, and DecompressionStream in browsers refuses a second: so there
    is one member, and its check sum is worked out from those of the pieces.
    """
    crc = size = 0
    data = [HEADER]
    for encoded in pieces:
        part = msgspec.msgpack.decode(encoded, type=Piece)
        data.append(part.data)
        crc = combined(crc, part.crc, part.size)
        size += part.size
    return b"".join([*data, END, crc.to_bytes(4, "little"), (size % 2**32).to_bytes(4, "little")])


def combined(first: int, second: int, size: int) -> int:
    """The CRC-32 of two texts one after the other, from that of each and the size of the second in bytes.

    Adding n zero bits to a text multiplies its CRC by x**n modulo the polynomial (M. Adler, zlib, crc32_combine).
    """
    shift, bit = ONE, 0
    while size >> bit:
        if size >> bit & 1:
            shift = _times(_power(bit), shift)
        bit += 1
    return _times(shift, first) ^ second


@lru_cache
def _power(bit: int) -> int:
    """x to the power of 8 * 2**bit, modulo the polynomial."""
    return _times(_power(bit - 1), _power(bit - 1)) if bit else ONE >> 8


def _times(one: int, other: int) -> int:
    """The product of two polynomials of bits, modulo that of CRC-32."""
    product = 0
    for bit in range(31, -1, -1):
        if one >> bit & 1:
            product ^= other
        other = other >> 1 ^ (POLYNOMIAL if other & 1 else 0)
    return product
