"""Promise 6: every XSS case of shared/inputs in every place of an archive, in Chromium, with the policy and without."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import hostile
from figures import TOP, Figure, exactly

HOW = "bench/trust/markup.py"
SHOWN = 50
"""Breaches that are printed with their pages."""


def figures(shared: Path) -> Iterator[Figure]:
    """The whole of the cases: entries, feeds, raw files and search both ways, all other pages without the policy."""
    from playwright.sync_api import sync_playwright

    cases = hostile.payloads(shared)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        public = hostile.built(Path(folder), hostile.archive(shared, cases))
        browser = play.chromium.launch(executable_path=_browser(), args=["--no-sandbox", "--disable-gpu"])
        yield exactly("XSS cases in the archive", True, len(cases) > 4000, HOW)
        for policy in (True, False):
            seen = hostile.everywhere(browser, public, cases, policy, whole=not policy)
            for kind, where, what in seen.breaches[:SHOWN]:
                print(f"      {kind}: {where}: {what}", flush=True)
            kinds = ", ".join(f"{count} {kind}" for kind, count in Counter(one[0] for one in seen.breaches).items())
            how = "with the policy" if policy else "without it"
            yield exactly(f"breaches of {len(cases):,} cases on {seen.pages:,} pages, {how}", "0", kinds or "0", HOW)
            yield exactly(f"results shown, {how}", len(cases), sum(seen.results.values()), HOW)
            yield exactly("requests to anywhere else", 0, len(seen.outside), HOW)
        browser.close()


def _browser() -> str:
    found = os.environ.get("FONDS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        raise FileNotFoundError(f"no Chromium found: set FONDS_CHROMIUM ({TOP.name})")
    return found
