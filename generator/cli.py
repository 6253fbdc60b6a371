"""The command `fonds`: reads the command line, runs the pipelines, prints what came of it. Nothing else prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from generator import __version__
from generator.types import Problem, Stop

if TYPE_CHECKING:
    from generator.edge.work import Work
    from generator.pipeline.build import Built
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
    strict: bool = False
    json: bool = False
    quiet: bool = False
    verbose: bool = False
    paranoid: bool = False


def _shared(command: F) -> F:
    options = (
        click.option("-c", "--config", default="site.yaml", show_default=True, help="The site's configuration."),
        click.option("-j", "--jobs", type=click.IntRange(min=0), default=0, help="Worker processes; 0: one a core."),
        click.option("--strict", is_flag=True, help="Warnings fail too."),
        click.option("--json", is_flag=True, help="Print the report as JSON."),
        click.option("-q", "--quiet", is_flag=True, help="Print problems only."),
        click.option("-v", "--verbose", is_flag=True, help="Print a line for each content file, and notes."),
        click.option("--paranoid", is_flag=True, help="Read all files, even those whose size and time are as before."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _publishing(command: F) -> F:
    command = click.option("--base-url", help="Where the site will be published, with its path.")(command)
    return click.option("-o", "--output", help="The folder that the finished site replaces.")(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fonds")
def cli() -> None:
    """Turn a heap of raw texts into an archive that people can browse, search, cite and trust."""


@cli.command()
@click.argument("folder", type=click.Path(file_okay=False))
@click.option("--title", default="", help="The name of the archive.")
def init(folder: str, title: str) -> None:
    """Begin an archive in FOLDER: site.yaml and content/raw/, where the raw files go."""
    from generator.pipeline import start

    made = start.init(Path(folder), title)
    for path in made:
        click.echo(f"made {path}")
    place = "" if folder == "." else f"cd {folder}; "
    click.echo(f"Put raw files into {Path(folder, 'content', 'raw')}, then: {place}fonds build; fonds serve")


@cli.command()
@_shared
def ingest(**options: Any) -> None:
    """Turn what is new in the raw folder into content files; hand edits are kept."""
    with _run(Asked(**options)) as run:
        run.ingest()


@cli.command()
@_publishing
@_shared
def build(**options: Any) -> None:
    """Ingest what is new, then build the site, the search included, and publish it into the output folder."""
    with _run(Asked(**options)) as run:
        run.ingest()
        run.build()


@cli.command()
@_publishing
@_shared
def check(**options: Any) -> None:
    """Build the site without publishing it, and say what is wrong with content and pages."""
    with _run(Asked(**options)) as run:
        run.build(publishing=False)


@cli.command()
@click.argument("name")
@click.option("-c", "--config", default="site.yaml", show_default=True, help="The site's configuration.")
@click.option("--json", "as_json", is_flag=True, help="Print the stories as JSON.")
def explain(name: str, config: str, as_json: bool) -> None:
    """Tell how an entry came to be. NAME is a content file, an address in the site, a raw file, or an id."""
    from generator.ingest import story
    from generator.pipeline import explain as explaining
    from generator.pipeline import start

    try:
        place = _opened(Asked(config))[0]
        with start.open_work(place, 1, _waiting, lambda label, done, total: None) as work:
            stories = explaining.explain(name, place, work)
    except Stop as stop:
        _fail(stop)
    lines = [line for one in stories for line in story.lines(one)]
    click.echo(story.json(stories) if as_json else "\n".join(lines))


@cli.command()
@click.option("-o", "--output", "folder", help="The folder for the review.  [default: .fonds/review]")
@click.option("--apply", "table", help="First put the answers of this review.csv into content/overrides.yaml.")
@_shared
def review(folder: str | None, table: str | None, **options: Any) -> None:
    """Ingest what is new, then list what is in doubt: review.csv and index.html, each row with a way to settle it."""
    asked = Asked(**options)
    with _run(asked) as run:
        if table:
            count = run.apply(Path(table).absolute())
            if not (asked.json or asked.quiet):
                click.echo(f"Answers: {count} are in {run.place.config.content}/{run.place.overrides.name}.")
        run.ingest()
        where, count = run.review(Path(folder).absolute() if folder else None)
        if not (asked.json or asked.quiet):
            click.echo(f"Review: {count} to look at, in {where / 'index.html'} and review.csv beside it.")


@cli.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--no-watch", is_flag=True, help="Build once and do not look for changes.")
@click.option("--base-url", help="Serve under the path of this address.")
@_shared
def serve(port: int, no_watch: bool, **options: Any) -> None:
    """Build the site into a folder of its own, show it on this machine, and again when something changes."""
    from generator.edge.serve import Server

    asked = Asked(**options, output=".fonds/serve")
    place = _opened(asked)[0]
    address = asked.base_url or "http://127.0.0.1/"

    def rebuild() -> None:
        with _run(Asked(**{**options, "base_url": address, "output": ".fonds/serve"}), ends=False) as run:
            run.ingest()
            run.build()

    rebuild()
    server = Server(place.output, address, port)
    click.echo(f"Look at {server.address} (Ctrl-C ends it)")
    watched = [place.root / place.name, place.root / place.config.content, place.raw, place.root / "themes"]
    watched += [place.root / "templates", place.root / "assets"]
    server.run([] if no_watch else watched, rebuild)


@cli.command()
@click.option("-o", "--output", help="The folder that the finished site replaces.")
@click.option("-c", "--config", default="site.yaml", show_default=True, help="The site's configuration.")
def clean(config: str, output: str | None) -> None:
    """Delete what can be made again: the published folder and the cache. Content and raw files stay."""
    import shutil

    from generator.edge import publish

    try:
        place = _opened(Asked(config, output=output))[0]
        publish.clean(place.output)
        shutil.rmtree(place.state, ignore_errors=True)
    except Stop as stop:
        _fail(stop)
    click.echo(f"deleted {place.config.output} and .fonds")


def _opened(asked: Asked) -> tuple[Place, tuple[Problem, ...]]:
    """The site and the warnings about its site.yaml; leaves with 2 if an option has a wrong value."""
    from generator.pipeline import start

    place, problems = start.place(Path(asked.config), asked.output)
    if any(problem.level == "error" for problem in problems):
        for problem in problems:
            _print_problem(problem)
        sys.exit(2)
    return place, problems


class _Run:
    """One run of a command: its pipelines and what they reported."""

    def __init__(self, asked: Asked, place: Place, work: Work, problems: tuple[Problem, ...]) -> None:
        self.asked = asked
        self.place = place
        self.work = work
        self.problems = list(problems)
        self.intake: Intake | None = None
        self.built: Built | None = None

    def ingest(self) -> None:
        from generator.pipeline.ingest import ingest

        self.intake = ingest(self.place, self.work, self.asked.paranoid)
        self.problems += (*self.intake.problems, *self.intake.mistakes)

    def review(self, folder: Path | None) -> tuple[Path, int]:
        from generator.pipeline.review import write_review

        return write_review(self.place, self.work, self.intake.problems if self.intake else (), folder)

    def apply(self, table: Path) -> int:
        from generator.pipeline.review import apply_answers

        count, problems = apply_answers(self.place, table)
        self.problems += problems
        return count

    def build(self, publishing: bool = True) -> None:
        from generator.pipeline.build import build

        address = self.asked.base_url if self.asked.base_url is not None else self.place.config.base_url
        self.built = build(self.place, self.work, address, paranoid=self.asked.paranoid, publishing=publishing)
        self.problems += self.built.problems


@contextmanager
def _run(asked: Asked, ends: bool = True) -> Iterator[_Run]:
    """Open the site, hold its lock, show progress; at the end print the report and leave with the exit code."""
    from generator.pipeline import start
    from generator.report import Report

    try:
        place, problems = _opened(asked)
        start.check_address(asked.base_url or "")
        with start.open_work(place, asked.jobs, _waiting, _progress(asked)) as work:
            run = _Run(asked, place, work, problems)
            seconds = start.stopwatch()
            yield run
            report = Report(run.intake, run.built, tuple(run.problems), seconds())
    except Stop as stop:
        _fail(stop)
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
        sys.exit(130)
    _print(report, asked)
    if ends:
        sys.exit(report.exit_code(asked.strict))


def _waiting() -> None:
    click.echo("Another fonds is at work in this folder; waiting for it.", err=True)


def _progress(asked: Asked) -> Callable[[str, int, int], None]:
    """A bar on a terminal, a line a stage elsewhere (as in CI), nothing if quiet."""
    if asked.quiet or asked.json:
        return lambda label, done, total: None
    if sys.stderr.isatty() and not os.environ.get("CI"):
        from generator.progress import Bar

        return Bar()
    return lambda label, done, total: click.echo(f"{label}: {total}") if done == total else None


def _fail(stop: Stop) -> None:
    _print_problem(stop.args[0])
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
        _print_problem(problem)
    if not asked.quiet:
        for line in report.lines(asked.verbose):
            click.echo(line)


_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def _print_problem(problem: Problem) -> None:
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


def main() -> None:
    """The entry point of the command."""
    cli(prog_name="fonds")
