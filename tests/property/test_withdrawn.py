"""A withdrawn text is nowhere: no word of it in any published byte, packed or not, nor in any byte of the cache."""

from __future__ import annotations

import gzip
import re
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.config import Config
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.pipeline.build import build
from generator.pipeline.fixity import verify
from generator.pipeline.ingest import Intake, ingest
from generator.pipeline.place import Place
from generator.pipeline.traces import traces
from generator.pipeline.withdraw import Wish, undo, withdraw

DATA = ("jsonl", "csv", "bibtex", "ris", "csl", "sqlite")
COUNT = 5
SYLLABLES = "ba ke li mo nu pra sto tre vol zin fir dol mep qua sho wex".split()


def word(number: int, place: int) -> str:
    """A word that no other text has, without an ending that an index would take off."""
    return f"zq{number}kv{SYLLABLES[place % 16]}{SYLLABLES[place // 16 % 16]}x"


def text(number: int) -> str:
    said = [word(number, place) for place in range(90)]
    return "\n\n".join(" ".join(said[at : at + 30]) + "." for at in range(0, 90, 30))


def raw(number: int, body: str) -> str:
    return f"---\ntitle: Report {number}\ndate: 2021-03-{number + 10}\nauthor: Ada Ray\n---\n\n{body}\n"


def opened(root: Path) -> tuple[Place, Cache]:
    options = Config(title="Papers", base_url="https://example.org/p", data=DATA, twins=True)
    return Place(root, options, latest="2027-12-31"), Cache(root / ".fonds" / "cache.sqlite")


def run(root: Path, wish: Wish | None = None, lifted: tuple[str, ...] = ()) -> Intake:
    """Withdraw and lift, then ingest and build, with a cache that is closed at the end as the command closes it."""
    place, cache = opened(root)
    with closing(cache), Work(cache, "code", 1) as work:
        if wish:
            withdraw(wish, place, work, many=True)
        undo(lifted, place)
        done = ingest(place, work, paranoid=True)
        build(place, work, "https://example.org/p")
        assert not wish or not traces(place, work).problems
        assert not verify(place).problems
    return done


def every_byte(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            data = file.read_bytes()
            yield file.name, data
            if data[:2] == b"\x1f\x8b":
                yield f"{file.name} unpacked", gzip.decompress(data)
            if file.name == "cache.sqlite":
                yield from inside(file)


def inside(file: Path) -> Iterator[tuple[str, bytes]]:
    """What the cache holds packed: gzip files, and compressed pieces within encoded values."""
    with closing(sqlite3.connect(file)) as base:
        for (data,) in base.execute("SELECT data FROM blob"):
            if data[:2] == b"\x1f\x8b":
                yield "cached gzip", gzip.decompress(data)
            try:
                value = msgspec.msgpack.decode(data)
            except (msgspec.DecodeError, ValueError):
                continue
            if isinstance(value, dict) and isinstance(value.get("data"), bytes):
                yield "cached piece", zlib.decompressobj(-15).decompress(value["data"])


def holders(root: Path, number: int) -> set[str]:
    tag = re.compile(rf"zq{number}kv".encode(), re.IGNORECASE)
    folders = ("public", ".fonds", "content/entries", "content/copies")
    files = ((f"{folder}/{name}", data) for folder in folders for name, data in every_byte(root / folder))
    listed = [("withdrawn.jsonl", path.read_bytes()) for path in (root / "content").glob("withdrawn.jsonl")]
    return {name for name, data in (*files, *listed) if tag.search(data)}


def names(root: Path) -> set[str]:
    return {path.stem for path in (root / "content" / "entries").rglob("*.md")}


NUMBERS = st.sets(st.integers(0, COUNT - 1), min_size=1, max_size=3)


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(gone=NUMBERS, copied=st.booleans(), by=st.sampled_from(("address", "origin", "pattern")))
def test_no_word_of_a_withdrawn_text_is_left_anywhere(quick: None, gone: set[int], copied: bool, by: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "content" / "raw").mkdir(parents=True)
        for number in range(COUNT):
            (root / "content" / "raw" / f"r{number}.md").write_text(raw(number, text(number)))
        for number in gone if copied else ():
            other = f"Menu. {text(number)} Share this."
            (root / "content" / "raw" / f"copy{number}.md").write_text(raw(number, other))
        run(root)
        assert all(holders(root, number) >= {"public/entries.jsonl.gz unpacked"} for number in range(COUNT))
        named = {"address": "/2021/03/{1}/report-{0}/", "origin": "r{0}.md", "pattern": "2021/03/{1}/*"}[by]
        ways = tuple(named.format(number, number + 10) for number in sorted(gone))
        run(root, Wish(names=ways, reason="Asked for", date="2026-11-22"))
        for number in range(COUNT):
            assert bool(holders(root, number)) == (number not in gone), (number, holders(root, number))
        for number in gone:
            # The same text comes back under another name, as another capture, and changed in place.
            (root / "content" / "raw" / f"again{number}.md").write_text(raw(number, text(number)))
            (root / "content" / "raw" / f"near{number}.md").write_text(raw(9, text(number) + "\n\nSeen elsewhere."))
            (root / "content" / "raw" / f"r{number}.md").write_text(raw(number, "Corrected. " + text(number)))
        said = run(root)
        assert names(root) == {f"report-{number}" for number in range(COUNT) if number not in gone}
        assert all(not holders(root, number) for number in gone)
        assert len({p.where for p in said.problems if "withdrawn on" in p.message}) == 2 * len(gone)
        first = min(gone)
        run(root, lifted=(f"2021/03/{first + 10}/report-{first}",))
        assert f"report-{first}" in names(root), "at its old address"
