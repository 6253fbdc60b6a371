"""Documents of minimal HTML -> the part of the index that Pagefind would make of them, to the byte, without it.

Pagefind says once what words are in a token (lexicon.py). Where tokens stand is counted here, for all documents of a
part at a time, in columns of numbers; so a document takes a fifth of the time that it takes Pagefind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from generator.search.lexicon import WEIGHT, Lexicon
from generator.search.part import Part
from generator.search.postings import Columns, encoded
from generator.search.tokens import MARKS, Tokens, tokens

if TYPE_CHECKING:
    from generator.search.postings import Numbers, Row

_PAGE, _FIELD, _PLACE = 33, 32, 8
"""The bits of a place's key at which its row and page begin, whether it is in a field, and where; below is its weight
or field."""
_OWNER = 30
"""Bits that row and page may have: four million words in a part."""


class _Stand(NamedTuple):
    """Of some tokens of a part, one beside the other."""

    token: Numbers
    page: Numbers
    place: Numbers
    common: Numbers
    """Weight, or number of the field."""


def part(pages: Mapping[str, bytes], lexicon: Lexicon) -> Part | None:
    """What search.part makes of Pagefind's files for these documents (address -> HTML), in their order.

    None if one of them may be more to Pagefind than is known here. Stop if Pagefind fails.
    """
    lexicon.make_room()
    found = [one for one in (tokens(html.decode()) for html in pages.values()) if one]
    if not pages or len(found) < len(pages):
        return None
    names = sorted({name for one in found for name in one.fields})
    texts, lengths = _texts(found, lexicon)
    fields = _fields(found, names, lexicon)
    if not lexicon.learn():
        return None
    rows, keys, spoken = _keys(texts, fields, len(found), lexicon)
    if not spoken.all() or len(rows) * len(found) >> _OWNER:  # Pagefind leaves out what has no word in its text
        return None
    made, sizes = _columns(rows, keys, len(found))
    return Part(tuple(pages), lengths, tuple(names), encoded(made), sizes, lexicon.program, lexicon.wasm)


def _texts(found: Sequence[Tokens], lexicon: Lexicon) -> tuple[_Stand, tuple[int, ...]]:
    """The tokens of texts, and how many each document has. What a mark says holds up to the next."""
    import numpy as np

    some = [lexicon.numbers(one.text) for one in found]
    token = np.fromiter(chain.from_iterable(some), np.int64)
    page = np.repeat(np.arange(len(some)), list(map(len, some)))
    marks = np.flatnonzero((token > 0) & (token < len(MARKS)))
    weight = WEIGHT * np.repeat(token[marks], np.diff(marks, append=len(token)))
    real = token >= len(MARKS)
    page = page[real]
    lengths = np.bincount(page, minlength=len(found))
    place = np.arange(len(page)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return _Stand(token[real], page, place, weight[real]), tuple(lengths.tolist())


def _fields(found: Sequence[Tokens], names: Sequence[str], lexicon: Lexicon) -> _Stand:
    """The tokens of fields; `names` of all that there are."""
    import numpy as np

    stand = [
        (token, page, place, names.index(name))
        for page, one in enumerate(found)
        for name, values in one.fields.items()
        for place, token in enumerate(lexicon.numbers(values))
    ]
    return _Stand(*np.array(stand, np.int64).reshape(-1, 4).T)


def _keys(texts: _Stand, fields: _Stand, pages: int, lexicon: Lexicon) -> tuple[list[Row], Numbers, Numbers]:
    """The rows of a part, a key for each place of each in order, and whether each page has a row of its text."""
    import numpy as np

    in_text, share, text = _words(texts, lexicon)
    in_field, _, field = _words(fields, lexicon)
    row = np.concatenate((in_text, in_field))
    used = np.zeros(len(lexicon.rows), bool)
    used[row] = True
    used[lexicon.words[used]] = True
    order = sorted(np.flatnonzero(used).tolist(), key=lexicon.rows.__getitem__)
    rank = np.zeros(len(used), np.int64)
    rank[order] = np.arange(len(order))
    page = np.concatenate((text.page, field.page))
    place = np.concatenate((text.place, field.place))
    common = np.concatenate((np.maximum(1, text.common // share), field.common))
    inside = np.repeat((0, 1), (len(in_text), len(in_field)))
    keys = (rank[row] * pages + page) << _PAGE | inside << _FIELD | place << _PLACE | common
    keys.sort()
    return [lexicon.rows[number] for number in order], keys, np.bincount(text.page, minlength=pages) > 0


def _words(some: _Stand, lexicon: Lexicon) -> tuple[Numbers, Numbers, _Stand]:
    """The row and the share of each word of some tokens, and of what it is a word."""
    import numpy as np

    begin, sizes = lexicon.ends[some.token], np.diff(lexicon.ends)[some.token]
    at = np.arange(sizes.sum()) + np.repeat(begin - (np.cumsum(sizes) - sizes), sizes)
    return lexicon.row[at], lexicon.share[at], _Stand(*(np.repeat(column, sizes) for column in some))


def _columns(rows: list[Row], keys: Numbers, pages: int) -> tuple[Columns, dict[str, int]]:
    """Columns as of Pagefind's chunks, and the size of each word (postings.columns)."""
    import numpy as np

    owner = keys >> _PAGE
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    number = np.repeat(np.arange(len(first)), np.diff(first, append=len(keys)))
    inside = (keys >> _FIELD & 1).astype(bool)
    texts = np.bincount(number[~inside], minlength=len(first))
    fields = np.bincount(number[inside], minlength=len(first))
    row = owner[first] // pages
    place, common = keys >> _PLACE & 0xFFFFFF, keys & 0xFF
    held = np.bincount(row, minlength=len(rows))
    size = 1 + texts + fields + _runs(number, inside, common, len(first))
    sizes = np.bincount(row, size, len(rows)).astype(np.int64).tolist()
    made = Columns(
        rows, held, owner[first] % pages, texts, fields,
        place[~inside], common[~inside], common[inside], place[inside],
    )  # fmt: skip
    return made, {word.decode(): size for (word, form), size in zip(rows, sizes, strict=True) if not form}


def _runs(number: Numbers, inside: Numbers, common: Numbers, pages: int) -> Numbers:
    """How many numbers Pagefind writes, for each page of a word, to say what places have in common: each once."""
    import numpy as np

    said = number << 9 | inside.astype(np.int64) << 8 | common
    said = np.sort(said[np.flatnonzero(np.diff(said, prepend=-1))], kind="stable")
    found: Numbers = np.bincount(said[np.flatnonzero(np.diff(said, prepend=-1))] >> 9, minlength=pages)
    return found
