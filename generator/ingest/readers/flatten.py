"""Nested objects of JSON, YAML or TOML -> dotted names with their texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from generator.ingest.decode import plain
from generator.ingest.readers.columns import CALLED, folded


def flat(value: Mapping[str, object], depth: int = 4) -> Iterator[tuple[str, str | list[str]]]:
    """The leaves of nested objects under dotted names; lists of plain values stay lists, deeper things become JSON."""
    for name, item in value.items():
        if isinstance(item, Mapping) and item and depth:
            yield from ((f"{name}.{inner}", leaf) for inner, leaf in flat(item, depth - 1))
        elif isinstance(item, list):
            yield from _leaves(name, item)
        else:
            yield name, text_of(item)


def text_of(value: object) -> str:
    """A value of JSON or TOML as a text that a person can read."""
    if value is None or value is True or value is False:
        return {None: "", True: "true", False: "false"}[value]
    if not isinstance(value, Mapping | list):
        return plain(str(value))
    try:
        return plain(json.dumps(value, ensure_ascii=False, default=str))
    except (ValueError, RecursionError):
        return "[nested too deep]"


def _leaves(name: str, items: list[object]) -> Iterator[tuple[str, str | list[str]]]:
    if all(isinstance(item, Mapping) for item in items):
        names = [_name_in(item) for item in items if isinstance(item, Mapping)]
        if names and all(names):
            yield name, names
            return
    if any(isinstance(item, Mapping | list) for item in items):
        yield name, text_of(items)
        return
    yield name, [text_of(item) for item in items]


def _name_in(item: Mapping[str, object]) -> str:
    return next((text_of(value) for key, value in item.items() if folded(key) in CALLED and value), "")
