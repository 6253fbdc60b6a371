"""A published archive -> how many bytes it has of each kind, in all and for each entry, and what is around the texts.

    python bench/build/weight.py PUBLIC

`bench/build` prints the same table of what it built. GitHub Pages takes a gigabyte: kinds that grow with the entries
(pages of entries, texts and words of the index, data, lists of names) have as many bytes an entry in a larger archive;
those of days, months and of the frame (feeds, assets) have fewer.
"""

from __future__ import annotations

import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from record import table

DATED = r"[0-9]{4}/(?:[0-9]{2}/){0,2}"
KINDS = {
    "words of the search index": r"pagefind/.*\.pf_index",
    "the rest of search": r"pagefind/.*|search/.*",
    "days": r"[0-9]{4}/[0-9]{2}/[0-9]{2}/(?:parts/[0-9]+/)?index\.html",
    "months": r"[0-9]{4}/[0-9]{2}/(?:part-[0-9]+/)?index\.html",
    "years, on this day, all": r"(?:[0-9]{4}|years|on-this-day|all)/(?:[0-9]{2}/){0,2}(?:part-[0-9]+/)?index\.html",
    "titles": r"a-z/.*",
    "feeds": r"(?:.*/)?feed\.(?:xml|json)",
    "people": r"people/.*",
    "sources": r"sources/.*",
    "tags": r"tags/.*",
    "data with the texts": r"data/entries.*\.jsonl\.gz",
    "other data": r"data/.*",
    "manifest and sitemap": r"manifest-sha256\.txt|sitemap.*",
    "entries": rf"(?:{DATED}|undated/)?(?!part-[0-9]+/)[^/]+/(?:copies/[0-9]+/|versions/|record/)?index\.html",
    "theme and the rest": r".*",
}
"""A kind -> the paths of its files; the first that fits."""
TEXT = re.compile(
    rb"(?<=<div class=text)[^>]*>.*</div>(?=(?:</div>)?<div class=record>)|(?<=<del dir=auto>).*?(?=</del>)", re.DOTALL
)
"""The text of an entry in its page, and the words that were cut and have no place in it."""
AFTER = b"<div class=record>"
"""What the page of every entry has behind its text, and no other page."""


class Weight(NamedTuple):
    """What a published folder has: bytes and files by kind, bytes of HTML around the text of each entry."""

    size: Mapping[str, int]
    files: Mapping[str, int]
    around: list[int]


def weight(public: Path) -> Weight:
    """Weigh a published folder."""
    size: Counter[str] = Counter()
    files: Counter[str] = Counter()
    around = []
    for path in sorted(public.rglob("*")):
        if path.is_file():
            kind = kind_of(path.relative_to(public).as_posix())
            if kind == "entries" and AFTER not in path.read_bytes():
                kind = "theme and the rest"
            size[kind] += path.stat().st_size
            files[kind] += 1
            if kind == "entries":
                around.append(len(TEXT.sub(b"", path.read_bytes())))
    return Weight(size, files, sorted(around))


def kind_of(path: str) -> str:
    """The kind of a file by its path in the site."""
    return next(kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, path))


def told(public: Path) -> str:
    """The table, and a sentence on the HTML around texts."""
    found = weight(public)
    count = len(found.around)
    if not count:
        return "No entry was published."
    rows = list(rows_of(found, count))
    middle, mean, most = statistics.median(found.around), statistics.fmean(found.around), found.around[-1]
    return (
        f"{table(('kind', 'files', 'MB', 'bytes an entry'), rows, 1)}\n\nHTML around the text of an entry: "
        f"{middle:,.0f} bytes in the median, {mean:,.0f} in the mean, {most:,} at most."
    )


def rows_of(found: Weight, count: int) -> Iterator[tuple[str, ...]]:
    """A row for each kind, the largest first, and one for all."""
    for kind, size in sorted(found.size.items(), key=lambda pair: -pair[1]):
        yield kind, f"{found.files[kind]:,}", f"{size / 1e6:.2f}", f"{size / count:,.1f}"
    total = sum(found.size.values())
    yield "all", f"{sum(found.files.values()):,}", f"{total / 1e6:.2f}", f"{total / count:,.1f}"


if __name__ == "__main__":
    print(told(Path(sys.argv[1])))
