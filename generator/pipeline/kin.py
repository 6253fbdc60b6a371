"""What entries have in common -> which are related: found again only if what it depends on has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from generator.edge.cache import digest_of
from generator.edge.work import Work
from generator.site import related
from generator.site.related import Kin, Traits
from generator.types import Digest

_NAME = "related"


class _Last(Struct, frozen=True):
    of: Digest
    """Of all that it depends on."""
    found: tuple[tuple[Kin, ...], ...]


def kin(entries: Sequence[Traits], stories: Mapping[int, tuple[int, ...]], work: Work) -> tuple[tuple[Kin, ...], ...]:
    """As related.kin: an edit mostly leaves the telling words of its text, and the texts that it is close to."""
    close = related.close(entries)
    said = [(one.date, one.people, one.terms) for one in entries]
    near = [column.tobytes() for column in close]
    of = digest_of(msgspec.msgpack.encode((said, sorted(stories.items()), near)))
    data = work.last(_NAME)
    last = msgspec.msgpack.decode(data, type=_Last) if data else None
    if last and last.of == of:
        return last.found
    found = related.kin(entries, stories, close)
    work.keep_last(_NAME, msgspec.msgpack.encode(_Last(of, found)))
    return found
