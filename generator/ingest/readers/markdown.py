"""A Markdown file -> one record: its front matter becomes signals, its body stays Markdown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec.structs import replace

from generator.ingest.decode import decode
from generator.ingest.readers import text
from generator.ingest.readers.frontmatter import UNSHOWN
from generator.ingest.readers.unknown import is_text
from generator.ingest.readers.unpack import whole
from generator.types import Problem, Raw

NAME = "Markdown"

_ENDS = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".qmd", ".rmd")
_PAGES = (".html", ".htm", ".xhtml")
_FENCED = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,20}(?:---[ \t]*\r?\n\s{0,20}[\w\"'#][^\n]{0,200}[:\n]|\+\+\+[ \t]*\r?\n)")
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}<(?:!doctype\s+html|html)\b", re.I)


def sniff(name: str, head: bytes) -> bool:
    """A text called .md, or one that opens with fenced front matter."""
    if not is_text(head) or _PAGE.match(head):
        return False
    return name.lower().endswith(_ENDS) or (bool(_FENCED.match(head)) and not name.lower().endswith(".txt"))


def read(name: str, stream: BinaryIO) -> Iterator[Raw | Problem]:
    """Front matter in YAML, TOML or JSON, or Pelican's `Title: x` lines; a .html file with front matter stays HTML."""
    data = whole(name, stream)
    if isinstance(data, Problem):
        yield data
        return
    decoded = decode(data)
    problems = (Problem("warning", name, decoded.problem),) if decoded.problem else ()
    media: text.Media = "text/html" if name.lower().endswith(_PAGES) else "text/markdown"
    found = text.record(name, hashlib.sha256(data).hexdigest(), decoded.text, media, problems)
    status = next((value for key, value in found.extra.items() if key.lower() == "status"), "")
    yield replace(found, extra={**found.extra, "draft": "true"}) if status.lower() in UNSHOWN else found
