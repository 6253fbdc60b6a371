"""`fonds serve` in a browser: what is saved is seen, the search follows, and the page is loaded again by itself."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
TOP = Path(__file__).resolve().parents[2]
ENTRY = '---\ntitle: "{}"\ndate: "2021-03-14"\ntags: [harbour]\n---\n\n{}\n'


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Run `fonds serve` in a folder; gives the address that it names."""
    command = [sys.executable, "-u", "-m", "generator", "serve", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(TOP), "NO_COLOR": "1"}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        said = iter(running.stdout)
        address = next(found[0] for found in (re.search(r"http://127\S+", line) for line in said) if found)
        try:
            yield address
        finally:
            running.send_signal(signal.SIGINT)
            running.stdout.read()
    assert running.returncode == 0


def test_what_is_saved_is_seen_and_then_found(site: Any, visit: Any) -> None:
    entries = {f"content/entries/2021/{name}.md": ENTRY.format(name.title(), "Herring.") for name in ("one", "two")}
    site.write({**entries, "templates/note.html": '{% extends "parent/note.html" %}'})
    expect.set_options(timeout=60_000)  # a loaded machine is no bug
    with serving(site.folder) as address:
        page = visit.page
        page.goto(f"{address}2021/one/")
        expect(page.get_by_text("Herring.")).to_be_visible()
        (found,) = [path for path in entries if path.endswith("one.md")]
        site.write({found: ENTRY.format("One", "Mackerel, and **more** of it.")})
        expect(page.get_by_text("Mackerel, and more of it.")).to_be_visible()
        site.write({found: ENTRY.format("Another name", "Mackerel.").replace("[harbour]", "[quay]")})
        expect(page.get_by_role("heading", level=1)).to_have_text("Another name")
        expect(page.get_by_role("link", name="quay")).to_be_visible()
        page.goto(f"{address}2021/")
        expect(page.get_by_role("link", name="Another name")).to_be_visible()
        site.write({"content/entries/2021/three.md": ENTRY.format("A third", "Sprat.")})
        expect(page.get_by_role("link", name="A third")).to_be_visible()
        site.write(
            {"templates/year.html": '{% extends "parent/year.html" %}{% block main %}Our own year{% endblock %}'}
        )
        expect(page.get_by_text("Our own year")).to_be_visible()
        page.goto(f"{address}search/?q=sprat")
        expect(page.get_by_role("link", name="A third")).to_be_visible()
        site.write({"content/entries/2021/three.md": ENTRY.format("A third", "Sprat and turbot.")})
        page.goto(f"{address}search/?q=turbot")
        expect(page.locator("#found ol.entries > li")).to_have_count(1)
    assert visit.errors == visit.outside == []
