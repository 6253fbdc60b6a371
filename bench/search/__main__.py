"""What a search costs a reader, with the index in shards, beside one whole index of Pagefind's.

    python bench/search [N] [--shards 1,10,30] [--work DIR] [--dry]

N invented articles (bench/corpus.py, default 10,000). For each number of shards, and for Pagefind's own index with its
own script: bytes and requests up to the first ten results of a query of two words in a fresh browser, and the seconds,
where each answer of the server takes 40 ms longer; then seconds for a second query. Then how many of the ten best of
the whole index are among the ten best of the shards, over 50 queries, whether the counts agree, and what is found that
the whole index does not find. Prints two tables and writes them into bench/README.md. Above 30,000 articles there is no
whole index, for it does not fit into memory (Pagefind/pagefind#842). Needs Playwright and a Chromium.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

import archive
import corpus
import record
from playwright.sync_api import sync_playwright
from serve import Far, served

from generator.edge.cache import Cache

LATENCY = 0.04
RESULT = re.compile(r"/[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9]+/")
"""The path of an article's page."""
WHOLE = 30_000
QUERIES, TIMED = 50, 8
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
COLUMNS = ("index", "shards", "kB", "requests", "kB with lists to narrow by", "first results, s", "second query, s")
BLANK = "<!doctype html><title>.</title><script type=module src=whole.js></script>"
SCRIPT = """const pagefind = await import('./pagefind/pagefind.js')
self.find = async (query, count) => {
  const { results } = await pagefind.search(query)
  const texts = await Promise.all(results.slice(0, count).map(r => r.data()))
  return { all: results.length, best: texts.map(t => t.url), ids: results.map(r => [r.id, r.score]) }
}
document.documentElement.dataset.ready = ''
"""
ASK = """async query => {
  const { Shards } = await import('/assets/shards.js')
  self.index ??= new Shards(new URL('/', location))
  await index.start()
  const hits = await index.find(query, index.shards)
  hits.sort((a, b) => b.score - a.score || a.page - b.page)
  const texts = await Promise.all(hits.slice(0, 10).map(hit => index.text(hit)))
  return { all: hits.length, best: texts.map(t => t.url.pathname) }
}"""
WATCH = """new MutationObserver(() => {
  const shown = document.querySelector('#found:not([hidden]) ol.entries:not([hidden]) > li')
  if (shown) self.first ??= performance.now()
}).observe(document, { childList: true, subtree: true, attributes: true })"""
TYPE = """query => new Promise(done => {
  const box = document.querySelector('[name=q]'), list = document.querySelector('#found ol.entries')
  const start = performance.now(), seen = () => { if (list.dataset.q === query) done(performance.now() - start) }
  new MutationObserver(seen).observe(list, { childList: true })
  box.value = query
  box.dispatchEvent(new Event('input', { bubbles: true }))
})"""


class Seen(NamedTuple):
    """One visit: bytes and requests to the first results, bytes in all, seconds to the first, and of a second query."""

    size: int
    requests: int
    all: int
    first: float
    second: float


def queries(count: int) -> list[str]:
    """Pairs of words of one article each: all find something; common and rare ones are among them."""
    chance, found = random.Random(7), []
    for one in corpus.articles(count):
        words = sorted({word.strip(".,?“”").lower() for word in one.text.split()} - {"-", "##"})
        found.append(" ".join(chance.sample(words, 2)))
        if len(found) == QUERIES:
            return found
    return found


