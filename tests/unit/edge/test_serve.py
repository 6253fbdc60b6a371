"""The preview: only files of the site, only to this machine."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.edge import serve
from generator.edge.publish import MARK
from generator.edge.serve import Server
from generator.types import Problem, Stop

SECRET = b"a secret of this machine"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "public"
    files = {
        "index.html": b"<body>home</body>",
        "404.html": b"<body>not here</body>",
        "a/index.html": b"<body>page a</body>",
        "a/notes.txt": b"notes",
        "\u65e5\u672c/index.html": b"<body>far</body>",
        "x.wasm": b"\0asm",
        ".git/config": SECRET,
        ".env": SECRET,
        MARK: SECRET,
        "..secret": SECRET,
    }
    for name, data in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(data)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_bytes(SECRET)
    (tmp_path / "index.html").write_bytes(SECRET)
    (site / "left-behind.txt").write_bytes(SECRET)
    (site / "link").symlink_to(outside)
    (site / "link.html").symlink_to(outside / "index.html")
    return site


def held() -> set[str]:
    """What the manifest of the site would name, and more that must not be served even so."""
    return {"index.html", "404.html", "a/index.html", "a/notes.txt", "\u65e5\u672c/index.html", "x.wasm", ".env", MARK,
            "link/index.html", "link.html", ".git/config", "..secret"}  # fmt: skip


@contextmanager
def running(folder: Path, base: str = "http://127.0.0.1/") -> Iterator[Server]:
    server = Server(folder, base, 0, held)
    thread = threading.Thread(target=server._http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join(20)


def asked(server: Server, target: str | bytes, *lines: str, method: str = "GET", host: str = "127.0.0.1") -> bytes:
    """The whole answer to one request, sent as it is."""
    target = target if isinstance(target, bytes) else target.encode("utf-8", "surrogateescape")
    head = [f"Host: {host}"] if host else []
    text = "\r\n".join((" HTTP/1.1", *head, *lines, "Connection: close", "", ""))
    with socket.create_connection(("127.0.0.1", server._http.server_port), timeout=20) as line:
        line.sendall(method.encode() + b" " + target + text.encode())
        parts = []
        while part := line.recv(65536):
            parts.append(part)
    return b"".join(parts)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize(
    ("target", "holds", "kind"),
    [
        ("/", b"home", b"text/html; charset=utf-8"),
        ("/index.html", b"home", b"text/html; charset=utf-8"),
        ("/a/", b"page a", b"text/html; charset=utf-8"),
        ("/a/?q=1", b"page a", b"text/html; charset=utf-8"),
        ("/%61/", b"page a", b"text/html; charset=utf-8"),
        ("/a/notes.txt", b"notes", b"text/plain"),
        ("/x.wasm", b"asm", b"application/wasm"),
        ("/%E6%97%A5%E6%9C%AC/", b"far", b"text/html; charset=utf-8"),
    ],
)
def test_files_of_the_site_are_served(folder: Path, target: str, holds: bytes, kind: bytes) -> None:
    with running(folder) as server:
        answer = asked(server, target)
        assert status(answer) == 200
        assert holds in answer
        assert b"Content-Type: " + kind in answer
        assert b"nosniff" in answer
        assert b"no-store" in answer
        bare = asked(server, target, method="HEAD")
        assert status(bare) == 200
        assert holds not in bare.partition(b"\r\n\r\n")[2]


def test_pages_get_the_script_that_reloads_them(folder: Path) -> None:
    with running(folder) as server:
        assert b"/-/reload/script.js" in asked(server, "/a/")
        assert b"/-/reload" not in asked(server, "/a/notes.txt")
        assert b"EventSource" in asked(server, "/-/reload/script.js")


@pytest.mark.parametrize(("target", "place"), [("/a", b"/a/"), ("/%E6%97%A5%E6%9C%AC", b"/%E6%97%A5%E6%9C%AC/")])
def test_a_folder_without_its_slash_leads_to_it(folder: Path, target: str, place: bytes) -> None:
    with running(folder) as server:
        answer = asked(server, target)
        assert status(answer) == 301
        assert b"Location: " + place + b"\r\n" in answer


@pytest.mark.parametrize(
    "target",
    [
        "/.git/config", "/.env", f"/{MARK}", "/..secret", "/a/../.env", "/a/%2e%2e/.env", "/link/", "/link/index.html",
        "/link", "/link.html", "/../index.html", "/..%2findex.html", "/..\\index.html", "/%00", "/a%00.txt", "//[",
        "//etc/passwd", "///etc/passwd", "/%2fetc/passwd", "/none", "/" + "a" * 5000,
        "/" + "a/" * 3000, "/%ff%fe", "/left-behind.txt", "/%2e%65nv", "/a/./notes.txt", "/a//notes.txt",
        "/A/notes.txt", "/a/notes.txt/", "/a/notes.txt%20", "/~root", "/-/reload/other", "/-/reload/script.js/..",
    ],
)  # fmt: skip
def test_nothing_else_is_served(folder: Path, target: str) -> None:
    with running(folder) as server:
        answer = asked(server, target)
        assert status(answer) == 404
        assert SECRET not in answer
        assert b"root:" not in answer


def test_traversal_strings_get_nothing(folder: Path, shared: Path, figure: Callable[..., None]) -> None:
    lines = (shared / "inputs/path-traversal/cases.jsonl").read_text("utf-8").splitlines()
    payloads = [json.loads(line)["payload"].replace("\r", "").replace("\n", "") for line in lines]
    with running(folder) as server:
        refused = 0
        for payload in payloads:
            answer = asked(server, "/" + payload.replace(" ", "%20").lstrip("/"))
            refused += status(answer) in (400, 404) and SECRET not in answer and b"root:" not in answer
        figure("hostile paths that were refused", len(payloads), refused)
        assert len(payloads) > 500
        assert all(server.read(server.name(form)) is None for payload in payloads for form in (payload, f"/{payload}"))


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "localhost.evil", "0.0.0.0", "127.1"]
)
def test_a_foreign_name_for_this_machine_is_refused(folder: Path, host: str) -> None:
    with running(folder) as server:
        for target in ("/", "/-/reload/events", "/-/reload/script.js", "/none"):
            answer = asked(server, target, host=host)
            assert status(answer) == 403
            assert b"home" not in answer


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:9", "[::1]", "[::1]:8000"])
def test_this_machine_has_several_names(folder: Path, host: str) -> None:
    with running(folder) as server:
        assert status(asked(server, "/", host=host)) == 200
        assert status(asked(server, "/", f"Origin: http://{host}", host=host)) == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example", "http://[", ""])
def test_a_page_elsewhere_is_refused_by_its_origin(folder: Path, origin: str) -> None:
    with running(folder) as server:
        assert status(asked(server, "/", f"Origin: {origin}")) == 403


@pytest.mark.parametrize("mode", ["no-cors", "cors", "websocket"])
@pytest.mark.parametrize("target", ["image", "script", "empty", "iframe"])
def test_a_page_elsewhere_may_not_take_in_a_part(folder: Path, mode: str, target: str) -> None:
    fetch = ("Sec-Fetch-Site: cross-site", f"Sec-Fetch-Mode: {mode}", f"Sec-Fetch-Dest: {target}")
    with running(folder) as server:
        assert status(asked(server, "/a/notes.txt", *fetch)) == 403
        link = ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")
        assert status(asked(server, "/a/", *link)) == 200, "a link to the preview may be followed"
        framed = ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe")
        assert status(asked(server, "/a/", *framed)) == 403
        assert b"X-Frame-Options: SAMEORIGIN" in asked(server, "/a/")


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/", "http://evil.example/", "evil.example:80", "none", "*", "http://[/"]
)
def test_only_a_path_is_a_target(folder: Path, target: str) -> None:
    with running(folder) as server:
        answer = asked(server, target)
        assert status(answer) == 403
        assert b"home" not in answer


def test_two_hosts_are_none(folder: Path) -> None:
    with running(folder) as server:
        assert status(asked(server, "/", "Host: evil.example")) == 403
        assert status(asked(server, "/", "Host: 127.0.0.1")) == 403


def test_files_that_a_build_adds_are_served_and_no_others(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = held()
    server = Server(folder, "http://127.0.0.1/", 0, lambda: set(names))
    (folder / "new.txt").write_bytes(b"new")
    assert server.read("new.txt") is None
    names.add("new.txt")
    built = threading.Semaphore(0)
    monkeypatch.setattr(serve, "watch", lambda *_, **__: (change for change in ({1},) if not built.acquire(timeout=20)))
    server.run([folder], lambda _: False, lambda _: built.release() and None)
    assert server.read("new.txt") == b"new"
    server._http.server_close()


def test_other_methods_are_refused(folder: Path) -> None:
    with running(folder) as server:
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"):
            assert status(asked(server, "/", method=method)) == 501


def test_the_server_listens_on_the_loopback_only(folder: Path) -> None:
    with running(folder) as server:
        assert server._http.server_address[0] == "127.0.0.1"


def test_pages_stand_under_the_base_path(folder: Path) -> None:
    with running(folder, "https://name.github.io/repo/") as server:
        assert server.address.endswith("/repo/")
        assert b"home" in asked(server, "/repo/")
        assert b"page a" in asked(server, "/repo/a/")
        assert b"Location: /repo/a/\r\n" in asked(server, "/repo/a")
        for target in ("/", "/a/", "/repository/", "/repo/../a/"):
            assert status(asked(server, target)) == 404


def test_what_is_not_there_gets_the_sites_own_page(folder: Path) -> None:
    with running(folder) as server:
        assert b"not here" in asked(server, "/none")
        (folder / "404.html").unlink()
        assert status(asked(server, "/none")) == 404


def test_news_reach_the_waiting_browser_and_the_one_that_was_on_its_way(folder: Path) -> None:
    with running(folder) as server:
        answers: list[bytes] = []
        thread = threading.Thread(target=lambda: answers.append(asked(server, "/-/reload/events")))
        thread.start()
        waiting = threading.Event()
        while thread.is_alive() and not waiting.wait(0.05):
            server.tell(serve.SEARCH)
        thread.join(20)
        assert b"text/event-stream" in answers[0]
        assert answers[0].endswith(b"data: search\n\n")
        page = asked(server, "/")
        (number,) = re.findall(rb"script.js\?([0-9]+)", page)
        server.tell(serve.PAGES)
        server.tell(serve.SEARCH)
        late = asked(server, f"/-/reload/events?{number.decode()}")
        assert b"data: pages\n" in late and f"id: {len(server.told)}\n".encode() in late


def test_pages_are_shown_as_they_are_now_and_a_template_that_is_wrong_says_so(folder: Path) -> None:
    def fresh(name: str) -> bytes | None:
        if name == "wrong/index.html":
            raise Stop(Problem("error", "templates/entry.html:3", "unknown tag", "Mend it."))
        return {"a/index.html": b"<body>page a, edited", "b/index.html": b"a new page"}.get(name)

    with running(folder) as server:
        server.fresh = fresh
        assert b"page a, edited<script src=" in asked(server, "/a/")
        assert b"a new page" in asked(server, "/b/") and b"Location: /b/" in asked(server, "/b")
        assert b"home" in asked(server, "/") and status(asked(server, "/c/")) == 404
        answer = asked(server, "/wrong/")
        assert status(answer) == 500 and b"templates/entry.html:3: unknown tag" in answer


def test_a_change_is_shown_at_once_or_when_its_pages_can_be_made(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Path, ...]] = []
    steps = threading.Semaphore(0)

    def watch(*places: Path, **_: object) -> Iterator[set[tuple[int, str]]]:
        seen.append(places)
        for name in ("one", "another"):
            assert steps.acquire(timeout=20)
            yield {(1, str(folder / name))}
        assert steps.acquire(timeout=20)

    def rebuild(shown: Callable[[], None]) -> None:
        shown()
        steps.release()

    monkeypatch.setattr(serve, "watch", watch)
    server = Server(folder, "http://127.0.0.1/", 0, held)
    server.run([folder, tmp_path / "none"], lambda paths: folder / "one" in paths, rebuild)
    assert seen == [(folder,)] and server.ended
    assert server.told.count(serve.PAGES) == 2, "one at once, the other by its build"
    assert server.told.count(serve.SEARCH) == 3, "each build ends with a new search"


def test_a_build_that_stops_is_mended_by_the_next_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = threading.Semaphore(0)
    builds: list[int] = []

    def watch(*_: Path, **__: object) -> Iterator[set[tuple[int, str]]]:
        assert steps.acquire(timeout=20)
        yield {(1, "change")}
        assert steps.acquire(timeout=20)

    def rebuild(_: Callable[[], None]) -> None:
        builds.append(1)
        steps.release()
        if len(builds) == 1:
            raise SystemExit(1)

    monkeypatch.setattr(serve, "watch", watch)
    server = Server(folder, "http://127.0.0.1/", 0, held)
    server.run([folder], lambda _: False, rebuild)
    assert len(builds) == 2
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", server._http.server_port), timeout=5)
