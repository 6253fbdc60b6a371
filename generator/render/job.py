"""One page and all that it depends on -> its bytes: the step that is run over all pages."""

from __future__ import annotations

import gzip
import re
import traceback
from functools import lru_cache

import jinja2
import msgspec
from msgspec import Struct

from generator.render.page import render
from generator.types import Digest, Page, Problem, Stop, Theme

_ROOTED = re.compile(r'(<(?:[^>"]|"[^"]*")*? (?:href|src)=")/(?!/)')

_FAULTS = (jinja2.TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a template can raise: its own errors, and what its expressions do to values."""


class Job(Struct, frozen=True):
    """All that one rendering depends on."""

    page: Page
    theme: Digest
    base_path: str
    """Where the site is published: the body's own links from the root of the site are laid under it."""


def render_page(job: Job, body: bytes, difference: bytes, theme: bytes) -> bytes:
    """The bytes of a page, compressed if its name ends with ".gz". Pure.

    `body` is the safe HTML of a body or nothing, `difference` the encoded Comparison or nothing.
    A template that is wrong is a Stop that names it and its line: no page would be right.
    """
    html = body.decode()
    html = _ROOTED.sub(rf"\1{job.base_path}", html) if job.base_path != "/" else html
    try:
        made = render(job.page.template, job.page.view, html, _theme(theme), difference)
    except _FAULTS as error:
        raise Stop(_wrong(error, job.page)) from None
    return gzip.compress(made, mtime=0) if job.page.path.endswith(".gz") else made


@lru_cache(maxsize=2)
def _theme(encoded: bytes) -> Theme:
    return msgspec.msgpack.decode(encoded, type=Theme)


def _wrong(error: Exception, page: Page) -> Problem:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith("<template")]
    line = getattr(error, "lineno", None) or (frames[-1].lineno if frames else 1)
    name = getattr(error, "name", None) or page.template
    message = f"{str(error) or type(error).__name__} (in the page {page.path})"
    hint = "Mend the template; docs/theme-api.md lists what it sees."
    return Problem("error", f"templates/{name}:{line}", message, hint)
