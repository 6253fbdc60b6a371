"""Payloads -> an archive that has each in every place, and a browser that says whether anything of them runs."""

from __future__ import annotations

import functools
import json
import random
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP))

from generator.content import show  # noqa: E402
from generator.types import Copy, Cut, Evidence, Meta, RawRef  # noqa: E402

WORDS = "harbour lamp quay rope tide ferry ledger storm keeper chart winter letter gull mast salt".split()
POLICY = re.compile(rb'<meta http-equiv="?Content-Security-Policy"? content="[^"]*">')
FRAMES = 24
"""Pages that are shown at a time, each in a frame."""
BATCH = 20
"""Entries that have a word in common: a page of search results shows so many."""
SHELVES = ("people", "sources", "tags", "languages")
SETTLE = 90
"""Seconds after which a frame that has not told its end is told as such."""

WATCH = Path(__file__).with_name("watch.js").read_text("utf-8")
"""In every frame: what runs or could run is told on the console; the last word of a frame is "done"."""

PUT = """({ all, hidden }) => document.body.replaceChildren(
  ...all.map(src => Object.assign(document.createElement('iframe'), { src, hidden })))"""


@dataclass
class Seen:
    """What the browser told of some pages."""

    pages: int = 0
    breaches: list[tuple[str, str, str]] = field(default_factory=list)
    """Kind, page, what."""
    outside: list[str] = field(default_factory=list)
    """Requests to anywhere but the site."""
    results: dict[str, int] = field(default_factory=dict)
    """Address of a page -> the entries that it showed as results of a search."""


def payloads(shared: Path) -> list[str]:
    """Every distinct XSS case of shared/inputs, in order."""
    found: dict[str, None] = {}
    for path in sorted(shared.glob("inputs/xss-*/cases.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            found |= {str(case[key]): None for key in ("payload", "raw") if case.get(key)}
    return list(found)


def archive(shared: Path, cases: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The files of a site: each case in every field of an entry, and in a page of the heap with its name."""
    yield "site.yaml", b"title: The lamp\nbase_url: http://127.0.0.1/\nraw_files: true\ntwins: true\n"
    for number, case in enumerate(cases):
        yield f"content/entries/e{number:05}.md", _entry(number, case).encode("utf-8", "replace")
        yield f"content/raw/{_name(number, case)}", _page(number, case).encode("utf-8", "replace")
    for path in sorted(shared.glob("inputs/xss-files/*")):
        yield f"content/raw/{path.name}", path.read_bytes()


def _filler(number: int) -> str:
    chance = random.Random(number)
    return " ".join(chance.choices(WORDS, k=60)) + f" batch{number // BATCH} word{number} {chance.random()}"


def _entry(number: int, case: str) -> str:
    url = case if number % 2 else f"https://e.example/{case}"
    meta = Meta(
        title=case,
        date=case if number % 10 == 9 else "2021-03-14",
        date_text=case if number % 3 == 0 else "",
        url=url,
        source=case,
        authors=(case,),
        people=(case,),
        tags=(case,),
        language="" if number % 5 else case,
        summary=case,
        aliases=(case,),
        raw=RawRef(case, "0" * 64),
        copies=(Copy(case, "1" * 64, 0.5, url, case, (case,)),),
        evidence={"title": Evidence("worked out", case), "date": Evidence("worked out", case)},
        cuts=(Cut("hover-card", case, 0), Cut(case, case)),
        extra={"note": case, case[:40].replace("\n", " "): case},
    )
    return show(meta, f"{_filler(number)}\n\n{case}\n\n- {case}\n\n[link]({case}) ![picture]({case})\n\n`{case}`")


def _name(number: int, case: str) -> str:
    short = case.encode("utf-8", "replace").replace(b"/", b"\xe2\x88\x95").replace(b"\0", b"")[:150]
    return f"r{number:05} {short.decode('utf-8', 'ignore')}".replace("\n", " ").replace("\r", " ") + ".html"


def _page(number: int, case: str) -> str:
    told = {"@type": "NewsArticle", "headline": case, "author": {"name": case}, "datePublished": case, "url": case}
    data = json.dumps(told).replace("<", "\\u003c")
    said = escape(case)
    return (
        f'<!doctype html><html lang="{said}"><head><title>{said}</title><meta name="author" content="{said}">'
        f'<meta name="keywords" content="{said}"><link rel="canonical" href="{said}"><meta property="og:site_name" '
        f'content="{said}"><script type="application/ld+json">{data}</script></head><body><article><h1>{said}</h1>'
        f"<p>{_filler(number + 500_000)} {said}</p><p>{case}</p>\n<p>{_filler(number + 600_000)}</p>"
        f'<ul><li>{said}</ul><a href="{said}">{said}</a><img src="{said}" alt="{said}"></article></body></html>'
    )


def built(folder: Path, files: Iterator[tuple[str, bytes]]) -> Path:
    """The published site of these files."""
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    command = [sys.executable, "-m", "generator", "build", "-q"]
    subprocess.run(command, cwd=folder, env={"PYTHONPATH": str(TOP), "PATH": ""}, check=True, capture_output=True)
    return folder / "public"


@contextmanager
def served(public: Path, policy: bool) -> Iterator[str]:
    """The site on the loopback, with its content security policy or with that taken out of every page."""
    handler = functools.partial(_Handler, directory=str(public), policy=policy)
    server = _Quiet(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A browser that leaves a page hangs up."""


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, policy: bool, **kwargs: Any) -> None:
        self.policy = policy
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        if not self.policy and path.suffix == ".html":
            data = POLICY.sub(b"", data)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=3600" if path.suffix in (".js", ".css") else "no-cache")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def shown(
    browser: Any, base: str, pages: Sequence[str], wait: int = 0, drawn: bool = True, at_once: int = FRAMES
) -> Seen:
    """Show pages of the site (addresses below `base`) in frames, some at a time, and gather what they tell.

    `wait`: milliseconds after the load of a page in which its scripts may still show results of a search. `drawn` False
    shows the pages without drawing them: scripts run and pictures fail as they do otherwise, in less time.
    """
    seen = Seen()
    context = browser.new_context()
    context.add_init_script(WATCH.replace("WAIT", str(wait)))
    page = context.new_page()
    done: list[str] = []

    def told(said: Any) -> None:
        if said.text.startswith("@@"):
            kind, where, what = json.loads(said.text[2:])
            if kind == "done":
                done.append(where)
                seen.results[where] = int(what)
            else:
                seen.breaches.append((kind, where, what))

    page.on("console", told)
    page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((base, "blob:", "data:", "about:")) else seen.outside.append(asked.url)
        ),
    )
    page.on("dialog", lambda dialog: (seen.breaches.append(("dialog", page.url, dialog.message)), dialog.dismiss()))
    context.on("page", lambda opened: seen.breaches.append(("window", opened.url, "")) if opened != page else None)
    page.goto(f"{base}robots.txt")
    for start in range(0, len(pages), at_once):
        some = pages[start : start + at_once]
        done.clear()
        page.evaluate(PUT, {"all": [base + quote(one, safe="/?=&%~+") for one in some], "hidden": not drawn})
        for _ in range(SETTLE * 20):
            if len(done) >= len(some):
                break
            page.wait_for_timeout(50)
        else:
            seen.breaches.append(("not done", some[0], f"{len(done)} of {len(some)} pages"))
        seen.pages += len(some)
    context.close()
    return seen


