"""Tokens (tokens.py) -> the words that are in them, as Pagefind says: it is asked for each of them once.

A text has most of its tokens from others. So they need not go through Pagefind each time: all that are new go in one
document, and at each place of its index stand the words of a token, their stems, spellings and parts. What is kept of
this is Pagefind's own, in any language; nothing here knows how words are stemmed or parted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from generator.search.part import Index, read
from generator.search.tokens import END, MARKS

if TYPE_CHECKING:
    from generator.search.postings import Numbers, Row

MOST = 60_000
"""Tokens that are kept, in about 20 MB."""
_PLAIN = re.compile(r"[!-%'-/:;=-@[-^`{|}~]*([A-Za-z][a-z]*)[!-%'-/:;=-@[-^`{|}~]*<?")
"""A word of ASCII letters, none but the first a capital, and signs around it: the same word to Pagefind as without.
Not `&`, with which an entity begins, nor `_`, which it takes for a letter."""
_LAST = "last"
"""Behind all tokens: a document without words would have no index."""
WEIGHT = 24
"""What Pagefind makes of the weight 1, which a word of a text has; its parts have this, divided by their number."""


class _Numbers(dict[str, int]):
    """Token -> number; MARKS have the first. Tokens that are the same word have the same."""

    def __init__(self) -> None:
        super().__init__()
        self.words = {mark: number for number, mark in enumerate(MARKS)}
        self.update(self.words)

    def __missing__(self, token: str) -> int:
        plain = _PLAIN.fullmatch(token)
        number = self.words.setdefault(plain[1].lower() if plain else token, len(self.words))
        self[token] = number
        return number


class Lexicon:
    """What Pagefind said of tokens, for one language. What is forgotten is asked again.

    `ask` gives it a document of minimal HTML and returns its files.
    """

    def __init__(self, ask: Callable[[bytes], Mapping[str, bytes]]) -> None:
        self._ask = ask
        self._forget()

    def _forget(self) -> None:
        import numpy as np

        self._numbers = _Numbers()
        self.rows: list[Row] = []
        """Words, and their spellings."""
        self.words: Numbers = np.zeros(0, np.int64)
        """The row of the word of each row: that of another spelling has it elsewhere."""
        self._row_numbers: dict[Row, int] = {}
        self.ends: Numbers = np.zeros(len(MARKS) + 1, np.int64)
        """Where the rows of each token begin in the next two columns, and where the last end."""
        self.row: Numbers = np.zeros(0, np.int64)
        self.share: Numbers = np.zeros(0, np.int64)
        """By what the weight is divided: the number of parts of a token, 1 for a whole."""
        self.program: Mapping[str, bytes] = {}
        self.wasm = ""
        """These two as of a part: they are the same in every index of the language."""

    def numbers(self, tokens: Iterable[str]) -> list[int]:
        """The number of each token, by which its rows are found once it was learned."""
        return list(map(self._numbers.__getitem__, tokens))

    def make_room(self) -> None:
        """Forget all, also the numbers, if it is too much to be kept."""
        if len(self._numbers) > MOST:
            self._forget()

    def learn(self) -> bool:
        """Ask for the tokens that have numbers and are not known.

        False if Pagefind does not see one word for each; all is forgotten then. Stop if its files are damaged.
        """
        known = len(self.ends) - 1
        fresh = list(islice(self._numbers.words, known, None))
        if not fresh:
            return True
        index = read(self._ask(_document(fresh)))
        if index.lengths != (len(fresh) + 1,):
            self._forget()
            return False
        self._add(index, len(fresh))
        return True

    def _add(self, index: Index, fresh: int) -> None:
        import numpy as np

        found = index.columns
        numbers = [self._row_number(row) for row in found.rows]
        words = [self._row_number((word, b"")) for word, _ in self.rows[len(self.words) :]]
        self.words = np.concatenate((self.words, words)).astype(np.int64)
        row = np.repeat(np.repeat(np.array(numbers, np.int64), found.held), found.texts)
        order = np.argsort(found.place, kind="stable")
        place, part = found.place[order], found.weight[order] != WEIGHT
        parts = np.bincount(place[part], minlength=fresh + 1)
        ends = np.searchsorted(place, np.arange(1, fresh + 1))
        self.row = np.concatenate((self.row, row[order][: ends[-1]]))
        self.share = np.concatenate((self.share, np.where(part, parts[place], 1)[: ends[-1]]))
        self.ends = np.concatenate((self.ends, self.ends[-1] + ends))
        self.program, self.wasm = index.program, index.wasm

    def _row_number(self, row: Row) -> int:
        number = self._row_numbers.setdefault(row, len(self.rows))
        if number == len(self.rows):
            self.rows.append(row)
        return number


def _document(tokens: Iterable[str]) -> bytes:
    text = "".join(f"<p>{token.removesuffix(END)}</p>" if token.endswith(END) else f"{token} " for token in tokens)
    return f"<!doctype html><html><body data-pagefind-body>{text}{_LAST}</body></html>".encode()
