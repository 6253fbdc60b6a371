"""Nothing is lost in silence: each cut of a WARC, gzip or JSONL file is told, and words that a page lost are."""

from __future__ import annotations

import gzip
import io
import random
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from generator.ingest import draft as drafting
from generator.ingest import readers
from generator.types import Draft, Problem, Raw

LATEST = "2027-12-31"
CUTS = 12
"""Of each file."""
SIGNED = 16
"""Bytes by which a format is known: what is left of a shorter cut is a text of a few letters."""
KINDS = {
    "WARC and ARC files": ("*.warc", "*.arc"),
    "gzip files": ("*.gz",),
    "JSON Lines files": ("*.jsonl",),
}
WORDS = 200
LARGEST = 4_000_000


def read(name: str, data: bytes) -> tuple[list[str], list[tuple[str, str]]]:
    """Digests of the records, and what is told of trouble: (level, message)."""
    items = list(readers.read(name, io.BytesIO(data)))
    raws = [item for item in items if isinstance(item, Raw)]
    problems = [*(item for item in items if isinstance(item, Problem)), *(p for raw in raws for p in raw.problems)]
    return [raw.digest for raw in raws], [(one.level, one.message) for one in problems if one.level != "note"]


def between(name: str, data: bytes, at: int) -> bool:
    """Whether a cut leaves nothing but whole records, so that no reader can know that there were more."""
    if name.endswith(".jsonl"):
        return data[:at].endswith((b"\n", b"}")) or not data[:at].strip()
    if name.endswith(".gz"):
        return data[at : at + 3] == b"\x1f\x8b\x08"
    return (data[:at].endswith(b"\n") and not data[at:].lstrip(b"\r\n").rstrip()) or data[at : at + 5] == b"WARC/"


@pytest.mark.parametrize("kind", KINDS)
def test_each_cut_is_told(shared: Path, figure: Any, kind: str) -> None:
    chance = random.Random(5)
    files = sorted({path for pattern in KINDS[kind] for path in shared.rglob(pattern) if path.stat().st_size})
    files = [path for path in files if path.stat().st_size < LARGEST]
    assert len(files) > 10
    cuts, told = 0, 0
    for path in files:
        data = path.read_bytes()
        records, known = read(path.name, data)
        for _ in range(CUTS):
            at = chance.randrange(SIGNED, len(data)) if len(data) > SIGNED else len(data)
            if at == len(data) or between(path.name, data, at):
                continue
            left, said = read(path.name, data[:at])
            cuts += 1
            good = (left == records and not data[at:].strip()) or len(said) > len(known)
            good |= bool(set(said) - set(known)) or bool(said and not left)
            told += good
            if not good:
                print(f"not told: {path.name} cut at {at} of {len(data)}: {left} of {records}, {said}")
    figure(f"cuts of {len(files)} {kind} that are told", f"{cuts:,} of {cuts:,}", f"{told:,} of {cuts:,}")


def planted(page: str, words: list[str], chance: random.Random) -> str:
    """The page with a section of other words: plain, deep within elements, in a list, a table, a note or details."""
    text = " ".join(words)
    ways = (
        f"<p>{text}</p>",
        "<div>" * 60 + text + "</div>" * 60,
        "<ul>" + "".join(f"<li>{' '.join(words[at : at + 10])}</li>" for at in range(0, len(words), 10)) + "</ul>",
        "<table>"
        + "".join(f"<tr><td>{' '.join(words[at : at + 5])}</td></tr>" for at in range(0, len(words), 5))
        + "</table>",
        f"<details><summary>More</summary>{text}</details>",
        f"<blockquote><p>{text}</p></blockquote>",
        f"<pre>{text}</pre>",
    )
    unseen = [
        found.span() for found in re.finditer(r"(?is)<(script|style|template|noscript)\b.*?</\1>|<!--.*?-->", page)
    ]
    ends = [found.end() for found in re.finditer("</p>", page)]
    ends = [at for at in ends if not any(start < at < end for start, end in unseen)] or [page.find("</body>")]
    at = chance.choice(ends)
    return page[:at] + chance.choice(ways) + page[at:]


def test_words_that_are_lost_on_a_page_are_told(shared: Path, figure: Any) -> None:
    chance = random.Random(8)
    files = sorted((shared / "data" / "html-dates" / "html").rglob("*.html.gz"))
    files = [path for path in files if path.stat().st_size < 60_000][:60]
    assert len(files) > 30
    silent = 0
    for number, path in enumerate(files):
        words = [f"zq{number}x{place:03}" for place in range(WORDS)]
        page = planted(gzip.decompress(path.read_bytes()).decode("utf-8", "replace"), words, chance)
        for raw in readers.read(path.stem, io.BytesIO(page.encode())):
            if not isinstance(raw, Raw):
                continue
            made = msgspec.msgpack.decode(drafting.draft(drafting.Reading(raw, (), LATEST)), type=Draft)
            kept = sum(word in made.body for word in words)
            cut = "\n".join(one.text for one in made.meta.cuts)
            shown = kept + sum(word in cut for word in words) + (WORDS if len(cut) and "…" in cut else 0)
            told = any("words of the record" in one.message for one in made.problems)
            if shown < 0.9 * WORDS and not told:
                silent += 1
                print(f"silent: {path.name}: {kept} of {WORDS} kept; {[one.message for one in made.problems]}")
    figure(f"pages of {len(files)} that lost a planted section without a word", 0, silent)
