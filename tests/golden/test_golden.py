"""Whole runs on small heaps: raw files -> content files -> published pages, compared with what a person wrote down.

`cases/<name>/raw/` is the heap, `cases/<name>/entries/` what ingest must write, letter for letter, and
`cases/<name>/pages.txt` what a reader must see on the pages of the entries. Where copies differ from their entries,
`cases/<name>/copies/` is their texts; `cases/<name>/differences.txt` is what the pages show that compare them, and the
versions of a story. For the demo archive, content/raw/ is the heap and content/entries/ with copies/ and ledger.jsonl
what ingest must write.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from lxml import html

TOP = Path(__file__).resolve().parents[2]
CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


def heap_of(site: Any, raw: Path) -> Any:
    """The site with a heap; nothing is built."""
    shutil.copytree(raw, site.folder / "content" / "raw")
    return site


def texts(folder: Path) -> dict[str, str]:
    """The Markdown files below a folder, by path."""
    found = sorted(folder.rglob("*.md"))
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in found}


def shown(page: bytes) -> str:
    """What a reader sees of an entry: its heading, its facts, its text; a line each, blank lines left out."""
    article = html.document_fromstring(page).xpath("//article")[0]
    for name in ("record", "near", "cut", "caret"):
        for element in article.find_class(name):
            element.drop_tree()
    for block in article.iter("p", "h1", "h2", "h3", "li", "dt", "dd", "tr", "th", "td", "div", "pre", "span", "br"):
        block.tail = "\n" + (block.tail or "") if block.tag != "span" else block.tail
    lines = (" ".join(line.split()) for line in article.text_content().split("\n"))
    return "\n".join(line for line in lines if line)


def differences(page: bytes) -> str:
    """What a reader sees of a comparison in one column: "[A: only there]"; "= text" is a paragraph that is folded.

    What went and what came with a later version is marked "[-: ]" and "[+: ]".
    """
    main = html.document_fromstring(page).get_element_by_id("main")
    lines = [" ".join(text.split()) for text in main.xpath(".//p[@class='deck']/text()") if text.strip()]
    for hunk in main.find_class("diff")[0]:
        for span in hunk.find_class("a") + hunk.find_class("b"):
            span.text = f"[{span.get('class').upper()}: {span.text}]"
        for mark in hunk.xpath(".//del | .//ins"):
            words = mark.text_content().partition(": ")[2].rpartition("]")[0]
            mark.clear(keep_tail=True)
            mark.text = f"[{'-' if mark.tag == 'del' else '+'}: {words}]"
        folded = hunk.tag == "details"
        lines += ["= " * folded + p.text_content() for p in (hunk.iter("p") if folded else hunk[:1])]
    return "\n".join(lines)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_heap_becomes_just_these_entries_and_pages(site: Any, case: Path) -> None:
    heap_of(site, case / "raw").build("--base-url", "https://archive.example/")
    assert site.entries() == texts(case / "entries")
    pages = {path.removesuffix(".md"): site.public / path.removesuffix(".md") / "index.html" for path in site.entries()}
    seen = "\n\n".join(f"== {name}\n{shown(path.read_bytes())}" for name, path in pages.items())
    assert seen + "\n" == (case / "pages.txt").read_text("utf-8")
    assert texts(site.folder / "content" / "copies") == texts(case / "copies")
    paths = [*sorted(site.public.rglob("copies/*/index.html")), *sorted(site.public.rglob("versions/index.html"))]
    compared = [differences(path.read_bytes()) + "\n" for path in paths]
    wanted = case / "differences.txt"
    assert "\n".join(compared) == (wanted.read_text("utf-8") if wanted.exists() else "")


def test_the_demo_archive_is_what_its_raw_files_give(site: Any) -> None:
    heap_of(site, TOP / "content" / "raw").run("ingest")
    assert site.entries() == texts(TOP / "content" / "entries")
    assert texts(site.folder / "content" / "copies") == texts(TOP / "content" / "copies")
    ledger = (site.folder / "content" / "ledger.jsonl").read_text("utf-8")
    assert ledger == (TOP / "content" / "ledger.jsonl").read_text("utf-8")


def test_the_demo_archive_is_not_changed_by_a_second_ingest(site: Any) -> None:
    shutil.copytree(TOP / "content", site.folder / "content")
    before = {path: path.stat().st_mtime_ns for path in site.folder.rglob("*") if path.is_file()}
    assert "nothing new" in site.run("ingest").stdout
    after = {path: path.stat().st_mtime_ns for path in site.folder.rglob("*") if path.is_file() and path in before}
    assert after == before
