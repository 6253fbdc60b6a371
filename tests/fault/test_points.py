"""A build in which every Nth call that changes the disk fails, or is the last: old site or new, content whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fault.conftest import Builds, States, copied, files

STARTS = {"raw": ("first build", 80), "edited": ("edited archive", 80), "spare": ("large site, with a spare", 40),
    "large": ("large site, without one", 40)}  # fmt: skip
"""What is built, and at how many points it is killed."""


def points_of(builds: Builds, folder: Path, to: Path) -> int:
    """How many points a build of a copy of a folder passes."""
    copied(folder, to)
    code, count = builds.run(to)
    assert code == 0
    return count


def judge(states: States, state: str, code: int, folder: Path, builds: Builds, heal: bool) -> bool:
    """Whether what is published is the old site or the new, the new if the build said so, no content file a mixture,
    and all is well after the next build."""
    before, after = states.before[state], states.after[state]
    public, content = files(folder / "public"), files(folder / "content")
    sound = public in (before.public, after.public) and (code != 0 or public == after.public)
    sound &= all(data in (before.content.get(path), after.content.get(path)) for path, data in content.items())
    if heal:
        sound &= builds.run(folder)[0] == 0
        sound &= (files(folder / "public"), files(folder / "content")) == after
        sound &= [
            path.name
            for path in folder.glob("public.*")
            if path.name != "public.next" or state not in ("spare", "large")
        ] == []
    shutil.rmtree(folder)
    return bool(sound)


def test_every_write_that_fails_leaves_the_old_site_or_the_new(
    builds: Builds, states: States, at_point: Callable[..., tuple[int, Path]], tmp_path: Path, figure: Any
) -> None:
    count = points_of(builds, states.folders["edited"], tmp_path / "whole")
    assert count > 100
    good = 0
    for at in range(1, count + 1):
        code, folder = at_point("edited", at, "fail" if at % 2 else "once")
        good += judge(states, "edited", code, folder, builds, heal=at % 5 == 0)
    figure("every Nth write fails, for all N: old site or new", f"{count} of {count}", f"{good} of {count}")


@pytest.mark.parametrize("state", STARTS)
def test_killed_at_any_point_the_site_is_the_old_or_the_new(
    builds: Builds, states: States, at_point: Callable[..., tuple[int, Path]], tmp_path: Path, figure: Any, state: str
) -> None:
    """On the first build of an archive what is published is nothing, or the site."""
    count = points_of(builds, states.folders[state], tmp_path / "whole")
    kind, kills = STARTS[state]
    chosen = sorted({1 + place * count // kills for place in range(kills)})
    assert len(chosen) == kills
    good = 0
    for at in chosen:
        code, folder = at_point(state, at, "kill")
        assert code == -9
        good += judge(states, state, code, folder, builds, heal=True)
    name = f"kill -9 at evenly spread points, {kind}: old site or new, healed by the next build"
    figure(name, f"{len(chosen)} of {len(chosen)}", f"{good} of {len(chosen)}")
