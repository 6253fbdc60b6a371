"""The browser fixtures themselves: what they serve is what GitHub Pages would, and what they watch for, they see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Home</title><link rel=icon href=data:,>", "utf-8")
    (tmp_path / "sub" / "index.html").write_text("<!doctype html><title>Sub</title>", "utf-8")
    (tmp_path / "404.html").write_text("<!doctype html><title>Nothing here</title>", "utf-8")
    return tmp_path


def test_folder_is_served_under_its_base_path(visit: Any, serve: Callable[..., str], folder: Path) -> None:
    base = serve(folder, "/repo/")
    assert base.endswith("/repo/")
    visit.page.goto(base)
    assert visit.page.title() == "Home"
    assert visit.errors == visit.outside == []
    assert visit.page.goto(base + "sub").url == base + "sub/"
    assert visit.page.title() == "Sub"
    for missing in ("nowhere/", "../sub/"):
        assert visit.page.goto(base + missing).status == 404
        assert visit.page.title() == "Nothing here"


@pytest.mark.parametrize("script", ["throw Error('broken')", "console.error('broken')", "nowhere()"])
def test_script_errors_are_seen(visit: Any, serve: Callable[..., str], folder: Path, script: str) -> None:
    (folder / "index.html").write_text(f"<!doctype html><link rel=icon href=data:,><script>{script}</script>", "utf-8")
    visit.page.goto(serve(folder))
    assert len(visit.errors) == 1


def test_requests_to_elsewhere_are_seen(visit: Any, serve: Callable[..., str], folder: Path) -> None:
    html = "<!doctype html><img src=http://localhost:9/a.png><link rel=icon href=data:,>"
    (folder / "index.html").write_text(html, "utf-8")
    visit.page.goto(serve(folder))
    assert visit.outside == ["http://localhost:9/a.png"]
