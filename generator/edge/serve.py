"""The built site -> a preview on this machine that shows an edit as soon as it is built."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Callable, Sequence, Set
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import ClassVar
from urllib.parse import quote, unquote, urlsplit

from watchfiles import Change, DefaultFilter, watch

from generator.edge import disk
from generator.edge.publish import MARK
from generator.types import Stop

_RELOAD = "/-/reload"
"""Where the browser waits for the next build; no page of a site has such an address."""
_SCRIPT = (
    b"const s=new EventSource('/-/reload/events?'+document.currentScript.src.split('?')[1]);"
    b"s.onmessage=e=>{if(e.data=='pages'||location.pathname.endsWith('/search/')){s.close();location.reload()}};"
    b"addEventListener('pagehide',()=>s.close())"
)
"""Pages are shown as soon as they can be made; the search follows, and matters to its own page."""
PAGES, SEARCH = "pages", "search"
"""What browsers are told of."""
_GATHER, _QUIET = 100, 20
"""Milliseconds in which changes are gathered at most, and without another after which they are looked at."""
_TAG = '<script src="/-/reload/script.js?{}" defer></script>'
"""With the number of news before the page was made: what is told while it is on its way is not missed."""
_LOCAL = frozenset(("localhost", "127.0.0.1", "[::1]"))
_TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".wasm": "application/wasm"}


class Server:
    """Serves one published folder on the loopback address: only files that the site holds, only to this machine."""

    def __init__(self, folder: Path, base_url: str, port: int, holds: Callable[[], Set[str]]) -> None:
        """`folder` is the published site; its pages stand under the path of `base_url`; `port` 0 takes a free one.

        `holds` gives the paths of the site's files; it is asked again after each build.
        """
        self.folder = folder
        self._holds = holds
        self._held = holds()
        path = urlsplit(base_url).path.strip("/")
        self.base = f"/{path}/" if path else "/"
        self.fresh: Callable[[str], bytes | None] = lambda path: None
        """Gives a page of the site as it is now, before it is built; None if the file in the folder will do."""
        self.built = threading.Condition()
        self.told: list[str] = []
        self.ended = False
        self._wanted = threading.Event()
        self._unseen = False
        handler = type("Handler", (_Handler,), {"site": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._http.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._http.server_port}{self.base}"

    def run(
        self,
        watched: Sequence[Path],
        edited: Callable[[Set[Path]], bool],
        rebuild: Callable[[Callable[[], None]], None],
        ignored: Set[str] = frozenset(),
    ) -> None:
        """Serve until interrupted; after each change below `watched` show it and tell the browsers.

        `edited` shows a change at once if it can. `rebuild` builds the site, in a thread of its own, and calls what it
        is given when the pages of the new site can be seen; it does so first of all, too. Files with names that are
        `ignored` are such as it writes itself.
        """
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        there = [path for path in watched if path.exists()]
        builder = threading.Thread(target=self._build, args=(rebuild,))
        try:
            if not there:
                threading.Event().wait()
            builder.start()
            self._wanted.set()
            matters = _Matters(ignored)
            for changes in watch(*there, watch_filter=matters, raise_interrupt=False, step=_QUIET, debounce=_GATHER):
                if edited({Path(path) for _, path in changes}):
                    self.tell(PAGES)
                else:
                    self._unseen = True
                self._wanted.set()
        except KeyboardInterrupt:
            pass
        finally:
            self.close()
            if there:
                builder.join()

    def _build(self, rebuild: Callable[[Callable[[], None]], None]) -> None:
        """Build when it is wanted, as often as that."""
        while self._wanted.wait() and not self.ended:
            self._wanted.clear()
            unseen, self._unseen = self._unseen, False
            # What stops a build has been said on the terminal; the next change may mend it.
            with suppress(SystemExit):
                rebuild(partial(self.tell, PAGES) if unseen else lambda: None)
            self._held = self._holds()
            self.tell(SEARCH)

    def tell(self, what: str) -> None:
        """Tell the waiting browsers that they can load PAGES again, or the SEARCH."""
        with self.built:
            self.told.append(what)
            self.built.notify_all()

    def close(self) -> None:
        """Stop serving."""
        self.ended = True
        self._wanted.set()
        with self.built:
            self.built.notify_all()
        self._http.shutdown()
        self._http.server_close()

    def name(self, target: str) -> str | None:
        """The file of the site that a request target would name; never outside."""
        path = unquote(target.partition("?")[0].partition("#")[0])
        if not path.startswith(self.base) or "\0" in path or "\\" in path:
            return None
        name = path[len(self.base) :]
        steps = name.split("/")
        if any(step in (".", "..") or step.startswith(".") for step in steps) or MARK in steps:
            return None
        return f"{name}index.html" if not name or name.endswith("/") else name

    def read(self, name: str | None) -> bytes | None:
        """A file of the site: as it is now, else as it was built; never a link."""
        if name is None:
            return None
        fresh = self.fresh(name)
        if fresh is not None or name not in self._held:
            return fresh
        try:
            found = disk.inside(self.folder, name)
            return disk.read(found) if found.is_file() else None
        except (Stop, OSError, ValueError):
            return None


class _Matters(DefaultFilter):
    """Which changes are looked at: not those of editors' own files, nor those of files with certain names."""

    def __init__(self, ignored: Set[str]) -> None:
        super().__init__()
        self._ignored = ignored

    def __call__(self, change: Change, path: str) -> bool:
        return super().__call__(change, path) and path.replace("\\", "/").rpartition("/")[2] not in self._ignored


