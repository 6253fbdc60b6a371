"""Promise 13: odd strings in every field of an entry, written as a content file and read back."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from figures import TOP, Figure, exactly

sys.path.insert(0, str(TOP))

from generator import content
from generator.types import Copy, Cut, Evidence, Meta, RawRef


def odd(shared: Path) -> list[str]:
    """Every distinct string of the case lists and of the YAML test suite in shared/inputs."""
    found: dict[str, None] = {}
    for path in sorted(shared.glob("inputs/*/cases.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            found |= {case[key]: None for key in ("payload", "raw", "text", "input") if isinstance(case.get(key), str)}
    for path in sorted(shared.glob("inputs/yaml-test-suite/*.yaml")):
        found[path.read_text("utf-8")] = None
    return list(found)


def changed(text: str) -> bool:
    """Whether an entry with the string in every field is another when it has been written and read."""
    meta = Meta(
        id=text, title=text, url=text, source=text, authors=(text, "b"), language=text, people=(text,), tags=(text,),
        summary=text, lastmod=text, aliases=(text,), raw=RawRef(text, text), copies=(Copy(text, text, url=text),),
        versions=(text,), evidence={"title": Evidence("certain", text)}, cuts=(Cut(text, text, 3, text),),
        extra={"note": text, f"k {text}"[:100]: text},
    )  # fmt: skip
    read = content.parse(content.show(meta, text), "a.md")
    return (read.meta, read.body) != (meta, text) or bool(read.problems)


def figures(shared: Path) -> Iterator[Figure]:
    """How many strings of shared/inputs change."""
    strings = [one.encode("utf-8", "replace").decode() for one in odd(shared)]
    yield exactly("strings", True, len(strings) > 2242, "bench/trust/strings.py")
    name = f"of {len(strings):,} odd strings in 17 fields and the body, changed"
    yield exactly(name, 0, sum(map(changed, strings)), "bench/trust/strings.py")
