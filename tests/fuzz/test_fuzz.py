"""Each target, for a bounded time, from seeds that reach its depths; longer by hand: `python -m tests.fuzz`."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.targets import TARGETS
from tests.property.heap import SAMPLES

TOP = Path(__file__).parents[2]
SECONDS = int(os.environ.get("FONDS_FUZZ_SECONDS", "5"))
SEEDS: dict[str, tuple[bytes, ...]] = {
    "reader": tuple(f"{name}\n".encode() + data for name, (data, _) in SAMPLES.items() if len(data) < 8_000),
    "text": (b"caf\xc3\xa9 \xff", "“Grüße”".encode("cp1252", "replace"), "海".encode("utf-16")),
    "front_matter": (b"---\ntitle: A\ndate: c. 1923\ntags: [a, b]\ncopies:\n- {origin: x, sha256: y}\n---\n\nText.\n",),
    "yaml": (b"a: {b: [c, 'd', \"e\\n\"]}\nf: |\n  g\n", b"&a [*a]", b"<<: {a: b}"),
    "settings": (
        b"title: x\nmenu:\n- {label: a, url: /a/}\n",
        b'{"id": "a"}\n',
        b"0" * 64 + b"  a/b\n",
        b"id,answer\n",
    ),
    "markdown": (b"# A\n\n* b\n\n> c <img src=x onerror=y>\n\n| a | b |\n|---|---|\n[x](javascript:y) `c`\n",),
    "dates": (b"c. 1923", b"14 March 2021", b"1914-1918", "2021年3月14日".encode()),
    "names": ("Ölwechsel & Co.".encode(), b"HTTP://a.example:80/x/../y?utm_source=z#w"),
}


@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="atheris has no wheel for this machine or is not installed"
)
@pytest.mark.parametrize("name", TARGETS)
def test_nothing_is_found_in_a_bounded_time(name: str, tmp_path: Path, figure: Any) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(SEEDS[name]):
        (corpus / str(number)).write_bytes(seed)
    command = [sys.executable, "-m", "tests.fuzz", name, str(corpus), f"-max_total_time={SECONDS}", "-seed=22"]
    environment = os.environ | {"PYTHONPATH": str(TOP)}
    done = subprocess.run(
        [*command, f"-artifact_prefix={tmp_path}/"], cwd=TOP, env=environment, capture_output=True, check=False
    )
    said = done.stderr.decode(errors="replace") + done.stdout.decode(errors="replace")
    print(said[-3000:])
    figure(f"fuzzing {name}, {SECONDS} s: findings", 0, int(done.returncode != 0))


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_pass(name: str) -> None:
    for seed in SEEDS[name]:
        TARGETS[name](seed)
