"""What the pipelines did -> the lines, the JSON and the exit code of a run."""

from __future__ import annotations

from collections import Counter

import msgspec
from msgspec import Struct

from generator.pipeline.build import Built
from generator.pipeline.ingest import Intake
from generator.types import Problem


class Report(Struct, frozen=True):
    """One run, summed up."""

    intake: Intake | None
    built: Built | None
    problems: tuple[Problem, ...]
    seconds: float

    def exit_code(self, strict: bool) -> int:
        """0 fine, 1 if there are errors in content or pages (with `strict`, warnings too).

        A raw file that could not be read is named, counted and kept: an error in the list, not a failure of the run.
        """
        raw = frozenset(id(problem) for problem in self.intake.problems) if self.intake else frozenset()
        worst = {problem.level for problem in self.problems if strict or id(problem) not in raw}
        return int("error" in worst or (strict and "warning" in worst))

    def json(self) -> str:
        """The whole report, for programs."""
        return msgspec.json.format(msgspec.json.encode(self)).decode()

    def lines(self, verbose: bool = False) -> list[str]:
        """The summary, for people."""
        lines = []
        if self.intake:
            lines.append(_intake(self.intake))
        if self.built:
            lines.append(_built(self.built))
        counts = Counter(problem.level for problem in self.problems)
        named = [_number(counts[level], level) for level in ("error", "warning", "note") if counts[level]]
        hidden = "" if verbose or not counts["note"] else " (-v shows notes)"
        lines.append(f"{', '.join(named) or 'No problems'}{hidden}. {self.seconds:.1f} seconds.")
        return lines


def _intake(intake: Intake) -> str:
    """The balance: each file is read, withheld or refused, each record a document or a copy; and what was done."""
    reasons = ", ".join(f"{count} {reason}" for reason, count in intake.reasons.items() if reason != "unchanged")
    fates = ((intake.read, "read"), (intake.withheld, "withdrawn"), (intake.refused, "refused"))
    files = " + ".join(f"{count:,} {fate}" for count, fate in fates if count or fate == "read")
    copies = f" + {_number(intake.copies, 'copy', 'copies')}" if intake.copies else ""
    lost = f", {intake.lost:,} more could not be read" if intake.lost else ""
    return (
        f"Raw: {_number(intake.files, 'file')} = {files}; {_number(intake.records, 'record')} = "
        f"{_number(intake.documents, 'document')}{copies}{lost}; {reasons or 'nothing new'}."
    )


def _built(built: Built) -> str:
    kept_back = f" ({built.kept_back:,} kept back)" if built.kept_back else ""
    return (
        f"Site: {_number(built.entries, 'entry', 'entries')}{kept_back}, {_number(built.pages, 'page')}, "
        f"{_number(built.files, 'file')}, {_bytes(built.size)}; {_bytes(built.written)} written."
    )


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _bytes(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{count / 1000:.1f} kB"
