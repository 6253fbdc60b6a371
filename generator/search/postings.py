"""The index chunks of a part -> its words, and for each the pages and places where it stands, as columns of numbers.

Pagefind writes an entry for each word: [word, pages, [[spelling, pages], ...]], a page being [how much its number is
above the one before, places in the text, places in fields]. Places are each told by how much they are above the one
before; a number below zero says what those after it have in common, a weight or a field, and they begin at 0 again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from generator.search import cbor

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[Any]]

WEIGHT, FIELD = 25, 0
"""What places in a text and in fields have in common if nothing else is said."""
_NUMBERS = re.compile(
    rb"(?:[\0-\x17\x20-\x37\x80-\x97]|[\x18\x38\x98].|[\x19\x39\x99]..|[\x1a\x3a\x9a]....)*+", re.DOTALL
)
"""Numbers and heads of lists: all that is left of an entry behind its word, if there are no other spellings."""
_TEXT = re.compile(rb"\x82[\x61-\x7b]")
"""What another spelling begins with, and numbers may."""
_NEGATIVE, _WORD, _LIST = 1, 3, 4
_LINE_END, _TAB = b"\n\t"
_ROUNDS = 8
"""In which most is settled: an eighth of all bytes look like a head."""
_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(tuple[bytes, list[tuple[str, bytes]]]).decode

Row = tuple[bytes, bytes]
"""A word, and the spelling of it that stands in the texts, b"" if it is the word itself."""


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


def columns(chunks: Iterable[bytes]) -> tuple[Columns, dict[str, int]]:
    """The entries of the index chunks of a part, in the order of words; and the size of each word.

    The size is how many numbers say where it stands, those of other spellings left out: by their sum Pagefind ends the
    chunks of an index. ValueError if a chunk is damaged.
    """
    found: list[tuple[Row, bytes]] = []
    odd: list[tuple[Row, bytes]] = []
    for word, rest in (entry for chunk in chunks for entry in cbor.entries(chunk)):
        if _TEXT.search(rest) and not _NUMBERS.fullmatch(rest):
            odd += _spelled(word, rest)
        else:
            found.append(((word, b""), rest))
    if odd:
        found = sorted([*found, *odd], key=lambda pair: pair[0])
    made, sizes = _numbers([row for row, _ in found], [rest for _, rest in found])
    return made, {word.decode(): size for (word, form), size in zip(made.rows, sizes, strict=True) if not form}


def encoded(found: Columns) -> bytes:
    """Columns as they are kept: rows are lines, a spelling behind a tab; numbers have as many bytes as they need."""
    import numpy as np

    lines = b"\n".join([b"\t" + form if form else word for word, form in found.rows])
    numbers = [np.asarray(column, np.min_scalar_type(column.max(initial=0))) for column in found[1:]]
    return _ENCODE((lines, [(column.dtype.str, column.tobytes()) for column in numbers]))


def pieces(data: bytes, ends: Iterable[str] = (), names: Sequence[int] = ()) -> Iterator[Columns]:
    """Of encoded columns the rows below each of `ends`, and last the rest.

    `ends` are words in order; no more than what is asked for is in memory as values. `names` are other numbers for the
    fields, if they have any.
    """
    import numpy as np

    lines, columns = _DECODE(data)
    held, page, texts, fields, place, weight, field, named = (np.frombuffer(some, kind) for kind, some in columns)
    if names:
        field = np.array(names, np.uint8)[field]
    rows = _Rows(lines)
    pages, in_texts, in_fields = (
        np.concatenate(([0], np.cumsum(some, dtype=np.int64))) for some in (held, texts, fields)
    )
    low = 0
    for end in (*map(str.encode, ends), None):
        high = len(held) if end is None else rows.below(end)
        own = slice(pages[low], pages[high])
        some, within = (slice(at[own.start], at[own.stop]) for at in (in_texts, in_fields))
        yield Columns(
            rows.between(low, high),
            held[low:high], page[own], texts[own], fields[own], place[some], weight[some], field[within], named[within],
        )  # fmt: skip
        low = high


class _Rows:
    """Rows as lines."""

    def __init__(self, lines: bytes) -> None:
        import numpy as np

        self._lines = lines
        bytes_ = np.frombuffer(lines + b"\n", np.uint8)
        ends = np.flatnonzero(bytes_ == _LINE_END) if lines else np.zeros(0, np.int64)
        self._begins = np.concatenate(([0], ends + 1))
        self._words = np.flatnonzero(bytes_[self._begins[:-1]] != _TAB)
        """Numbers of those that are words and no spellings."""

    def below(self, word: bytes) -> int:
        """How many come before the word."""
        at = bisect_left(self._words, word, key=lambda row: self._lines[self._begins[row] : self._begins[row + 1] - 1])
        return int(self._words[at]) if at < len(self._words) else len(self._begins) - 1

    def between(self, low: int, high: int) -> list[Row]:
        """The rows from one number up to another; the first is a word."""
        if low == high:
            return []
        lines = self._lines[self._begins[low] : self._begins[high] - 1].split(b"\n")
        if len(self._words) == len(self._begins) - 1:
            return [(line, b"") for line in lines]
        word, found = b"", []
        for line in lines:
            word = word if line.startswith(b"\t") else line
            found.append((word, line[1:] if line.startswith(b"\t") else b""))
        return found


def _spelled(word: bytes, rest: bytes) -> Iterator[tuple[Row, bytes]]:
    """The rows of an entry with other spellings, each as one without. ValueError if it is none.

    Before each spelling stands the head of its pair, and before the first that of the list of them.
    """
    runs, forms = [], [b""]
    begin, end = 0, _end(rest, 0)
    while end < len(rest):
        if rest[end] >> 5 != _WORD:
            raise ValueError("no number, text or list")
        size, after = cbor.argument(rest, end)
        runs.append(rest[begin : end - 1])
        forms.append(rest[after : after + size])
        begin, end = after + size, _end(rest, after + size)
    own = runs[0][: -1 if len(runs) < 24 else -2]
    for form, run in zip(forms, [own, *runs[1:], rest[begin:]], strict=True):
        yield (word, form), run + b"\x80"


def _end(rest: bytes, begin: int) -> int:
    """Where numbers and heads of lists end that begin at a place."""
    found = _NUMBERS.match(rest, begin)
    return found.end() if found else begin


def _numbers(rows: list[Row], written: Sequence[bytes]) -> tuple[Columns, list[int]]:
    """The columns of rows, of which each is written as an entry without its word; and the size of each row.

    All that stands there are numbers and heads of lists, of which a page has three, and a row two more.
    """
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
    first = np.searchsorted(starts, np.cumsum([0, *map(len, written)]))  # token at which each row begins
    held = value[first[:-1]]
    inner = kind == _LIST
    inner[first[:-1]] = inner[first[1:] - 1] = False
    page, text, field = np.flatnonzero(inner).reshape(-1, 3).T
    gaps = np.cumsum(value[page + 1])
    begins = np.cumsum(held) - held
    before = np.concatenate(([0], gaps))[begins]
    texts, place, weight = _places(kind, value, text, WEIGHT)
    fields, named, name = _places(kind, value, field, FIELD)
    found = Columns(
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
    return found, (np.diff(first) - 2 - 3 * held).tolist()


def _heads(data: Numbers) -> Numbers:
    """Where numbers of more than one byte begin.

    What looks like the head of one may be a byte of the one before. It is one if nothing before it that looks so can
    reach it, and none if one of these does. What is left then is not reached by what has gone; after a few rounds it is
    looked at one by one.
    """
    import numpy as np

    more = np.zeros(256, np.int8)
    for low, bytes_ in ((24, 1), (25, 2), (26, 4)):
        more[[low, low | 32, low | 128]] = bytes_
    size = more[data]
    left: Numbers = np.flatnonzero(size)
    heads = np.zeros(len(data), bool)
    for _ in range(_ROUNDS):
        reach = left + size[left]
        clear = left > np.concatenate(([-1], np.maximum.accumulate(reach)))[: len(left)]
        alone = clear & np.append(clear[1:], True)[: len(left)]
        heads[left[alone]] = True
        gone = ~clear & (left <= np.maximum.accumulate(np.where(clear, reach, -1)))
        left = left[~(alone | gone)]
    last = -1
    for place in left.tolist():
        if place > last:
            heads[place] = True
            last = place + int(size[place])
    found: Numbers = np.flatnonzero(heads)
    return found


def _places(kind: Numbers, value: Numbers, heads: Numbers, common: int) -> tuple[Numbers, Numbers, Numbers]:
    """How many places each list has, the places, in order, and what each has in common with others.

    Sums of all steps may not fit into 32 bits, but what is taken of them are differences that do.
    """
    import numpy as np

    sizes = value[heads]
    ends = np.cumsum(sizes, dtype=np.int32)
    begin = ends - sizes
    token = np.arange(sizes.sum(), dtype=np.int32) + np.repeat(heads.astype(np.int32) + 1 - begin, sizes)
    said, below = value[token], kind[token] == _NEGATIVE
    step = np.where(below, 0, said)
    total = np.cumsum(step, dtype=np.int32)
    starts = below.copy()
    starts[begin[sizes > 0]] = True
    opening = np.flatnonzero(starts)
    runs = np.diff(opening, append=len(token))
    real = ~below
    place = (total - np.repeat((total - step)[opening], runs))[real]
    shared = np.repeat(np.where(below[opening], said[opening], common), runs)[real]
    before = np.concatenate((np.zeros(1, np.int32), np.cumsum(real, dtype=np.int32)))
    counts = before[ends] - before[begin]
    back = np.diff(place) < 0
    firsts = before[begin][counts > 0]
    back[firsts[1:] - 1] = False
    if back.any():
        order = np.lexsort((place, np.repeat(np.arange(len(heads)), counts)))
        place, shared = place[order], shared[order]
    return counts, place, shared
