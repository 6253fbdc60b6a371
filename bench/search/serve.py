"""A folder -> a server on the loopback that answers late and packs texts, as a web host far away does; and its log."""

from __future__ import annotations

import functools
import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

TEXTS = frozenset({".html", ".js", ".css", ".json", ".xml", ".txt", ".svg", ".webmanifest"})
"""What GitHub Pages packs with gzip; all else goes as it is."""


@dataclass
class Far:
    """A running server: its address, how many seconds each answer waits, and what was sent: path, bytes."""

    base: str
    latency: float
    sent: list[tuple[str, int]] = field(default_factory=list)

    def taken(self) -> list[tuple[str, int]]:
        """What was sent since the last time."""
        log, self.sent = self.sent, []
        return log


@contextmanager
def served(folder: Path, latency: float) -> Iterator[Far]:
    """Serve a folder; HTTP/1.1, so a browser has at most six requests under way (GitHub Pages has HTTP/2: more)."""
    far = Far("", latency)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder), far=far))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a browser that closes is no news
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    far.base = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        yield far
    finally:
        server.shutdown()
        server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, far: Far, **kwargs: Any) -> None:
        self.far = far
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """A file, packed if it is a text; a folder's index.html; or 404."""
        time.sleep(self.far.latency)
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        data = path.read_bytes() if found else b"not found"
        packs = path.suffix in TEXTS and found
        data = gzip.compress(data, 6) if packs else data
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        if packs:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)
        self.far.sent.append((self.path, len(data)))

    def log_message(self, *args: Any) -> None:
        """Say nothing."""
