"""A text -> its bare letters, their digest, and a short sketch by which near copies and related texts are found.

The sketch is a MinHash (Broder 1997, "On the resemblance and containment of documents") of the character 5-grams of the
letters, so that quotes, blanks, capitals and accents do not matter. One hash function is split over VALUES bins (one
permutation hashing: Li, Owen and Zhang 2012); an empty bin takes the value of another one (Shrivastava 2017, "Optimal
densification"). Of each lowest hash 16 bits are kept (b-bit minwise hashing: Li and König 2010), so that a sketch is
256 bytes. No value depends on the machine, the process or the library's version.
"""

from __future__ import annotations

import re
import struct
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from generator.types import Digest

if TYPE_CHECKING:
    import numpy as np

    Hashes = np.ndarray[Any, np.dtype[np.uint64]]
    Places = np.ndarray[Any, np.dtype[np.int64]]

GRAM = 5
"""Letters in one gram. On a news article found twice, whole and damaged: 0.97 for 5-grams, 0.59 for words."""

VALUES = 128
"""Values in a sketch: the standard error of `alike` is at most 0.5 / sqrt(128) = 0.044."""

WIDTH = 2
"""Bytes of a value, the low one first: of two other texts one value in 65,536 agrees by chance."""

LEAST = 200
"""Fewer letters than this tell too little."""

_NONE = 2**64 - 1
"""The lowest hash of a bin that has none."""

_FACTOR = 0x100000001B3
"""Of the polynomial that packs a gram's letters into one number."""

_OTHERS = re.compile(r"[\W_]+")
MARKS = re.compile(
    "[\u00a0-\u00a7\u00ab\u00ac\u00ad\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf\u2010-\u2027\u2030-\u205f\ufeff]"
)
"""Marks and blanks that are neither letters nor made of letters: without them most English texts are plain ASCII."""

_ACCENTS = re.compile("[\u0300-\u0344\u0346-\u036f]+")
"""Those of Latin, Greek and Cyrillic, but for the iota subscript, which folds to a letter."""

_FEW = 12
"""Of so many letters outside of ASCII each is looked for by itself: that takes less than to look at every letter."""

_ASCII = bytes(range(128))
_OTHER_BYTES = bytes(b for b in range(256) if b > 127 or not chr(b).isalnum())
_LOWER = bytes(ord(chr(b).lower()) if b < 128 else b for b in range(256))


def letters(text: str) -> str:
    """Only the letters and digits of any script, without case, accents and ligatures (Unicode NFKD, case folding)."""
    bare = plain_letters(text)
    if bare is None:
        odd = {*beyond_ascii(text)}
        if len(odd) <= _FEW:
            for letter in odd:
                text = text.replace(letter, _unaccented(letter))
        else:
            text = _unaccented(text)
        bare = plain_letters(text) if text.isascii() else None
    return _OTHERS.sub("", normalize("NFKD", text.casefold())) if bare is None else bare


def _unaccented(text: str) -> str:
    return _ACCENTS.sub("", normalize("NFKD", MARKS.sub("", text)))


def plain_letters(text: str) -> str | None:
    """The letters and digits, in lower case, of a text that has none outside of ASCII, but at most MARKS; else None."""
    data = text.encode("utf-8", "surrogatepass")
    if len(data) != len(text):
        beyond = data.translate(None, _ASCII).decode("utf-8", "surrogatepass")
        if MARKS.sub("", beyond):
            return None
    return data.translate(_LOWER, _OTHER_BYTES).decode()


def has_plain_letters(text: str) -> bool:
    """Whether a text has no letters outside of ASCII: nothing else there than MARKS."""
    return text.isascii() or not MARKS.sub("", beyond_ascii(text))


def beyond_ascii(text: str) -> str:
    """The characters of a text that are outside of ASCII: to look at these few takes less than at all."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def letters_digest(text: str) -> Digest:
    """The sha256 of the letters of a text: equal for texts that differ in nothing else."""
    return digest_of_letters(letters(text))


def digest_of_letters(bare: str) -> Digest:
    """As `letters_digest`, of a text whose letters were taken already."""
    return sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()


def sketch(text: str) -> bytes:
    """VALUES numbers of WIDTH bytes, or b"" if the text has fewer than LEAST letters."""
    return sketch_of_letters(letters(text))


def sketch_of_letters(bare: str) -> bytes:
    """As `sketch`, of a text whose letters were taken already."""
    return _lowest(gram_hashes(bare)) if len(bare) >= LEAST else b""


def alike(a: bytes, b: bytes) -> float:
    """The estimated Jaccard similarity of two texts' grams, 0 to 1; 0 if either sketch is empty."""
    if not a or not b:
        return 0.0
    return sum(x == y for x, y in zip(values(a), values(b), strict=True)) / VALUES


def values(packed: bytes) -> tuple[int, ...]:
    """The numbers of a sketch, 0 to 65,535 each."""
    return struct.unpack(f"<{len(packed) // WIDTH}H", packed)


def gram_hashes(bare: str) -> Hashes:
    """A hash of 64 bits for each gram of some letters, in the order of the text, repetitions included."""
    import numpy as np  # takes 0.1 s: only those who need it

    if bare.isascii():
        codes: Hashes = np.frombuffer(bare.encode(), np.uint8).astype(np.uint64)
    else:
        codes = np.frombuffer(bare.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    if len(codes) < GRAM:
        return codes[:0]
    twos = codes[:-1] * np.uint64(_FACTOR) + codes[1:]
    fours = twos[:-2] * np.uint64(_FACTOR**2 % 2**64) + twos[2:]
    return _mixed(fours[:-1] * np.uint64(_FACTOR) + codes[4:])


def _mixed(hashes: Hashes) -> Hashes:
    """Every bit depends on every other, in place (the finaliser of SplitMix64: Steele, Lea and Flood 2014)."""
    import numpy as np

    hashes += np.uint64(0x9E3779B97F4A7C15)
    hashes ^= hashes >> np.uint64(30)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(27)
    hashes *= np.uint64(0x94D049BB133111EB)
    hashes ^= hashes >> np.uint64(31)
    return hashes


def _lowest(hashes: Hashes) -> bytes:
    """The low bits of the lowest hash of each bin (the bin is the top bits); empty bins borrow."""
    import numpy as np

    lowest = np.full(VALUES, _NONE, dtype=np.uint64)
    bins = hashes >> np.uint64(64 - (VALUES - 1).bit_length())
    np.minimum.at(lowest, bins.view(np.int64), hashes)
    empty = np.flatnonzero(lowest == _NONE)
    if len(empty):
        orders = _orders()[empty]
        first = (lowest != _NONE)[orders].argmax(axis=1)
        lowest[empty] = lowest[orders[np.arange(len(empty)), first]]
    return lowest.astype("<u2").tobytes()


@lru_cache(maxsize=1)
def _orders() -> Places:
    """For each bin an order of all bins that depends on it alone: an empty one borrows from the first filled one."""
    import numpy as np

    orders = np.array([sorted(range(VALUES), key=lambda other: _lot(index, other)) for index in range(VALUES)])
    orders.setflags(write=False)
    return orders


def _lot(index: int, other: int) -> bytes:
    return sha256(b"%d %d" % (index, other)).digest()
