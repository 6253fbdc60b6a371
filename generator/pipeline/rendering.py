"""The arranged site -> its pages and what is wrong with them; what the last build made and found right stays."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

import msgspec
from msgspec import Struct

from generator.check import Scan, check
from generator.edge.cache import digest_of
from generator.edge.work import Work
from generator.pipeline import steps
from generator.pipeline.steps import Rendered
from generator.render.job import Job
from generator.site.arrange import Site
from generator.site.pages import plan
from generator.site.pages.frame import Planned, skeleton
from generator.types import Digest, Page, Problem, Theme

_NAME = "pages"


class Kept(Struct, frozen=True, array_like=True):
    """A page as it was made last."""

    shows: bytes
    """Digest of all that its view depends on; empty if it may be anything."""
    rendered: Digest
    """Of its encoded Rendered."""
    page: Digest


class Last(Struct, frozen=True):
    """The pages of the last build of this program."""

    pages: dict[str, Kept] = {}
    right: bool = False
    """Whether nothing was wrong with them."""
    led_to: frozenset[str] = frozenset()
    """Files to which they have links."""
    places: dict[str, frozenset[str]] = {}
    """File -> its ids to which they have links."""


def last_pages(work: Work) -> Last:
    """What the last build left."""
    data = work.last(_NAME)
    return msgspec.msgpack.decode(data, type=Last) if data else Last()


def rendered(site: Site, theme: Theme, last: Last, work: Work) -> dict[str, tuple[bytes, Digest]]:
    """For each page, by its path, what its view depends on (Kept.shows) and its encoded Rendered.

    Views are made only of pages that the last build had not just so, and while others are being rendered.
    """
    whole = msgspec.msgpack.encode(theme)
    named = digest_of(whole)
    shows = _Shows(site, named)
    made: dict[str, tuple[bytes, Digest]] = {}
    paths: list[str] = []

    def jobs() -> Iterator[Job]:
        for one in plan(site):
            seen = shows.of(one)
            known = last.pages.get(one.path) if seen else None
            if known and known.shows == seen:
                made[one.path] = (seen, known.rendered)
            else:
                made[one.path] = (seen, "")
                paths.append(one.path)
                yield Job(one.page(), named, site.info.base_path)

    def fetch(job: Job) -> tuple[bytes, bytes]:
        return blobs_of(job.page, work)

    digests = work.memo_map(steps.page, jobs(), fetch=fetch, shared=(whole,), label="Rendering")
    return made | {path: (made[path][0], digest) for path, digest in zip(paths, digests, strict=True)}


def blobs_of(page: Page, work: Work) -> tuple[bytes, bytes]:
    """The body and the difference that a page places, or nothing."""
    body, difference = (work.cache.blob(digest) if digest else b"" for digest in (page.body, page.difference))
    return body, difference


class _Shows:
    """What the views of planned pages depend on."""

    def __init__(self, site: Site, theme: Digest) -> None:
        self._whole = hashlib.sha256(msgspec.msgpack.encode((skeleton(site), theme))).digest()
        self._heads = [hashlib.sha256(msgspec.msgpack.encode(one.entry)).digest() for one in site.entries]

    def of(self, one: Planned) -> bytes:
        """A digest of it; b"" where a view may depend on anything."""
        if one.reads is None:
            return b""
        heads = map(self._heads.__getitem__, one.reads)
        return hashlib.sha256(b"".join((self._whole, *heads, msgspec.msgpack.encode(one.also)))).digest()


def checked(
    made: Mapping[str, tuple[bytes, Digest]], others: Set[str], last: Last, work: Work, pictures: bool
) -> tuple[dict[str, Digest], list[Problem]]:
    """The digest of each page, and what is wrong with the pages of a site; `others` are paths of its other files.

    `pictures`: whether the site wants those elsewhere loaded from there. If nothing was wrong the last time, all that
    pages led to is still there, and the pages that have changed are right and keep the ids that others lead to, then
    nothing is wrong. Otherwise all pages are checked.
    """
    paths = made.keys() | others

    def html(path: str) -> bytes:
        return work.cache.blob(msgspec.msgpack.decode(work.cache.blob(made[path][1]), type=Rendered).digest)

    before = {path: kept.rendered for path, kept in last.pages.items()}
    fresh = [path for path, (_, digest) in made.items() if before.get(path) != digest]
    seen = _still_right(last, fresh, made, paths, html, work, pictures) if last.right else None
    problems: list[Problem] = []
    if seen is None:
        seen = _Seen({}, set(), {})
        problems = check(seen.of(made, made, work), paths, html, pictures)
    pages = {path: seen.pages[path] if path in seen.pages else last.pages[path].page for path in made}
    kept = {path: Kept(shows, digest, pages[path]) for path, (shows, digest) in made.items()}
    if kept != last.pages:
        places = {path: frozenset(ids) for path, ids in seen.places.items()}
        now = Last(kept, not problems, frozenset(seen.led_to), places)
        work.keep_last(_NAME, msgspec.msgpack.encode(now))
    return pages, problems


class _Seen(Struct):
    """The digests of pages and what they lead to, as it is found."""

    pages: dict[str, Digest]
    led_to: set[str]
    places: dict[str, set[str]]

    def of(self, paths: Iterable[str], made: Mapping[str, tuple[bytes, Digest]], work: Work) -> Iterator[Scan]:
        """The scans of some pages; on the way it is noted where they lead."""
        wanted = list(paths)
        for path, one in zip(wanted, _each([made[path][1] for path in wanted], work), strict=True):
            self.pages[path] = one.digest
            if one.scan:
                self.led_to.update([link.path for link in one.scan.links])
                for link in one.scan.links:
                    if link.anchor:
                        self.places.setdefault(link.path, set()).add(link.anchor)
                yield one.scan


def _still_right(
    last: Last,
    fresh: Sequence[str],
    made: Mapping[str, tuple[bytes, Digest]],
    paths: Set[str],
    html: Callable[[str], bytes],
    work: Work,
    pictures: bool,
) -> _Seen | None:
    """What is known now, if nothing can be wrong; else None. `fresh` are the pages that were not there as they are."""
    if not last.led_to <= paths:
        return None
    seen = _Seen({}, set(), {})
    scans = list(seen.of(fresh, made, work))
    if any(not last.places.get(one.path, frozenset()) <= {*one.ids} for one in scans):
        return None
    beside = [made[path][1] for path in seen.places if path in made and path not in seen.pages]
    there = [one.scan for one in _each(beside, work) if one.scan]
    if check([*scans, *there], paths, html, pictures):
        return None
    places = {path: {*ids} for path, ids in last.places.items()}
    for path, ids in seen.places.items():
        places.setdefault(path, set()).update(ids)
    return _Seen(seen.pages, {*last.led_to, *seen.led_to}, places)


def _each(digests: Iterable[Digest], work: Work) -> Iterator[Rendered]:
    return (msgspec.msgpack.decode(data, type=Rendered) for data in work.cache.each(digests))