def pages_of(public: Path) -> Mapping[str, list[str]]:
    """The addresses of a site by kind: pages, feeds, raw files that a browser shows."""
    found: dict[str, list[str]] = {"page": [], "feed": [], "raw": []}
    for path in sorted(public.rglob("*")):
        name = path.relative_to(public).as_posix()
        if name.startswith("raw/"):
            found["raw"] += [name] if path.suffix in (".txt", ".png", ".jpg") else []
        elif path.suffix in (".html", ".xml", ".json", ".txt", ".md") and not name.startswith(("pagefind/", "search/")):
            found["page" if path.suffix == ".html" else "feed"].append(name)
    return found


def everywhere(browser: Any, public: Path, cases: Sequence[str], policy: bool, whole: bool = True) -> Seen:
    """Visit an archive of `archive`: its pages, feeds, raw files, search results, and each eighth case as a query.

    Not `whole` leaves out the pages of which there is one for each value, but for the entries.
    """
    kinds = pages_of(public)
    pages = kinds["page"] if whole else [path for path in kinds["page"] if path.split("/")[0] not in SHELVES]
    searches = [f"search/?q=batch{number}" for number in range(-(-len(cases) // BATCH))]
    queries = [f"search/?q={quote(case, safe='')}&hit={quote(case, safe='')}" for case in cases[::8]]
    with served(public, policy) as base:
        parts = (
            shown(browser, base, pages, drawn=len(cases) < 500),
            shown(browser, base, [*kinds["feed"], *kinds["raw"]]),
            shown(browser, base, queries, wait=300),
        )
        found = shown(browser, base, searches, wait=60_000, at_once=4)
        # What a machine that is short of time did not show is looked at once more, alone.
        late = [one for one in searches if found.results.get(f"/{one}", 0) < BATCH]
        again = shown(browser, base, late, wait=60_000, at_once=1)
    seen = Seen(results=found.results | again.results)
    for part in (*parts, found, again):
        seen.pages += part.pages
        seen.breaches += part.breaches
        seen.outside += part.outside
    return seen
