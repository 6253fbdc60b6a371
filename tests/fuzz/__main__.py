"""Fuzz one target with atheris, led by what code the bytes reach.

    python -m tests.fuzz TARGET [CORPUS] [-max_total_time=SECONDS] [other options of libFuzzer]

A finding ends the run with a traceback and writes the bytes to a file crash-...; exit code 0 if there is none.
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found,unused-ignore]


def main() -> None:
    """Run one target for ever, or as long as libFuzzer's options say."""
    with atheris.instrument_imports(include=["generator"]):
        from tests.fuzz.targets import LONGEST, TARGETS

    target = TARGETS[sys.argv[1]]
    atheris.Setup([sys.argv[0], f"-max_len={LONGEST}", "-rss_limit_mb=2048", *sys.argv[2:]], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
