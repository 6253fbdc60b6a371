"""Inputs that nobody wrote: files of ../shared, mutated by chance, as one heap. FONDS_SEED and FONDS_FILES vary it."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.acceptance.test_inputs import unnamed

SEED = int(os.environ.get("FONDS_SEED", "1"))
FILES = int(os.environ.get("FONDS_FILES", "60"))
LARGEST = 60_000
HOSTILE = (
    b"<script>alert(1)</script>", b'"><img src=x onerror=alert(1)>', b"</title></textarea><svg onload=alert(1)>",
    b"javascript:alert(1)", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1f\x8b\x08", b"PK\x03\x04", b"]]>", b"<![CDATA[",
    b"<!--", b"-->", b"{{ 7*7 }}{% raw %}", b"\n---\n", b"&a [*a, *a]", b"!!python/object:os.system", b"<<: *x",
    b"../../../../etc/passwd", b"\n\nFrom x@y Mon Jan  1 00:00:00 2001\n", b"\r\n\r\n", b"Content-Length: 99999999\r\n",
    b"\\ud800", b"\xed\xa0\x80", b"\xe2\x80\xae", b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", b"&e;",
    b"[" * 3000, b"* " * 2000, b"<div>" * 3000, b"> " * 1500, b"9999-99-99", b"date: 0000-00-00\n", b"%0A%00%2e%2e/",
)  # fmt: skip
NAMES = ("con.html", "a" * 220 + ".txt", "x..%2f..%2fx.md", "\u202etxt.exe", "-rf", "{{x}}.html", "<b>.txt", "a\nb.eml")


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Some bytes flipped, cut, doubled, moved, taken from another file, or put in from a list of hostile ones."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at, end = sorted(chance.randrange(len(made) + 1) for _ in range(2))
        kind = chance.randrange(7)
        if kind == 0 and made:
            for _ in range(chance.randint(1, 30)):
                made[chance.randrange(len(made))] = chance.randrange(256)
        elif kind == 1:
            del made[at : min(end, at + 400)]
        elif kind == 2:
            made[at:at] = made[at : at + 500] * chance.choice((1, 3, 40))
        elif kind == 3:
            begin = chance.randrange(len(other) + 1)
            made[at:at] = other[begin : begin + 3000]
        elif kind == 4:
            made[at:at] = chance.choice(HOSTILE)
        elif kind == 5:
            made[at:] = made[at:][::-1] if chance.random() < 0.1 else made[at:]
        else:
            del made[chance.randrange(len(made) // 2, len(made) + 1) :]
    return bytes(made)


def heap(shared: Path, chance: random.Random) -> dict[str, bytes]:
    """Raw files by name: mutants of files of all folders, some with hostile names."""
    folders = sorted(path for top in ("inputs", "data") for path in (shared / top).iterdir() if path.is_dir())
    found: dict[str, bytes] = {}
    paths = {folder: sorted(path for path in folder.rglob("*") if path.is_file()) for folder in folders}
    while len(found) < FILES:
        one, two = (chance.choice(paths[chance.choice(folders)]) for _ in range(2))
        begin = chance.choice((0, 0, 0, 1000))
        data = mutated(one.read_bytes()[begin : begin + LARGEST], two.read_bytes()[:LARGEST], chance)
        name = chance.choice(NAMES) if chance.random() < 0.1 else f"m{len(found)}{one.suffix}"
        found[f"{len(found) % 7}/{name}"] = data
    return found


def test_a_heap_of_mutants_becomes_a_site(shared: Path, site: Any, figure: Callable[..., None]) -> None:
    files = heap(shared, random.Random(SEED))
    site.write({f"content/raw/{name}": data for name, data in files.items()})
    site.write({"site.yaml": "title: Mutants\nbase_url: https://archive.example/x/\nraw_files: true\ntwins: true\n"})
    done = site.run("build", "--json", code=None)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done.stderr[-2000:]
    report = json.loads(done.stdout)
    intake = report["intake"]
    assert intake["files"] == len(files) == intake["read"] + intake["refused"]
    assert intake["records"] == intake["documents"] + intake["copies"]
    assert [one for one in report["problems"] if "fault of fonds" in one["hint"]] == []
    assert "cannot be read after" not in done.stdout
    site.run("verify")
    figure(f"files of {FILES} mutants (seed {SEED}) neither in an entry nor named", 0, len(unnamed(site, report)))
