"""A text turned into the language that py3langid's model takes it for: its sums, over whole arrays instead of bytes.

The model (Lui and Baldwin 2012, "langid.py: an off-the-shelf language identification tool") counts pieces of up to six
bytes with an automaton and adds their weights for each language. Byte by byte that takes 0.8 ms for 900 characters.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

Numbers = np.ndarray[Any, np.dtype[Any]]

_SCALE = np.float32(2.0**112)
_BETWEEN = np.int32(0x70000000)
"""The bits between the sign and the exponent: copies of the sign, to begin with."""


class _Model(NamedTuple):
    library: Any
    """The library's own object: it knows how a text becomes bytes, and which names mean one language."""
    moves: Numbers
    """The next state, by the state's row and the byte."""
    rows: Numbers
    """Where the row of each state begins in `moves`."""
    feature: Numbers
    """The feature that a state completes, or -1."""
    weights: Numbers
    """By feature and language; 16 bits each, for 32 bits would take 29 MB more in each worker."""


def classified(text: str) -> str:
    """The language (a BCP 47 tag) that `py3langid.classify` gives for the text."""
    model = _model()
    if model is None:
        from py3langid.langid import classify

        return str(classify(text)[0])
    found, counts = _features(model, model.library._encode(text))
    if not len(found):
        return str(model.library.classify(text)[0])
    scores = _sum(np.log1p(counts.astype(np.float32)), model.weights.take(found, 0)) + model.library.nb_pc
    for first, other in model.library._alias_pairs:
        scores[first] = max(scores[first], scores[other])
        scores[other] = -np.inf
    return str(model.library.nb_classes[int(scores.argmax())])


def _features(model: _Model, data: bytes) -> tuple[Numbers, Numbers]:
    """The features of some bytes and how often each is there.

    The state at a byte follows from the byte and the state before it. All are taken to follow from the first state, to
    begin with; then those are put right before which a state was changed, until none is. A state depends on the last
    few bytes alone, so that takes as many rounds as the longest feature has bytes.
    """
    letters = np.frombuffer(data, np.uint8).astype(np.intp)
    states = model.moves[model.rows[0] + letters]
    places = np.arange(1, len(letters))
    while len(places):
        right = model.moves[model.rows[states[places - 1]] + letters[places]]
        changed = places[right != states[places]]
        states[places] = right
        places = changed[: len(changed) - (changed[-1:] == len(letters) - 1).sum()] + 1
    features = model.feature[states]
    return np.unique(features[features >= 0], return_counts=True)


def _sum(counts: Numbers, weights: Numbers) -> Numbers:
    """counts @ weights, exactly; numpy converts numbers of 16 bits one by one, which takes five times as long.

    IEEE 754: moved to their places in 32 bits, sign, exponent and fraction of a number of 16 bits mean the same number
    over 2 ** 112, for the exponents count from 15 and from 127. The counts make up for it.
    """
    if weights.dtype != np.float16:
        return np.asarray(counts @ weights)
    bits = weights.view(np.int16).astype(np.int32) << 13
    bits &= ~_BETWEEN
    return np.asarray((counts * _SCALE) @ bits.view(np.float32))


@lru_cache(1)
def _model() -> _Model | None:
    """The library's model, which takes a second to load; None if a version of the library keeps it in another form."""
    from py3langid import langid

    try:
        library = langid._load_identifier()
        return _Model(
            library,
            np.frombuffer(library.tk_nextmove, library.tk_nextmove.typecode),
            np.asarray(library.tk_row).astype(np.intp) << 8,
            np.asarray(library.tk_output),
            np.asarray(library.nb_ptc),
        )
    except (AttributeError, TypeError, ValueError):
        return None
