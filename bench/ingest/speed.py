"""Prints how many texts a CPU second become drafts, from raw bytes, and what share of the time each stage takes.

Run: python bench/ingest/speed.py [--count 1000] [--data DATA] [--pages 100] [--seed 1]. The seeded corpus of
bench/corpus.py comes first, every second text without its header line; then the plain texts in DATA (the folder that
holds news-texts, wikinews and speeches, default: ../shared/data beside the project), and last saved pages beside
trafilatura's `extract` alone on the same bytes. One process, CPU time; libraries are loaded before the clock starts.
The shares are taken in a run of their own, for the clock around each stage costs time too.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import io
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import trafilatura

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from corpus import articles, as_raw  # noqa: E402

from generator.ingest import draft as drafting  # noqa: E402
from generator.ingest import readers  # noqa: E402
from generator.ingest.clean.mend import mojibake  # noqa: E402
from generator.ingest.evidence import language_model  # noqa: E402
from generator.types import Raw  # noqa: E402

Source = tuple[str, bytes]
"""A file's name and its bytes."""

LATEST = "2027-12-31"

STAGES = {
    "decode": "readers.text.decode",
    "header": "readers.text.record",
    "to Markdown": "plain.to_markdown",
    "mojibake, white space, rules": "draft.clean",
    "language": "evidence.language.detect",
    "signals of the text": "infer.signals_from_text",
    "dates in the text": "evidence.plain_text.dates_in",
    "decide": "infer.decide",
    "opening": "opening.split",
    "words gone astray": "balance.doubt",
    "letters digest": "draft.digest_of_letters",
    "sketch": "draft.sketch_of_letters",
    "parse page": "markup.parse",
    "extract page": "extract.extract",
    "page to Markdown": "draft.to_markdown",
    "signals of the page": "infer.signals_from_html",
    "htmldate": "infer._htmldate",
}
"""Where each stage is called: its time is without that of the stages that it calls in turn."""


def drafted(source: Source) -> int:
    """How many drafts the file gives: read and drafted as a worker would."""
    name, data = source
    raws = [item for item in readers.read(name, io.BytesIO(data)) if isinstance(item, Raw)]
    return sum(bool(drafting.draft(drafting.Reading(raw, latest=LATEST))) for raw in raws)


def seconds(step: Callable[[Source], object], sources: Sequence[Source]) -> float:
    """CPU seconds of a step over all sources, after a few, and what else loads what is loaded late."""
    mojibake("cafÃ©", "text/plain"), language_model.classified("a few words")
    for source in sources[:3]:
        step(source)
    start = time.process_time()
    for source in sources:
        step(source)
    return time.process_time() - start


class Clock:
    """Seconds that each stage takes, without those of the stages inside it."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._inner = [0.0]

    def around(self, stage: str, step: Callable[..., Any]) -> Callable[..., Any]:
        """The same step, its time told."""

        def timed(*args: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            start = time.process_time()
            try:
                return step(*args, **named)
            finally:
                took = time.process_time() - start
                self.spent[stage] = self.spent.get(stage, 0.0) + took - self._inner.pop()
                self._inner[-1] += took

        return timed


@contextmanager
def clocked(clock: Clock) -> Iterator[None]:
    """Each stage is timed while this lasts; a stage that is not found any more is passed over."""
    with ExitStack() as stack:
        for stage, place in STAGES.items():
            path, name = place.rsplit(".", 1)
            module = importlib.import_module(f"generator.ingest.{path}")
            if hasattr(module, name):
                stack.enter_context(patch.object(module, name, clock.around(stage, getattr(module, name))))
        yield


def shares(sources: Sequence[Source]) -> dict[str, float]:
    """Milliseconds a text of each stage, longest first; "other" is what no stage holds."""
    clock = Clock()
    with clocked(clock):
        total = clock.around("other", lambda: [drafted(source) for source in sources])
        total()
    return {stage: 1000 * spent / len(sources) for stage, spent in sorted(clock.spent.items(), key=lambda one: -one[1])}


def report(title: str, sources: Sequence[Source]) -> None:
    """Two lines and a table about some texts."""
    took = seconds(drafted, sources)
    size = sum(len(data) for _, data in sources) / len(sources) / 1000
    print(f"{title}: {len(sources)} files of {size:.1f} kB: {len(sources) / took:,.0f} a CPU second")
    table = shares(sources)
    total = sum(table.values())
    for stage, spent in table.items():
        if spent >= 0.005 * total:
            print(f"    {spent:8.3f} ms  {100 * spent / total:4.0f} %  {stage}")


def made(count: int, seed: int) -> list[Source]:
    """The corpus; every second text is without the header line, as some crawlers leave them."""
    texts = (as_raw(one) for one in articles(count, seed))
    return [(f"{n:06}.txt", (text.split("\n", 2)[2] if n % 2 else text).encode()) for n, text in enumerate(texts)]


def texts_under(folder: Path, most: int, seed: int) -> list[Source]:
    """Text files below a folder, at most so many, drawn by the seed."""
    paths = sorted(folder.rglob("*.txt"))
    paths = random.Random(seed).sample(paths, min(most, len(paths)))
    return [(path.name, path.read_bytes()) for path in paths]


def pages_under(folder: Path, most: int, seed: int) -> list[Source]:
    """Saved pages below a folder, unpacked."""
    paths = sorted(folder.rglob("*.html.gz"))
    paths = random.Random(seed).sample(paths, min(most, len(paths)))
    return [(path.name.removesuffix(".gz"), gzip.decompress(path.read_bytes())) for path in paths]


def main() -> None:
    """Read the command line and print all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    options = parser.parse_args()
    report("seeded corpus", made(options.count, options.seed))
    for name in ("news-texts/raw", "wikinews/seedstyle", "speeches"):
        found = texts_under(options.data / name, options.count, options.seed)
        if found:
            report(name, found)
    pages = pages_under(options.data / "html-dates", options.pages, options.seed)
    if pages:
        report("html-dates", pages)
        ours, theirs = seconds(drafted, pages), seconds(lambda page: trafilatura.extract(page[1]), pages)
        print(f"pages a CPU second: {len(pages) / ours:.1f}; trafilatura alone {len(pages) / theirs:.1f}")
        print(f"time of ours over theirs: {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
