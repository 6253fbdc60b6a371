"""A file that lies inside another (an attachment of a message) -> its records, with what the outer one says of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from generator.ingest.decode import plain
from generator.types import Problem, Raw, Signal

_ODD = re.compile(r"[\x00-\x1f\x7f/\\#]+")
_LONGEST = 120


class Inside(Struct, frozen=True):
    """What a reader yields for a file that other readers know: it is read as if it lay in the heap."""

    name: str
    """`path#record/name of the file`: what its records are called by."""
    data: bytes
    signals: tuple[Signal, ...] = ()
    """What the file around it says of each of its records."""
    extra: Mapping[str, str] = {}


class Given:
    """The names that the files inside one record go by: each once, none with a slash in it."""

    def __init__(self, record: str) -> None:
        self._start = f"{record}/" if "#" in record else f"{record}#"
        self._seen: Counter[str] = Counter()

    def name(self, given: str) -> str:
        """`path#record/name`; where the record is the whole file, `path#name`."""
        short = _ODD.sub("_", plain(given)).strip(" ._")[-_LONGEST:] or "file"
        self._seen[short.lower()] += 1
        count = self._seen[short.lower()]
        return f"{self._start}{short}" if count == 1 else f"{self._start}{short} ({count})"


def told(inner: Inside, items: Iterable[Raw | Problem]) -> Iterator[Raw | Problem]:
    """The records of an inner file with what the outer one said of them; what they say themselves stands first."""
    for item in items:
        if isinstance(item, Raw):
            yield replace(item, signals=(*item.signals, *inner.signals), extra={**inner.extra, **item.extra})
        else:
            yield item
