"""The npm packages of package-lock.json -> the tools in a folder, and what they say of files and addresses."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
Item = dict[str, Any]
"""As Zotero names its fields: itemType, title, date, creators, publicationTitle, language, url."""
VALID = {"root": True, "extends": ["html-validate:standard"]}
"""Only what the HTML Standard asks; house styles are not judged."""


class NoTools(Exception):
    """The tools cannot be had here; the message says why."""


def installed() -> Path:
    """The folder with node_modules in it, filled once for each state of the lock file. Raises NoTools."""
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        raise NoTools("npm and Node.js are not on the PATH; axe-core, html-validate and Lighthouse come with them.")
    lock = (HERE / "package-lock.json").read_bytes()
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = caches / "fonds-audit" / hashlib.sha256(lock).hexdigest()[:16]
    if (folder / "done").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    command = (npm, "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoTools(f"`npm ci` ended with exit code {done.returncode}:\n{done.stderr[-2000:]}")
    (folder / "done").touch()
    return folder


def axe(tools: Path) -> str:
    """The source of axe-core, to be run in a page."""
    return (tools / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def invalid(tools: Path, files: Sequence[Path]) -> Iterator[str]:
    """What html-validate says against the files, each kind of mistake once with its count and a place."""
    rules = tools / "rules.json"
    rules.write_text(json.dumps(VALID), "utf-8")
    found: Counter[str] = Counter()
    place: dict[str, str] = {}
    for at in range(0, len(files), 500):
        names = [str(file) for file in files[at : at + 500]]
        program = tools / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
        command = ("node", str(program), "--config", str(rules), "--formatter", "json", *names)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not done.stdout.strip():
            yield f"html-validate said nothing: {done.stderr[-500:]}"
            return
        for page in json.loads(done.stdout):
            for said in page["messages"]:
                words = f"{said['ruleId']}: {said['message']}"
                found[words] += 1
                place.setdefault(words, f"{page['filePath']}:{said['line']}:{said['column']}")
    for words, count in found.most_common():
        yield f"{words} ({count} times, as in {place[words]})"


def zotero(
    tools: Path, pages: Mapping[str, Path], files: Sequence[Path]
) -> tuple[dict[str, list[Item]], dict[str, list[Item]]]:
    """What Zotero saves of pages (address -> file), and what it reads of data files, by their names."""
    asked = {
        "tools": str(tools),
        "pages": [(address, str(file)) for address, file in pages.items()],
        "files": [str(file) for file in files],
    }
    command = ("node", str(HERE / "zotero.js"))
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=False)
    said = [line[2:] for line in done.stdout.splitlines() if line.startswith("@@")]
    if not said:
        raise NoTools(f"Zotero's translators said nothing: {done.stderr[-2000:]}")
    answer = json.loads(said[-1])
    return answer["pages"], {Path(file).name: items for file, items in answer["files"].items()}


def lighthouse(tools: Path, chromium: str, address: str, flags: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """The four scores of a page on Lighthouse's mobile setting, and the audits that cost points."""
    program = tools / "node_modules" / "lighthouse" / "cli" / "index.js"
    started = " ".join(("--headless=new", *flags))
    command = ("node", str(program), address, "--quiet", "--output=json", f"--chrome-flags={started}")
    only = f"--only-categories={','.join(CATEGORIES)}"
    environment = dict(os.environ, CHROME_PATH=chromium, CI="1")
    done = subprocess.run((*command, only), capture_output=True, text=True, check=False, env=environment, cwd=tools)
    if not done.stdout.strip().startswith("{"):
        return {}, [f"Lighthouse gave no report: {done.stderr[-500:]}"]
    report = json.loads(done.stdout)
    scores = {name: round((report["categories"][name]["score"] or 0) * 100) for name in CATEGORIES}
    weighty = {ref["id"] for name in CATEGORIES for ref in report["categories"][name]["auditRefs"] if ref["weight"]}
    low = [one for key, one in report["audits"].items() if key in weighty and one["score"] not in (1, None)]
    return scores, [f"{one['id']} {one['score']} {one.get('displayValue', '')}".strip() for one in low]
