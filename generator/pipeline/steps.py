"""The two steps of a build: a content file -> its entry and its body; a page -> its bytes and what is to be checked."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from generator import content
from generator.check import Scan, scan
from generator.content import Content
from generator.edge.cache import digest_of
from generator.render import body
from generator.render.job import Job, render_page
from generator.site import heads
from generator.types import Body, Digest, TextFile


class Rendered(Struct, frozen=True, array_like=True):
    """What is remembered of a page."""

    digest: Digest
    scan: Scan | None
    """None for a file that is no HTML."""


def entry(file: TextFile, data: bytes) -> tuple[bytes, bytes]:
    """The encoded Entry of a content file, and the HTML of its body, which the Entry names by digest. Pure.

    `file` names `data` by digest.
    """
    found = content.read(data, heads.place(file))
    return _both(file, data, found, body.convert(found, file.path))


def plain(file: TextFile, data: bytes, why: str) -> tuple[bytes, bytes]:
    """The same for a text that Markdown could not finish: shown as it is; `why` stands in its Problem."""
    found = content.read(data, heads.place(file))
    return _both(file, data, found, body.plain(found, file.path, why))


def _both(file: TextFile, data: bytes, found: Content, made: Body) -> tuple[bytes, bytes]:
    html = made.html.encode("utf-8", "replace")
    return msgspec.msgpack.encode(heads.head(file, data, found, made, digest_of(html))), html


def page(job: Job, body: bytes, difference: bytes, theme: bytes) -> tuple[bytes, bytes]:
    """The encoded Rendered of a page, and the page itself. Pure; the arguments are those of `render_page`."""
    made = render_page(job, body, difference, theme)
    checked = scan(job.page.path, made, job.base_path) if job.page.path.endswith(".html") else None
    return msgspec.msgpack.encode(Rendered(digest_of(made), checked)), made