class _Handler(BaseHTTPRequestHandler):
    site: ClassVar[Server]
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        """Answer one request."""
        if not self._is_local():
            self._send(403, b"This preview answers this machine only.\n", "text/plain")
        elif self.path.partition("?")[0] == f"{_RELOAD}/script.js":
            self._send(200, _SCRIPT, "text/javascript")
        elif self.path.partition("?")[0] == f"{_RELOAD}/events":
            self._events()
        else:
            self._file()

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: the terminal shows the builds."""

    def _is_local(self) -> bool:
        """A page elsewhere must not read the preview: through a name of its own that leads here (DNS rebinding), as a
        part of itself (Fetch Metadata), or by a request of its scripts.
        """
        host = self.headers.get("Host", "")
        if len(self.headers.get_all("Host", [])) != 1 or not self.path.startswith("/"):
            return False
        name, _, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
        name, port = (name, port) if name else (host, "")
        origin = self.headers.get("Origin")
        embedded = self.headers.get("Sec-Fetch-Site") == "cross-site" and (
            self.headers.get("Sec-Fetch-Mode") != "navigate" or self.headers.get("Sec-Fetch-Dest") != "document"
        )
        return name.lower() in _LOCAL and not embedded and (origin is None or origin.partition("://")[2] == host)

    def _file(self) -> None:
        name, told = self.site.name(self.path), len(self.site.told)
        try:
            found = self.site.read(name)
            if found is None and self.site.read(self.site.name(self.path.partition("?")[0] + "/")) is not None:
                self.send_response(301)
                self.send_header("Location", f"{self.site.base}{quote(str(name))}/")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            status, name = (200, str(name)) if found is not None else (404, "404.html")
            data = self.site.read(name) or b"Not found\n"
        except Stop as stop:
            problem = stop.args[0]
            status, name, data = 500, "stop.txt", f"{problem.where}: {problem.message}\n{problem.hint}\n".encode()
        suffix = PurePosixPath(name).suffix
        kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        self._send(status, data + _TAG.format(told).encode() if suffix == ".html" else data, kind)

    def _send(self, status: int, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "SAMEORIGIN")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _events(self) -> None:
        """Hold the line until the next build, then say so (HTML Standard, server-sent events)."""
        known = self.headers.get("Last-Event-ID") or self.path.partition("?")[2]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        with self.site.built:
            before = int(known) if known.isdigit() else len(self.site.told)
            self.site.built.wait_for(lambda: self.site.ended or len(self.site.told) > before, timeout=600)
            news, now = PAGES if PAGES in self.site.told[before:] else SEARCH, len(self.site.told)
        if not self.site.ended:
            self.wfile.write(f"retry: 10\nid: {now}\ndata: {news}\n\n".encode())
