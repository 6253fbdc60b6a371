"""A reader's visit tells no third party: every page of an archive in Chromium, with a log of what is asked for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytestmark = pytest.mark.browser
TOP = Path(__file__).resolve().parents[2]
FAR = "https://far.example"
PAGE = (
    '<html><head><title>From afar</title><link rel="stylesheet" href="{far}/a.css"><link rel="preconnect" href="{far}">'
    '<link rel="icon" href="{far}/i.ico"><script src="{far}/a.js"></script><style>@import "{far}/b.css"</style>'
    "</head><body><article><h1>From afar</h1>"
    '<p style="background:url({far}/b.png)">The boats of the day came in late, and the ice was gone by noon.</p>'
    '<p><img src="{far}/p.png" srcset="{far}/p2.png 2x" alt="A boat"> The keeper of the harbour saw them all.</p>'
    '<iframe src="{far}/f"></iframe><video src="{far}/v.mp4" poster="{far}/v.png"></video>'
    '<audio src="{far}/a.mp3"></audio>'
    '<object data="{far}/o"></object><embed src="{far}/e"><svg><image href="{far}/s.png"/></svg><a href="{far}/x" '
    'ping="{far}/ping">A link</a><table background="{far}/t.png"><tr><td>a<td>b</table></article></body></html>'
).replace("{far}", FAR)
MARKDOWN = f"""---
title: By hand
date: 2021-03-14
url: {FAR}/hand
---

![Far]({FAR}/m.png) [![In a link]({FAR}/n.png)]({FAR}/) <img src="//far.example/o.png">

<link rel="stylesheet" href="{FAR}/c.css"><style>@import url({FAR}/d.css)</style><video poster="{FAR}/e.png"></video>
"""


@pytest.fixture(scope="module")
def hostile() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TOP / "bench" / "trust"))
        import hostile

        return hostile


def built(folder: Path, site_at: Callable[[Path], Any], more: str) -> Path:
    """The demo archive with two documents that would load from elsewhere, published with more options."""
    shutil.copytree(TOP / "content", folder / "content")
    options = (TOP / "site.yaml").read_text("utf-8") + more
    site = site_at(folder).write(
        {"site.yaml": options, "content/entries/hand.md": MARKDOWN, "content/raw/afar.html": PAGE}
    )
    public: Path = site.build().public
    return public


@pytest.mark.parametrize(("theme", "images"), [("default", "drop"), ("broadsheet", "local")])
def test_no_page_asks_anybody_else(
    hostile: ModuleType, browser: Any, site_at: Callable[[Path], Any], tmp_path: Path, theme: str, images: str,
    figure: Callable[..., None],
) -> None:  # fmt: skip
    public = built(tmp_path, site_at, f"theme: {theme}\nimages: {images}\n")
    kinds = hostile.pages_of(public)
    with hostile.served(public, policy=True) as base:
        seen = [
            hostile.shown(browser, base, [*kinds["page"], *kinds["feed"]]),
            hostile.shown(
                browser, base, ["search/?q=wall", "search/?q=afar", "search/?q=xyzzy&sort=oldest"], wait=10_000
            ),
        ]
    assert seen[0].pages > 200 and sum(seen[1].results.values()) > 5
    asked = [url for one in seen for url in one.outside]
    figure(f"requests to anywhere else on {seen[0].pages} pages, theme {theme}, images: {images}", 0, len(asked))
    assert [breach for one in seen for breach in one.breaches if breach[0] in ("policy", "error")] == []


def test_pictures_that_are_kept_elsewhere_are_asked_for_without_a_referrer(
    browser: Any, site_at: Callable[[Path], Any], tmp_path: Path, serve: Callable[..., str]
) -> None:
    base = serve(built(tmp_path, site_at, "images: keep\n"))
    page = browser.new_page()
    asked: list[tuple[str, str, str]] = []
    page.on("request", lambda one: asked.append((one.url, one.headers.get("referer", ""), one.resource_type)))
    page.goto(f"{base}hand/")
    for picture in page.locator(".text img").all():
        picture.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    far = [one for one in asked if "far.example" in one[0]]
    page.close()
    assert {one[0].partition("//")[2] for one in far} == {f"far.example/{name}.png" for name in "mno"}
    assert {one[1:] for one in far} == {("", "image")}
