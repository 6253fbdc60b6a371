"""What all commands share: their options, a run with its lock and its progress, and what is printed at its end."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from generator.types import Problem, Stop

if TYPE_CHECKING:
    from generator.edge.processes import Beside
    from generator.edge.work import Work
    from generator.pipeline.build import Built
    from generator.pipeline.files import Seen
    from generator.pipeline.ingest import Intake
    from generator.pipeline.place import Place
    from generator.report import Report

F = TypeVar("F", bound=Callable[..., Any])


class Asked(Struct, frozen=True):
    """The options that all commands share."""

    config: str
    output: str | None = None
    base_url: str | None = None
    jobs: int = 0
    executor: str = "processes"
    strict: bool = False
    json: bool = False
    quiet: bool = False
    verbose: bool = False
    paranoid: bool = False


def _executor(context: click.Context, option: click.Parameter, value: str) -> str:
    if value in ("processes", "inline") or value.startswith(("dask://", "ray://")):
        return value
    raise click.BadParameter("known are processes, inline, dask://HOST:PORT and ray://HOST:PORT")


def shared(command: F) -> F:
    """The options that all commands have."""
    options = (
        click.option("-c", "--config", default="site.yaml", show_default=True, help="The site's configuration."),
        click.option("-j", "--jobs", type=click.IntRange(min=0), default=0, help="Worker processes; 0: one a core."),
        click.option(
            "--executor",
            default="processes",
            show_default=True,
            callback=_executor,
            help="Where the work is done: processes, inline, dask://HOST:PORT or ray://HOST:PORT.",
        ),
        click.option("--strict", is_flag=True, help="Warnings fail too."),
        click.option("--json", is_flag=True, help="Print the report as JSON."),
        click.option("-q", "--quiet", is_flag=True, help="Print problems only."),
        click.option("-v", "--verbose", is_flag=True, help="Print a line for each content file, and notes."),
        click.option("--paranoid", is_flag=True, help="Read all files, even those whose size and time are as before."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def publishing(command: F) -> F:
    """The options of commands that make a site."""
    command = click.option("--base-url", help="Where the site will be published, with its path.")(command)
    return click.option("-o", "--output", help="The folder that the finished site replaces.")(command)


def opened(asked: Asked) -> tuple[Place, tuple[Problem, ...]]:
    """The site and the warnings about its site.yaml; leaves with 2 if an option has a wrong value."""
    from generator.pipeline import start

    place, problems = start.place(Path(asked.config), asked.output)
    if any(problem.level == "error" for problem in problems):
        for problem in problems:
            print_problem(problem)
        sys.exit(2)
    return place, problems


class Run:
    """One run of a command: its pipelines and what they reported."""

    def __init__(self, asked: Asked, place: Place, work: Work, problems: tuple[Problem, ...]) -> None:
        self.asked = asked
        self.place = place
        self.work = work
        self.problems = list(problems)
        self.intake: Intake | None = None
        self.built: Built | None = None
        self.seen: Seen | None = None
        self.found: Beside | None = None

    def ingest(self) -> None:
        from generator.pipeline.files import Seen
        from generator.pipeline.ingest import ingest

        self.seen = Seen()
        self.intake = ingest(self.place, self.work, self.asked.paranoid, self.seen)
        self.problems += (*self.intake.problems, *self.intake.mistakes)
        if not self.intake.balanced:
            hint = "This is a fault of fonds: report it."
            self.problems.append(
                Problem("error", self.place.config.heap, "not all that came in is accounted for", hint)
            )

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Beside what follows, look whether what was published is as it was left, and make it ready to be changed."""
        from generator.edge import processes, publish

        look = partial(publish.intact, self.place.output, self.place.published)
        with processes.beside(look, self.asked.executor == "inline") as self.found:
            yield

    def review(self, folder: Path | None) -> tuple[Path, int]:
        from generator.pipeline.review import write_review

        return write_review(self.place, self.work, self.intake.problems if self.intake else (), folder)

    def apply(self, table: Path) -> int:
        from generator.pipeline.review import apply_answers

        count, problems = apply_answers(self.place, table)
        self.problems += problems
        return count

    def look_for_private(self) -> None:
        """Count e-mail addresses and the like in the texts, as a last look before publishing."""
        from generator.pipeline.privacy import lint

        said, notes = lint(self.place, self.work)
        self.problems += notes
        if not (self.asked.json or self.asked.quiet):
            click.echo(said)

    def build(self, *, publishing: bool = True, **watching: Any) -> None:
        """Build the site; `watching` is as of pipeline.build."""
        from generator.pipeline.build import build

        wish: dict[str, Any] = {"paranoid": self.asked.paranoid, "publishing": publishing, **watching}
        self.built = build(self.place, self.work, self._address(), seen=self.seen, found=self.found, **wish)
        self.problems += self.built.problems

    def build_again(self) -> None:
        """Make all a second time without the cache, and name what is not the same."""
        from generator.pipeline.again import again

        done = again(self.place, self.work, self._address())
        self.problems += done.problems
        if not (self.asked.json or self.asked.quiet):
            count = len(done.problems)
            same = f"{count:,} {'differs' if count == 1 else 'differ'}" if count else "all the same"
            click.echo(f"Made again without the cache, {done.documents:,} documents, {done.files:,} files: {same}.")

    def _address(self) -> str:
        return self.asked.base_url if self.asked.base_url is not None else self.place.config.base_url


