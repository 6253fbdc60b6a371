"""The command `fonds`: reads the command line, runs the pipelines, prints what came of it."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.commands import serve, theme, trust
from generator.commands.frame import Asked, opened, publishing, running, shared, stopping, waiting


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
@shared
def ingest(**options: Any) -> None:
    """Turn what is new in the raw folder into content files; hand edits are kept."""
    with running(Asked(**options)) as run:
        run.ingest()


@cli.command()
@publishing
@click.option("--verify", "twice", is_flag=True, help="Make all a second time without the cache, and compare.")
@shared
def build(twice: bool, **options: Any) -> None:
    """Ingest what is new, then build the site, the search included, and publish it into the output folder."""
    with running(Asked(**options)) as run, run.looking():
        run.ingest()
        run.build()
        if twice:
            run.build_again()


@cli.command()
@publishing
@shared
def check(**options: Any) -> None:
    """Build the site without publishing it, and say what is wrong with content and pages."""
    with running(Asked(**options)) as run:
        run.build(publishing=False)
        run.look_for_private()


@cli.command()
@click.argument("name")
@click.option("-c", "--config", default="site.yaml", show_default=True, help="The site's configuration.")
@click.option("--json", "as_json", is_flag=True, help="Print the stories as JSON.")
def explain(name: str, config: str, as_json: bool) -> None:
    """Tell how an entry came to be. NAME is a content file, an address in the site, a raw file, or an id."""
    from generator.ingest import story
    from generator.pipeline import explain as explaining
    from generator.pipeline import start

    with stopping():
        place = opened(Asked(config))[0]
        with start.open_work(place, 1, waiting, lambda label, done, total: None) as work:
            stories = explaining.explain(name, place, work)
    lines = [line for one in stories for line in story.lines(one)]
    click.echo(story.json(stories) if as_json else "\n".join(lines))


@cli.command()
@click.option("-o", "--output", "folder", help="The folder for the review.  [default: .fonds/review]")
@click.option("--apply", "table", help="First put the answers of this review.csv into content/overrides.yaml.")
@shared
def review(folder: str | None, table: str | None, **options: Any) -> None:
    """Ingest what is new, then list what is in doubt: review.csv and index.html, each row with a way to settle it."""
    asked = Asked(**options)
    with running(asked) as run:
        if table:
            count = run.apply(Path(table).absolute())
            if not (asked.json or asked.quiet):
                click.echo(f"Answers: {count} are in {run.place.config.content}/{run.place.overrides.name}.")
        run.ingest()
        where, count = run.review(Path(folder).absolute() if folder else None)
        if not (asked.json or asked.quiet):
            click.echo(f"Review: {count} to look at, in {where / 'index.html'} and review.csv beside it.")


@cli.command()
@click.option("-o", "--output", help="The folder that the finished site replaces.")
@click.option("-c", "--config", default="site.yaml", show_default=True, help="The site's configuration.")
def clean(config: str, output: str | None) -> None:
    """Delete what can be made again: the published folder and the cache. Content and raw files stay."""
    import shutil

    from generator.edge import lock, publish

    with stopping():
        place = opened(Asked(config, output=output))[0]
        with lock.alone(place.state, waiting), lock.within(place.output.parent):
            publish.clean(place.output)
            shutil.rmtree(place.state, ignore_errors=True)
    click.echo(f"deleted {place.config.output} and .fonds")


for command in (serve.serve, trust.withdraw, trust.verify, trust.export, theme.theme):
    cli.add_command(command)


def main() -> None:
    """The entry point of the command."""
    # What is made of entries has no cycles and stays to the end: to walk through it as often as Python does otherwise
    # takes a sixth of an edit of a large archive.
    gc.set_threshold(200_000, 20, 100)
    cli(prog_name="fonds")
