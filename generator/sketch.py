"""A text -> its bare letters, their digest, and a short sketch by which near copies and related texts are found.

The sketch is a MinHash (Broder 1997, "On the resemblance and containment of documents") of the character 5-grams of the
letters, so that quotes, blanks, capitals and accents do not matter. One hash function is split over VALUES bins (one
permutation hashing: Li, Owen and Zhang 2012); an empty bin takes the value of another one (Shrivastava 2017, "Optimal
densification"). No value depends on the machine, the process or the library's version.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from generator.types import Digest

if TYPE_CHECKING:
    import numpy as np

    Hashes = np.ndarray[Any, np.dtype[np.uint64]]

GRAM = 5
"""Letters in one gram. On a news article found twice, whole and damaged: 0.97 for 5-grams, 0.59 for words."""

VALUES = 128
"""Values in a sketch: the standard error of `alike` is at most 0.5 / sqrt(128) = 0.044."""

LEAST = 200
"""Fewer letters than this tell too little."""

_OTHERS = re.compile(r"[\W_]+")
_COMMON = re.compile(
    "[\u00a0-\u00a7\u00ab\u00ac\u00ad\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf\u2010-\u2027\u2030-\u205f\ufeff]"
)
"""Marks and blanks that are neither letters nor made of letters: without them most English texts are plain ASCII."""

_ASCII_OTHERS = bytes(b for b in range(128) if not chr(b).isalnum())


def letters(text: str) -> str:
    """Only the letters and digits of any script, without case, accents and ligatures (Unicode NFKD, case folding)."""
    if not text.isascii():
        text = _COMMON.sub("", text)
    if text.isascii():
        return text.lower().encode().translate(None, _ASCII_OTHERS).decode()
    plain = normalize("NFKD", normalize("NFKD", text).casefold())
    return _OTHERS.sub("", plain)


def letters_digest(text: str) -> Digest:
    """The sha256 of the letters of a text: equal for texts that differ in nothing else."""
    return sha256(letters(text).encode("utf-8", "surrogatepass")).hexdigest()


def sketch(text: str) -> tuple[int, ...]:
    """VALUES numbers of 32 bits, or () if the text has fewer than LEAST letters."""
    bare = letters(text)
    if len(bare) < LEAST:
        return ()
    return _lowest(gram_hashes(bare))


def alike(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """The estimated Jaccard similarity of two texts' grams, 0 to 1; 0 if either sketch is empty."""
    if not a or not b:
        return 0.0
    return sum(x == y for x, y in zip(a, b, strict=True)) / VALUES


def gram_hashes(bare: str) -> Hashes:
    """A hash of 64 bits for each gram of some letters, in the order of the text, repetitions included."""
    import numpy as np  # takes 0.1 s: only those who need it

    if bare.isascii():
        codes: Hashes = np.frombuffer(bare.encode(), np.uint8).astype(np.uint64)
    else:
        codes = np.frombuffer(bare.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    count = max(0, len(codes) - GRAM + 1)
    packed = codes[:count].copy()
    for offset in range(1, GRAM):
        packed *= np.uint64(0x100000001B3)
        packed += codes[offset : offset + count]
    return _mixed(packed)


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


def _lowest(hashes: Hashes) -> tuple[int, ...]:
    """The lowest hash of each bin (the bin is the top bits), 32 bits of it; empty bins borrow."""
    import numpy as np

    hashes.sort()
    shift = np.uint64(64 - (VALUES - 1).bit_length())
    first = np.searchsorted(hashes, np.arange(VALUES, dtype=np.uint64) << shift)
    lowest = hashes[np.minimum(first, len(hashes) - 1)]
    filled = (lowest >> shift) == np.arange(VALUES, dtype=np.uint64)
    values: list[int] = ((lowest << np.uint64(64) - shift) >> np.uint64(32)).tolist()
    if not filled.all():
        _borrow(values, filled.tolist())
    return tuple(values)


def _borrow(values: list[int], filled: list[bool]) -> None:
    """Give each empty bin the value of the first filled one in an order that depends on the bin alone."""
    for empty in (index for index, is_filled in enumerate(filled) if not is_filled):
        values[empty] = values[next(other for other in _order(empty) if filled[other])]


@lru_cache(maxsize=VALUES)
def _order(index: int) -> tuple[int, ...]:
    """The bins in an order of this bin's own."""
    return tuple(sorted(range(VALUES), key=lambda other: sha256(b"%d %d" % (index, other)).digest()))
