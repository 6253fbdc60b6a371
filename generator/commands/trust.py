"""The commands by which an archive can be trusted: what was withdrawn is gone, what is there is what was made."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.commands.frame import Asked, opened, print_problem, running, shared, stopping, waiting
from generator.types import Problem, Stop

if TYPE_CHECKING:
    from generator.edge.work import Work
    from generator.pipeline.place import Place
    from generator.pipeline.withdraw import Outcome


@click.command()
@click.argument("names", nargs=-1)
@click.option("--url", default="", help="Withdraw what has this original address.")
@click.option("--person", default="", help="Withdraw what names this person, as an author or in its list of people.")
@click.option("--pattern", default="", help="Withdraw files, addresses, URLs or raw files such as '2021/03/*'.")
@click.option("--all", "many", is_flag=True, help="Do it even where --url, --person or --pattern mean several entries.")
@click.option("--reason", default="", help="Why, as the public log shows it.")
@click.option("--by", default="", help="Who decided it, as the public log shows it.")
@click.option("--date", default="", help="The day of the withdrawal.  [default: today]")
@click.option("--versions", is_flag=True, help="The other versions of the story too.")
@click.option("--no-address", is_flag=True, help="Forget the address too: the log names the entry by its id alone.")
@click.option(
    "--undo", is_flag=True, help="Lift the withdrawals of NAMES; ingest then brings back what is still there."
)
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@shared
def withdraw(names: tuple[str, ...], many: bool, no_address: bool, undo: bool, dry_run: bool, **options: Any) -> None:
    """Take entries out for good. NAMES are ids, addresses, content files or raw files.

    The content file, its copies and all that the cache holds of them are deleted; build then leaves a page that says so
    in its place and a line in a public log, and ingest never brings the text back. Raw files are only ever read: what
    is to be deleted by hand is listed at the end.
    """
    said = {key: options.pop(key) for key in ("url", "person", "pattern", "reason", "by", "date", "versions")}
    if undo:
        _undo(names, Asked(**options))
    else:
        _withdraw(names, {**said, "address": not no_address}, many, dry_run, Asked(**options))


def _withdraw(names: tuple[str, ...], said: dict[str, Any], many: bool, dry: bool, asked: Asked) -> None:
    if not (said["reason"] or dry):
        raise click.UsageError("--reason is missing: the public log says why something was withdrawn.")
    with running(asked) as run:
        from generator.pipeline import start
        from generator.pipeline import withdraw as withdrawing

        wish = withdrawing.Wish(names=names, **{**said, "date": start.day(said["date"])})
        if not dry:
            run.ingest()
        outcome = withdrawing.withdraw(wish, run.place, run.work, dry=dry, many=many)
        if not asked.json:
            _tell(outcome, dry, run.place.config.output, run.place.config.content)


def _tell(outcome: Outcome, dry: bool, output: str, folder: str) -> None:
    click.echo("Would withdraw:" if dry else "Withdrawn:")
    for one in outcome.withdrawn:
        click.echo(f"  {one.id}  {', '.join(f'/{address}' for address in one.addresses) or '(address forgotten)'}")
    click.echo("Would delete:" if dry else "Deleted, with all that the cache held of them:")
    for path in outcome.gone:
        click.echo(f"  {path}")
    for path in outcome.others:
        click.echo(f"Another version stays: {folder}/entries/{path} (--versions withdraws it too)")
    click.echo("Left for you to delete, for fonds only ever reads it:")
    for path in outcome.raw:
        click.echo(f"  {path}")
    for key in outcome.settled:
        click.echo(f"  the lines of {key} in {folder}/overrides.yaml")
    click.echo("  what version control and backups have of these files, and copies published elsewhere")
    for path in outcome.elsewhere:
        click.echo(f"{path}/ shows it until it is built again: `fonds build -o {path}`; or delete it.")
    click.echo(f"{output}/ shows it until the next `fonds build`; then `fonds verify --withdrawn` looks for traces.")


def _undo(names: tuple[str, ...], asked: Asked) -> None:
    from generator.pipeline import start
    from generator.pipeline.withdraw import undo

    with stopping():
        place = opened(asked)[0]
        if not names:
            raise Stop(Problem("error", "withdraw --undo", "nothing is named", "Give ids or addresses."))
        with start.open_work(place, 1, waiting, lambda label, done, total: None):
            lifted = undo(names, place)
    for one in lifted:
        click.echo(f"no longer withdrawn: {one.id}; `fonds ingest` brings back what is still in {place.config.heap}/")


@click.command()
@click.argument("bag", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("-o", "--output", help="The folder of the published site.")
@click.option("--withdrawn", is_flag=True, help="Look for traces of what was withdrawn, in all that is packed too.")
@shared
def verify(bag: Path | None, withdrawn: bool, **options: Any) -> None:
    """Read every byte of the published site and of content/, and name what is changed, missing or extra.

    With BAG, a folder: read every byte of that bag instead (BagIt 0.93 to 1.0), whoever made it.

    Exit code 1 if anything is wrong.
    """
    from generator.pipeline import start

    asked = Asked(**options)
    with stopping():
        if bag:
            problems, said = _bag(bag)
        else:
            place = opened(asked)[0]
            with start.open_work(place, 1, waiting, lambda label, done, total: None) as work:
                problems, said = _traces(place, work) if withdrawn else _verified(place)
    for problem in problems:
        if problem.level != "note" or asked.verbose:
            print_problem(problem)
    if not asked.quiet:
        count = sum(problem.level != "note" for problem in problems)
        click.echo(f"{said}; {count or 'no'} problem{'s' if count != 1 else ''}.")
    sys.exit(int(any(problem.level == "error" or asked.strict for problem in problems)))


def _bag(folder: Path) -> tuple[tuple[Problem, ...], str]:
    from generator.pipeline.bags import check

    done = check(folder)
    kept = "a valid bag" if not any(one.level == "error" for one in done.problems) else "not a valid bag"
    return done.problems, f"Read every byte of {done.files:,} files in {folder}: {kept} ({done.said})"


def _verified(place: Place) -> tuple[tuple[Problem, ...], str]:
    from generator.pipeline.fixity import verify

    done = verify(place)
    said = f"Read every byte of {done.site:,} files in {place.config.output}/ and {done.content:,} in "
    return done.problems, f"{said}{place.config.content}/"


def _traces(place: Place, work: Work) -> tuple[tuple[Problem, ...], str]:
    from generator.pipeline.traces import traces

    done = traces(place, work)
    size = f"{done.size / 1_000_000:.1f} MB unpacked"
    return done.problems, f"Looked for {done.withdrawn:,} withdrawn entries in {done.files:,} files, {size}"


@click.command()
@click.option(
    "--bagit", "folder", required=True, type=click.Path(file_okay=False), help="The folder that becomes a bag."
)
@click.option("--site", is_flag=True, help="Put the published site into it too.")
@shared
def export(folder: str, site: bool, **options: Any) -> None:
    """Make a bag (BagIt 1.0, RFC 8493) of the raw files and the content, for the stores of other houses.

    What was withdrawn is not in it: raw files that hold it are left out and named.
    """
    from generator.pipeline import start
    from generator.pipeline.export import bagit

    with running(Asked(**options)) as run:
        if site:
            # What is published may be older than a withdrawal.
            run.ingest()
            run.build()
        done = bagit(Path(folder).absolute(), run.place, run.work, start.day(""), site=site)
        run.problems += done.problems
        if not (run.asked.json or run.asked.quiet):
            click.echo(f"Bag: {done.files:,} files, {done.size / 1_000_000:.1f} MB, in {folder}")
