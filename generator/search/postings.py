"""The index chunks of a part -> its words, and for each the pages and places where it stands, as columns of numbers.

Pagefind writes an entry for each word: [word, pages, [[spelling, pages], ...]], a page being [how much its number is
above the one before, places in the text, places in fields]. Places are each told by how much they are above the one
before; a number below zero says what those after it have in common, a weight or a field, and they begin at 0 again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from generator.search import cbor
from generator.search.part import words

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[Any]]

WEIGHT, FIELD = 25, 0
"""What places in a text and in fields have in common if nothing else is said."""
_NUMBERS = re.compile(
    rb"(?:[\0-\x17\x20-\x37\x80-\x97]|[\x18\x38\x98].|[\x19\x39\x99]..|[\x1a\x3a\x9a]....)*+", re.DOTALL
)
"""Numbers and heads of lists: all that is left of an entry behind its word, if there are no other spellings."""
_LIST, _NEGATIVE = 4, 1

Row = tuple[bytes, bytes]
"""A word, and the spelling of it that stands in the texts, b"" if it is the word itself."""
Raw = tuple[int, list[int], list[int]]


class Columns(NamedTuple):
    """Rows in order; an item of `held` for each row, of the next three for each of its pages, of the others for each
    place. Pages are those of the part, places are in order."""

    rows: list[Row]
    held: Numbers
    """Pages of each row."""
    page: Numbers
    texts: Numbers
    """Places in the text of each page."""
    fields: Numbers
    """Places in its fields."""
    place: Numbers
    weight: Numbers
    field: Numbers
    named: Numbers
    """Places in fields."""


def columns(chunks: Iterable[bytes], ends: Iterable[str] = (), names: Sequence[int] = ()) -> Iterator[Columns]:
    """The entries of the packed index chunks of a part: those below each of `ends`, and last the rest.

    Words and `ends` are in order, so no more than one chunk and what is asked for is in memory. `names` are other
    numbers for the fields, if they have any.
    """
    entries = (entry for packed in chunks for entry in words(packed))
    entry = next(entries, None)
    for end in (*map(str.encode, ends), None):
        some = []
        while entry and (end is None or cbor.word(entry) < end):
            some.append(entry)
            entry = next(entries, None)
        yield _columns(some, names)


def _columns(entries: Sequence[bytes], names: Sequence[int]) -> Columns:
    import numpy as np

    plain: list[tuple[Row, bytes]] = []
    odd: list[tuple[Row, list[Raw]]] = []
    for entry in entries:
        size, start = cbor.argument(entry, 1)
        if _NUMBERS.fullmatch(entry, start + size):
            plain.append(((entry[start : start + size], b""), entry[start + size :]))
        else:
            odd += _spelled(entry)
    plain += [(row, _written(pages)) for row, pages in odd]
    plain.sort(key=lambda pair: pair[0])
    found = _numbers([row for row, _ in plain], [rest for _, rest in plain])
    return found._replace(field=np.array(names, np.uint8)[found.field]) if names else found


def _spelled(entry: bytes) -> Iterator[tuple[Row, list[Raw]]]:
    """The rows of an entry with other spellings."""
    word, pages, others = cast("tuple[str, list[Raw], list[tuple[str, list[Raw]]]]", cbor.read(entry))
    yield (word.encode(), b""), pages
    for form, some in others:
        yield (word.encode(), form.encode()), some


def _written(pages: Sequence[Raw]) -> bytes:
    """Pages and an empty list of spellings, as an entry without spellings has them."""
    return cbor.shown([[page, [*texts], [*fields]] for page, texts, fields in pages]) + cbor.shown([])


def _numbers(rows: list[Row], written: Sequence[bytes]) -> Columns:
    """The columns of rows, of which each is written as an entry without its word."""
    import numpy as np

    bytes_ = np.frombuffer(b"".join(written), np.uint8)
    whole = np.ones(len(bytes_) + 1, bool)
    value = (bytes_ & 31).astype(np.int32)
    heads = _heads(bytes_)
    for low, more in ((24, 1), (25, 2), (26, 4)):
        some = heads[bytes_[heads] & 31 == low]
        value[some] = 0
        for at in range(1, more + 1):
            value[some] = value[some] << 8 | bytes_[some + at]
            whole[some + at] = False
    starts = np.flatnonzero(whole[:-1])
    kind, value = bytes_[starts] >> 5, value[starts]
    first = np.cumsum(whole)[np.cumsum([0, *map(len, written)])] - 1  # token at which each row begins
    held = value[first[:-1]]
    inner = kind == _LIST
    inner[first[:-1]] = inner[first[1:] - 1] = False
    page, text, field = np.flatnonzero(inner).reshape(-1, 3).T
    gaps = np.cumsum(value[page + 1])
    begins = np.cumsum(held) - held
    before = np.concatenate(([0], gaps))[begins]
    texts, place, weight = _places(kind, value, text, WEIGHT)
    fields, named, name = _places(kind, value, field, FIELD)
    return Columns(
        rows,
        held,
        (gaps - np.repeat(before, held)).astype(np.int32),
        texts.astype(np.int32),
        fields.astype(np.int32),
        place.astype(np.int32),
        weight.astype(np.uint8),
        name.astype(np.uint8),
        named.astype(np.int32),
    )


def _heads(data: Numbers) -> Numbers:
    """Where numbers of more than one byte begin.

    What looks like the head of one may be a byte of the one before. So one is a head if no head before it can reach it,
    and none if a head does; the others wait for those before them, and are few.
    """
    import numpy as np

    more = np.zeros(256, np.int64)
    for low, size in ((24, 1), (25, 2), (26, 4)):
        more[[low, low | 32, low | 128]] = size
    place = np.flatnonzero(more[data])
    reach = place + more[data[place]]
    real = np.zeros(len(place), np.int8)
    left = np.arange(len(place))
    while len(left):
        sure, maybe = np.zeros(len(left), bool), np.zeros(len(left), bool)
        for back in range(1, 5):
            other = np.maximum(left - back, 0)
            near = (reach[other] >= place[left]) & (other < left)
            sure |= near & (real[other] == 1)
            maybe |= near & (real[other] == 0)
        real[left[sure]] = -1
        real[left[~sure & ~maybe]] = 1
        left = left[real[left] == 0]
    found: Numbers = place[real == 1]
    return found


def _places(kind: Numbers, value: Numbers, heads: Numbers, common: int) -> tuple[Numbers, Numbers, Numbers]:
    """How many places each list has, the places, in order, and what each has in common with others."""
    import numpy as np

    sizes = value[heads]
    ends = np.cumsum(sizes)
    begin = ends - sizes
    token = np.arange(sizes.sum()) + np.repeat(heads + 1 - begin, sizes)
    owner = np.repeat(np.arange(len(heads)), sizes)
    below = kind[token] == _NEGATIVE
    step = np.where(below, 0, value[token])
    total = np.cumsum(step)
    starts = below.copy()
    starts[begin[sizes > 0]] = True
    run = np.cumsum(starts) - 1
    opening = np.flatnonzero(starts)
    place = total - (total - step)[opening][run]
    shared = np.where(below[opening], value[token][opening], common)[run]
    real = ~below
    owner, place, shared = owner[real], place[real], shared[real]
    if np.any((np.diff(owner) == 0) & (np.diff(place) < 0)):
        order = np.lexsort((place, owner))
        place, shared = place[order], shared[order]
    return np.bincount(owner, minlength=len(heads)), place, shared
