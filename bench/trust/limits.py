"""Promise 4, each document: what shapes made to take all time or memory cost, and what is made of them."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from figures import TOP, Figure, at_most, exactly, tested

HOW = "bench/trust/limits.py"
SECONDS, MEGABYTES = 10, 1_000
ONE = """
import json, resource, sys, time
from generator import content
from generator.edge import limits
from generator.edge.cache import digest_of
from generator.edge.work import Job, run_batch
from generator.ingest import draft
from generator.pipeline import steps
from generator.types import Raw, TextFile

def held():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

kind, path = sys.argv[1:]
data = open(path, "rb").read()
text = data.decode("utf-8", "replace")
warm = "The boats came in late, and the ice was gone by noon.\\n\\n"
def job(words):
    if kind == "entry":
        file = TextFile("a.md", digest_of(words.encode()))
        return Job(steps.entry, steps.plain, ()), (file, words.encode())
    return Job(draft.draft, draft.as_it_is, ()), (draft.Reading(Raw("a", "0" * 64, kind, words)),)
limits.enter_worker(limits.CPU, limits.MEMORY)
for words in (warm, text):
    what, arguments = job(words)
    before, begun = held(), time.process_time()
    made = run_batch(what, [arguments])
print(json.dumps([time.process_time() - begun, held() - before]))
"""
"""In a process that is limited as a worker is: CPU seconds of one document, and its memory over what was held."""


def shapes() -> Iterator[tuple[str, str]]:
    """Kind and text of documents that break what reads them."""
    yield "entry", "[" * 60_000
    yield "entry", "[a](" * 20_000
    yield "entry", "* " * 50_000
    yield "entry", "<b title=x>" * 150 + "<p>x" * 100_000
    yield "entry", "*a **b " * 100_000
    yield "text/html", "".join(f"<b a={n}>" for n in range(30_000)) + "<p>x" * 60_000
    yield "text/html", "<div>" * 300_000 + "words"
    yield "text/html", "<p>word here is a word.</p>" * 100_000
    yield "text/html", "<p>" + "<a href=x>word</a> " * 60_000
    yield "text/html", "<table><tr><td>" * 20_000
    yield "text/plain", "herring quay " * 4_000_000
    yield "text/plain", "a" * 12_000_000
    yield "text/plain", "1 January 2021 " * 500_000


def figures(shared: Path) -> Iterator[Figure]:
    """Our shapes and the pathological texts of shared/inputs, one process each; then whole builds (tests/fault)."""
    files = sorted(shared.glob("inputs/cmark-pathological/*.md"))
    made = [*shapes(), *(("entry", path.read_text("utf-8", "replace")) for path in files)]
    seconds, megabytes, ended = 0.0, 0.0, 0
    for kind, text in made:
        done = _measured(kind, text)
        if done is None:
            ended += 1  # the system ended the process, as it ends a worker: the document gives way to its plain form
        else:
            seconds, megabytes = max(seconds, done[0]), max(megabytes, done[1])
    yield exactly(f"documents of {len(made)} that are over neither limit nor ended by the system", True, ended < 4, HOW)
    yield at_most("CPU seconds of the slowest", SECONDS, seconds, HOW, " s")
    yield at_most("memory of the largest", MEGABYTES, megabytes, HOW, " MB")
    yield from tested("tests/fault/test_limits.py", "tests/unit/edge/test_work.py", "tests/unit/edge/test_processes.py")


def _measured(kind: str, text: str) -> tuple[float, float] | None:
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        command = [sys.executable, "-c", ONE, kind, file.name]
        done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"      ended by {done.returncode}: {kind}, {text[:20]!r}", done.stderr[-200:])
        return None
    cpu, memory = json.loads(done.stdout)
    return cpu, memory
