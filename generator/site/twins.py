"""An entry and its content file -> its Markdown twin: the facts that readers want, and the text."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from generator import yamltext
from generator.site.exports import text_of
from generator.site.records import Record
from generator.types import Digest

NAME = "index.md"
"""Beside the entry's page."""
FACTS = ("title", "date", "date_known", "source", "authors", "people", "tags", "language", "original", "url")


class Twin(Struct, frozen=True):
    """All that a twin depends on."""

    record: Record
    text: Digest
    """Of the content file."""


def twin(item: Twin, file: bytes) -> bytes:
    """Front matter and Markdown; nothing in it that serves only the making of the archive. Pure."""
    fields = msgspec.to_builtins(item.record)
    facts = {name: fields[name] for name in FACTS if fields[name]}
    return f"---\n{yamltext.dump(facts)}---\n\n{text_of(file)}\n".encode()
