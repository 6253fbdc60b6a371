"""What the tests share: the data beside the project, a browser, a built site, and a server for it.

A test that cannot run here says why in its skip reason; `-ra` in pyproject.toml prints each reason.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# A loaded machine is no bug: examples are not timed. Where CI is set, Hypothesis uses its own fixed examples.
settings.register_profile("fonds", settings.get_profile("ci") if os.environ.get("CI") else None, deadline=None)
settings.load_profile("fonds")

TOP = Path(__file__).resolve().parents[1]
SHAPES_OUTPUT = frozenset({"CI", "GITHUB_ACTIONS", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "XDG_CACHE_HOME"})
"""Variables that change what `fonds` prints, writes or remembers: a test that wants one sets it itself."""
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public data beside the project; a test that needs it is skipped where it is absent."""
    folder = TOP.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is absent")
    return folder


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[..., None]:
    """`figure(name, wanted, seen)`: a figure that `python bench/trust` prints; the test fails if it is not met.

    Met is what was seen as wanted; where that is not how it is judged, `met` says so: `figure(..., met=seen < 2)`.
    """

    def record(name: str, wanted: object, seen: object, met: bool | None = None) -> None:
        kept = wanted == seen if met is None else met
        words = [f"{one:,}" if isinstance(one, int) else str(one) for one in (wanted, seen)]
        record_property("figure", json.dumps([name, *words, kept]))
        assert kept, f"{name}: wanted {words[0]}, seen {words[1]}"

    return record


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser that `python3 dev.py test` found, or of one on the PATH."""
    sys.path.insert(0, str(TOP))
    try:
        import dev
    finally:
        sys.path.remove(str(TOP))
    named = os.environ.get("FONDS_CHROMIUM") or dev.present_browser()
    if not named:
        why = os.environ.get("FONDS_NO_CHROMIUM", "no Chromium or Chrome found; `python3 dev.py test` installs one")
        pytest.skip(f"browser test not run: {why}")
    return named


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """A headless Chromium, driven by Playwright; one for each test process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        yield running
        running.close()


@dataclass
class Visit:
    """A browser page, and what a reader's visit must not show: script errors and requests to anywhere else."""

    page: Any
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def watch(self) -> Visit:
        """Record each uncaught script error, each error on the console, and each request off the loopback."""
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("request", lambda asked: self._note(asked.url))
        return self

    def _note(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.outside.append(url)


@pytest.fixture
def visit(browser: Any) -> Iterator[Visit]:
    """A fresh browser page without history or storage; see Visit for what it records."""
    context = browser.new_context()
    context.set_default_timeout(20_000)
    yield Visit(context.new_page()).watch()
    context.close()


@dataclass(frozen=True)
class Site:
    """A site's folder on disk, and the `fonds` command run in it."""

    folder: Path

    @property
    def public(self) -> Path:
        """Where `fonds build` puts the site."""
        return self.folder / "public"

    def write(self, files: Mapping[str, str | bytes]) -> Site:
        """Write files, text as UTF-8 with \\n line ends; paths are relative to the site's folder."""
        for name, data in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        return self

    def run(self, *args: str, code: int | None = 0, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run `fonds ARGS` in the site's folder; fails with its words unless it ends with `code` (None: any).

        `variables` are set in its environment.
        """
        command = [sys.executable, "-m", "generator", *args]
        kept = {name: value for name, value in os.environ.items() if name not in SHAPES_OUTPUT}
        environment = kept | {"PYTHONPATH": str(TOP), "NO_COLOR": "1"} | variables
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=600
        )
        said = f"fonds {' '.join(args)} -> {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert code is None or done.returncode == code, said
        return done

    def build(self, *args: str) -> Site:
        """Run `fonds build ARGS`."""
        self.run("build", *args)
        return self

    def entries(self) -> dict[str, str]:
        """The content files: path relative to content/entries -> text."""
        top = self.folder / "content" / "entries"
        return {path.relative_to(top).as_posix(): path.read_text("utf-8") for path in sorted(top.rglob("*.md"))}

    def pages(self) -> dict[str, bytes]:
        """The published files: path relative to public -> bytes."""
        found = (path for path in sorted(self.public.rglob("*")) if path.is_file())
        return {path.relative_to(self.public).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="session")
def site_at() -> Callable[[Path], Site]:
    """`site_at(folder)`: a Site in a folder of the test's choice, without any file; for fixtures of a wider scope."""
    return Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty site in a temporary folder: `site.write({...}).build()`; its site.yaml has only a title."""
    return Site(tmp_path / "site").write({"site.yaml": 'title: "A test archive"\n'})


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """`serve(folder, base_path="/")` serves a built folder on the loopback under a base path; returns its address."""
    running: list[Any] = []

    def start(folder: Path, base_path: str = "/") -> str:
        serving = served(folder, base_path)
        running.append(serving)
        return serving.__enter__()

    yield start
    for serving in running:
        serving.__exit__(None, None, None)


@contextmanager
def served(folder: Path, base_path: str = "/") -> Iterator[str]:
    """Serve a folder as GitHub Pages does: under a base path, index.html for folders, 404.html for the rest."""
    handler = functools.partial(_Handler, directory=str(folder), base_path=base_path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{base_path}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, base_path: str, **kwargs: Any) -> None:
        self.base_path = base_path
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        inside = path.startswith(self.base_path)
        return super().translate_path("/" + path[len(self.base_path) :]) if inside else os.devnull + "/outside"

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code == 404 and page.is_file():
            self._send_page(page.read_bytes())
        else:
            super().send_error(code, message, explain)

    def _send_page(self, data: bytes) -> None:
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *args: Any) -> None:
        """Say nothing: the tests look at what the browser gets."""
