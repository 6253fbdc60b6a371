"""Invented articles -> a site with a search page and the search index of all of them, and Pagefind's own whole index.

Only what search needs is built: a site of the first few articles gives the page and its scripts, the index is made by
the steps of `fonds build` from plain HTML of all articles.
"""

from __future__ import annotations

import html
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pagefind_bin import get_executable

HERE = Path(__file__).resolve().parent
TOP = HERE.parents[1]
sys.path[:0] = [str(TOP), str(HERE.parent)]

import corpus  # noqa: E402

from generator.edge import code  # noqa: E402
from generator.edge.cache import Cache  # noqa: E402
from generator.edge.work import Work  # noqa: E402
from generator.pipeline.indexing import indexing  # noqa: E402
from generator.search.document import document  # noqa: E402
from generator.site import shards as site  # noqa: E402
from generator.types import Document  # noqa: E402

TEXT, AFTER = "<div class=text dir=auto>", "<div class=record>"
"""Where the text of an entry begins in its page, and what stands behind it."""
SHELL = 200
"""Articles of the site around the index: enough for a bar each year."""


class Cost(NamedTuple):
    """What it took: seconds of processors in all, bytes of the largest process."""

    cpu: float
    memory: int


def shell(count: int, folder: Path) -> Path:
    """A built site with a few of the articles; its folder of published files, without a search index."""
    corpus.write(min(count, SHELL), folder / "content" / "entries", "entries")
    (folder / "site.yaml").write_text('title: "Benchmark"\n', "utf-8")
    command = [sys.executable, "-m", "generator", "build", "-q"]
    subprocess.run(command, cwd=folder, env=dict(os.environ, PYTHONPATH=str(TOP)), check=True, capture_output=True)
    shutil.rmtree(folder / "public" / "pagefind")
    return folder / "public"


def bodies(count: int, cache: Cache) -> Iterator[Document]:
    """What the index says of each article; its body goes into the cache."""
    for number, one in enumerate(corpus.articles(count)):
        blocks = [shaped(block, at) for at, block in enumerate(one.text.split("\n\n"))]
        (body,) = cache.keep([(b"", "".join(blocks).encode())])
        yield Document(
            f"{one.date.replace('-', '/')}/{number}/", one.title, body, "en", one.date,
            source=one.source, people=tuple(one.people), tags=tuple(one.tags), language="en",
        )  # fmt: skip


def shaped(block: str, number: int) -> str:
    """A block of the corpus's Markdown as HTML."""
    if block.startswith("## "):
        return f'<h2 id="part-{number}">{html.escape(block[3:])}</h2>'
    if block.startswith("- "):
        return f"<ul>{''.join(f'<li>{html.escape(line[2:])}</li>' for line in block.splitlines())}</ul>"
    return f"<p>{html.escape(block)}</p>"


def pages(documents: list[Document], cache: Cache, public: Path) -> None:
    """Write the page of each document, with all that stands around the text of an entry in that site.

    Results are shown with the words of their pages, so that these are part of what a search costs.
    """
    sample = next(path for path in sorted(public.rglob("index.html")) if AFTER in path.read_text("utf-8"))
    before, _, rest = sample.read_text("utf-8").partition(TEXT)
    for item in documents:
        place = public / item.address / "index.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        titled = re.sub("(<h1[^>]*>).*?</h1>", rf"\g<1>{html.escape(item.title)}</h1>", before)
        place.write_text(
            f"{titled}{TEXT}{cache.blob(item.body).decode()}</div>{AFTER}{rest.partition(AFTER)[2]}", "utf-8"
        )


def index(documents: list[Document], least: int, cache: Cache, public: Path) -> tuple[int, Cost]:
    """Write the index of the documents into public/pagefind; a shard has at most `least`. Gives their number."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.process_time()
    site.LEAST, site.MANY = least, 1_000_000
    made = site.shards(documents)
    with Work(cache, code.digest(), executor="inline") as work:  # so that all that it takes is counted
        tree, _ = indexing(made, "en", work)()
    spent = time.process_time() - start
    shutil.rmtree(public / "pagefind", ignore_errors=True)
    for path, digest in tree.items():
        (public / path).parent.mkdir(parents=True, exist_ok=True)
        (public / path).write_bytes(cache.blob(digest))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return len(made), Cost(spent + children, after.ru_maxrss * 1024)


def whole(documents: list[Document], cache: Cache, folder: Path) -> Cost:
    """Pagefind's command on the same HTML: one index of all in folder/pagefind."""
    for item in documents:
        place = folder / "pages" / f"{item.address}index.html"
        place.parent.mkdir(parents=True)
        place.write_bytes(document(item, cache.blob(item.body)))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(get_executable()), "--site", str(folder / "pages"), "--output-path", str(folder / "pagefind")]
    subprocess.run([*command, "--force-language", "en", "--quiet"], check=True)
    shutil.rmtree(folder / "pages")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(spent, after.ru_maxrss * 1024)
