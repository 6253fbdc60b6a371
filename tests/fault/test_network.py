"""A build opens no connection: not the building process, not its workers, whatever the documents name."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TOP = Path(__file__).resolve().parents[2]
GUARD = """
import os, socket, sys

def watch(event, told):
    asks = event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto")
    away = event == "socket.connect" and not isinstance(told[1], (str, bytes))
    heard = event == "socket.bind" and not isinstance(told[1], (str, bytes)) and told[1][0] not in ("::1", "127.0.0.1")
    if asks or away or heard:
        with open(os.environ["TOLD"], "a") as file:
            file.write(event + chr(10))
        raise PermissionError(event)

sys.addaudithook(watch)
with open(os.environ["TOLD"] + ".processes", "a") as file:
    file.write(str(os.getpid()) + chr(10))
"""
"""Read by every Python process at its start (PEP 578): a connection to anything but a process here is told and refused.

A library may still make a socket and bind it to the loopback address: urllib3 does, to learn whether IPv6 is there.
"""
OUTSIDE = "http://127.0.0.1:9"
PAGE = (
    f'<!DOCTYPE html SYSTEM "{OUTSIDE}/d.dtd"><html><head><title>Page {{n}}</title><link rel="stylesheet" '
    f'href="{OUTSIDE}/a.css"><base href="{OUTSIDE}/"></head><body><article><h1>Page {{n}}</h1><p>The boats of day '
    f'{{n}} came in late, and the ice was gone by noon; {{n}} keepers saw it.</p><img src="{OUTSIDE}/{{n}}.png">'
    f'<iframe src="{OUTSIDE}/f"></iframe></article></body></html>'
)
FEED = (
    f'<?xml version="1.0"?><?xml-stylesheet href="{OUTSIDE}/a.xsl"?><!DOCTYPE rss [<!ENTITY x SYSTEM "{OUTSIDE}/x">'
    f'<!ENTITY % y SYSTEM "{OUTSIDE}/y.dtd"> %y;]><rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel>'
    f"<title>T</title><item><title>One</title><link>{OUTSIDE}/one</link><description>&x; words of the day</description>"
    f'<xi:include href="{OUTSIDE}/z"/></item></channel></rss>'
)


@pytest.fixture
def guarded(tmp_path: Path) -> dict[str, str]:
    """The environment of a process that is watched, and all that it starts."""
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD)
    return {"PYTHONPATH": os.pathsep.join((str(guard), str(TOP))), "TOLD": str(tmp_path / "told")}


def test_a_build_opens_no_connection(site: Any, guarded: dict[str, str], figure: Callable[..., None]) -> None:
    site.write({f"content/raw/p{number}.html": PAGE.format(n=number) for number in range(60)})
    site.write({"content/raw/feed.xml": FEED, "site.yaml": "title: T\nimages: local\nbase_url: https://e.example/\n"})
    site.run("build", "-j", "2", **guarded)
    site.run("verify", code=None, **guarded)
    processes = set(Path(guarded["TOLD"] + ".processes").read_text().split())
    assert len(processes) >= 4, "the building process, the fork server and its workers are watched"
    assert len(site.entries()) > 50
    told = Path(guarded["TOLD"]).read_text().split() if Path(guarded["TOLD"]).exists() else []
    figure("connections and names asked for by a build and its workers", 0, len(told))


def test_a_connection_would_be_seen(guarded: dict[str, str]) -> None:
    command = [sys.executable, "-c", f"import urllib.request as u; u.urlopen({OUTSIDE!r})"]
    done = subprocess.run(command, env=os.environ | guarded, capture_output=True, check=False)
    assert done.returncode != 0
    assert Path(guarded["TOLD"]).read_text().split()


def test_no_module_can_fetch_but_the_one_of_many_machines() -> None:
    fetching = (
        "urllib.request",
        "http.client",
        "socket",
        "ftplib",
        "smtplib",
        "requests",
        "httpx",
        "urllib3",
        "aiohttp",
    )
    found = [
        path.relative_to(TOP).as_posix()
        for path in sorted((TOP / "generator").rglob("*.py"))
        if any(
            f"import {name}" in path.read_text("utf-8") or f"from {name}" in path.read_text("utf-8")
            for name in fetching
        )
    ]
    assert found == ["generator/edge/cluster.py"], "work on other machines, which site.yaml or the command must ask for"
