"""A published site as the validators see it, and what a schema says against a file of it.

The schemas beside this file are our own, after the specifications that they name.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft202012Validator
from lxml import etree

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Published:
    """A published site: path -> bytes, and the address under which it stands."""

    files: Mapping[str, bytes]
    base: str

    @cached_property
    def records(self) -> dict[str, dict[str, Any]]:
        """The entries as entries.jsonl.gz says them, by the path of their page."""
        lines = gzip.decompress(self.files["data/entries.jsonl.gz"]).splitlines()
        return {f"{record['address']}index.html": record for record in map(json.loads, lines)}

    def path(self, url: str) -> str | None:
        """The file that is published at an address, None if there is none."""
        name = unquote(url.removeprefix(self.base))
        path = f"{name}index.html" if not name or name.endswith("/") else name
        return path if url.startswith(self.base) and path in self.files else None


@cache
def schema(name: str) -> Any:
    """A schema beside this file."""
    if name.endswith(".json"):
        return Draft202012Validator(json.loads((HERE / name).read_text("utf-8")))
    made = etree.RelaxNG if name.endswith(".rng") else etree.XMLSchema
    return made(etree.parse(HERE / name))


def grammar(name: str, data: bytes) -> tuple[Any, list[str]]:
    """A document and what its schema says against it."""
    if name.endswith(".json"):
        told = json.loads(data)
        return told, [f"{one.json_path}: {one.message}" for one in schema(name).iter_errors(told)]
    tree, judge = etree.fromstring(data), schema(name)
    judge.validate(tree)
    return tree, [f"{one.line}: {one.message}" for one in judge.error_log]
