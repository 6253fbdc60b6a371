"""A withdrawn text is nowhere: no word of it in any published byte, packed or not, nor in any byte of the cache."""

from __future__ import annotations

import gzip
import re
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.config import Config
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.pipeline.build import build
from generator.pipeline.export import bagit
from generator.pipeline.fixity import verify
from generator.pipeline.ingest import Intake, ingest
from generator.pipeline.place import Place
from generator.pipeline.traces import traces
from generator.pipeline.withdraw import Wish, undo, withdraw

DATA = ("jsonl", "csv", "bibtex", "ris", "csl", "sqlite")
SURNAMES = ("Quill", "Reed", "Moss", "Fenn", "Holt")
COUNT = len(SURNAMES)
SYLLABLES = "ba ke li mo nu pra sto tre vol zin fir dol mep qua sho wex".split()


def word(number: int, place: int) -> str:
    """A word that no other text has, without an ending that an index would take off."""
    return f"zq{number}kv{SYLLABLES[place % 16]}{SYLLABLES[place // 16 % 16]}x"


def text(number: int) -> str:
    said = [word(number, place) for place in range(90)]
    return "\n\n".join(" ".join(said[at : at + 30]) + "." for at in range(0, 90, 30))


def author(number: int) -> str:
    return f"Ada {SURNAMES[number]}" if number < COUNT else "Somebody"


def raw(number: int, body: str) -> str:
    said = {"title": f"Report {number}", "date": f"2021-03-{number + 10}", "author": author(number)}
    said["url"] = f"https://paper.example/reports/{number}"
    return "".join(["---\n", *(f"{key}: {value}\n" for key, value in said.items()), f"---\n\n{body}\n"])


def opened(root: Path) -> tuple[Place, Cache]:
    (root / "site.yaml").write_text("title: Papers\n")
    options = Config(title="Papers", base_url="https://example.org/p", data=DATA, twins=True)
    return Place(root, options, latest="2027-12-31"), Cache(root / ".fonds" / "cache.sqlite")


def run(root: Path, wish: Wish | None = None, lifted: tuple[str, ...] = ()) -> Intake:
    """Withdraw and lift, then ingest and build, with a cache that is closed at the end as the command closes it."""
    place, cache = opened(root)
    with closing(cache), Work(cache, "code", executor="inline") as work:
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


def in_bag(root: Path, number: int) -> set[str]:
    """The files of a bag made now that have a word of a text."""
    place, cache = opened(root)
    target = root / f"bag-{number}"
    with closing(cache), Work(cache, "code", executor="inline") as work:
        bagit(target, place, work, "2026-11-22", site=True)
    tag = re.compile(rb"zq%dkv" % number, re.IGNORECASE)
    found = {name for name, data in every_byte(target) if tag.search(data)}
    shutil.rmtree(target)
    return found


def wishes(by: str, gone: set[int]) -> list[Wish]:
    """The ways to name what shall go: all at once, or one after the other."""
    said = {"reason": "Asked for", "date": "2026-11-22"}
    if by == "url":
        return [Wish(url=f"http://www.paper.example/reports/{number}/", **said) for number in gone]
    if by == "person":
        return [Wish(person=f"ada {SURNAMES[number].upper()}", **said) for number in gone]
    named = {"address": "/2021/03/{1}/report-{0}/", "origin": "r{0}.md", "pattern": "2021/03/{1}/*"}[by]
    return [Wish(names=tuple(named.format(number, number + 10) for number in sorted(gone)), **said)]


def names(root: Path) -> set[str]:
    return {path.stem for path in (root / "content" / "entries").rglob("*.md")}


NUMBERS = st.sets(st.integers(0, COUNT - 1), min_size=1, max_size=3)


@pytest.mark.parametrize("by", ["address", "origin", "pattern", "url", "person"])
def test_no_word_of_a_withdrawn_text_is_left_anywhere(quick: None, by: str, figure: Any) -> None:
    looked: list[int] = []

    @settings(max_examples=2, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(gone=NUMBERS, copied=st.booleans())
    def check(gone: set[int], copied: bool) -> None:
        come_and_gone(gone, copied, by)
        looked.append(len(gone))

    check()
    figure(f"texts withdrawn by {by} of which a word is left in any byte, packed or not", 0, 0 if looked else "not run")


def come_and_gone(gone: set[int], copied: bool, by: str) -> None:
    """Withdraw some texts, bring them back in three ways, and look for their words each time; then lift one."""
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
        for wish in wishes(by, gone):
            run(root, wish)
        for number in range(COUNT):
            assert bool(holders(root, number)) == (number not in gone), (number, holders(root, number))
            assert bool(in_bag(root, number)) == (number not in gone), (number, in_bag(root, number))
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
