"""A build on a cluster of real worker processes gives the same bytes, also where a worker is killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from generator.edge import cluster
from generator.edge.cache import Cache
from generator.edge.work import Work
from generator.types import Stop

distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")

TOP = Path(__file__).resolve().parents[2]
COUNT = 90
WORDS = ("The harbour was quiet when the boats came in, and {n} of them had no ice.", "Nobody spoke of boat {n} again.")


def texts() -> dict[str, str]:
    """Raw files, half of them elsewhere, that are documents of their own; one is too much to convert."""
    made = {}
    for number in range(COUNT):
        names = [f"word{number * 7 + step}" for step in range(40)]
        text = "\n\n".join([*(line.format(n=number) for line in WORDS), " ".join(names).capitalize() + "."])
        day = f"2020-{number % 12 + 1:02}-{number % 28 + 1:02}"
        folder = "content/raw" if number % 2 else "far"
        made[f"{folder}/{number:03}.txt"] = f" date {day} https://example.org/{number}\n\nReport {number}\n\n{text}\n"
    return made | {"content/raw/emphasis.md": "*a **a " * 60_000 + "b" + " a** a*" * 60_000}


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """`dask(workers)`: the address of a scheduler with that many workers, and the workers' processes."""
    folder = tmp_path_factory.mktemp("dask")
    with ExitStack() as stack:

        def start(*words: str) -> subprocess.Popen[bytes]:
            log = stack.enter_context((folder / "log").open("ab"))
            command = (sys.executable, "-m", *words, "--no-dashboard")
            environment = os.environ | {"PYTHONPATH": str(TOP)}
            process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
            stack.callback(end, process)
            return process

        def end(process: subprocess.Popen[bytes]) -> None:
            process.kill()
            process.wait()

        def run(workers: int) -> tuple[str, list[subprocess.Popen[bytes]]]:
            told = folder / f"scheduler{time.monotonic_ns()}.json"
            start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told))
            words = ("distributed.cli.dask_worker", "--scheduler-file", str(told), "--nthreads", "1", "--no-nanny")
            wait(told.exists)
            running = [start(*words, "--host", "127.0.0.1") for _ in range(workers)]
            address = json.loads(told.read_text("utf-8"))["address"]
            with distributed.Client(address, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=120)
            return address.replace("tcp://", "dask://"), running

        yield run


def wait(ready: Callable[[], bool], seconds: float = 120) -> None:
    """Until it is so; fails after a time that only a broken program takes."""
    limit = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.05)


def children(process: int) -> str:
    """The processes that one has started; on Linux only, elsewhere something at once."""
    tasks = Path("/proc", str(process), "task")
    return "".join(path.read_text() for path in tasks.glob("*/children")) if tasks.exists() else "unknown"


def tree(site: Any) -> dict[str, bytes]:
    """All that a build writes: content and site."""
    tops = (site.folder / "content", site.public)
    found = (path for top in tops for path in sorted(top.rglob("*")) if path.is_file() and path.name != ".fonds")
    return {path.relative_to(site.folder).as_posix(): path.read_bytes() for path in found}


def test_the_same_bytes_with_a_worker_killed_in_the_middle(site: Any, tmp_path: Path, site_at: Any, dask: Any) -> None:
    raw = f"raw: [content/raw, 'file://{site.folder.as_posix()}/far']\n"
    alone = site.write({"site.yaml": raw, **texts()}).build("-q")
    address, workers = dask(2)
    other = site_at(tmp_path / "other").write({"site.yaml": raw, **texts()})
    command = (sys.executable, "-m", "generator", "build", "-q", "--executor", address)
    with subprocess.Popen(command, cwd=other.folder, env=os.environ | {"PYTHONPATH": str(TOP)}) as building:
        wait(lambda: bool(children(workers[0].pid)) or building.poll() is not None)
        assert building.poll() is None, "ended before a worker had begun"
        workers[0].send_signal(signal.SIGKILL)
        assert building.wait(600) == 0
    assert tree(other) == tree(alone)
    assert len(alone.entries()) == COUNT + 1
    assert sum("file://" in text for text in alone.entries().values()) == COUNT // 2


def test_workers_with_another_program_are_refused(dask: Any) -> None:
    address, _ = dask(1)
    cache = Cache(None)
    with Work(cache, "another digest", executor=address) as work, pytest.raises(Stop) as stop:
        work.memo_map(len, range(100))  # type: ignore[arg-type]
    cache.close()
    assert "another version of fonds" in stop.value.args[0].message


def test_an_address_that_is_none_or_where_nobody_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    for address, said in (("slurm://x:1", "is no executor"), ("dask://127.0.0.1:9", "nobody answers")):
        with pytest.raises(Stop) as stop:
            cluster.connect(address, "digest")
        assert said in stop.value.args[0].message
