"""The commands about themes: which there are, and a new one to begin with."""

from __future__ import annotations

import click

from generator.commands.frame import Asked, opened, stopping


@click.group()
def theme() -> None:
    """List the themes, or begin one of your own."""


@theme.command("list")
@click.option("-c", "--config", default="site.yaml", show_default=True, help="The site's configuration.")
def listed(config: str) -> None:
    """Say which themes there are; an asterisk marks the one that site.yaml asks for."""
    from generator.edge import themes

    with stopping():
        place = opened(Asked(config))[0]
        for name, whose, said in themes.known(place.root):
            mark = "*" if name == place.config.theme else " "
            click.echo(f"{mark} {name} ({whose}){': ' if said else ''}{said}")


@theme.command()
@click.argument("name")
@click.option("--parent", default="default", show_default=True, help="The theme that it takes all else from.")
@click.option("-c", "--config", default="site.yaml", show_default=True, help="The site's configuration.")
def new(name: str, parent: str, config: str) -> None:
    """Begin the theme NAME in themes/NAME: it looks as its parent does until you change it."""
    from generator.pipeline import design

    with stopping():
        place = opened(Asked(config))[0]
        for path in design.new(place.root, name, parent):
            click.echo(f"made {path}")
    click.echo(f"Write `theme: {name}` into {config}, then `fonds serve`, and change the colours in {name}.css.")
