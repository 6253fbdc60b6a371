"""The built site -> a preview on this machine that shows an edit as soon as it is built."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Callable, Sequence, Set
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, unquote, urlsplit

from watchfiles import watch

from generator.edge import disk
from generator.edge.publish import MARK
from generator.types import Stop

_RELOAD = "/-/reload"
"""Where the browser waits for the next build; no page of a site has such an address."""
_SCRIPT = (
    b"const s=new EventSource('/-/reload/events');"
    b"s.onmessage=()=>{s.close();location.reload()};addEventListener('pagehide',()=>s.close())"
)
_TAG = b'<script src="/-/reload/script.js" defer></script></body>'
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
        self.built = threading.Condition()
        self.builds = 0
        self.ended = False
        handler = type("Handler", (_Handler,), {"site": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._http.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._http.server_port}{self.base}"

    def run(self, watched: Sequence[Path], rebuild: Callable[[], None]) -> None:
        """Serve until interrupted; call `rebuild` after each change below `watched`, then tell the browsers."""
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        try:
            there = [path for path in watched if path.exists()]
            if not there:
                threading.Event().wait()
            for _ in watch(*there, raise_interrupt=False, step=50, debounce=200):
                rebuild()
                self.changed()
        except KeyboardInterrupt:
            pass
        finally:
            self.close()

    def changed(self) -> None:
        """Tell the waiting browsers to load their page again."""
        self._held = self._holds()
        with self.built:
            self.builds += 1
            self.built.notify_all()

    def close(self) -> None:
        """Stop serving."""
        self.ended = True
        with self.built:
            self.built.notify_all()
        self._http.shutdown()
        self._http.server_close()

    def find(self, target: str) -> Path | None:
        """The file of the site that a request target names, if there is one; never a link, never outside."""
        path = unquote(target.partition("?")[0].partition("#")[0])
        if not path.startswith(self.base) or "\0" in path or "\\" in path:
            return None
        name = path[len(self.base) :]
        steps = name.split("/")
        if any(step in (".", "..") or step.startswith(".") for step in steps) or MARK in steps:
            return None
        name = f"{name}index.html" if not name or name.endswith("/") else name
        if name not in self._held:
            return None
        try:
            found = disk.inside(self.folder, name)
            return found if found.is_file() else None
        except (Stop, OSError, ValueError):
            return None


class _Handler(BaseHTTPRequestHandler):
    site: ClassVar[Server]
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        """Answer one request."""
        if not self._is_local():
            self._send(403, b"This preview answers this machine only.\n", "text/plain")
        elif self.path == f"{_RELOAD}/script.js":
            self._send(200, _SCRIPT, "text/javascript")
        elif self.path == f"{_RELOAD}/events":
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
        found = self.site.find(self.path)
        if found is None and (folder := self.site.find(self.path.partition("?")[0] + "/")):
            self.send_response(301)
            place = quote(folder.parent.relative_to(self.site.folder).as_posix())
            self.send_header("Location", f"{self.site.base}{place}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        status, path = (200, found) if found else (404, self.site.folder / "404.html")
        data = path.read_bytes() if path.is_file() else b"Not found\n"
        kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if path.suffix == ".html":
            data = data.replace(b"</body>", _TAG)
        self._send(status, data, kind)

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
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        with self.site.built:
            before = self.site.builds
            self.site.built.wait_for(lambda: self.site.builds != before, timeout=600)
        if not self.site.ended:
            self.wfile.write(b"data: built\n\n")
