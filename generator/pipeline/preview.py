"""A site before its pages are made -> each page when somebody asks for it; and the same site after an edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from generator.edge import disk
from generator.edge.cache import Cache, digest_of
from generator.edge.work import Work
from generator.pipeline import steps
from generator.pipeline.make import Arranged, named
from generator.pipeline.place import Place
from generator.render.job import Job, render_page
from generator.site.arrange import swapped
from generator.site.pages import page_at
from generator.types import Digest, Entry, TextFile


class Preview:
    """What a watcher of builds shows. A page is made once, when it is first asked for; threads may ask."""

    def __init__(self, arranged: Arranged, place: Place, bodies: Mapping[Digest, bytes] = {}) -> None:
        """`bodies` are those that the cache of the site has not yet."""
        self._arranged, self._place, self._bodies = arranged, place, bodies
        self._theme = msgspec.msgpack.encode(arranged.theme)
        self._made: dict[str, bytes] = {}

    def page(self, path: str) -> bytes | None:
        """The page that is this file of the site; None if none is, or what it shows is not there any more.

        Raises Stop for a template that is wrong.
        """
        if path not in self._made:
            page = page_at(self._arranged.site, path)
            if page is None:
                return None
            try:
                body, difference = self._blob(page.body), self._blob(page.difference)
            except KeyError:
                return None
            job = Job(page, "", self._arranged.site.info.base_path)
            self._made[path] = render_page(job, body, difference, self._theme)
        return self._made[path]

    def shows_the_same(self, other: Preview) -> bool:
        """Whether all pages are the same."""
        mine, theirs = self._arranged, other._arranged
        return mine.site == theirs.site and mine.theme == theirs.theme

    def edited(self, paths: Iterable[Path], work: Work) -> Preview | None:
        """The same site after content files were edited: only those are read. None if more than they must be looked at.

        `work` remembers what it makes of them for as long as it lives; it need not be that of the site's own cache.
        """
        if self._place.config.mask:
            return None
        texts: dict[TextFile, bytes] = {}
        for path in paths:
            if not path.is_file() or path.suffix.lower() not in (".md", ".markdown") or path.is_symlink():
                return None
            if not path.is_relative_to(self._place.entries):
                return None
            try:
                data = disk.read(path)
            except OSError:  # it is being replaced
                return None
            texts[TextFile(path.relative_to(self._place.entries).as_posix(), digest_of(data))] = data
        heads = work.memo_map(steps.entry, list(texts), fetch=lambda file: (texts[file],), fallback=steps.plain)
        made = [msgspec.msgpack.decode(work.cache.blob(head), type=Entry) for head in heads]
        entries = {one.path: named(one, self._place.config.sources) for one in made}
        site = swapped(self._arranged.site, entries)
        if site is None:
            return None
        bodies = {**self._bodies, **{one.body: work.cache.blob(one.body) for one in made}}
        return Preview(self._arranged._replace(site=site), self._place, bodies)

    def _blob(self, digest: Digest) -> bytes:
        if not digest or digest in self._bodies:
            return self._bodies.get(digest, b"")
        cache = Cache(self._place.state / "cache.sqlite")
        try:
            return cache.blob(digest)
        finally:
            cache.close()
