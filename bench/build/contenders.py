"""Each generator that is compared: how it wants its articles, how it is run, what an edit and a change of theme are."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import programs
from corpus import Article

BENCH = Path(__file__).resolve().parents[1]
ADDRESS = "https://archive.example/bench"
MONTHS = "January February March April May June July August September October November December".split()
FOOT = '{{% extends "parent/base.html" %}}{{% block foot %}}{{{{ super() }}}}<p>Edit {number}.</p>{{% endblock %}}'
"""The template by which a site changes the foot of all pages of ours."""

Writer = Callable[[Article], str]


@dataclass(frozen=True)
class Contender:
    """One way from articles to a site."""

    name: str
    version: str
    render: tuple[str, ...]
    """The command that makes the pages; run in the folder of the site."""
    index: tuple[str, ...] = ()
    """The command that makes the search index from them, if that is not done by `render`."""
    text: Writer = field(default=str)
    lay_out: Callable[[Iterable[Article], Path, Writer], None] = field(default=lambda *_: None)
    """Writes the articles and whatever the generator needs beside them into the folder of a site."""
    restyle: Callable[[Path, int], None] = field(default=lambda *_: None)
    """Changes what stands at the foot of all pages; the number makes it another change each time."""
    articles: str = "content"
    clean: tuple[str, ...] = ("public",)
    """Taken away before a cold run."""
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    def edit(self, site: Path) -> None:
        """Add a sentence to the article in the middle of the list."""
        files = sorted(path for path in (site / self.articles).rglob("*.md") if path.stem != "_index")
        chosen = files[len(files) // 2]
        chosen.write_text(chosen.read_text("utf-8") + "\nOne sentence more.\n", "utf-8")


def address(one: Article) -> str:
    """The folder of an article in the site: 2004/03/14/its-title. Titles are letters and spaces."""
    return f"{one.date.replace('-', '/')}/{one.title.lower().replace(' ', '-')}"


def write(root: Path, path: str, text: str) -> None:
    """Write a text file below `root`."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")


def front_matter(fields: Mapping[str, object], one: Article) -> str:
    """YAML between fences, then the text. JSON is YAML."""
    head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
    return f"---\n{head}---\n\n{one.text}\n"


# --- ours -----------------------------------------------------------------------------------------------------


def fonds(name: str, options: str = "", raw: bool = False) -> Contender:
    """Our own build: from content files as the peers have them, or from raw files, so that ingest is in the figures."""

    def lay_out(articles: Iterable[Article], site: Path, text: Writer) -> None:
        write(site, "site.yaml", f'title: "Benchmark"\nbase_url: "{ADDRESS}"\n{options}')
        for number, one in enumerate(articles):
            path = f"raw/{number // 1000:03}/{number:06}" if raw else f"entries/{address(one)}"
            write(site, f"content/{path}.md", text(one))

    return Contender(
        name,
        "",
        (sys.executable, "-m", "generator", "build", "-q"),
        text=ours,
        lay_out=lay_out,
        restyle=lambda site, number: write(site, "templates/base.html", FOOT.format(number=number)),
        articles="content/entries",
        clean=("public", ".fonds", "templates", *(("content/entries", "content/ledger.jsonl") if raw else ())),
        environment={**os.environ, "PYTHONPATH": str(BENCH.parent)},
    )


def ours(one: Article) -> str:
    """A content file as a person would write it, and as a reader of raw files understands it."""
    fields = {"title": one.title, "date": one.date, "url": one.url, "source": one.source}
    return front_matter({**fields, "people": one.people, "tags": one.tags}, one)


# --- peers ----------------------------------------------------------------------------------------------------


def peer(name: str, folder: Path) -> Contender | None:
    """A peer with Pagefind behind it; None if it is not installed in `folder`."""
    found = programs.present(name, folder)
    if found is None:
        return None
    program, version = found
    words, text, sections = PEERS[name]
    return Contender(
        name,
        version,
        (program, *words),
        (programs.pagefind(), "--site", "public", "--force-language", "en"),
        text,
        lambda articles, site, text: lay_out_peer(name, articles, site, text, sections),
        restyle,
        clean=("public", "cache"),
    )


def lay_out_peer(
    name: str, articles: Iterable[Article], site: Path, text: Writer, sections: Callable[[str, str], str] | None
) -> None:
    """The peer's templates (bench/peers/), the articles, and where it wants them a file for each year, month, day."""
    shutil.copytree(BENCH / "peers" / name.lower(), site, dirs_exist_ok=True)
    static = site / ("theme/static" if name == "Pelican" else "static")
    shutil.copytree(BENCH / "peers" / "static", static, dirs_exist_ok=True)
    folders = set()
    for one in articles:
        path = address(one)
        write(site, f"content/{path}.md", text(one))
        year, month, day, _ = path.split("/")
        folders |= {(year, year), (f"{year}/{month}", f"{MONTHS[int(month) - 1]} {year}")}
        folders |= {(f"{year}/{month}/{day}", f"{int(day)} {MONTHS[int(month) - 1]} {year}")}
    if sections:
        for path, title in folders:
            write(site, f"content/{path}/_index.md", sections(path, title))


def restyle(site: Path, number: int) -> None:
    """Change the foot in the template that all pages of a peer share."""
    layout = next(path for path in site.rglob("base*.*") if "<footer>" in path.read_text("utf-8"))
    layout.write_text(layout.read_text("utf-8").replace("<footer><p>", f"<footer><p>Edit {number}. "), "utf-8")


def for_hugo(one: Article) -> str:
    """Terms of a taxonomy are lists of its plural name."""
    fields = {"title": one.title, "date": one.date, "original": one.url, "sources": [one.source]}
    return front_matter({**fields, "people": one.people, "tags": one.tags}, one)


def for_zola(one: Article) -> str:
    """Only known keys are allowed, and others go below `extra`."""
    names = {"sources": [one.source], "people": one.people, "tags": one.tags}
    return front_matter(
        {"title": one.title, "date": one.date, "taxonomies": names, "extra": {"original": one.url}}, one
    )


def for_eleventy(one: Article) -> str:
    """`date` and `tags` mean something to Eleventy itself, which takes them for a time and for collections."""
    fields = {"layout": "entry.njk", "title": one.title, "day": one.date, "original": one.url, "source": one.source}
    return front_matter({**fields, "people": one.people, "topics": one.tags}, one)


def for_pelican(one: Article) -> str:
    """Lines of metadata above the text, as Python-Markdown's `meta` reads them."""
    people = f"Authors: {'; '.join(one.people)}\n" if one.people else ""
    head = f"Title: {one.title}\nDate: {one.date}\nCategory: {one.source}\n{people}Tags: {', '.join(one.tags)}\n"
    return f"{head}Original: {one.url}\n\n{one.text}\n"


def hugo_section(path: str, title: str) -> str:
    """A folder is a list if it has a file that says so."""
    return f'---\ntitle: "{title}"\n---\n'


def zola_section(path: str, title: str) -> str:
    """`transparent` hands the pages of a day on to its month and year."""
    return f'---\ntitle: "{title}"\nsort_by: date\ntransparent: true\n---\n'


PEERS: dict[str, tuple[tuple[str, ...], Writer, Callable[[str, str], str] | None]] = {
    "Hugo": (("--quiet",), for_hugo, hugo_section),
    "Zola": (("build", "--force", "--output-dir", "public"), for_zola, zola_section),
    "Eleventy": (("--quiet",), for_eleventy, None),
    "Pelican": (("-q",), for_pelican, None),
}
"""Peer -> its command's words, its form of an article, and of a list by date where that needs a file."""
