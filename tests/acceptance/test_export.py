"""Every raw byte that came in can be got out again: all public data, made a bag of, and read back by its manifests."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from generator import manifest
from generator.config import Config
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.pipeline.export import bagit
from generator.pipeline.ingest import heap
from generator.pipeline.place import Place


@pytest.mark.parametrize("name", ["inputs", "data"])
def test_every_file_comes_out_as_it_came_in(shared: Path, tmp_path: Path, figure: Any, name: str) -> None:
    source = shared / name
    place = Place(tmp_path / "site", Config(raw=(os.path.relpath(source, tmp_path / "site"),)), latest="2027-12-31")
    place.root.mkdir()
    (place.root / "site.yaml").write_text("title: x\n")
    cache, target = Cache(None), tmp_path / "bag"
    with Work(cache, "code", executor="inline") as work:
        taken = [file.path for file, _ in heap(place, work, paranoid=True)[0]]
        bagit(target, place, work, "2026-11-22")
    cache.close()
    renamed = (
        json.loads((target / "original-names.json").read_text()) if (target / "original-names.json").exists() else {}
    )
    told = manifest.parse((target / "manifest-sha256.txt").read_text("utf-8"))
    assert told
    equal = 0
    for path in taken:
        inside = f"data/{renamed.get(f'raw/{path}', f'raw/{path}')}"
        data = (source / path).read_bytes()
        equal += (target / inside).read_bytes() == data and told[inside] == hashlib.sha256(data).hexdigest()
    hidden = sum(1 for path in source.rglob("*") if path.is_file() and path.relative_to(source).as_posix() not in taken)
    shutil.rmtree(target)
    assert hidden <= 1, "only a file whose name begins with a dot is not taken in"
    figure(
        f"{name}: files exported as they came in", f"{len(taken):,} of {len(taken):,}", f"{equal:,} of {len(taken):,}"
    )
