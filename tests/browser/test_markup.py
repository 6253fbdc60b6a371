"""No markup of a raw file runs in the reader's browser: a sample; `python bench/trust 6` takes all cases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytestmark = pytest.mark.browser
TOP = Path(__file__).resolve().parents[2]
STEP = 60
"""Each so-manieth case of shared/inputs."""
OWN = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "</title><svg onload=alert(1)>",
    "--></script><script>alert(1)</script>",
    "<a href='jav\tascript:alert(1)'>x</a>",
    "[x](javascript:alert(1)) ![x](javascript:alert(1)) <javascript:alert(1)>",
    "{{ 7 * 7 }}{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "&lt;img src=x onerror=alert(1)&gt; &#60;script&#62;alert(1)&#60;/script&#62;",
    "]]><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
    "' onmouseover='alert(1)",
    "`${alert(1)}`</code></pre><iframe srcdoc='<script>alert(1)</script>'>",
]
"""Where shared/inputs is absent, these alone."""


@pytest.fixture(scope="module")
def hostile() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TOP / "bench" / "trust"))
        import hostile

        return hostile


@pytest.fixture(scope="module")
def cases(hostile: ModuleType) -> list[str]:
    return [*OWN, *hostile.payloads(TOP.parent / "shared")[::STEP]]


@pytest.fixture(scope="module")
def public(hostile: ModuleType, cases: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = hostile.built(tmp_path_factory.mktemp("markup"), hostile.archive(TOP.parent / "shared", cases))
    return made


@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "without it"])
def test_nothing_of_a_document_runs(
    hostile: ModuleType, browser: Any, public: Path, cases: list[str], policy: bool, figure: Callable[..., None]
) -> None:
    seen = hostile.everywhere(browser, public, cases, policy)
    figure(f"breaches of {len(cases)} cases, {'with' if policy else 'without'} the policy", 0, len(seen.breaches))
    assert seen.breaches == []
    assert seen.outside == []
    assert seen.pages > 5 * len(cases)
    assert sum(seen.results.values()) == len(cases), "each case was shown as a result of a search"


def test_a_breach_is_seen(hostile: ModuleType, browser: Any, tmp_path: Path) -> None:
    pages = {
        "a.html": "<p><script>alert(1)</script>",
        "b.html": "<img src=x onerror=confirm(2)>",
        "c.html": '<a href="java&#10;script:alert(3)">x</a><b onclick="alert(4)">y</b>',
        "d.html": '<script type="application/ld+json">{</script><iframe srcdoc=x></iframe>',
        "e.html": "<script>nothing.here()</script><img src=https://e.example/x.png>",
        "f.html": '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'"><script>alert(6)</script>',
    }
    for name, text in {**pages, "robots.txt": ""}.items():
        (tmp_path / name).write_text(f"<!doctype html>{text}" if text else "")
    for policy in (True, False):
        with hostile.served(tmp_path, policy) as base:
            seen = hostile.shown(browser, base, sorted(pages))
        found = {(kind, where) for kind, where, _ in seen.breaches}
        wanted = {("fired", "/a.html"), ("fired", "/b.html"), ("address", "/c.html"), ("handler", "/c.html"),
                  ("json", "/d.html"), ("markup", "/d.html"), ("error", "/e.html"), ("script", "/e.html")}  # fmt: skip
        assert found >= wanted
        assert (("fired", "/f.html") in found) is not policy
        assert (("policy", "/f.html") in found) is policy
        assert seen.outside == ["https://e.example/x.png"]
