"""A built archive, or the demo in both themes -> what axe-core, html-validate, Zotero, Lighthouse and the Tab key say.

    python3 dev.py audit [--entries N | --site FOLDER] [--themes NAMES] [--every] [--no-lighthouse]

One page of each kind is opened in Chromium: axe-core finds no violation, folded parts open; nothing moves while it
loads; nothing is asked of another site; the Tab key reaches all that can be used; it is no wider than the window.
Every page is valid HTML (html-validate, the rules of the standard). Zotero's own translators save each entry as the
archive tells it, and read its data files. Lighthouse's mobile setting gives 100 four times to
home, an entry, a listing and search. Without options the demo archive is built in both themes; `--entries N` audits an
invented archive of N entries (bench/corpus.py), `--site` a published folder. `--every` looks at 390, 820 and 1440
pixels, each light and dark; without it at 390 dark and 1440 light.

Exit code 1 if anything was found, 3 if the tools cannot be had (no npm, or no way to its packages): then nothing was
looked at, and it says so. The tools come by `npm ci` from package-lock.json into the user's cache.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TOP = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent), str(TOP)]

import cited  # noqa: E402
import corpus  # noqa: E402
import look  # noqa: E402
import pages  # noqa: E402
import tools  # noqa: E402

import dev  # noqa: E402
from tests.conftest import CHROMIUM_FLAGS, Site, served  # noqa: E402

BASE = "/audit/"
MOST_FILES = 1_500
"""Of a larger archive, so many pages at even distances are validated."""
LIT = {"home": "", "entry": "entry", "listing": "year", "search": "search"}
"""What Lighthouse looks at, and the kind of page that it is."""


def main() -> int:
    """Build, look, print; gives the exit code."""
    args = arguments()
    try:
        found = tools.installed()
    except tools.NoTools as why:
        print(f"bench/audit: nothing was looked at. {why}", file=sys.stderr)
        return 3
    chromium = os.environ.get("FONDS_CHROMIUM") or dev.present_browser()
    if not chromium:
        print("bench/audit: nothing was looked at. No Chromium or Chrome was found.", file=sys.stderr)
        return 3
    bad = 0
    with tempfile.TemporaryDirectory() as work:
        for name, public in archives(args, Path(work)):
            for line in audited(public, found, chromium, args):
                print(f"{name}: {line}", flush=True)
                bad += 1
    print(f"{bad or 'nothing'} found")
    return 1 if bad else 0


def arguments() -> argparse.Namespace:
    """The options of the command."""
    parser = argparse.ArgumentParser(prog="python3 dev.py audit", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--entries", type=int, default=0)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--themes", default="default,broadsheet")
    parser.add_argument("--every", action="store_true")
    parser.add_argument("--no-lighthouse", action="store_true")
    return parser.parse_args()


def archives(args: argparse.Namespace, work: Path) -> Iterator[tuple[str, Path]]:
    """(name, published folder) of each archive that is to be looked at; those that are built are built under BASE."""
    if args.site:
        yield args.site.name, args.site
        return
    for theme in args.themes.split(","):
        folder = work / theme
        if args.entries:
            folder.mkdir()
            corpus.write(args.entries, folder / "content" / "entries", "entries")
            said = "title: The invented post\ndescription: An archive of invented news\n"
        else:
            shutil.copytree(TOP / "content", folder / "content")
            said = (TOP / "site.yaml").read_text("utf-8")
        kept = [line for line in said.splitlines() if not line.startswith(("theme:", "base_url:"))]
        (folder / "site.yaml").write_text("\n".join([*kept, f"theme: {theme}", ""]), "utf-8")
        yield theme, Site(folder).build("-q", "--base-url", f"https://archive.example{BASE}").public


def audited(public: Path, found: Path, chromium: str, args: argparse.Namespace) -> Iterator[str]:
    """What is wrong with a published folder, in words."""
    kinds = pages.kinds(public)
    began = time.monotonic()
    with served(public, pages.base_path(public)) as address:
        yield from looked_at(address, kinds, tools.axe(found), chromium, args.every)
        report(f"{len(kinds)} kinds of page in the browser", began)
        began = time.monotonic()
        files = sorted(public.rglob("*.html"))
        files = files[:: len(files) // MOST_FILES + 1]
        yield from (f"html: {line}" for line in tools.invalid(found, files))
        report(f"{len(files):,} files validated", began)
        began = time.monotonic()
        yield from (f"zotero: {line}" for line in cited.wrong(public, pages.base_path(public), found))
        report("saved and read by Zotero", began)
        if not args.no_lighthouse:
            yield from lit(address, kinds, found, chromium)


def looked_at(address: str, kinds: dict[str, str], axe: str, chromium: str, every: bool) -> Iterator[str]:
    """What the browser shows to be wrong with one page of each kind."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        for name, path in kinds.items():
            for width, tone in look.EVERY_SETTING if every else look.SETTINGS:
                for line in _seen(browser, address + path, (width, tone), axe):
                    yield f"{name}, {width} {tone}: {line}"
        browser.close()


def _seen(browser: Any, address: str, setting: tuple[int, str], axe: str) -> list[str]:
    width, tone = setting
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=tone, bypass_csp=True, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    try:
        return list(look.wrong(context.new_page(), address, width, axe, keys=tone == "light"))
    finally:
        context.close()


def lit(address: str, kinds: dict[str, str], found: Path, chromium: str) -> Iterator[str]:
    """Pages that do not get 100 four times; one that falls short is tried three times, for Lighthouse measures time."""
    for name, kind in LIT.items():
        if kind and kind not in kinds:
            continue
        began = time.monotonic()
        for _ in range(3):
            scores, why = tools.lighthouse(found, chromium, address + kinds.get(kind, ""), CHROMIUM_FLAGS)
            if scores and min(scores.values()) == 100:
                break
        else:
            yield f"lighthouse, {name}: {scores} {'; '.join(why)}"
        report(f"Lighthouse, {name}: {' / '.join(map(str, scores.values()))}", began)


def report(said: str, began: float) -> None:
    """A line of progress."""
    print(f"  {said} ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    sys.exit(main())
