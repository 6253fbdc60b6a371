"""Promise 10: work grows in step with input: twice as long, or twice as many, takes at most 2.3 times as long.

A shape is a text that repeats itself. It is doubled until it takes a tenth of a second of CPU time; the ratio is of
that length to half of it, the best of three runs each. What takes less at a million characters is not measured.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import corpus
import msgspec
from figures import TOP, Figure, at_most

from generator import content, yamltext
from generator.ingest import draft as drafting
from generator.ingest import readers
from generator.render import body
from generator.types import Raw

LIMIT = 2.3
ENOUGH, LONGEST = 0.1, 1_000_000
COUNTS = (500, 1_000, 2_000, 4_000)
HOW = "bench/trust/growth.py"
Shape = Callable[[int], str]

MARKDOWN: dict[str, Shape] = {
    "stars": lambda n: "* " * n,
    "open brackets": lambda n: "[" * n,
    "open links": lambda n: "[a" * n,
    "half links": lambda n: "[a](" * n,
    "half images": lambda n: "![a](" * n,
    "closed brackets": lambda n: "a]" * n,
    "nested brackets": lambda n: "[" * n + "a" + "]" * n,
    "link openers": lambda n: "[ (](" * n,
    "openers and closers": lambda n: "*a_ " * n,
    "nested strong": lambda n: "*a **a " * n + "b" + " a** a*" * n,
    "multiple of three": lambda n: "a**b" + "c* " * n,
    "backticks": lambda n: "".join(f"e{'`' * k}" for k in range(1, int((2 * n) ** 0.5))),
    "quotes": lambda n: "> " * n + "a",
    "lines of quotes": lambda n: "> a\n" * n,
    "lists within lists": lambda n: "\n".join("  " * (k % 12) + "* a" for k in range(n)),
    "tags": lambda n: "<" * n,
    "open tags": lambda n: "<b>" * n,
    "divisions": lambda n: "<div>" * n,
    "entities": lambda n: "&" * n,
    "comments": lambda n: "<!--" * n,
    "rules": lambda n: "---\n\n" * n,
    "headings": lambda n: "# a\n\n" * n,
    "a table": lambda n: "| a | b |\n|---|---|\n" + "| c | d |\n" * n,
    "code": lambda n: "```\n" * n,
    "footnotes": lambda n: "".join(f"[^{k}] " for k in range(n)) + "\n\n" + "".join(f"[^{k}]: a\n" for k in range(n)),
    "definitions": lambda n: "".join(f"[{k}]: /a\n" for k in range(n)),
    "paragraphs": lambda n: "A plain paragraph of words.\n\n" * n,
    "one long line": lambda n: "word " * n,
    "links": lambda n: "[a](/b) " * n,
    "escapes": lambda n: "\\*" * n,
}
HTML: dict[str, Shape] = {
    "links in a paragraph": lambda n: f"<html><body><p>{'<a href=/x>word and word</a> ' * n}</p></body></html>",
    "paragraphs": lambda n: f"<html><body>{'<p>Some words of a paragraph, and more.</p>' * n}</body></html>",
    "nested divisions": lambda n: f"<html><body>{'<div>' * n}text{'</div>' * n}</body></html>",
    "unclosed divisions": lambda n: f"<html><body>{'<div>a ' * n}",
    "a table": lambda n: f"<html><body><table>{'<tr><td>a</td><td>b</td></tr>' * n}</table></body></html>",
    "lists": lambda n: f"<html><body><ul>{'<li>words in a list</li>' * n}</ul></body></html>",
    "breaks": lambda n: f"<html><body><p>{'a line<br>' * n}</p></body></html>",
    "attributes": lambda n: "<html><body><p " + " ".join(f"a{k}=b" for k in range(n)) + ">Text</p></body></html>",
    "inline tags": lambda n: f"<html><body><p>{'<b>a</b><i>b</i> ' * n}</p></body></html>",
}
TEXTS: dict[str, Shape] = {
    "a long text": lambda n: "Some words of a text, on a day in March.\n\n" * n,
    "one line": lambda n: "word " * n,
    "dates": lambda n: "14 March 2021, " * n,
    "header lines": lambda n: "Title: a\n" * n,
    "blanks": lambda n: "a" + " " * n + "b",
    "line ends": lambda n: "a" + "\n" * n + "b",
    "digits": lambda n: "1" * n,
    "no blanks": lambda n: "a" * n,
}
YAML: dict[str, Shape] = {
    "a list": lambda n: "a: [" + "b, " * n + "c]",
    "keys": lambda n: "".join(f"k{k}: v\n" for k in range(n)),
    "a long value": lambda n: "a: " + "b" * n,
    "open brackets": lambda n: "a: " + "[" * n,
    "open braces": lambda n: "a: " + "{a: " * n,
}


def convert(text: str) -> None:
    """The body of an entry to HTML."""
    body.convert(content.Content(content.Meta(), text), "x.md")


def read(name: str) -> Callable[[str], None]:
    """A raw file to a draft."""

    def run(text: str) -> None:
        for raw in readers.read(name, io.BytesIO(text.encode())):
            if isinstance(raw, Raw):
                msgspec.msgpack.decode(drafting.draft(drafting.Reading(raw, (), "2027-12-31")))

    return run


ROOMS: tuple[tuple[str, dict[str, Shape], Callable[[str], object]], ...] = (
    ("Markdown to HTML", MARKDOWN, convert),
    ("saved pages to drafts", HTML, read("x.html")),
    ("texts to drafts", TEXTS, read("x.txt")),
    ("YAML", YAML, lambda text: yamltext.load(text, "x")),
)


def figures(shared: Path) -> Iterator[Figure]:
    """The worst ratio of each room, by name of the shape; then the whole pipeline."""
    for room, shapes, step in ROOMS:
        found = {name: _ratio(step, shape) for name, shape in shapes.items()}
        worst = max(found, key=lambda name: found[name])
        over = [name for name in found if found[name] > LIMIT]
        if over:
            print("      above:", ", ".join(f"{name} {found[name]:.2f}" for name in over))
        yield at_most(f"{room}, worst of {len(found)} shapes ({worst})", LIMIT, found[worst], HOW)
    yield from _pipeline()


def _ratio(step: Callable[[str], object], shape: Shape) -> float:
    """Time of twice as much over time of as much, at the length where that begins to take time."""
    count, before = 250, 0.0
    while True:
        text = shape(count)
        spent = _spent(step, text)
        if spent >= ENOUGH and before:
            return min(spent, *(_spent(step, text) for _ in range(2))) / min(
                before, *(_spent(step, shape(count // 2)) for _ in range(2))
            )
        if len(text) > LONGEST:
            return 0.0
        count, before = count * 2, spent


def _spent(step: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    step(text)
    return time.process_time() - start


def _pipeline() -> Iterator[Figure]:
    """CPU seconds of `fonds build` and all that it starts, from raw texts, by number of documents."""
    costs = []
    for count in COUNTS:
        with tempfile.TemporaryDirectory(prefix="fonds-trust-") as folder:
            site = Path(folder)
            corpus.write(count, site / "content" / "raw", "raw")
            (site / "site.yaml").write_text('title: "Growth"\n')
            command = [sys.executable, "-m", "generator", "build", "-q", "-j", "1", "-c", str(site)]
            before = os.times()
            subprocess.run(command, cwd=TOP, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            after = os.times()
        spent = after.children_user - before.children_user + after.children_system - before.children_system
        print(f"      {count:,} documents: {spent:.1f} CPU s")
        costs.append(spent)
    ratios = [two / one for one, two in pairwise(costs)]
    said = ", ".join(f"{count:,}: {spent:.1f} s" for count, spent in zip(COUNTS, costs, strict=True))
    yield at_most(f"the whole build, worst step of {said}", LIMIT, max(ratios), HOW)
