"""Builds that are killed, and two builds at once, as real processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TOP = Path(__file__).parents[2]
MOMENTS = 12
ENTRY = '---\ntitle: "Entry {n}"\ndate: "20{n:02}-03-14"\n---\n\nThe boats of the year {n} came in {what}.\n'


def begun(folder: Path) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "GITHUB_ACTIONS")}
    return subprocess.Popen(
        [sys.executable, "-m", "generator", "build", "-j", "2"], cwd=folder, env=kept | {"PYTHONPATH": str(TOP)},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def entries(what: str, count: int) -> dict[str, str]:
    return {f"content/entries/e{n}.md": ENTRY.format(n=n, what=what) for n in range(count)}


def seen(site: Any) -> dict[str, bytes]:
    """What is published."""
    return {path: data for path, data in site.pages().items() if path != ".fonds"}


def test_killed_at_any_moment_the_site_is_the_old_or_the_new(
    site: Any, site_at: Callable[[Path], Any], tmp_path: Path, figure: Any
) -> None:
    """The whole process group, search and all, at moments spread over its time."""
    site.write(entries("late", 12)).build()
    old = seen(site)
    new_site = site_at(tmp_path / "new")
    shutil.copytree(site.folder, new_site.folder)
    start = time.monotonic()
    new_site.write(entries("early", 14)).build()
    whole = time.monotonic() - start
    new = seen(new_site)
    assert old != new
    ends, good = set(), 0
    for moment in range(1, MOMENTS + 1):
        again = site_at(tmp_path / f"kill-{moment}")
        shutil.copytree(site.folder, again.folder)
        again.write(entries("early", 14))
        running = begun(again.folder)
        try:
            code = running.wait(whole * moment / MOMENTS)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            code = running.wait()
        assert running.stderr
        running.stderr.close()
        now = seen(again)
        sound = now in (old, new) and (code != 0 or now == new)
        ends.add(code)
        again.build()
        good += sound and seen(again) == new and [path.name for path in again.folder.glob("public.*")] == []
        shutil.rmtree(again.folder)
    assert -signal.SIGKILL in ends
    name = "kill -9 of all processes of a build with search, at spread moments"
    figure(name, f"{MOMENTS} of {MOMENTS}", f"{good} of {MOMENTS}")


def test_of_two_builds_at_once_the_second_waits(site: Any) -> None:
    site.write(entries("late", 20))
    running = [begun(site.folder) for _ in range(2)]
    said = [one.communicate(timeout=300)[1] for one in running]
    assert [one.returncode for one in running] == [0, 0]
    assert sum(b"waiting for it" in text for text in said) <= 1
    once = seen(site)
    site.build()
    assert seen(site) == once