@contextmanager
def running(asked: Asked, ends: bool = True) -> Iterator[Run]:
    """Open the site, hold its lock, show progress; at the end print the report and leave with the exit code."""
    from generator.pipeline import start
    from generator.report import Report

    with stopping():
        place, problems = opened(asked)
        start.check_address(asked.base_url or "")
        with start.open_work(place, asked.jobs, waiting, _progress(asked), asked.executor) as work:
            run = Run(asked, place, work, problems)
            seconds = start.stopwatch()
            yield run
            report = Report(run.intake, run.built, tuple(run.problems), seconds())
    _print(report, asked)
    if ends:
        sys.exit(report.exit_code(asked.strict))


def waiting() -> None:
    """Say that another run holds the lock."""
    click.echo("Another fonds is at work in this folder; waiting for it.", err=True)


def _progress(asked: Asked) -> Callable[[str, int, int], None]:
    """A bar on a terminal, a line a stage elsewhere (as in CI), nothing if quiet."""
    if asked.quiet or asked.json:
        return lambda label, done, total: None
    if sys.stderr.isatty() and not os.environ.get("CI"):
        from generator.progress import Bar

        return Bar()
    said: set[str] = set()  # stages are made of steps, each of which ends

    def line(label: str, done: int, total: int) -> None:
        if done == total and label not in said:
            said.add(label)
            click.echo(f"{label}: {total:,}")

    return line


@contextmanager
def stopping() -> Iterator[None]:
    """Where a run cannot go on: say why and leave with 1; with 130 if a person stopped it."""
    try:
        yield
    except Stop as stop:
        fail(stop.args[0])
    except BrokenPipeError:
        raise  # whoever read our words has gone
    except OSError as error:
        place = str(error.filename or "the disk")
        fail(Problem("error", place, error.strerror or str(error), "What was published before is untouched."))
    except sqlite3.Error as error:
        hint = "Is the disk full? `fonds clean` takes the cache away; it is made again."
        fail(Problem("error", ".fonds/cache.sqlite", f"cannot be used: {error}", hint))
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
        sys.exit(130)


def fail(problem: Problem) -> None:
    """Say why the run cannot go on, and leave with 1."""
    print_problem(problem)
    sys.exit(1)


def _print(report: Report, asked: Asked) -> None:
    if asked.json:
        click.echo(report.json())
        return
    if asked.verbose and report.intake:
        for path, reason in report.intake.changes:
            click.echo(f"{reason}: {path}")
    shown = [problem for problem in report.problems if asked.verbose or problem.level != "note"]
    for problem in shown:
        print_problem(problem)
    if not asked.quiet:
        for line in report.lines(asked.verbose):
            click.echo(line)


_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def print_problem(problem: Problem) -> None:
    """One problem: on a terminal with colour, on GitHub as an annotation."""
    hint = f"\n    {problem.hint}" if problem.hint else ""
    if os.environ.get("GITHUB_ACTIONS"):
        path, _, line = problem.where.partition(":")
        at = f",line={line}" if line.isdigit() else ""
        kind = "notice" if problem.level == "note" else problem.level
        click.echo(f"::{kind} file={path}{at}::{problem.message}{' ' + problem.hint if problem.hint else ''}", err=True)
        return
    level = click.style(problem.level, fg=_COLOURS[problem.level], bold=True)
    click.echo(f"{problem.where}: {level}: {problem.message}{hint}", err=True, color=_colour())


def _colour() -> bool | None:
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None
