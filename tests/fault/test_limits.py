"""Documents made to take all time or memory, or to break what reads them: each is an entry all the same."""

from __future__ import annotations

from typing import Any

import pytest

from generator.content import parse

SHAPES = {
    "stars.md": "* " * 3000 + "x",
    "quotes.md": "> " * 3000 + "x",
    "brackets.md": "[" * 60_000,
    "emphasis.md": "*a **a " * 60_000 + "b" + " a** a*" * 60_000,
    "divs.md": "<div>" * 5000 + "words",
    "formats.html": "<h1>Formats</h1>" + "".join(f"<b title={n}>" for n in range(5000)) + "<p>word here" * 20_000,
    "deep.html": "<h1>Deep</h1>" + "<div>" * 100_000 + "words of the deep",
    "links.html": "<h1>Links</h1><p>" + "<a href=/x>word</a> and " * 60_000,
    "cells.html": "<h1>Cells</h1>" + "<table><tr><td>" * 3000 + "words",
    "bomb.md": "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n\nThe text after a bomb.\n",
    "keys.md": "---\n" + "".join(f"k{n}: v\n" for n in range(150_000)) + "---\n\nThe text after many keys.\n",
    "deep.json": "[" * 100_000,
    "long.txt": "Long\n\n" + "herring " * 2_100_000,
    "plain.txt": "A plain text\n\nThe boats came in late, and the ice was gone by noon.\n",
}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the timer may strike within a callback
def test_no_document_stops_the_others(site: Any) -> None:
    site.write({f"content/raw/{name}": text for name, text in SHAPES.items()})
    said = site.run("build", "-v", code=None)
    assert said.returncode == 0, said.stderr
    origins = {parse(text, "").meta.raw.origin for text in site.entries().values()}  # type: ignore[union-attr]
    told = said.stdout + said.stderr
    assert "Traceback" not in told
    refused = {name for name in SHAPES if f"content/raw/{name}" in told}
    assert origins | refused == set(SHAPES)
    assert {"long.txt", "bomb.md"} <= origins & refused
    pages = {path: page for path, page in site.pages().items() if path.endswith("index.html")}
    assert any(b"The text after a bomb." in page for page in pages.values())
    long = next(page for page in pages.values() if page.count(b"herring") > 2_000_000)
    emphasis = next(page for page in pages.values() if page.count(b"*a **a") >= 60_000)
    assert b"<pre>" in long and b"<pre>" in emphasis
    assert any(b"[" * 60_000 in page for page in pages.values())
    assert "the text took more than 8 CPU seconds; shown as plain text" in told
    assert "is longer than 16,000,000 characters" in told