def scripts(log: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """What was sent of the search alone: scripts, index and the pages of results; neither its own page nor its look."""
    return [one for one in log if one[0].endswith(".js") or "/pagefind/" in one[0] or RESULT.match(one[0])]


def visit_ours(browser: Any, far: Far, pair: tuple[str, str]) -> Seen:
    """The search page opened with a query in its address; then another typed."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    far.taken()
    page.goto(f"{far.base}search/?q={pair[0].replace(' ', '+')}", wait_until="commit")
    page.locator("#found ol.entries > li").first.wait_for()
    first = page.evaluate("first") / 1000
    early = scripts(far.taken())
    page.wait_for_timeout(600)
    late = scripts(far.taken())
    second = page.evaluate(TYPE, pair[1])
    context.close()
    size = sum(size for _, size in early)
    return Seen(size, len(early), size + sum(size for _, size in late), first, second / 1000)


def visit_whole(browser: Any, far: Far, pair: tuple[str, str]) -> Seen:
    """A page that does nothing but ask Pagefind."""
    context = browser.new_context()
    page = context.new_page()
    far.taken()
    page.goto(f"{far.base}whole.html", wait_until="commit")
    page.wait_for_selector("[data-ready]", state="attached")
    page.evaluate("query => find(query, 10)", pair[0])
    first = page.evaluate("performance.now()") / 1000
    log = scripts(far.taken())
    start = page.evaluate("performance.now()")
    page.evaluate("query => find(query, 10)", pair[1])
    second = (page.evaluate("performance.now()") - start) / 1000
    context.close()
    size = sum(size for _, size in log)
    return Seen(size, len(log), size, first, second)


def middle(seen: list[Seen]) -> tuple[str, ...]:
    """The medians, as the table has them."""
    size, requests, everything, first, second = (statistics.median(column) for column in zip(*seen, strict=True))
    return (f"{size / 1000:.0f}", f"{requests:.0f}", f"{everything / 1000:.0f}", f"{first:.2f}", f"{second:.3f}")


def answers(browser: Any, base: str, path: str, ask: str, asked: list[str]) -> list[dict[str, Any]]:
    """What each query finds: how many, and the addresses of the ten best."""
    found = []
    for query in asked:  # a page for each, for Pagefind finds more words of what earlier queries loaded
        page = browser.new_page()
        page.goto(base + path)
        page.wait_for_selector("#ask, [data-ready]", state="attached")
        found.append(page.evaluate(ask, query))
        page.close()
    return found


def compared(ours: list[dict[str, Any]], whole: list[dict[str, Any]]) -> str:
    """How the answers of the shards agree with those of the whole index, in a sentence."""
    shared = [len({*a["best"]} & {*b["best"]}) / max(1, len(b["best"])) for a, b in zip(ours, whole, strict=True)]
    counts = sum(a["all"] == b["all"] for a, b in zip(ours, whole, strict=True))
    more = sum(max(0, a["all"] - b["all"]) for a, b in zip(ours, whole, strict=True))
    return (
        f"Of the ten best of the whole index, {statistics.mean(shared):.3f} are among the ten best of the shards (least"
        f" {min(shared):.1f}) over {len(ours)} queries; counts agree in {counts}; pages found too many: {more}."
    )


def measure(count: int, wanted: list[int], work: Path) -> Iterator[tuple[str, ...] | str]:
    """Rows of the table, then sentences."""
    asked = queries(count)
    pairs = list(zip(asked[::2], asked[1::2], strict=True))[:TIMED]
    cache = Cache(work / "cache.sqlite")
    documents = list(archive.bodies(count, cache))
    public = archive.shell(count, work / "site")
    archive.pages(documents, cache, public)
    with sync_playwright() as play, served(public, LATENCY) as far:
        program = os.environ.get("FONDS_CHROMIUM") or shutil.which("chromium")
        browser = play.chromium.launch(executable_path=program, args=FLAGS)
        found = None
        for number in wanted:
            least = count if number == 1 else count // number * 4 // 3
            made, cost = archive.index(documents, least, cache, public)
            if number == wanted[len(wanted) // 2]:
                far.latency = 0
                found = answers(browser, far.base, "search/", ASK, asked)
                far.latency = LATENCY
            yield ("fonds", str(made), *middle([visit_ours(browser, far, pair) for pair in pairs]))
            if number == wanted[0]:
                yield f"Index: {cost.cpu:.1f} CPU s; the largest process had {cost.memory / 1e6:.0f} MB."
        if count <= WHOLE:
            cost = archive.whole(documents, cache, public)
            (public / "whole.html").write_text(BLANK)
            (public / "whole.js").write_text(SCRIPT)
            yield ("Pagefind, whole", "-", *middle([visit_whole(browser, far, pair) for pair in pairs]))
            far.latency = 0
            whole = answers(browser, far.base, "whole.html", "query => find(query, 10)", asked)
            yield f"Whole index: {cost.cpu:.1f} CPU s, {cost.memory / 1e6:.0f} MB."
            yield compared(found or [], whole)
        browser.close()


def main() -> int:
    """Read the command line, measure, print, write down."""
    parser = argparse.ArgumentParser(description="Measure the search of a site.")
    parser.add_argument("count", type=int, nargs="?", default=10_000, metavar="N")
    parser.add_argument("--shards", default="1,10,30", help="about so many (they are cut by time)")
    parser.add_argument("--work", type=Path, help="folder for the site; a temporary one if not given")
    parser.add_argument("--dry", action="store_true", help="do not write bench/README.md")
    told = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="fonds-bench-", dir=told.work))
    about = record.machine()
    try:
        said = list(measure(told.count, [int(one) for one in told.shards.split(",")], work))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    rows = [one for one in said if isinstance(one, tuple)]
    lines = [COLUMNS, ("---", *["---:"] * (len(COLUMNS) - 1)), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    text = "\n\n".join(
        [f"`python bench/search {told.count}`, {about}", table, *(one for one in said if type(one) is str)]
    )
    print(text)
    if not told.dry:
        record.record(f"search, {told.count:,} articles", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
