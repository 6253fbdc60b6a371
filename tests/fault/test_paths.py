"""No write outside the output, no read outside the input: a sample; `python bench/trust 9` takes all names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]


def test_no_name_leads_astray(monkeypatch: pytest.MonkeyPatch, figure: Callable[..., None]) -> None:
    monkeypatch.syspath_prepend(str(TOP / "bench" / "trust"))
    import paths

    names = paths.payloads(TOP.parent / "shared")
    some = [*paths.ODD, *names[len(paths.ODD) :: 12]]
    seen = dict(paths.measured(some))
    assert seen.pop("pages") > 2 * len(some)
    for what, count in seen.items():
        figure(f"{what}, {len(some)} names", 0, count)


def test_what_goes_astray_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TOP / "bench" / "trust"))
    import paths

    assert paths._collisions(["a/Stra\u00dfe", "a/STRASSE", "a/b"]) == 1
    assert paths._collisions(["a/\u00e5", "a/A\u030a"]) == 1
    assert all(paths._is_odd(f"site/public/{name}") for name in ("x/con", "NUL.html", "a:b", "a.", "a "))
    assert not any(paths._is_odd(f"site/public/{name}") for name in ("x/icon", "console.html", "a.b"))
    assert paths._is_long("site/public/" + "a" * 121) and paths._is_long("site/public/" + "aa/" * 90)
